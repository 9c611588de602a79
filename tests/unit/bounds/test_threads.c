/* SPDX-License-Identifier: Apache-2.0 */
/* Many threads at once: registering while others look up, reference counts, functions, errors; threads that end with an
   error raised; forks while others register; the process's end with live objects and running threads. The thread
   sanitizer's build runs it too. */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tvm/ffi/c_api.h>

#include "core/typetable.h"
#include "values.h"

enum { THREADS = 16, WORKERS = 8, NAMES = 300 };

static int safe_call(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  *result = count == 1 ? args[0] : tf_any_none().raw;
  return 0;
}

static int failing_call(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  (void)result;
  TVMFFIErrorSetRaisedFromCStr("ValueError", "on purpose");
  return -1;
}

static TVMFFIObjectHandle shared_function;
static TVMFFIObjectHandle shared_failure;
static tf_any shared_value;

typedef struct {
  int number;
  int wrong; /* how often something was not as it must be */
  int won;   /* registrations of a name that all try */
  int32_t common[NAMES];
} worker;

static void run_all(int count, worker* workers, void* (*body)(void*)) {
  pthread_t threads[THREADS];
  for (int i = 0; i < count; ++i) {
    workers[i] = (worker){.number = i};
    assert_int_equal(pthread_create(&threads[i], NULL, body, &workers[i]), 0);
  }
  for (int i = 0; i < count; ++i) assert_int_equal(pthread_join(threads[i], NULL), 0);
  for (int i = 0; i < count; ++i) assert_int_equal(workers[i].wrong, 0);
}

static TVMFFIByteArray name_of(char* room, size_t size, const char* stem, int a, int b) {
  return (TVMFFIByteArray){room, (size_t)snprintf(room, size, "%s%d.%d", stem, a, b)};
}

/* ---- registering and looking up ---- */

static int get_field(void* field, TVMFFIAny* result) {
  *result = tf_view_int(*(int64_t*)field).raw;
  return 0;
}

static void register_own(worker* w, int i) {
  char text[64];
  TVMFFIByteArray name = name_of(text, sizeof(text), "bounds.threads.", w->number, i);
  const TVMFFIByteArray attr = {"__bounds_threads__", 18}, field_name = {"x", 1};
  const TVMFFITypeMetadata metadata = {{"", 0}, NULL, 32, kTVMFFISEqHashKindTreeNode};
  TVMFFIFieldInfo field = {
      .name = field_name, .size = 8, .alignment = 8, .offset = 24, .getter = get_field};
  TVMFFIAny value = tf_view_int(i).raw;
  int32_t index = TVMFFITypeGetOrAllocIndex(&name, -1, 1, 0, 1, kTVMFFIObject);
  w->wrong += TVMFFIFunctionSetGlobal(&name, shared_function, 0) != 0;
  w->wrong += TVMFFITypeRegisterMetadata(index, &metadata) != 0;
  w->wrong += TVMFFITypeRegisterField(index, &field) != 0;
  w->wrong += TVMFFITypeRegisterAttr(index, &attr, &value) != 0;
  w->wrong += TVMFFIGetTypeInfo(index)->num_fields != 1;
}

static void register_common(worker* w, int i) {
  char text[64];
  TVMFFIByteArray name = name_of(text, sizeof(text), "bounds.common.", 0, i);
  w->common[i] = TVMFFITypeGetOrAllocIndex(&name, -1, 1, 0, 1, kTVMFFIObject);
  if (TVMFFIFunctionSetGlobal(&name, shared_function, 0) == 0) {
    ++w->won;
  } else {
    w->wrong += !tf_error_is_raised_of(TF_RUNTIME_ERROR);
    tf_error_clear();
  }
}

/* What others registered is there whole or not at all. */
static void look_up(worker* w, int i) {
  char text[64];
  TVMFFIByteArray name =
      name_of(text, sizeof(text), "bounds.threads.", (w->number + 1) % THREADS, i);
  TVMFFIObjectHandle found = NULL;
  w->wrong += TVMFFIFunctionGetGlobal(&name, &found) != 0;
  w->wrong += found != NULL && found != shared_function;
  (void)TVMFFIObjectDecRef(found);
  int32_t index = tf_typetable_find(tf_typetable_global(), (tf_str){name.data, name.size});
  if (index < 0) return;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
  w->wrong += info->type_index != index || info->type_key.size != name.size;
  w->wrong += info->type_ancestors[0]->type_index != kTVMFFIObject;
}

static void* register_and_look_up(void* argument) {
  worker* w = (worker*)argument;
  for (int i = 0; i < NAMES; ++i) {
    register_own(w, i);
    register_common(w, i);
    look_up(w, i);
  }
  return NULL;
}

static void sixteen_threads_register_and_look_up(void** state) {
  (void)state;
  static worker workers[THREADS];
  char text[64];
  int won = 0;
  run_all(THREADS, workers, register_and_look_up);
  for (int i = 0; i < THREADS; ++i) {
    won += workers[i].won;
    assert_memory_equal(workers[i].common, workers[0].common, sizeof(workers[0].common));
  }
  assert_int_equal(won, NAMES); /* each name was taken once */
  for (int i = 0; i < THREADS * NAMES; ++i) {
    TVMFFIByteArray name = name_of(text, sizeof(text), "bounds.threads.", i / NAMES, i % NAMES);
    TVMFFIObjectHandle found = NULL;
    int32_t index = 0;
    assert_ok(TVMFFIFunctionGetGlobal(&name, &found));
    assert_ptr_equal(found, shared_function);
    (void)TVMFFIObjectDecRef(found);
    assert_ok(TVMFFITypeKeyToIndex(&name, &index));
    assert_non_null(TVMFFIGetTypeInfo(index)->metadata);
  }
}

/* ---- TF_MANY_CALLS operations in each of eight threads ---- */

static void* count_references(void* argument) {
  (void)argument;
  for (int i = 0; i < TF_MANY_CALLS; ++i) {
    (void)TVMFFIObjectIncRef(shared_function);
    tf_object_weak_incref((tf_object*)shared_function);
    tf_object_weak_decref((tf_object*)shared_function);
    (void)TVMFFIObjectDecRef(shared_function);
  }
  return NULL;
}

static void* call_functions(void* argument) {
  worker* w = (worker*)argument;
  for (int i = 0; i < TF_MANY_CALLS; ++i) {
    TVMFFIAny arg = tf_view_int(i).raw;
    TVMFFIAny result = {0};
    w->wrong += TVMFFIFunctionCall(shared_function, &arg, 1, &result) != 0 || result.v_int64 != i;
  }
  return NULL;
}

static void* raise_errors(void* argument) {
  worker* w = (worker*)argument;
  for (int i = 0; i < TF_MANY_CALLS / 10; ++i) {
    TVMFFIAny result = {0};
    TVMFFIObjectHandle error = NULL;
    w->wrong += TVMFFIFunctionCall(shared_failure, NULL, 0, &result) == 0;
    TVMFFIErrorMoveFromRaised(&error);
    w->wrong += error == NULL || TVMFFIErrorGetCellPtr(error)->message.size != 10;
    (void)TVMFFIObjectDecRef(error);
  }
  return NULL;
}

static void* read_values(void* argument) {
  worker* w = (worker*)argument;
  tf_object* hash = tf_registry_find(tf_registry_global(), tf_str_c("ffi.RecursiveHash"));
  int64_t first = 0;
  for (int i = 0; i < TF_MANY_CALLS / 100; ++i) {
    tf_view view = tf_view_of(&shared_value);
    tf_any result = tf_any_none();
    w->wrong += tf_func_call(hash, &view, 1, &result) != 0;
    if (i == 0) first = result.raw.v_int64;
    w->wrong += result.raw.v_int64 != first;
  }
  tf_object_decref(hash);
  return NULL;
}

static void eight_threads_share_everything(void** state) {
  (void)state;
  void* (*const bodies[])(void*) = {count_references, call_functions, raise_errors, read_values};
  static worker workers[THREADS];
  for (size_t i = 0; i < TF_COUNT_OF(bodies); ++i) run_all(WORKERS, workers, bodies[i]);
  assert_int_equal(((tf_object*)shared_function)->combined_ref_count >> 32, 1);
}

/* Objects made in one thread die in another. */
static void* drop_value(void* argument) {
  tf_any value = *(tf_any*)argument;
  tf_any_drop(&value);
  return NULL;
}

static void objects_die_in_other_threads(void** state) {
  (void)state;
  for (int i = 0; i < 100; ++i) {
    tf_any value = ARRAY(text_any("a text that needs an object"), deep_list(50));
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, drop_value, &value), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
  }
}

/* ---- threads that end with an error raised ---- */

static void* end_with_error(void* argument) {
  worker* w = (worker*)argument;
  if (w->number % 2 == 0) {
    TVMFFIErrorSetRaisedFromCStr("ValueError", "nobody takes me");
  } else {
    (void)tf_raise_memory();
  }
  return NULL;
}

static void raised_errors_end_with_their_thread(void** state) {
  (void)state;
  static worker workers[THREADS];
  /* More MemoryErrors than are made beforehand, were they not put back. */
  for (int i = 0; i < 20; ++i) run_all(THREADS, workers, end_with_error);
  tf_error* taken[64];
  for (int i = 0; i < 64; ++i) {
    (void)tf_raise_memory();
    taken[i] = tf_error_take_raised();
    for (int n = 0; n < i; ++n) assert_ptr_not_equal(taken[n], taken[i]);
  }
  for (int i = 0; i < 64; ++i) tf_object_decref(taken[i]);
}

static void* hold_memory_errors(void* argument) {
  worker* w = (worker*)argument;
  tf_error* taken[32];
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < 32; ++i) {
      (void)tf_raise_memory();
      taken[i] = tf_error_take_raised();
      w->wrong += strcmp(taken[i]->cell.kind.data, TF_MEMORY_ERROR) != 0;
    }
    for (int i = 0; i < 32; ++i) tf_object_decref(taken[i]);
  }
  return NULL;
}

static void more_memory_errors_than_there_are_do_no_harm(void** state) {
  (void)state;
  static worker workers[THREADS];
  run_all(WORKERS, workers, hold_memory_errors);
}

/* ---- children ---- */

static int must_stop;

static void* register_until_told(void* argument) {
  worker* w = (worker*)argument;
  for (int i = 0; __atomic_load_n(&must_stop, __ATOMIC_RELAXED) == 0; ++i) {
    char text[64];
    TVMFFIByteArray name = name_of(text, sizeof(text), "bounds.fork.", w->number, i % 1000);
    (void)TVMFFIFunctionSetGlobal(&name, shared_function, 1);
    (void)TVMFFITypeGetOrAllocIndex(&name, -1, 1, 0, 1, kTVMFFIObject);
    TVMFFIErrorSetRaisedFromCStr("ValueError", "x");
    tf_error_clear();
  }
  return NULL;
}

/* All that a child does with locks that others held when it was born. */
static int work_in_child(void) {
  char text[64];
  TVMFFIByteArray name = name_of(text, sizeof(text), "bounds.child.", 1, 1);
  TVMFFIObjectHandle found = NULL;
  TVMFFIObjectHandle error = NULL;
  if (TVMFFIFunctionSetGlobal(&name, shared_function, 1) != 0) return 1;
  if (TVMFFIFunctionGetGlobal(&name, &found) != 0 || found != shared_function) return 2;
  if (TVMFFITypeGetOrAllocIndex(&name, -1, 1, 0, 1, kTVMFFIObject) < 0) return 3;
  TVMFFIErrorSetRaisedFromCStr("ValueError", "in the child");
  TVMFFIErrorMoveFromRaised(&error);
  if (error == NULL || TVMFFIErrorGetCellPtr(error)->message.size != 12) return 4;
  (void)TVMFFIObjectDecRef(error);
  (void)TVMFFIObjectDecRef(found);
  return TVMFFIBacktrace("f", 1, "g", 0) == NULL ? 5 : 0;
}

/* Runs `body` in a child; its status must be 0. A child that hangs is ended by its alarm. */
static void in_child(int (*body)(void), bool runs_exit) {
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    (void)alarm(60);
    int code = body();
    if (runs_exit) exit(code);
    _exit(code);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  if (status != 0) fail_msg("the child ends with status %d, signal %d", status >> 8, status & 127);
}

static void a_child_works_while_the_parent_registers(void** state) {
  (void)state;
  static worker workers[THREADS];
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) {
    workers[i] = (worker){.number = i};
    assert_int_equal(pthread_create(&threads[i], NULL, register_until_told, &workers[i]), 0);
  }
  for (int i = 0; i < 20; ++i) in_child(work_in_child, false);
  __atomic_store_n(&must_stop, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < 4; ++i) assert_int_equal(pthread_join(threads[i], NULL), 0);
}

/* What clients do after the end of main: their static objects still use the library. */
static tf_any living;

static void use_after_main(void) {
  tf_error_clear();
  tf_any more = ARRAY(tf_any_copy_owned(&living), INT(1));
  tf_any_drop(&more);
  (void)work_in_child();
}

static int end_with_live_objects(void) {
  living = ARRAY(LIST(INT(1)), DICT(text_any("a text that is long"), INT(2)));
  TVMFFIErrorSetRaisedFromCStr("ValueError", "raised at the end");
  return atexit(use_after_main);
}

static void a_process_ends_with_live_objects(void** state) {
  (void)state;
  in_child(end_with_live_objects, true);
}

static void* work_for_ever(void* argument) {
  (void)argument;
  for (;;) {
    TVMFFIAny result = {0};
    tf_any list = deep_list(20);
    (void)TVMFFIFunctionCall(shared_failure, NULL, 0, &result);
    tf_error_clear();
    tf_any_drop(&list);
  }
  return NULL;
}

static int end_with_running_threads(void) {
  pthread_t thread;
  for (int i = 0; i < 4; ++i) {
    if (pthread_create(&thread, NULL, work_for_ever, NULL) != 0) return 1;
    (void)pthread_detach(thread);
  }
  (void)usleep(20000);
  return 0;
}

/* A fork of a process without other threads: sanitizers want it so. */
static void a_process_ends_with_running_threads(void** state) {
  (void)state;
  for (int i = 0; i < 5; ++i) in_child(end_with_running_threads, true);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_process_ends_with_running_threads),
      cmocka_unit_test(a_process_ends_with_live_objects),
      cmocka_unit_test(sixteen_threads_register_and_look_up),
      tf_unit(eight_threads_share_everything),
      tf_unit(objects_die_in_other_threads),
      tf_unit(raised_errors_end_with_their_thread),
      tf_unit(more_memory_errors_than_there_are_do_no_harm),
      cmocka_unit_test(a_child_works_while_the_parent_registers),
  };
  if (TVMFFIFunctionCreate(NULL, safe_call, NULL, &shared_function) != 0) return 1;
  if (TVMFFIFunctionCreate(NULL, failing_call, NULL, &shared_failure) != 0) return 1;
  shared_value = ARRAY(text_any("a text that needs an object"), LIST(INT(1), MAP(INT(2), INT(3))));
  int failed = tf_test_run(tests);
  tf_any_drop(&shared_value);
  (void)TVMFFIObjectDecRef(shared_failure);
  (void)TVMFFIObjectDecRef(shared_function);
  return failed;
}
