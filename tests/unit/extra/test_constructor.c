/* SPDX-License-Identifier: Apache-2.0 */
/* What tvm_ffi_constructor_of says of generated, explicit, untyped and absent constructors. */
#include <tvm/ffi/extra/c_runtime_api.h>

#include "core/column.h"
#include "records.h"
#include "tf_test_core.h"

static int body(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_none();
  return 0;
}

/* Gives a new type the fields a and b (ints) and a constructor of this signature; NULL: none. */
static const char* more_metadata = ""; /* put in front of the closing brace */

static int32_t type_with(const char* key, const char* signature) {
  static const tf_reflect_field fields[] = {
      {"a", "int", NULL, 0, 24, 8, kTVMFFIInt, tf_field_get_int64, tf_field_set_int64},
      {"b", "int", NULL, 0, 32, 8, kTVMFFIInt, tf_field_get_int64, tf_field_set_int64},
  };
  const tf_reflect_type type = {.key = key,
                                .parent_key = "ffi.Object",
                                .static_index = -1,
                                .total_size = 40,
                                .fields = fields,
                                .num_fields = 2};
  int32_t index = 0;
  assert_ok(tf_reflect_register(&type, &index));
  if (signature == NULL) return index;
  tf_func_def* def = (tf_func_def*)tf_mem_permanent(sizeof(*def));
  *def = (tf_func_def){"__ffi_init__", signature, body, NULL};
  const tf_reflect_method method = {*def, true};
  tf_buf metadata = tf_buf_new(4096);
  tf_func_put_metadata(signature, &metadata);
  tf_buf_truncate(&metadata, metadata.size - 1);
  (void)tf_buf_printf(&metadata, "%s}", more_metadata);
  tf_function* function = NULL;
  assert_ok(tf_func_new(def, &function));
  TVMFFIMethodInfo info;
  memset(&info, 0, sizeof(info));
  info.name = (TVMFFIByteArray){method.def.name, strlen(method.def.name)};
  info.metadata = (TVMFFIByteArray){metadata.data, metadata.size};
  info.flags = kTVMFFIFieldFlagBitMaskIsStaticMethod;
  tf_any value = tf_any_own(function);
  info.method = value.raw;
  assert_ok(TVMFFITypeRegisterMethod(index, &info));
  assert_ok(tf_column_set(TF_COLUMN_INIT, index, value));
  tf_buf_drop(&metadata);
  return index;
}

static tvm_ffi_constructor* describe(int32_t type_index) {
  tvm_ffi_constructor* made = NULL;
  assert_ok(tvm_ffi_constructor_of(type_index, &made));
  return made;
}

#define assert_param(param, wanted_name, wanted_schema, wanted_kind, wanted_default) \
  do {                                                                               \
    assert_string_equal((param).name.data, wanted_name);                             \
    assert_string_equal((param).type_schema.data, wanted_schema);                    \
    assert_int_equal((param).kind, wanted_kind);                                     \
    assert_int_equal((param).has_default, wanted_default);                           \
  } while (0)

static void generated_ones_name_all_fields(void** state) {
  (void)state;
  tvm_ffi_constructor* made = describe(point_type);
  assert_int_equal(made->protocol, tvmFfiConstructorKeyword);
  assert_non_null(made->function);
  assert_int_equal(made->num_params, 3);
  assert_param(made->params[0], "x", "{\"type\":\"int\"}", tvmFfiParamPositionalOrKeyword, 0);
  assert_param(made->params[1], "y", "{\"type\":\"int\"}", tvmFfiParamPositionalOrKeyword, 1);
  assert_param(made->params[2], "tags", "{\"type\":\"Any\"}", tvmFfiParamKeywordOnly, 1);
  assert_string_equal(made->params[1].field->name.data, "y");
  tvm_ffi_constructor_free(made);
}

static void explicit_ones_take_the_names_of_equal_fields(void** state) {
  (void)state;
  tf_mem_watch(false);
  int32_t index = type_with("unit.Pair", "(int, int) -> ffi.Object");
  tvm_ffi_constructor* made = describe(index);
  assert_int_equal(made->protocol, tvmFfiConstructorPositional);
  assert_int_equal(made->num_params, 2);
  assert_param(made->params[0], "a", "{\"type\":\"int\"}", tvmFfiParamPositionalOrKeyword, 0);
  assert_param(made->params[1], "b", "{\"type\":\"int\"}", tvmFfiParamPositionalOrKeyword, 0);
  tvm_ffi_constructor_free(made);
  tf_mem_watch(true);
}

static void other_explicit_ones_are_positional_only(void** state) {
  (void)state;
  tf_mem_watch(false);
  int32_t index = type_with("unit.Other", "(int, ffi.Array<float>) -> ffi.Object");
  tvm_ffi_constructor* made = describe(index);
  assert_int_equal(made->num_params, 2);
  assert_param(made->params[0], "", "{\"type\":\"int\"}", tvmFfiParamPositionalOnly, 0);
  assert_param(made->params[1], "", "{\"type\":\"ffi.Array\",\"args\":[{\"type\":\"float\"}]}",
               tvmFfiParamPositionalOnly, 0);
  assert_null(made->params[0].field);
  tvm_ffi_constructor_free(made);
  tf_mem_watch(true);
}

static void metadata_name_the_parameters(void** state) {
  (void)state;
  tf_mem_watch(false);
  more_metadata =
      ",\"arg_names\":\"[\\\"from\\\", \\\"to\\\",\\\"how\\\"]\",\"arg_defaults\":"
      "\"{\\\"how\\\": \\\"fast\\\", \\\"to\\\":-7}\"";
  tvm_ffi_constructor* made = describe(type_with("unit.Named", "(int, int, str) -> ffi.Object"));
  more_metadata = "";
  assert_int_equal(made->protocol, tvmFfiConstructorPositional);
  assert_int_equal(made->num_params, 3);
  assert_param(made->params[0], "from", "{\"type\":\"int\"}", tvmFfiParamPositionalOrKeyword, 0);
  assert_param(made->params[1], "to", "{\"type\":\"int\"}", tvmFfiParamPositionalOrKeyword, 1);
  assert_int_equal(made->params[2].has_default, 1);
  assert_string_equal(made->params[0].default_json.data, "");
  assert_string_equal(made->params[1].default_json.data, "-7");
  assert_string_equal(made->params[2].default_json.data, "\"fast\"");
  assert_null(made->params[1].field);
  tvm_ffi_constructor_free(made);
  tf_mem_watch(true);
}

/* Names that do not fit are none: the parameters are those of equal fields, or positional-only. */
static void metadata_that_do_not_fit_say_nothing(void** state) {
  (void)state;
  static const char* const wrong[] = {
      ",\"arg_names\":\"[\\\"a\\\"]\"",          ",\"arg_names\":\"[1,2]\"",
      ",\"arg_names\":\"[\\\"a\\\",\"",          ",\"arg_names\":7",
      ",\"arg_names\":\"[\\\"\\\",\\\"b\\\"]\"", ",\"arg_defaults\":\"{\\\"a\\\":1}\""};
  tf_mem_watch(false);
  for (size_t i = 0; i < TF_COUNT_OF(wrong); ++i) {
    char key[32];
    (void)snprintf(key, sizeof key, "unit.Wrong%d", (int)i);
    more_metadata = wrong[i];
    tvm_ffi_constructor* made = describe(type_with(key, "(int, float) -> ffi.Object"));
    more_metadata = "";
    assert_int_equal(made->num_params, 2);
    assert_param(made->params[0], "", "{\"type\":\"int\"}", tvmFfiParamPositionalOnly, 0);
    assert_string_equal(made->params[0].default_json.data, "");
    tvm_ffi_constructor_free(made);
  }
  tf_mem_watch(true);
}

static void untyped_ones_take_anything(void** state) {
  (void)state;
  tf_mem_watch(false);
  tvm_ffi_constructor* made = describe(type_with("unit.Packed", "packed"));
  assert_int_equal(made->protocol, tvmFfiConstructorPositional);
  assert_int_equal(made->num_params, 1);
  assert_int_equal(made->params[0].kind, tvmFfiParamVariadic);
  tvm_ffi_constructor_free(made);
  tf_mem_watch(true);
}

static void types_without_one_say_so(void** state) {
  (void)state;
  tvm_ffi_constructor* made = describe(kTVMFFIObject);
  assert_int_equal(made->protocol, tvmFfiConstructorNone);
  assert_int_equal(made->num_params, 0);
  assert_null(made->function);
  tvm_ffi_constructor_free(made);
  assert_raises(tvm_ffi_constructor_of(1 << 30, &made), "TypeError", "no type with index");
  assert_raises(tvm_ffi_constructor_of(kTVMFFIObject, NULL), "ValueError", "null");
}

static int describe_one(void* context) {
  (void)context;
  tvm_ffi_constructor* made = NULL;
  int code = tvm_ffi_constructor_of(point_type, &made);
  if (code == 0) tvm_ffi_constructor_free(made);
  return code;
}

static void describing_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(describe_one, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(generated_ones_name_all_fields),
      tf_unit(explicit_ones_take_the_names_of_equal_fields),
      tf_unit(other_explicit_ones_are_positional_only),
      tf_unit(metadata_name_the_parameters),
      tf_unit(metadata_that_do_not_fit_say_nothing),
      tf_unit(untyped_ones_take_anything),
      tf_unit(types_without_one_say_so),
      tf_unit(describing_survives_allocation_failure),
  };
  if (point_register() != 0) return 1;
  return tf_test_run(tests);
}
