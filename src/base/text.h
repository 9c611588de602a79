/* SPDX-License-Identifier: Apache-2.0 */
/* Text: borrowed pieces of bytes with a length. Nothing here allocates, and nothing needs a
   terminating NUL. */
#ifndef TVM_FFI_BASE_TEXT_H_
#define TVM_FFI_BASE_TEXT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A view of bytes that somebody else owns. `data` may be NULL when `size` is 0. */
typedef struct tf_str {
  const char* data;
  size_t size;
} tf_str;

/* View of a string literal (also usable as a static initialiser). */
#define TF_STR(literal) {"" literal, sizeof(literal) - 1}

static inline tf_str tf_str_of(const void* data, size_t size) {
  tf_str text = {(const char*)data, size};
  return text;
}

/* View of a NUL-terminated string; NULL gives an empty view. */
static inline tf_str tf_str_c(const char* text) {
  return tf_str_of(text, text == NULL ? 0 : strlen(text));
}

static inline bool tf_str_equal(tf_str a, tf_str b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool tf_str_equal_c(tf_str a, const char* b) { return tf_str_equal(a, tf_str_c(b)); }

/* Byte order; a shorter text comes before its continuation. Negative, zero or positive. */
int tf_str_compare(tf_str a, tf_str b);

bool tf_str_starts_with(tf_str text, tf_str prefix);
bool tf_str_ends_with(tf_str text, tf_str suffix);

#define TF_STR_NONE SIZE_MAX

/* Index of the first (last) `byte`, or of the first `part`; TF_STR_NONE when there is none. */
size_t tf_str_find_byte(tf_str text, char byte);
size_t tf_str_find_last_byte(tf_str text, char byte);
size_t tf_str_find(tf_str text, tf_str part);

/* The bytes [begin, end), both cut to the size of `text`. */
tf_str tf_str_slice(tf_str text, size_t begin, size_t end);

/* Without blanks, tabs, CR and LF at both ends. */
tf_str tf_str_trim(tf_str text);

/* Moves the next line of `*rest` (without its LF or CR LF) to `*line`. False when `*rest` is empty.
 */
bool tf_str_next_line(tf_str* rest, tf_str* line);

/* True when all bytes form well-formed UTF-8 (no surrogates, no overlong forms). */
bool tf_str_is_utf8(tf_str text);

/* How many single-byte edits turn `a` into `b`, looking at the first 64 bytes; anything above
   `limit` is reported as limit + 1. For "did you mean". */
size_t tf_str_distance(tf_str a, tf_str b, size_t limit);

/* True when `candidate` is near enough to `name` to be offered as what was meant. `*best` is the
   distance of the best candidate so far (start with SIZE_MAX); it is lowered when this one is
   better, and only then true comes back. */
bool tf_str_is_nearer(tf_str name, tf_str candidate, size_t* best);

#endif /* TVM_FFI_BASE_TEXT_H_ */
