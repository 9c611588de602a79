/* SPDX-License-Identifier: Apache-2.0 */
#include "names.h"

#include <stdint.h>
#include <string.h>

#include "base/compiler.h"
#include "names_table.h"

enum { STARTS = 1, CONTINUES = 2, UPPER = 4, LOWER = 8 };

/* As Python 3.13 has them; soft keywords are ordinary names. */
static const tf_str keywords[] = {
    TF_STR("False"),    TF_STR("None"),    TF_STR("True"),  TF_STR("and"),   TF_STR("as"),
    TF_STR("assert"),   TF_STR("async"),   TF_STR("await"), TF_STR("break"), TF_STR("class"),
    TF_STR("continue"), TF_STR("def"),     TF_STR("del"),   TF_STR("elif"),  TF_STR("else"),
    TF_STR("except"),   TF_STR("finally"), TF_STR("for"),   TF_STR("from"),  TF_STR("global"),
    TF_STR("if"),       TF_STR("import"),  TF_STR("in"),    TF_STR("is"),    TF_STR("lambda"),
    TF_STR("nonlocal"), TF_STR("not"),     TF_STR("or"),    TF_STR("pass"),  TF_STR("raise"),
    TF_STR("return"),   TF_STR("try"),     TF_STR("while"), TF_STR("with"),  TF_STR("yield"),
};

static unsigned ascii_class(unsigned char c) {
  if (c >= 'a' && c <= 'z') return STARTS | CONTINUES | LOWER;
  if (c >= 'A' && c <= 'Z') return STARTS | CONTINUES | UPPER;
  if (c == '_') return STARTS | CONTINUES;
  return c >= '0' && c <= '9' ? CONTINUES : 0;
}

static unsigned wide_class(uint32_t code) {
  size_t low = 0, high = TF_COUNT_OF(character_runs);
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (character_runs[mid].first <= code) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  if (low == 0) return 0;
  uint32_t first = character_runs[low - 1].first;
  return code - first <= character_runs[low - 1].more ? character_runs[low - 1].what : 0;
}

/* Decodes the character at `*at` and moves behind it. Not UTF-8 gives 0xffffffff and one byte. */
static uint32_t next_code(tf_str text, size_t* at) {
  unsigned char c = (unsigned char)text.data[*at];
  size_t more = c < 0x80 ? 0 : c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 4;
  if (more == 4 || text.size - *at <= more) {
    *at += 1;
    return UINT32_MAX;
  }
  uint32_t code = more == 0 ? c : c & (0x3fu >> more);
  for (size_t i = 1; i <= more; i++) {
    unsigned char next = (unsigned char)text.data[*at + i];
    if ((next & 0xc0) != 0x80) {
      *at += 1;
      return UINT32_MAX;
    }
    code = code << 6 | (next & 0x3f);
  }
  *at += more + 1;
  return code;
}

static unsigned next_class(tf_str text, size_t* at) {
  uint32_t code = next_code(text, at);
  if (code < 0x80) return ascii_class((unsigned char)code);
  return code == UINT32_MAX ? 0 : wide_class(code);
}

bool sg_is_identifier(tf_str text) {
  size_t at = 0;
  if (text.size == 0 || !(next_class(text, &at) & STARTS)) return false;
  while (at < text.size) {
    if (!(next_class(text, &at) & CONTINUES)) return false;
  }
  return true;
}

bool sg_is_name(tf_str text) {
  /* Keywords have two to eight letters. */
  if (text.size < 2 || text.size > 8) return sg_is_identifier(text);
  for (size_t i = 0; i < TF_COUNT_OF(keywords); i++) {
    if (tf_str_equal(text, keywords[i])) return false;
  }
  return sg_is_identifier(text);
}

bool sg_is_dotted_name(tf_str text) {
  for (;;) {
    size_t dot = tf_str_find_byte(text, '.');
    if (dot == TF_STR_NONE) return sg_is_name(text);
    if (!sg_is_name(tf_str_slice(text, 0, dot))) return false;
    text = tf_str_slice(text, dot + 1, text.size);
  }
}

bool sg_is_module(tf_str text) {
  size_t dots = 0;
  while (dots < text.size && text.data[dots] == '.') dots++;
  if (dots != 0 && dots == text.size) return true;
  return sg_is_dotted_name(tf_str_slice(text, dots, text.size));
}

bool sg_split_last(tf_str text, tf_str* before, tf_str* last) {
  size_t dot = tf_str_find_last_byte(text, '.');
  bool found = dot != TF_STR_NONE;
  *before = tf_str_slice(text, 0, found ? dot : 0);
  *last = tf_str_slice(text, found ? dot + 1 : 0, text.size);
  return found;
}

tf_str sg_last_part(tf_str text) {
  tf_str before, last;
  sg_split_last(text, &before, &last);
  return last;
}

bool sg_is_below(tf_str name, tf_str prefix) {
  return tf_str_starts_with(name, prefix) &&
         (name.size == prefix.size || name.data[prefix.size] == '.');
}

static bool is_blank(uint32_t c) {
  return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

tf_str sg_strip(tf_str text) {
  size_t begin = 0, end = text.size;
  for (size_t at = 0; at < end;) {
    if (!is_blank(next_code(text, &at))) break;
    begin = at;
  }
  while (end > begin) {
    size_t start = end - 1;
    while (start > begin && end - start < 4 && ((unsigned char)text.data[start] & 0xc0) == 0x80) {
      start--;
    }
    size_t at = start;
    if (!is_blank(next_code(tf_str_slice(text, 0, end), &at)) || at != end) break;
    end = start;
  }
  return tf_str_slice(text, begin, end);
}

int sg_name_class(tf_str name) {
  bool upper = false, lower = false;
  size_t at = 0;
  unsigned first = name.size == 0 ? 0 : next_class(name, &at);
  for (at = 0; at < name.size;) {
    unsigned what = next_class(name, &at);
    upper |= (what & UPPER) != 0;
    lower |= (what & LOWER) != 0;
  }
  if (upper && !lower) return 0;
  return (first & UPPER) && tf_str_find_byte(name, '_') == TF_STR_NONE ? 1 : 2;
}

int sg_name_compare(tf_str a, tf_str b) {
  int class_a = sg_name_class(a), class_b = sg_name_class(b);
  return class_a != class_b ? class_a - class_b : tf_str_compare(a, b);
}
