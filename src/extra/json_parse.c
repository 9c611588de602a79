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
#include "extra/json_scan.h"
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
  const char* begin;
  const char* end;
  tf_stack frames; /* of frame */
  tf_stack values; /* of tf_any, owned */
} reader;

/* The functions that read take the place where they begin and return the one behind what they read, or NULL with the error
   raised: a place that lies in a register is what the loop waits for least. */

static const char* fail(const reader* in, const char* what, const char* at) {
  size_t line = 0;
  size_t column = 0;
  size_t offset = (size_t)(at - in->begin);
  tf_json_position(in->begin, (size_t)(in->end - in->begin), offset, &line, &column);
  (void)tf_raise(TF_VALUE_ERROR, "%s: line %zu column %zu (char %zu)", what, line, column, offset);
  return NULL;
}

static const char* fail_value(const reader* in, const char* at) {
  return fail(in, "Expecting value", at);
}

static inline const char* skip_space(const reader* in, const char* at) {
  while (at < in->end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) ++at;
  return at;
}

/* The byte at a place, NUL at the end of the text. */
static inline char peek(const reader* in, const char* at) { return at < in->end ? *at : '\0'; }

/* Puts a value on the stack and goes on at `behind`. */
static inline const char* put(reader* in, tf_any value, const char* behind) {
  if (TF_LIKELY(in->values.size < in->values.room)) {
    ((tf_any*)(void*)in->values.data)[in->values.size++] = value;
    return behind;
  }
  tf_any* top = (tf_any*)tf_stack_push(&in->values);
  if (top == NULL) {
    tf_any_drop(&value);
    return NULL;
  }
  *top = value;
  return behind;
}

/* ---- strings ---- */

static bool read_unit(const reader* in, const char* at, uint32_t* out) {
  uint32_t unit = 0;
  if (in->end - at < 4) return false;
  for (size_t i = 0; i < 4; ++i) {
    int digit = tf_num_hex_digit(at[i]);
    if (digit < 0) return false;
    unit = unit << 4 | (uint32_t)digit;
  }
  *out = unit;
  return true;
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

/* The escape \uXXXX (or a pair) whose `u` is at `at`: writes the character. */
static const char* read_unicode(const reader* in, const char* at, char* out, size_t* out_size) {
  uint32_t unit = 0;
  uint32_t low = 0;
  const char* begin = at;
  if (!read_unit(in, begin + 1, &unit)) return fail(in, "Invalid \\uXXXX escape", begin);
  at = begin + 5;
  if (unit >= 0xD800 && unit < 0xE000) {
    bool is_pair = unit < 0xDC00 && in->end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
                   read_unit(in, at + 2, &low) && low >= 0xDC00 && low < 0xE000;
    if (!is_pair) return fail(in, "Invalid surrogate pair of \\uXXXX escapes", begin);
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    at += 6;
  }
  *out_size = encode(unit, out);
  return at;
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
static int unescape(const reader* in, const char* at, const char* end, char* out,
                    size_t* out_size) {
  size_t size = 0;
  while (at < end) {
    char c = *at++;
    if (c != '\\') {
      out[size++] = c;
      continue;
    }
    size_t written = 1;
    if (*at == 'u') {
      at = read_unicode(in, at, out + size, &written);
      if (at == NULL) return -1;
    } else {
      out[size] = simple_escape(*at);
      if (out[size] == '\0') {
        (void)fail(in, "Invalid \\escape", at);
        return -1;
      }
      at += 1;
    }
    size += written;
  }
  *out_size = size;
  return 0;
}

/* Escaped text of up to this many bytes needs no memory on the way. */
#define INLINE_TEXT 128

static int new_unescaped(const reader* in, const char* begin, const char* end, tf_any* out) {
  char inline_text[INLINE_TEXT];
  size_t room = (size_t)(end - begin);
  size_t size = 0;
  char* text = room <= sizeof inline_text ? inline_text : (char*)tf_mem_alloc(room);
  if (text == NULL) return tf_raise_memory();
  int code = unescape(in, begin, end, text, &size);
  if (code == 0) code = tf_string_new(tf_str_of(text, size), out);
  if (text != inline_text) tf_mem_free(text);
  return code;
}

static const char* read_long_string(reader* in, const char* open) {
  const char* begin = open + 1;
  const char* at = begin;
  bool escaped = false;
  for (;; ++at) {
    at += tf_json_plain_bytes(at, (size_t)(in->end - at));
    if (at >= in->end) return fail(in, "Unterminated string starting at", open);
    if (*at == '"') break;
    if (*at != '\\') return fail(in, "Invalid control character at", at);
    escaped = true;
    /* The byte behind it is no end, whatever it is; at the end of the text there is none. */
    if (++at >= in->end) return fail(in, "Unterminated string starting at", open);
  }
  tf_any text = tf_any_none();
  int code = escaped ? new_unescaped(in, begin, at, &text)
                     : tf_string_new(tf_str_of(begin, (size_t)(at - begin)), &text);
  return code == 0 ? put(in, text, at + 1) : NULL;
}

/* Reads the string whose opening quote is at `at`. */
static inline const char* read_string(reader* in, const char* at) {
  if (in->end - at > 8) {
    tf_any text = {{.type_index = kTVMFFISmallStr}};
    size_t size = tf_json_short_string(at + 1, &text.raw.v_uint64);
    if (size < 8) {
      text.raw.small_str_len = (uint32_t)size;
      return put(in, text, at + 1 + size + 1);
    }
  }
  return read_long_string(in, at);
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

static const char* read_unusual_number(reader* in, const char* at) {
  const char* end = at;
  while (end < in->end && is_number_byte(*end)) ++end;
  tf_str text = tf_str_of(at, (size_t)(end - at));
  bool is_real = false;
  int64_t integer = 0;
  double real = 0;
  if (!is_number(text, &is_real)) return fail_value(in, at);
  if (!is_real && tf_num_int64(text, &integer) == TF_NUM_OK) {
    return put(in, tf_any_int(integer), end);
  }
  if (tf_num_double(text, &real) != TF_NUM_OK || !isfinite(real)) return fail_value(in, at);
  return put(in, tf_any_float(real), end);
}

static const char* read_number(reader* in, const char* at) {
  tf_any value;
  size_t size = tf_json_usual_number(at, (size_t)(in->end - at), &value);
  return TF_LIKELY(size != 0) ? put(in, value, at + size) : read_unusual_number(in, at);
}

static TF_ALWAYS_INLINE bool is_name(const reader* in, const char* at, const char* name) {
  size_t size = strlen(name);
  return (size_t)(in->end - at) >= size && memcmp(at, name, size) == 0;
}

static const char* read_name(reader* in, const char* at) {
  if (is_name(in, at, "null")) return put(in, tf_any_none(), at + 4);
  if (is_name(in, at, "true")) return put(in, tf_any_bool(true), at + 4);
  if (is_name(in, at, "false")) return put(in, tf_any_bool(false), at + 5);
  if (is_name(in, at, "NaN")) return put(in, tf_any_float((double)NAN), at + 3);
  if (is_name(in, at, "Infinity")) return put(in, tf_any_float((double)INFINITY), at + 8);
  return fail_value(in, at);
}

/* ---- containers ---- */

static const char* open_container(reader* in, const char* at, bool is_object) {
  frame* top = NULL;
  if (TF_UNLIKELY(in->frames.size >= TF_JSON_VALUE_DEPTH_MAX)) {
    (void)tf_raise_depth("the JSON text");
    return NULL;
  }
  if (TF_LIKELY(in->frames.size < in->frames.room)) {
    top = (frame*)(void*)in->frames.data + in->frames.size++;
  } else {
    top = (frame*)tf_stack_push(&in->frames);
    if (top == NULL) return NULL;
  }
  top->first = in->values.size;
  top->is_object = is_object;
  return at + 1;
}

static int new_array(reader* in, size_t first, tf_any* out) {
  size_t count = in->values.size - first;
  tf_seq* array = NULL;
  TF_TRY(tf_array_new(count, &array));
  const tf_any* values = (const tf_any*)(const void*)in->values.data + first;
  for (size_t i = 0; i < count; ++i) tf_array_fill(array, values[i]);
  in->values.size = first;
  *out = tf_any_own(array);
  return 0;
}

static int new_map(reader* in, size_t first, tf_any* out) {
  tf_map* map = NULL;
  tf_any* pairs = (tf_any*)(void*)in->values.data + first;
  size_t count = (in->values.size - first) / 2;
  in->values.size = first;
  TF_TRY(tf_map_from_plain_pairs(kTVMFFIMap, pairs, count, &map));
  *out = tf_any_own(map);
  return 0;
}

static const char* close_container(reader* in, const char* at) {
  frame top = ((const frame*)(void*)in->frames.data)[in->frames.size - 1];
  tf_any made = tf_any_none();
  int code = top.is_object ? new_map(in, top.first, &made) : new_array(in, top.first, &made);
  if (code != 0) return NULL;
  in->frames.size -= 1;
  return put(in, made, at + 1);
}

/* ---- the loop ---- */

static inline const char* read_key(reader* in, const char* at) {
  at = skip_space(in, at);
  if (peek(in, at) != '"') {
    return fail(in, "Expecting property name enclosed in double quotes", at);
  }
  at = read_string(in, at);
  if (at == NULL) return NULL;
  at = skip_space(in, at);
  if (peek(in, at) != ':') return fail(in, "Expecting ':' delimiter", at);
  return at + 1;
}

/* Reads a value, or opens a container. *out_complete says whether a whole value stands on the stack. */
static inline const char* read_value(reader* in, const char* at, bool* out_complete) {
  at = skip_space(in, at);
  *out_complete = true;
  char c = peek(in, at);
  if (c == '"') return read_string(in, at);
  if (c == '[' || c == '{') {
    at = open_container(in, at, c == '{');
    if (at == NULL) return NULL;
    at = skip_space(in, at);
    if (peek(in, at) == (c == '{' ? '}' : ']')) return close_container(in, at);
    *out_complete = false;
    return c == '{' ? read_key(in, at) : at;
  }
  if (c == '-' && is_name(in, at, "-Infinity")) {
    return put(in, tf_any_float(-(double)INFINITY), at + 9);
  }
  return c == '-' || tf_num_is_digit(c) ? read_number(in, at) : read_name(in, at);
}

/* Behind a whole value: closes containers, or goes on to the next element. *out_done: the outermost value is there. */
static inline const char* continue_behind(reader* in, const char* at, bool* out_done) {
  while (in->frames.size > 0) {
    bool is_object = ((const frame*)(void*)in->frames.data)[in->frames.size - 1].is_object;
    at = skip_space(in, at);
    char c = peek(in, at);
    if (c == ',') return is_object ? read_key(in, at + 1) : at + 1;
    if (c != (is_object ? '}' : ']')) return fail(in, "Expecting ',' delimiter", at);
    at = close_container(in, at);
    if (at == NULL) return NULL;
  }
  *out_done = true;
  return at;
}

static int read_document(reader* in) {
  const char* at = in->begin;
  bool done = false;
  while (!done) {
    bool complete = false;
    at = read_value(in, at, &complete);
    if (at != NULL && complete) at = continue_behind(in, at, &done);
    if (at == NULL) return -1;
  }
  at = skip_space(in, at);
  return at == in->end || fail(in, "Extra data", at) != NULL ? 0 : -1;
}

int tf_json_value_parse(tf_str text, tf_any* out) {
  frame frames[INLINE_FRAMES];
  tf_any values[INLINE_VALUES];
  /* An empty text may lie nowhere; places are compared all the same. */
  const char* begin = text.size == 0 ? "" : text.data;
  reader in = {begin, begin + text.size, tf_stack_lent(frames, INLINE_FRAMES, sizeof(frame)),
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
