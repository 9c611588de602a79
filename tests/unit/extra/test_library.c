/* SPDX-License-Identifier: Apache-2.0 */
/* The loader: what can be opened, and one clear line for each file that cannot. */
#include "extra/library.h"

#include <pthread.h>
#include <stdio.h>
#include <tvm/ffi/extra/c_runtime_api.h>
#include <unistd.h>

#include "core/registry.h"
#include "core/typetable.h"
#include "tf_test_core.h"

static int open_path(const char* path, void** out) { return tf_library_open(tf_str_c(path), out); }

/* The raised error's message must be one line. Opens and expects failure. */
static void assert_refused(const char* path, const char* part) {
  void* handle = NULL;
  assert_int_equal(open_path(path, &handle), -1);
  assert_null(handle);
  const tf_error* error = tf_error_peek_raised();
  assert_non_null(error);
  if (strchr(error->cell.message.data, '\n') != NULL) fail_msg("%s", error->cell.message.data);
  assert_non_null(strstr(error->cell.message.data, path));
  tf_test_raised_is(path, "RuntimeError", part);
}

static bool has_function(const char* name) {
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(name));
  tf_object_decref(function);
  return function != NULL;
}

static void opening_twice_gives_the_same_handle(void** state) {
  (void)state;
  void* first = NULL;
  void* second = NULL;
  assert_ok(open_path(TF_FIXTURES "/fixture_exports.so", &first));
  assert_ok(open_path(TF_FIXTURES "/fixture_exports.so", &second));
  assert_ptr_equal(first, second);
  assert_non_null(tf_library_symbol(first, "__tvm_ffi_add_one"));
  assert_null(tf_library_symbol(first, "__tvm_ffi_add_two"));
  tf_library_close(first);
  tf_library_close(second);
}

static void a_missing_file_is_named(void** state) {
  (void)state;
  assert_refused("/nowhere/libx.so", "no such file");
}

static void a_folder_is_refused(void** state) {
  (void)state;
  assert_refused(TF_FIXTURES, "folder");
}

static void write_file(const char* path, const void* data, size_t size) {
  FILE* file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static void text_is_refused(void** state) {
  (void)state;
  write_file("tf_text.so", "int main(void)", 14);
  assert_refused("./tf_text.so", "not a shared library");
  write_file("tf_text.so", "", 0);
  assert_refused("./tf_text.so", "empty");
  (void)remove("tf_text.so");
}

/* Every length: the process must survive, and a library that lacks what its headers announce must be refused. */
static void a_truncated_library_is_refused(void** state) {
  (void)state;
  FILE* file = fopen(TF_FIXTURES "/fixture_exports.so", "rb");
  assert_non_null(file);
  static char data[1 << 20];
  size_t size = fread(data, 1, sizeof(data), file);
  assert_int_equal(fclose(file), 0);
  const size_t lengths[] = {1, 16, 63, 64, 100, 600, 1000, 4096, 5000, 8192};
  for (size_t i = 0; i < TF_COUNT_OF(lengths); ++i) {
    if (lengths[i] >= size / 2) continue;
    write_file("tf_cut.so", data, lengths[i]);
    void* handle = NULL;
    assert_int_equal(open_path("./tf_cut.so", &handle), -1);
    tf_error_clear();
  }
  write_file("tf_cut.so", data, size / 3);
  assert_refused("./tf_cut.so", "truncated");
  (void)remove("tf_cut.so");
}

static void a_missing_symbol_is_named_readably(void** state) {
  (void)state;
  assert_refused(TF_FIXTURES "/fixture_undefined.so", "undefined symbol: ");
}

static void symbols_of_the_interpreter_are_recognised(void** state) {
  (void)state;
  assert_refused(TF_FIXTURES "/fixture_interpreter.so",
                 "PyFixture_Missing (of the Python interpreter");
}

static void odd_paths_are_refused(void** state) {
  (void)state;
  void* handle = NULL;
  char long_path[5000];
  memset(long_path, 'a', sizeof(long_path));
  assert_raises(tf_library_open(tf_str_of("a\0b", 3), &handle), "ValueError", "NUL");
  assert_raises(tf_library_open(tf_str_c(""), &handle), "ValueError", "empty");
  assert_raises(tf_library_open(tf_str_of(long_path, sizeof(long_path)), &handle), "ValueError",
                "longer");
  assert_raises(tvm_ffi_library_open(NULL, &handle), "TypeError", "NULL");
}

/* Constructors run once per process: this test does all there is to do with the clashing pair. */
static void clashes_are_one_error_and_leave_nothing(void** state) {
  (void)state;
  tf_mem_watch(false);
  void* first = NULL;
  void* second = NULL;
  assert_ok(open_path(TF_FIXTURES "/fixture_first.so", &first));
  assert_true(has_function("fixture.shared"));
  assert_true(has_function("fixture.first"));
  assert_int_equal(open_path(TF_FIXTURES "/fixture_second.so", &second), -1);
  const char* message = tf_error_peek_raised()->cell.message.data;
  assert_non_null(strstr(message, "fixture.shared"));
  assert_non_null(strstr(message, "fixture.Shared"));
  assert_non_null(strstr(message, "fixture_first.so"));
  assert_non_null(strstr(message, "fixture_second.so"));
  tf_error_clear();
  assert_false(has_function("fixture.second"));
  assert_true(has_function("fixture.first"));
  assert_raises(open_path(TF_FIXTURES "/fixture_second.so", &second), "RuntimeError",
                "fixture.shared");
  /* What registered stays loaded, however often it is closed. */
  tf_library_close(first);
  assert_true(has_function("fixture.shared"));
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c("fixture.shared"));
  tf_any result = tf_any_none();
  assert_ok(tf_func_call(function, NULL, 0, &result));
  assert_int_equal(result.raw.v_int64, 1);
  tf_object_decref(function);
  tf_mem_watch(true);
}

static int64_t ask(const char* name) {
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(name));
  tf_any result = tf_any_int(-1);
  if (function != NULL) assert_ok(tf_func_call(function, NULL, 0, &result));
  tf_object_decref(function);
  return result.raw.v_int64;
}

static int answer_one(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_int(1);
  return 0;
}

static const tf_func_def own_defs[] = {{"fixture.replaced", "() -> int", answer_one, NULL},
                                       {"fixture.taken", "() -> int", answer_one, NULL}};

static void a_refused_library_gives_back_what_it_replaced(void** state) {
  (void)state;
  tf_mem_watch(false);
  void* handle = NULL;
  assert_int_equal(tf_registry_add_defs(own_defs, TF_COUNT_OF(own_defs)), 0);
  assert_raises(open_path(TF_FIXTURES "/fixture_override.so", &handle), "RuntimeError",
                "fixture.taken");
  assert_int_equal(ask("fixture.replaced"), 1);
  assert_int_equal(open_path(TF_FIXTURES "/fixture_override.so", &handle), -1);
  tf_error_clear();
  tf_mem_watch(true);
}

typedef struct opening {
  pthread_barrier_t* start;
  int status;
  bool names_reason;
} opening;

static void* open_in_thread(void* argument) {
  opening* mine = argument;
  void* handle = NULL;
  (void)pthread_barrier_wait(mine->start);
  mine->status = open_path(TF_FIXTURES "/fixture_race.so", &handle);
  tf_error* error = tf_error_take_raised();
  mine->names_reason = error != NULL && strstr(error->cell.message.data, "fixture.taken") != NULL;
  tf_object_drop(&error);
  return NULL;
}

/* One of them runs the constructors; none may get away with the library. */
static void threads_that_open_at_once_are_all_refused(void** state) {
  (void)state;
  enum { COUNT = 6 };
  pthread_barrier_t start;
  pthread_t threads[COUNT];
  opening openings[COUNT];
  tf_mem_watch(false);
  assert_int_equal(pthread_barrier_init(&start, NULL, COUNT), 0);
  for (int i = 0; i < COUNT; ++i) {
    openings[i] = (opening){&start, 0, false};
    assert_int_equal(pthread_create(&threads[i], NULL, open_in_thread, &openings[i]), 0);
  }
  for (int i = 0; i < COUNT; ++i) assert_int_equal(pthread_join(threads[i], NULL), 0);
  for (int i = 0; i < COUNT; ++i) {
    assert_int_equal(openings[i].status, -1);
    assert_true(openings[i].names_reason);
  }
  assert_int_equal(pthread_barrier_destroy(&start), 0);
  assert_int_equal(ask("fixture.replaced"), 1);
  tf_mem_watch(true);
}

/* Last of all: this one may replace the function. */
static void an_initializer_may_load_what_is_refused(void** state) {
  (void)state;
  tf_mem_watch(false);
  void* outer = NULL;
  assert_ok(open_path(TF_FIXTURES "/fixture_outer.so", &outer));
  assert_int_equal(ask("fixture.replaced"), 5);
  void* inner = NULL;
  assert_raises(open_path(TF_FIXTURES "/fixture_inner.so", &inner), "RuntimeError",
                "fixture.taken");
  tf_library_close(outer);
  assert_int_equal(ask("fixture.replaced"), 5);
  tf_mem_watch(true);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(opening_twice_gives_the_same_handle),
      tf_unit(a_missing_file_is_named),
      tf_unit(a_folder_is_refused),
      tf_unit(text_is_refused),
      tf_unit(a_truncated_library_is_refused),
      tf_unit(a_missing_symbol_is_named_readably),
      tf_unit(symbols_of_the_interpreter_are_recognised),
      tf_unit(odd_paths_are_refused),
      tf_unit(clashes_are_one_error_and_leave_nothing),
      tf_unit(a_refused_library_gives_back_what_it_replaced),
      tf_unit(threads_that_open_at_once_are_all_refused),
      tf_unit(an_initializer_may_load_what_is_refused),
  };
  return tf_test_run(tests);
}
