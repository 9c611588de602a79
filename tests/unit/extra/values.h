/* SPDX-License-Identifier: Apache-2.0 */
/* Short ways to make values in tests. */
#ifndef TF_UNIT_VALUES_H_
#define TF_UNIT_VALUES_H_

#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/registry.h"
#include "core/string.h"
#include "tf_test_core.h"

static inline tf_any text_any(const char* text) {
  tf_any any = tf_any_none();
  assert_ok(tf_string_new(tf_str_c(text), &any));
  return any;
}

/* The result of a global function. Consumes `args`. */
static inline int call_global(const char* name, tf_any* args, int32_t count, tf_any* out) {
  tf_view views[8];
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(name));
  assert_non_null(function);
  for (int32_t i = 0; i < count; ++i) views[i] = tf_view_of(&args[i]);
  int code = tf_func_call(function, views, count, out);
  for (int32_t i = 0; i < count; ++i) tf_any_drop(&args[i]);
  tf_object_decref(function);
  return code;
}

#define MAKE(name, ...)                    \
  make_with(name, (tf_any[]){__VA_ARGS__}, \
            (int32_t)(sizeof((tf_any[]){__VA_ARGS__}) / sizeof(tf_any)))

static inline tf_any make_with(const char* name, tf_any* args, int32_t count) {
  tf_any made = tf_any_none();
  assert_ok(call_global(name, args, count, &made));
  return made;
}

#define ARRAY(...) MAKE("ffi.Array", __VA_ARGS__)
#define LIST(...) MAKE("ffi.List", __VA_ARGS__)
#define MAP(...) MAKE("ffi.Map", __VA_ARGS__)
#define DICT(...) MAKE("ffi.Dict", __VA_ARGS__)
#define INT(value) tf_any_int(value)

/* A List that holds 1 and itself. Break it with list_break. */
static inline tf_any cyclic_list(void) {
  tf_any list = LIST(INT(1));
  assert_ok(tf_list_push((tf_seq*)(void*)list.raw.v_obj, tf_any_copy_owned(&list)));
  return list;
}

static inline void list_break(tf_any* list) {
  tf_list_clear((tf_seq*)(void*)list->raw.v_obj);
  tf_any_drop(list);
}

/* A List of this many lists inside each other. */
static inline tf_any deep_list(int depth) {
  tf_any outer = tf_any_int(7);
  for (int i = 0; i < depth; ++i) {
    tf_seq* next = NULL;
    assert_ok(tf_list_new(1, &next));
    assert_ok(tf_list_push(next, outer));
    outer = tf_any_own(next);
  }
  return outer;
}

/* Arrays of twice the array below, so many levels: 2 to the power of `depth` paths. */
static inline tf_any shared_arrays(int depth) {
  tf_any below = ARRAY(INT(1));
  for (int i = 0; i < depth; ++i) {
    tf_any twin = tf_any_copy_owned(&below);
    below = ARRAY(below, twin);
  }
  return below;
}

#endif /* TF_UNIT_VALUES_H_ */
