/* SPDX-License-Identifier: Apache-2.0 */
/* Many of everything: TF_MANY_FUNCTIONS functions (a million), TF_MANY_TYPES types (a hundred thousand), keys of no bytes
   and of a megabyte; and the same name twice. */
#include <tvm/ffi/c_api.h>

#include "core/typetable.h"
#include "values.h"

static int32_t calls;

static int safe_call(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  ++calls;
  *result = tf_any_none().raw;
  return 0;
}

static TVMFFIObjectHandle function;

static TVMFFIByteArray numbered(char* room, size_t size, const char* stem, int number) {
  return (TVMFFIByteArray){room, (size_t)snprintf(room, size, "%s%d", stem, number)};
}

/* ---- many ---- */

static TVMFFIObjectHandle find(TVMFFIByteArray name) {
  TVMFFIObjectHandle found = NULL;
  assert_ok(TVMFFIFunctionGetGlobal(&name, &found));
  (void)TVMFFIObjectDecRef(found); /* the registry holds it */
  return found;
}

static void a_million_functions_are_found(void** state) {
  (void)state;
  char text[64];
  size_t before = tf_registry_size(tf_registry_global());
  for (int i = 0; i < TF_MANY_FUNCTIONS; ++i) {
    TVMFFIByteArray name = numbered(text, sizeof(text), "bounds.scale.f", i);
    assert_int_equal(TVMFFIFunctionSetGlobal(&name, function, 0), 0);
  }
  assert_int_equal(tf_registry_size(tf_registry_global()), before + TF_MANY_FUNCTIONS);
  for (int i = 0; i < TF_MANY_FUNCTIONS; ++i) {
    TVMFFIByteArray name = numbered(text, sizeof(text), "bounds.scale.f", i);
    assert_ptr_equal(find(name), function);
  }
  for (int i = 0; i < 1000; ++i) {
    assert_null(find(numbered(text, sizeof(text), "bounds.scale.absent", i)));
  }
  /* A second registration is still noticed, and its message does not look through all names. */
  TVMFFIByteArray name = numbered(text, sizeof(text), "bounds.scale.f", 77);
  assert_raises(TVMFFIFunctionSetGlobal(&name, function, 0), "RuntimeError", "already registered");
}

static void the_list_of_a_million_names_is_complete(void** state) {
  (void)state;
  tf_any list = make_with("ffi.FunctionListGlobalNamesFunctor", NULL, 0);
  tf_view ask = tf_view_int(-1);
  tf_any answer = tf_any_none();
  assert_ok(tf_func_call(list.raw.v_obj, &ask, 1, &answer));
  assert_int_equal(answer.raw.v_int64, tf_registry_size(tf_registry_global()));
  ask = tf_view_int(answer.raw.v_int64 - 1);
  assert_ok(tf_func_call(list.raw.v_obj, &ask, 1, &answer));
  tf_any_drop(&answer);
  tf_any_drop(&list);
}

static void a_hundred_thousand_types_are_found(void** state) {
  (void)state;
  char text[64];
  static int32_t indices[TF_MANY_TYPES];
  for (int i = 0; i < TF_MANY_TYPES; ++i) {
    TVMFFIByteArray key = numbered(text, sizeof(text), "bounds.scale.T", i);
    /* Some hang below another, so that there are chains of ancestors too. */
    bool has_parent = i % 10 != 0 && i % 10 < 5;
    int32_t parent = has_parent ? indices[i - 1] : kTVMFFIObject;
    int32_t depth = TVMFFIGetTypeInfo(parent)->type_depth + 1;
    indices[i] = TVMFFITypeGetOrAllocIndex(&key, -1, depth, 0, 1, parent);
    assert_true(indices[i] >= kTVMFFIDynObjectBegin);
  }
  for (int i = 0; i < TF_MANY_TYPES; ++i) {
    TVMFFIByteArray key = numbered(text, sizeof(text), "bounds.scale.T", i);
    int32_t index = 0;
    assert_int_equal(TVMFFITypeKeyToIndex(&key, &index), 0);
    assert_int_equal(index, indices[i]);
    const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
    assert_int_equal(info->type_index, index);
    assert_int_equal(info->type_key.size, key.size);
    assert_true(tf_type_is_a(index, kTVMFFIObject));
  }
  /* An attribute of the last one makes a column that reaches so far. */
  const TVMFFIByteArray name = {"__bounds_scale__", 16};
  const TVMFFIAny value = {.type_index = kTVMFFIInt, .v_int64 = 7};
  assert_ok(TVMFFITypeRegisterAttr(indices[TF_MANY_TYPES - 1], &name, &value));
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  assert_int_equal(column->data[indices[TF_MANY_TYPES - 1]].v_int64, 7);
}

/* ---- keys of all lengths ---- */

static void keys_may_be_empty_or_a_megabyte(void** state) {
  (void)state;
  enum { MEGABYTE = 1 << 20 };
  static char big[MEGABYTE];
  memset(big, 'k', sizeof(big));
  const TVMFFIByteArray keys[] = {{"", 0}, {NULL, 0}, {big, sizeof(big)}, {big, sizeof(big) - 1}};
  int32_t indices[4];
  for (size_t i = 0; i < TF_COUNT_OF(keys); ++i) {
    int32_t found = 0;
    indices[i] = TVMFFITypeGetOrAllocIndex(&keys[i], -1, 1, 0, 1, kTVMFFIObject);
    assert_false(tf_error_is_raised());
    assert_ok(TVMFFITypeKeyToIndex(&keys[i], &found));
    assert_int_equal(found, indices[i]);
    assert_int_equal(TVMFFIGetTypeInfo(found)->type_key.size, keys[i].size);
    assert_ok(TVMFFIFunctionSetGlobal(&keys[i], function, 1));
    assert_ptr_equal(find(keys[i]), function);
  }
  assert_int_equal(indices[0], indices[1]);
  assert_int_not_equal(indices[2], indices[3]);
  big[0] = 'j';
  int32_t found = 0;
  /* Unknown, and the message is cut. */
  assert_raises(TVMFFITypeKeyToIndex(&keys[2], &found), "InternalError", "Cannot find type");
  assert_null(find(keys[2]));
}

/* ---- the same name twice ---- */

static void a_second_function_of_a_name_is_refused(void** state) {
  (void)state;
  const TVMFFIByteArray name = {"bounds.twice", 12};
  TVMFFIMethodInfo info = {.name = name};
  TVMFFIObjectHandle other = NULL;
  assert_ok(TVMFFIFunctionCreate(NULL, safe_call, NULL, &other));
  info.method = tf_view_object(other).raw;
  assert_ok(TVMFFIFunctionSetGlobal(&name, function, 0));
  assert_raises(TVMFFIFunctionSetGlobal(&name, other, 0), "RuntimeError",
                "Global Function `bounds.twice` is already registered");
  assert_raises(TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0), "RuntimeError",
                "already registered");
  assert_ptr_equal(find(name), function);
  assert_ok(TVMFFIFunctionSetGlobal(&name, other, 1));
  assert_ptr_equal(find(name), other);
  (void)TVMFFIObjectDecRef(other);
}

static int get_int(void* field, TVMFFIAny* result) {
  *result = tf_view_int(*(int64_t*)field).raw;
  return 0;
}

static void a_second_description_of_a_type_is_refused(void** state) {
  (void)state;
  const TVMFFIByteArray key = {"bounds.Twice", 12}, word = {"word", 4},
                        attr = {"__repr_twice__", 14};
  const TVMFFITypeMetadata metadata = {word, NULL, 32, kTVMFFISEqHashKindTreeNode};
  const TVMFFITypeMetadata other = {{"", 0}, NULL, 48, kTVMFFISEqHashKindUnsupported};
  TVMFFIFieldInfo field = {
      .name = word, .size = 8, .alignment = 8, .offset = 24, .getter = get_int};
  TVMFFIMethodInfo method = {.name = word, .method = tf_view_object(function).raw};
  const TVMFFIAny one = tf_view_int(1).raw, two = tf_view_int(2).raw;
  int32_t index = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject);
  assert_int_equal(TVMFFITypeGetOrAllocIndex(&key, 70, 9, 5, 0, kTVMFFIArray), index);
  assert_ok(TVMFFITypeRegisterMetadata(index, &metadata));
  assert_raises(TVMFFITypeRegisterMetadata(index, &other), "RuntimeError", "bounds.Twice");
  assert_ok(TVMFFITypeRegisterField(index, &field));
  field.offset = 16;
  assert_raises(TVMFFITypeRegisterField(index, &field), "InternalError", "Duplicate field name");
  assert_ok(TVMFFITypeRegisterAttr(index, &attr, &one));
  assert_raises(TVMFFITypeRegisterAttr(index, &attr, &two), "RuntimeError", "already registered");
  /* Methods may be overloaded: both stay, in order. */
  assert_ok(TVMFFITypeRegisterMethod(index, &method));
  assert_ok(TVMFFITypeRegisterMethod(index, &method));
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
  assert_int_equal(info->metadata->total_size, 32);
  assert_int_equal(info->num_fields, 1);
  assert_int_equal(info->fields[0].offset, 24);
  assert_int_equal(info->num_methods, 2);
  assert_int_equal(TVMFFIGetTypeAttrColumn(&attr)->data[index].v_int64, 1);
}

/* What is registered stays: no leak check around these. */
int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_million_functions_are_found),
      cmocka_unit_test(the_list_of_a_million_names_is_complete),
      cmocka_unit_test(a_hundred_thousand_types_are_found),
      cmocka_unit_test(keys_may_be_empty_or_a_megabyte),
      cmocka_unit_test(a_second_function_of_a_name_is_refused),
      cmocka_unit_test(a_second_description_of_a_type_is_refused),
  };
  if (TVMFFIFunctionCreate(NULL, safe_call, NULL, &function) != 0) return 1;
  int failed = tf_test_run(tests);
  (void)TVMFFIObjectDecRef(function);
  return failed;
}
