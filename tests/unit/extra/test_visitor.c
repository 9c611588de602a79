/* SPDX-License-Identifier: Apache-2.0 */
/* Visitors of clients: through their table, with their results, and in their regions. */
#include "extra/visitor.h"

#include "extra/types.h"
#include "values.h"

/* A visitor as a client makes it: counts what it sees and goes on into the parts. */
typedef struct {
  tf_visitor base;
  int count;
  int32_t stop_at; /* type index that ends the visit; -1: none */
} counting;

static TVMFFIAny counting_visit(tf_visitor* self, TVMFFIAny value) {
  counting* c = (counting*)(void*)self;
  tf_any result = tf_any_none();
  c->count += 1;
  if (value.type_index == c->stop_at) {
    tf_object* interrupt = NULL;
    int code = tf_types_new_interrupt(tf_any_int(c->count), &interrupt);
    return tf_visitor_to_expected(code, tf_any_own(interrupt));
  }
  int code = tf_visitor_visit_parts(self, tf_view_raw(&value), &result);
  return tf_visitor_to_expected(code, result);
}

static const tf_visitor_vtable counting_table = {counting_visit};

static counting* counting_new(int32_t stop_at) {
  counting* c = (counting*)tf_object_new(sizeof(*c), tf_types_known.structural_visitor,
                                         tf_object_delete_leaf);
  assert_non_null(c);
  c->base.vtable = &counting_table;
  c->stop_at = stop_at;
  return c;
}

static tf_any sample(void) { return ARRAY(INT(1), LIST(tf_any_none(), tf_any_float(2.0)), INT(3)); }

static void all_parts_but_none_are_visited(void** state) {
  (void)state;
  counting* c = counting_new(-1);
  tf_any root = sample();
  tf_any result = tf_any_none();
  assert_ok(tf_visitor_visit(&c->base, tf_view_of(&root), &result));
  assert_int_equal(c->count, 5);
  assert_true(tf_view_is_none(tf_view_of(&result)));
  tf_any_drop(&root);
  tf_object_drop(&c);
}

static void an_interrupt_ends_the_visit(void** state) {
  (void)state;
  counting* c = counting_new(kTVMFFIFloat);
  tf_any root = sample();
  tf_any result = tf_any_none();
  assert_ok(tf_visitor_visit(&c->base, tf_view_of(&root), &result));
  const tvm_ffi_visit_interrupt_object* interrupt =
      (const tvm_ffi_visit_interrupt_object*)(const void*)result.raw.v_obj;
  assert_int_equal(interrupt->value.v_int64, 4);
  assert_int_equal(c->count, 4);
  tf_any_drop(&result);
  tf_any_drop(&root);
  tf_object_drop(&c);
}

static void a_visitor_without_table_is_refused(void** state) {
  (void)state;
  counting* c = counting_new(-1);
  tf_any result = tf_any_none();
  c->base.vtable = NULL;
  assert_raises(tf_visitor_visit(&c->base, tf_view_int(1), &result), "RuntimeError", "no table");
  tf_object_drop(&c);
}

static tf_visitor* asked;

static int region_call(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_int(asked->def_region_kind);
  return 0;
}

static void regions_are_entered_and_left(void** state) {
  (void)state;
  static const tf_func_def def = {"unit.region", "packed", region_call, NULL};
  tf_function* callback = NULL;
  counting* c = counting_new(-1);
  tf_any result = tf_any_none();
  asked = &c->base;
  assert_ok(tf_func_new(&def, &callback));
  for (int64_t region = 0; region < 3; ++region) {
    assert_ok(tf_visitor_call_in_region(&c->base, region, &callback->header, &result));
    assert_int_equal(result.raw.v_int64, region);
    assert_int_equal(c->base.def_region_kind, TF_REGION_NONE);
  }
  c->base.def_region_kind = TF_REGION_PATTERN;
  assert_ok(tf_visitor_call_in_region(&c->base, TF_REGION_NONE, &callback->header, &result));
  assert_int_equal(result.raw.v_int64, TF_REGION_PATTERN);
  assert_raises(tf_visitor_call_in_region(&c->base, 9, &callback->header, &result), "ValueError",
                "no definition region kind 9");
  tf_object_drop(&callback);
  tf_object_drop(&c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(all_parts_but_none_are_visited),
      tf_unit(an_interrupt_ends_the_visit),
      tf_unit(a_visitor_without_table_is_refused),
      tf_unit(regions_are_entered_and_left),
  };
  return tf_test_run(tests);
}
