/* SPDX-License-Identifier: Apache-2.0 */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* memmem */
#endif
#include "base/text.h"

int tf_str_compare(tf_str a, tf_str b) {
  size_t shared = a.size < b.size ? a.size : b.size;
  int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);
  if (order != 0) return order;
  return (a.size > b.size) - (a.size < b.size);
}

bool tf_str_starts_with(tf_str text, tf_str prefix) {
  return text.size >= prefix.size && tf_str_equal(tf_str_slice(text, 0, prefix.size), prefix);
}

bool tf_str_ends_with(tf_str text, tf_str suffix) {
  return text.size >= suffix.size &&
         tf_str_equal(tf_str_slice(text, text.size - suffix.size, text.size), suffix);
}

size_t tf_str_find_byte(tf_str text, char byte) {
  if (text.size == 0) return TF_STR_NONE;
  const char* found = memchr(text.data, byte, text.size);
  return found == NULL ? TF_STR_NONE : (size_t)(found - text.data);
}

size_t tf_str_find_last_byte(tf_str text, char byte) {
  for (size_t i = text.size; i > 0; --i) {
    if (text.data[i - 1] == byte) return i - 1;
  }
  return TF_STR_NONE;
}

size_t tf_str_find(tf_str text, tf_str part) {
  if (part.size == 0) return 0;
  if (part.size > text.size) return TF_STR_NONE;
#if defined(__GLIBC__) || defined(__APPLE__)
  /* Linear, whatever the texts are. */
  const char* found = memmem(text.data, text.size, part.data, part.size);
  return found == NULL ? TF_STR_NONE : (size_t)(found - text.data);
#else
  for (size_t from = 0; text.size - from >= part.size; ++from) {
    size_t step = tf_str_find_byte(tf_str_slice(text, from, text.size), part.data[0]);
    if (step == TF_STR_NONE || text.size - from - step < part.size) break;
    from += step;
    if (memcmp(text.data + from, part.data, part.size) == 0) return from;
  }
  return TF_STR_NONE;
#endif
}

tf_str tf_str_slice(tf_str text, size_t begin, size_t end) {
  if (end > text.size) end = text.size;
  if (begin > end) begin = end;
  if (text.data == NULL) return text;
  return tf_str_of(text.data + begin, end - begin);
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

tf_str tf_str_trim(tf_str text) {
  size_t begin = 0;
  size_t end = text.size;
  while (begin < end && is_blank(text.data[begin])) ++begin;
  while (end > begin && is_blank(text.data[end - 1])) --end;
  return tf_str_slice(text, begin, end);
}

bool tf_str_next_line(tf_str* rest, tf_str* line) {
  if (rest->size == 0) return false;
  size_t end = tf_str_find_byte(*rest, '\n');
  size_t next = end == TF_STR_NONE ? rest->size : end + 1;
  if (end == TF_STR_NONE) end = rest->size;
  tf_str found = tf_str_slice(*rest, 0, end);
  if (found.size > 0 && found.data[found.size - 1] == '\r') --found.size;
  *rest = tf_str_slice(*rest, next, rest->size);
  *line = found;
  return true;
}

/* Length of the well-formed sequence at `p`, 0 when there is none within `left` bytes. */
static size_t utf8_sequence(const unsigned char* p, size_t left) {
  unsigned char first = p[0];
  if (first < 0x80) return 1;
  size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || left < length) return 0;
  /* The second byte is where overlong forms, surrogates and values beyond U+10FFFF show. */
  unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (p[1] < low || p[1] > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if ((p[i] & 0xc0) != 0x80) return 0;
  }
  return length;
}

/* How many of the first bytes are ASCII for certain: a multiple of 8. */
static size_t ascii_words(const char* data, size_t size) {
  size_t i = 0;
  for (; size - i >= 8; i += 8) {
    uint64_t word;
    memcpy(&word, data + i, sizeof word);
    if ((word & UINT64_C(0x8080808080808080)) != 0) break;
  }
  return i;
}

bool tf_str_is_utf8(tf_str text) {
  for (size_t i = 0; i < text.size;) {
    i += ascii_words(text.data + i, text.size - i);
    if (i == text.size) return true;
    size_t length = utf8_sequence((const unsigned char*)text.data + i, text.size - i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

static size_t least(size_t a, size_t b, size_t c) {
  size_t smaller = a < b ? a : b;
  return smaller < c ? smaller : c;
}

size_t tf_str_distance(tf_str a, tf_str b, size_t limit) {
  enum { LONGEST = 64 };
  a = tf_str_slice(a, 0, LONGEST);
  b = tf_str_slice(b, 0, LONGEST);
  size_t gap = a.size > b.size ? a.size - b.size : b.size - a.size;
  if (gap > limit) return limit + 1;
  size_t row[LONGEST + 1];
  for (size_t j = 0; j <= b.size; ++j) row[j] = j;
  for (size_t i = 1; i <= a.size; ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size; ++j) {
      size_t above = row[j];
      size_t change = diagonal + (a.data[i - 1] != b.data[j - 1]);
      row[j] = least(above + 1, row[j - 1] + 1, change);
      diagonal = above;
    }
  }
  return row[b.size] > limit ? limit + 1 : row[b.size];
}

bool tf_str_is_nearer(tf_str name, tf_str candidate, size_t* best) {
  /* A third of the letters may be wrong, at least one and at most five. */
  size_t limit = name.size / 3;
  if (limit < 1) limit = 1;
  if (limit > 5) limit = 5;
  if (*best == 0) return false;
  if (*best - 1 < limit) limit = *best - 1;
  size_t distance = tf_str_distance(name, candidate, limit);
  if (distance > limit) return false;
  *best = distance;
  return true;
}
