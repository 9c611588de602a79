/* SPDX-License-Identifier: Apache-2.0 */
#include "core/column.h"

#include "core/loading.h"
#include "core/string.h"
#include "core/typetable.h"

#include "tf_test_core.h"

static const tf_owner lib_a = {"a", "/x/libA.so", "libA.so"};
static const tf_owner lib_b = {"b", "/x/libB.so", "libB.so"};

static void well_known_columns_exist_from_the_start(void** state) {
  (void)state;
  static const char* const names[] = {"__ffi_new__",
                                      "__ffi_init__",
                                      "__ffi_convert__",
                                      "__ffi_shallow_copy__",
                                      "__any_hash__",
                                      "__any_equal__",
                                      "__s_equal__",
                                      "__ffi_type_final__",
                                      "__s_hash__",
                                      "__ffi_repr__",
                                      "__ffi_hash__",
                                      "__ffi_eq__",
                                      "__s_visit__",
                                      "__data_to_json__",
                                      "__s_mutate__",
                                      "__data_from_json__",
                                      "__ffi_enum__",
                                      "__ffi_compare__",
                                      "__s_maybe_inplace_mutate__"};
  assert_int_equal(TF_COUNT_OF(names), TF_COLUMN_COUNT);
  for (size_t i = 0; i < TF_COUNT_OF(names); ++i) {
    const TVMFFITypeAttrColumn* column = tf_columns_find(tf_columns_global(), tf_str_c(names[i]));
    assert_non_null(column);
    assert_int_equal(column->begin_index, 0);
  }
  for (int i = 0; i < TF_COLUMN_COUNT; ++i) {
    assert_non_null(tf_columns_find(tf_columns_global(), tf_column_name((tf_column_id)i)));
  }
  assert_null(tf_columns_find(tf_columns_global(), tf_str_c("__ffi_convert_type_schema__")));
}

static void cells_are_stored_and_columns_do_not_move(void** state) {
  (void)state;
  tf_columns* columns = tf_columns_new();
  tf_str name = tf_str_c("mine");
  assert_ok(tf_columns_set(columns, kTVMFFINone, name, tf_view_int(1), &lib_a));
  const TVMFFITypeAttrColumn* column = tf_columns_find(columns, name);
  assert_int_equal(column->size, 0);
  assert_ok(tf_columns_set(columns, 200, name, tf_view_c_str("a text of some length"), &lib_a));
  assert_int_equal(column->size, 201);
  assert_int_equal(column->data[200].type_index, kTVMFFIStr);
  assert_int_equal(column->data[199].type_index, kTVMFFINone);
  assert_ok(tf_columns_set(columns, 5000, name, tf_view_int(7), &lib_a));
  assert_int_equal(column->size, 5001);
  assert_int_equal(column->data[5000].v_int64, 7);
  assert_int_equal(column->data[200].type_index, kTVMFFIStr);
  assert_ok(tf_columns_set(columns, 3, name, tf_view_int(8), &lib_a));
  assert_int_equal(column->size, 5001);
  assert_ptr_equal(tf_columns_find(columns, name), column);
  tf_columns_drop(&columns);
  tf_columns_drop(&columns);
}

static void a_taken_cell_stays(void** state) {
  (void)state;
  tf_columns* columns = tf_columns_new();
  tf_str name = tf_str_c("mine");
  assert_ok(tf_columns_set(columns, kTVMFFIStr, name, tf_view_int(1), &lib_a));
  assert_raises(
      tf_columns_set(columns, kTVMFFIStr, name, tf_view_c_str("some longer text"), &lib_b),
      "RuntimeError",
      "Attribute `mine` of type `ffi.String` is already registered (by libA.so; now by "
      "libB.so)");
  assert_int_equal(tf_columns_find(columns, name)->data[kTVMFFIStr].v_int64, 1);
  assert_raises(tf_columns_set(columns, -1, name, tf_view_int(1), &lib_b), "TypeError", "index -1");
  assert_raises(tf_columns_set(columns, 1 << 24, name, tf_view_int(1), &lib_b), "TypeError",
                "no type has index");
  assert_raises(tf_columns_set(columns, 70, tf_str_c(""), tf_view_int(1), &lib_b), "TypeError",
                "needs a name");
  tf_columns_drop(&columns);
}

static void a_library_with_a_clash_loses_its_attributes(void** state) {
  (void)state;
  tf_columns* columns = tf_columns_new();
  tf_str name = tf_str_c("mine");
  assert_ok(tf_columns_set(columns, 65, name, tf_view_int(1), &lib_a));
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("libB.so"));
  assert_ok(tf_columns_set(columns, 66, name, tf_view_int(2), &lib_b));
  assert_ok(tf_columns_set(columns, 65, name, tf_view_int(2), &lib_b));
  assert_int_equal(tf_loading_end(&scope), 1);
  tf_loading_drop(&scope);
  const TVMFFITypeAttrColumn* column = tf_columns_find(columns, name);
  assert_int_equal(column->data[65].v_int64, 1);
  assert_int_equal(column->data[66].type_index, kTVMFFINone);
  assert_true(column->data[66].v_uint64 == 0);
  assert_ok(tf_columns_set(columns, 66, name, tf_view_int(3), &lib_a));
  tf_columns_drop(&columns);
}

static void values_are_inherited_from_the_nearest(void** state) {
  (void)state;
  int32_t parent;
  int32_t child;
  tf_type_spec spec = {.key = tf_str_c("test.column.Parent"),
                       .static_index = -1,
                       .depth = 1,
                       .can_overflow = true,
                       .parent = kTVMFFIObject};
  assert_ok(tf_type_register(&spec, NULL, &parent));
  tf_type_spec derived = {
      .key = tf_str_c("test.column.Child"), .static_index = -1, .depth = 2, .parent = parent};
  assert_ok(tf_type_register(&derived, NULL, &child));
  assert_ok(tf_column_set(TF_COLUMN_S_EQUAL, parent, tf_any_int(9)));
  assert_true(tf_view_is_none(tf_column_get(TF_COLUMN_S_EQUAL, child)));
  assert_int_equal(tf_column_get_inherited(TF_COLUMN_S_EQUAL, child).raw.v_int64, 9);
  assert_ok(tf_column_set(TF_COLUMN_S_EQUAL, child, tf_any_int(10)));
  assert_int_equal(tf_column_get_inherited(TF_COLUMN_S_EQUAL, child).raw.v_int64, 10);
  assert_true(tf_view_is_none(tf_column_get(TF_COLUMN_S_EQUAL, -1)));
  assert_true(tf_view_is_none(tf_column_get(TF_COLUMN_S_EQUAL, INT32_MAX)));
  assert_true(tf_view_is_none(tf_column_get_inherited(TF_COLUMN_S_HASH, child)));
}

static int fill(void* context) {
  (void)context;
  tf_columns* columns = tf_columns_new();
  if (columns == NULL) return tf_raise_memory();
  int status = 0;
  char name[16];
  for (int i = 0; i < 40 && status == 0; ++i) {
    (void)snprintf(name, sizeof name, "c%d", i % 30);
    tf_view value = tf_view_c_str("a text of some length");
    status = tf_columns_set(columns, 65 + i * 10, tf_str_c(name), value, &lib_a);
  }
  tf_columns_drop(&columns);
  return status;
}

static void storing_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(fill, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(well_known_columns_exist_from_the_start),
      tf_unit(cells_are_stored_and_columns_do_not_move),
      tf_unit(a_taken_cell_stays),
      tf_unit(a_library_with_a_clash_loses_its_attributes),
      tf_unit(values_are_inherited_from_the_nearest),
      tf_unit(storing_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
