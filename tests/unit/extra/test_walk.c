/* SPDX-License-Identifier: Apache-2.0 */
/* Walks and visits with callbacks: order, choice by type, regions, stopping, the trail of errors. */
#include "extra/walk.h"

#include "extra/types.h"
#include "extra/visitor.h"
#include "values.h"

/* ---- a callback that notes what it sees; its answer is set by the test ---- */

static tf_buf seen;
static tf_any answer;

static int note_call(const tf_args* args, tf_any* result) {
  tf_any text = tf_any_none();
  tf_any arg[] = {tf_any_none()};
  tf_str content = {NULL, 0};
  TF_TRY(tf_any_copy(tf_args_view(args, 0), &arg[0]));
  TF_TRY(call_global("ffi.ReprPrint", arg, 1, &text));
  tf_view view = tf_view_of(&text);
  if (tf_view_get_str(&view, &content)) (void)tf_buf_put_str(&seen, content);
  (void)tf_buf_put_char(&seen, ' ');
  tf_any_drop(&text);
  *result = tf_any_copy_owned(&answer);
  return 0;
}

static int fail_call(const tf_args* args, tf_any* result) {
  (void)args;
  (void)result;
  return tf_raise(TF_VALUE_ERROR, "no further");
}

static int visit_on_call(const tf_args* args, tf_any* result) {
  tf_any pair[] = {tf_any_none(), tf_any_none()};
  TF_TRY(note_call(args, result));
  TF_TRY(tf_any_copy(tf_args_view(args, 1), &pair[0]));
  TF_TRY(tf_any_copy(tf_args_view(args, 0), &pair[1]));
  return call_global("ffi.StructuralVisitorDefaultVisit", pair, 2, result);
}

static const tf_func_def note_def = {"note", "packed", note_call, NULL};
static const tf_func_def fail_def = {"fail", "packed", fail_call, NULL};
static const tf_func_def visit_on_def = {"visit_on", "packed", visit_on_call, NULL};

/* A row with one callback for a type. */
static tf_any row(int64_t type_index, const tf_func_def* def) {
  tf_function* function = NULL;
  assert_ok(tf_func_new(def, &function));
  return ARRAY(ARRAY(INT(type_index), tf_any_own(function)));
}

static tf_any no_row(void) { return make_with("ffi.Array", NULL, 0); }

/* Walks; consumes the values. What was seen must be `want`. */
static tf_any walk(tf_any root, tf_any callbacks, int64_t order, const char* want) {
  seen = tf_buf_new(10000);
  tf_any result = MAKE("ffi.StructuralWalk", root, callbacks, no_row(), INT(order));
  assert_string_equal(tf_buf_c_str(&seen), want);
  tf_buf_drop(&seen);
  return result;
}

static tf_any sample(void) {
  return ARRAY(INT(1), tf_any_none(), MAP(text_any("k"), LIST(INT(3))), text_any("s"));
}

static void order_is_before_or_after_the_parts(void** state) {
  (void)state;
  (void)walk(sample(), row(-1, &note_def), 0,
             "(1, None, {\"k\": [3]}, \"s\") 1 {\"k\": [3]} [3] 3 \"s\" ");
  (void)walk(sample(), row(-1, &note_def), 1,
             "1 3 [3] {\"k\": [3]} \"s\" (1, None, {\"k\": [3]}, \"s\") ");
}

static void callbacks_are_chosen_by_type(void** state) {
  (void)state;
  (void)walk(sample(), row(kTVMFFIInt, &note_def), 0, "1 3 ");
  (void)walk(sample(), row(kTVMFFIStr, &note_def), 0, "\"s\" ");
  (void)walk(sample(), row(kTVMFFIList, &note_def), 0, "[3] ");
  (void)walk(ARRAY(INT(1), LIST(INT(2))), row(kTVMFFIObject, &note_def), 0, "(1, [2]) [2] ");
}

static void answers_skip_or_stop(void** state) {
  (void)state;
  answer = INT(1);
  (void)walk(sample(), row(kTVMFFIArray, &note_def), 0, "(1, None, {\"k\": [3]}, \"s\") ");
  answer = MAKE("ffi.VisitInterrupt", INT(7));
  tf_any result = walk(sample(), row(kTVMFFIInt, &note_def), 0, "1 ");
  assert_ptr_equal(result.raw.v_obj, answer.raw.v_obj);
  tf_any_drop(&result);
  tf_any_drop(&answer);
}

static void other_answers_are_refused(void** state) {
  (void)state;
  answer = text_any("x");
  seen = tf_buf_new(10000);
  tf_any args[] = {sample(), row(-1, &note_def), no_row(), INT(0)};
  tf_any result = tf_any_none();
  assert_raises(call_global("ffi.StructuralWalk", args, 4, &result), "TypeError",
                "expected WalkResult, but got ffi.SmallStr");
  tf_buf_drop(&seen);
  answer = tf_any_none();
}

static void rows_are_checked(void** state) {
  (void)state;
  tf_any args[] = {INT(1), ARRAY(ARRAY(INT(1), INT(2))), no_row(), INT(0)};
  tf_any result = tf_any_none();
  assert_raises(call_global("ffi.StructuralWalk", args, 4, &result), "TypeError",
                "Expected `Array<Tuple<int, ffi.Function>>` but got `Array[index 0: Array[index 1: "
                "int]]`");
}

static void visits_go_on_through_the_visitor(void** state) {
  (void)state;
  seen = tf_buf_new(10000);
  tf_any result = MAKE("ffi.StructuralVisit", sample(), row(-1, &visit_on_def));
  assert_true(tf_view_is_none(tf_view_of(&result)));
  assert_string_equal(tf_buf_c_str(&seen),
                      "(1, None, {\"k\": [3]}, \"s\") 1 {\"k\": [3]} [3] 3 \"s\" ");
  tf_buf_drop(&seen);
}

static void errors_leave_a_trail(void** state) {
  (void)state;
  tf_any root = sample();
  tf_any args[] = {tf_any_copy_owned(&root), row(kTVMFFIList, &fail_def), no_row(), INT(0)};
  tf_any result = tf_any_none();
  assert_int_equal(call_global("ffi.StructuralWalk", args, 4, &result), -1);
  tf_error* error = tf_error_take_raised();
  const tvm_ffi_visit_error_context_object* trail =
      (const tvm_ffi_visit_error_context_object*)error->cell.extra_context;
  assert_int_equal(trail->header.type_index, tf_types_known.visit_error_context);
  const tf_seq* objects = (const tf_seq*)trail->reverse_visit_pattern;
  assert_int_equal(objects->seq.size, 3);
  assert_int_equal(tf_seq_at(objects, 0).raw.type_index, kTVMFFIList);
  assert_int_equal(tf_seq_at(objects, 1).raw.type_index, kTVMFFIMap);
  assert_ptr_equal(tf_seq_at(objects, 2).raw.v_obj, root.raw.v_obj);
  tf_object_decref(error);
  tf_any_drop(&root);
}

/* Recursion goes through foreign tables: it is refused when the stack gets short, not survived. */
static void too_deep_values_are_refused(void** state) {
  (void)state;
  tf_any args[] = {deep_list(1000000), no_row(), no_row(), INT(0)};
  tf_any result = tf_any_none();
  assert_raises(call_global("ffi.StructuralWalk", args, 4, &result), "RecursionError", "deep");
}

static int walk_once(void* context) {
  (void)context;
  tf_any root = tf_any_none();
  tf_any rows[2] = {tf_any_none(), tf_any_none()};
  tf_any result = tf_any_none();
  tf_any number[] = {INT(1)};
  int code = call_global("ffi.Array", number, 1, &root);
  if (code == 0) code = call_global("ffi.Array", NULL, 0, &rows[0]);
  if (code == 0) code = call_global("ffi.Array", NULL, 0, &rows[1]);
  tf_any args[] = {root, rows[0], rows[1], INT(0)};
  if (code == 0) return call_global("ffi.StructuralWalk", args, 4, &result);
  for (int i = 0; i < 3; ++i) tf_any_drop(&args[i]);
  return code;
}

static void walking_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(walk_once, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(order_is_before_or_after_the_parts),
      tf_unit(callbacks_are_chosen_by_type),
      tf_unit(answers_skip_or_stop),
      tf_unit(other_answers_are_refused),
      tf_unit(rows_are_checked),
      tf_unit(visits_go_on_through_the_visitor),
      tf_unit(errors_leave_a_trail),
      tf_unit(too_deep_values_are_refused),
      tf_unit(walking_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
