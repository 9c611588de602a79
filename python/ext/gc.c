/* SPDX-License-Identifier: Apache-2.0 */
/* What the collector may see behind a handle. Both of its passes must see the same, so every bound depends on the object
   alone. */
#include "gc.h"

#include "pytf.h"

#include "container_array.h"

enum { kMaxDepth = 32, kMaxElements = 4096 };

typedef struct {
  const pytf_state* state;
  visitproc visit;
  void* arg;
  int budget; /* elements that may still be looked at */
} walk;

static int walk_object(walk* w, TVMFFIObjectHandle handle, int depth);

static int walk_value(walk* w, const TVMFFIAny* value, int depth) {
  if (!pytf_any_is_object(value) || !value->v_obj) return 0;
  return walk_object(w, value->v_obj, depth + 1);
}

static int walk_sequence(walk* w, const tvm_ffi_seq_object* seq, int depth) {
  const TVMFFIAny* values = (const TVMFFIAny*)seq->seq.data;
  for (int64_t i = 0; i < seq->seq.size && w->budget > 0; i++, w->budget--) {
    const int rc = walk_value(w, &values[i], depth);
    if (rc != 0) return rc;
  }
  return 0;
}

static int walk_map(walk* w, const tvm_ffi_map_object* map, int depth) {
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END && w->budget > 0;
       at = tvm_ffi_map_next(map, at), w->budget--) {
    const tvm_ffi_map_pair* pair = tvm_ffi_map_pair_at(map, at);
    int rc = walk_value(w, &pair->key, depth);
    if (rc == 0) rc = walk_value(w, &pair->value, depth);
    if (rc != 0) return rc;
  }
  return 0;
}

/* Containers of others may keep their elements in ways that we do not know: borrowed, or owned twice. */
static int is_our_container(const pytf_state* st, TVMFFIObjectHandle handle) {
  const pytf_deleter deleter = ((const TVMFFIObject*)handle)->deleter;
  for (int i = 0; i < PYTF_CONTAINER_DELETERS; i++) {
    if (deleter && deleter == st->container_deleters[i]) return 1;
  }
  return 0;
}

static int visit_python(walk* w, PyObject* obj) { return obj ? w->visit(obj, w->arg) : 0; }

static int walk_object(walk* w, TVMFFIObjectHandle handle, int depth) {
  if (depth > kMaxDepth || pytf_handle_refs(handle) != PYTF_ONE_OWNER) return 0;
  switch (pytf_handle_type(handle)) {
    case kTVMFFIArray:
    case kTVMFFIList:
      if (!is_our_container(w->state, handle)) return 0;
      return walk_sequence(w, (const tvm_ffi_seq_object*)handle, depth);
    case kTVMFFIMap:
    case kTVMFFIDict:
      if (!is_our_container(w->state, handle)) return 0;
      return walk_map(w, (const tvm_ffi_map_object*)handle, depth);
    case kTVMFFIOpaquePyObject:
      return pytf_opaque_is_ours(handle) ? visit_python(w, pytf_opaque_peek(handle)) : 0;
    case kTVMFFIFunction:
      return visit_python(w, pytf_callback_peek(handle));
    default:
      return 0;
  }
}

int pytf_gc_traverse(const pytf_object* wrapper, visitproc visit, void* arg) {
  if (!wrapper->handle || wrapper->state->native_frames != 0) return 0;
  walk w = {wrapper->state, visit, arg, kMaxElements};
  return walk_object(&w, wrapper->handle, 0);
}

/* The library's containers are told by the deleters of new ones. */
int pytf_setup_gc(pytf_state* st, PyObject* module) {
  static const char* const makers[] = {"ffi.Array", "ffi.List", "ffi.Map", "ffi.Dict"};
  (void)module;
  st->container_deleters[PYTF_CONTAINER_DELETERS - 1] = pytf_array_deleter();
  for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
    const TVMFFIByteArray name = pytf_bytes_of(makers[i]);
    TVMFFIObjectHandle maker = NULL;
    TVMFFIAny made;
    if (pytf_check(st, TVMFFIFunctionGetGlobal(&name, &maker)) != 0) return -1;
    if (!maker) continue;
    const int rc = pytf_call_views(st, maker, NULL, 0, &made);
    pytf_drop_handle(st, maker);
    if (rc != 0) return -1;
    if (pytf_any_is_object(&made)) st->container_deleters[i] = made.v_obj->deleter;
    pytf_drop_any(st, &made);
  }
  return 0;
}
