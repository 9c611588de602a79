/* SPDX-License-Identifier: Apache-2.0 */
/* Argument lists as text, so that a scenario is one line:

     12  -3  1.5  "a text"  b"bytes"  N (None)  T  F  A[1 2] (Array)  L[...]  M[key value ...]  D[key value ...]
     S[2 3] (Shape)  @word (what the test makes under that name)

   Texts have no escapes. */
#ifndef TF_BOUNDS_NOTATION_H_
#define TF_BOUNDS_NOTATION_H_

#include "values.h"

/* Makes what a test calls @word. Owned. */
typedef tf_any (*notation_maker)(const char* word);

typedef struct {
  const char* at;
  notation_maker make;
} notation;

static tf_any notation_value(notation* in);

static bool notation_more(notation* in) {
  while (*in->at == ' ') ++in->at;
  return *in->at != '\0' && *in->at != ']';
}

static tf_any notation_row(notation* in, const char* constructor) {
  enum { MOST = 64 };
  tf_any items[MOST];
  tf_view views[MOST];
  tf_any made = tf_any_none();
  int32_t count = 0;
  in->at += 2;
  while (notation_more(in)) {
    assert_true(count < MOST);
    items[count++] = notation_value(in);
  }
  ++in->at;
  for (int32_t i = 0; i < count; ++i) views[i] = tf_view_of(&items[i]);
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(constructor));
  assert_ok(tf_func_call(function, views, count, &made));
  for (int32_t i = 0; i < count; ++i) tf_any_drop(&items[i]);
  tf_object_decref(function);
  return made;
}

static tf_any notation_text(notation* in, bool is_bytes) {
  tf_any made = tf_any_none();
  const char* begin = in->at + 1;
  const char* end = strchr(begin, '"');
  tf_str text = tf_str_of(begin, (size_t)(end - begin));
  in->at = end + 1;
  assert_ok(is_bytes ? tf_string_new_bytes(text, &made) : tf_string_new(text, &made));
  return made;
}

static tf_any notation_number(notation* in) {
  char* end;
  size_t size = strspn(in->at, "+-0123456789.");
  bool is_float = memchr(in->at, '.', size) != NULL;
  tf_any made = is_float ? tf_any_float(strtod(in->at, &end)) : INT(strtoll(in->at, &end, 10));
  assert_ptr_equal(end, in->at + size);
  in->at = end;
  return made;
}

static tf_any notation_word(notation* in) {
  char word[32];
  size_t size = strcspn(in->at + 1, " ]");
  assert_true(size < sizeof(word));
  memcpy(word, in->at + 1, size);
  word[size] = '\0';
  in->at += 1 + size;
  return in->make(word);
}

static tf_any notation_value(notation* in) {
  static const struct {
    char letter;
    const char* constructor;
  } rows[] = {{'A', "ffi.Array"},
              {'L', "ffi.List"},
              {'M', "ffi.Map"},
              {'D', "ffi.Dict"},
              {'S', "ffi.Shape"}};
  static const char constants[] = "NTF";
  for (size_t i = 0; i < TF_COUNT_OF(rows); ++i) {
    if (in->at[0] == rows[i].letter && in->at[1] == '[') {
      return notation_row(in, rows[i].constructor);
    }
  }
  if (in->at[0] == '"') return notation_text(in, false);
  if (in->at[0] == 'b' && in->at[1] == '"') {
    ++in->at;
    return notation_text(in, true);
  }
  if (in->at[0] == '@') return notation_word(in);
  if (strchr(constants, in->at[0]) == NULL) return notation_number(in);
  char constant = *in->at++;
  return constant == 'N' ? tf_any_none() : tf_any_bool(constant == 'T');
}

enum { NOTATION_MOST = 16 };

/* The values of a line; their number. */
static inline int32_t notation_read(const char* line, notation_maker make, tf_any* out) {
  notation in = {line, make};
  int32_t count = 0;
  while (notation_more(&in)) {
    assert_true(count < NOTATION_MOST);
    out[count++] = notation_value(&in);
  }
  assert_true(*in.at == '\0');
  return count;
}

#endif /* TF_BOUNDS_NOTATION_H_ */
