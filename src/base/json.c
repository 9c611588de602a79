/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <string.h>

/* What may come next. A container's own kind is the bit of its depth. */
enum {
  WANT_VALUE,       /* after `:`, after `,` in an array, at the start */
  WANT_FIRST_VALUE, /* after `[`: a value or `]` */
  WANT_FIRST_KEY,   /* after `{`: a key or `}` */
  WANT_KEY,         /* after `,` in an object */
  WANT_SEPARATOR,   /* after a value inside a container */
  WANT_END,         /* after the outermost value */
  STOPPED           /* after an error */
};

void tf_json_begin(tf_json* reader, const char* data, size_t size, uint32_t depth_max,
                   uint32_t flags) {
  memset(reader, 0, sizeof *reader);
  reader->data = data;
  reader->size = size;
  reader->depth_max = depth_max < TF_JSON_DEPTH_MAX ? depth_max : TF_JSON_DEPTH_MAX;
  reader->flags = flags;
  reader->state = WANT_VALUE;
}

static tf_json_event fail(tf_json* r, tf_json_error error, size_t at) {
  r->error = error;
  r->error_at = at;
  r->state = STOPPED;
  r->text = NULL;
  r->text_size = 0;
  return TF_JSON_ERROR;
}

static void skip_space(tf_json* r) {
  while (r->at < r->size) {
    char c = r->data[r->at];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    r->at++;
  }
}

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* Reads four hex digits at `at`; -1 when they are not there. */
static int32_t read_unit(const char* data, size_t size, size_t at) {
  int32_t unit = 0;
  if (size - at < 4) return -1;
  for (size_t i = 0; i < 4; i++) {
    int digit = hex_value(data[at + i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

static bool is_high(int32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
static bool is_low(int32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

/* Checks the escape whose backslash is at `*at` and moves `*at` behind it. */
static tf_json_error check_escape(const tf_json* r, size_t* at) {
  size_t next = *at + 1;
  if (next >= r->size) return TF_JSON_OPEN_STRING;
  char c = r->data[next];
  if (c == 'u') {
    int32_t unit = read_unit(r->data, r->size, next + 1);
    if (unit < 0 || is_low(unit)) return TF_JSON_BAD_UNICODE;
    next += 5;
    if (is_high(unit)) {
      if (r->size - next < 6 || r->data[next] != '\\' || r->data[next + 1] != 'u' ||
          !is_low(read_unit(r->data, r->size, next + 2))) {
        return TF_JSON_BAD_UNICODE;
      }
      next += 6;
    }
    *at = next;
    return TF_JSON_OK;
  }
  if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL) return TF_JSON_BAD_ESCAPE;
  *at = next + 1;
  return TF_JSON_OK;
}

static tf_json_event read_string(tf_json* r, tf_json_event event) {
  size_t open = r->at;
  size_t at = open + 1;
  bool escaped = false;
  for (;;) {
    if (at >= r->size) return fail(r, TF_JSON_OPEN_STRING, open);
    unsigned char c = (unsigned char)r->data[at];
    if (c == '"') break;
    if (c < 0x20) return fail(r, TF_JSON_BAD_CONTROL, at);
    if (c != '\\') {
      at++;
      continue;
    }
    escaped = true;
    tf_json_error error = check_escape(r, &at);
    if (error != TF_JSON_OK) return fail(r, error, error == TF_JSON_OPEN_STRING ? open : at);
  }
  r->text = r->data + open + 1;
  r->text_size = at - open - 1;
  r->escaped = escaped;
  r->at = at + 1;
  return event;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Length of the longest number of the RFC's grammar at the start of the text; 0 when there is none.
 */
static size_t strict_number_size(const char* s, size_t size, bool* real) {
  size_t i = 0, digits;
  if (i < size && s[i] == '-') i++;
  if (i >= size || !is_digit(s[i])) return 0;
  if (s[i] == '0') {
    i++;
  } else {
    while (i < size && is_digit(s[i])) i++;
  }
  if (i + 1 < size && s[i] == '.' && is_digit(s[i + 1])) {
    *real = true;
    i++;
    while (i < size && is_digit(s[i])) i++;
  }
  if (i < size && (s[i] == 'e' || s[i] == 'E')) {
    digits = i + 1;
    if (digits < size && (s[digits] == '+' || s[digits] == '-')) digits++;
    if (digits < size && is_digit(s[digits])) {
      *real = true;
      i = digits;
      while (i < size && is_digit(s[i])) i++;
    }
  }
  return i;
}

static size_t lenient_number_size(const char* s, size_t size, bool* real) {
  size_t i = 0;
  for (; i < size; i++) {
    char c = s[i];
    if (c == '.' || c == 'e' || c == 'E') {
      *real = true;
    } else if (!is_digit(c) && c != '+' && c != '-') {
      break;
    }
  }
  return i;
}

static tf_json_event read_number(tf_json* r) {
  const char* s = r->data + r->at;
  size_t left = r->size - r->at;
  bool real = false;
  size_t size = r->flags & TF_JSON_LENIENT ? lenient_number_size(s, left, &real)
                                           : strict_number_size(s, left, &real);
  if (size == 0) return fail(r, TF_JSON_WANT_VALUE, r->at);
  r->text = s;
  r->text_size = size;
  r->at += size;
  return real ? TF_JSON_REAL : TF_JSON_INTEGER;
}

static bool take_word(tf_json* r, const char* word) {
  size_t size = strlen(word);
  if (r->size - r->at < size || memcmp(r->data + r->at, word, size) != 0) return false;
  r->at += size;
  return true;
}

static tf_json_event read_word_or_number(tf_json* r) {
  bool lenient = (r->flags & TF_JSON_LENIENT) != 0;
  if (take_word(r, "true")) return TF_JSON_TRUE;
  if (take_word(r, "false")) return TF_JSON_FALSE;
  if (take_word(r, "null")) return TF_JSON_NULL;
  if (lenient && take_word(r, "NaN")) return TF_JSON_NAN;
  if (lenient && take_word(r, "Infinity")) return TF_JSON_INFINITY;
  if (lenient && take_word(r, "-Infinity")) return TF_JSON_MINUS_INFINITY;
  return read_number(r);
}

static bool in_object(const tf_json* r) {
  uint32_t d = r->depth - 1;
  return (r->kinds[d / 64] >> (d % 64)) & 1;
}

static tf_json_event open_container(tf_json* r, bool object) {
  if (r->depth >= r->depth_max) return fail(r, TF_JSON_TOO_DEEP, r->at);
  uint32_t d = r->depth++;
  uint64_t bit = (uint64_t)1 << (d % 64);
  r->kinds[d / 64] = object ? r->kinds[d / 64] | bit : r->kinds[d / 64] & ~bit;
  r->at++;
  r->state = object ? WANT_FIRST_KEY : WANT_FIRST_VALUE;
  return object ? TF_JSON_OBJECT_BEGIN : TF_JSON_ARRAY_BEGIN;
}

static tf_json_event close_container(tf_json* r, tf_json_event event) {
  r->at++;
  r->depth--;
  r->state = r->depth == 0 ? WANT_END : WANT_SEPARATOR;
  return event;
}

static tf_json_event read_value(tf_json* r) {
  if (r->at >= r->size) return fail(r, TF_JSON_WANT_VALUE, r->at);
  char c = r->data[r->at];
  if (c == '{' || c == '[') return open_container(r, c == '{');
  if (c == ']' && r->state == WANT_FIRST_VALUE) return close_container(r, TF_JSON_ARRAY_END);
  tf_json_event event = c == '"' ? read_string(r, TF_JSON_STRING) : read_word_or_number(r);
  if (event != TF_JSON_ERROR) r->state = r->depth == 0 ? WANT_END : WANT_SEPARATOR;
  return event;
}

static tf_json_event read_key(tf_json* r) {
  if (r->at < r->size && r->data[r->at] == '}' && r->state == WANT_FIRST_KEY) {
    return close_container(r, TF_JSON_OBJECT_END);
  }
  if (r->at >= r->size || r->data[r->at] != '"') return fail(r, TF_JSON_WANT_KEY, r->at);
  tf_json_event event = read_string(r, TF_JSON_KEY);
  if (event == TF_JSON_ERROR) return event;
  skip_space(r);
  if (r->at >= r->size || r->data[r->at] != ':') return fail(r, TF_JSON_WANT_COLON, r->at);
  r->at++;
  r->state = WANT_VALUE;
  return event;
}

/* Behind a value: `,` leads on to the next value or key, a closing bracket ends the container. */
static tf_json_event read_separator(tf_json* r) {
  char c = r->at < r->size ? r->data[r->at] : '\0';
  bool object = in_object(r);
  if (c == (object ? '}' : ']')) {
    return close_container(r, object ? TF_JSON_OBJECT_END : TF_JSON_ARRAY_END);
  }
  if (c != ',') return fail(r, TF_JSON_WANT_COMMA, r->at);
  r->at++;
  skip_space(r);
  r->start = r->at;
  r->state = object ? WANT_KEY : WANT_VALUE;
  return object ? read_key(r) : read_value(r);
}

tf_json_event tf_json_next(tf_json* reader) {
  if (reader->state == STOPPED) return TF_JSON_ERROR;
  reader->text = NULL;
  reader->text_size = 0;
  reader->escaped = false;
  skip_space(reader);
  reader->start = reader->at;
  switch (reader->state) {
    case WANT_VALUE:
    case WANT_FIRST_VALUE:
      return read_value(reader);
    case WANT_FIRST_KEY:
    case WANT_KEY:
      return read_key(reader);
    case WANT_SEPARATOR:
      return read_separator(reader);
    default:
      break;
  }
  return reader->at < reader->size ? fail(reader, TF_JSON_EXTRA_DATA, reader->at) : TF_JSON_END;
}

bool tf_json_skip(tf_json* reader, tf_json_event first) {
  if (first == TF_JSON_ERROR) return false;
  if (first != TF_JSON_OBJECT_BEGIN && first != TF_JSON_ARRAY_BEGIN) return true;
  uint32_t outside = reader->depth - 1;
  while (reader->depth > outside) {
    if (tf_json_next(reader) == TF_JSON_ERROR) return false;
  }
  return true;
}

/* Resolves the escape at `*s` into at most four bytes at `out`, moves `*s` behind it, returns how
 * many. */
static size_t resolve_escape(const char** s, const char* end, char* out) {
  const char* names = "\"\\/bfnrt";
  const char* values = "\"\\/\b\f\n\r\t";
  char c = (*s)[1];
  *s += 2;
  if (c != 'u') {
    out[0] = values[strchr(names, c) - names];
    return 1;
  }
  uint32_t code = (uint32_t)read_unit(*s, (size_t)(end - *s), 0);
  *s += 4;
  if (is_high((int32_t)code)) {
    uint32_t low = (uint32_t)read_unit(*s + 2, (size_t)(end - *s) - 2, 0);
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    *s += 6;
  }
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  size_t count = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = count - 1; i > 0; i--) {
    out[i] = (char)(0x80 | (code & 0x3f));
    code >>= 6;
  }
  out[0] = (char)((0xf00 >> count) | code);
  return count;
}

size_t tf_json_unescape(const tf_json* reader, char* out) {
  const char* s = reader->text;
  if (!reader->escaped) {
    if (reader->text_size != 0) memcpy(out, s, reader->text_size);
    return reader->text_size;
  }
  const char* end = s + reader->text_size;
  char* p = out;
  while (s < end) {
    if (*s == '\\') {
      p += resolve_escape(&s, end, p);
    } else {
      *p++ = *s++;
    }
  }
  return (size_t)(p - out);
}

bool tf_json_text_is(const tf_json* reader, const char* text, size_t size) {
  if (!reader->escaped) {
    return reader->text_size == size && (size == 0 || memcmp(reader->text, text, size) == 0);
  }
  const char* s = reader->text;
  const char* end = s + reader->text_size;
  size_t at = 0;
  while (s < end) {
    char bytes[4];
    size_t count = 1;
    if (*s == '\\') {
      count = resolve_escape(&s, end, bytes);
    } else {
      bytes[0] = *s++;
    }
    if (size - at < count || memcmp(text + at, bytes, count) != 0) return false;
    at += count;
  }
  return at == size;
}

bool tf_json_int64(const tf_json* reader, int64_t* out) {
  const char* s = reader->text;
  const char* end = s + reader->text_size;
  bool negative = s < end && *s == '-';
  uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
  uint64_t value = 0;
  if (s < end && (*s == '-' || *s == '+')) s++;
  if (s == end) return false;
  for (; s < end; s++) {
    if (!is_digit(*s)) return false;
    uint64_t digit = (uint64_t)(*s - '0');
    if (value > (limit - digit) / 10) return false;
    value = value * 10 + digit;
  }
  *out = (int64_t)(negative ? 0 - value : value);
  return true;
}

const char* tf_json_error_text(tf_json_error error) {
  switch (error) {
    case TF_JSON_OK:
      return "no error";
    case TF_JSON_WANT_VALUE:
      return "Expecting value";
    case TF_JSON_WANT_KEY:
      return "Expecting property name enclosed in double quotes";
    case TF_JSON_WANT_COLON:
      return "Expecting ':' delimiter";
    case TF_JSON_WANT_COMMA:
      return "Expecting ',' delimiter";
    case TF_JSON_OPEN_STRING:
      return "Unterminated string starting at";
    case TF_JSON_BAD_CONTROL:
      return "Invalid control character at";
    case TF_JSON_BAD_ESCAPE:
      return "Invalid \\escape";
    case TF_JSON_BAD_UNICODE:
      return "Invalid \\uXXXX escape";
    case TF_JSON_EXTRA_DATA:
      return "Extra data";
    case TF_JSON_TOO_DEEP:
      return "Too many nested arrays and objects";
  }
  return "unknown error";
}

void tf_json_position(const char* data, size_t size, size_t offset, size_t* line, size_t* column) {
  size_t lines = 1, begin = 0;
  if (offset > size) offset = size;
  for (size_t i = 0; i < offset; i++) {
    if (data[i] == '\n') {
      lines++;
      begin = i + 1;
    }
  }
  *line = lines;
  *column = offset - begin + 1;
}
