/* SPDX-License-Identifier: Apache-2.0 */
/* Text to data type and back. The last byte chooses between text and raw numbers.

   Properties: what is read, printed and read again is the same type; a raw type that prints reads
   back as itself, less what its text does not show; digits never wrap; nothing behind the text is
   read; the ABI agrees with the leaf code, and its errors are ValueError or MemoryError. */
#include "common/check.h"
#include "common/input.h"

#include <tvm/ffi/c_api.h>

#include "core/any.h"
#include "core/dtype.h"
#include "core/dtype_text.h"
#include "core/error.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static bool same_type(DLDataType a, DLDataType b) {
  return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}

/* The type that the text of `dtype` says. */
static DLDataType as_shown(DLDataType dtype) {
  static const uint8_t shown_bits[] = {32, 32, 32, 64, 16, 0, 8, 8, 8, 8, 8, 8, 8, 8, 8, 6, 6, 4};
  bool is_void = dtype.bits == 0 && dtype.lanes == 0;
  if (dtype.code == kDLOpaqueHandle) {
    return is_void ? dtype : (DLDataType){kDLOpaqueHandle, 64, 1};
  }
  if (dtype.bits == 0 || dtype.code > kDLBool) dtype.bits = shown_bits[dtype.code];
  if (dtype.lanes == 0 || dtype.lanes == UINT16_MAX) dtype.lanes = 1;
  return dtype;
}

/* Prints a type that has a name and reads it back. */
static void check_round_trip(DLDataType dtype) {
  char text[TF_DTYPE_TEXT_MAX];
  size_t size;
  tf_dtype_parsed again;
  if (tf_dtype_text_format(dtype, text, &size) != TF_DTYPE_OK) {
    FUZZ_CHECK(dtype.code == kDLComplex || dtype.code > kDLFloat4_e2m1fn, "code %d", dtype.code);
    return;
  }
  FUZZ_CHECK(size == strlen(text) && size < sizeof text, "size %zu", size);
  FUZZ_CHECK(tf_dtype_text_parse(tf_str_of(text, size), &again) == TF_DTYPE_OK, "%s", text);
  FUZZ_CHECK(same_type(again.dtype, as_shown(dtype)), "%s reads as %d,%d,%d", text,
             again.dtype.code, again.dtype.bits, again.dtype.lanes);
}

/* Reads the digits at `at`; far above anything that may be accepted it stops counting. */
static uint64_t number_at(tf_str text, size_t at) {
  uint64_t value = 0;
  for (; at < text.size && text.data[at] >= '0' && text.data[at] <= '9'; ++at) {
    if (value < UINT32_MAX) value = value * 10 + (uint64_t)(text.data[at] - '0');
  }
  return value;
}

/* A model of the numbers in an accepted text: bits stand behind the first letters, lanes behind the
   last `x`; neither may wrap. */
static void check_numbers(tf_str text, DLDataType dtype) {
  size_t letters = 0, x = tf_str_find_last_byte(text, 'x');
  bool is_mini = tf_str_find_byte(text, '_') != TF_STR_NONE;
  while (letters < text.size && text.data[letters] >= 'a' && text.data[letters] != 'x') ++letters;
  uint64_t bits = number_at(text, letters);
  FUZZ_CHECK(is_mini || bits == 0 || bits == dtype.bits, "%.*s reads as %d bits", (int)text.size,
             text.data, dtype.bits);
  if (x == TF_STR_NONE) return;
  bool is_scalable = tf_str_ends_with(tf_str_slice(text, 0, x), tf_str_c("xvscale"));
  uint64_t lanes = number_at(text, x + 1);
  FUZZ_CHECK((is_scalable ? 65536 - lanes : lanes) == dtype.lanes, "%.*s reads as %d lanes",
             (int)text.size, text.data, dtype.lanes);
}

static void check_abi(tf_str text, tf_dtype_status status, const tf_dtype_parsed* parsed) {
  TVMFFIByteArray bytes = {text.data, text.size};
  DLDataType dtype = {77, 77, 77};
  if (TVMFFIDataTypeFromString(&bytes, &dtype) == 0) {
    FUZZ_CHECK(status == TF_DTYPE_OK, "only the ABI accepts %.*s", (int)text.size, text.data);
    FUZZ_CHECK(same_type(dtype, parsed->dtype), "%.*s", (int)text.size, text.data);
    return;
  }
  /* Nobody registers custom types here, and the ABI has a limit of its own. */
  FUZZ_CHECK(status != TF_DTYPE_OK || parsed->is_custom || text.size > 4096, "%.*s", (int)text.size,
             text.data);
  FUZZ_CHECK(same_type(dtype, (DLDataType){77, 77, 77}), "result written on failure");
  FUZZ_CHECK(tf_error_is_raised_of(TF_VALUE_ERROR) || tf_error_is_raised_of(TF_MEMORY_ERROR),
             "neither ValueError nor MemoryError");
  tf_error_clear();
}

static void run_text(fuzz_input* in) {
  long fail_at = fuzz_input_choice(in, 8);
  tf_dtype_parsed parsed;
  size_t size;
  uint8_t* block = fuzz_input_rest(in, &size);
  tf_str text = tf_str_of(block, size);
  tf_dtype_status status = tf_dtype_text_parse(text, &parsed);
  if (status == TF_DTYPE_OK && !parsed.is_custom) {
    check_numbers(text, parsed.dtype);
    check_round_trip(parsed.dtype);
  }
  if (status != TF_DTYPE_OK && parsed.error.size != 0) {
    FUZZ_CHECK(parsed.error.data >= text.data && parsed.error.size <= size, "error outside");
  }
  check_abi(text, status, &parsed);
  tf_mem_fail_at(fail_at);
  TVMFFIByteArray bytes = {text.data, text.size};
  DLDataType dtype;
  if (TVMFFIDataTypeFromString(&bytes, &dtype) != 0) tf_error_clear();
  tf_mem_fail_at(0);
  free(block);
}

static void run_raw(fuzz_input* in) {
  DLDataType dtype;
  dtype.code = fuzz_input_byte(in);
  dtype.bits = fuzz_input_byte(in);
  dtype.lanes = (uint16_t)fuzz_input_number(in, 2);
  TVMFFIAny text = {.type_index = kTVMFFINone};
  check_round_trip(dtype);
  if (TVMFFIDataTypeToString(&dtype, &text) != 0) {
    FUZZ_CHECK(tf_error_is_raised_of(TF_VALUE_ERROR), "not a ValueError");
    tf_error_clear();
    return;
  }
  FUZZ_CHECK(text.type_index == kTVMFFIStr, "kind %d", text.type_index);
  tf_any owned = tf_any_take(&text);
  tf_any_drop(&owned);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  if ((fuzz_input_byte(&in) & 1) != 0) {
    run_raw(&in);
  } else {
    run_text(&in);
  }
  fuzz_end(live);
  return 0;
}
