/* SPDX-License-Identifier: Apache-2.0 */
/* Generated constructors: order of parameters, defaults, and the words of each mistake. */
#include "extra/init.h"

#include "core/column.h"
#include "core/string.h"
#include "records.h"
#include "tf_test_core.h"

static int construct(const tf_view* args, int32_t count, tf_any* out) {
  tf_view init = tf_column_get(TF_COLUMN_INIT, point_type);
  return tf_func_call(init.raw.v_obj, args, count, out);
}

static tf_view kwargs(void) { return tf_view_object(tf_object_kwargs()); }

static const point_object* point_of(const tf_any* any) {
  return (const point_object*)(const void*)any->raw.v_obj;
}

static void positional_and_default_values_arrive(void** state) {
  (void)state;
  const tf_view args[] = {tf_view_int(3)};
  tf_any point = tf_any_none();
  assert_ok(construct(args, 1, &point));
  assert_int_equal(point.raw.type_index, point_type);
  assert_int_equal(point_of(&point)->x, 3);
  assert_int_equal(point_of(&point)->y, 5);
  assert_int_equal(point_of(&point)->mark, 9);
  tf_any_drop(&point);
}

static void keywords_arrive(void** state) {
  (void)state;
  const tf_view args[] = {kwargs(),           tf_view_c_str("tags"), tf_view_c_str("a longer text"),
                          tf_view_c_str("x"), tf_view_int(1),        tf_view_c_str("y"),
                          tf_view_bool(true)};
  tf_any point = tf_any_none();
  assert_ok(construct(args, 7, &point));
  assert_int_equal(point_of(&point)->x, 1);
  assert_int_equal(point_of(&point)->y, 1);
  assert_int_equal(point_of(&point)->tags.type_index, kTVMFFIStr);
  tf_any_drop(&point);
}

static void mistakes_have_their_words(void** state) {
  (void)state;
  tf_any point = tf_any_none();
  const tf_view three[] = {tf_view_int(1), tf_view_int(2), tf_view_int(3)};
  const tf_view unknown[] = {tf_view_int(1), kwargs(), tf_view_c_str("z"), tf_view_int(3)};
  const tf_view twice[] = {tf_view_int(1), kwargs(), tf_view_c_str("x"), tf_view_int(3)};
  const tf_view odd[] = {tf_view_int(1), kwargs(), tf_view_c_str("y")};
  const tf_view no_name[] = {tf_view_int(1), kwargs(), tf_view_int(5), tf_view_int(6)};
  const tf_view hidden[] = {tf_view_int(1), kwargs(), tf_view_c_str("mark"), tf_view_int(6)};
  const tf_view wrong[] = {tf_view_c_str("a")};
  assert_raises(construct(NULL, 0, &point), "TypeError",
                "unit.Point.__ffi_init__() missing required argument: 'x'");
  assert_raises(construct(three, 3, &point), "TypeError",
                "takes at most 2 positional argument(s), but 3 were given");
  assert_raises(construct(unknown, 4, &point), "TypeError",
                "got an unexpected keyword argument 'z'");
  assert_raises(construct(hidden, 4, &point), "TypeError",
                "got an unexpected keyword argument 'mark'");
  assert_raises(construct(twice, 4, &point), "TypeError", "got multiple values for argument 'x'");
  assert_raises(construct(odd, 3, &point), "TypeError", "even number of key-value arguments");
  assert_raises(construct(no_name, 4, &point), "TypeError",
                "Cannot convert from type `int` to `str`");
  assert_raises(construct(wrong, 1, &point), "TypeError",
                "unit.Point.__ffi_init__() field 'x':\n  Cannot convert from type");
}

static int call_global(int (*body)(const tf_args*, tf_any*), const TVMFFIAny* values, int32_t count,
                       tf_any* out) {
  static const tf_func_def def = {"unit.call", "packed", NULL, NULL};
  const tf_args args = {&def, values, count, NULL};
  return body(&args, out);
}

static void objects_are_made_by_name(void** state) {
  (void)state;
  tf_any point = tf_any_none();
  const TVMFFIAny good[] = {tf_view_c_str("unit.Point").raw, tf_view_c_str("mark").raw,
                            tf_view_int(4).raw, tf_view_c_str("x").raw, tf_view_int(2).raw};
  const TVMFFIAny unknown[] = {tf_view_c_str("unit.Point").raw, tf_view_c_str("x").raw,
                               tf_view_int(4).raw, tf_view_c_str("q").raw, tf_view_int(2).raw};
  assert_ok(call_global(tf_init_make_object_call, good, 5, &point));
  assert_int_equal(point_of(&point)->mark, 4);
  assert_int_equal(point_of(&point)->y, 5);
  tf_any_drop(&point);
  assert_raises(call_global(tf_init_make_object_call, unknown, 5, &point), "TypeError",
                "Type `unit.Point` does not have field `q`");
  assert_raises(call_global(tf_init_make_object_call, good, 3, &point), "TypeError",
                "Required field `x` not set in type `unit.Point`");
  assert_raises(call_global(tf_init_make_object_call, good, 2, &point), "InternalError",
                "Check failed");
}

static int make_one(void* context) {
  (void)context;
  const tf_view args[] = {tf_view_int(1), kwargs(), tf_view_c_str("tags"),
                          tf_view_c_str("a longer text")};
  tf_any point = tf_any_none();
  int code = construct(args, 4, &point);
  tf_any_drop(&point);
  return code;
}

static void making_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(make_one, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(positional_and_default_values_arrive),
      tf_unit(keywords_arrive),
      tf_unit(mistakes_have_their_words),
      tf_unit(objects_are_made_by_name),
      tf_unit(making_survives_allocation_failure),
  };
  tf_any first = tf_any_none();
  const tf_view args[] = {tf_view_int(1)};
  /* The first call makes what later calls keep. */
  if (point_register() != 0 || construct(args, 1, &first) != 0) return 1;
  tf_any_drop(&first);
  return tf_test_run(tests);
}
