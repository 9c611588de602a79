/* SPDX-License-Identifier: Apache-2.0 */
/* Lines from debug information: in the text of errors, and what happens when something about it is missing or broken. */
#include "core/backtrace_source.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/stat.h>
#include <tvm/ffi/extra/c_runtime_api.h>
#include <unistd.h>

#include "core/backtrace_file.h"
#include "core/backtrace_impl.h"
#include "core/backtrace_libdw.h"
#include "tf_test_core.h"

typedef int (*through)(void (*action)(void* argument), void* argument);

static through find(void* library, const char* name) {
  void* found = library == NULL ? NULL : dlsym(library, name);
  assert_non_null(found);
  through function;
  memcpy(&function, &found, sizeof function);
  return function;
}

static void raise_error(void* argument) {
  (void)argument;
  TVMFFIErrorSetRaisedFromCStr("K", "m");
}

static void raise_and_keep(through function, char* out, size_t room) {
  tf_mem_watch(false); /* the first text of a thread */
  tf_backtrace_forget();
  assert_int_equal(function(raise_error, NULL), 1);
  tf_error* error = tf_error_take_raised();
  assert_non_null(error);
  (void)snprintf(out, room, "%s", error->cell.backtrace.data);
  tf_object_decref(error);
  tf_mem_watch(true);
}

#define FILE_NAME "backtrace_source_fixture.c"

/* The text with each path cut down to the file's name. */
static void assert_lines(through function, const char* want) {
  char text[4096];
  raise_and_keep(function, text, sizeof text);
  char shown[4096] = "";
  for (char* line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
    char* name = strstr(line, FILE_NAME);
    char* begin = strchr(line, '"');
    assert_non_null(begin);
    (void)snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%s\n",
                   name == NULL ? begin + 1 : name);
  }
  if (strcmp(shown, want) != 0) print_error("got:\n%s", shown);
  assert_string_equal(shown, want);
}

static void* open_copy(const char* from, const char* to, off_t cut_at, off_t flip_from) {
  FILE* in = fopen(from, "rb");
  FILE* out = fopen(to, "wb");
  assert_true(in != NULL && out != NULL);
  off_t at = 0;
  for (int byte; (byte = fgetc(in)) != EOF && (cut_at == 0 || at < cut_at); ++at) {
    (void)fputc(flip_from != 0 && at >= flip_from && at % 7 == 0 ? byte ^ 0x5a : byte, out);
  }
  assert_int_equal(fclose(in), 0);
  assert_int_equal(fclose(out), 0);
  void* handle = dlopen(to, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) print_error("%s\n", dlerror());
  return handle;
}

/* Said by name, so that it is used under a sanitizer too; the test runs without a look for leaks. */
static const char library_name[] = "libdw.so.1";

/* The everyday system has the library; on others (an emulated one) there may be nothing to test but names. */
static void need_library(void) {
#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
  skip(); /* what a library writes that was not compiled for it counts as uninitialised */
#endif
#endif
#if defined(__x86_64__) && defined(__GLIBC__)
  if (tf_dw_get() == NULL) fail_msg("libdw.so.1 is missing: install elfutils' library (libdw1)");
#else
  if (tf_dw_get() == NULL) skip();
#endif
}

static void lines_come_from_debug_information(void** state) {
  (void)state;
  need_library();
  void* library = dlopen(SOURCE_FIXTURE, RTLD_NOW | RTLD_LOCAL);
  for (int i = 0; i < 3; ++i) {
    assert_lines(find(library, "source_fixture_outer"),
                 FILE_NAME "\", line 8, in compiled_in\n" FILE_NAME
                           "\", line 13, in without_exported_name\n" FILE_NAME
                           "\", line 21, in source_fixture_outer\n");
  }
}

static void calls_inside_our_headers_are_not_shown(void** state) {
  (void)state;
  need_library();
  void* library = dlopen(SOURCE_FIXTURE, RTLD_NOW | RTLD_LOCAL);
  assert_lines(find(library, "source_fixture_headers"), FILE_NAME
               "\", line 8, in compiled_in\n" FILE_NAME "\", line 13, in without_exported_name\n");
}

static char asked[4096];

static void ask(void* argument) {
  (void)argument;
  const TVMFFIByteArray* text = TVMFFIBacktrace("told.c", 3, "told", 0);
  (void)snprintf(asked, sizeof asked, "%s", text->data);
}

static void a_told_place_replaces_one_call_and_not_its_frame(void** state) {
  (void)state;
  need_library();
  void* library = dlopen(SOURCE_FIXTURE, RTLD_NOW | RTLD_LOCAL);
  tf_mem_watch(false);
  (void)find(library, "source_fixture_outer")(ask, NULL);
  tf_mem_watch(true);
  assert_true(
      tf_str_starts_with(tf_str_c(asked), tf_str_c("  File \"told.c\", line 3, in told\n")));
  assert_null(strstr(asked, "compiled_in"));
  assert_non_null(strstr(asked, FILE_NAME "\", line 13, in without_exported_name\n"));
}

static void the_limit_counts_lines_and_not_frames(void** state) {
  (void)state;
  need_library();
  void* library = dlopen(SOURCE_FIXTURE, RTLD_NOW | RTLD_LOCAL);
  assert_int_equal(setenv("TVM_TRACEBACK_LIMIT", "1", 1), 0);
  assert_lines(find(library, "source_fixture_outer"), FILE_NAME "\", line 8, in compiled_in\n");
  assert_int_equal(unsetenv("TVM_TRACEBACK_LIMIT"), 0);
}

static void without_the_library_there_are_names(void** state) {
  (void)state;
  void* library = dlopen(SOURCE_FIXTURE, RTLD_NOW | RTLD_LOCAL);
  tf_dw_set_name("libthere_is_no_such_library.so.1");
  assert_lines(find(library, "source_fixture_outer"),
               "<unknown>\", line 0, in source_fixture_outer\n");
  /* A library, but another one. */
  tf_dw_set_name(PLAIN_FIXTURE);
  assert_null(tf_dw_get());
  tf_dw_set_name(library_name);
}

static void without_debug_information_there_are_names(void** state) {
  (void)state;
  void* library = dlopen(PLAIN_FIXTURE, RTLD_NOW | RTLD_LOCAL);
  tf_dw_set_name("libthere_is_no_such_library.so.1");
  assert_lines(find(library, "source_fixture_outer"),
               "<unknown>\", line 0, in source_fixture_outer\n");
  tf_dw_set_name(library_name);
  assert_lines(find(library, "source_fixture_outer"),
               "<unknown>\", line 0, in source_fixture_outer\n");
}

static void the_usual_library_is_not_used_under_a_sanitizer(void** state) {
  (void)state;
  need_library();
  tf_dw_set_name(NULL);
  assert_int_equal(tf_dw_get() == NULL, TF_HAS_ASAN || TF_HAS_TSAN);
  tf_dw_set_name(library_name);
}

static const char copy_name[] = "./backtrace_source_copy.so";

/* Replaced by another build, removed, or made shorter after it was loaded. */
static void a_file_that_changed_is_not_believed(void** state) {
  (void)state;
  need_library();
  void* library = open_copy(SOURCE_FIXTURE, copy_name, 0, 0);
  through function = find(library, "source_fixture_outer");
  assert_lines(function, FILE_NAME "\", line 8, in compiled_in\n" FILE_NAME
                                   "\", line 13, in without_exported_name\n" FILE_NAME
                                   "\", line 21, in source_fixture_outer\n");
  assert_int_equal(unlink(copy_name), 0);
  assert_lines(function, "<unknown>\", line 0, in source_fixture_outer\n");
  void* other = open_copy(PLAIN_FIXTURE, copy_name, 0, 0);
  assert_lines(function, "<unknown>\", line 0, in source_fixture_outer\n");
  assert_int_equal(dlclose(other), 0);
  assert_int_equal(unlink(copy_name), 0);
  assert_int_equal(mkfifo(copy_name, 0600), 0);
  assert_lines(function, "<unknown>\", line 0, in source_fixture_outer\n");
  assert_int_equal(unlink(copy_name), 0);
  assert_int_equal(dlclose(library), 0);
}

/* Where debug information begins: behind everything that is loaded. */
static off_t end_of_loaded(const char* path) {
  FILE* file = fopen(path, "rb");
  unsigned char head[4096];
  assert_non_null(file);
  size_t size = fread(head, 1, sizeof head, file);
  assert_int_equal(fclose(file), 0);
  uint64_t headers, end = 0;
  uint16_t count;
  memcpy(&headers, head + 32, sizeof headers);
  memcpy(&count, head + 56, sizeof count);
  for (unsigned i = 0; i < count && headers + 56 * (i + 1) <= size; ++i) {
    uint32_t kind;
    uint64_t offset, in_file;
    memcpy(&kind, head + headers + 56 * i, sizeof kind);
    memcpy(&offset, head + headers + 56 * i + 8, sizeof offset);
    memcpy(&in_file, head + headers + 56 * i + 32, sizeof in_file);
    if (kind == 1 && offset + in_file > end) end = offset + in_file;
  }
  return (off_t)end;
}

/* Cut at any place behind what is loaded, or with bytes changed: some text comes, never a crash. */
static void broken_debug_information_does_no_harm(void** state) {
  (void)state;
  need_library();
  struct stat info;
  assert_int_equal(stat(SOURCE_FIXTURE, &info), 0);
  off_t loaded = end_of_loaded(SOURCE_FIXTURE);
  assert_true(loaded > 0 && loaded < info.st_size);
  char text[4096];
  for (int i = 0; i < 64; ++i) {
    off_t at = loaded + (info.st_size - loaded) * i / 64;
    void* library = open_copy(SOURCE_FIXTURE, copy_name, i % 2 == 0 ? at : 0, i % 2 == 0 ? 0 : at);
    raise_and_keep(find(library, "source_fixture_outer"), text, sizeof text);
    assert_non_null(strstr(text, "source_fixture_outer"));
    assert_int_equal(dlclose(library), 0);
    assert_int_equal(unlink(copy_name), 0);
  }
}

static void* raise_in_thread(void* argument) {
  through function;
  memcpy(&function, argument, sizeof function);
  for (int i = 0; i < 20; ++i) {
    tf_backtrace_forget();
    (void)function(raise_error, NULL);
    tf_error* error = tf_error_take_raised();
    bool is_right = strstr(error->cell.backtrace.data, "line 21, in source_fixture_outer") != NULL;
    tf_object_decref(error);
    if (!is_right) return argument;
  }
  return NULL;
}

static void threads_read_at_once(void** state) {
  (void)state;
  need_library();
  through function = find(dlopen(SOURCE_FIXTURE, RTLD_NOW | RTLD_LOCAL), "source_fixture_outer");
  pthread_t threads[4];
  tf_mem_watch(false);
  tf_dw_set_name(library_name);
  for (int i = 0; i < 4; ++i) {
    assert_int_equal(pthread_create(&threads[i], NULL, raise_in_thread, &function), 0);
  }
  for (int i = 0; i < 4; ++i) {
    void* failed = NULL;
    assert_int_equal(pthread_join(threads[i], &failed), 0);
    assert_null(failed);
  }
  tf_mem_watch(true);
}

static void memory_failures_leave_names_or_nothing(void** state) {
  (void)state;
  need_library();
  void* library = dlopen(SOURCE_FIXTURE, RTLD_NOW | RTLD_LOCAL);
  through function = find(library, "source_fixture_outer");
  tf_mem_watch(false);
  for (long n = 1; n < 30; ++n) {
    tf_backtrace_forget();
    tf_mem_fail_from(n);
    (void)function(raise_error, NULL);
    tf_error* error = tf_error_take_raised();
    tf_mem_fail_from(0);
    tf_object_drop(&error);
    tf_error_clear();
  }
  tf_mem_watch(true);
  assert_lines(function, FILE_NAME "\", line 8, in compiled_in\n" FILE_NAME
                                   "\", line 13, in without_exported_name\n" FILE_NAME
                                   "\", line 21, in source_fixture_outer\n");
}

/* The frames of the test runner are of no interest. */
static void stop_at_runner(void) {
  int (*runner)(const char*, const struct CMUnitTest*, size_t, CMFixtureFunction,
                CMFixtureFunction) = _cmocka_run_group_tests;
  const void* address;
  memcpy(&address, &runner, sizeof address);
  tvm_ffi_backtrace_add_boundary(address);
}

int main(void) {
  stop_at_runner();
  tf_dw_set_name(library_name);
  const struct CMUnitTest tests[] = {
      tf_unit(lines_come_from_debug_information),
      tf_unit(calls_inside_our_headers_are_not_shown),
      tf_unit(a_told_place_replaces_one_call_and_not_its_frame),
      tf_unit(the_limit_counts_lines_and_not_frames),
      tf_unit(without_the_library_there_are_names),
      tf_unit(without_debug_information_there_are_names),
      tf_unit(the_usual_library_is_not_used_under_a_sanitizer),
      tf_unit(a_file_that_changed_is_not_believed),
      tf_unit(broken_debug_information_does_no_harm),
      tf_unit(threads_read_at_once),
      tf_unit(memory_failures_leave_names_or_nothing),
  };
  return tf_test_run(tests);
}
