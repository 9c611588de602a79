/* SPDX-License-Identifier: Apache-2.0 */
#include "core/any.h"

#include "base/hash.h"
#include "core/bigint.h"
#include "core/column.h"
#include "core/func.h"
#include "core/string.h"
#include "core/typetable.h"

#include "tf_test_core.h"

static uint64_t hash_of(tf_view view) {
  uint64_t hash = 0;
  assert_ok(tf_any_hash(view, &hash));
  return hash;
}

static bool are_equal(tf_view a, tf_view b) {
  bool equal = false;
  bool reversed = false;
  assert_ok(tf_any_equal(a, b, &equal));
  assert_ok(tf_any_equal(b, a, &reversed));
  assert_int_equal(equal, reversed);
  return equal;
}

/* abi.md section 8, measured. */
static void hashes_are_the_recorded_ones(void** state) {
  (void)state;
  assert_true(hash_of(tf_view_none()) == UINT64_C(2654435769));
  assert_true(hash_of(tf_view_int(1)) == UINT64_C(2654435835));
  assert_true(hash_of(tf_view_bool(true)) == UINT64_C(2654435896));
  assert_true(hash_of(tf_view_float(1.5)) == UINT64_C(4609434221268138618));
  tf_any small;
  tf_any big;
  tf_any bytes;
  assert_ok(tf_string_new(tf_str_c("abc"), &small));
  assert_ok(tf_string_new(tf_str_c("hello world!"), &big));
  assert_ok(tf_string_new_bytes(tf_str_c("ab"), &bytes));
  assert_true(hash_of(tf_view_of(&small)) == UINT64_C(2660953131));
  assert_true(hash_of(tf_view_of(&big)) == UINT64_C(4293989269));
  assert_true(hash_of(tf_view_of(&bytes)) == UINT64_C(2654465256));
  tf_any_drop(&big);
}

static void both_forms_of_a_string_are_one_value(void** state) {
  (void)state;
  tf_any object;
  assert_ok(tf_string_new_object(kTVMFFIStr, tf_str_c("abc"), &object));
  tf_any small = tf_string_small(tf_str_c("abc"));
  assert_true(are_equal(tf_view_of(&object), tf_view_of(&small)));
  assert_true(hash_of(tf_view_of(&object)) == hash_of(tf_view_of(&small)));
  tf_any bytes = tf_string_small_bytes(tf_str_c("abc"));
  assert_false(are_equal(tf_view_of(&bytes), tf_view_of(&small)));
  assert_false(are_equal(tf_view_of(&object), tf_view_none()));
  tf_any_drop(&object);
}

static void equality_is_by_kind_and_bits(void** state) {
  (void)state;
  assert_true(are_equal(tf_view_none(), tf_view_none()));
  assert_false(are_equal(tf_view_int(1), tf_view_float(1.0)));
  assert_false(are_equal(tf_view_int(1), tf_view_bool(true)));
  assert_false(are_equal(tf_view_float(0.0), tf_view_float(-0.0)));
  double nan = strtod("nan", NULL);
  assert_true(are_equal(tf_view_float(nan), tf_view_float(nan)));
  assert_false(are_equal(tf_view_object(tf_object_missing()), tf_view_object(tf_object_kwargs())));
}

static void big_integers_compare_by_hooks(void** state) {
  (void)state;
  static const int64_t words[] = {0, 64};
  static const int64_t others[] = {0, 65};
  tf_any a;
  tf_any b;
  tf_any c;
  assert_ok(tf_bigint_new(words, 2, &a));
  assert_ok(tf_bigint_new(words, 2, &b));
  assert_ok(tf_bigint_new(others, 2, &c));
  assert_true(are_equal(tf_view_of(&a), tf_view_of(&b)));
  assert_false(are_equal(tf_view_of(&a), tf_view_of(&c)));
  assert_true(hash_of(tf_view_of(&a)) == tf_hash_combine(kTVMFFIBigInt, 64));
  tf_any_drop(&a);
  tf_any_drop(&b);
  tf_any_drop(&c);
}

/* ---- hooks that are Function objects, and hooks that fail ---- */

static int hook_body(const tf_args* args, tf_any* result) {
  const int* mode = args->context;
  if (*mode == 0) *result = tf_any_int(args->count == 1 ? 5 : 1);
  if (*mode == 1) return tf_raise(TF_VALUE_ERROR, "hook says no");
  if (*mode == 2) return tf_string_new(tf_str_c("a text of some length"), result);
  return 0;
}

static const tf_func_def hook_def = {"hook", "packed", hook_body, NULL};

static int32_t type_with_hooks(int* mode) {
  tf_type_spec spec = {
      .key = tf_str_c("test.any.Hooked"), .static_index = -1, .depth = 1, .parent = kTVMFFIObject};
  int32_t index;
  tf_function* function;
  assert_ok(tf_type_register(&spec, NULL, &index));
  assert_ok(tf_func_new_closure(&hook_def, mode, NULL, &function));
  assert_ok(tf_column_set(TF_COLUMN_ANY_HASH, index, tf_any_share(function)));
  assert_ok(tf_column_set(TF_COLUMN_ANY_EQUAL, index, tf_any_own(function)));
  return index;
}

static void function_hooks_answer_or_fail(void** state) {
  (void)state;
  static int mode;
  tf_mem_watch(false); /* the columns keep the function for ever */
  int32_t index = type_with_hooks(&mode);
  tf_mem_watch(true);
  tf_object* a = tf_object_new(sizeof *a, index, tf_object_delete_leaf);
  tf_object* b = tf_object_new(sizeof *b, index, tf_object_delete_leaf);
  assert_true(are_equal(tf_view_object(a), tf_view_object(b)));
  assert_true(hash_of(tf_view_object(a)) == tf_hash_combine((uint64_t)index, 5));
  uint64_t hash = 7;
  bool equal = true;
  mode = 1;
  assert_raises(tf_any_hash(tf_view_object(a), &hash), "ValueError", "hook says no");
  assert_raises(tf_any_equal(tf_view_object(a), tf_view_object(b), &equal), "ValueError", "no");
  mode = 2;
  assert_raises(tf_any_hash(tf_view_object(a), &hash), "TypeError", "must return int or bool");
  assert_int_equal(hash, 7);
  tf_object_decref(a);
  tf_object_decref(b);
}

/* ---- conversion to owned ---- */

static void raw_strings_and_byte_arrays_become_values(void** state) {
  (void)state;
  tf_any any;
  tf_str text = {NULL, 0};
  assert_ok(tf_any_copy(tf_view_c_str("a longer text"), &any));
  assert_int_equal(any.raw.type_index, kTVMFFIStr);
  tf_view view = tf_view_of(&any);
  assert_true(tf_view_get_str(&view, &text));
  assert_str_is(text, "a longer text");
  tf_any_drop(&any);
  assert_int_equal(any.raw.type_index, kTVMFFINone);
  tf_any_drop(&any);
  TVMFFIByteArray bytes = {"ab\0c", 4};
  assert_ok(tf_any_copy(tf_view_byte_array(&bytes), &any));
  assert_int_equal(any.raw.type_index, kTVMFFISmallBytes);
  assert_int_equal(any.raw.small_str_len, 4);
  assert_raises(tf_any_copy(tf_view_byte_array(NULL), &any), "TypeError", "NULL");
}

static void rvalues_are_taken_once(void** state) {
  (void)state;
  tf_object* slot = tf_object_new(sizeof *slot, kTVMFFIObject, tf_object_delete_leaf);
  tf_view view = {{.type_index = kTVMFFIObjectRValueRef, .v_ptr = &slot}};
  tf_any any;
  assert_ok(tf_any_copy(view, &any));
  assert_null(slot);
  assert_true(tf_object_is_unique(any.raw.v_obj));
  assert_raises(tf_any_copy(view, &(tf_any){{0}}), "InternalError", "RValueRef already moved");
  tf_any_drop(&any);
}

static void objects_gain_a_reference(void** state) {
  (void)state;
  tf_object* object = tf_object_new(sizeof *object, kTVMFFIObject, tf_object_delete_leaf);
  TVMFFIAny view = tf_view_object(object).raw;
  TVMFFIAny owned = {0};
  assert_ok(TVMFFIAnyViewToOwnedAny(&view, &owned));
  assert_false(tf_object_is_unique(object));
  tf_any any = tf_any_take(&owned);
  tf_any second = tf_any_copy_owned(&any);
  tf_any_drop(&any);
  tf_any third = tf_any_move(&second);
  assert_int_equal(second.raw.type_index, kTVMFFINone);
  tf_any_set(&third, tf_any_int(3));
  assert_int_equal(third.raw.v_int64, 3);
  assert_true(tf_object_is_unique(object));
  tf_object_decref(object);
  assert_raises(TVMFFIAnyViewToOwnedAny(NULL, &owned), "TypeError", "NULL");
  TVMFFIAny broken = {.type_index = kTVMFFIObject};
  assert_raises(TVMFFIAnyViewToOwnedAny(&broken, &owned), "TypeError", "holds no object");
}

static void plain_values_are_copied_bit_for_bit(void** state) {
  (void)state;
  int target = 0;
  TVMFFIAny from[] = {tf_view_int(-1).raw, tf_view_float(2.5).raw, tf_view_ptr(&target).raw,
                      tf_view_device((DLDevice){kDLCUDA, 3}).raw,
                      tf_view_dtype((DLDataType){2, 16, 1}).raw};
  for (size_t i = 0; i < TF_COUNT_OF(from); ++i) {
    TVMFFIAny to = {0};
    assert_ok(TVMFFIAnyViewToOwnedAny(&from[i], &to));
    assert_memory_equal(&from[i], &to, sizeof to);
  }
}

static void numbers_convert_as_documented(void** state) {
  (void)state;
  int64_t i = 0;
  double f = 0;
  bool b = false;
  assert_true(tf_view_get_int(tf_view_bool(true), &i) && i == 1);
  assert_false(tf_view_get_int(tf_view_float(1), &i));
  assert_true(tf_view_get_float(tf_view_int(3), &f) && f == 3.0);
  assert_true(tf_view_get_float(tf_view_bool(true), &f) && f == 1.0);
  assert_true(tf_view_get_bool(tf_view_int(7), &b) && b);
  assert_false(tf_view_get_bool(tf_view_float(1), &b));
  assert_false(tf_view_get_float(tf_view_none(), &f));
}

static void objects_are_told_by_type(void** state) {
  (void)state;
  tf_any text;
  assert_ok(tf_string_new(tf_str_c("long enough"), &text));
  tf_view view = tf_view_of(&text);
  assert_non_null(tf_view_get_exact(view, kTVMFFIStr));
  assert_null(tf_view_get_exact(view, kTVMFFIObject));
  assert_non_null(tf_view_get_object(view, kTVMFFIObject));
  assert_null(tf_view_get_object(view, kTVMFFIArray));
  assert_null(tf_view_get_object(tf_view_int(1), kTVMFFIObject));
  assert_str_is(tf_view_type_key(view), "ffi.String");
  assert_str_is(tf_view_type_key(tf_view_int(1)), "int");
  assert_true(tf_view_is_none(tf_view_object(NULL)));
  tf_any_drop(&text);
}

static int copy_texts(void* context) {
  (void)context;
  tf_any any;
  TVMFFIByteArray bytes = {"bytes that are longer", 21};
  TF_TRY(tf_any_copy(tf_view_c_str("text that is longer"), &any));
  tf_any_drop(&any);
  TF_TRY(tf_any_copy(tf_view_byte_array(&bytes), &any));
  tf_any_drop(&any);
  return 0;
}

static void copying_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(copy_texts, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(hashes_are_the_recorded_ones),
      tf_unit(both_forms_of_a_string_are_one_value),
      tf_unit(equality_is_by_kind_and_bits),
      tf_unit(big_integers_compare_by_hooks),
      tf_unit(function_hooks_answer_or_fail),
      tf_unit(raw_strings_and_byte_arrays_become_values),
      tf_unit(rvalues_are_taken_once),
      tf_unit(objects_gain_a_reference),
      tf_unit(plain_values_are_copied_bit_for_bit),
      tf_unit(numbers_convert_as_documented),
      tf_unit(objects_are_told_by_type),
      tf_unit(copying_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
