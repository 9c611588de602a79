/* SPDX-License-Identifier: Apache-2.0 */
/* The inner loops of reading JSON: the plain bytes of a string, and numbers of the usual kind. What they do not take is
   left to the general code, which also finds the words for what is wrong. */
#ifndef TVM_FFI_EXTRA_JSON_SCAN_H_
#define TVM_FFI_EXTRA_JSON_SCAN_H_

#include "core/any.h"

/* How many bytes of the text stand for themselves inside a string: those in front of the first quote, backslash or
   control character. */
size_t tf_json_plain_bytes(const char* data, size_t size);

/* Where a short string ends: the number of plain bytes in front of the quote among the first 8 bytes of the text, which
   are there; 8 when a quote does not come first or not at all. *out_word holds these bytes, and zeros. */
static inline size_t tf_json_short_string(const char* data, uint64_t* out_word);

/* A number at the start of the text that is an integer of up to 18 digits, or a decimal fraction whose value one exact
   division gives. Returns its length and the value in *out; 0 for anything else. Digits, signs, points and exponents may
   not follow. */
size_t tf_json_usual_number(const char* data, size_t size, tf_any* out);

/* The lowest byte of the word that is `byte` has its top bit set; bytes above the lowest one may have it too. */
static inline uint64_t tf_json_find_byte(uint64_t word, unsigned char byte) {
  uint64_t differing = word ^ (UINT64_C(0x0101010101010101) * byte);
  return (differing - UINT64_C(0x0101010101010101)) & ~differing & UINT64_C(0x8080808080808080);
}

/* The same for bytes below 0x20. */
static inline uint64_t tf_json_find_control(uint64_t word) {
  return (word - UINT64_C(0x2020202020202020)) & ~word & UINT64_C(0x8080808080808080);
}

static inline size_t tf_json_short_string(const char* data, uint64_t* out_word) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t word;
  memcpy(&word, data, sizeof word);
  uint64_t quotes = tf_json_find_byte(word, '"');
  uint64_t others = tf_json_find_byte(word, '\\') | tf_json_find_control(word);
  if (quotes == 0) return 8;
  uint64_t in_front = (quotes & (0 - quotes)) - 1; /* the bits below the first quote's top one */
  if ((others & in_front) != 0) return 8;
  size_t size = (size_t)__builtin_ctzll(quotes) / 8;
  *out_word = word & ((UINT64_C(1) << (8 * size)) - 1);
  return size;
#else
  (void)data;
  (void)out_word;
  return 8;
#endif
}

#endif /* TVM_FFI_EXTRA_JSON_SCAN_H_ */
