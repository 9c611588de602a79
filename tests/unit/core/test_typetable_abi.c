/* SPDX-License-Identifier: Apache-2.0 */
#include <tvm/ffi/c_api.h>

#include "core/string.h"
#include "core/typetable.h"

#include "tf_test_core.h"

static TVMFFIByteArray key_of(const char* text) {
  TVMFFIByteArray key = {text, strlen(text)};
  return key;
}

static void keys_lead_to_indices_and_records(void** state) {
  (void)state;
  TVMFFIByteArray key = key_of("ffi.Map");
  int32_t index = 0;
  assert_ok(TVMFFITypeKeyToIndex(&key, &index));
  assert_int_equal(index, kTVMFFIMap);
  assert_string_equal(TVMFFIGetTypeInfo(index)->type_key.data, "ffi.Map");
  key = key_of("ffi.Mapp");
  assert_raises(TVMFFITypeKeyToIndex(&key, &index), "InternalError",
                "Cannot find type `ffi.Mapp`; did you mean `ffi.Map`?");
  key = key_of("nothing.of.the.kind");
  assert_raises(TVMFFITypeKeyToIndex(&key, &index), "InternalError", "Cannot find type `nothing");
  assert_raises(TVMFFITypeKeyToIndex(NULL, &index), "TypeError", "NULL");
  assert_raises(TVMFFITypeKeyToIndex(&key, NULL), "TypeError", "NULL");
  assert_string_equal(TVMFFIGetTypeInfo(63)->type_key.data, "<unknown type>");
}

static void indices_are_given_out_once(void** state) {
  (void)state;
  TVMFFIByteArray key = key_of("test.typetable_abi.T");
  assert_int_equal(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, -2), -2);
  int32_t index = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject);
  assert_true(index >= kTVMFFIDynObjectBegin);
  assert_int_equal(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject), index);
  assert_int_equal(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, -2), index);
}

static void a_failure_gives_an_index_of_nobody(void** state) {
  (void)state;
  TVMFFIByteArray key = key_of("test.typetable_abi.Bad");
  int32_t index = TVMFFITypeGetOrAllocIndex(&key, -1, 2, 0, 1, kTVMFFIStr);
  tf_test_raised_is("GetOrAllocIndex", "RuntimeError", "maximum number of sub-classes");
  assert_string_equal(TVMFFIGetTypeInfo(index)->type_key.data, "<invalid:test.typetable_abi.Bad>");
  assert_true(tf_type_is_a(index, kTVMFFIObject));
  assert_false(tf_type_is_a(index, kTVMFFIStr));
  int32_t again = TVMFFITypeGetOrAllocIndex(&key, -1, 2, 0, 1, kTVMFFIStr);
  tf_error_clear();
  assert_int_equal(again, index);
}

static void without_memory_there_is_an_index_too(void** state) {
  (void)state;
  TVMFFIByteArray key = key_of("test.typetable_abi.NoMemory");
  tf_mem_fail_from(1);
  int32_t index = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject);
  tf_mem_fail_from(0);
  tf_test_raised_is("GetOrAllocIndex", "MemoryError", "");
  assert_string_equal(TVMFFIGetTypeInfo(index)->type_key.data, "<invalid>");
  assert_true(tf_type_is_a(index, kTVMFFIObject));
}

static void attributes_need_a_type_and_a_name(void** state) {
  (void)state;
  TVMFFIByteArray name = key_of("test.attribute");
  TVMFFIByteArray key = key_of("test.typetable_abi.T");
  int32_t index = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject);
  TVMFFIAny value = tf_view_int(5).raw;
  assert_null(TVMFFIGetTypeAttrColumn(&name));
  assert_ok(TVMFFITypeRegisterAttr(kTVMFFINone, &name, &value));
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  assert_int_equal(column->size, 0);
  assert_ok(TVMFFITypeRegisterAttr(index, &name, &value));
  assert_ptr_equal(TVMFFIGetTypeAttrColumn(&name), column);
  assert_int_equal(column->begin_index, 0);
  assert_int_equal(column->data[index].v_int64, 5);
  assert_raises(TVMFFITypeRegisterAttr(index, &name, &value), "RuntimeError",
                "Attribute `test.attribute` of type `test.typetable_abi.T` is already registered");
  assert_raises(TVMFFITypeRegisterAttr(63, &name, &value), "TypeError", "no type of index 63");
  assert_raises(TVMFFITypeRegisterAttr(index, NULL, &value), "TypeError", "NULL");
  assert_raises(TVMFFITypeRegisterAttr(index, &name, NULL), "TypeError", "NULL");
  TVMFFIByteArray empty = {"", 0};
  assert_raises(TVMFFITypeRegisterAttr(index, &empty, &value), "TypeError", "needs a name");
  assert_null(TVMFFIGetTypeAttrColumn(NULL));
}

static void records_need_a_type_and_content(void** state) {
  (void)state;
  TVMFFIFieldInfo field = {.name = key_of("f")};
  TVMFFIMethodInfo method = {.name = key_of("m")};
  TVMFFITypeMetadata metadata = {.total_size = 24};
  assert_raises(TVMFFITypeRegisterField(63, &field), "TypeError", "no type of index 63");
  assert_raises(TVMFFITypeRegisterMethod(63, &method), "TypeError", "no type of index 63");
  assert_raises(TVMFFITypeRegisterMetadata(63, &metadata), "TypeError", "no type of index 63");
  assert_raises(TVMFFITypeRegisterField(64, NULL), "TypeError", "NULL");
  assert_raises(TVMFFITypeRegisterMethod(64, NULL), "TypeError", "NULL");
  assert_raises(TVMFFITypeRegisterMetadata(64, NULL), "TypeError", "NULL");
  assert_raises(TVMFFITypeRegisterMetadata(kTVMFFIObject, &metadata), "RuntimeError",
                "Overriding ffi.Object");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(keys_lead_to_indices_and_records),   tf_unit(indices_are_given_out_once),
      tf_unit(a_failure_gives_an_index_of_nobody), tf_unit(without_memory_there_is_an_index_too),
      tf_unit(attributes_need_a_type_and_a_name),  tf_unit(records_need_a_type_and_content),
  };
  return tf_test_run(tests);
}
