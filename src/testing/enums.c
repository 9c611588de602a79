/* SPDX-License-Identifier: Apache-2.0 */
/* Enumerations of the testing library: one with members of its own, two whose members a front end adds. */
#include <tvm/ffi/c/ffi.h>

TVM_FFI_FOREIGN_CLASS(tvm_ffi_enum_object, "ffi.Enum", field(int64, int_index, "", ro),
                      field(str, str_index, "", ro));

typedef struct enum_variant {
  tvm_ffi_enum_object base;
} enum_variant;
TVM_FFI_SUBCLASS(enum_variant, tvm_ffi_enum_object, "testing.TestEnumVariant", "", final, no_init,
                 structural(UniqueInstance), member(Alpha), member(Beta));

static int enum_variant_get(tvm_ffi_string_view name, tvm_ffi_enum_object** out) {
  tvm_ffi_string text = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_string_new(name, &text));
  const int status =
      tvm_ffi_enum_get(&tvm_ffi_class_enum_variant, tvm_ffi_view_from_string(&text), out);
  tvm_ffi_string_drop(&text);
  if (status == 0) (void)tvm_ffi_copy_object(*out);
  return status;
}
TVM_FFI_FUNCTION(enum_variant_get, "testing.enum_variant_get", "",
                 or_error(object(tvm_ffi_enum_object, "ffi.Enum")), (str, name));

/* The runtime's two kinds of enumeration add no storage to ffi.Enum. */
typedef struct any_int_enum {
  tvm_ffi_enum_object base;
} any_int_enum;
TVM_FFI_FOREIGN_SUBCLASS(any_int_enum, tvm_ffi_enum_object, "ffi.IntEnum");
typedef struct any_str_enum {
  tvm_ffi_enum_object base;
} any_str_enum;
TVM_FFI_FOREIGN_SUBCLASS(any_str_enum, tvm_ffi_enum_object, "ffi.StrEnum");

typedef struct int_enum {
  any_int_enum base;
} int_enum;
TVM_FFI_SUBCLASS(int_enum, any_int_enum, "testing.TestCxxIntEnum", "", final, no_init,
                 structural(UniqueInstance));
typedef struct str_enum {
  any_str_enum base;
} str_enum;
TVM_FFI_SUBCLASS(str_enum, any_str_enum, "testing.TestCxxStrEnum", "", final, no_init,
                 structural(UniqueInstance));

typedef struct enum_holder {
  TVMFFIObject header;
  int_enum* priority;
  str_enum* opcode;
} enum_holder;
TVM_FFI_CLASS(enum_holder, "testing.TestCxxEnumHolder", "",
              field(object(int_enum, "testing.TestCxxIntEnum"), priority, "", rw),
              field(object(str_enum, "testing.TestCxxStrEnum"), opcode, "", rw));
