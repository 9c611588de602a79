/* SPDX-License-Identifier: Apache-2.0 */
/* Mutators of clients: through their table; what is left of a value that they do not change. */
#include "extra/mutator.h"

#include "extra/types.h"
#include "values.h"

/* A mutator as a client makes it: doubles integers, or fails at a float. */
static TVMFFIAny doubling_mutate(tf_mutator* self, TVMFFIAny value) {
  tf_any made = tf_any_none();
  if (value.type_index == kTVMFFIInt) return tf_any_int(value.v_int64 * 2).raw;
  if (value.type_index == kTVMFFIFloat) {
    (void)tf_raise(TF_VALUE_ERROR, "no floats");
    return tf_any_own(tf_error_take_as_value()).raw;
  }
  if (tf_mutator_mutate_parts(self, tf_view_raw(&value), false, &made) != 0) {
    return tf_any_own(tf_error_take_as_value()).raw;
  }
  return made.raw;
}

static TVMFFIAny no_remap(tf_mutator* self, TVMFFIAny var) {
  (void)self;
  (void)var;
  return tf_any_none().raw;
}

static TVMFFIAny forget_remap(tf_mutator* self, TVMFFIAny var, TVMFFIAny value) {
  (void)value;
  return no_remap(self, var);
}

static const tf_mutator_vtable doubling_table = {doubling_mutate, doubling_mutate, no_remap,
                                                 forget_remap};

static tf_mutator* doubling_new(void) {
  tf_mutator* m = (tf_mutator*)tf_object_new(sizeof(*m), tf_types_known.structural_mutator,
                                             tf_object_delete_leaf);
  assert_non_null(m);
  m->vtable = &doubling_table;
  return m;
}

/* Consumes `root`. */
static int mutate(tf_any root, tf_any* out) {
  tf_mutator* m = doubling_new();
  int code = tf_mutator_mutate(m, tf_view_of(&root), out);
  tf_object_drop(&m);
  tf_any_drop(&root);
  return code;
}

static void changed_parts_make_a_new_value(void** state) {
  (void)state;
  tf_any made = tf_any_none();
  assert_ok(mutate(ARRAY(INT(2), text_any("s"), MAP(INT(1), INT(5))), &made));
  const tf_seq* seq = (const tf_seq*)(const void*)made.raw.v_obj;
  assert_int_equal(tf_seq_at(seq, 0).raw.v_int64, 4);
  const tf_map* map = (const tf_map*)(const void*)tf_seq_at(seq, 2).raw.v_obj;
  const tf_any* value = NULL;
  assert_ok(tf_map_find(map, tf_view_int(1), &value));
  assert_int_equal(value->raw.v_int64, 10);
  tf_any_drop(&made);
}

static void unchanged_values_give_the_mark(void** state) {
  (void)state;
  tf_any made = tf_any_none();
  assert_ok(mutate(ARRAY(text_any("s"), LIST(tf_any_none())), &made));
  assert_int_equal(made.raw.type_index, kTVMFFIUnchanged);
}

static void errors_come_through(void** state) {
  (void)state;
  tf_any made = tf_any_none();
  assert_raises(mutate(ARRAY(INT(1), LIST(tf_any_float(1.5))), &made), "ValueError", "no floats");
}

static void a_mutator_without_table_is_refused(void** state) {
  (void)state;
  tf_any made = tf_any_none();
  tf_mutator* m = doubling_new();
  m->vtable = NULL;
  assert_raises(tf_mutator_mutate(m, tf_view_int(1), &made), "RuntimeError", "no table");
  tf_object_drop(&m);
}

typedef struct {
  tf_mutator* mutator;
  tf_any root;
} task;

static int mutate_once(void* context) {
  const task* one = (const task*)context;
  tf_any made = tf_any_none();
  int code = tf_mutator_mutate(one->mutator, tf_view_of(&one->root), &made);
  tf_any_drop(&made);
  return code;
}

static void mutating_survives_allocation_failure(void** state) {
  (void)state;
  task one = {doubling_new(), ARRAY(INT(2), LIST(INT(3)), MAP(INT(1), INT(5)))};
  tf_test_fail_walk(mutate_once, &one);
  tf_object_drop(&one.mutator);
  tf_any_drop(&one.root);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(changed_parts_make_a_new_value),
      tf_unit(unchanged_values_give_the_mark),
      tf_unit(errors_come_through),
      tf_unit(a_mutator_without_table_is_refused),
      tf_unit(mutating_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
