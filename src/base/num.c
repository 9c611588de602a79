/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"

#include <math.h>
#include <string.h>

#include "base/num_locale.h"

tf_num_status tf_num_take_uint64(tf_str* text, uint64_t* out) {
  uint64_t value = 0;
  size_t i = 0;
  for (; i < text->size && tf_num_is_digit(text->data[i]); ++i) {
    uint64_t digit = (uint64_t)(text->data[i] - '0');
    if (value > (UINT64_MAX - digit) / 10) return TF_NUM_RANGE;
    value = value * 10 + digit;
  }
  if (i == 0) return TF_NUM_SYNTAX;
  *text = tf_str_slice(*text, i, text->size);
  *out = value;
  return TF_NUM_OK;
}

/* A text of digits only, however many. */
static bool is_all_digits(tf_str text) {
  for (size_t i = 0; i < text.size; ++i) {
    if (!tf_num_is_digit(text.data[i])) return false;
  }
  return text.size > 0;
}

tf_num_status tf_num_uint64(tf_str text, uint64_t* out) {
  if (!is_all_digits(text)) return TF_NUM_SYNTAX;
  return tf_num_take_uint64(&text, out);
}

tf_num_status tf_num_int64(tf_str text, int64_t* out) {
  bool negative = text.size > 0 && text.data[0] == '-';
  uint64_t magnitude;
  tf_num_status status = tf_num_uint64(tf_str_slice(text, negative ? 1 : 0, text.size), &magnitude);
  if (status != TF_NUM_OK) return status;
  uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
  if (magnitude > limit) return TF_NUM_RANGE;
  /* Through unsigned arithmetic: the negation of the smallest number is itself. */
  *out = (int64_t)(negative ? 0 - magnitude : magnitude);
  return TF_NUM_OK;
}

/* strtod takes more than we do: blanks in front, hexadecimal digits, `nan(...)`. */
static bool has_only_float_letters(tf_str text) {
  if (tf_str_equal_c(text, "nan") || tf_str_equal_c(text, "inf") || tf_str_equal_c(text, "-inf") ||
      tf_str_equal_c(text, "-nan")) {
    return true;
  }
  for (size_t i = 0; i < text.size; ++i) {
    char c = text.data[i];
    bool known = tf_num_is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '-' || c == '+';
    if (!known) return false;
  }
  return text.size > 0;
}

tf_num_status tf_num_double(tf_str text, double* out) {
  char copy[1101];
  if (text.size >= sizeof copy || !has_only_float_letters(text)) return TF_NUM_SYNTAX;
  memcpy(copy, text.data, text.size);
  copy[text.size] = '\0';
  char* end = copy;
  double value = tf_num_locale_read(copy, &end);
  if (end != copy + text.size) return TF_NUM_SYNTAX;
  if (isinf(value) && copy[strspn(copy, "-")] != 'i') return TF_NUM_RANGE;
  *out = value;
  return TF_NUM_OK;
}

size_t tf_num_put_uint64(char out[TF_NUM_MAX_TEXT], uint64_t value) {
  char digits[TF_NUM_MAX_TEXT];
  size_t count = 0;
  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  for (size_t i = 0; i < count; ++i) out[i] = digits[count - 1 - i];
  out[count] = '\0';
  return count;
}

size_t tf_num_put_int64(char out[TF_NUM_MAX_TEXT], int64_t value) {
  if (value >= 0) return tf_num_put_uint64(out, (uint64_t)value);
  out[0] = '-';
  char digits[TF_NUM_MAX_TEXT];
  size_t count = tf_num_put_uint64(digits, 0 - (uint64_t)value);
  memcpy(out + 1, digits, count + 1);
  return count + 1;
}

size_t tf_num_put_double(char out[TF_NUM_MAX_TEXT], double value, int digits, bool fixed) {
  int length = tf_num_locale_write(out, TF_NUM_MAX_TEXT, fixed ? "%.*f" : "%.*g", digits, value);
  if (length < 0) length = 0;
  if (length >= TF_NUM_MAX_TEXT) length = TF_NUM_MAX_TEXT - 1;
  return (size_t)length;
}
