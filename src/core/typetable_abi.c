/* SPDX-License-Identifier: Apache-2.0 */
/* The type table through the C ABI. */
#include "core/typetable_impl.h"

#include <stdio.h>
#include <string.h>

#include "core/byte_array.h"
#include "core/column.h"
#include "core/error.h"

static int check_texts(const char* function, const TVMFFIByteArray* name,
                       const TVMFFIByteArray* doc, const TVMFFIByteArray* metadata) {
  TF_TRY(tf_byte_array_check(function, name));
  TF_TRY(tf_byte_array_check(function, doc));
  return tf_byte_array_check(function, metadata);
}

int TVMFFITypeKeyToIndex(const TVMFFIByteArray* type_key, int32_t* out_tindex) {
  TF_TRY(tf_byte_array_check(__func__, type_key));
  if (out_tindex == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `out_tindex` is NULL", __func__);
  tf_str key = tf_str_from_ffi(type_key);
  int32_t index = tf_typetable_find(tf_typetable_global(), key);
  if (TF_LIKELY(index >= 0)) {
    *out_tindex = index;
    return 0;
  }
  tf_str near = tf_typetable_nearest(tf_typetable_global(), key);
  return tf_raise(TF_INTERNAL_ERROR, "Cannot find type `%.*s`%s%s%s", (int)key.size, key.data,
                  near.size == 0 ? "" : "; did you mean `", near.size == 0 ? "" : near.data,
                  near.size == 0 ? "" : "`?");
}

/* A type for a class that could not be registered under its own name, so that its objects are at least nobody else's. */
static int32_t invalid_type(tf_str key, const tf_owner* owner) {
  char name[256];
  int length = snprintf(name, sizeof name, "<invalid:%.*s>", (int)(key.size < 200 ? key.size : 200),
                        key.data == NULL ? "" : key.data);
  tf_type_spec spec = {.key = tf_str_of(name, (size_t)length),
                       .static_index = -1,
                       .depth = 1,
                       .parent = kTVMFFIObject,
                       .owner = owner};
  int32_t index;
  tf_error* reason = tf_error_take_raised();
  int status = tf_typetable_add(tf_typetable_global(), &spec, &index);
  if (reason != NULL) (void)tf_raise_error(reason);
  return status == 0 ? index : tf_typetable_take_spare(tf_typetable_global());
}

/* What went wrong is raised and stays so; who has no use for it sees the line. */
static int32_t refused_type(tf_str key, const tf_owner* owner) {
  (void)fprintf(stderr, "tvm_ffi: %s\n", tf_error_peek_raised()->cell.message.data);
  return invalid_type(key, owner);
}

int32_t TVMFFITypeGetOrAllocIndex(const TVMFFIByteArray* type_key, int32_t static_type_index,
                                  int32_t type_depth, int32_t num_child_slots,
                                  int32_t child_slots_can_overflow, int32_t parent_type_index) {
  const void* caller = TF_RETURN_ADDRESS();
  if (tf_byte_array_check(__func__, type_key) != 0) {
    return refused_type(tf_str_c("unreadable key"), tf_owner_of(caller));
  }
  tf_str key = tf_str_from_ffi(type_key);
  int32_t index = tf_typetable_find(tf_typetable_global(), key);
  if (index >= 0) return index;
  if (parent_type_index == -2) return -2;
  tf_type_spec spec = {.key = key,
                       .static_index = static_type_index,
                       .depth = type_depth,
                       .child_slots = num_child_slots,
                       .can_overflow = child_slots_can_overflow != 0,
                       .parent = parent_type_index,
                       .owner = tf_owner_of(caller)};
  if (tf_typetable_add(tf_typetable_global(), &spec, &index) == 0) return index;
  return refused_type(key, spec.owner);
}

const TVMFFITypeInfo* TVMFFIGetTypeInfo(int32_t type_index) { return tf_type_info(type_index); }

int TVMFFITypeRegisterField(int32_t type_index, const TVMFFIFieldInfo* info) {
  const void* caller = TF_RETURN_ADDRESS();
  if (info == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `info` is NULL", __func__);
  TF_TRY(check_texts(__func__, &info->name, &info->doc, &info->metadata));
  return tf_typetable_add_field(tf_typetable_global(), type_index, info, tf_owner_of(caller));
}

int TVMFFITypeRegisterMethod(int32_t type_index, const TVMFFIMethodInfo* info) {
  const void* caller = TF_RETURN_ADDRESS();
  if (info == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `info` is NULL", __func__);
  TF_TRY(check_texts(__func__, &info->name, &info->doc, &info->metadata));
  return tf_typetable_add_method(tf_typetable_global(), type_index, info, tf_owner_of(caller));
}

int TVMFFITypeRegisterMetadata(int32_t type_index, const TVMFFITypeMetadata* metadata) {
  const void* caller = TF_RETURN_ADDRESS();
  if (metadata == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `metadata` is NULL", __func__);
  TF_TRY(tf_byte_array_check(__func__, &metadata->doc));
  return tf_typetable_set_metadata(tf_typetable_global(), type_index, metadata,
                                   tf_owner_of(caller));
}

int TVMFFITypeRegisterAttr(int32_t type_index, const TVMFFIByteArray* attr_name,
                           const TVMFFIAny* attr_value) {
  const void* caller = TF_RETURN_ADDRESS();
  TF_TRY(tf_byte_array_check(__func__, attr_name));
  if (attr_value == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `attr_value` is NULL", __func__);
  if (tf_typetable_info(tf_typetable_global(), type_index) == NULL) {
    return tf_raise(TF_TYPE_ERROR, "%s: there is no type of index %d", __func__, (int)type_index);
  }
  return tf_columns_set(tf_columns_global(), type_index, tf_str_from_ffi(attr_name),
                        tf_view_raw(attr_value), tf_owner_of(caller));
}

const TVMFFITypeAttrColumn* TVMFFIGetTypeAttrColumn(const TVMFFIByteArray* attr_name) {
  if (!tf_byte_array_is_readable(attr_name)) return NULL;
  return tf_columns_find(tf_columns_global(), tf_str_from_ffi(attr_name));
}
