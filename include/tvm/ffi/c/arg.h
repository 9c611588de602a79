/* SPDX-License-Identifier: Apache-2.0 */
/* What happens at a call, for each family of types: an argument becomes a C value, a C result becomes a value. The
   wrappers that export.h generates are made of these functions. */
#ifndef TVM_FFI_C_ARG_H_
#define TVM_FFI_C_ARG_H_

#include <tvm/ffi/c/convert.h>
#include <tvm/ffi/c/tensor.h>

/* ---- The place of a call, for messages ---- */

typedef struct tvm_ffi_site {
  const char* name;  /* as the caller knows the function */
  const char* codes; /* of the result, then of the parameters */
  int32_t num_params;
  int32_t num_required; /* those behind have defaults */
  tvm_ffi_mismatch_teller tell;
} tvm_ffi_site;

TVM_FFI_COLD_FUNCTION void tvm_ffi_site_text_(const tvm_ffi_site* site, tvm_ffi_text* text) {
  const char* code = tvm_ffi_code_skip(site->codes);
  tvm_ffi_text_add(text, " when calling: `");
  tvm_ffi_text_add(text, site->name);
  tvm_ffi_text_add(text, "(");
  for (int32_t i = 0; i < site->num_params; ++i) {
    tvm_ffi_text_add(text, i == 0 ? "" : ", ");
    tvm_ffi_text_add_int(text, i);
    tvm_ffi_text_add(text, ": ");
    code = tvm_ffi_code_text(code, text);
  }
  tvm_ffi_text_add(text, ") -> ");
  if (*site->codes == 'n') {
    tvm_ffi_text_add(text, "void");
  } else {
    (void)tvm_ffi_code_text(site->codes, text);
  }
  tvm_ffi_text_add(text, "`");
}

TVM_FFI_COLD_FUNCTION int tvm_ffi_raise_wrong_count(const tvm_ffi_site* site, int32_t num_args) {
  tvm_ffi_text text;
  text.size = 0;
  tvm_ffi_site_text_(site, &text);
  if (site->num_required == site->num_params) {
    return tvm_ffi_raise("TypeError",
                         "Mismatched number of arguments%s. Expected %d but got %d arguments",
                         text.data, (int)site->num_params, (int)num_args);
  }
  return tvm_ffi_raise("TypeError",
                       "Mismatched number of arguments%s. Expected %d to %d but got %d arguments",
                       text.data, (int)site->num_required, (int)site->num_params, (int)num_args);
}

/* `status` is what the conversion came to: an error that it raised itself is left as it is. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_raise_wrong_arg(const tvm_ffi_site* site, const TVMFFIAny* args,
                                                  int32_t index, int status) {
  tvm_ffi_text text;
  tvm_ffi_text where;
  const char* code = tvm_ffi_code_skip(site->codes);
  if (status != TVM_FFI_MISMATCH) return status;
  for (int32_t i = 0; i < index; ++i) code = tvm_ffi_code_skip(code);
  text.size = where.size = 0;
  tvm_ffi_site_text_(site, &where);
  if (tvm_ffi_is_out_of_range_(code, &args[index])) {
    tvm_ffi_out_of_range_text_(code, &args[index], &text);
    return tvm_ffi_raise("OverflowError", "%s: argument #%d%s", text.data, (int)index, where.data);
  }
  (void)tvm_ffi_code_text(code, &text);
  tvm_ffi_text_add(&text, "` but got `");
  site->tell(code, &args[index], &text);
  return tvm_ffi_raise("TypeError", "Mismatched type on argument #%d%s. Expected `%s`", (int)index,
                       where.data, text.data);
}

TVM_FFI_COLD_FUNCTION int tvm_ffi_raise_bad_result_slot_(int32_t type_index) {
  return tvm_ffi_raise(
      "InternalError",
      "Check failed: result->type_index < TypeIndex::kTVMFFIStaticObjectBegin (%d vs. 64) : the "
      "result slot of a call has to come in as None",
      (int)type_index);
}

/* What is tested before the arguments. */
static inline int tvm_ffi_check_call(const tvm_ffi_site* site, int32_t num_args,
                                     const TVMFFIAny* result) {
  if (!TVM_FFI_LIKELY(result->type_index < kTVMFFIStaticObjectBegin)) {
    return tvm_ffi_raise_bad_result_slot_(result->type_index);
  }
  if (!TVM_FFI_LIKELY(num_args >= site->num_required && num_args <= site->num_params)) {
    return tvm_ffi_raise_wrong_count(site, num_args);
  }
  return 0;
}

/* ---- Arguments: `tvm_ffi_arg_FAMILY(raw, code, hold, status)` ----

   Gives the C value of an argument. When there is none, `*status` becomes TVM_FFI_MISMATCH, or -1 with an error
   raised. What had to be made for it goes to `*hold`, which the wrapper drops when the call is over. */

#define TVM_FFI_DEFINE_INT_ARG_(family, ctype, condition)                                   \
  static inline ctype tvm_ffi_arg_##family(const TVMFFIAny* raw, const char* code,          \
                                           TVMFFIAny* hold, int* status) {                  \
    const int64_t value = raw->v_int64;                                                     \
    (void)code;                                                                             \
    (void)hold;                                                                             \
    if (TVM_FFI_LIKELY((raw->type_index == kTVMFFIInt || raw->type_index == kTVMFFIBool) && \
                       (condition))) {                                                      \
      return (ctype)value;                                                                  \
    }                                                                                       \
    *status = TVM_FFI_MISMATCH;                                                             \
    return 0;                                                                               \
  }

TVM_FFI_DEFINE_INT_ARG_(int8, int8_t, value >= INT8_MIN && value <= INT8_MAX)
TVM_FFI_DEFINE_INT_ARG_(int16, int16_t, value >= INT16_MIN && value <= INT16_MAX)
TVM_FFI_DEFINE_INT_ARG_(int32, int32_t, value >= INT32_MIN && value <= INT32_MAX)
TVM_FFI_DEFINE_INT_ARG_(int64, int64_t, true)
TVM_FFI_DEFINE_INT_ARG_(uint8, uint8_t, value >= 0 && value <= UINT8_MAX)
TVM_FFI_DEFINE_INT_ARG_(uint16, uint16_t, value >= 0 && value <= UINT16_MAX)
TVM_FFI_DEFINE_INT_ARG_(uint32, uint32_t, value >= 0 && value <= UINT32_MAX)
TVM_FFI_DEFINE_INT_ARG_(uint64, uint64_t, value >= 0)
#undef TVM_FFI_DEFINE_INT_ARG_

static inline double tvm_ffi_arg_float64(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                         int* status) {
  (void)code;
  (void)hold;
  if (TVM_FFI_LIKELY(raw->type_index == kTVMFFIFloat)) return raw->v_float64;
  if (raw->type_index == kTVMFFIInt || raw->type_index == kTVMFFIBool) return (double)raw->v_int64;
  *status = TVM_FFI_MISMATCH;
  return 0;
}

static inline float tvm_ffi_arg_float32(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                        int* status) {
  return (float)tvm_ffi_arg_float64(raw, code, hold, status);
}

static inline bool tvm_ffi_arg_boolean(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                       int* status) {
  (void)code;
  (void)hold;
  if (TVM_FFI_LIKELY(raw->type_index == kTVMFFIBool || raw->type_index == kTVMFFIInt))
    return raw->v_int64 != 0;
  *status = TVM_FFI_MISMATCH;
  return false;
}

static inline tvm_ffi_string_view tvm_ffi_arg_str(const TVMFFIAny* raw, const char* code,
                                                  TVMFFIAny* hold, int* status) {
  tvm_ffi_string_view view = {"", 0};
  (void)code;
  (void)hold;
  if (TVM_FFI_LIKELY(tvm_ffi_view_is_string(tvm_ffi_view_of_raw(*raw)))) {
    const TVMFFIByteArray content = tvm_ffi_raw_content(raw);
    view.data = content.data;
    view.size = content.size;
  } else {
    *status = TVM_FFI_MISMATCH;
  }
  return view;
}

static inline tvm_ffi_bytes_view tvm_ffi_arg_bytes(const TVMFFIAny* raw, const char* code,
                                                   TVMFFIAny* hold, int* status) {
  tvm_ffi_bytes_view view = {"", 0};
  (void)code;
  (void)hold;
  if (TVM_FFI_LIKELY(tvm_ffi_view_is_bytes(tvm_ffi_view_of_raw(*raw)))) {
    const TVMFFIByteArray content = tvm_ffi_raw_content(raw);
    view.data = content.data;
    view.size = content.size;
  } else {
    *status = TVM_FFI_MISMATCH;
  }
  return view;
}

static inline tvm_ffi_view tvm_ffi_arg_any(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                           int* status) {
  (void)code;
  (void)hold;
  (void)status;
  return tvm_ffi_view_of_raw(*raw);
}

/* The value itself if it is of the type, else what it converts to. */
static inline const TVMFFIAny* tvm_ffi_arg_checked_(const TVMFFIAny* raw, const char* code,
                                                    TVMFFIAny* hold, int* status) {
  if (TVM_FFI_LIKELY(tvm_ffi_code_accepts(code, raw))) return raw;
  *status = tvm_ffi_code_convert(code, raw, hold);
  return hold;
}

static inline tvm_ffi_view tvm_ffi_arg_optional(const TVMFFIAny* raw, const char* code,
                                                TVMFFIAny* hold, int* status) {
  return tvm_ffi_view_of_raw(*tvm_ffi_arg_checked_(raw, code, hold, status));
}

static inline tvm_ffi_view tvm_ffi_arg_variant(const TVMFFIAny* raw, const char* code,
                                               TVMFFIAny* hold, int* status) {
  return tvm_ffi_view_of_raw(*tvm_ffi_arg_checked_(raw, code, hold, status));
}

static inline tvm_ffi_view tvm_ffi_arg_none(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                            int* status) {
  return tvm_ffi_view_of_raw(*tvm_ffi_arg_checked_(raw, code, hold, status));
}

static inline DLDataType tvm_ffi_arg_dtype(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                           int* status) {
  return tvm_ffi_arg_checked_(raw, code, hold, status)->v_dtype;
}

static inline DLDevice tvm_ffi_arg_device(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                          int* status) {
  return tvm_ffi_arg_checked_(raw, code, hold, status)->v_device;
}

static inline void* tvm_ffi_arg_ptr(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                    int* status) {
  return tvm_ffi_arg_checked_(raw, code, hold, status)->v_ptr;
}

#define TVM_FFI_DEFINE_REF_ARG_(family, noun)                                                      \
  static inline tvm_ffi_##noun##_view tvm_ffi_arg_##family(const TVMFFIAny* raw, const char* code, \
                                                           TVMFFIAny* hold, int* status) {         \
    tvm_ffi_##noun##_view view;                                                                    \
    view.object = tvm_ffi_arg_checked_(raw, code, hold, status)->v_obj;                            \
    return view;                                                                                   \
  }

TVM_FFI_DEFINE_REF_ARG_(array, array)
TVM_FFI_DEFINE_REF_ARG_(list, list)
TVM_FFI_DEFINE_REF_ARG_(map, map)
TVM_FFI_DEFINE_REF_ARG_(dict, dict)
TVM_FFI_DEFINE_REF_ARG_(tuple, array)
TVM_FFI_DEFINE_REF_ARG_(shape, shape)
TVM_FFI_DEFINE_REF_ARG_(managed_tensor, tensor)
TVM_FFI_DEFINE_REF_ARG_(function, function)
TVM_FFI_DEFINE_REF_ARG_(error, error)
TVM_FFI_DEFINE_REF_ARG_(module, module)
TVM_FFI_DEFINE_REF_ARG_(handle, object)
#undef TVM_FFI_DEFINE_REF_ARG_

/* An object of the class `key`; `*cache` remembers its index. */
static inline void* tvm_ffi_arg_object(const TVMFFIAny* raw, const char* key, size_t key_size,
                                       int32_t* cache, int* status) {
  if (TVM_FFI_LIKELY(tvm_ffi_raw_is_object(raw))) {
    const int32_t index = tvm_ffi_class_index_(key, key_size, cache);
    if (TVM_FFI_LIKELY(index != 0 && tvm_ffi_is_instance(raw->type_index, index)))
      return raw->v_obj;
  }
  *status = TVM_FFI_MISMATCH;
  return NULL;
}

static inline DLTensor* tvm_ffi_arg_tensor(const TVMFFIAny* raw, const char* code, TVMFFIAny* hold,
                                           int* status) {
  (void)code;
  (void)hold;
  if (raw->type_index == kTVMFFIDLTensorPtr && raw->v_ptr != NULL) return (DLTensor*)raw->v_ptr;
  if (raw->type_index == kTVMFFITensor) return TVMFFITensorGetDLTensorPtr(raw->v_obj);
  *status = TVM_FFI_MISMATCH;
  return NULL;
}

/* ---- Tensors with declared properties ---- */

#define TVM_FFI_ANY_ELEMENT 255

typedef struct tvm_ffi_tensor_spec {
  int32_t code; /* TVM_FFI_ANY_ELEMENT leaves the element type open */
  int32_t bits;
  int32_t ndim;   /* -1 leaves it open */
  int32_t device; /* 0 leaves it open */
  int32_t contiguous;
  const char* element_text;
} tvm_ffi_tensor_spec;

TVM_FFI_COLD_FUNCTION int tvm_ffi_raise_wrong_tensor(const tvm_ffi_site* site, int32_t index,
                                                     const tvm_ffi_tensor_spec* spec,
                                                     const DLTensor* tensor) {
  tvm_ffi_text where;
  tvm_ffi_text wanted;
  TVMFFIAny name = tvm_ffi_raw_none();
  const bool right_element =
      spec->code == TVM_FFI_ANY_ELEMENT ||
      tvm_ffi_dtype_equal(tensor->dtype, tvm_ffi_dtype_of(spec->code, spec->bits, 1));
  where.size = wanted.size = 0;
  tvm_ffi_site_text_(site, &where);
  tvm_ffi_text_add(&wanted, spec->code == TVM_FFI_ANY_ELEMENT ? "any type" : spec->element_text);
  if (spec->ndim >= 0) {
    tvm_ffi_text_add(&wanted, ", ");
    tvm_ffi_text_add_int(&wanted, spec->ndim);
    tvm_ffi_text_add(&wanted, "-d");
  }
  if (spec->device != 0) {
    tvm_ffi_text_add(&wanted, ", ");
    tvm_ffi_text_add(&wanted, tvm_ffi_device_type_name(spec->device));
  }
  tvm_ffi_text_add(&wanted, spec->contiguous ? ", contiguous" : "");
  if (TVMFFIDataTypeToString(&tensor->dtype, &name) != 0) TVMFFIErrorSetRaised(NULL);
  const int status = tvm_ffi_raise(
      right_element ? "ValueError" : "TypeError",
      "Mismatched tensor on argument #%d%s. Expected `%s` but got `%s, %d-d, %s%s`", (int)index,
      where.data, wanted.data,
      name.type_index == kTVMFFINone ? "?" : tvm_ffi_raw_content(&name).data, (int)tensor->ndim,
      tvm_ffi_device_type_name((int32_t)tensor->device.device_type),
      spec->contiguous && !tvm_ffi_tensor_is_contiguous(tensor) ? ", strided" : "");
  tvm_ffi_raw_drop(&name);
  return status;
}

static inline DLTensor* tvm_ffi_arg_tensor_of(const TVMFFIAny* raw, const tvm_ffi_tensor_spec* spec,
                                              const tvm_ffi_site* site, int32_t index,
                                              int* status) {
  DLTensor* tensor = tvm_ffi_arg_tensor(raw, NULL, NULL, status);
  if (!TVM_FFI_LIKELY(tensor != NULL)) return NULL;
  if (!TVM_FFI_LIKELY(
          (spec->code == TVM_FFI_ANY_ELEMENT ||
           tvm_ffi_dtype_equal(tensor->dtype, tvm_ffi_dtype_of(spec->code, spec->bits, 1))) &&
          (spec->ndim < 0 || tensor->ndim == spec->ndim) &&
          (spec->device == 0 || (int32_t)tensor->device.device_type == spec->device) &&
          (!spec->contiguous || tvm_ffi_tensor_is_contiguous(tensor)))) {
    *status = tvm_ffi_raise_wrong_tensor(site, index, spec, tensor);
  }
  return tensor;
}

/* ---- Results: `tvm_ffi_give_FAMILY(value, result)` writes an owned value, consuming its own ---- */

#define TVM_FFI_DEFINE_GIVE_(family, ctype, expression)                     \
  static inline int tvm_ffi_give_##family(ctype value, TVMFFIAny* result) { \
    *result = (expression);                                                 \
    return 0;                                                               \
  }

TVM_FFI_DEFINE_GIVE_(int8, int8_t, tvm_ffi_raw_int(kTVMFFIInt, value))
TVM_FFI_DEFINE_GIVE_(int16, int16_t, tvm_ffi_raw_int(kTVMFFIInt, value))
TVM_FFI_DEFINE_GIVE_(int32, int32_t, tvm_ffi_raw_int(kTVMFFIInt, value))
TVM_FFI_DEFINE_GIVE_(int64, int64_t, tvm_ffi_raw_int(kTVMFFIInt, value))
TVM_FFI_DEFINE_GIVE_(uint8, uint8_t, tvm_ffi_raw_int(kTVMFFIInt, value))
TVM_FFI_DEFINE_GIVE_(uint16, uint16_t, tvm_ffi_raw_int(kTVMFFIInt, value))
TVM_FFI_DEFINE_GIVE_(uint32, uint32_t, tvm_ffi_raw_int(kTVMFFIInt, value))
TVM_FFI_DEFINE_GIVE_(float32, float, tvm_ffi_raw_float((double)value))
TVM_FFI_DEFINE_GIVE_(float64, double, tvm_ffi_raw_float(value))
TVM_FFI_DEFINE_GIVE_(boolean, bool, tvm_ffi_raw_int(kTVMFFIBool, value ? 1 : 0))
TVM_FFI_DEFINE_GIVE_(str, tvm_ffi_string, tvm_ffi_any_from_string(value).raw)
TVM_FFI_DEFINE_GIVE_(bytes, tvm_ffi_bytes, tvm_ffi_any_from_bytes(value).raw)
TVM_FFI_DEFINE_GIVE_(any, tvm_ffi_any, value.raw)
TVM_FFI_DEFINE_GIVE_(optional, tvm_ffi_any, value.raw)
TVM_FFI_DEFINE_GIVE_(variant, tvm_ffi_any, value.raw)
TVM_FFI_DEFINE_GIVE_(dtype, DLDataType, tvm_ffi_view_from_dtype(value).raw)
TVM_FFI_DEFINE_GIVE_(device, DLDevice, tvm_ffi_view_from_device(value).raw)
TVM_FFI_DEFINE_GIVE_(ptr, void*, tvm_ffi_raw_ptr(kTVMFFIOpaquePtr, value))
TVM_FFI_DEFINE_GIVE_(array, tvm_ffi_array, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(list, tvm_ffi_list, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(map, tvm_ffi_map, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(dict, tvm_ffi_dict, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(tuple, tvm_ffi_array, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(shape, tvm_ffi_shape, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(managed_tensor, tvm_ffi_tensor, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(function, tvm_ffi_function, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(error, tvm_ffi_error, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(module, tvm_ffi_module, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(handle, tvm_ffi_object, tvm_ffi_raw_object(value.object))
TVM_FFI_DEFINE_GIVE_(object, void*, tvm_ffi_raw_object((TVMFFIObject*)value))
#undef TVM_FFI_DEFINE_GIVE_

static inline int tvm_ffi_give_uint64(uint64_t value, TVMFFIAny* result) {
  if (value > (uint64_t)INT64_MAX) {
    return tvm_ffi_raise(
        "OverflowError",
        "integer %llu does not fit into a signed 64-bit integer, which is what a value can hold; "
        "cast it to int64_t if its bits are meant",
        (unsigned long long)value);
  }
  *result = tvm_ffi_raw_int(kTVMFFIInt, (int64_t)value);
  return 0;
}

#endif /* TVM_FFI_C_ARG_H_ */
