/* SPDX-License-Identifier: Apache-2.0 */
/* Walking over the parts of an object. */
#include "extra/children.h"

#include "core/error.h"

void tf_children_begin(tf_children* walk, tf_object* object, int64_t skipped_flags) {
  tf_object_incref(object);
  walk->object = object;
  walk->is_value_next = false;
  walk->at = 0;
  walk->size = 0;
  walk->skipped_flags = skipped_flags;
  walk->field = NULL;
  if (tf_seq_of(tf_view_object(object)) != NULL) {
    walk->kind = TF_CHILDREN_SEQ;
  } else if (object->type_index == kTVMFFIMap || object->type_index == kTVMFFIDict) {
    const tf_map* map = (const tf_map*)(const void*)object;
    walk->kind = TF_CHILDREN_MAP;
    walk->at = tvm_ffi_map_first(map);
    walk->size = map->size;
  } else {
    walk->kind = TF_CHILDREN_FIELDS;
    walk->fields = tf_type_fields(object->type_index);
  }
}

/* Are the two leaves, and equal by everybody's rules? False says nothing. */
static inline bool are_equal_leaves(const tf_any* a, const tf_any* b) {
  int32_t kind = a->raw.type_index;
  if (!tf_raw_same_bits(&a->raw, &b->raw)) {
    return tf_kind_has_content(kind) && tf_any_content_equal(&a->raw, &b->raw);
  }
  return kind == kTVMFFINone || kind == kTVMFFIInt || kind == kTVMFFIBool ||
         tf_kind_has_content(kind) ||
         (kind == kTVMFFIFloat && a->raw.v_float64 == a->raw.v_float64);
}

int tf_children_check(const tf_children* walk) {
  const tf_map* map = (const tf_map*)(const void*)walk->object;
  if (walk->kind != TF_CHILDREN_MAP || walk->at == TVM_FFI_MAP_END) return 0;
  if (map->size == walk->size && tf_map_has_position(map, walk->at)) return 0;
  return tf_raise(TF_RUNTIME_ERROR, "Dict changed during a walk over it");
}

static int next_of_map(tf_children* walk, tf_any* out, bool* out_found) {
  const tf_map* map = (const tf_map*)(const void*)walk->object;
  *out_found = walk->at != TVM_FFI_MAP_END;
  if (!*out_found) return 0;
  TF_TRY(tf_children_check(walk));
  if (!walk->is_value_next) {
    *out = tf_any_copy_owned(tf_map_key_at(map, walk->at));
  } else {
    *out = tf_any_copy_owned(tf_map_value_at(map, walk->at));
    walk->at = tvm_ffi_map_next(map, walk->at);
  }
  walk->is_value_next = !walk->is_value_next;
  return 0;
}

static int next_field(tf_children* walk, tf_any* out, bool* out_found) {
  const TVMFFIFieldInfo* field = tf_field_next(&walk->fields);
  while (field != NULL && (field->flags & walk->skipped_flags) != 0) {
    field = tf_field_next(&walk->fields);
  }
  walk->field = field;
  *out_found = field != NULL;
  return field == NULL ? 0 : tf_field_get(field, walk->object, out);
}

void tf_children_skip_equal(tf_children* left, tf_children* right) {
  if (left->kind == TF_CHILDREN_SEQ) {
    const tf_seq* a = (const tf_seq*)(const void*)left->object;
    const tf_seq* b = (const tf_seq*)(const void*)right->object;
    uint64_t size = (uint64_t)(a->seq.size < b->seq.size ? a->seq.size : b->seq.size);
    uint64_t at = left->at;
    while (at < size && are_equal_leaves(&tf_seq_items(a)[at], &tf_seq_items(b)[at])) ++at;
    left->at = right->at = at;
    return;
  }
  if (left->kind != TF_CHILDREN_MAP || left->is_value_next) return;
  const tf_map* map = (const tf_map*)(const void*)left->object;
  const tf_map* other = (const tf_map*)(const void*)right->object;
  uint64_t at = left->at;
  if (at == TVM_FFI_MAP_END || map->size != left->size || !tf_map_has_position(map, at)) return;
  while (at != TVM_FFI_MAP_END) {
    const tf_any* key = tf_map_key_at(map, at);
    if (!tf_kind_is_plain(key->raw.type_index)) break;
    const tf_any* found = tf_map_find_plain(other, &key->raw);
    if (found == NULL || !are_equal_leaves(tf_map_value_at(map, at), found)) break;
    at = tvm_ffi_map_next(map, at);
  }
  left->at = at;
}

int tf_children_next(tf_children* walk, tf_any* out, bool* out_found) {
  if (walk->kind == TF_CHILDREN_MAP) return next_of_map(walk, out, out_found);
  if (walk->kind == TF_CHILDREN_FIELDS) return next_field(walk, out, out_found);
  const tf_seq* seq = (const tf_seq*)(const void*)walk->object;
  *out_found = (int64_t)walk->at < seq->seq.size;
  if (*out_found) *out = tf_any_copy_owned(&tf_seq_items(seq)[walk->at++]);
  return 0;
}

void tf_children_end(tf_children* walk) { tf_object_drop(&walk->object); }
