/* SPDX-License-Identifier: Apache-2.0 */
#include "core/typetable.h"

#include "core/func.h"
#include "core/loading.h"
#include "core/string.h"

#include "tf_test_core.h"

static const tf_owner lib_a = {"a", "/x/libA.so", "libA.so"};
static const tf_owner lib_b = {"b", "/x/libB.so", "libB.so"};

static TVMFFIByteArray bytes_of(const char* text) {
  TVMFFIByteArray bytes = {text, strlen(text)};
  return bytes;
}

static int32_t new_type(tf_typetable* table, const char* key, int32_t parent, int32_t depth) {
  tf_type_spec spec = {.key = tf_str_c(key),
                       .static_index = -1,
                       .depth = depth,
                       .can_overflow = true,
                       .parent = parent,
                       .owner = &lib_a};
  int32_t index = -1;
  assert_ok(tf_typetable_add(table, &spec, &index));
  return index;
}

static int add_field(tf_typetable* table, int32_t type, const char* name, const tf_owner* owner) {
  TVMFFIFieldInfo field = {.name = bytes_of(name), .offset = 24, .size = 8};
  return tf_typetable_add_field(table, type, &field, owner);
}

static int body(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_none();
  return 0;
}

static const tf_func_def body_def = {"body", "packed", body, NULL};

static void fields_are_copied_in_order(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  char name[] = "first";
  TVMFFIFieldInfo field = {.name = bytes_of(name),
                           .doc = bytes_of("its doc"),
                           .flags = kTVMFFIFieldFlagBitMaskWritable,
                           .size = 8,
                           .alignment = 8,
                           .offset = 24,
                           .field_static_type_index = kTVMFFIInt};
  field.default_value_or_factory = tf_view_int(3).raw; /* not meant: there is no HasDefault */
  assert_ok(tf_typetable_add_field(table, type, &field, &lib_a));
  memset(name, 'x', 5);
  assert_ok(add_field(table, type, "second", &lib_a));
  const TVMFFITypeInfo* info = tf_typetable_info(table, type);
  assert_int_equal(info->num_fields, 2);
  assert_string_equal(info->fields[0].name.data, "first");
  assert_string_equal(info->fields[0].doc.data, "its doc");
  assert_null(info->fields[0].metadata.data);
  assert_int_equal(info->fields[0].default_value_or_factory.type_index, kTVMFFINone);
  assert_int_equal(info->fields[0].field_static_type_index, kTVMFFIInt);
  assert_string_equal(info->fields[1].name.data, "second");
  tf_typetable_drop(&table);
}

static void defaults_and_setter_objects_are_kept(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  tf_function* setter;
  assert_ok(tf_func_new(&body_def, &setter));
  TVMFFIFieldInfo field = {
      .name = bytes_of("f"),
      .flags = kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitSetterIsFunctionObj,
      .setter = setter};
  field.default_value_or_factory = tf_view_c_str("a default of some length").raw;
  assert_ok(tf_typetable_add_field(table, type, &field, &lib_a));
  const TVMFFIFieldInfo* stored = tf_typetable_info(table, type)->fields;
  assert_int_equal(stored->default_value_or_factory.type_index, kTVMFFIStr);
  assert_false(tf_object_is_unique(&setter->header));
  tf_typetable_drop(&table);
  assert_true(tf_object_is_unique(&setter->header));
  tf_object_drop(&setter);
}

static void a_field_name_is_used_once(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  char name[16];
  for (int i = 0; i < 200; ++i) {
    (void)snprintf(name, sizeof name, "f%d", i);
    assert_ok(add_field(table, type, name, &lib_a));
    assert_raises(add_field(table, type, name, &lib_a), "InternalError", "Duplicate field name");
    assert_raises(add_field(table, type, "f0", &lib_a), "InternalError",
                  "Duplicate field name `f0` in type `T`");
  }
  const TVMFFITypeInfo* info = tf_typetable_info(table, type);
  assert_int_equal(info->num_fields, 200);
  for (int i = 0; i < 200; ++i) {
    (void)snprintf(name, sizeof name, "f%d", i);
    assert_string_equal(info->fields[i].name.data, name);
  }
  tf_typetable_drop(&table);
}

static void old_field_arrays_stay_readable(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  assert_ok(add_field(table, type, "a", &lib_a));
  const TVMFFIFieldInfo* old = tf_typetable_info(table, type)->fields;
  char name[16];
  for (int i = 0; i < 50; ++i) {
    (void)snprintf(name, sizeof name, "f%d", i);
    assert_ok(add_field(table, type, name, &lib_a));
  }
  assert_ptr_not_equal(tf_typetable_info(table, type)->fields, old);
  assert_string_equal(old[0].name.data, "a");
  tf_typetable_drop(&table);
}

static void methods_may_repeat(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  tf_function* function;
  assert_ok(tf_func_new(&body_def, &function));
  TVMFFIMethodInfo method = {.name = bytes_of("m"),
                             .flags = kTVMFFIFieldFlagBitMaskIsStaticMethod,
                             .method = tf_view_object(function).raw};
  for (int i = 0; i < 20; ++i) assert_ok(tf_typetable_add_method(table, type, &method, &lib_a));
  const TVMFFITypeInfo* info = tf_typetable_info(table, type);
  assert_int_equal(info->num_methods, 20);
  assert_int_equal(info->methods[19].flags, 4);
  assert_ptr_equal(info->methods[19].method.v_obj, function);
  tf_typetable_drop(&table);
  assert_true(tf_object_is_unique(&function->header));
  tf_object_drop(&function);
}

static void metadata_comes_once(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  TVMFFITypeMetadata metadata = {.doc = bytes_of("doc of T"), .total_size = 40};
  assert_null(tf_typetable_info(table, type)->metadata);
  assert_ok(tf_typetable_set_metadata(table, type, &metadata, &lib_a));
  assert_string_equal(tf_typetable_info(table, type)->metadata->doc.data, "doc of T");
  assert_raises(tf_typetable_set_metadata(table, type, &metadata, &lib_b), "RuntimeError",
                "(registered by libA.so; now by libB.so)");
  assert_ptr_equal(tf_typetable_metadata_owner(table, type), &lib_a);
  tf_typetable_drop(&table);
}

/* ---- inside a loading scope ---- */

static void a_class_that_is_there_twice_is_one_clash(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  TVMFFITypeMetadata metadata = {.total_size = 40};
  assert_ok(tf_typetable_set_metadata(table, type, &metadata, &lib_a));
  assert_ok(add_field(table, type, "x", &lib_a));
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("libB.so"));
  assert_ok(tf_typetable_set_metadata(table, type, &metadata, &lib_b));
  assert_ok(add_field(table, type, "x", &lib_b));
  assert_ok(add_field(table, type, "y", &lib_b));
  assert_int_equal(tf_loading_end(&scope), 1);
  tf_loading_drop(&scope);
  assert_int_equal(tf_typetable_info(table, type)->num_fields, 1);
  tf_typetable_drop(&table);
}

static void a_foreign_class_is_not_changed(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t type = new_type(table, "T", kTVMFFIObject, 1);
  TVMFFITypeMetadata metadata = {.total_size = 40};
  assert_ok(tf_typetable_set_metadata(table, type, &metadata, &lib_a));
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("libB.so"));
  assert_ok(add_field(table, type, "y", &lib_b));
  assert_int_equal(tf_loading_end(&scope), 1);
  tf_buf buf = tf_buf_new(1000);
  tf_loading_put_clashes(&scope, &buf);
  assert_str_is(tf_buf_view(&buf),
                "Field `y` cannot be added to type `T` (it belongs to libA.so; now by libB.so)\n");
  tf_buf_drop(&buf);
  tf_loading_drop(&scope);
  assert_int_equal(tf_typetable_info(table, type)->num_fields, 0);
  /* Outside a scope nobody minds. */
  assert_ok(add_field(table, type, "y", &lib_b));
  tf_typetable_drop(&table);
}

static void a_library_with_a_clash_loses_its_classes(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t theirs = new_type(table, "T", kTVMFFIObject, 1);
  TVMFFITypeMetadata metadata = {.total_size = 40};
  assert_ok(tf_typetable_set_metadata(table, theirs, &metadata, &lib_a));
  tf_function* function;
  assert_ok(tf_func_new(&body_def, &function));
  TVMFFIMethodInfo method = {.name = bytes_of("m"), .method = tf_view_object(function).raw};
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("libB.so"));
  int32_t own = new_type(table, "U", kTVMFFIObject, 1);
  assert_ok(tf_typetable_set_metadata(table, own, &metadata, &lib_b));
  char name[16];
  for (int i = 0; i < 30; ++i) {
    (void)snprintf(name, sizeof name, "f%d", i);
    assert_ok(add_field(table, own, name, &lib_b));
  }
  assert_ok(tf_typetable_add_method(table, own, &method, &lib_b));
  assert_ok(tf_typetable_add_method(table, own, &method, &lib_b));
  assert_int_equal(tf_typetable_info(table, own)->num_fields, 30);
  assert_ok(tf_typetable_set_metadata(table, theirs, &metadata, &lib_b));
  assert_int_equal(tf_loading_end(&scope), 1);
  tf_loading_drop(&scope);
  const TVMFFITypeInfo* info = tf_typetable_info(table, own);
  assert_null(info->metadata);
  assert_int_equal(info->num_fields, 0);
  assert_int_equal(info->num_methods, 0);
  /* The index stays, and another library may have it. */
  assert_int_equal(tf_typetable_find(table, tf_str_c("U")), own);
  assert_ok(tf_typetable_set_metadata(table, own, &metadata, &lib_a));
  for (int i = 0; i < 30; ++i) {
    (void)snprintf(name, sizeof name, "f%d", i);
    assert_ok(add_field(table, own, name, &lib_a));
  }
  assert_int_equal(tf_typetable_info(table, own)->num_fields, 30);
  tf_typetable_drop(&table);
  tf_object_drop(&function);
}

static int fill(void* context) {
  tf_function* function = context;
  tf_typetable* table = tf_typetable_new();
  if (table == NULL) return tf_raise_memory();
  tf_type_spec spec = {.key = tf_str_c("T"),
                       .static_index = -1,
                       .depth = 1,
                       .parent = kTVMFFIObject,
                       .owner = &lib_a};
  int32_t type;
  int status = tf_typetable_add(table, &spec, &type);
  char name[16];
  for (int i = 0; i < 40 && status == 0; ++i) {
    (void)snprintf(name, sizeof name, "f%d", i);
    TVMFFIFieldInfo field = {
        .name = bytes_of(name),
        .doc = bytes_of("doc"),
        .flags = kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitSetterIsFunctionObj,
        .setter = function};
    field.default_value_or_factory = tf_view_c_str("a default of some length").raw;
    status = tf_typetable_add_field(table, type, &field, &lib_a);
  }
  TVMFFIMethodInfo method = {.name = bytes_of("m"), .method = tf_view_object(function).raw};
  for (int i = 0; i < 10 && status == 0; ++i) {
    status = tf_typetable_add_method(table, type, &method, &lib_a);
  }
  TVMFFITypeMetadata metadata = {.doc = bytes_of("doc")};
  if (status == 0) status = tf_typetable_set_metadata(table, type, &metadata, &lib_a);
  tf_typetable_drop(&table);
  return tf_object_is_unique(&function->header) ? status : -1;
}

static void registering_survives_allocation_failure(void** state) {
  (void)state;
  tf_function* function;
  assert_ok(tf_func_new(&body_def, &function));
  tf_test_fail_walk(fill, function);
  tf_object_drop(&function);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(fields_are_copied_in_order),
      tf_unit(defaults_and_setter_objects_are_kept),
      tf_unit(a_field_name_is_used_once),
      tf_unit(old_field_arrays_stay_readable),
      tf_unit(methods_may_repeat),
      tf_unit(metadata_comes_once),
      tf_unit(a_class_that_is_there_twice_is_one_clash),
      tf_unit(a_foreign_class_is_not_changed),
      tf_unit(a_library_with_a_clash_loses_its_classes),
      tf_unit(registering_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
