/* SPDX-License-Identifier: Apache-2.0 */
/* Walking the fields of a type, and reading and writing them in objects. */
#include "core/typetable.h"

#include <string.h>

#include "core/func.h"

tf_field_iter tf_type_fields(int32_t type_index) {
  /* Depth 0 is ffi.Object, which has none (abi.md section 12.3). */
  tf_field_iter iter = {.type = tf_type_info(type_index), .depth = 1, .index = 0};
  return iter;
}

const TVMFFIFieldInfo* tf_field_next(tf_field_iter* iter) {
  for (; iter->depth <= iter->type->type_depth; ++iter->depth, iter->index = 0) {
    const TVMFFITypeInfo* info = iter->depth == iter->type->type_depth
                                     ? iter->type
                                     : iter->type->type_ancestors[iter->depth];
    int32_t count = __atomic_load_n(&info->num_fields, __ATOMIC_ACQUIRE);
    if (iter->index < count) {
      const TVMFFIFieldInfo* fields = __atomic_load_n(&info->fields, __ATOMIC_ACQUIRE);
      return &fields[iter->index++];
    }
  }
  return NULL;
}

static void* address_of(const TVMFFIFieldInfo* field, const tf_object* object) {
  return (char*)(uintptr_t)object + field->offset;
}

static int raise_no_accessor(const TVMFFIFieldInfo* field, const char* what) {
  return tf_raise(TF_TYPE_ERROR, "field `%s` has no %s",
                  field->name.data == NULL ? "" : field->name.data, what);
}

int tf_field_get(const TVMFFIFieldInfo* field, const tf_object* object, tf_any* out) {
  if (field->getter == NULL) return raise_no_accessor(field, "getter");
  TVMFFIAny value = {.type_index = kTVMFFINone};
  TF_TRY(field->getter(address_of(field, object), &value));
  *out = tf_any_take(&value);
  return 0;
}

int tf_field_set(const TVMFFIFieldInfo* field, tf_object* object, tf_view value) {
  if (field->setter == NULL) return raise_no_accessor(field, "setter");
  void* address = address_of(field, object);
  if (field->flags & kTVMFFIFieldFlagBitSetterIsFunctionObj) {
    tf_view args[2] = {tf_view_ptr(address), value};
    tf_any nothing = tf_any_none();
    TF_TRY(tf_func_call(field->setter, args, 2, &nothing));
    tf_any_drop(&nothing);
    return 0;
  }
  /* Through memcpy: C has no conversion between data and function pointers. */
  TVMFFIFieldSetter setter;
  memcpy(&setter, &field->setter, sizeof setter);
  return setter(address, &value.raw) == 0 ? 0 : -1;
}
