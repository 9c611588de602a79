/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of classes: how each family of types lies in a struct, how it is read and written from outside, and what has
   to be done with it when an object is made, copied and destroyed. */
#ifndef TVM_FFI_C_FIELD_H_
#define TVM_FFI_C_FIELD_H_

#include <tvm/ffi/c/metadata.h>

/* ---- What a field holds ---- */

/* Kinds of storage, beside plain numbers and pointers that the object does not own. */
enum {
  TVM_FFI_KEEPS_NOTHING = 0,
  TVM_FFI_KEEPS_ANY = 1,    /* 16 bytes, an owned value; zeros are None */
  TVM_FFI_KEEPS_STRING = 2, /* the same, "" at the start */
  TVM_FFI_KEEPS_BYTES = 3,
  TVM_FFI_KEEPS_OBJECT = 4 /* a pointer to an object, or NULL */
};

typedef struct tvm_ffi_storage {
  int32_t offset; /* from the object's header; -1 ends a list */
  int32_t keeps;
} tvm_ffi_storage;

/* ---- Reading and writing: the ABI's getters and setters, shared by all fields of a family ---- */

#define TVM_FFI_DEFINE_NUMBER_FIELD_(family, ctype, code)                            \
  static inline int tvm_ffi_get_##family(void* field, TVMFFIAny* result) {           \
    return tvm_ffi_give_##family(*(const ctype*)field, result);                      \
  }                                                                                  \
  static inline int tvm_ffi_set_##family(void* field, const TVMFFIAny* value) {      \
    TVMFFIAny hold = tvm_ffi_raw_none();                                             \
    int status = 0;                                                                  \
    const ctype number = tvm_ffi_arg_##family(value, code, &hold, &status);          \
    if (status == TVM_FFI_MISMATCH)                                                  \
      return tvm_ffi_raise_cannot_convert(code, value, tvm_ffi_plain_mismatch_text); \
    if (status == 0) *(ctype*)field = number;                                        \
    return status;                                                                   \
  }

TVM_FFI_DEFINE_NUMBER_FIELD_(int8, int8_t, "b")
TVM_FFI_DEFINE_NUMBER_FIELD_(int16, int16_t, "h")
TVM_FFI_DEFINE_NUMBER_FIELD_(int32, int32_t, "i")
TVM_FFI_DEFINE_NUMBER_FIELD_(int64, int64_t, "q")
TVM_FFI_DEFINE_NUMBER_FIELD_(uint8, uint8_t, "B")
TVM_FFI_DEFINE_NUMBER_FIELD_(uint16, uint16_t, "H")
TVM_FFI_DEFINE_NUMBER_FIELD_(uint32, uint32_t, "I")
TVM_FFI_DEFINE_NUMBER_FIELD_(uint64, uint64_t, "Q")
TVM_FFI_DEFINE_NUMBER_FIELD_(float32, float, "f")
TVM_FFI_DEFINE_NUMBER_FIELD_(float64, double, "d")
TVM_FFI_DEFINE_NUMBER_FIELD_(boolean, bool, "?")
TVM_FFI_DEFINE_NUMBER_FIELD_(dtype, DLDataType, "D")
TVM_FFI_DEFINE_NUMBER_FIELD_(device, DLDevice, "C")
typedef void* tvm_ffi_field_ptr_;
TVM_FFI_DEFINE_NUMBER_FIELD_(ptr, tvm_ffi_field_ptr_, "p")
#undef TVM_FFI_DEFINE_NUMBER_FIELD_

/* An owned value of any kind. */
static inline int tvm_ffi_get_value_(void* field, TVMFFIAny* result) {
  return TVMFFIAnyViewToOwnedAny((const TVMFFIAny*)field, result);
}

TVM_FFI_SHARED_FUNCTION int tvm_ffi_set_value_(void* field, const TVMFFIAny* value,
                                               const char* code) {
  TVMFFIAny made = tvm_ffi_raw_none();
  const int status = tvm_ffi_code_convert(code, value, &made);
  if (status == TVM_FFI_MISMATCH)
    return tvm_ffi_raise_cannot_convert(code, value, tvm_ffi_mismatch_text);
  if (status == 0) {
    TVMFFIAny old = *(TVMFFIAny*)field;
    *(TVMFFIAny*)field = made;
    tvm_ffi_raw_drop(&old);
  }
  return status;
}

/* A reference. Structs of one pointer are read as such: tvm_ffi_array and the like have the same layout. */
static inline int tvm_ffi_get_reference_(void* field, TVMFFIAny* result) {
  TVMFFIObject* object = NULL;
  memcpy(&object, field, sizeof(object));
  if (object != NULL) (void)TVMFFIObjectIncRef(object);
  *result = tvm_ffi_raw_object(object);
  return 0;
}

TVM_FFI_SHARED_FUNCTION int tvm_ffi_set_reference_(void* field, const TVMFFIAny* value,
                                                   const char* code) {
  TVMFFIAny made = tvm_ffi_raw_none();
  TVMFFIObject* old = NULL;
  /* What reads as None when it is empty may be set to None, as in C++. */
  const bool empties = value->type_index == kTVMFFINone && strchr("okFTM", *code) != NULL;
  const int status = empties ? 0 : tvm_ffi_code_convert(code, value, &made);
  if (status == TVM_FFI_MISMATCH)
    return tvm_ffi_raise_cannot_convert(code, value, tvm_ffi_mismatch_text);
  if (status != 0) return status;
  memcpy(&old, field, sizeof(old));
  memcpy(field, &made.v_obj, sizeof(made.v_obj));
  if (old != NULL) (void)TVMFFIObjectDecRef(old);
  return 0;
}

/* ---- By family: what it keeps, what is known of it at compile time, a default, and its accessors ---- */

#define TVM_FFI_KEEPS_int8 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_int16 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_int32 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_int64 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_uint8 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_uint16 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_uint32 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_uint64 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_float32 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_float64 TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_boolean TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_dtype TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_device TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_ptr TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_str TVM_FFI_KEEPS_STRING
#define TVM_FFI_KEEPS_bytes TVM_FFI_KEEPS_BYTES
#define TVM_FFI_KEEPS_any TVM_FFI_KEEPS_ANY
#define TVM_FFI_KEEPS_optional TVM_FFI_KEEPS_ANY
#define TVM_FFI_KEEPS_variant TVM_FFI_KEEPS_ANY
#define TVM_FFI_KEEPS_none TVM_FFI_KEEPS_ANY
#define TVM_FFI_KEEPS_shape TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_array TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_list TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_map TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_dict TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_tuple TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_managed_tensor TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_function TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_error TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_module TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_handle TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_object TVM_FFI_KEEPS_OBJECT
#define TVM_FFI_KEEPS_tensor TVM_FFI_KEEPS_NOTHING
#define TVM_FFI_KEEPS_tensor_of TVM_FFI_KEEPS_NOTHING

#define TVM_FFI_STATIC_INDEX_int8 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_int16 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_int32 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_int64 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_uint8 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_uint16 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_uint32 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_uint64 kTVMFFIInt
#define TVM_FFI_STATIC_INDEX_float32 kTVMFFIFloat
#define TVM_FFI_STATIC_INDEX_float64 kTVMFFIFloat
#define TVM_FFI_STATIC_INDEX_boolean kTVMFFIBool
#define TVM_FFI_STATIC_INDEX_dtype kTVMFFIDataType
#define TVM_FFI_STATIC_INDEX_device kTVMFFIDevice
#define TVM_FFI_STATIC_INDEX_ptr kTVMFFIOpaquePtr
#define TVM_FFI_STATIC_INDEX_str kTVMFFIAny
#define TVM_FFI_STATIC_INDEX_bytes kTVMFFIAny
#define TVM_FFI_STATIC_INDEX_any kTVMFFIAny
#define TVM_FFI_STATIC_INDEX_optional kTVMFFIAny
#define TVM_FFI_STATIC_INDEX_variant kTVMFFIAny
#define TVM_FFI_STATIC_INDEX_none kTVMFFIAny
#define TVM_FFI_STATIC_INDEX_shape kTVMFFIShape
#define TVM_FFI_STATIC_INDEX_array kTVMFFIArray
#define TVM_FFI_STATIC_INDEX_list kTVMFFIList
#define TVM_FFI_STATIC_INDEX_map kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_dict kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_tuple kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_managed_tensor kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_function kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_error kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_module kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_handle kTVMFFIObject
#define TVM_FFI_STATIC_INDEX_object kTVMFFIObject

#define TVM_FFI_RAW_int8(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_int16(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_int32(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_int64(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_uint8(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_uint16(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_uint32(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_uint64(value) tvm_ffi_raw_int(kTVMFFIInt, (int64_t)(value))
#define TVM_FFI_RAW_float32(value) tvm_ffi_raw_float((double)(value))
#define TVM_FFI_RAW_float64(value) tvm_ffi_raw_float((double)(value))
#define TVM_FFI_RAW_boolean(value) tvm_ffi_raw_int(kTVMFFIBool, (value) ? 1 : 0)
#define TVM_FFI_RAW_str(value) tvm_ffi_view_from_c_str("" value).raw
#define TVM_FFI_RAW_any(value) TVM_FFI_RAW_only_##value
#define TVM_FFI_RAW_optional(value) TVM_FFI_RAW_only_##value
#define TVM_FFI_RAW_variant(value) TVM_FFI_RAW_only_##value
#define TVM_FFI_RAW_none(value) TVM_FFI_RAW_only_##value
#define TVM_FFI_RAW_only_none tvm_ffi_raw_none()

#define TVM_FFI_GETTER_int8 tvm_ffi_get_int8
#define TVM_FFI_GETTER_int16 tvm_ffi_get_int16
#define TVM_FFI_GETTER_int32 tvm_ffi_get_int32
#define TVM_FFI_GETTER_int64 tvm_ffi_get_int64
#define TVM_FFI_GETTER_uint8 tvm_ffi_get_uint8
#define TVM_FFI_GETTER_uint16 tvm_ffi_get_uint16
#define TVM_FFI_GETTER_uint32 tvm_ffi_get_uint32
#define TVM_FFI_GETTER_uint64 tvm_ffi_get_uint64
#define TVM_FFI_GETTER_float32 tvm_ffi_get_float32
#define TVM_FFI_GETTER_float64 tvm_ffi_get_float64
#define TVM_FFI_GETTER_boolean tvm_ffi_get_boolean
#define TVM_FFI_GETTER_dtype tvm_ffi_get_dtype
#define TVM_FFI_GETTER_device tvm_ffi_get_device
#define TVM_FFI_GETTER_ptr tvm_ffi_get_ptr
#define TVM_FFI_GETTER_str tvm_ffi_get_value_
#define TVM_FFI_GETTER_bytes tvm_ffi_get_value_
#define TVM_FFI_GETTER_any tvm_ffi_get_value_
#define TVM_FFI_GETTER_optional tvm_ffi_get_value_
#define TVM_FFI_GETTER_variant tvm_ffi_get_value_
#define TVM_FFI_GETTER_none tvm_ffi_get_value_
#define TVM_FFI_GETTER_shape tvm_ffi_get_reference_
#define TVM_FFI_GETTER_array tvm_ffi_get_reference_
#define TVM_FFI_GETTER_list tvm_ffi_get_reference_
#define TVM_FFI_GETTER_map tvm_ffi_get_reference_
#define TVM_FFI_GETTER_dict tvm_ffi_get_reference_
#define TVM_FFI_GETTER_tuple tvm_ffi_get_reference_
#define TVM_FFI_GETTER_managed_tensor tvm_ffi_get_reference_
#define TVM_FFI_GETTER_function tvm_ffi_get_reference_
#define TVM_FFI_GETTER_error tvm_ffi_get_reference_
#define TVM_FFI_GETTER_module tvm_ffi_get_reference_
#define TVM_FFI_GETTER_handle tvm_ffi_get_reference_
#define TVM_FFI_GETTER_object tvm_ffi_get_reference_

#define TVM_FFI_SETTER_int8(field, value, code) tvm_ffi_set_int8(field, value)
#define TVM_FFI_SETTER_int16(field, value, code) tvm_ffi_set_int16(field, value)
#define TVM_FFI_SETTER_int32(field, value, code) tvm_ffi_set_int32(field, value)
#define TVM_FFI_SETTER_int64(field, value, code) tvm_ffi_set_int64(field, value)
#define TVM_FFI_SETTER_uint8(field, value, code) tvm_ffi_set_uint8(field, value)
#define TVM_FFI_SETTER_uint16(field, value, code) tvm_ffi_set_uint16(field, value)
#define TVM_FFI_SETTER_uint32(field, value, code) tvm_ffi_set_uint32(field, value)
#define TVM_FFI_SETTER_uint64(field, value, code) tvm_ffi_set_uint64(field, value)
#define TVM_FFI_SETTER_float32(field, value, code) tvm_ffi_set_float32(field, value)
#define TVM_FFI_SETTER_float64(field, value, code) tvm_ffi_set_float64(field, value)
#define TVM_FFI_SETTER_boolean(field, value, code) tvm_ffi_set_boolean(field, value)
#define TVM_FFI_SETTER_dtype(field, value, code) tvm_ffi_set_dtype(field, value)
#define TVM_FFI_SETTER_device(field, value, code) tvm_ffi_set_device(field, value)
#define TVM_FFI_SETTER_ptr(field, value, code) tvm_ffi_set_ptr(field, value)
#define TVM_FFI_SETTER_str(field, value, code) tvm_ffi_set_value_(field, value, code)
#define TVM_FFI_SETTER_bytes(field, value, code) tvm_ffi_set_value_(field, value, code)
#define TVM_FFI_SETTER_any(field, value, code) tvm_ffi_set_value_(field, value, code)
#define TVM_FFI_SETTER_optional(field, value, code) tvm_ffi_set_value_(field, value, code)
#define TVM_FFI_SETTER_variant(field, value, code) tvm_ffi_set_value_(field, value, code)
#define TVM_FFI_SETTER_none(field, value, code) tvm_ffi_set_value_(field, value, code)
#define TVM_FFI_SETTER_shape(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_array(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_list(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_map(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_dict(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_tuple(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_managed_tensor(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_function(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_error(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_module(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_handle(field, value, code) tvm_ffi_set_reference_(field, value, code)
#define TVM_FFI_SETTER_object(field, value, code) tvm_ffi_set_reference_(field, value, code)

#define TVM_FFI_KEEPS_tvm_ffi_leaf(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_KEEPS_tvm_ffi_void(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_KEEPS_tvm_ffi_one(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_KEEPS_tvm_ffi_two(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_KEEPS_tvm_ffi_many(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_KEEPS_tvm_ffi_signature(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_KEEPS_tvm_ffi_checked(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_KEEPS_tvm_ffi_class(x, family, ...) TVM_FFI_KEEPS_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_leaf(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_void(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_one(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_two(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_many(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_signature(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_checked(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_STATIC_INDEX_tvm_ffi_class(x, family, ...) TVM_FFI_STATIC_INDEX_##family
#define TVM_FFI_GETTER_tvm_ffi_leaf(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_GETTER_tvm_ffi_void(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_GETTER_tvm_ffi_one(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_GETTER_tvm_ffi_two(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_GETTER_tvm_ffi_many(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_GETTER_tvm_ffi_signature(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_GETTER_tvm_ffi_checked(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_GETTER_tvm_ffi_class(x, family, ...) TVM_FFI_GETTER_##family
#define TVM_FFI_RAW_tvm_ffi_leaf(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_RAW_tvm_ffi_void(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_RAW_tvm_ffi_one(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_RAW_tvm_ffi_two(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_RAW_tvm_ffi_many(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_RAW_tvm_ffi_signature(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_RAW_tvm_ffi_checked(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_RAW_tvm_ffi_class(x, family, ...) TVM_FFI_RAW_##family(x)
#define TVM_FFI_SETTER_tvm_ffi_leaf(x, family, ...) TVM_FFI_SETTER_##family x
#define TVM_FFI_SETTER_tvm_ffi_void(x, family, ...) TVM_FFI_SETTER_##family x
#define TVM_FFI_SETTER_tvm_ffi_one(x, family, ...) TVM_FFI_SETTER_##family x
#define TVM_FFI_SETTER_tvm_ffi_two(x, family, ...) TVM_FFI_SETTER_##family x
#define TVM_FFI_SETTER_tvm_ffi_many(x, family, ...) TVM_FFI_SETTER_##family x
#define TVM_FFI_SETTER_tvm_ffi_signature(x, family, ...) TVM_FFI_SETTER_##family x
#define TVM_FFI_SETTER_tvm_ffi_checked(x, family, ...) TVM_FFI_SETTER_##family x
#define TVM_FFI_SETTER_tvm_ffi_class(x, family, ...) TVM_FFI_SETTER_##family x

#endif /* TVM_FFI_C_FIELD_H_ */
