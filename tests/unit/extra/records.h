/* SPDX-License-Identifier: Apache-2.0 */
/* A reflected type for tests: `unit.Point`, fields x (int), y (int, default 5), tags (any; keyword-only), mark (int, not a
   parameter, default 9). */
#ifndef TF_UNIT_RECORDS_H_
#define TF_UNIT_RECORDS_H_

#include "core/typetable.h"
#include "extra/field_access.h"
#include "extra/init.h"
#include "extra/record.h"
#include "extra/reflect.h"

typedef struct {
  TVMFFIObject header;
  int64_t x;
  int64_t y;
  TVMFFIAny tags;
  int64_t mark;
} point_object;

static int32_t point_type;

static int point_create(TVMFFIObjectHandle* out) {
  tf_object* point = NULL;
  TF_TRY(tf_record_new(point_type, 0, &point));
  *out = point;
  return 0;
}

static int point_add_field(const char* name, const char* schema, int32_t offset, int64_t flags,
                           int32_t static_type_index, int64_t default_value) {
  union {
    TVMFFIFieldSetter function;
    void* address;
  } setter = {static_type_index == kTVMFFIInt ? tf_field_set_int64 : tf_field_set_any};
  TVMFFIFieldInfo info;
  memset(&info, 0, sizeof(info));
  info.name = (TVMFFIByteArray){name, strlen(name)};
  info.metadata = (TVMFFIByteArray){schema, strlen(schema)};
  info.flags = flags;
  info.size = static_type_index == kTVMFFIInt ? 8 : 16;
  info.alignment = 8;
  info.offset = offset;
  info.getter = static_type_index == kTVMFFIInt ? tf_field_get_int64 : tf_field_get_any;
  info.setter = setter.address;
  info.default_value_or_factory = tf_view_int(default_value).raw;
  info.field_static_type_index = static_type_index;
  return TVMFFITypeRegisterField(point_type, &info);
}

/* Registers the type, once per program. */
static int point_register(void) {
  static const tf_reflect_type type = {.key = "unit.Point",
                                       .parent_key = "ffi.Object",
                                       .static_index = -1,
                                       .total_size = sizeof(point_object),
                                       .structural_kind = kTVMFFISEqHashKindTreeNode,
                                       .can_new = true,
                                       .can_copy = true,
                                       .creator = point_create};
  const char* schema_int = "{\"type_schema\":\"{\\\"type\\\":\\\"int\\\"}\"}";
  const char* schema_any = "{\"type_schema\":\"{\\\"type\\\":\\\"Any\\\"}\"}";
  TF_TRY(tf_reflect_register(&type, &point_type));
  TF_TRY(point_add_field("x", schema_int, offsetof(point_object, x), 0, kTVMFFIInt, 0));
  TF_TRY(point_add_field("y", schema_int, offsetof(point_object, y),
                         kTVMFFIFieldFlagBitMaskHasDefault, kTVMFFIInt, 5));
  TF_TRY(point_add_field("tags", schema_any, offsetof(point_object, tags),
                         kTVMFFIFieldFlagBitMaskKwOnly | kTVMFFIFieldFlagBitMaskHasDefault,
                         kTVMFFIAny, 0));
  TF_TRY(point_add_field("mark", schema_int, offsetof(point_object, mark),
                         kTVMFFIFieldFlagBitMaskInitOff | kTVMFFIFieldFlagBitMaskHasDefault |
                             kTVMFFIFieldFlagBitMaskReprOff,
                         kTVMFFIInt, 9));
  return tf_init_register(point_type);
}

#endif /* TF_UNIT_RECORDS_H_ */
