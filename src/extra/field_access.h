/* SPDX-License-Identifier: Apache-2.0 */
/* Getters and setters of fields by how they are stored: what `ffi.MakeFieldGetter` hands out, and what the types of this
   library use. `field` points at the field inside its object. */
#ifndef TVM_FFI_EXTRA_FIELD_ACCESS_H_
#define TVM_FFI_EXTRA_FIELD_ACCESS_H_

#include "core/any.h"

/* How a field is stored (abi.md section 19.8). */
typedef enum {
  TF_FIELD_NONE, /* nothing that we know */
  TF_FIELD_INT,  /* int64_t, int32_t, int16_t or int8_t by its size */
  TF_FIELD_FLOAT,
  TF_FIELD_BOOL,
  TF_FIELD_PTR,
  TF_FIELD_DTYPE,
  TF_FIELD_DEVICE,
  TF_FIELD_ANY,   /* a TVMFFIAny that owns */
  TF_FIELD_OBJECT /* an object handle that owns, or NULL */
} tf_field_storage;

/* Storage of a field from its static type index and size. */
tf_field_storage tf_field_storage_of(int32_t static_type_index, int64_t size);

/* The getter for a static type index, the size being the usual one for it: 8 for Int. NULL when there is none. */
TVMFFIFieldGetter tf_field_getter_for(int32_t static_type_index);

/* Puts an owned value, already of the right kind, into a field. Consumes it, also on failure. TypeError when the value
   cannot be stored that way. */
TF_NODISCARD int tf_field_store(void* field, int32_t static_type_index, tf_any value);

/* Getters. */
int tf_field_get_int64(void* field, TVMFFIAny* result);
int tf_field_get_int32(void* field, TVMFFIAny* result);
int tf_field_get_any(void* field, TVMFFIAny* result);
int tf_field_get_object(void* field, TVMFFIAny* result);

/* Setters: they convert as typed arguments do, TypeError "Cannot convert from type `X` to `Y`". */
int tf_field_set_int64(void* field, const TVMFFIAny* value);
int tf_field_set_int32(void* field, const TVMFFIAny* value);
int tf_field_set_any(void* field, const TVMFFIAny* value);
int tf_field_set_string(void* field, const TVMFFIAny* value);
int tf_field_set_opt_object(void* field, const TVMFFIAny* value); /* any object, or None */
int tf_field_set_array(void* field, const TVMFFIAny* value);      /* an Array, or a List by copy */
int tf_field_set_list(void* field, const TVMFFIAny* value);
int tf_field_set_dict(void* field, const TVMFFIAny* value);

/* Stores an object of `type_index` or derived from it, or None when that is allowed; the body of setters for one type.
   `expected` is its name in the error. */
int tf_field_set_object_of(void* field, const TVMFFIAny* value, int32_t type_index,
                           bool can_be_none, const char* expected);

/* Raises TypeError "Cannot convert from type `X` to `expected`". Returns -1. */
int tf_field_mismatch(tf_view value, const char* expected);

#endif /* TVM_FFI_EXTRA_FIELD_ACCESS_H_ */
