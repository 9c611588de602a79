/* SPDX-License-Identifier: Apache-2.0 */
#include "core/bigint.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "core/byte_array.h"
#include "core/error.h"
#include "core/string.h"

/* ---- Making ---- */

/* Without words that only repeat the sign; at least one remains. */
static size_t canonical_count(const int64_t* words, size_t count) {
  while (count > 1 && words[count - 1] == (words[count - 2] < 0 ? -1 : 0)) --count;
  return count;
}

int tf_bigint_new(const int64_t* words, size_t count, tf_any* out) {
  count = count == 0 ? 0 : canonical_count(words, count);
  if (count <= 1) {
    *out = tf_any_int(count == 0 ? 0 : words[0]);
    return 0;
  }
  size_t size;
  if (!tf_size_mul(count, sizeof(int64_t), &size) || !tf_size_add(size, sizeof(tf_bigint), &size)) {
    return tf_raise_memory();
  }
  tf_bigint* big = tf_object_new(size, kTVMFFIBigInt, tf_object_delete_leaf);
  if (big == NULL) return -1;
  big->count = count;
  memcpy(big->words, words, count * sizeof(int64_t));
  *out = tf_any_own(big);
  return 0;
}

bool tf_bigint_get_words(const tf_view* view, const int64_t** words, size_t* count) {
  if (view->raw.type_index == kTVMFFIBigInt) {
    const tf_bigint* big = (const tf_bigint*)(const void*)view->raw.v_obj;
    *words = big->words;
    *count = big->count;
    return true;
  }
  if (view->raw.type_index != kTVMFFIInt && view->raw.type_index != kTVMFFIBool) return false;
  *words = &view->raw.v_int64;
  *count = 1;
  return true;
}

/* ---- Order ---- */

static int64_t word_at(const int64_t* words, size_t count, size_t index) {
  if (index < count) return words[index];
  return words[count - 1] < 0 ? -1 : 0;
}

int tf_bigint_compare(tf_view a, tf_view b) {
  const int64_t* left = NULL;
  const int64_t* right = NULL;
  size_t left_count = 0;
  size_t right_count = 0;
  if (!tf_bigint_get_words(&a, &left, &left_count)) return 0;
  if (!tf_bigint_get_words(&b, &right, &right_count)) return 0;
  size_t count = left_count > right_count ? left_count : right_count;
  int64_t top_left = word_at(left, left_count, count - 1);
  int64_t top_right = word_at(right, right_count, count - 1);
  if (top_left != top_right) return top_left < top_right ? -1 : 1;
  for (size_t i = count - 1; i > 0; --i) {
    uint64_t x = (uint64_t)word_at(left, left_count, i - 1);
    uint64_t y = (uint64_t)word_at(right, right_count, i - 1);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

/* ---- Decimal text. Arithmetic in 32-bit halves of a magnitude, least significant first. ---- */

typedef struct magnitude {
  uint32_t* digits;
  size_t count;
} magnitude;

#define CHUNK_BASE UINT32_C(1000000000) /* nine decimal digits at a time */

static bool is_too_long(size_t words) {
  /* 19.3 decimal digits a word. */
  return words > TF_BIGINT_MAX_DIGITS / 19;
}

static int raise_too_long(void) {
  return tf_raise(TF_VALUE_ERROR, "an integer of more than %d decimal digits has no text form",
                  TF_BIGINT_MAX_DIGITS);
}

/* The absolute value, in fresh memory. */
static int get_magnitude(const int64_t* words, size_t count, magnitude* out) {
  bool negative = words[count - 1] < 0;
  uint32_t* digits = tf_mem_alloc(count * 2 * sizeof *digits);
  if (digits == NULL) return tf_raise_memory();
  uint64_t carry = negative ? 1 : 0;
  for (size_t i = 0; i < count * 2; ++i) {
    uint32_t half = (uint32_t)((uint64_t)words[i / 2] >> (i % 2 == 0 ? 0 : 32));
    uint64_t sum = (uint64_t)(negative ? ~half : half) + carry;
    digits[i] = (uint32_t)sum;
    carry = sum >> 32;
  }
  out->digits = digits;
  out->count = count * 2;
  return 0;
}

/* Divides by CHUNK_BASE in place; the remainder comes back. */
static uint32_t divide(magnitude* value) {
  uint64_t remainder = 0;
  for (size_t i = value->count; i > 0; --i) {
    uint64_t dividend = (remainder << 32) | value->digits[i - 1];
    value->digits[i - 1] = (uint32_t)(dividend / CHUNK_BASE);
    remainder = dividend % CHUNK_BASE;
  }
  while (value->count > 0 && value->digits[value->count - 1] == 0) --value->count;
  return (uint32_t)remainder;
}

/* Writes the text backwards, ending at `end`; returns its begin. */
static char* put_decimal(magnitude* value, char* end) {
  char* p = end;
  do {
    uint32_t chunk = divide(value);
    for (int i = 0; i < 9 && (value->count > 0 || chunk != 0 || p == end); ++i) {
      *--p = (char)('0' + chunk % 10);
      chunk /= 10;
    }
  } while (value->count > 0);
  return p;
}

int tf_bigint_to_text(tf_view value, tf_any* out) {
  const int64_t* words;
  size_t count;
  if (!tf_bigint_get_words(&value, &words, &count)) {
    return tf_raise(TF_TYPE_ERROR, "expected an integer, got `%s`", tf_view_type_key(value).data);
  }
  if (is_too_long(count)) return raise_too_long();
  magnitude rest = {NULL, 0};
  TF_TRY(get_magnitude(words, count, &rest));
  size_t room = count * 20 + 2;
  char* text = tf_mem_alloc(room);
  if (text == NULL) {
    tf_mem_free(rest.digits);
    return tf_raise_memory();
  }
  char* begin = put_decimal(&rest, text + room);
  if (words[count - 1] < 0) *--begin = '-';
  int status = tf_string_new(tf_str_of(begin, (size_t)(text + room - begin)), out);
  tf_mem_free(rest.digits);
  tf_mem_free(text);
  return status;
}

/* value = value * factor + addend. There is room for one more digit. */
static void multiply_add(magnitude* value, uint32_t factor, uint32_t addend) {
  uint64_t carry = addend;
  for (size_t i = 0; i < value->count; ++i) {
    uint64_t product = (uint64_t)value->digits[i] * factor + carry;
    value->digits[i] = (uint32_t)product;
    carry = product >> 32;
  }
  if (carry != 0) value->digits[value->count++] = (uint32_t)carry;
}

static void read_decimal(tf_str digits, magnitude* value) {
  for (size_t i = 0; i < digits.size;) {
    uint32_t chunk = 0;
    uint32_t base = 1;
    for (int n = 0; n < 9 && i < digits.size; ++n, ++i) {
      chunk = chunk * 10 + (uint32_t)(digits.data[i] - '0');
      base *= 10;
    }
    multiply_add(value, base, chunk);
  }
}

/* Two's complement words of +-value, in place: the digits' memory has room for whole words and a sign. */
static int from_magnitude(const magnitude* value, bool negative, tf_any* out) {
  size_t count = value->count / 2 + 1;
  int64_t* words = tf_mem_zalloc(count * sizeof *words);
  if (words == NULL) return tf_raise_memory();
  uint64_t carry = negative ? 1 : 0;
  for (size_t i = 0; i < count * 2; ++i) {
    uint32_t half = i < value->count ? value->digits[i] : 0;
    uint64_t sum = (uint64_t)(negative ? ~half : half) + carry;
    carry = sum >> 32;
    words[i / 2] = (int64_t)((uint64_t)words[i / 2] | (sum & 0xffffffff) << (i % 2 == 0 ? 0 : 32));
  }
  int status = tf_bigint_new(words, count, out);
  tf_mem_free(words);
  return status;
}

int tf_bigint_from_text(tf_str text, tf_any* out) {
  bool negative = text.size > 0 && text.data[0] == '-';
  tf_str digits = tf_str_slice(text, negative ? 1 : 0, text.size);
  bool is_number = digits.size > 0;
  for (size_t i = 0; i < digits.size && is_number; ++i) {
    is_number = tf_num_is_digit(digits.data[i]);
  }
  if (!is_number) return tf_raise(TF_VALUE_ERROR, "Invalid decimal string for ffi.BigInt");
  if (digits.size > TF_BIGINT_MAX_DIGITS) return raise_too_long();
  magnitude value = {tf_mem_zalloc((digits.size / 9 + 2) * sizeof(uint32_t)), 0};
  if (value.digits == NULL) return tf_raise_memory();
  read_decimal(digits, &value);
  int status = from_magnitude(&value, negative, out);
  tf_mem_free(value.digits);
  return status;
}

/* ---- ABI ---- */

int TVMFFIBigIntFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out) {
  TF_TRY(tf_byte_array_check(__func__, input));
  if (out == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `out` is NULL", __func__);
  tf_any_give(tf_any_none(), out);
  if (input->size % sizeof(int64_t) != 0) {
    return tf_raise(TF_VALUE_ERROR, "BigInt content must contain whole 64-bit words");
  }
  /* The bytes need not be aligned. */
  int64_t* words = tf_mem_alloc(input->size);
  if (words == NULL) return tf_raise_memory();
  if (input->size != 0) memcpy(words, input->data, input->size);
  tf_any any;
  int status = tf_bigint_new(words, input->size / sizeof(int64_t), &any);
  tf_mem_free(words);
  if (status == 0) tf_any_give(any, out);
  return status;
}

TVMFFIByteArray TVMFFIBigIntGetContentByteArray(const TVMFFIAny* value) {
  TVMFFIByteArray bytes = {NULL, 0};
  const int64_t* words;
  size_t count;
  /* Borrowed from `value` itself when it is an Int: no copy of it may come between. */
  if (value != NULL && tf_bigint_get_words((const tf_view*)(const void*)value, &words, &count)) {
    bytes.data = (const char*)words;
    bytes.size = count * sizeof(int64_t);
  }
  return bytes;
}
