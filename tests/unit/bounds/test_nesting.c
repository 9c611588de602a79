/* SPDX-License-Identifier: Apache-2.0 */
/* Values and texts that are nested very deeply: dropped without stack, walked or refused, on a thread with a small stack.
   TF_DEEP levels: ten million, fewer under a sanitizer, which needs several times the memory and the time. */
#include <pthread.h>

#include "container/array.h"
#include "core/func.h"
#include "extra/types.h"
#include "values.h"

enum { DEEP = TF_DEEP, WALKED = TF_WALKED, SMALL_STACK = 256 * 1024 };

/* Runs `body` on a small stack. It must not assert. */
static void on_small_stack(void* (*body)(void*), void* argument) {
  pthread_t thread;
  pthread_attr_t attr;
  assert_int_equal(pthread_attr_init(&attr), 0);
  assert_int_equal(pthread_attr_setstacksize(&attr, SMALL_STACK), 0);
  assert_int_equal(pthread_create(&thread, &attr, body, argument), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  (void)pthread_attr_destroy(&attr);
}

/* ---- one more level around a value. Consumes `inner`; -1 without memory. ---- */

typedef int (*wrapper)(tf_any inner, tf_any* out);

static int in_list(tf_any inner, tf_any* out) {
  tf_seq* list = NULL;
  TF_TRY(tf_list_new(1, &list));
  *out = tf_any_own(list);
  return tf_list_push(list, inner);
}

static int in_array(tf_any inner, tf_any* out) {
  tf_seq* array = NULL;
  TF_TRY(tf_array_from_views(&inner.raw, 1, &array));
  tf_any_drop(&inner);
  *out = tf_any_own(array);
  return 0;
}

static int in_mapping(int32_t type_index, tf_any inner, tf_any* out) {
  tf_map* map = NULL;
  TF_TRY(tf_map_new(type_index, 1, &map));
  *out = tf_any_own(map);
  return tf_map_set(map, tf_any_int(1), inner);
}

static int in_map(tf_any inner, tf_any* out) { return in_mapping(kTVMFFIMap, inner, out); }
static int in_dict(tf_any inner, tf_any* out) { return in_mapping(kTVMFFIDict, inner, out); }

/* As a key: maps of maps hash by address. */
static int in_map_key(tf_any inner, tf_any* out) {
  tf_map* map = NULL;
  TF_TRY(tf_map_new(kTVMFFIMap, 1, &map));
  *out = tf_any_own(map);
  return tf_map_set(map, inner, tf_any_int(1));
}

static int in_error(tf_any inner, tf_any* out) {
  bool is_error = tf_view_get_exact(tf_view_of(&inner), kTVMFFIError) != NULL;
  tf_error* error = tf_error_new(tf_str_c("E"), tf_str_c("m"), tf_str_c(""),
                                 is_error ? inner.raw.v_obj : NULL, NULL);
  tf_any_drop(&inner);
  *out = tf_any_own(error);
  return error == NULL ? -1 : 0;
}

static int safe_call(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  *result = tf_any_none().raw;
  return 0;
}

static void drop_self(void* self) { (void)TVMFFIObjectDecRef(self); }

/* A function whose closure holds the one before. */
static int in_function(tf_any inner, tf_any* out) {
  TVMFFIObjectHandle function = NULL;
  void* self = tf_view_is_object(tf_view_of(&inner)) ? inner.raw.v_obj : NULL;
  TF_TRY(TVMFFIFunctionCreate(self, safe_call, drop_self, &function));
  *out = tf_any_own(function);
  return 0;
}

static int in_interrupt(tf_any inner, tf_any* out) {
  tf_object* interrupt = NULL;
  TF_TRY(tf_types_new_interrupt(inner, &interrupt));
  *out = tf_any_own(interrupt);
  return 0;
}

static int nest(wrapper wrap, int depth, tf_any* out) {
  tf_any value = tf_any_int(7);
  for (int i = 0; i < depth; ++i) TF_TRY(wrap(value, &value));
  *out = value;
  return 0;
}

/* ---- dropping ---- */

typedef struct {
  wrapper wrap;
  int status;
} chain;

static void* make_and_drop(void* argument) {
  chain* c = (chain*)argument;
  tf_any value = tf_any_none();
  c->status = nest(c->wrap, DEEP, &value);
  tf_any_drop(&value);
  return NULL;
}

static void drop_deep(wrapper wrap) {
  chain c = {wrap, -1};
  on_small_stack(make_and_drop, &c);
  assert_int_equal(c.status, 0);
}

static void lists_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_list);
}

static void arrays_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_array);
}

static void maps_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_map);
}

static void dicts_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_dict);
}

static void keys_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_map_key);
}

static void causes_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_error);
}

static void closures_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_function);
}

static void fields_are_dropped_without_stack(void** state) {
  (void)state;
  drop_deep(in_interrupt);
}

/* ---- walking ---- */

/* Functions that go through a value, and what else they want. */
static const struct {
  const char* name;
  int values;            /* how often the value is passed */
  const tf_view rest[3]; /* then these */
  int num_rest;
} walks[] = {
    {"ffi.ReprPrint", 1, {{{0}}}, 0},
    {"ffi.RecursiveHash", 1, {{{0}}}, 0},
    {"ffi.RecursiveEq", 2, {{{0}}}, 0},
    {"ffi.RecursiveLe", 2, {{{0}}}, 0},
    {"ffi.StructuralHash", 1, {{{0}}, {{0}}}, 2},
    {"ffi.StructuralEqual", 2, {{{0}}, {{0}}}, 2},
    {"ffi.GetFirstStructuralMismatch", 2, {{{0}}, {{0}}}, 2},
    {"ffi.DeepCopy", 1, {{{0}}}, 0},
    {"ffi.ToJSONGraph", 1, {{{0}}}, 1},
    {"ffi.ToJSONGraphString", 1, {{{0}}}, 1},
    {"ffi.json.Stringify", 1, {{{0}}}, 1},
    {"ffi.StructuralKey", 1, {{{0}}}, 0},
    {"ffi.ContainerFindFirstNonCPUDevice", 1, {{{0}}}, 0},
};

static int call_walk(size_t which, const tf_any* a, const tf_any* b) {
  tf_view views[5];
  tf_any result = tf_any_none();
  int32_t count = 0;
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(walks[which].name));
  views[count++] = tf_view_of(a);
  if (walks[which].values == 2) views[count++] = tf_view_of(b);
  for (int i = 0; i < walks[which].num_rest; ++i) {
    bool is_flag = walks[which].num_rest == 2;
    views[count++] = is_flag ? tf_view_bool(false) : tf_view_none();
  }
  int code = tf_func_call(function, views, count, &result);
  tf_any_drop(&result);
  tf_object_decref(function);
  return code;
}

typedef struct {
  const tf_any* a;
  const tf_any* b;
  char wrong[1000];
} walked;

/* Too deep, or of a type that has no order, no copy, no JSON. */
static bool is_refusal(void) {
  const char* const kinds[] = {TF_RECURSION_ERROR, TF_TYPE_ERROR, TF_VALUE_ERROR,
                               TF_INTERNAL_ERROR};
  for (size_t i = 0; i < TF_COUNT_OF(kinds); ++i) {
    if (tf_error_is_raised_of(kinds[i])) return true;
  }
  return false;
}

static void* call_walks(void* argument) {
  walked* w = (walked*)argument;
  for (size_t i = 0; i < TF_COUNT_OF(walks); ++i) {
    int code = call_walk(i, w->a, w->b);
    bool fits = code == 0 || is_refusal();
    if (!fits) {
      size_t used = strlen(w->wrong);
      (void)snprintf(w->wrong + used, sizeof(w->wrong) - used, "%s ", walks[i].name);
    }
    tf_error_clear();
  }
  return NULL;
}

static void deep_values_are_walked_or_refused_on_a_small_stack(void** state) {
  (void)state;
  const wrapper wraps[] = {in_list,  in_array,    in_map,       in_dict,
                           in_error, in_function, in_interrupt, in_map_key};
  for (size_t i = 0; i < TF_COUNT_OF(wraps); ++i) {
    tf_any a = tf_any_none();
    tf_any b = tf_any_none();
    walked w = {&a, &b, ""};
    assert_ok(nest(wraps[i], WALKED, &a));
    assert_ok(nest(wraps[i], WALKED, &b));
    on_small_stack(call_walks, &w);
    if (w.wrong[0] != '\0') fail_msg("nesting %d: %s", (int)i, w.wrong);
    tf_any_drop(&a);
    tf_any_drop(&b);
  }
}

/* The number that the reference already fails at. */
static void lists_of_20000_levels_are_compared_hashed_and_copied(void** state) {
  (void)state;
  tf_any a = deep_list(20000);
  tf_any b = deep_list(20000);
  for (size_t i = 0; i < TF_COUNT_OF(walks); ++i) {
    if (strcmp(walks[i].name, "ffi.ContainerFindFirstNonCPUDevice") != 0) {
      assert_ok(call_walk(i, &a, &b));
    }
  }
  tf_any_drop(&a);
  tf_any_drop(&b);
}

static int look(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_none();
  return 0;
}

static const tf_func_def look_def = {"look", "packed", look, NULL};

static tf_any look_row(void) {
  tf_function* function = NULL;
  assert_ok(tf_func_new(&look_def, &function));
  return ARRAY(ARRAY(INT(kTVMFFIInt), tf_any_own(function)));
}

static void* walk_deep(void* argument) {
  tf_view* views = (tf_view*)argument;
  tf_object* walk = tf_registry_find(tf_registry_global(), tf_str_c("ffi.StructuralWalk"));
  tf_any result = tf_any_none();
  const tf_view args[] = {views[0], views[1], views[2], tf_view_int(0)};
  int code = tf_func_call(walk, args, 4, &result);
  views[3] = tf_view_bool(code == 0 || tf_error_is_raised_of(TF_RECURSION_ERROR));
  tf_error_clear();
  tf_any_drop(&result);
  tf_object_decref(walk);
  return NULL;
}

static void walks_with_callbacks_end_on_a_small_stack(void** state) {
  (void)state;
  tf_any deep = deep_list(DEEP / 10);
  tf_any row = look_row();
  tf_any no_row = make_with("ffi.Array", NULL, 0);
  tf_view views[] = {tf_view_of(&deep), tf_view_of(&row), tf_view_of(&no_row), tf_view_none()};
  on_small_stack(walk_deep, views);
  assert_true(views[3].raw.v_int64 != 0);
  tf_any_drop(&deep);
  tf_any_drop(&row);
  tf_any_drop(&no_row);
}

/* ---- texts ---- */

static char* repeated(const char* part, size_t count, size_t* out_size) {
  size_t size = strlen(part);
  char* text = (char*)malloc(size * count + 1);
  assert_non_null(text);
  for (size_t i = 0; i < count; ++i) memcpy(text + i * size, part, size);
  *out_size = size * count;
  return text;
}

typedef struct {
  const char* function;
  tf_view text;
  bool refused;
} parse;

static void* parse_text(void* argument) {
  parse* p = (parse*)argument;
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(p->function));
  tf_any result = tf_any_none();
  int code = tf_func_call(function, &p->text, 1, &result);
  p->refused = code != 0 && tf_error_is_raised_of(TF_RECURSION_ERROR);
  tf_error_clear();
  tf_any_drop(&result);
  tf_object_decref(function);
  return NULL;
}

/* Ten million levels in every build: nothing is made of them. */
static void texts_of_ten_million_levels_are_refused(void** state) {
  (void)state;
  const char* const parts[] = {"[", "{\"a\":", "[[[[{\"a\":"};
  const char* const functions[] = {"ffi.json.Parse", "ffi.FromJSONGraphString"};
  for (size_t i = 0; i < TF_COUNT_OF(parts); ++i) {
    size_t size;
    char* text = repeated(parts[i], 10000000, &size);
    tf_any any = tf_any_none();
    assert_ok(tf_string_new(tf_str_of(text, size), &any));
    free(text);
    for (size_t f = 0; f < TF_COUNT_OF(functions); ++f) {
      parse p = {functions[f], tf_view_of(&any), false};
      on_small_stack(parse_text, &p);
      assert_true(p.refused);
    }
    tf_any_drop(&any);
  }
}

/* A chain of nodes, each an array of the one before. */
static tf_any chain_text(int count) {
  tf_any any = tf_any_none();
  tf_buf text = tf_buf_new((size_t)1 << 30);
  (void)tf_buf_printf(&text, "{\"root_index\":%d,\"nodes\":[{\"type\":\"int\",\"data\":7}", count);
  for (int i = 0; i < count; ++i) {
    (void)tf_buf_printf(&text, ",{\"type\":\"ffi.List\",\"data\":[%d]}", i);
  }
  (void)tf_buf_put_c(&text, "]}");
  assert_ok(tf_string_from_buf(&text, &any));
  tf_buf_drop(&text);
  return any;
}

static void long_chains_of_graph_nodes_are_read(void** state) {
  (void)state;
  tf_any made = MAKE("ffi.FromJSONGraphString", chain_text(100000));
  tf_any same = deep_list(100000);
  assert_int_equal(MAKE("ffi.RecursiveEq", made, same).raw.v_int64, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(lists_are_dropped_without_stack),
      tf_unit(arrays_are_dropped_without_stack),
      tf_unit(maps_are_dropped_without_stack),
      tf_unit(dicts_are_dropped_without_stack),
      tf_unit(keys_are_dropped_without_stack),
      tf_unit(causes_are_dropped_without_stack),
      tf_unit(closures_are_dropped_without_stack),
      tf_unit(fields_are_dropped_without_stack),
      tf_unit(deep_values_are_walked_or_refused_on_a_small_stack),
      tf_unit(lists_of_20000_levels_are_compared_hashed_and_copied),
      tf_unit(walks_with_callbacks_end_on_a_small_stack),
      tf_unit(texts_of_ten_million_levels_are_refused),
      tf_unit(long_chains_of_graph_nodes_are_read),
  };
  return tf_test_run(tests);
}
