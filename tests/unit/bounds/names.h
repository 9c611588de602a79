/* SPDX-License-Identifier: Apache-2.0 */
/* Names that abi/abi.json and abi/registry.json record, for tests that must have a case for each. */
#ifndef TF_BOUNDS_NAMES_H_
#define TF_BOUNDS_NAMES_H_

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "tf_test_core.h"

typedef struct {
  char function[64];
  char name[64]; /* of the parameter; empty for the function itself */
  char type[96];
} recorded_name;

typedef struct {
  recorded_name* items;
  size_t count;
} recorded_names;

typedef struct {
  recorded_names* out;
  recorded_name now;
  const char* key;
} names_reader;

static void names_text(tf_json* in, char* out, size_t room) {
  assert_true(in->text_size < room);
  out[tf_json_unescape(in, out)] = '\0';
}

static void names_add(names_reader* r) {
  recorded_names* names = r->out;
  if (names->count % 64 == 0) {
    void* grown = realloc(names->items, (names->count + 64) * sizeof(recorded_name));
    assert_non_null(grown);
    names->items = (recorded_name*)grown;
  }
  names->items[names->count++] = r->now;
}

static void names_params(tf_json* in, names_reader* r) {
  assert_int_equal(tf_json_next(in), TF_JSON_ARRAY_BEGIN);
  while (tf_json_next(in) == TF_JSON_OBJECT_BEGIN) {
    while (tf_json_next(in) == TF_JSON_KEY) {
      bool is_name = in->text_size == 4 && memcmp(in->text, "name", 4) == 0;
      bool is_type = in->text_size == 4 && memcmp(in->text, "type", 4) == 0;
      tf_json_event value = tf_json_next(in);
      if (is_name) names_text(in, r->now.name, sizeof(r->now.name));
      if (is_type) names_text(in, r->now.type, sizeof(r->now.type));
      assert_true(tf_json_skip(in, value));
    }
    names_add(r);
  }
  r->now.name[0] = r->now.type[0] = '\0';
}

/* Reads the list "functions" of a file. With parameters when the file has them: one entry for each, and none for a
   function without. Without (`with_params` false) one entry for each function. */
static inline recorded_names names_read(const char* path, bool with_params) {
  enum { ROOM = 1 << 20 };
  recorded_names names = {NULL, 0};
  names_reader r = {.out = &names};
  static tf_json in;
  char* text = (char*)malloc(ROOM);
  FILE* file = fopen(path, "rb");
  assert_non_null(file);
  size_t size = fread(text, 1, ROOM, file);
  (void)fclose(file);
  tf_json_begin(&in, text, size, 64, TF_JSON_STRICT);
  assert_int_equal(tf_json_next(&in), TF_JSON_OBJECT_BEGIN);
  while (tf_json_next(&in) == TF_JSON_KEY) {
    bool is_functions = in.text_size == 9 && memcmp(in.text, "functions", 9) == 0;
    tf_json_event first = tf_json_next(&in);
    if (!is_functions || first != TF_JSON_ARRAY_BEGIN) {
      assert_true(tf_json_skip(&in, first));
      continue;
    }
    while (tf_json_next(&in) == TF_JSON_OBJECT_BEGIN) {
      while (tf_json_next(&in) == TF_JSON_KEY) {
        bool is_name = in.text_size == 4 && memcmp(in.text, "name", 4) == 0;
        bool is_params = in.text_size == 6 && memcmp(in.text, "params", 6) == 0;
        if (is_params && with_params) {
          names_params(&in, &r);
          continue;
        }
        tf_json_event value = tf_json_next(&in);
        if (is_name) names_text(&in, r.now.function, sizeof(r.now.function));
        assert_true(tf_json_skip(&in, value));
      }
      if (!with_params) names_add(&r);
    }
  }
  free(text);
  assert_true(names.count > 0);
  return names;
}

static inline void names_drop(recorded_names* names) { free(names->items); }

#endif /* TF_BOUNDS_NAMES_H_ */
