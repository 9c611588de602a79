/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of values, as the released implementation prints them. */
#include "extra/repr.h"

#include <math.h>

#include "core/bigint.h"
#include "core/dtype.h"
#include "core/shape.h"
#include "records.h"
#include "values.h"

/* Consumes the value. */
#define assert_repr(value, want)                        \
  do {                                                  \
    tf_any printed = (value);                           \
    tf_any text = tf_any_none();                        \
    assert_ok(tf_repr(tf_view_of(&printed), &text));    \
    tf_view text_view = tf_view_of(&text);              \
    tf_str content = {NULL, 0};                         \
    assert_true(tf_view_get_str(&text_view, &content)); \
    assert_str_is(content, want);                       \
    assert_int_equal(text.raw.type_index, kTVMFFIStr);  \
    tf_any_drop(&text);                                 \
    tf_any_drop(&printed);                              \
  } while (0)

static void plain_values(void** state) {
  (void)state;
  assert_repr(tf_any_none(), "None");
  assert_repr(tf_any_bool(true), "True");
  assert_repr(INT(-5), "-5");
  assert_repr(tf_any_float(1.0), "1");
  assert_repr(tf_any_float(1e20), "1e+20");
  assert_repr(tf_any_float(123456789.0), "1.23457e+08");
  assert_repr(tf_any_float((double)NAN), "nan");
  assert_repr(tf_any_float(-(double)INFINITY), "-inf");
  assert_repr(tf_any_float(-0.0), "-0");
  assert_repr(tf_any_ptr(NULL), "void*");
  assert_repr(tf_any_device((DLDevice){kDLCUDA, 1}), "cuda:1");
  assert_repr(tf_any_dtype((DLDataType){kDLInt, 8, 4}), "int8x4");
}

static void strings_are_quoted_and_escaped(void** state) {
  (void)state;
  assert_repr(text_any("a\"b\\\n\t\r\x01\x7f \xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80"),
              "\"a\\\"b\\\\\\n\\t\\r\\x01\\x7f \\u00e9 \\u4e2d \\U0001f600\"");
  assert_repr(text_any("\xff\xc3"), "\"\\xff\\xc3\"");
  tf_any bytes = tf_any_none();
  assert_ok(tf_string_new_bytes(tf_str_of("a\"b\\\n\0\xff", 7), &bytes));
  assert_repr(bytes, "b\"a\\x22b\\x5c\\x0a\\x00\\xff\"");
}

static void containers_show_their_kind(void** state) {
  (void)state;
  assert_repr(make_with("ffi.Array", NULL, 0), "()");
  assert_repr(ARRAY(INT(1)), "(1,)");
  assert_repr(ARRAY(INT(1), LIST(INT(2))), "(1, [2])");
  assert_repr(make_with("ffi.Dict", NULL, 0), "{}");
  assert_repr(MAP(text_any("a"), INT(1), INT(2), ARRAY(INT(3))), "{\"a\": 1, 2: (3,)}");
  assert_repr(MAKE("ffi.Shape", INT(1), INT(2)), "Shape(1, 2)");
}

static void big_integers_are_decimal(void** state) {
  (void)state;
  const int64_t words[] = {0, 64};
  const int64_t negative[] = {0, 0, 0, -256};
  tf_any value = tf_any_none();
  assert_ok(tf_bigint_new(words, 2, &value));
  assert_repr(value, "1180591620717411303424");
  assert_ok(tf_bigint_new(negative, 4, &value));
  assert_repr(value, "-1606938044258990275541962092341162602522202993782792835301376");
}

static void reflected_objects_show_their_fields(void** state) {
  (void)state;
  tf_any point = MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"), INT(3),
                      text_any("tags"), text_any("t"));
  assert_repr(point, "unit.Point(x=3, y=5, tags=\"t\")");
}

static void sentinels_and_functions(void** state) {
  (void)state;
  assert_repr(tf_any_share(tf_object_missing()), "<MISSING>");
  assert_repr(tf_any_share(tf_object_kwargs()), "<KWARGS>");
  assert_repr(tf_any_own(tf_registry_find(tf_registry_global(), tf_str_c("ffi.Array"))),
              "ffi.Function");
}

static void cycles_end_in_dots(void** state) {
  (void)state;
  tf_any list = cyclic_list();
  assert_repr(tf_any_copy_owned(&list), "[1, ...]");
  assert_repr(ARRAY(tf_any_copy_owned(&list), tf_any_copy_owned(&list)), "([1, ...], [1, ...])");
  list_break(&list);
}

static void deep_values_need_no_stack(void** state) {
  (void)state;
  enum { DEEP = 200000 };
  tf_any list = deep_list(DEEP);
  tf_any text = tf_any_none();
  assert_ok(tf_repr(tf_view_of(&list), &text));
  tf_any_drop(&list);
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_int_equal(content.size, 2 * DEEP + 1);
  tf_any_drop(&text);
}

static int print(void* context) {
  tf_any text = tf_any_none();
  int code = tf_repr(tf_view_of((const tf_any*)context), &text);
  tf_any_drop(&text);
  return code;
}

static void printing_survives_allocation_failure(void** state) {
  (void)state;
  tf_any value = ARRAY(INT(1), MAP(text_any("a longer text"), LIST(INT(2))), tf_any_float(1.5));
  tf_test_fail_walk(print, &value);
  tf_any_drop(&value);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(plain_values),
      tf_unit(strings_are_quoted_and_escaped),
      tf_unit(containers_show_their_kind),
      tf_unit(big_integers_are_decimal),
      tf_unit(reflected_objects_show_their_fields),
      tf_unit(sentinels_and_functions),
      tf_unit(cycles_end_in_dots),
      tf_unit(deep_values_need_no_stack),
      tf_unit(printing_survives_allocation_failure),
  };
  if (point_register() != 0) return 1;
  return tf_test_run(tests);
}
