/* SPDX-License-Identifier: Apache-2.0 */
/* Recursive hash, equality and order: recorded hashes, rules of order, cycles, sharing. */
#include "extra/recursive.h"

#include <math.h>

#include "records.h"
#include "values.h"

/* Consumes the value. */
static uint64_t hash_of(tf_any value) {
  uint64_t hash = 0;
  assert_ok(tf_recursive_hash(tf_view_of(&value), &hash));
  tf_any_drop(&value);
  return hash;
}

static void hashes_are_the_recorded_ones(void** state) {
  (void)state;
  assert_int_equal(hash_of(tf_any_none()), 2654435769u);
  assert_int_equal(hash_of(INT(1)), 2654435835u);
  assert_int_equal(hash_of(INT(-1)), 2654435833u);
  assert_int_equal(hash_of(tf_any_bool(true)), 2654435896u);
  assert_int_equal(hash_of(tf_any_float(1.5)), UINT64_C(4609434221268138618));
  assert_int_equal(hash_of(tf_any_float(-0.0)), 2654435962u);
  assert_int_equal(hash_of(tf_any_float(-(double)NAN)), UINT64_C(9221120239695526522));
  assert_int_equal(hash_of(tf_any_dtype((DLDataType){kDLInt, 8, 4})), UINT64_C(11093831737491));
  assert_int_equal(hash_of(tf_any_device((DLDevice){kDLCUDA, 3})), UINT64_C(175247678512));
  assert_int_equal(hash_of(text_any("abc")), 2660953131u);
  assert_int_equal(hash_of(text_any("abcabcabcabcabcabcabcabcabc")), 3927959617u);
  assert_int_equal(hash_of(MAKE("ffi.Shape", INT(3), INT(4))), UINT64_C(284796581919863955));
  assert_int_equal(hash_of(ARRAY(INT(1), INT(2))), UINT64_C(2823377144815479104));
  assert_int_equal(hash_of(LIST(INT(1), text_any("a"))), UINT64_C(10056973534142325018));
  assert_int_equal(hash_of(MAP(INT(1), INT(2), text_any("a"), INT(3))),
                   UINT64_C(8690102117801010466));
  assert_int_equal(hash_of(MAP(text_any("a"), INT(3), INT(1), INT(2))),
                   UINT64_C(8690102117801010466));
}

/* Consumes both. */
static int compare(tf_any a, tf_any b, int* out) {
  int code = tf_recursive_compare(tf_view_of(&a), tf_view_of(&b), out);
  tf_any_drop(&a);
  tf_any_drop(&b);
  return code;
}

static bool equal(tf_any a, tf_any b) {
  bool same = false;
  assert_ok(tf_recursive_equal(tf_view_of(&a), tf_view_of(&b), &same));
  tf_any_drop(&a);
  tf_any_drop(&b);
  return same;
}

#define assert_order(a, b, want)      \
  do {                                \
    int order = 9;                    \
    assert_ok(compare(a, b, &order)); \
    assert_int_equal(order, want);    \
  } while (0)

#define assert_no_order(a, b, kind, part)             \
  do {                                                \
    int order = 9;                                    \
    assert_raises(compare(a, b, &order), kind, part); \
  } while (0)

static void equality_is_typed(void** state) {
  (void)state;
  assert_true(equal(ARRAY(INT(1), text_any("a")), ARRAY(INT(1), text_any("a"))));
  assert_false(equal(ARRAY(INT(1)), LIST(INT(1))));
  assert_false(equal(INT(1), tf_any_float(1.0)));
  assert_false(equal(INT(1), tf_any_bool(true)));
  assert_true(equal(tf_any_float((double)NAN), tf_any_float(-(double)NAN)));
  assert_true(equal(tf_any_float(0.0), tf_any_float(-0.0)));
  assert_false(equal(ARRAY(INT(1)), ARRAY(INT(1), INT(2))));
  assert_true(equal(MAP(INT(1), INT(2), INT(3), INT(4)), MAP(INT(3), INT(4), INT(1), INT(2))));
  assert_false(equal(MAP(INT(1), INT(2)), MAP(INT(1), INT(3))));
  assert_false(equal(MAP(INT(1), INT(2)), MAP(INT(2), INT(2))));
}

static void order_is_lexicographic(void** state) {
  (void)state;
  assert_order(INT(1), INT(2), -1);
  assert_order(tf_any_none(), INT(2), -1);
  assert_order(ARRAY(INT(1), INT(2)), ARRAY(INT(1), INT(3)), -1);
  assert_order(ARRAY(INT(1), INT(2)), ARRAY(INT(1)), 1);
  assert_order(text_any("abc"), text_any("ab"), 1);
  assert_order(MAP(INT(1), INT(2)), MAP(INT(1), INT(2)), 0);
  assert_order(tf_any_bool(false), tf_any_bool(true), -1);
}

static void what_has_no_order_is_an_error(void** state) {
  (void)state;
  assert_no_order(INT(1), tf_any_float(1.0), "TypeError",
                  "Cannot compare values of different types: int vs float");
  assert_no_order(tf_any_float((double)NAN), tf_any_float(1.0), "TypeError",
                  "Cannot order NaN values");
  assert_no_order(MAP(INT(1), INT(2)), MAP(INT(1), INT(3)), "TypeError",
                  "Cannot order Map/Dict values");
  assert_no_order(MAP(INT(1), INT(2)), MAP(INT(1), text_any("a")), "TypeError",
                  "Cannot compare values of different types: int vs ffi.SmallStr");
  assert_no_order(MAP(INT(1), tf_any_float((double)NAN)), MAP(INT(1), tf_any_float((double)NAN)),
                  "TypeError", "Cannot order NaN values");
  assert_no_order(tf_any_ptr((void*)1), tf_any_ptr((void*)2), "TypeError",
                  "Cannot order values of type void*");
}

static void cyclic_values_end(void** state) {
  (void)state;
  tf_any a = cyclic_list();
  tf_any b = cyclic_list();
  assert_true(equal(tf_any_copy_owned(&a), tf_any_copy_owned(&b)));
  assert_no_order(tf_any_copy_owned(&a), tf_any_copy_owned(&b), "ValueError", "cyclic");
  assert_int_equal(hash_of(tf_any_copy_owned(&a)), UINT64_C(5960482439972758480));
  list_break(&a);
  list_break(&b);
}

static void shared_values_cost_linear_time(void** state) {
  (void)state;
  tf_any a = shared_arrays(60);
  tf_any b = shared_arrays(60);
  assert_int_equal(hash_of(tf_any_copy_owned(&a)), hash_of(tf_any_copy_owned(&b)));
  assert_order(tf_any_copy_owned(&a), tf_any_copy_owned(&b), 0);
  assert_true(equal(a, b));
}

static void deep_values_need_no_stack(void** state) {
  (void)state;
  tf_any a = deep_list(200000);
  tf_any b = deep_list(200000);
  assert_int_equal(hash_of(tf_any_copy_owned(&a)), hash_of(tf_any_copy_owned(&b)));
  assert_true(equal(a, b));
}

static void reflected_objects_compare_by_fields(void** state) {
  (void)state;
  tf_any a = MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"), INT(3));
  tf_any b = MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"), INT(4));
  assert_order(tf_any_copy_owned(&a), tf_any_copy_owned(&b), -1);
  assert_false(equal(tf_any_copy_owned(&a), b));
  assert_true(equal(tf_any_copy_owned(&a), a));
}

typedef struct {
  tf_any a;
  tf_any b;
} pair;

static int walk_pair(void* context) {
  const pair* both = (const pair*)context;
  uint64_t hash = 0;
  bool same = false;
  TF_TRY(tf_recursive_hash(tf_view_of(&both->a), &hash));
  return tf_recursive_equal(tf_view_of(&both->a), tf_view_of(&both->b), &same);
}

static void walking_survives_allocation_failure(void** state) {
  (void)state;
  pair both = {MAP(INT(1), ARRAY(INT(1), LIST(INT(3)))), MAP(INT(1), ARRAY(INT(1), LIST(INT(3))))};
  tf_test_fail_walk(walk_pair, &both);
  tf_any_drop(&both.a);
  tf_any_drop(&both.b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(hashes_are_the_recorded_ones),
      tf_unit(equality_is_typed),
      tf_unit(order_is_lexicographic),
      tf_unit(what_has_no_order_is_an_error),
      tf_unit(cyclic_values_end),
      tf_unit(shared_values_cost_linear_time),
      tf_unit(deep_values_need_no_stack),
      tf_unit(reflected_objects_compare_by_fields),
      tf_unit(walking_survives_allocation_failure),
  };
  if (point_register() != 0) return 1;
  return tf_test_run(tests);
}
