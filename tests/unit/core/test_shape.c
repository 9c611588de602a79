/* SPDX-License-Identifier: Apache-2.0 */
#include "core/shape.h"

#include "tf_test_core.h"

static void shapes_hold_a_copy(void** state) {
  (void)state;
  int64_t dims[] = {2, -3, INT64_MAX};
  tf_any shape;
  TVMFFIShapeCell cell;
  assert_ok(tf_shape_new(dims, 3, &shape));
  dims[0] = 9;
  assert_int_equal(shape.raw.type_index, kTVMFFIShape);
  assert_true(tf_shape_get(tf_view_of(&shape), &cell));
  assert_int_equal(cell.size, 3);
  assert_int_equal(cell.data[0], 2);
  assert_int_equal(cell.data[1], -3);
  assert_int_equal(cell.data[2], INT64_MAX);
  tf_any_drop(&shape);
}

static void empty_shapes_have_no_dims(void** state) {
  (void)state;
  tf_any shape;
  TVMFFIShapeCell cell;
  assert_ok(tf_shape_new(NULL, 0, &shape));
  assert_true(tf_shape_get(tf_view_of(&shape), &cell));
  assert_int_equal(cell.size, 0);
  tf_any_drop(&shape);
}

static void room_is_filled_by_the_caller(void** state) {
  (void)state;
  tf_any shape;
  int64_t* dims;
  TVMFFIShapeCell cell;
  assert_ok(tf_shape_new_room(2, &dims, &shape));
  assert_int_equal(dims[1], 0);
  dims[0] = 7;
  assert_true(tf_shape_get(tf_view_of(&shape), &cell));
  assert_int_equal(cell.data[0], 7);
  tf_any_drop(&shape);
}

static void other_kinds_are_no_shapes(void** state) {
  (void)state;
  TVMFFIShapeCell cell;
  assert_false(tf_shape_get(tf_view_none(), &cell));
  assert_false(tf_shape_get(tf_view_int(kTVMFFIShape), &cell));
}

static void impossible_sizes_are_memory_errors(void** state) {
  (void)state;
  tf_any shape;
  int64_t* dims;
  assert_raises(tf_shape_new_room(SIZE_MAX, &dims, &shape), "MemoryError", "");
  assert_raises(tf_shape_new_room(SIZE_MAX / 8, &dims, &shape), "MemoryError", "");
}

static int make_shape(void* context) {
  (void)context;
  int64_t dims[] = {1, 2};
  tf_any shape;
  TF_TRY(tf_shape_new(dims, 2, &shape));
  tf_any_drop(&shape);
  return 0;
}

static void shapes_survive_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(make_shape, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(shapes_hold_a_copy),
      tf_unit(empty_shapes_have_no_dims),
      tf_unit(room_is_filled_by_the_caller),
      tf_unit(other_kinds_are_no_shapes),
      tf_unit(impossible_sizes_are_memory_errors),
      tf_unit(shapes_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
