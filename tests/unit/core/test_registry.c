/* SPDX-License-Identifier: Apache-2.0 */
#include "core/registry.h"

#include <pthread.h>
#include <string.h>

#include <tvm/ffi/extra/c_runtime_api.h>

#include "core/loading.h"

#include "tf_test_core.h"

static const tf_owner lib_a = {"a", "/x/libA.so", "libA.so"};
static const tf_owner lib_b = {"b", "/x/libB.so", "libB.so"};

static int answer(const tf_args* args, tf_any* result) {
  *result = tf_any_int((int64_t)(intptr_t)args->context);
  return 0;
}

static const tf_func_def answer_def = {"answer", "() -> int", answer, NULL};

static tf_object* new_function(intptr_t number) {
  tf_function* function;
  return tf_func_new_closure(&answer_def, (void*)number, NULL, &function) == 0 ? &function->header
                                                                               : NULL;
}

static int set(tf_registry* registry, const char* name, intptr_t number, const tf_owner* owner,
               bool can_override) {
  tf_object* function = new_function(number);
  if (function == NULL) return -1;
  tf_registry_item item = {
      .name = tf_str_c(name), .doc = tf_str_c("doc"), .function = function, .owner = owner};
  int status = tf_registry_set(registry, &item, can_override);
  tf_object_decref(function);
  return status;
}

/* What the function of that name answers, or -1. */
static int64_t ask(tf_registry* registry, const char* name) {
  tf_object* function = tf_registry_find(registry, tf_str_c(name));
  if (function == NULL) return -1;
  tf_any result;
  assert_ok(tf_func_call(function, NULL, 0, &result));
  tf_object_decref(function);
  return result.raw.v_int64;
}

static void functions_are_found_by_name(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_int_equal(ask(registry, "x"), -1);
  assert_ok(set(registry, "x", 1, &lib_a, false));
  assert_ok(set(registry, "y", 2, &lib_a, false));
  assert_ok(set(registry, "", 3, &lib_a, false));
  assert_int_equal(ask(registry, "x"), 1);
  assert_int_equal(ask(registry, "y"), 2);
  assert_int_equal(ask(registry, ""), 3);
  assert_int_equal(tf_registry_size(registry), 3);
  tf_registry_item item;
  assert_true(tf_registry_describe(registry, tf_str_c("x"), &item));
  assert_str_is(item.doc, "doc");
  assert_str_is(item.metadata, "");
  assert_ptr_equal(item.owner, &lib_a);
  assert_false(tf_registry_describe(registry, tf_str_c("z"), &item));
  assert_str_is(tf_registry_nearest(registry, tf_str_c("x")), "x");
  tf_registry_drop(&registry);
  assert_null(registry);
  tf_registry_drop(&registry);
}

static void a_second_registration_names_both_libraries(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_ok(set(registry, "X", 1, &lib_a, false));
  assert_raises(set(registry, "X", 2, &lib_b, false), "RuntimeError",
                "Global Function `X` is already registered (by libA.so; now by libB.so)");
  assert_raises(set(registry, "X", 2, &lib_a, false), "RuntimeError",
                "Global Function `X` is already registered (by libA.so)");
  assert_int_equal(ask(registry, "X"), 1);
  assert_ok(set(registry, "X", 3, &lib_b, true));
  assert_int_equal(ask(registry, "X"), 3);
  tf_registry_drop(&registry);
}

static int append_name(void* context, tf_str name) {
  char* text = context;
  (void)strncat(text, name.data, name.size);
  return 0;
}

static void names_come_in_order_replaced_ones_last(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_ok(set(registry, "a", 1, &lib_a, false));
  assert_ok(set(registry, "b", 1, &lib_a, false));
  assert_ok(set(registry, "c", 1, &lib_a, false));
  assert_ok(set(registry, "a", 2, &lib_a, true));
  assert_true(tf_registry_remove(registry, tf_str_c("b")));
  assert_false(tf_registry_remove(registry, tf_str_c("b")));
  assert_false(tf_registry_remove(registry, tf_str_c("never")));
  assert_ok(set(registry, "d", 1, &lib_a, false));
  assert_ok(set(registry, "b", 5, &lib_a, false));
  char text[64] = "";
  assert_int_equal(tf_registry_visit(registry, append_name, text), 0);
  assert_string_equal(text, "cadb");
  assert_int_equal(tf_registry_size(registry), 4);
  assert_int_equal(ask(registry, "b"), 5);
  tf_registry_drop(&registry);
}

static void replacing_again_and_again_takes_no_memory(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_ok(set(registry, "a", 0, &lib_a, true));
  assert_ok(set(registry, "b", 0, &lib_a, true));
  for (int i = 0; i < 100; ++i) assert_ok(set(registry, "a", i, &lib_a, true));
  long live = tf_mem_live();
  for (int i = 0; i < 10000; ++i) assert_ok(set(registry, "a", i, &lib_a, true));
  assert_int_equal(tf_mem_live(), live);
  assert_int_equal(ask(registry, "a"), 9999);
  char text[64] = "";
  (void)tf_registry_visit(registry, append_name, text);
  assert_string_equal(text, "ba");
  tf_registry_drop(&registry);
}

static void clashes_inside_a_loading_scope_are_recorded(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_ok(set(registry, "X", 1, &lib_a, false));
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("/x/libB.so"));
  assert_ok(set(registry, "new", 2, &lib_b, false));
  assert_ok(set(registry, "X", 2, &lib_b, false));
  assert_ok(set(registry, "dependency", 3, &lib_a, false));
  assert_int_equal(ask(registry, "new"), 2);
  assert_int_equal(tf_loading_end(&scope), 1);
  assert_int_equal(scope.num_registered, 2);
  tf_buf buf = tf_buf_new(1000);
  tf_loading_put_clashes(&scope, &buf);
  assert_str_is(tf_buf_view(&buf),
                "Global Function `X` is already registered (by libA.so; now by libB.so)\n");
  tf_buf_drop(&buf);
  tf_loading_drop(&scope);
  assert_int_equal(ask(registry, "X"), 1);
  assert_int_equal(ask(registry, "new"), -1);
  assert_int_equal(ask(registry, "dependency"), 3);
  tf_registry_drop(&registry);
}

static int refuse(tf_loading* scope, tf_registry* registry) {
  (void)set(registry, "X", 9, &lib_b, false);
  int clashes = (int)tf_loading_end(scope);
  tf_loading_drop(scope);
  return clashes;
}

static void a_refused_library_gives_back_what_it_replaced(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_ok(set(registry, "X", 1, &lib_a, false));
  assert_ok(set(registry, "f", 2, &lib_a, false));
  assert_ok(set(registry, "g", 3, &lib_a, false));
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("/x/libB.so"));
  assert_ok(set(registry, "f", 4, &lib_b, true));
  assert_ok(set(registry, "f", 5, &lib_b, true));
  assert_ok(set(registry, "h", 6, &lib_b, false));
  assert_int_equal(ask(registry, "f"), 5);
  assert_int_equal(refuse(&scope, registry), 1);
  assert_int_equal(ask(registry, "f"), 2);
  assert_int_equal(ask(registry, "h"), -1);
  tf_registry_item item;
  assert_true(tf_registry_describe(registry, tf_str_c("f"), &item));
  assert_ptr_equal(item.owner, &lib_a);
  char text[64] = "";
  (void)tf_registry_visit(registry, append_name, text);
  assert_string_equal(text, "Xfg");
  assert_int_equal(tf_registry_size(registry), 3);
  tf_registry_drop(&registry);
}

static void what_others_put_in_the_meantime_stays(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_ok(set(registry, "X", 1, &lib_a, false));
  assert_ok(set(registry, "f", 2, &lib_a, false));
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("/x/libB.so"));
  assert_ok(set(registry, "f", 3, &lib_b, true));
  assert_ok(set(registry, "f", 4, &lib_a, true));
  assert_ok(set(registry, "g", 5, &lib_b, true));
  assert_true(tf_registry_remove(registry, tf_str_c("g")));
  assert_int_equal(refuse(&scope, registry), 1);
  assert_int_equal(ask(registry, "f"), 4);
  assert_int_equal(ask(registry, "g"), -1);
  tf_registry_drop(&registry);
}

/* The inner library is refused, the outer one stays; then the other way round. */
static void nested_loads_are_taken_back_each_for_itself(void** state) {
  (void)state;
  for (int inner_fails = 0; inner_fails < 2; ++inner_fails) {
    tf_registry* registry = tf_registry_new();
    assert_ok(set(registry, "X", 1, &lib_a, false));
    assert_ok(set(registry, "f", 2, &lib_a, false));
    tf_loading outer;
    tf_loading inner;
    tf_loading_begin(&outer, tf_str_c("/x/libA.so"));
    assert_ok(set(registry, "f", 3, &lib_a, true));
    tf_loading_begin(&inner, tf_str_c("/x/libB.so"));
    assert_ok(set(registry, "f", 4, &lib_b, true));
    assert_ok(set(registry, "X", 5, inner_fails ? &lib_b : &lib_a, false));
    assert_int_equal(tf_loading_end(&inner), (size_t)inner_fails);
    tf_loading_drop(&inner);
    assert_int_equal(ask(registry, "f"), inner_fails ? 3 : 4);
    assert_int_equal(tf_loading_end(&outer), (size_t)!inner_fails);
    tf_loading_drop(&outer);
    assert_int_equal(ask(registry, "f"), inner_fails ? 3 : 4);
    assert_int_equal(ask(registry, "X"), 1);
    tf_registry_drop(&registry);
  }
}

static void without_memory_a_load_fails_and_nothing_is_lost(void** state) {
  (void)state;
  for (long n = 1; n < 12; ++n) {
    tf_registry* registry = tf_registry_new();
    assert_ok(set(registry, "f", 2, &lib_a, false));
    tf_loading scope;
    tf_loading_begin(&scope, tf_str_c("/x/libB.so"));
    tf_object* function = new_function(7);
    tf_registry_item item = {.name = tf_str_c("f"), .function = function, .owner = &lib_b};
    tf_registry_item fresh = {.name = tf_str_c("fresh"), .function = function, .owner = &lib_b};
    tf_mem_fail_from(n);
    int status = tf_registry_set(registry, &item, true);
    if (status == 0) status = tf_registry_set(registry, &fresh, false);
    tf_mem_fail_from(0);
    assert_int_equal(status, 0);
    tf_object_decref(function);
    bool has_failed = tf_loading_end(&scope) != 0;
    tf_loading_drop(&scope);
    assert_int_equal(ask(registry, "f"), has_failed ? 2 : 7);
    assert_int_equal(ask(registry, "fresh"), has_failed ? -1 : 7);
    tf_registry_drop(&registry);
    assert_true(n != 1 || has_failed);
  }
}

/* Readers must never see a function that is already gone. */
enum { ROUNDS = 2000 };

static void* replace_all_the_time(void* context) {
  tf_registry* registry = context;
  for (int i = 0; i < ROUNDS; ++i) {
    if (i % 7 == 3) (void)tf_registry_remove(registry, tf_str_c("f"));
    if (set(registry, "f", i, &lib_a, true) != 0) return context;
  }
  return NULL;
}

static void* look_up_all_the_time(void* context) {
  tf_registry* registry = context;
  for (int i = 0; i < 20 * ROUNDS; ++i) {
    tf_object* function = tf_registry_find(registry, tf_str_c("f"));
    if (function == NULL) continue;
    tf_any result;
    int status = tf_func_call(function, NULL, 0, &result);
    tf_object_decref(function);
    if (status != 0) return context;
  }
  return NULL;
}

static void readers_and_a_writer_agree(void** state) {
  (void)state;
  tf_registry* registry = tf_registry_new();
  assert_ok(set(registry, "f", 0, &lib_a, false));
  pthread_t threads[3];
  assert_int_equal(pthread_create(&threads[0], NULL, replace_all_the_time, registry), 0);
  assert_int_equal(pthread_create(&threads[1], NULL, look_up_all_the_time, registry), 0);
  assert_int_equal(pthread_create(&threads[2], NULL, look_up_all_the_time, registry), 0);
  for (int i = 0; i < 3; ++i) {
    void* failed = NULL;
    assert_int_equal(pthread_join(threads[i], &failed), 0);
    assert_null(failed);
  }
  assert_int_equal(ask(registry, "f"), ROUNDS - 1);
  tf_registry_drop(&registry);
}

static void constants_get_metadata_from_their_signature(void** state) {
  (void)state;
  tf_mem_watch(false);
  assert_int_equal(tf_registry_add_defs(&answer_def, 1), 0);
  tf_mem_watch(true);
  tf_registry_item item;
  assert_true(tf_registry_describe(tf_registry_global(), tf_str_c("answer"), &item));
  assert_true(tf_str_starts_with(item.metadata, tf_str_c("{\"type_schema\":\"{\\\"type\\\"")));
  assert_int_equal(item.flags, 4);
  assert_ptr_equal(item.owner, tf_owner_self());
  tf_mem_watch(false);
  assert_true(tf_registry_remove(tf_registry_global(), tf_str_c("answer")));
  tf_mem_watch(true);
}

static TVMFFIByteArray doc_of(const char* name) {
  TVMFFIByteArray bytes = {name, strlen(name)};
  return tvm_ffi_function_doc(&bytes);
}

static void documentation_is_found_by_name(void** state) {
  (void)state;
  char text[] = "Says hello.\nTwice.";
  TVMFFIMethodInfo info = {.name = {"test.documented", 15}, .doc = {text, strlen(text)}};
  tf_mem_watch(false);
  info.method = tf_view_object(new_function(1)).raw;
  assert_int_equal(TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0), 0);
  text[0] = '?';
  TVMFFIByteArray doc = doc_of("test.documented");
  assert_string_equal(doc.data, "Says hello.\nTwice.");
  assert_int_equal(doc.size, strlen(doc.data));
  TVMFFIByteArray replaced = {"test.documented", 15};
  assert_int_equal(TVMFFIFunctionSetGlobal(&replaced, info.method.v_obj, 1), 0);
  assert_string_equal(doc.data, "Says hello.\nTwice.");
  assert_string_equal(doc_of("test.documented").data, "");
  assert_true(tf_registry_remove(tf_registry_global(), tf_str_c("test.documented")));
  tf_object_decref(info.method.v_obj);
  tf_mem_watch(true);
}

static void no_documentation_is_an_empty_text(void** state) {
  (void)state;
  assert_string_equal(doc_of("test.never_registered").data, "");
  assert_int_equal(doc_of("").size, 0);
  assert_string_equal(tvm_ffi_function_doc(NULL).data, "");
  TVMFFIByteArray broken = {NULL, 3};
  assert_string_equal(tvm_ffi_function_doc(&broken).data, "");
}

static int fill(void* context) {
  (void)context;
  tf_registry* registry = tf_registry_new();
  if (registry == NULL) return tf_raise_memory();
  int status = 0;
  char name[16];
  for (int i = 0; i < 40 && status == 0; ++i) {
    (void)snprintf(name, sizeof name, "f%d", i);
    status = set(registry, name, i, &lib_a, false);
  }
  if (status == 0) status = set(registry, "f3", 1, &lib_b, true);
  tf_registry_drop(&registry);
  return status;
}

static void registering_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(fill, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(functions_are_found_by_name),
      tf_unit(a_second_registration_names_both_libraries),
      tf_unit(names_come_in_order_replaced_ones_last),
      tf_unit(replacing_again_and_again_takes_no_memory),
      tf_unit(clashes_inside_a_loading_scope_are_recorded),
      tf_unit(a_refused_library_gives_back_what_it_replaced),
      tf_unit(what_others_put_in_the_meantime_stays),
      tf_unit(nested_loads_are_taken_back_each_for_itself),
      tf_unit(without_memory_a_load_fails_and_nothing_is_lost),
      tf_unit(readers_and_a_writer_agree),
      tf_unit(constants_get_metadata_from_their_signature),
      tf_unit(documentation_is_found_by_name),
      tf_unit(no_documentation_is_an_empty_text),
      tf_unit(registering_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
