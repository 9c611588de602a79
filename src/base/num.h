/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in text, independent of the locale, checked for range. Nothing here allocates. */
#ifndef TVM_FFI_BASE_NUM_H_
#define TVM_FFI_BASE_NUM_H_

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/text.h"

typedef enum {
  TF_NUM_OK = 0,
  TF_NUM_SYNTAX = 1, /* empty, or something that is no digit */
  TF_NUM_RANGE = 2   /* a number, but too large for the type */
} tf_num_status;

/* The whole of `text` as decimal digits with an optional `-` (int64 only). No blanks, no `+`.
   `*out` is written on success only. */
TF_NODISCARD tf_num_status tf_num_int64(tf_str text, int64_t* out);
TF_NODISCARD tf_num_status tf_num_uint64(tf_str text, uint64_t* out);

/* Digits at the begin of `*text`, at least one: moves behind them. */
TF_NODISCARD tf_num_status tf_num_take_uint64(tf_str* text, uint64_t* out);

/* The whole of `text` as a floating-point number in C syntax without hexadecimal form ("1",
   "-2.5e3", "nan", "inf"). At most 1100 bytes. Underflow to zero or a subnormal is no error;
   overflow is TF_NUM_RANGE. */
TF_NODISCARD tf_num_status tf_num_double(tf_str text, double* out);

/* Value of a hexadecimal digit, or -1. */
static inline int tf_num_hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static inline bool tf_num_is_digit(char c) { return c >= '0' && c <= '9'; }

/* Room for any text these write, with NUL. */
#define TF_NUM_MAX_TEXT 40

/* Decimal text of an integer, NUL-terminated; returns its length. */
size_t tf_num_put_int64(char out[TF_NUM_MAX_TEXT], int64_t value);
size_t tf_num_put_uint64(char out[TF_NUM_MAX_TEXT], uint64_t value);

/* `value` as printf's %.<digits>g (or %.<digits>f when `fixed`) would write it in the C locale.
   Finite values below 2^63 only for `fixed`; digits at most 17. Returns the length. */
size_t tf_num_put_double(char out[TF_NUM_MAX_TEXT], double value, int digits, bool fixed);

#endif /* TVM_FFI_BASE_NUM_H_ */
