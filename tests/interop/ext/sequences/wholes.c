/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on values as wholes: graphs, printing, comparing, hashing and copying. */
#include <stdlib.h>
#include <string.h>

#include "objects.h"
#include "surfaces.h"

/* Whether a hash of this value may depend on where something lies. */
static int is_placed(any value, int depth) {
  if (value.type_index < kTVMFFIStaticObjectBegin) return 0;
  if (depth > 50 || value.type_index == kTVMFFIFunction) return 1;
  if (value.type_index == kTVMFFIArray || value.type_index == kTVMFFIList) {
    const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)value.v_obj)->seq;
    for (int64_t i = 0; i < seq->size; ++i) {
      if (is_placed(((const any*)seq->data)[i], depth + 1)) return 1;
    }
  } else if (value.type_index == kTVMFFIMap || value.type_index == kTVMFFIDict) {
    const tvm_ffi_map_object* map = (const tvm_ffi_map_object*)value.v_obj;
    for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
         at = tvm_ffi_map_next(map, at)) {
      const tvm_ffi_map_pair* pair = tvm_ffi_map_pair_at(map, at);
      if (is_placed(pair->key, depth + 1) || is_placed(pair->value, depth + 1)) return 1;
    }
  }
  const node* n = node_of(value);
  if (n == NULL) return 0;
  const char* key = lib.TVMFFIGetTypeInfo(value.type_index)->type_key.data;
  if (strcmp(key, "seq.Var") == 0 || strcmp(key, "seq.Unique") == 0) return 1;
  return is_placed(n->first, depth + 1) || is_placed(n->second, depth + 1);
}

/* A value like another one: itself, a copy, or a copy in which something is changed. */
static any similar(rng* r, any value) {
  any out;
  if (one_in(r, 6)) return share(value);
  if (call_global(G_DeepCopy, &value, 1, &out) != 0) {
    forget_error();
    return share(value);
  }
  node* n = node_of(out);
  if (n != NULL && one_in(r, 2)) n->number += 1;
  if (out.type_index == kTVMFFIList && one_in(r, 2)) {
    any ignored, args[2] = {out, of_int(below(r, 3))};
    if (call_global(G_ListAppend, args, 2, &ignored) != 0) abort();
  }
  return out;
}

/* ---- graphs ---- */

void step_graph(rng* r) {
  if (!one_in(r, 4)) {
    pool_build(r, WITH_OBJECTS | (one_in(r, 30) ? WITH_CYCLES | WITH_TENSORS | WITH_ADDRESSES : 0));
    return;
  }
  any value = share(pool_any(r)), text;
  any args[2] = {value, one_in(r, 4) ? pool_any(r) : none()};
  emit_value(value);
  if (one_in(r, 4)) show_call(G_ToJSONGraph, args, 2, -1);
  emit_word("text");
  if (call_global(G_ToJSONGraphString, args, 2, &text) != 0) {
    emit_error();
  } else {
    emit_value(text);
    show_call(G_FromJSONGraphString, &text, 1, -1);
    drop(text);
  }
  drop(value);
}

/* Texts of graphs, some of them damaged: what loads must load alike, the rest be refused alike. */
void step_graph_text(rng* r) {
  if (!one_in(r, 4)) {
    pool_build(r, WITH_OBJECTS);
    return;
  }
  any args[2] = {pool_any(r), none()}, text;
  if (call_global(G_ToJSONGraphString, args, 2, &text) != 0) {
    emit_error();
    return;
  }
  TVMFFIByteArray content = content_of(&text);
  char* copy = malloc(content.size + 1);
  if (copy == NULL) abort();
  memcpy(copy, content.data, content.size);
  int damages = below(r, 3);
  for (int i = 0; i < damages; ++i) {
    size_t at = (size_t)below(r, (int)content.size);
    if (copy[at] >= '0' && copy[at] <= '9') {
      copy[at] = (char)('0' + below(r, 10));
    } else if (one_in(r, 4)) {
      copy[at] = "{}[],:\"a0"[below(r, 9)];
    }
  }
  any changed = text_of(copy, content.size);
  free(copy);
  any loaded;
  emit_value(changed);
  if (call_global(G_FromJSONGraphString, &changed, 1, &loaded) == 0) {
    emit_value(loaded);
    drop(loaded);
  } else if (damages == 0) {
    emit_error();
  } else {
    emit_word("refused"); /* ours with a ValueError always, the reference with what it ran into */
    forget_error();
  }
  drop(changed);
  drop(text);
}

/* ---- printing ---- */

void step_repr(rng* r) {
  if (!one_in(r, 4)) {
    pool_build(r, WITH_OBJECTS | WITH_TENSORS | WITH_ADDRESSES | WITH_CYCLES);
    return;
  }
  any value = pool_any(r);
  show_call(G_ReprPrint, &value, 1, -1);
}

/* ---- comparing ---- */

static void show_hash(global_id which, const any* args, int count, int is_shown) {
  any hash;
  emit_word(global_name(which));
  if (call_global(which, args, count, &hash) != 0) {
    emit_error();
  } else if (is_shown) {
    emit_int(hash.v_int64);
  }
}

void step_recursive(rng* r) {
  static const global_id comparisons[] = {G_RecursiveEq, G_RecursiveLt, G_RecursiveLe,
                                          G_RecursiveGt, G_RecursiveGe};
  if (below(r, 3)) {
    pool_build(r, WITH_OBJECTS | (one_in(r, 20) ? WITH_TENSORS | WITH_CYCLES | WITH_ADDRESSES : 0));
    return;
  }
  any a = share(pool_any(r)), b = one_in(r, 3) ? share(pool_any(r)) : similar(r, a);
  any args[2] = {a, b};
  show_call(comparisons[below(r, 2) * below(r, 5)], args, 2, -1);
  show_hash(G_RecursiveHash, &a, 1, 1);
  drop(a);
  drop(b);
}

void step_structural(rng* r) {
  if (below(r, 3)) {
    pool_build(r, WITH_OBJECTS | (one_in(r, 12) ? WITH_TENSORS | WITH_ADDRESSES : 0));
    return;
  }
  any a = share(pool_any(r)), b = one_in(r, 3) ? share(pool_any(r)) : similar(r, a);
  any args[4] = {a, b, of_bool(below(r, 2)), of_bool(below(r, 2))};
  show_call(G_StructuralEqual, args, 4, -1);
  show_call(G_GetFirstStructuralMismatch, args, 4, -1);
  any hashed[3] = {a, args[2], args[3]};
  show_hash(G_StructuralHash, hashed, 3, !is_placed(a, 0));
  drop(a);
  drop(b);
}

/* ---- copying ---- */

void step_copy(rng* r) {
  if (!one_in(r, 4)) {
    pool_build(r, WITH_OBJECTS | WITH_ADDRESSES | WITH_TENSORS | WITH_CYCLES);
    return;
  }
  any value = share(pool_any(r)), copy;
  emit_word("copy");
  emit_value(value);
  if (call_global(G_DeepCopy, &value, 1, &copy) != 0) {
    emit_error();
  } else {
    emit_value(copy);
    emit_int(copy.v_uint64 == value.v_uint64);
    any both[2] = {value, copy}, pair;
    if (call_global(G_Array, both, 2, &pair) != 0) abort();
    emit_value(pair); /* shows what the two share */
    drop(pair);
    pool_set(below(r, NUM_REGISTERS), copy);
  }
  drop(value);
}
