/* SPDX-License-Identifier: Apache-2.0 */
/* Conversions between values and types that are given by their codes, as function calls and fields do them: an int for
   a float, a list for an array, a text for a data type. */
#ifndef TVM_FFI_C_CONVERT_H_
#define TVM_FFI_C_CONVERT_H_

#include <tvm/ffi/c/code.h>
#include <tvm/ffi/c/device.h>

/* What came of a conversion besides 0: the value is not convertible, nothing is raised. */
#define TVM_FFI_MISMATCH 1

TVM_FFI_COLD_FUNCTION int tvm_ffi_code_convert(const char* code, const TVMFFIAny* raw,
                                               TVMFFIAny* out);

/* The values of a sequence as an array, each converted; `tuple` says that each has a code of its own. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_convert_seq_(const char* code, bool tuple, const TVMFFIAny* raw,
                                               tvm_ffi_array* out) {
  const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)raw->v_obj)->seq;
  tvm_ffi_array made = TVM_FFI_ZERO;
  int status = tvm_ffi_array_new(seq->size, &made);
  for (int64_t i = 0; status == 0 && i < seq->size; ++i) {
    tvm_ffi_any item = TVM_FFI_ZERO;
    if (tuple && *code == ')') status = TVM_FFI_MISMATCH;
    if (status == 0)
      status = tvm_ffi_code_convert(code, (const TVMFFIAny*)seq->data + i, &item.raw);
    if (status == 0) status = tvm_ffi_array_push(&made, item);
    if (tuple && status == 0) code = tvm_ffi_code_skip(code);
  }
  if (status == 0 && tuple && *code != ')') status = TVM_FFI_MISMATCH;
  if (status != 0) {
    tvm_ffi_array_drop(&made);
    return status;
  }
  *out = made;
  return 0;
}

/* Calls `maker` ("ffi.List") with the items of an array as arguments. The array is consumed. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_convert_by_(const char* maker, tvm_ffi_array items,
                                              TVMFFIAny* out) {
  const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)items.object;
  tvm_ffi_any made = TVM_FFI_ZERO;
  int status =
      seq->seq.size > INT32_MAX ? tvm_ffi_raise("ValueError", "too many items for %s", maker) : 0;
  if (status == 0) {
    status = tvm_ffi_call_global(maker, (const tvm_ffi_view*)seq->seq.data, (int32_t)seq->seq.size,
                                 &made);
  }
  tvm_ffi_array_drop(&items);
  if (status == 0) *out = made.raw;
  return status;
}

TVM_FFI_COLD_FUNCTION int tvm_ffi_convert_list_(const char* code, const TVMFFIAny* raw,
                                                const char* maker, TVMFFIAny* out) {
  tvm_ffi_array items = TVM_FFI_ZERO;
  const int status = tvm_ffi_convert_seq_(code, false, raw, &items);
  return status != 0 ? status : tvm_ffi_convert_by_(maker, items, out);
}

TVM_FFI_COLD_FUNCTION int tvm_ffi_convert_map_(const char* code, const TVMFFIAny* raw,
                                               const char* maker, TVMFFIAny* out) {
  const char* codes[2];
  codes[0] = code;
  codes[1] = tvm_ffi_code_skip(code);
  tvm_ffi_map_iter it = tvm_ffi_map_walk_object_(raw->v_obj);
  tvm_ffi_array items = TVM_FFI_ZERO;
  int status = tvm_ffi_array_new(0, &items);
  while (status == 0 && tvm_ffi_map_advance(&it)) {
    const TVMFFIAny* pair[2];
    pair[0] = &it.key.raw;
    pair[1] = &it.value.raw;
    for (int i = 0; status == 0 && i < 2; ++i) {
      tvm_ffi_any item = TVM_FFI_ZERO;
      status = tvm_ffi_code_convert(codes[i], pair[i], &item.raw);
      if (status == 0) status = tvm_ffi_array_push(&items, item);
    }
  }
  if (status != 0) {
    tvm_ffi_array_drop(&items);
    return status;
  }
  return tvm_ffi_convert_by_(maker, items, out);
}

/* What text names a data type or a device. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_convert_text_(char letter, const TVMFFIAny* raw, TVMFFIAny* out) {
  const TVMFFIByteArray text = tvm_ffi_raw_content(raw);
  TVMFFIAny made = tvm_ffi_raw_int(letter == 'D' ? kTVMFFIDataType : kTVMFFIDevice, 0);
  if (letter == 'D') {
    TVM_FFI_TRY(TVMFFIDataTypeFromString(&text, &made.v_dtype));
  } else {
    tvm_ffi_string_view name;
    name.data = text.data;
    name.size = text.size;
    if (!tvm_ffi_device_read(name, &made.v_device)) return TVM_FFI_MISMATCH;
  }
  *out = made;
  return 0;
}

/* Makes an owned value of the first type of `code`. Returns 0, TVM_FFI_MISMATCH, or -1 with an error raised. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_code_convert(const char* code, const TVMFFIAny* raw,
                                               TVMFFIAny* out) {
  const int32_t kind = raw->type_index;
  const bool is_seq = kind == kTVMFFIArray || kind == kTVMFFIList;
  const bool is_map = kind == kTVMFFIMap || kind == kTVMFFIDict;
  const bool is_number = kind == kTVMFFIInt || kind == kTVMFFIBool;
  const bool is_text = kind == kTVMFFIRawStr || kind == kTVMFFISmallStr || kind == kTVMFFIStr;
  tvm_ffi_array items = TVM_FFI_ZERO;
  int status = TVM_FFI_MISMATCH;
  if (tvm_ffi_code_accepts(code, raw) && *code != 'A' && *code != '(')
    return TVMFFIAnyViewToOwnedAny(raw, out);
  switch (*code) {
    case 'f':
    case 'd':
      if (is_number) *out = tvm_ffi_raw_float((double)raw->v_int64);
      return is_number ? 0 : TVM_FFI_MISMATCH;
    case '?':
      if (is_number) *out = tvm_ffi_raw_int(kTVMFFIBool, raw->v_int64 != 0);
      return is_number ? 0 : TVM_FFI_MISMATCH;
    case 's':
      return kind == kTVMFFIRawStr ? TVMFFIAnyViewToOwnedAny(raw, out) : TVM_FFI_MISMATCH;
    case 'y':
      return kind == kTVMFFIByteArrayPtr ? TVMFFIAnyViewToOwnedAny(raw, out) : TVM_FFI_MISMATCH;
    case 'D':
    case 'C':
      return is_text ? tvm_ffi_convert_text_(*code, raw, out) : TVM_FFI_MISMATCH;
    case 'p':
      if (kind == kTVMFFINone) *out = tvm_ffi_raw_ptr(kTVMFFIOpaquePtr, NULL);
      return kind == kTVMFFINone ? 0 : TVM_FFI_MISMATCH;
    case 'S':
      return is_seq ? tvm_ffi_convert_list_("q", raw, "ffi.Shape", out) : TVM_FFI_MISMATCH;
    case 'A':
    case '(':
      if (tvm_ffi_code_accepts(code, raw)) return TVMFFIAnyViewToOwnedAny(raw, out);
      if (*code == '(' ? kind == kTVMFFIArray : is_seq) {
        status = tvm_ffi_convert_seq_(code + 1, *code == '(', raw, &items);
      }
      if (status == 0) *out = tvm_ffi_any_from_array(items).raw;
      return status;
    case 'L':
      return is_seq ? tvm_ffi_convert_list_(code + 1, raw, "ffi.List", out) : TVM_FFI_MISMATCH;
    case 'm':
      return is_map ? tvm_ffi_convert_map_(code + 1, raw, "ffi.Map", out) : TVM_FFI_MISMATCH;
    case 'G':
      return is_map ? tvm_ffi_convert_map_(code + 1, raw, "ffi.Dict", out) : TVM_FFI_MISMATCH;
    case 'O':
      return tvm_ffi_code_convert(code + 1, raw, out);
    case '|':
      for (++code; status == TVM_FFI_MISMATCH && *code != ')'; code = tvm_ffi_code_skip(code)) {
        status = tvm_ffi_code_convert(code, raw, out);
      }
      return status;
    default:
      if (kind != kTVMFFIBool || tvm_ffi_code_int_bits(*code) == 0) return TVM_FFI_MISMATCH;
      *out = tvm_ffi_raw_int(kTVMFFIInt, raw->v_int64);
      return 0;
  }
}

/* ---- Messages ---- */

/* True when the value is an integer as wanted, only too large or too small. */
static inline bool tvm_ffi_is_out_of_range_(const char* code, const TVMFFIAny* raw) {
  return tvm_ffi_code_int_bits(*code) != 0 &&
         (raw->type_index == kTVMFFIInt || raw->type_index == kTVMFFIBigInt);
}

TVM_FFI_COLD_FUNCTION void tvm_ffi_out_of_range_text_(const char* code, const TVMFFIAny* raw,
                                                      tvm_ffi_text* text) {
  const int bits = tvm_ffi_code_int_bits(*code);
  tvm_ffi_text_add(text, "integer ");
  if (raw->type_index == kTVMFFIInt) {
    tvm_ffi_text_add_int(text, raw->v_int64);
  } else {
    tvm_ffi_text_add(text, "of more than 64 bits");
  }
  tvm_ffi_text_add(text,
                   bits < 0 ? " does not fit into a signed " : " does not fit into an unsigned ");
  tvm_ffi_text_add_int(text, bits < 0 ? -bits : bits);
  tvm_ffi_text_add(text, "-bit integer");
}

TVM_FFI_COLD_FUNCTION bool tvm_ffi_is_convertible_(const char* code, const TVMFFIAny* raw) {
  TVMFFIAny made = tvm_ffi_raw_none();
  if (tvm_ffi_code_convert(code, raw, &made) != 0) {
    TVMFFIErrorSetRaised(NULL);
    return false;
  }
  tvm_ffi_raw_drop(&made);
  return true;
}

/* What a value is that is not of the type: `ffi.String`, `int 300 (out of range)`. */
TVM_FFI_COLD_FUNCTION void tvm_ffi_plain_mismatch_text(const char* code, const TVMFFIAny* raw,
                                                       tvm_ffi_text* text) {
  if (raw->type_index != kTVMFFIInt || tvm_ffi_code_int_bits(*code) == 0) {
    tvm_ffi_text_add(text, tvm_ffi_type_key_of(raw->type_index));
    return;
  }
  tvm_ffi_text_add(text, "int ");
  tvm_ffi_text_add_int(text, raw->v_int64);
  tvm_ffi_text_add(text, " (out of range)");
}

/* One of these two. A library whose functions and fields are all of plain types links none of the code that looks into
   containers. */
typedef void (*tvm_ffi_mismatch_teller)(const char* code, const TVMFFIAny* raw, tvm_ffi_text* text);

/* The same for types that hold others: `Array[index 1: ffi.SmallStr]`. */
TVM_FFI_COLD_FUNCTION void tvm_ffi_mismatch_text(const char* code, const TVMFFIAny* raw,
                                                 tvm_ffi_text* text) {
  const int32_t kind = raw->type_index;
  if (*code == 'O') ++code;
  if ((*code == 'A' || *code == 'L' || *code == '(') &&
      (kind == kTVMFFIArray || kind == kTVMFFIList)) {
    const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)raw->v_obj)->seq;
    const bool tuple = *code++ == '(';
    int64_t i = 0;
    while (i < seq->size && *code != ')' &&
           tvm_ffi_is_convertible_(code, (const TVMFFIAny*)seq->data + i)) {
      if (tuple) code = tvm_ffi_code_skip(code);
      ++i;
    }
    tvm_ffi_text_add(text, kind == kTVMFFIArray ? "Array[" : "List[");
    if (i == seq->size || *code == ')') {
      tvm_ffi_text_add(text, "size=");
      tvm_ffi_text_add_int(text, seq->size);
    } else {
      tvm_ffi_text_add(text, "index ");
      tvm_ffi_text_add_int(text, i);
      tvm_ffi_text_add(text, ": ");
      tvm_ffi_mismatch_text(code, (const TVMFFIAny*)seq->data + i, text);
    }
    tvm_ffi_text_add(text, "]");
  } else if ((*code == 'm' || *code == 'G') && (kind == kTVMFFIMap || kind == kTVMFFIDict)) {
    const char* value = tvm_ffi_code_skip(code + 1);
    tvm_ffi_map_iter it = tvm_ffi_map_walk_object_(raw->v_obj);
    tvm_ffi_text_add(text, kind == kTVMFFIMap ? "Map[" : "Dict[");
    while (tvm_ffi_map_advance(&it)) {
      if (!tvm_ffi_is_convertible_(code + 1, &it.key.raw)) {
        tvm_ffi_text_add(text, "some key is ");
        tvm_ffi_mismatch_text(code + 1, &it.key.raw, text);
        tvm_ffi_text_add(text, ", V");
        break;
      }
      if (!tvm_ffi_is_convertible_(value, &it.value.raw)) {
        tvm_ffi_text_add(text, "K, some value is ");
        tvm_ffi_mismatch_text(value, &it.value.raw, text);
        break;
      }
    }
    tvm_ffi_text_add(text, "]");
  } else {
    tvm_ffi_plain_mismatch_text(code, raw, text);
  }
}

/* Says why a value cannot be stored as a type: OverflowError or TypeError. Always returns -1. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_raise_cannot_convert(const char* code, const TVMFFIAny* raw,
                                                       tvm_ffi_mismatch_teller tell) {
  tvm_ffi_text text;
  text.size = 0;
  if (tvm_ffi_is_out_of_range_(code, raw)) {
    tvm_ffi_out_of_range_text_(code, raw, &text);
    return tvm_ffi_raise("OverflowError", "%s", text.data);
  }
  tvm_ffi_text_add(&text, "Cannot convert from type `");
  tell(code, raw, &text);
  tvm_ffi_text_add(&text, "` to `");
  (void)tvm_ffi_code_text(code, &text);
  tvm_ffi_text_add(&text, "`");
  return tvm_ffi_raise("TypeError", "%s", text.data);
}

#endif /* TVM_FFI_C_CONVERT_H_ */
