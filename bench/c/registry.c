/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the function registry and the type table. */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* sched_setaffinity */
#endif
#include <pthread.h>
#include <sched.h>

#include "call.h"

#define MILLION 1000000
#define IN_USE 1024
#define RANDOM 262144
#define TYPES 100000
#define NAME_ROOM 32
#define THREADS 8
#define THREAD_LOOKUPS 200000

static TVMFFIByteArray known[256];
static size_t num_known;

static void find_known(void) {
  TVMFFIAny lister = call_named("ffi.FunctionListGlobalNamesFunctor", NULL, 0);
  TVMFFIAny at = int_of(-1);
  TVMFFIAny total = call(lister.v_obj, &at, 1);
  num_known = total.v_int64 < 100 ? (size_t)total.v_int64 : 100;
  for (size_t i = 0; i < num_known; ++i) {
    at = int_of((int64_t)i);
    TVMFFIAny name = call(lister.v_obj, &at, 1); /* kept */
    if (name.type_index == kTVMFFISmallStr) {
      known[i] = bytes_of(strdup(name.v_bytes));
    } else {
      known[i] = *TVMFFIBytesGetByteArrayPtr(name.v_obj);
    }
  }
  drop(&lister);
}

static void get(const TVMFFIByteArray* name) {
  TVMFFIObjectHandle function = NULL;
  BENCH_MUST(TVMFFIFunctionGetGlobal(name, &function));
  BENCH_CHECK(function != NULL);
  TVMFFIObjectDecRef(function);
}

static void get_known(size_t count) {
  if (num_known == 0) find_known();
  for (size_t i = 0, at = 0; i < count; ++i) {
    get(&known[at]);
    if (++at == num_known) at = 0;
  }
}

static void get_missing(size_t count) {
  TVMFFIByteArray name = bytes_of("bench.no_function_of_this_name");
  for (size_t i = 0; i < count; ++i) {
    TVMFFIObjectHandle function = NULL;
    BENCH_MUST(TVMFFIFunctionGetGlobal(&name, &function));
    BENCH_CHECK(function == NULL);
  }
}

/* ---- a million names ---- */

static int do_nothing(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)self, (void)args, (void)count, (void)result;
  return 0;
}

static char (*make_names(size_t count, const char* format))[NAME_ROOM] {
  char(*names)[NAME_ROOM] = (char(*)[NAME_ROOM])malloc(count * NAME_ROOM);
  for (size_t i = 0; i < count; ++i) snprintf(names[i], NAME_ROOM, format, (unsigned)i);
  return names;
}

/* Registers the names, once in the life of a process; nanoseconds each. */
static double add_million(void) {
  static double took;
  if (took != 0) return took;
  char(*names)[NAME_ROOM] = make_names(MILLION, "bench.function_%u");
  TVMFFIObjectHandle function = NULL;
  BENCH_MUST(TVMFFIFunctionCreate(NULL, do_nothing, NULL, &function));
  double begun = bench_now();
  for (size_t i = 0; i < MILLION; ++i) {
    TVMFFIByteArray name = bytes_of(names[i]);
    BENCH_MUST(TVMFFIFunctionSetGlobal(&name, function, 0));
  }
  took = (bench_now() - begun) / MILLION;
  TVMFFIObjectDecRef(function);
  free(names);
  return took;
}

/* Names in the order of the look-ups, so that reading them costs no cache miss. */
static TVMFFIByteArray* choose_names(size_t count) {
  uint64_t state = 88172645463325252u;
  char(*names)[NAME_ROOM] = (char(*)[NAME_ROOM])malloc(count * NAME_ROOM);
  TVMFFIByteArray* chosen = (TVMFFIByteArray*)malloc(count * sizeof *chosen);
  add_million();
  for (size_t i = 0; i < count; ++i) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    snprintf(names[i], NAME_ROOM, "bench.function_%u", (unsigned)(state % MILLION));
    chosen[i] = bytes_of(names[i]);
  }
  return chosen;
}

static void get_in_use(size_t count) {
  static TVMFFIByteArray* names;
  if (names == NULL) names = choose_names(IN_USE);
  for (size_t i = 0; i < count; ++i) get(&names[i % IN_USE]);
}

static void get_random(size_t count) {
  static TVMFFIByteArray* names;
  static size_t at; /* goes on where the last repetition ended */
  if (names == NULL) names = choose_names(RANDOM);
  for (size_t i = 0; i < count; ++i) get(&names[at++ % RANDOM]);
}

/* ---- threads ---- */

typedef struct {
  pthread_t thread;
  pthread_barrier_t* gate;
  double begun, ended;
} getter;

static void* get_in_thread(void* context) {
  getter* self = (getter*)context;
  pthread_barrier_wait(self->gate);
  self->begun = bench_wall();
  get_known(THREAD_LOOKUPS);
  self->ended = bench_wall();
  return NULL;
}

static void allow_all_processors(cpu_set_t* before) {
  cpu_set_t all;
  sched_getaffinity(0, sizeof *before, before);
  CPU_ZERO(&all);
  for (size_t i = 0; i < CPU_SETSIZE; ++i) CPU_SET(i, &all);
  sched_setaffinity(0, sizeof all, &all);
}

/* From the first begin to the last end, on every processor that there is, over the look-ups of all threads. */
static double get_in_threads(void) {
  getter getters[THREADS];
  pthread_barrier_t gate;
  cpu_set_t before;
  get_known(1);
  allow_all_processors(&before);
  pthread_barrier_init(&gate, NULL, THREADS);
  for (size_t i = 0; i < THREADS; ++i) {
    getters[i].gate = &gate;
    BENCH_CHECK(pthread_create(&getters[i].thread, NULL, get_in_thread, &getters[i]) == 0);
  }
  double begun = 0, ended = 0;
  for (size_t i = 0; i < THREADS; ++i) {
    pthread_join(getters[i].thread, NULL);
    if (i == 0 || getters[i].begun < begun) begun = getters[i].begun;
    if (i == 0 || getters[i].ended > ended) ended = getters[i].ended;
  }
  pthread_barrier_destroy(&gate);
  sched_setaffinity(0, sizeof before, &before);
  return (ended - begun) / ((double)THREADS * THREAD_LOOKUPS);
}

/* ---- types ---- */

static void key_to_index(size_t count) {
  static const char* const texts[] = {"ffi.Object", "ffi.Array", "ffi.Map", "ffi.Function",
                                      "ffi.String", "ffi.Error", "int",     "ffi.Tensor"};
  TVMFFIByteArray keys[8];
  for (size_t i = 0; i < 8; ++i) keys[i] = bytes_of(texts[i]);
  for (size_t i = 0; i < count; ++i) {
    int32_t index;
    BENCH_MUST(TVMFFITypeKeyToIndex(&keys[i % 8], &index));
    bench_keep(&index);
  }
}

static void index_to_info(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    bench_keep(TVMFFIGetTypeInfo(kTVMFFIObject + (int32_t)(i % 8)));
  }
}

static void find_column(size_t count) {
  TVMFFIByteArray name = bytes_of("__ffi_repr__");
  for (size_t i = 0; i < count; ++i) bench_keep(TVMFFIGetTypeAttrColumn(&name));
}

static double add_types(void) {
  static double took;
  if (took != 0) return took;
  char(*names)[NAME_ROOM] = make_names(TYPES, "bench.Type_%u");
  double begun = bench_now();
  for (size_t i = 0; i < TYPES; ++i) {
    TVMFFIByteArray key = bytes_of(names[i]);
    BENCH_CHECK(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject) >=
                kTVMFFIDynObjectBegin);
  }
  took = (bench_now() - begun) / TYPES;
  free(names);
  return took;
}

static const bench_row rows[] = {
    {"function look-up, 100 names", get_known, NULL},
    {"function look-up, absent name", get_missing, NULL},
    {"function look-up, 8 threads, not pinned", NULL, get_in_threads},
    {"function look-up, 10^6 names, 1,024 in use", get_in_use, NULL},
    {"function look-up, 10^6 names, random", get_random, NULL},
    {"register 10^6 functions, each", NULL, add_million},
    {"type key to index", key_to_index, NULL},
    {"type index to record", index_to_info, NULL},
    {"attribute column by name", find_column, NULL},
    {"register 100,000 types, each", NULL, add_types},
};

bench_group registry_rows(void) {
  bench_group group = {rows, sizeof rows / sizeof rows[0]};
  return group;
}
