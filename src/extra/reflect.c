/* SPDX-License-Identifier: Apache-2.0 */
/* Registering reflected types. */
#include "extra/reflect.h"

#include "core/column.h"
#include "core/typetable.h"
#include "extra/record.h"

#define TEXT_LIMIT (64 * 1024)

static TVMFFIByteArray text_of(const char* text) { return tf_str_to_ffi(tf_str_c(text)); }

/* `{"type_schema":"..."}` around the schema of a field's type. */
static void put_field_metadata(const char* type, tf_buf* out) {
  tf_buf schema = tf_buf_new(TEXT_LIMIT);
  tf_func_put_schema(tf_str_c(type), &schema);
  (void)tf_buf_put_c(out, "{\"type_schema\":\"");
  tf_func_put_escaped(tf_buf_view(&schema), out);
  (void)tf_buf_put_c(out, "\"}");
  if (schema.status != TF_BUF_OK) out->status = schema.status;
  tf_buf_drop(&schema);
}

static int check_buf(const tf_buf* buf) { return buf->status == TF_BUF_OK ? 0 : tf_raise_memory(); }

static int register_field(int32_t type_index, const tf_reflect_field* field) {
  tf_buf metadata = tf_buf_new(TEXT_LIMIT);
  put_field_metadata(field->type, &metadata);
  TVMFFIFieldInfo info;
  memset(&info, 0, sizeof(info));
  info.name = text_of(field->name);
  info.doc = text_of(field->doc);
  info.metadata = tf_str_to_ffi(tf_buf_view(&metadata));
  info.flags = field->flags;
  info.size = field->size;
  info.alignment = field->size < 8 ? field->size : 8;
  info.offset = field->offset;
  info.getter = field->getter;
  union {
    TVMFFIFieldSetter function;
    void* address;
  } setter = {field->setter};
  info.setter = setter.address;
  info.field_static_type_index = field->static_type_index;
  int code = check_buf(&metadata);
  if (code == 0) {
    code = tf_typetable_add_field(tf_typetable_global(), type_index, &info, tf_owner_self());
  }
  tf_buf_drop(&metadata);
  return code;
}

static int register_method(int32_t type_index, const tf_reflect_method* method) {
  tf_buf metadata = tf_buf_new(TEXT_LIMIT);
  tf_function* function = NULL;
  tf_func_put_metadata(method->def.signature, &metadata);
  int code = check_buf(&metadata);
  if (code == 0) code = tf_func_new(&method->def, &function);
  if (code == 0) {
    tf_any value = tf_any_own(function);
    TVMFFIMethodInfo info;
    memset(&info, 0, sizeof(info));
    info.name = text_of(method->def.name);
    info.doc = text_of(method->def.doc);
    info.metadata = tf_str_to_ffi(tf_buf_view(&metadata));
    info.flags = method->is_static ? kTVMFFIFieldFlagBitMaskIsStaticMethod : 0;
    info.method = value.raw;
    code = tf_typetable_add_method(tf_typetable_global(), type_index, &info, tf_owner_self());
    tf_any_drop(&value);
  }
  tf_buf_drop(&metadata);
  return code;
}

static int register_attrs(const tf_reflect_type* type, int32_t type_index) {
  if (type->can_new) TF_TRY(tf_record_register_new(type_index, type->total_size));
  if (type->can_copy) TF_TRY(tf_record_register_copy(type_index));
  return tf_column_set(TF_COLUMN_TYPE_FINAL, type_index, tf_any_bool(type->is_final));
}

int tf_reflect_register(const tf_reflect_type* type, int32_t* out_index) {
  tf_typetable* table = tf_typetable_global();
  int32_t parent = tf_typetable_find(table, tf_str_c(type->parent_key));
  const tf_type_spec spec = {.key = tf_str_c(type->key),
                             .static_index = type->static_index,
                             .depth = tf_type_info(parent)->type_depth + 1,
                             .child_slots = 0,
                             .can_overflow = !type->is_final,
                             .parent = parent,
                             .owner = tf_owner_self()};
  TVMFFITypeMetadata metadata;
  memset(&metadata, 0, sizeof(metadata));
  metadata.creator = type->creator;
  metadata.total_size = type->total_size;
  metadata.structural_eq_hash_kind = (TVMFFISEqHashKind)type->structural_kind;
  int32_t type_index = 0;
  TF_TRY(tf_type_register(&spec, &metadata, &type_index));
  for (int32_t i = 0; i < type->num_fields; ++i) {
    TF_TRY(register_field(type_index, &type->fields[i]));
  }
  for (int32_t i = 0; i < type->num_methods; ++i) {
    TF_TRY(register_method(type_index, &type->methods[i]));
  }
  TF_TRY(register_attrs(type, type_index));
  *out_index = type_index;
  return 0;
}

int tf_reflect_set_attr(int32_t type_index, int column, const tf_func_def* def) {
  tf_function* function = NULL;
  TF_TRY(tf_func_new(def, &function));
  return tf_column_set((tf_column_id)column, type_index, tf_any_own(function));
}
