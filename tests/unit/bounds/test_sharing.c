/* SPDX-License-Identifier: Apache-2.0 */
/* Shared values cost what they are, not what they would be without sharing: 41 levels of pairs, each twice the one below,
   have 2 to the power of 41 paths. The fields are read through a getter that counts. And values that contain themselves:
   each function ends, with a result or with an error. */
#include "core/typetable.h"
#include "extra/field_access.h"
#include "extra/reflect.h"
#include "values.h"

enum { LEVELS = 41 };

/* ---- a pair whose fields count how often they are read ---- */

static int32_t pair_type;
static long reads;

static int counting_get(void* field, TVMFFIAny* result) {
  ++reads;
  return tf_field_get_any(field, result);
}

static int register_pair(void) {
  static const tf_reflect_field fields[] = {
      {"a", "Any", NULL, kTVMFFIFieldFlagBitMaskHasDefault, 24, 16, kTVMFFIAny, counting_get,
       tf_field_set_any},
      {"b", "Any", NULL, kTVMFFIFieldFlagBitMaskHasDefault, 40, 16, kTVMFFIAny, counting_get,
       tf_field_set_any},
  };
  static const tf_reflect_type type = {.key = "bounds.Pair",
                                       .parent_key = "ffi.Object",
                                       .static_index = -1,
                                       .total_size = 56,
                                       .structural_kind = kTVMFFISEqHashKindTreeNode,
                                       .can_new = true,
                                       .can_copy = true,
                                       .fields = fields,
                                       .num_fields = 2};
  return tf_reflect_register(&type, &pair_type);
}

static tf_any pair(tf_any a, tf_any b) {
  return MAKE("ffi.MakeObjectFromPackedArgs", INT(pair_type), text_any("a"), a, text_any("b"), b);
}

static tf_any shared_pairs(int levels) {
  tf_any below = pair(INT(1), INT(2));
  for (int i = 0; i < levels; ++i) {
    tf_any twin = tf_any_copy_owned(&below);
    below = pair(below, twin);
  }
  return below;
}

/* Reads per level: each of a few passes may read both fields of both sides. */
static void assert_linear(const char* function) {
  if (reads > 40L * LEVELS) fail_msg("%s reads %ld fields", function, reads);
  if (reads < 2L * LEVELS) fail_msg("%s reads only %ld fields", function, reads);
}

static void count_one(const char* function, tf_any rest1, tf_any rest2, int32_t count) {
  tf_any args[] = {shared_pairs(LEVELS), rest1, rest2};
  tf_any result = tf_any_none();
  reads = 0;
  assert_ok(call_global(function, args, count, &result));
  assert_linear(function);
  tf_any_drop(&result);
}

static void count_two(const char* function, int32_t count) {
  tf_any args[] = {shared_pairs(LEVELS), shared_pairs(LEVELS), tf_any_bool(false),
                   tf_any_bool(false)};
  tf_any result = tf_any_none();
  reads = 0;
  assert_ok(call_global(function, args, count, &result));
  assert_linear(function);
  tf_any_drop(&result);
}

static void shared_pairs_are_hashed_in_linear_time(void** state) {
  (void)state;
  count_one("ffi.RecursiveHash", tf_any_none(), tf_any_none(), 1);
  count_one("ffi.StructuralHash", tf_any_bool(false), tf_any_bool(false), 3);
  count_one("ffi.StructuralKey", tf_any_none(), tf_any_none(), 1);
}

static void shared_pairs_are_compared_in_linear_time(void** state) {
  (void)state;
  count_two("ffi.RecursiveEq", 2);
  count_two("ffi.StructuralEqual", 4);
  count_two("ffi.GetFirstStructuralMismatch", 4);
}

static void shared_pairs_are_ordered_in_linear_time(void** state) {
  (void)state;
  count_two("ffi.RecursiveLt", 2);
  count_two("ffi.RecursiveLe", 2);
  count_two("ffi.RecursiveGt", 2);
  count_two("ffi.RecursiveGe", 2);
}

static void shared_pairs_are_copied_and_written_in_linear_time(void** state) {
  (void)state;
  count_one("ffi.DeepCopy", tf_any_none(), tf_any_none(), 1);
  count_one("ffi.ToJSONGraph", tf_any_none(), tf_any_none(), 2);
  count_one("ffi.ToJSONGraphString", tf_any_none(), tf_any_none(), 2);
}

/* The text itself doubles with each level. */
static void shared_pairs_are_read_once_for_their_text(void** state) {
  (void)state;
  enum { FEW = 12 };
  tf_any text = tf_any_none();
  tf_any args[] = {shared_pairs(FEW)};
  reads = 0;
  assert_ok(call_global("ffi.ReprPrint", args, 1, &text));
  assert_true(reads <= 4L * FEW);
  tf_any_drop(&text);
}

static void shared_containers_are_walked_in_linear_time(void** state) {
  (void)state;
  tf_any found = MAKE("ffi.ContainerFindFirstNonCPUDevice", shared_arrays(LEVELS));
  assert_int_equal(found.raw.v_device.device_type, kDLCPU);
  tf_any copy = MAKE("ffi.DeepCopy", shared_arrays(LEVELS));
  assert_int_equal(MAKE("ffi.RecursiveEq", copy, shared_arrays(LEVELS)).raw.v_int64, 1);
}

/* ---- callbacks are called once for each way to a value; ways without any are not gone twice ---- */

static int echo_call(const tf_args* args, tf_any* result) {
  ++*(int*)args->context;
  return tf_any_copy(tf_args_view(args, 0), result);
}

static int none_call(const tf_args* args, tf_any* result) {
  ++*(int*)args->context;
  *result = tf_any_none();
  return 0;
}

static const tf_func_def echo_def = {"echo", "packed", echo_call, NULL};
static const tf_func_def none_def = {"none", "packed", none_call, NULL};

/* A callback for texts that counts its calls; `with_flag` for the rows of StructuralMutate. */
static tf_any text_row(const tf_func_def* def, int* calls, bool with_flag) {
  tf_function* function = NULL;
  assert_ok(tf_func_new_closure(def, calls, NULL, &function));
  tf_any any = tf_any_own(function);
  return with_flag ? ARRAY(ARRAY(INT(kTVMFFIStr), any, tf_any_bool(false)))
                   : ARRAY(ARRAY(INT(kTVMFFIStr), any));
}

static tf_any text_and_pairs(void) {
  return ARRAY(text_any("one"), shared_pairs(LEVELS), shared_arrays(LEVELS));
}

static void rewrites_skip_what_they_know(void** state) {
  (void)state;
  int calls = 0;
  reads = 0;
  for (int64_t order = 0; order < 2; ++order) {
    tf_any made = MAKE("ffi.StructuralMap", text_and_pairs(), text_row(&echo_def, &calls, false),
                       make_with("ffi.Array", NULL, 0), INT(order));
    tf_any_drop(&made);
  }
  tf_any made = MAKE("ffi.StructuralMutate", text_and_pairs(), text_row(&echo_def, &calls, true));
  tf_any_drop(&made);
  assert_int_equal(calls, 3);
  assert_linear("a rewrite");
}

static void walks_skip_what_they_know(void** state) {
  (void)state;
  int calls = 0;
  reads = 0;
  for (int64_t order = 0; order < 2; ++order) {
    (void)MAKE("ffi.StructuralWalk", text_and_pairs(), text_row(&none_def, &calls, false),
               make_with("ffi.Array", NULL, 0), INT(order));
  }
  (void)MAKE("ffi.StructuralVisit", text_and_pairs(), text_row(&none_def, &calls, false));
  assert_int_equal(calls, 3);
  assert_linear("a walk");
}

/* The longest text there may be is made of copies. */
static void texts_have_an_end(void** state) {
  (void)state;
  tf_any text = tf_any_none();
  tf_any args[] = {shared_pairs(LEVELS)};
  reads = 0;
  assert_raises(call_global("ffi.ReprPrint", args, 1, &text), "ValueError",
                "the text of the value would be longer than");
  assert_true(reads <= 4L * LEVELS);
}

/* ---- values that contain themselves ---- */

static tf_any list_cycle(void) { return cyclic_list(); }
static void break_list(tf_any* value) { list_break(value); }

static tf_any dict_cycle(void) {
  tf_any dict = DICT(INT(1), INT(2));
  assert_ok(tf_map_set((tf_map*)(void*)dict.raw.v_obj, text_any("self"), tf_any_copy_owned(&dict)));
  return dict;
}

static void break_dict(tf_any* value) {
  tf_map_clear((tf_map*)(void*)value->raw.v_obj);
  tf_any_drop(value);
}

/* A List that holds an Array that holds a Map that holds the List. */
static tf_any long_cycle(void) {
  tf_any list = LIST(INT(1));
  tf_any inner = ARRAY(MAP(text_any("back"), tf_any_copy_owned(&list)));
  assert_ok(tf_list_push((tf_seq*)(void*)list.raw.v_obj, inner));
  return list;
}

/* A Dict whose key is an Array that holds the Dict. */
static tf_any key_cycle(void) {
  tf_any dict = DICT(INT(1), INT(2));
  tf_any key = ARRAY(tf_any_copy_owned(&dict));
  assert_ok(tf_map_set((tf_map*)(void*)dict.raw.v_obj, key, INT(3)));
  return dict;
}

static void set_field(tf_any* object, int offset, tf_any value) {
  char* base = (char*)object->raw.v_obj;
  tf_any_set((tf_any*)(void*)(base + offset), value);
}

static tf_any pair_cycle(void) {
  tf_any made = pair(INT(1), tf_any_none());
  set_field(&made, 40, tf_any_copy_owned(&made));
  return made;
}

static void break_pair(tf_any* value) {
  set_field(value, 40, tf_any_none());
  tf_any_drop(value);
}

static const struct {
  const char* name;
  tf_any (*make)(void);
  void (*drop)(tf_any* value);
} cycles[] = {
    {"a List in itself", list_cycle, break_list},
    {"a Dict in itself", dict_cycle, break_dict},
    {"a long cycle", long_cycle, break_list},
    {"a cycle through a key", key_cycle, break_dict},
    {"an object in itself", pair_cycle, break_pair},
};

static int safe_answer(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_none();
  return 0;
}

static const tf_func_def answer_def = {"answer", "packed", safe_answer, NULL};

static tf_any row(bool with_flag) {
  tf_function* function = NULL;
  assert_ok(tf_func_new(&answer_def, &function));
  tf_any any = tf_any_own(function);
  return with_flag ? ARRAY(ARRAY(INT(1), any, tf_any_bool(false))) : ARRAY(ARRAY(INT(1), any));
}

/* The function ends; an error is one of three kinds. */
static void assert_ends(const char* function, const char* what, tf_any* args, int32_t count,
                        bool must_fail) {
  tf_any result = tf_any_none();
  int code = call_global(function, args, count, &result);
  bool fits = code == 0 ? !must_fail
                        : tf_error_is_raised_of(TF_VALUE_ERROR) ||
                              tf_error_is_raised_of(TF_RECURSION_ERROR) ||
                              tf_error_is_raised_of(TF_TYPE_ERROR);
  tf_error_clear();
  tf_any_drop(&result);
  if (!fits) fail_msg("%s of %s: status %d", function, what, code);
}

static tf_any share(const tf_any* value) { return tf_any_copy_owned(value); }

static void cyclic_values_end_everywhere(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(cycles); ++i) {
    tf_any a = cycles[i].make();
    tf_any b = cycles[i].make();
    const char* what = cycles[i].name;
    bool is_walked = cycles[i].make != key_cycle; /* walks do not go into keys */
#define ENDS(function, must_fail, ...)                                                       \
  do {                                                                                       \
    tf_any args[] = {__VA_ARGS__};                                                           \
    assert_ends(function, what, args, (int32_t)(sizeof(args) / sizeof(args[0])), must_fail); \
  } while (0)
    ENDS("ffi.ReprPrint", false, share(&a));
    ENDS("ffi.RecursiveHash", false, share(&a));
    ENDS("ffi.RecursiveEq", false, share(&a), share(&b));
    ENDS("ffi.RecursiveEq", false, share(&a), share(&a));
    ENDS("ffi.RecursiveLt", false, share(&a), share(&b));
    ENDS("ffi.RecursiveGe", false, share(&a), share(&b));
    ENDS("ffi.StructuralHash", false, share(&a), tf_any_bool(false), tf_any_bool(false));
    ENDS("ffi.StructuralEqual", false, share(&a), share(&b), tf_any_bool(false),
         tf_any_bool(false));
    ENDS("ffi.GetFirstStructuralMismatch", false, share(&a), share(&b), tf_any_bool(true),
         tf_any_bool(false));
    ENDS("ffi.StructuralKey", false, share(&a));
    ENDS("ffi.ToJSONGraph", true, share(&a), tf_any_none());
    ENDS("ffi.ToJSONGraphString", true, share(&a), tf_any_none());
    ENDS("ffi.json.Stringify", true, share(&a), tf_any_none());
    ENDS("ffi.ContainerFindFirstNonCPUDevice", false, share(&a));
    ENDS("ffi.StructuralWalk", is_walked, share(&a), row(false), make_with("ffi.Array", NULL, 0),
         INT(0));
    ENDS("ffi.StructuralWalk", is_walked, share(&a), row(false), make_with("ffi.Array", NULL, 0),
         INT(1));
    ENDS("ffi.StructuralVisit", is_walked, share(&a), row(false));
    ENDS("ffi.StructuralMap", is_walked, share(&a), row(false), make_with("ffi.Array", NULL, 0),
         INT(0));
    ENDS("ffi.StructuralMutate", is_walked, share(&a), row(true));
    ENDS("ffi.ArrayContains", false, ARRAY(share(&a)), share(&b));
    ENDS("ffi.MapCount", false, MAP(share(&a), INT(1)), share(&b));
#undef ENDS
    cycles[i].drop(&a);
    cycles[i].drop(&b);
  }
}

/* Copies of cycles are cycles of their own; they have to be taken apart as well. */
static void cyclic_values_are_copied(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(cycles); ++i) {
    tf_any a = cycles[i].make();
    tf_any copy = MAKE("ffi.DeepCopy", share(&a));
    assert_ptr_not_equal(copy.raw.v_obj, a.raw.v_obj);
    cycles[i].drop(&a);
    cycles[i].drop(&copy);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(shared_pairs_are_hashed_in_linear_time),
      tf_unit(shared_pairs_are_compared_in_linear_time),
      tf_unit(shared_pairs_are_ordered_in_linear_time),
      tf_unit(shared_pairs_are_copied_and_written_in_linear_time),
      tf_unit(shared_pairs_are_read_once_for_their_text),
      tf_unit(shared_containers_are_walked_in_linear_time),
      tf_unit(rewrites_skip_what_they_know),
      tf_unit(walks_skip_what_they_know),
      tf_unit(texts_have_an_end),
      tf_unit(cyclic_values_end_everywhere),
      tf_unit(cyclic_values_are_copied),
  };
  if (register_pair() != 0) return 1;
  return tf_test_run(tests);
}
