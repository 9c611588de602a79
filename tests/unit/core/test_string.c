/* SPDX-License-Identifier: Apache-2.0 */
#include "core/string.h"

#include "tf_test_core.h"

static void short_strings_lie_in_the_value(void** state) {
  (void)state;
  TVMFFIByteArray input = {"abc", 3};
  TVMFFIAny any = {0};
  assert_ok(TVMFFIStringFromByteArray(&input, &any));
  assert_int_equal(any.type_index, kTVMFFISmallStr);
  assert_int_equal(any.small_str_len, 3);
  assert_memory_equal(any.v_bytes, "abc\0\0\0\0\0", 8);
  input.size = 0;
  assert_ok(TVMFFIStringFromByteArray(&input, &any));
  assert_int_equal(any.type_index, kTVMFFISmallStr);
  assert_true(any.v_uint64 == 0);
  TVMFFIByteArray nothing = {NULL, 0};
  assert_ok(TVMFFIBytesFromByteArray(&nothing, &any));
  assert_int_equal(any.type_index, kTVMFFISmallBytes);
}

static void seven_bytes_fit_eight_do_not(void** state) {
  (void)state;
  TVMFFIByteArray input = {"12345678", 7};
  TVMFFIAny any = {0};
  assert_ok(TVMFFIBytesFromByteArray(&input, &any));
  assert_int_equal(any.type_index, kTVMFFISmallBytes);
  input.size = 8;
  assert_ok(TVMFFIBytesFromByteArray(&input, &any));
  assert_int_equal(any.type_index, kTVMFFIBytes);
  const TVMFFIByteArray* cell = TVMFFIBytesGetByteArrayPtr(any.v_obj);
  assert_int_equal(cell->size, 8);
  assert_string_equal(cell->data, "12345678");
  tf_object_decref(any.v_obj);
}

static void objects_of_any_length_are_terminated(void** state) {
  (void)state;
  for (size_t size = 0; size < 40; ++size) {
    char* data;
    tf_any any;
    assert_ok(tf_string_new_room(kTVMFFIStr, size, &data, &any));
    memset(data, 'x', size);
    tf_str text = {NULL, 0};
    tf_view view = tf_view_of(&any);
    assert_true(tf_view_get_str(&view, &text));
    assert_int_equal(text.size, size);
    assert_int_equal(strlen(text.data), size);
    tf_any_drop(&any);
  }
}

static void bad_input_is_refused(void** state) {
  (void)state;
  TVMFFIAny any = {.type_index = 5};
  TVMFFIByteArray bad = {NULL, 3};
  assert_raises(TVMFFIStringFromByteArray(NULL, &any), "TypeError", "StringFromByteArray");
  assert_raises(TVMFFIStringFromByteArray(&bad, &any), "TypeError", "3 bytes at NULL");
  assert_raises(TVMFFIBytesFromByteArray(&bad, NULL), "TypeError", "NULL");
  assert_int_equal(any.type_index, 5);
  char* data;
  tf_any huge;
  assert_raises(tf_string_new_room(kTVMFFIStr, SIZE_MAX, &data, &huge), "MemoryError", "memory");
}

static void buffers_and_formats_become_strings(void** state) {
  (void)state;
  tf_any any;
  tf_str text = {NULL, 0};
  assert_ok(tf_string_format(&any, "%s has %d letters", "text", 4));
  tf_view view = tf_view_of(&any);
  assert_true(tf_view_get_str(&view, &text));
  assert_str_is(text, "text has 4 letters");
  tf_any_drop(&any);
  tf_buf small = tf_buf_new(3);
  (void)tf_buf_put_c(&small, "1234");
  assert_raises(tf_string_from_buf(&small, &any), "ValueError", "longer than 3 bytes");
  tf_buf_drop(&small);
}

static int make_strings(void* context) {
  (void)context;
  tf_any any;
  TF_TRY(tf_string_new(tf_str_c("long enough for an object"), &any));
  tf_any_drop(&any);
  TF_TRY(tf_string_new_bytes(tf_str_c("long enough for an object"), &any));
  tf_any_drop(&any);
  TF_TRY(tf_string_format(&any, "%0100d", 1));
  tf_any_drop(&any);
  return 0;
}

static void making_strings_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(make_strings, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(short_strings_lie_in_the_value),
      tf_unit(seven_bytes_fit_eight_do_not),
      tf_unit(objects_of_any_length_are_terminated),
      tf_unit(bad_input_is_refused),
      tf_unit(buffers_and_formats_become_strings),
      tf_unit(making_strings_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
