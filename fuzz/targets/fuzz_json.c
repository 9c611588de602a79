/* SPDX-License-Identifier: Apache-2.0 */
/* JSON text to values and back. The last byte chooses between a text and a number.

   Properties: exactly the texts that a small validator of its own accepts are read (RFC 8259, NaN, Infinity, -Infinity);
   what is written is such a text and reads as an equal value, with and without indentation; every finite double and every
   int64 survives; an error is of an expected kind and names a place in the text; allocation failure is an error and leaves
   nothing behind. */
#include "common/values.h"

#include <math.h>

#include "extra/json_value.h"
#include "extra/recursive.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

/* ---- the validator ---- */

typedef struct {
  const uint8_t* at;
  const uint8_t* end;
  bool is_huge; /* some number is beyond the doubles */
} scanner;

static int peek(const scanner* s) { return s->at < s->end ? *s->at : -1; }

static bool take(scanner* s, int byte) {
  if (peek(s) != byte) return false;
  ++s->at;
  return true;
}

static bool take_word(scanner* s, const char* word) {
  size_t size = strlen(word);
  if ((size_t)(s->end - s->at) < size || memcmp(s->at, word, size) != 0) return false;
  s->at += size;
  return true;
}

static void skip_blanks(scanner* s) {
  while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\n' || peek(s) == '\r') ++s->at;
}

static bool is_digit(int byte) { return byte >= '0' && byte <= '9'; }

static bool take_digits(scanner* s) {
  if (!is_digit(peek(s))) return false;
  while (is_digit(peek(s))) ++s->at;
  return true;
}

static bool take_number(scanner* s) {
  const uint8_t* begin = s->at;
  (void)take(s, '-');
  if (take_word(s, "Infinity")) return true;
  if (!take(s, '0') && !take_digits(s)) return false;
  if (take(s, '.') && !take_digits(s)) return false;
  if (take(s, 'e') || take(s, 'E')) {
    if (!take(s, '+')) (void)take(s, '-');
    if (!take_digits(s)) return false;
  }
  size_t size = (size_t)(s->at - begin);
  char* text = malloc(size + 1);
  if (text == NULL) abort();
  memcpy(text, begin, size);
  text[size] = 0;
  s->is_huge = s->is_huge || isinf(strtod(text, NULL));
  free(text);
  return true;
}

/* The four digits behind `\u`, -1 when they are none. */
static int take_hex(scanner* s) {
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    int c = peek(s);
    int digit = is_digit(c)                          ? c - '0'
                : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                     : -1;
    if (c < 0 || digit < 0) return -1;
    value = value * 16 + digit;
    ++s->at;
  }
  return value;
}

static bool take_escape(scanner* s) {
  if (!take(s, 'u')) {
    int c = peek(s);
    if (c <= 0 || strchr("\"\\/bfnrt", c) == NULL) return false;
    ++s->at;
    return true;
  }
  int unit = take_hex(s);
  if (unit < 0xD800 || unit > 0xDFFF) return unit >= 0;
  if (unit > 0xDBFF || !take_word(s, "\\u")) return false;
  unit = take_hex(s);
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

static bool take_string(scanner* s) {
  if (!take(s, '"')) return false;
  while (!take(s, '"')) {
    if (take(s, '\\')) {
      if (!take_escape(s)) return false;
    } else {
      if (peek(s) < 0x20) return false;
      ++s->at;
    }
  }
  return true;
}

static bool take_scalar(scanner* s) {
  if (peek(s) == '"') return take_string(s);
  if (take_word(s, "true") || take_word(s, "false") || take_word(s, "null")) return true;
  return take_word(s, "NaN") || take_number(s);
}

static bool take_key(scanner* s) {
  skip_blanks(s);
  if (!take_string(s)) return false;
  skip_blanks(s);
  return take(s, ':');
}

/* Behind a value: closes what ends here; true when another value has to follow. */
static bool close_all(scanner* s, char* open, size_t* depth, bool* is_fine) {
  while (*depth > 0) {
    skip_blanks(s);
    if (take(s, ',')) {
      *is_fine = open[*depth - 1] == '[' || take_key(s);
      return *is_fine;
    }
    *is_fine = take(s, open[*depth - 1] == '[' ? ']' : '}');
    if (!*is_fine) return false;
    --*depth;
  }
  return false;
}

/* `open` has room for a byte of each byte of the text. */
static bool take_value(scanner* s, char* open) {
  size_t depth = 0;
  bool is_fine = true;
  for (;;) {
    skip_blanks(s);
    int bracket = peek(s);
    if (bracket == '[' || bracket == '{') {
      ++s->at;
      skip_blanks(s);
      if (!take(s, bracket == '[' ? ']' : '}')) {
        open[depth++] = (char)bracket;
        if (bracket == '{' && !take_key(s)) return false;
        continue;
      }
    } else if (!take_scalar(s)) {
      return false;
    }
    if (!close_all(s, open, &depth, &is_fine)) return is_fine;
  }
}

static bool is_json(const uint8_t* data, size_t size, bool* out_is_huge) {
  scanner s = {data, data + size, false};
  char* open = malloc(size + 1);
  if (open == NULL) abort();
  bool is_fine = take_value(&s, open);
  skip_blanks(&s);
  free(open);
  *out_is_huge = s.is_huge;
  return is_fine && s.at == s.end;
}

/* ---- the checks ---- */

/* Writes the value and reads it again. */
static void check_round_trip(const tf_any* value, int64_t indent) {
  tf_any text = tf_any_none();
  tf_any back = tf_any_none();
  tf_view slot;
  bool equal = false;
  bool is_huge = false;
  FUZZ_CHECK(tf_json_value_write(tf_view_of(value), indent, &text) == 0, "is not written");
  tf_str written = fuzz_text_of(&text, &slot);
  FUZZ_CHECK(is_json((const uint8_t*)written.data, written.size, &is_huge) && !is_huge, "%.*s",
             (int)written.size, written.data);
  FUZZ_CHECK(tf_json_value_parse(written, &back) == 0, "%.*s", (int)written.size, written.data);
  FUZZ_CHECK(tf_recursive_equal(tf_view_of(value), tf_view_of(&back), &equal) == 0, "raised");
  FUZZ_CHECK(equal, "%.*s", (int)written.size, written.data);
  tf_any_drop(&text);
  tf_any_drop(&back);
}

/* The number in "(char N)", or -1. */
static long place_of(tf_str message) {
  size_t at = tf_str_find(message, tf_str_c("(char "));
  return at == TF_STR_NONE ? -1 : strtol(message.data + at + 6, NULL, 10);
}

static void check_error(size_t size) {
  tf_error* error = tf_error_take_raised();
  FUZZ_CHECK(error != NULL, "no error");
  tf_str kind = tf_str_from_ffi(&error->cell.kind);
  long place = place_of(tf_str_from_ffi(&error->cell.message));
  if (tf_str_equal(kind, tf_str_c("ValueError"))) {
    FUZZ_CHECK(place >= 0 && (size_t)place <= size, "place %ld of %zu", place, size);
  } else {
    FUZZ_CHECK(tf_str_equal(kind, tf_str_c("RecursionError")), "%.*s", (int)kind.size, kind.data);
  }
  tf_object_drop(&error);
}

static void run_text(fuzz_input* in) {
  long fail_at = fuzz_input_choice(in, 16);
  int64_t indent = (int64_t)fuzz_input_choice(in, 5) - 1;
  size_t size;
  bool is_huge = false;
  tf_any value = tf_any_none();
  uint8_t* block = fuzz_input_rest(in, &size);
  tf_str text = tf_str_of(block, size);
  bool expected = is_json(block, size, &is_huge) && !is_huge;
  bool accepted = tf_json_value_parse(text, &value) == 0;
  if (!accepted) check_error(size);
  /* The depth limit is the one reason to refuse a good text. */
  FUZZ_CHECK(accepted == expected || (expected && size > TF_JSON_VALUE_DEPTH_MAX), "%d for %.*s",
             accepted, (int)size, (const char*)block);
  if (accepted) {
    check_round_trip(&value, 0);
    check_round_trip(&value, indent);
    tf_any_drop(&value);
  }
  tf_mem_fail_at(fail_at);
  if (tf_json_value_parse(text, &value) == 0) {
    tf_any written = tf_any_none();
    if (tf_json_value_write(tf_view_of(&value), indent, &written) != 0) tf_error_clear();
    tf_any_drop(&written);
    tf_any_drop(&value);
  } else {
    tf_error_clear();
  }
  tf_mem_fail_at(0);
  free(block);
}

static void run_number(fuzz_input* in) {
  union {
    uint64_t bits;
    double value;
  } real = {.bits = fuzz_input_number(in, 8)};
  tf_any number = tf_any_float(real.value);
  check_round_trip(&number, 0);
  number = tf_any_int((int64_t)real.bits);
  check_round_trip(&number, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  if ((fuzz_input_byte(&in) & 7) == 7) {
    run_number(&in);
  } else {
    run_text(&in);
  }
  fuzz_end(live);
  return 0;
}
