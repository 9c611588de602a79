/* SPDX-License-Identifier: Apache-2.0 */
/* Walking over the parts of an object. */
#include "extra/children.h"

#include "core/error.h"

void tf_children_begin(tf_children* walk, tf_object* object, int64_t skipped_flags) {
  tf_children begun = {.object = object, .skipped_flags = skipped_flags};
  tf_object_incref(object);
  if (tf_seq_of(tf_view_object(object)) != NULL) {
    begun.kind = TF_CHILDREN_SEQ;
  } else if (object->type_index == kTVMFFIMap || object->type_index == kTVMFFIDict) {
    const tf_map* map = (const tf_map*)(const void*)object;
    begun.kind = TF_CHILDREN_MAP;
    begun.at = tvm_ffi_map_first(map);
    begun.size = map->size;
  } else {
    begun.kind = TF_CHILDREN_FIELDS;
    begun.fields = tf_type_fields(object->type_index);
  }
  *walk = begun;
}

static int next_of_map(tf_children* walk, tf_any* out, bool* out_found) {
  const tf_map* map = (const tf_map*)(const void*)walk->object;
  *out_found = walk->at != TVM_FFI_MAP_END;
  if (!*out_found) return 0;
  if (map->size != walk->size || !tf_map_has_position(map, walk->at)) {
    return tf_raise(TF_RUNTIME_ERROR, "Dict changed during a walk over it");
  }
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

int tf_children_next(tf_children* walk, tf_any* out, bool* out_found) {
  if (walk->kind == TF_CHILDREN_MAP) return next_of_map(walk, out, out_found);
  if (walk->kind == TF_CHILDREN_FIELDS) return next_field(walk, out, out_found);
  const tf_seq* seq = (const tf_seq*)(const void*)walk->object;
  *out_found = (int64_t)walk->at < seq->seq.size;
  if (*out_found) *out = tf_any_copy_owned(&tf_seq_items(seq)[walk->at++]);
  return 0;
}

void tf_children_end(tf_children* walk) { tf_object_drop(&walk->object); }
