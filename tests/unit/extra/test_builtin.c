/* SPDX-License-Identifier: Apache-2.0 */
/* The built-in global functions: names, order and metadata against abi/registry.json, and a call of each container
   function. */
#include <stdio.h>

#include "base/json.h"
#include "core/typetable.h"
#include "values.h"

enum { NUM_RECORDED = 100 };

/* ---- the recorded registry ---- */

static char* recorded;
static size_t recorded_size;

static int read_recorded(void) {
  FILE* file = fopen(TF_REGISTRY_JSON, "rb");
  if (file == NULL) return -1;
  recorded = (char*)malloc(1 << 20);
  recorded_size = fread(recorded, 1, 1 << 20, file);
  return fclose(file);
}

/* Calls `check` for each function that is recorded; its name and metadata. */
static int visit_functions(int (*check)(tf_str name, tf_str metadata)) {
  static tf_json in;
  int count = 0;
  tf_json_begin(&in, recorded, recorded_size, 64, TF_JSON_STRICT);
  assert_int_equal(tf_json_next(&in), TF_JSON_OBJECT_BEGIN);
  while (tf_json_next(&in) == TF_JSON_KEY) {
    bool is_functions = tf_json_text_is(&in, "functions", 9);
    tf_json_event first = tf_json_next(&in);
    if (!is_functions || first != TF_JSON_ARRAY_BEGIN) {
      assert_true(tf_json_skip(&in, first));
      continue;
    }
    while (tf_json_next(&in) == TF_JSON_OBJECT_BEGIN) {
      char name[200] = "";
      static char metadata[5000];
      size_t metadata_size = 0;
      while (tf_json_next(&in) == TF_JSON_KEY) {
        bool is_name = tf_json_text_is(&in, "name", 4);
        bool is_metadata = tf_json_text_is(&in, "metadata_raw", 12);
        tf_json_event value = tf_json_next(&in);
        if (is_name) name[tf_json_unescape(&in, name)] = '\0';
        if (is_metadata) metadata_size = tf_json_unescape(&in, metadata);
        assert_true(tf_json_skip(&in, value));
      }
      count += check(tf_str_c(name), tf_str_of(metadata, metadata_size));
    }
  }
  return count;
}

static int check_metadata(tf_str name, tf_str metadata) {
  tf_registry_item item;
  if (!tf_registry_describe(tf_registry_global(), name, &item)) {
    fail_msg("%.*s is not registered", (int)name.size, name.data);
  }
  if (!tf_str_equal(item.metadata, metadata)) {
    fail_msg("%.*s: metadata %.*s, want %.*s", (int)name.size, name.data, (int)item.metadata.size,
             item.metadata.data, (int)metadata.size, metadata.data);
  }
  return 1;
}

static void metadata_are_the_recorded_ones(void** state) {
  (void)state;
  assert_int_equal(visit_functions(check_metadata), NUM_RECORDED);
}

/* ---- containers: every function, against what the released implementation answers ---- */

#define assert_call_raises(name, kind, part, ...)                                            \
  do {                                                                                       \
    tf_any args[] = {__VA_ARGS__};                                                           \
    tf_any result = tf_any_none();                                                           \
    assert_raises(call_global(name, args, (int32_t)TF_COUNT_OF(args), &result), kind, part); \
  } while (0)

static int64_t int_of(tf_any value) {
  assert_true(value.raw.type_index == kTVMFFIInt || value.raw.type_index == kTVMFFIBool);
  return value.raw.v_int64;
}

static void array_functions(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1), INT(2));
  assert_int_equal(int_of(MAKE("ffi.ArrayGetItem", tf_any_copy_owned(&array), INT(1))), 2);
  assert_int_equal(int_of(MAKE("ffi.ArraySize", tf_any_copy_owned(&array))), 2);
  assert_int_equal(int_of(MAKE("ffi.ArrayContains", tf_any_copy_owned(&array), INT(2))), 1);
  assert_int_equal(int_of(MAKE("ffi.ArrayContains", tf_any_copy_owned(&array), tf_any_float(2.0))),
                   0);
  assert_call_raises("ffi.ArrayGetItem", "IndexError", "Index 5 out of bounds 2",
                     tf_any_copy_owned(&array), INT(5));
  assert_call_raises("ffi.ArrayGetItem", "IndexError", "Index -1 out of bounds 2",
                     tf_any_copy_owned(&array), INT(-1));
  assert_call_raises("ffi.ArrayGetItem", "TypeError",
                     "Mismatched number of arguments when calling: `ffi.ArrayGetItem(0: ffi.Array, "
                     "1: int) -> Any`. Expected 2 but got 1 arguments",
                     tf_any_copy_owned(&array));
  assert_call_raises("ffi.ArrayGetItem", "TypeError",
                     "Mismatched type on argument #1 when calling: `ffi.ArrayGetItem(0: ffi.Array, "
                     "1: int) -> Any`. Expected `int` but got `ffi.SmallStr`",
                     tf_any_copy_owned(&array), text_any("x"));
  assert_call_raises("ffi.ArrayGetItem", "TypeError", "Expected `ffi.Array` but got `ffi.List`",
                     LIST(INT(1)), INT(0));
  tf_any_drop(&array);
}

static void list_functions(void** state) {
  (void)state;
  tf_any list = LIST(INT(1), INT(2), INT(3));
#define SELF tf_any_copy_owned(&list)
  (void)MAKE("ffi.ListAppend", SELF, INT(4));
  (void)MAKE("ffi.ListInsert", SELF, INT(0), INT(9));
  (void)MAKE("ffi.ListSetItem", SELF, INT(1), INT(8));
  assert_int_equal(int_of(MAKE("ffi.ListSize", SELF)), 5);
  assert_int_equal(int_of(MAKE("ffi.ListGetItem", SELF, INT(1))), 8);
  assert_int_equal(int_of(MAKE("ffi.ListContains", SELF, INT(9))), 1);
  assert_int_equal(int_of(MAKE("ffi.ListPop", SELF, INT(0))), 9);
  (void)MAKE("ffi.ListErase", SELF, INT(0));
  (void)MAKE("ffi.ListReverse", SELF);
  assert_int_equal(int_of(MAKE("ffi.ListGetItem", SELF, INT(0))), 4);
  (void)MAKE("ffi.ListEraseRange", SELF, INT(0), INT(2));
  (void)MAKE("ffi.ListReplaceSlice", SELF, INT(0), INT(1), ARRAY(INT(5), INT(6)));
  assert_int_equal(int_of(MAKE("ffi.ListSize", SELF)), 2);
  (void)MAKE("ffi.ListReserve", SELF, INT(100));
  (void)MAKE("ffi.ListClear", SELF);
  assert_int_equal(int_of(MAKE("ffi.ListSize", SELF)), 0);
  assert_call_raises("ffi.ListPop", "IndexError", "Index 0 out of bounds 0", SELF, INT(0));
  assert_call_raises("ffi.ListSetItem", "TypeError",
                     "`ffi.ListSetItem(0: List<Any>, 1: int, 2: Any) -> void`. Expected "
                     "`List<Any>` but got `ffi.Map`",
                     make_with("ffi.Map", NULL, 0), INT(1), INT(2));
#undef SELF
  tf_any_drop(&list);
}

/* An Array is converted, and the change goes into the copy. */
static void changing_an_array_changes_a_copy(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1));
  (void)MAKE("ffi.ListAppend", tf_any_copy_owned(&array), INT(2));
  assert_int_equal(int_of(MAKE("ffi.ArraySize", tf_any_copy_owned(&array))), 1);
  tf_any_drop(&array);
}

static void map_functions(void** state) {
  (void)state;
  tf_any map = MAP(INT(1), INT(2), text_any("a"), INT(3));
#define SELF tf_any_copy_owned(&map)
  assert_int_equal(int_of(MAKE("ffi.MapSize", SELF)), 2);
  assert_int_equal(int_of(MAKE("ffi.MapGetItem", SELF, text_any("a"))), 3);
  assert_int_equal(int_of(MAKE("ffi.MapCount", SELF, INT(7))), 0);
  tf_any missing = MAKE("ffi.MapGetItemOrMissing", SELF, INT(7));
  assert_ptr_equal(missing.raw.v_obj, tf_object_missing());
  tf_any_drop(&missing);
  assert_call_raises("ffi.MapGetItem", "KeyError", "key is not in Map", SELF, INT(7));
  assert_call_raises("ffi.Map", "InternalError",
                     "Check failed: args.size() % 2 == 0 (1 vs. 0) : ", INT(7));
#undef SELF
  tf_any_drop(&map);
}

static void dict_functions(void** state) {
  (void)state;
  tf_any dict = DICT(INT(1), INT(2));
#define SELF tf_any_copy_owned(&dict)
  (void)MAKE("ffi.DictSetItem", SELF, text_any("k"), INT(4));
  assert_int_equal(int_of(MAKE("ffi.DictSize", SELF)), 2);
  assert_int_equal(int_of(MAKE("ffi.DictGetItem", SELF, text_any("k"))), 4);
  assert_int_equal(int_of(MAKE("ffi.DictCount", SELF, INT(1))), 1);
  (void)MAKE("ffi.DictErase", SELF, INT(1));
  (void)MAKE("ffi.DictErase", SELF, INT(77));
  assert_int_equal(int_of(MAKE("ffi.DictCount", SELF, INT(1))), 0);
  (void)MAKE("ffi.DictClear", SELF);
  assert_int_equal(int_of(MAKE("ffi.DictSize", SELF)), 0);
  assert_call_raises("ffi.DictGetItem", "KeyError", "key is not in Map", SELF, INT(7));
#undef SELF
  tf_any_drop(&dict);
}

static int64_t call_cursor(const tf_any* cursor, int64_t command) {
  tf_view arg = tf_view_int(command);
  tf_any result = tf_any_none();
  assert_ok(tf_func_call(cursor->raw.v_obj, &arg, 1, &result));
  return int_of(result);
}

static void cursors_walk_in_order(void** state) {
  (void)state;
  tf_any cursor = MAKE("ffi.MapForwardIterFunctor", MAP(INT(1), INT(10), INT(2), INT(20)));
  assert_int_equal(call_cursor(&cursor, 0), 1);
  assert_int_equal(call_cursor(&cursor, 1), 10);
  assert_int_equal(call_cursor(&cursor, 2), 1);
  assert_int_equal(call_cursor(&cursor, 0), 2);
  assert_int_equal(call_cursor(&cursor, 2), 0);
  assert_int_equal(call_cursor(&cursor, 2), 0);
  tf_view arg = tf_view_int(0);
  tf_any result = tf_any_none();
  assert_raises(tf_func_call(cursor.raw.v_obj, &arg, 1, &result), "IndexError", "at its end");
  tf_any_drop(&cursor);
}

static void cursors_notice_changes(void** state) {
  (void)state;
  tf_any dict = DICT(INT(1), INT(10), INT(2), INT(20));
  tf_any cursor = MAKE("ffi.DictForwardIterFunctor", tf_any_copy_owned(&dict));
  (void)MAKE("ffi.DictErase", tf_any_copy_owned(&dict), INT(1));
  tf_view arg = tf_view_int(0);
  tf_any result = tf_any_none();
  assert_raises(tf_func_call(cursor.raw.v_obj, &arg, 1, &result), "RuntimeError",
                "changed during iteration");
  tf_any_drop(&cursor);
  tf_any_drop(&dict);
}

/* ---- the rest of this layer's plain functions ---- */

static void type_keys_come_in_order(void** state) {
  (void)state;
  tf_any keys = make_with("ffi.GetRegisteredTypeKeys", NULL, 0);
  const tf_seq* seq = (const tf_seq*)(const void*)keys.raw.v_obj;
  tf_view first = tf_seq_at(seq, 0);
  tf_view object = tf_seq_at(seq, 14);
  tf_str text = {NULL, 0};
  assert_true(tf_view_get_str(&first, &text));
  assert_str_is(text, "None");
  assert_true(tf_view_get_str(&object, &text));
  assert_str_is(text, "ffi.Object");
  tf_any_drop(&keys);
}

static void shapes_take_integers(void** state) {
  (void)state;
  assert_call_raises("ffi.Shape", "ValueError", "Expect shape to take list of int arguments",
                     tf_any_float(2.5));
}

static void removed_functions_are_gone(void** state) {
  (void)state;
  assert_int_equal(int_of(MAKE("ffi.FunctionRemoveGlobal", text_any("unit.nowhere"))), 0);
  assert_call_raises("ffi.GetGlobalFuncMetadata", "RuntimeError",
                     "Global Function is not found: unit.nowhere", text_any("unit.nowhere"));
}

static void null_functions_are_refused(void** state) {
  (void)state;
  assert_call_raises("ffi.FunctionFromExternC", "ValueError", "null", tf_any_none(), tf_any_none(),
                     tf_any_none());
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(metadata_are_the_recorded_ones),
      tf_unit(array_functions),
      tf_unit(list_functions),
      tf_unit(changing_an_array_changes_a_copy),
      tf_unit(map_functions),
      tf_unit(dict_functions),
      tf_unit(cursors_walk_in_order),
      tf_unit(cursors_notice_changes),
      tf_unit(type_keys_come_in_order),
      tf_unit(shapes_take_integers),
      tf_unit(removed_functions_are_gone),
      tf_unit(null_functions_are_refused),
  };
  if (read_recorded() != 0) return 1;
  return tf_test_run(tests);
}
