/* SPDX-License-Identifier: Apache-2.0 */
/* Rewrites with callbacks: order, sharing of what stays, variables, errors. */
#include "extra/rewrite.h"

#include "core/registry.h"
#include "extra/mutator.h"
#include "extra/reflect.h"
#include "extra/field_access.h"
#include "extra/types.h"
#include "values.h"

/* ---- callbacks ---- */

static int add_one_call(const tf_args* args, tf_any* result) {
  int64_t number = 0;
  TF_TRY(tf_args_int(args, 0, &number));
  *result = tf_any_int(number + 1);
  return 0;
}

static int rename_call(const tf_args* args, tf_any* result) {
  (void)args;
  return tf_string_new(tf_str_c("renamed"), result);
}

static int fail_call(const tf_args* args, tf_any* result) {
  (void)args;
  (void)result;
  return tf_raise(TF_VALUE_ERROR, "no further");
}

static int mode_call(const tf_args* args, tf_any* result) {
  *result = tf_any_int(args->count == 3 ? args->values[2].v_int64 : -1);
  return 0;
}

static int map_self_call(const tf_args* args, tf_any* result) {
  tf_any set[] = {tf_any_none(), tf_any_none(), tf_any_int(5)};
  tf_any get[] = {tf_any_none(), tf_any_none()};
  for (int i = 0; i < 2; ++i) {
    TF_TRY(tf_any_copy(tf_args_view(args, 1 - i), &set[i]));
    TF_TRY(tf_any_copy(tf_args_view(args, 1 - i), &get[i]));
  }
  TF_TRY(call_global("ffi.StructuralMutatorVarRemapSet", set, 3, result));
  return call_global("ffi.StructuralMutatorVarRemapGet", get, 2, result);
}

static const tf_func_def add_one_def = {"add_one", "packed", add_one_call, NULL};
static const tf_func_def rename_def = {"rename", "packed", rename_call, NULL};
static const tf_func_def fail_def = {"fail", "packed", fail_call, NULL};
static const tf_func_def mode_def = {"mode", "packed", mode_call, NULL};
static const tf_func_def map_self_def = {"map_self", "packed", map_self_call, NULL};

static tf_any function_of(const tf_func_def* def) {
  tf_function* function = NULL;
  assert_ok(tf_func_new(def, &function));
  return tf_any_own(function);
}

static tf_any row(int64_t type_index, const tf_func_def* def) {
  return ARRAY(ARRAY(INT(type_index), function_of(def)));
}

static tf_any mutate_row(int64_t type_index, const tf_func_def* def, bool wants_mode) {
  return ARRAY(ARRAY(INT(type_index), function_of(def), tf_any_bool(wants_mode)));
}

static tf_any no_row(void) { return make_with("ffi.Array", NULL, 0); }

/* The text of the rewritten value. Consumes the arguments. */
static void assert_rewritten(tf_any made, const char* want) {
  tf_any text = MAKE("ffi.ReprPrint", made);
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, want);
  tf_any_drop(&text);
}

static tf_any map_with(tf_any root, tf_any callbacks, int64_t order) {
  return MAKE("ffi.StructuralMap", root, callbacks, no_row(), INT(order));
}

static tf_any sample(void) {
  return ARRAY(INT(1), LIST(INT(2), tf_any_none()), MAP(text_any("k"), DICT(INT(3), INT(4))));
}

static void all_containers_are_rewritten(void** state) {
  (void)state;
  for (int64_t order = 0; order < 2; ++order) {
    assert_rewritten(map_with(sample(), row(kTVMFFIInt, &add_one_def), order),
                     "(2, [3, None], {\"k\": {3: 5}})");
  }
}

static void the_original_stays_as_it_is(void** state) {
  (void)state;
  tf_any list = LIST(INT(1));
  tf_any made = map_with(tf_any_copy_owned(&list), row(kTVMFFIInt, &add_one_def), 0);
  assert_ptr_not_equal(made.raw.v_obj, list.raw.v_obj);
  assert_rewritten(list, "[1]");
  assert_rewritten(made, "[2]");
}

static void what_does_not_change_is_shared(void** state) {
  (void)state;
  tf_any root = sample();
  tf_any made = map_with(tf_any_copy_owned(&root), row(kTVMFFIFloat, &add_one_def), 1);
  assert_ptr_equal(made.raw.v_obj, root.raw.v_obj);
  tf_any_drop(&made);
  tf_any_drop(&root);
}

/* Calls with a root that is moved. Consumes the arguments. */
static tf_any with_moved(const char* name, tf_any root, tf_any* others, int32_t count) {
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(name));
  assert_non_null(function);
  tf_view views[4] = {{.raw = {.type_index = kTVMFFIObjectRValueRef, .v_ptr = &root.raw.v_obj}}};
  for (int32_t i = 0; i < count; ++i) views[i + 1] = tf_view_of(&others[i]);
  tf_any made = tf_any_none();
  assert_ok(tf_func_call(function, views, count + 1, &made));
  assert_null(root.raw.v_obj);
  tf_object_decref(function);
  for (int32_t i = 0; i < count; ++i) tf_any_drop(&others[i]);
  return made;
}

static tf_any map_moved(tf_any root, tf_any callbacks, int64_t order) {
  tf_any others[] = {callbacks, no_row(), INT(order)};
  return with_moved("ffi.StructuralMap", root, others, 3);
}

static const void* first_part(const tf_any* seq) {
  return tf_seq_at((const tf_seq*)(const void*)seq->raw.v_obj, 0).raw.v_obj;
}

static void a_moved_root_is_changed_in_place(void** state) {
  (void)state;
  for (int64_t order = 0; order < 2; ++order) {
    tf_any roots[] = {LIST(LIST(INT(1)), ARRAY(INT(2))), ARRAY(ARRAY(INT(1)), LIST(INT(2))),
                      DICT(INT(7), LIST(INT(1))), MAP(INT(7), ARRAY(INT(1)))};
    const char* texts[] = {"[[2], (3,)]", "((2,), [3])", "{7: [2]}", "{7: (2,)}"};
    for (size_t i = 0; i < TF_COUNT_OF(roots); ++i) {
      const void* object = roots[i].raw.v_obj;
      const void* part = i < 2 ? first_part(&roots[i]) : NULL;
      tf_any made = map_moved(roots[i], row(kTVMFFIInt, &add_one_def), order);
      assert_ptr_equal(made.raw.v_obj, object);
      if (i < 2) assert_ptr_equal(first_part(&made), part);
      assert_rewritten(made, texts[i]);
    }
  }
}

static void what_others_hold_is_not_changed(void** state) {
  (void)state;
  tf_any held = LIST(INT(1));
  tf_any root = LIST(tf_any_copy_owned(&held), LIST(INT(5)));
  const void* object = root.raw.v_obj;
  tf_any made = map_moved(root, row(kTVMFFIInt, &add_one_def), 1);
  assert_ptr_equal(made.raw.v_obj, object);
  assert_ptr_not_equal(first_part(&made), held.raw.v_obj);
  assert_rewritten(made, "[[2], [6]]");
  assert_rewritten(tf_any_copy_owned(&held), "[1]");
  /* The root itself, held by somebody else. */
  tf_any copy = tf_any_copy_owned(&held);
  made = map_moved(copy, row(kTVMFFIInt, &add_one_def), 1);
  assert_ptr_not_equal(made.raw.v_obj, held.raw.v_obj);
  assert_rewritten(made, "[2]");
  assert_rewritten(held, "[1]");
}

static tf_any kept;

static int keep_call(const tf_args* args, tf_any* result) {
  tf_any_drop(&kept);
  TF_TRY(tf_any_copy(tf_args_view(args, 0), &kept));
  return tf_any_copy(tf_args_view(args, 0), result);
}

/* The callback sees the root first and keeps it: from then on it is not ours alone. */
static void what_a_callback_keeps_is_not_changed(void** state) {
  (void)state;
  static const tf_func_def keep_def = {"keep", "packed", keep_call, NULL};
  tf_any both = ARRAY(ARRAY(INT(kTVMFFIList), function_of(&keep_def)),
                      ARRAY(INT(kTVMFFIInt), function_of(&add_one_def)));
  tf_any made = map_moved(LIST(INT(1)), both, 0);
  assert_rewritten(made, "[2]");
  assert_rewritten(tf_any_move(&kept), "[1]");
}

static void an_error_leaves_a_moved_root_to_be_dropped(void** state) {
  (void)state;
  tf_any root = LIST(LIST(INT(1)), DICT(INT(1), INT(2)));
  tf_any others[] = {row(kTVMFFIInt, &fail_def), no_row(), INT(1)};
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c("ffi.StructuralMap"));
  tf_view views[4] = {{.raw = {.type_index = kTVMFFIObjectRValueRef, .v_ptr = &root.raw.v_obj}}};
  for (int i = 0; i < 3; ++i) views[i + 1] = tf_view_of(&others[i]);
  tf_any made = tf_any_none();
  assert_raises(tf_func_call(function, views, 4, &made), "ValueError", "no further");
  assert_null(root.raw.v_obj);
  tf_object_decref(function);
  for (int i = 0; i < 3; ++i) tf_any_drop(&others[i]);
}

static void callbacks_are_told_that_they_may_change(void** state) {
  (void)state;
  tf_any others[] = {mutate_row(kTVMFFIList, &mode_def, true)};
  assert_rewritten(with_moved("ffi.StructuralMutate", ARRAY(LIST(INT(1))), others, 1), "(1,)");
  tf_any held = LIST(INT(1));
  tf_any again[] = {mutate_row(kTVMFFIList, &mode_def, true)};
  assert_rewritten(with_moved("ffi.StructuralMutate", ARRAY(tf_any_copy_owned(&held)), again, 1),
                   "(0,)");
  tf_any_drop(&held);
}

static void order_decides_what_callbacks_see(void** state) {
  (void)state;
  /* Before: the list is replaced and nothing of it is left to rewrite. After: its elements went first. */
  tf_any both = ARRAY(ARRAY(INT(kTVMFFIList), function_of(&rename_def)),
                      ARRAY(INT(kTVMFFIInt), function_of(&add_one_def)));
  assert_rewritten(map_with(sample(), both, 0), "(2, \"renamed\", {\"k\": {3: 5}})");
}

/* ---- variables ---- */

static int32_t var_type;
static int32_t binder_type;

static int register_types(void) {
  static const tf_reflect_field var_fields[] = {{"name", "Any", NULL,
                                                 kTVMFFIFieldFlagBitMaskHasDefault, 24, 16,
                                                 kTVMFFIAny, tf_field_get_any, tf_field_set_any}};
  static const tf_reflect_field binder_fields[] = {
      {"var", "Any", NULL,
       kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitMaskSEqHashDefPattern, 24, 16,
       kTVMFFIAny, tf_field_get_any, tf_field_set_any},
      {"body", "Any", NULL, kTVMFFIFieldFlagBitMaskHasDefault, 40, 16, kTVMFFIAny, tf_field_get_any,
       tf_field_set_any}};
  const tf_reflect_type var = {.key = "unit.r.Var",
                               .parent_key = "ffi.Object",
                               .static_index = -1,
                               .total_size = 40,
                               .structural_kind = kTVMFFISEqHashKindFreeVar,
                               .can_new = true,
                               .can_copy = true,
                               .fields = var_fields,
                               .num_fields = 1};
  const tf_reflect_type binder = {.key = "unit.r.Binder",
                                  .parent_key = "ffi.Object",
                                  .static_index = -1,
                                  .total_size = 56,
                                  .structural_kind = kTVMFFISEqHashKindTreeNode,
                                  .can_new = true,
                                  .can_copy = true,
                                  .fields = binder_fields,
                                  .num_fields = 2};
  TF_TRY(tf_reflect_register(&var, &var_type));
  return tf_reflect_register(&binder, &binder_type);
}

static tf_any var_new(void) {
  return MAKE("ffi.MakeObjectFromPackedArgs", tf_any_int(var_type), text_any("name"),
              text_any("v"));
}

static void uses_follow_a_rewritten_variable(void** state) {
  (void)state;
  tf_any var = var_new();
  tf_any root = MAKE("ffi.MakeObjectFromPackedArgs", tf_any_int(binder_type), text_any("var"),
                     tf_any_copy_owned(&var), text_any("body"),
                     ARRAY(tf_any_copy_owned(&var), tf_any_copy_owned(&var)));
  assert_rewritten(map_with(root, row(kTVMFFIStr, &rename_def), 0),
                   "unit.r.Binder(var=unit.r.Var(name=\"renamed\"), body=(unit.r.Var(name="
                   "\"renamed\"), unit.r.Var(name=\"renamed\")))");
  assert_rewritten(map_with(var, row(kTVMFFIStr, &rename_def), 0), "unit.r.Var(name=\"v\")");
}

static void callbacks_reach_the_variable_map(void** state) {
  (void)state;
  assert_rewritten(
      MAKE("ffi.StructuralMutate", ARRAY(var_new()), mutate_row(var_type, &map_self_def, false)),
      "(5,)");
}

static void values_are_never_offered_for_change_in_place(void** state) {
  (void)state;
  assert_rewritten(
      MAKE("ffi.StructuralMutate", ARRAY(INT(1)), mutate_row(kTVMFFIInt, &mode_def, true)), "(0,)");
  assert_rewritten(
      MAKE("ffi.StructuralMutate", ARRAY(INT(1)), mutate_row(kTVMFFIInt, &mode_def, false)),
      "(-1,)");
}

static void rows_are_checked(void** state) {
  (void)state;
  tf_any args[] = {INT(1), row(kTVMFFIInt, &mode_def)};
  tf_any result = tf_any_none();
  assert_raises(call_global("ffi.StructuralMutate", args, 2, &result), "TypeError",
                "but got `Array[index 0: Array[size=2]]`");
}

static void errors_leave_a_trail(void** state) {
  (void)state;
  tf_any args[] = {sample(), row(kTVMFFINone, &fail_def), no_row(), INT(0)};
  tf_any result = tf_any_none();
  assert_int_equal(call_global("ffi.StructuralMap", args, 4, &result), -1);
  tf_error* error = tf_error_take_raised();
  const tvm_ffi_visit_error_context_object* trail =
      (const tvm_ffi_visit_error_context_object*)error->cell.extra_context;
  const tf_seq* objects = (const tf_seq*)trail->reverse_visit_pattern;
  assert_int_equal(objects->seq.size, 2);
  assert_int_equal(tf_seq_at(objects, 0).raw.type_index, kTVMFFIList);
  tf_object_decref(error);
}

static void too_deep_values_are_refused(void** state) {
  (void)state;
  tf_any args[] = {deep_list(1000000), no_row(), no_row(), INT(0)};
  tf_any result = tf_any_none();
  assert_raises(call_global("ffi.StructuralMap", args, 4, &result), "RecursionError", "deep");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(all_containers_are_rewritten),
      tf_unit(the_original_stays_as_it_is),
      tf_unit(what_does_not_change_is_shared),
      tf_unit(a_moved_root_is_changed_in_place),
      tf_unit(what_others_hold_is_not_changed),
      tf_unit(what_a_callback_keeps_is_not_changed),
      tf_unit(an_error_leaves_a_moved_root_to_be_dropped),
      tf_unit(callbacks_are_told_that_they_may_change),
      tf_unit(order_decides_what_callbacks_see),
      tf_unit(uses_follow_a_rewritten_variable),
      tf_unit(callbacks_reach_the_variable_map),
      tf_unit(values_are_never_offered_for_change_in_place),
      tf_unit(rows_are_checked),
      tf_unit(errors_leave_a_trail),
      tf_unit(too_deep_values_are_refused),
  };
  if (register_types() != 0) return 1;
  return tf_test_run(tests);
}
