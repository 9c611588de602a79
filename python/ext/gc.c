/* SPDX-License-Identifier: Apache-2.0 */
/* What the collector may see behind a handle. Both of its passes must see the same, so every bound depends on the object
   alone. */
#include "gc.h"

#include "pytf.h"

enum { kMaxDepth = 32, kMaxElements = 4096 };

typedef struct {
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

static int visit_python(walk* w, PyObject* obj) { return obj ? w->visit(obj, w->arg) : 0; }

static int walk_object(walk* w, TVMFFIObjectHandle handle, int depth) {
  if (depth > kMaxDepth || pytf_handle_refs(handle) != PYTF_ONE_OWNER) return 0;
  switch (pytf_handle_type(handle)) {
    case kTVMFFIArray:
    case kTVMFFIList:
      return walk_sequence(w, (const tvm_ffi_seq_object*)handle, depth);
    case kTVMFFIMap:
    case kTVMFFIDict:
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
  walk w = {visit, arg, kMaxElements};
  return walk_object(&w, wrapper->handle, 0);
}
