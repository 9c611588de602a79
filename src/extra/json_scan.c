/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/json_scan.h"

#include <float.h>

#include "base/num.h"

static bool is_plain(char c) { return c != '"' && c != '\\' && (unsigned char)c >= 0x20; }

size_t tf_json_plain_bytes(const char* data, size_t size) {
  size_t at = 0;
  for (; size - at >= 8; at += 8) {
    uint64_t word;
    memcpy(&word, data + at, 8);
    uint64_t quotes = tf_json_find_byte(word, '"');
    if ((quotes | tf_json_find_byte(word, '\\') | tf_json_find_control(word)) != 0) break;
  }
  while (at < size && is_plain(data[at])) ++at;
  return at;
}

/* Powers of ten that a double holds exactly. */
static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

enum { DIGITS_MAX = 18 }; /* no sum of so many digits leaves 64 bits */

#define EXACT_INTEGERS (UINT64_C(1) << 53)

/* Digits at `at`, appended to *value; how many. */
static size_t take_digits(const char* data, size_t size, size_t at, uint64_t* value) {
  size_t begin = at;
  uint64_t sum = *value;
  for (; at < size && at - begin <= DIGITS_MAX && tf_num_is_digit(data[at]); ++at) {
    sum = sum * 10 + (uint64_t)(data[at] - '0');
  }
  *value = sum;
  return at - begin;
}

static bool may_go_on(char c) {
  return tf_num_is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

size_t tf_json_usual_number(const char* data, size_t size, tf_any* out) {
  bool is_negative = size > 0 && data[0] == '-';
  size_t at = is_negative ? 1 : 0;
  uint64_t value = 0;
  size_t whole = take_digits(data, size, at, &value);
  if (whole == 0 || whole > DIGITS_MAX || (whole > 1 && data[at] == '0')) return 0;
  at += whole;
  size_t part = 0;
  if (at < size && data[at] == '.') {
    part = take_digits(data, size, at + 1, &value);
    if (part == 0 || whole + part > DIGITS_MAX || value > EXACT_INTEGERS) return 0;
    at += 1 + part;
  }
  if (at < size && may_go_on(data[at])) return 0;
  if (part == 0) {
    *out = tf_any_int(is_negative ? -(int64_t)value : (int64_t)value);
    return at;
  }
  /* Both operands are exact, so the quotient is rounded once, as the text's value is. Registers that are wider than a
     double would round twice. */
  if (FLT_EVAL_METHOD != 0) return 0;
  double real = (double)value / powers[part];
  *out = tf_any_float(is_negative ? -real : real);
  return at;
}
