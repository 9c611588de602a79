/* SPDX-License-Identifier: Apache-2.0 */
/* ffi.EnumState, ffi.Enum, ffi.IntEnum, ffi.StrEnum. */
#include "container/list.h"
#include "container/map.h"
#include "core/column.h"
#include "core/string.h"
#include "core/typetable.h"
#include "extra/field_access.h"
#include "extra/record.h"
#include "extra/reflect.h"
#include "extra/types.h"

/* ---- EnumState: what is known of the members of one enum class ---- */

static int fill_state(tvm_ffi_enum_state_object* state) {
  tf_seq* entries = NULL;
  tf_map* indexes = NULL;
  tf_map* attrs = NULL;
  TF_TRY(tf_list_new(0, &entries));
  state->entries = entries;
  TF_TRY(tf_map_new(kTVMFFIDict, 0, &indexes));
  state->indexes = indexes;
  TF_TRY(tf_map_new(kTVMFFIDict, 0, &attrs));
  state->attrs = attrs;
  return 0;
}

static int enum_state_create(TVMFFIObjectHandle* out) {
  tf_object* state = NULL;
  TF_TRY(tf_record_new(tf_types_known.enum_state, 0, &state));
  if (fill_state((tvm_ffi_enum_state_object*)(void*)state) != 0) {
    tf_object_drop(&state);
    return -1;
  }
  *out = state;
  return 0;
}

static int enum_state_init(const tf_args* args, tf_any* result) {
  (void)args;
  TVMFFIObjectHandle state = NULL;
  TF_TRY(enum_state_create(&state));
  *result = tf_any_own(state);
  return 0;
}

static const tf_reflect_field state_fields[] = {
    {"entries", "ffi.List<ffi.Object>", "The members, in the order in which they were registered.",
     kTVMFFIFieldFlagBitMaskInitOff, offsetof(tvm_ffi_enum_state_object, entries), 8, kTVMFFIList,
     tf_field_get_object, tf_field_set_list},
    {"indexes", "ffi.Dict<Any, ffi.Object>", "Finds a member by its integer or its name.",
     kTVMFFIFieldFlagBitMaskInitOff, offsetof(tvm_ffi_enum_state_object, indexes), 8, kTVMFFIObject,
     tf_field_get_object, tf_field_set_dict},
    {"attrs", "ffi.Dict<ffi.String, ffi.Dict<ffi.Object, Any>>",
     "Further attributes: by name, the value of each member.", kTVMFFIFieldFlagBitMaskInitOff,
     offsetof(tvm_ffi_enum_state_object, attrs), 8, kTVMFFIObject, tf_field_get_object,
     tf_field_set_dict},
};

/* `__ffi_new__` gives empty containers too: field-wise zeros would be no usable state. */
static int enum_state_new(const tf_args* args, tf_any* result) {
  return enum_state_init(args, result);
}

static const tf_func_def state_new_def = {"__ffi_new__", "() -> ffi.Object", enum_state_new, NULL};

static const tf_reflect_method state_methods[] = {
    {{"__ffi_init__", "() -> ffi.Object", enum_state_init, NULL}, true},
};

static const tf_reflect_type state_type = {
    .key = "ffi.EnumState",
    .parent_key = "ffi.Object",
    .static_index = -1,
    .total_size = sizeof(tvm_ffi_enum_state_object),
    .structural_kind = kTVMFFISEqHashKindUnsupported,
    .is_final = true,
    .can_copy = true,
    .creator = enum_state_create,
    .fields = state_fields,
    .num_fields = TF_COUNT_OF(state_fields),
    .methods = state_methods,
    .num_methods = TF_COUNT_OF(state_methods),
};

/* ---- the base classes of enums ---- */

static int enum_create_of(int32_t type_index, TVMFFIObjectHandle* out) {
  tf_object* member = NULL;
  TF_TRY(tf_record_new(type_index, 0, &member));
  ((tvm_ffi_enum_object*)(void*)member)->str_index = tf_string_small(tf_str_c("")).raw;
  *out = member;
  return 0;
}

static int enum_create(TVMFFIObjectHandle* out) {
  return enum_create_of(tf_types_known.base_enum, out);
}

static int int_enum_create(TVMFFIObjectHandle* out) {
  return enum_create_of(tf_types_known.int_enum, out);
}

static int str_enum_create(TVMFFIObjectHandle* out) {
  return enum_create_of(tf_types_known.str_enum, out);
}

static int new_of(TVMFFIObjectCreator creator, tf_any* result) {
  TVMFFIObjectHandle object = NULL;
  TF_TRY(creator(&object));
  *result = tf_any_own(object);
  return 0;
}

static int enum_new(const tf_args* args, tf_any* result) {
  (void)args;
  return new_of(enum_create, result);
}

static int int_enum_new(const tf_args* args, tf_any* result) {
  (void)args;
  return new_of(int_enum_create, result);
}

static int str_enum_new(const tf_args* args, tf_any* result) {
  (void)args;
  return new_of(str_enum_create, result);
}

static const tf_func_def enum_new_defs[] = {
    {"__ffi_new__", "() -> ffi.Object", enum_new, NULL},
    {"__ffi_new__", "() -> ffi.Object", int_enum_new, NULL},
    {"__ffi_new__", "() -> ffi.Object", str_enum_new, NULL},
};

#define INT_INDEX_DOC "The integer that stands for the member."
#define STR_INDEX_DOC "The text that stands for the member."

static const tf_reflect_field enum_fields[] = {
    {"_int_index", "int", INT_INDEX_DOC, kTVMFFIFieldFlagBitMaskSEqHashIgnore,
     offsetof(tvm_ffi_enum_object, int_index), 8, kTVMFFIInt, tf_field_get_int64,
     tf_field_set_int64},
    {"_str_index", "ffi.String", STR_INDEX_DOC, 0, offsetof(tvm_ffi_enum_object, str_index), 16,
     kTVMFFIAny, tf_field_get_any, tf_field_set_string},
};

static const tf_reflect_field int_enum_fields[] = {
    {"value", "int", INT_INDEX_DOC,
     kTVMFFIFieldFlagBitMaskSEqHashIgnore | kTVMFFIFieldFlagBitMaskInitOff,
     offsetof(tvm_ffi_enum_object, int_index), 8, kTVMFFIInt, tf_field_get_int64,
     tf_field_set_int64},
};

static const tf_reflect_field str_enum_fields[] = {
    {"value", "ffi.String", STR_INDEX_DOC,
     kTVMFFIFieldFlagBitMaskSEqHashIgnore | kTVMFFIFieldFlagBitMaskInitOff,
     offsetof(tvm_ffi_enum_object, str_index), 16, kTVMFFIAny, tf_field_get_any,
     tf_field_set_string},
};

static const tf_reflect_type enum_types[] = {
    {.key = "ffi.Enum",
     .parent_key = "ffi.Object",
     .static_index = -1,
     .total_size = sizeof(tvm_ffi_enum_object),
     .structural_kind = kTVMFFISEqHashKindUniqueInstance,
     .can_copy = true,
     .creator = enum_create,
     .fields = enum_fields,
     .num_fields = TF_COUNT_OF(enum_fields)},
    {.key = "ffi.IntEnum",
     .parent_key = "ffi.Enum",
     .static_index = -1,
     .total_size = sizeof(tvm_ffi_enum_object),
     .structural_kind = kTVMFFISEqHashKindUniqueInstance,
     .can_copy = true,
     .creator = int_enum_create,
     .fields = int_enum_fields,
     .num_fields = TF_COUNT_OF(int_enum_fields)},
    {.key = "ffi.StrEnum",
     .parent_key = "ffi.Enum",
     .static_index = -1,
     .total_size = sizeof(tvm_ffi_enum_object),
     .structural_kind = kTVMFFISEqHashKindUniqueInstance,
     .can_copy = true,
     .creator = str_enum_create,
     .fields = str_enum_fields,
     .num_fields = TF_COUNT_OF(str_enum_fields)},
};

int tf_types_register_enums(void) {
  int32_t* const indices[] = {&tf_types_known.base_enum, &tf_types_known.int_enum,
                              &tf_types_known.str_enum};
  TF_TRY(tf_reflect_register(&state_type, &tf_types_known.enum_state));
  TF_TRY(tf_reflect_set_attr(tf_types_known.enum_state, TF_COLUMN_NEW, &state_new_def));
  TF_TRY(tf_reflect_set_attr(tf_types_known.enum_state, TF_COLUMN_INIT, &state_methods[0].def));
  for (size_t i = 0; i < TF_COUNT_OF(enum_types); ++i) {
    TF_TRY(tf_reflect_register(&enum_types[i], indices[i]));
    TF_TRY(tf_reflect_set_attr(*indices[i], TF_COLUMN_NEW, &enum_new_defs[i]));
  }
  return 0;
}
