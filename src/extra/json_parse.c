/* SPDX-License-Identifier: Apache-2.0 */
/* Reading JSON into values. One loop; open containers lie on a stack, and so do their elements until the closing bracket
   tells how many there are. */
#include <math.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "container/array.h"
#include "container/map.h"
#include "core/string.h"
#include "extra/json_value.h"
#include "extra/stack.h"

/* What small texts need; more comes from the heap. */
#define INLINE_FRAMES 16
#define INLINE_VALUES 48

/* An open container: its elements (keys and values of an object) begin at `first` in `values`. */
typedef struct {
  size_t first;
  bool is_object;
} frame;

typedef struct {
  tf_str text;
  size_t at;
  tf_stack frames; /* of frame */
  tf_stack values; /* of tf_any, owned */
} reader;

static int fail(const reader* in, const char* what, size_t at) {
  size_t line = 0;
  size_t column = 0;
  tf_json_position(in->text.data, in->text.size, at, &line, &column);
  return tf_raise(TF_VALUE_ERROR, "%s: line %zu column %zu (char %zu)", what, line, column, at);
}

static int fail_value(const reader* in, size_t at) { return fail(in, "Expecting value", at); }

static void skip_space(reader* in) {
  while (in->at < in->text.size) {
    char c = in->text.data[in->at];
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return;
    in->at += 1;
  }
}

/* The byte at the reader, NUL at the end of the text. */
static char peek(const reader* in) { return in->at < in->text.size ? in->text.data[in->at] : '\0'; }

static int put(reader* in, tf_any value) {
  if (TF_LIKELY(in->values.size < in->values.room)) {
    ((tf_any*)(void*)in->values.data)[in->values.size++] = value;
    return 0;
  }
  tf_any* top = (tf_any*)tf_stack_push(&in->values);
  if (top == NULL) {
    tf_any_drop(&value);
    return -1;
  }
  *top = value;
  return 0;
}

/* ---- strings ---- */

static int read_unit(const reader* in, size_t at, uint32_t* out) {
  uint32_t unit = 0;
  if (in->text.size - at < 4) return -1;
  for (size_t i = 0; i < 4; ++i) {
    int digit = tf_num_hex_digit(in->text.data[at + i]);
    if (digit < 0) return -1;
    unit = unit << 4 | (uint32_t)digit;
  }
  *out = unit;
  return 0;
}

static size_t encode(uint32_t point, char* out) {
  if (point < 0x80) {
    out[0] = (char)point;
    return 1;
  }
  size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  for (size_t i = size - 1; i > 0; --i, point >>= 6) out[i] = (char)(0x80 | (point & 0x3F));
  out[0] = (char)((0xF00u >> size & 0xF0u) | point);
  return size;
}

/* The escape \uXXXX (or a pair) whose `u` is at *at; moves behind it and writes the character. */
static int read_unicode(const reader* in, size_t* at, char* out, size_t* out_size) {
  uint32_t unit = 0;
  uint32_t low = 0;
  size_t begin = *at;
  if (read_unit(in, begin + 1, &unit) != 0) return fail(in, "Invalid \\uXXXX escape", begin);
  *at = begin + 5;
  if (unit >= 0xD800 && unit < 0xE000) {
    bool is_pair = unit < 0xDC00 && in->text.size - *at >= 6 && in->text.data[*at] == '\\' &&
                   in->text.data[*at + 1] == 'u' && read_unit(in, *at + 2, &low) == 0 &&
                   low >= 0xDC00 && low < 0xE000;
    if (!is_pair) return fail(in, "Invalid surrogate pair of \\uXXXX escapes", begin);
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    *at += 6;
  }
  *out_size = encode(unit, out);
  return 0;
}

static char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

/* Writes the characters from `at` to the closing quote at `end` without their escapes; never more bytes than before. */
static int unescape(const reader* in, size_t at, size_t end, char* out, size_t* out_size) {
  size_t size = 0;
  while (at < end) {
    char c = in->text.data[at++];
    if (c != '\\') {
      out[size++] = c;
      continue;
    }
    size_t written = 1;
    if (in->text.data[at] == 'u') {
      TF_TRY(read_unicode(in, &at, out + size, &written));
    } else {
      out[size] = simple_escape(in->text.data[at]);
      if (out[size] == '\0') return fail(in, "Invalid \\escape", at);
      at += 1;
    }
    size += written;
  }
  *out_size = size;
  return 0;
}

static int new_unescaped(const reader* in, size_t begin, size_t end, tf_any* out) {
  size_t size = 0;
  char* text = (char*)tf_mem_alloc(end - begin);
  if (text == NULL) return tf_raise_memory();
  int code = unescape(in, begin, end, text, &size);
  if (code == 0) code = tf_string_new(tf_str_of(text, size), out);
  tf_mem_free(text);
  return code;
}

/* Reads the string whose opening quote is at the reader. */
static int read_string(reader* in) {
  size_t begin = in->at + 1;
  size_t at = begin;
  bool escaped = false;
  for (;; ++at) {
    if (at >= in->text.size) return fail(in, "Unterminated string starting at", in->at);
    unsigned char c = (unsigned char)in->text.data[at];
    if (c == '"') break;
    if (c < 0x20) return fail(in, "Invalid control character at", at);
    if (c == '\\') {
      escaped = true;
      at += 1;
    }
  }
  tf_any text = tf_any_none();
  TF_TRY(escaped ? new_unescaped(in, begin, at, &text)
                 : tf_string_new(tf_str_of(in->text.data + begin, at - begin), &text));
  in->at = at + 1;
  return put(in, text);
}

/* ---- numbers and names ---- */

static size_t count_digits(tf_str text, size_t at) {
  size_t end = at;
  while (end < text.size && tf_num_is_digit(text.data[end])) ++end;
  return end - at;
}

/* Does the whole of `text` fit the grammar of numbers? */
static bool is_number(tf_str text, bool* out_is_real) {
  size_t at = text.size > 0 && text.data[0] == '-' ? 1 : 0;
  size_t digits = count_digits(text, at);
  if (digits == 0 || (digits > 1 && text.data[at] == '0')) return false;
  at += digits;
  *out_is_real = at < text.size;
  if (at < text.size && text.data[at] == '.') {
    digits = count_digits(text, at + 1);
    if (digits == 0) return false;
    at += 1 + digits;
  }
  if (at < text.size && (text.data[at] == 'e' || text.data[at] == 'E')) {
    at += 1;
    if (at < text.size && (text.data[at] == '+' || text.data[at] == '-')) at += 1;
    digits = count_digits(text, at);
    if (digits == 0) return false;
    at += digits;
  }
  return at == text.size;
}

static bool is_number_byte(char c) {
  return tf_num_is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static int read_number(reader* in) {
  size_t end = in->at;
  while (end < in->text.size && is_number_byte(in->text.data[end])) ++end;
  tf_str text = tf_str_slice(in->text, in->at, end);
  bool is_real = false;
  int64_t integer = 0;
  double real = 0;
  if (!is_number(text, &is_real)) return fail_value(in, in->at);
  if (!is_real && tf_num_int64(text, &integer) == TF_NUM_OK) {
    in->at = end;
    return put(in, tf_any_int(integer));
  }
  if (tf_num_double(text, &real) != TF_NUM_OK || !isfinite(real)) return fail_value(in, in->at);
  in->at = end;
  return put(in, tf_any_float(real));
}

static bool take_name(reader* in, const char* name) {
  tf_str rest = tf_str_slice(in->text, in->at, in->text.size);
  if (!tf_str_starts_with(rest, tf_str_c(name))) return false;
  in->at += strlen(name);
  return true;
}

static int read_name(reader* in) {
  if (take_name(in, "null")) return put(in, tf_any_none());
  if (take_name(in, "true")) return put(in, tf_any_bool(true));
  if (take_name(in, "false")) return put(in, tf_any_bool(false));
  if (take_name(in, "NaN")) return put(in, tf_any_float((double)NAN));
  if (take_name(in, "Infinity")) return put(in, tf_any_float((double)INFINITY));
  return fail_value(in, in->at);
}

/* ---- containers ---- */

static int open_container(reader* in, bool is_object) {
  if (in->frames.size >= TF_JSON_VALUE_DEPTH_MAX) return tf_raise_depth("the JSON text");
  frame* top = (frame*)tf_stack_push(&in->frames);
  if (top == NULL) return -1;
  top->first = in->values.size;
  top->is_object = is_object;
  in->at += 1;
  return 0;
}

static int new_array(reader* in, size_t first, tf_any* out) {
  size_t count = in->values.size - first;
  tf_seq* array = NULL;
  TF_TRY(tf_array_new(count, &array));
  for (size_t i = 0; i < count; ++i) {
    tf_array_fill(array, *(const tf_any*)tf_stack_at(&in->values, first + i));
  }
  in->values.size = first;
  *out = tf_any_own(array);
  return 0;
}

static int new_map(reader* in, size_t first, tf_any* out) {
  tf_map* map = NULL;
  TF_TRY(tf_map_new(kTVMFFIMap, (in->values.size - first) / 2, &map));
  for (size_t i = first; i + 1 < in->values.size; i += 2) {
    tf_any key = tf_any_move((tf_any*)tf_stack_at(&in->values, i));
    tf_any value = tf_any_move((tf_any*)tf_stack_at(&in->values, i + 1));
    if (tf_map_fill(map, key, value) != 0) {
      tf_object_drop(&map);
      return -1;
    }
  }
  in->values.size = first;
  *out = tf_any_own(map);
  return 0;
}

static int close_container(reader* in) {
  frame top = *(const frame*)tf_stack_top(&in->frames);
  tf_any made = tf_any_none();
  TF_TRY(top.is_object ? new_map(in, top.first, &made) : new_array(in, top.first, &made));
  in->frames.size -= 1;
  in->at += 1;
  return put(in, made);
}

/* ---- the loop ---- */

static int read_key(reader* in) {
  skip_space(in);
  if (peek(in) != '"') {
    return fail(in, "Expecting property name enclosed in double quotes", in->at);
  }
  TF_TRY(read_string(in));
  skip_space(in);
  if (peek(in) != ':') return fail(in, "Expecting ':' delimiter", in->at);
  in->at += 1;
  return 0;
}

/* Reads a value, or opens a container. *out_complete says whether a whole value stands on the stack. */
static int read_value(reader* in, bool* out_complete) {
  skip_space(in);
  *out_complete = true;
  char c = peek(in);
  if (c == '"') return read_string(in);
  if (c == '[' || c == '{') {
    TF_TRY(open_container(in, c == '{'));
    skip_space(in);
    if (peek(in) == (c == '{' ? '}' : ']')) return close_container(in);
    *out_complete = false;
    return c == '{' ? read_key(in) : 0;
  }
  if (take_name(in, "-Infinity")) return put(in, tf_any_float(-(double)INFINITY));
  return c == '-' || tf_num_is_digit(c) ? read_number(in) : read_name(in);
}

/* Behind a whole value: closes containers, or goes on to the next element. *out_done: the outermost value is there. */
static int continue_behind(reader* in, bool* out_done) {
  while (in->frames.size > 0) {
    bool is_object = ((const frame*)tf_stack_top(&in->frames))->is_object;
    skip_space(in);
    char c = peek(in);
    if (c == ',') {
      in->at += 1;
      return is_object ? read_key(in) : 0;
    }
    if (c != (is_object ? '}' : ']')) return fail(in, "Expecting ',' delimiter", in->at);
    TF_TRY(close_container(in));
  }
  *out_done = true;
  return 0;
}

static int read_document(reader* in) {
  bool done = false;
  while (!done) {
    bool complete = false;
    TF_TRY(read_value(in, &complete));
    if (complete) TF_TRY(continue_behind(in, &done));
  }
  skip_space(in);
  return in->at == in->text.size ? 0 : fail(in, "Extra data", in->at);
}

int tf_json_value_parse(tf_str text, tf_any* out) {
  frame frames[INLINE_FRAMES];
  tf_any values[INLINE_VALUES];
  reader in = {text, 0, tf_stack_lent(frames, INLINE_FRAMES, sizeof(frame)),
               tf_stack_lent(values, INLINE_VALUES, sizeof(tf_any))};
  int code = read_document(&in);
  if (code == 0) *out = tf_any_move((tf_any*)tf_stack_top(&in.values));
  for (size_t i = 0; i < in.values.size; ++i) tf_any_drop((tf_any*)tf_stack_at(&in.values, i));
  tf_stack_drop(&in.frames);
  tf_stack_drop(&in.values);
  return code;
}

int tf_json_value_parse_call(const tf_args* args, tf_any* result) {
  tf_str text;
  TF_TRY(tf_args_str(args, 0, &text));
  return tf_json_value_parse(text, result);
}
