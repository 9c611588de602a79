/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the containers, through their global functions. */
#include "call.h"

#define ENTRIES 100000
#define ELEMENTS 1000

/* ---- keys: integers from 0 on, and texts that lie in objects ---- */

static TVMFFIAny int_pairs[2 * ENTRIES], text_pairs[2 * ENTRIES], other_texts[ENTRIES],
    int_keys[ENTRIES];

static void make_keys(void) {
  static int made;
  if (made) return;
  made = 1;
  for (size_t i = 0; i < ENTRIES; ++i) {
    char text[32];
    snprintf(text, sizeof text, "key_number_%u", (unsigned)i);
    int_keys[i] = int_pairs[2 * i] = int_of((int64_t)i);
    text_pairs[2 * i] = string_of(text);
    other_texts[i] = string_of(text); /* equal, but another object */
    int_pairs[2 * i + 1] = text_pairs[2 * i + 1] = int_of((int64_t)i);
  }
}

static TVMFFIAny* pairs_of(int is_text) {
  make_keys();
  return is_text ? text_pairs : int_pairs;
}

static const TVMFFIAny* keys_of(int is_text) {
  make_keys();
  return is_text ? other_texts : int_keys;
}

/* ---- Map and Dict as a whole ---- */

static double build(const char* maker, int is_text) {
  TVMFFIAny* pairs = pairs_of(is_text);
  TVMFFIObjectHandle function = global(maker);
  double begun = bench_now();
  TVMFFIAny map = call(function, pairs, 2 * ENTRIES);
  double took = bench_now() - begun;
  drop(&map);
  TVMFFIObjectDecRef(function);
  return took / ENTRIES;
}

static double build_int_map(void) { return build("ffi.Map", 0); }
static double build_text_map(void) { return build("ffi.Map", 1); }
static double build_int_dict(void) { return build("ffi.Dict", 0); }
static double build_text_dict(void) { return build("ffi.Dict", 1); }

/* One entry after the other into a dict that starts empty. */
static double insert(int is_text) {
  TVMFFIAny* pairs = pairs_of(is_text);
  TVMFFIObjectHandle set = global("ffi.DictSetItem");
  TVMFFIAny args[3] = {call_named("ffi.Dict", NULL, 0), none(), none()};
  double begun = bench_now();
  for (size_t i = 0; i < ENTRIES; ++i) {
    args[1] = pairs[2 * i];
    args[2] = pairs[2 * i + 1];
    call(set, args, 3);
  }
  double took = bench_now() - begun;
  drop(&args[0]);
  TVMFFIObjectDecRef(set);
  return took / ENTRIES;
}

static double insert_ints(void) { return insert(0); }
static double insert_texts(void) { return insert(1); }

static double drop_map(void) {
  TVMFFIAny map = call_named("ffi.Map", pairs_of(1), 2 * ENTRIES);
  double begun = bench_now();
  drop(&map);
  return (bench_now() - begun) / ENTRIES;
}

/* ---- Map and Dict, one entry ---- */

/* Maps of all entries (of a few, when `small`), made once: [dict][text][small]. */
static TVMFFIAny shared_map(int is_dict, int is_text, int is_small) {
  static TVMFFIAny maps[2][2][2];
  TVMFFIAny* map = &maps[is_dict][is_text][is_small];
  if (map->type_index == 0) {
    *map =
        call_named(is_dict ? "ffi.Dict" : "ffi.Map", pairs_of(is_text), is_small ? 8 : 2 * ENTRIES);
  }
  return *map;
}

/* `function`(container, key) for each key in turn. */
static void for_each_key(TVMFFIObjectHandle function, TVMFFIAny container, const TVMFFIAny* keys,
                         size_t num_keys, size_t count) {
  TVMFFIAny args[2] = {container, none()};
  for (size_t i = 0, at = 0; i < count; ++i) {
    args[1] = keys[at];
    TVMFFIAny found = call(function, args, 2);
    bench_keep(&found);
    drop(&found);
    if (++at == num_keys) at = 0;
  }
}

static void look_up(int is_dict, int is_text, int is_small, size_t count) {
  static TVMFFIObjectHandle functions[2];
  if (functions[is_dict] == NULL)
    functions[is_dict] = global(is_dict ? "ffi.DictGetItem" : "ffi.MapGetItem");
  for_each_key(functions[is_dict], shared_map(is_dict, is_text, is_small), keys_of(is_text),
               is_small ? 4 : ENTRIES, count);
}

static void look_up_int_map(size_t count) { look_up(0, 0, 0, count); }
static void look_up_text_map(size_t count) { look_up(0, 1, 0, count); }
static void look_up_int_dict(size_t count) { look_up(1, 0, 0, count); }
static void look_up_text_dict(size_t count) { look_up(1, 1, 0, count); }
static void look_up_small_text_map(size_t count) { look_up(0, 1, 1, count); }

static void miss(int is_text, size_t count) {
  static TVMFFIObjectHandle function;
  static TVMFFIAny absent[2][ELEMENTS];
  if (function == NULL) {
    function = global("ffi.MapCount");
    for (size_t i = 0; i < ELEMENTS; ++i) {
      char text[32];
      snprintf(text, sizeof text, "absent_key_%u", (unsigned)i);
      absent[0][i] = int_of((int64_t)(ENTRIES + i));
      absent[1][i] = string_of(text);
    }
  }
  for_each_key(function, shared_map(0, is_text, 0), absent[is_text], ELEMENTS, count);
}

static void miss_int(size_t count) { miss(0, count); }
static void miss_text(size_t count) { miss(1, count); }

static void overwrite(size_t count) {
  static TVMFFIObjectHandle set;
  if (set == NULL) set = global("ffi.DictSetItem");
  TVMFFIAny args[3] = {shared_map(1, 0, 0), none(), int_of(5)};
  for (size_t i = 0, at = 0; i < count; ++i) {
    args[1] = int_keys[at];
    call(set, args, 3);
    if (++at == ENTRIES) at = 0;
  }
}

static void erase_and_insert(size_t count) {
  static TVMFFIObjectHandle set, erase;
  if (set == NULL) set = global("ffi.DictSetItem"), erase = global("ffi.DictErase");
  TVMFFIAny args[3] = {shared_map(1, 0, 0), none(), int_of(5)};
  for (size_t i = 0, at = 0; i < count; ++i) {
    args[1] = int_keys[at];
    call(erase, args, 2);
    call(set, args, 3);
    if (++at == ENTRIES) at = 0;
  }
}

/* Keys and values of the whole map by its cursor; an operation is an entry. */
static double iterate(int is_dict, int is_text) {
  TVMFFIAny map = shared_map(is_dict, is_text, 0);
  TVMFFIAny cursor =
      call_named(is_dict ? "ffi.DictForwardIterFunctor" : "ffi.MapForwardIterFunctor", &map, 1);
  TVMFFIAny commands[3] = {int_of(0), int_of(1), int_of(2)};
  size_t entries = 0;
  double begun = bench_now();
  for (int more = 1; more; ++entries) {
    TVMFFIAny key = call(cursor.v_obj, &commands[0], 1);
    TVMFFIAny value = call(cursor.v_obj, &commands[1], 1);
    drop(&key);
    drop(&value);
    more = call(cursor.v_obj, &commands[2], 1).v_int64 != 0;
  }
  double took = bench_now() - begun;
  BENCH_CHECK(entries == ENTRIES);
  drop(&cursor);
  return took / ENTRIES;
}

static double iterate_int_map(void) { return iterate(0, 0); }
static double iterate_text_map(void) { return iterate(0, 1); }
static double iterate_int_dict(void) { return iterate(1, 0); }

static void build_small_map(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.Map");
  call_loop(function, pairs_of(1), 6, count);
}

/* ---- Array and List ---- */

static TVMFFIAny shared_seq(int is_list) {
  static TVMFFIAny seqs[2];
  make_keys();
  if (seqs[is_list].type_index == 0) {
    seqs[is_list] = call_named(is_list ? "ffi.List" : "ffi.Array", int_keys, ELEMENTS);
  }
  return seqs[is_list];
}

static void build_seq(const char* maker, size_t count) {
  TVMFFIObjectHandle function = global(maker);
  make_keys();
  for (size_t i = 0; i < count; i += ELEMENTS) {
    TVMFFIAny seq = call(function, int_keys, ELEMENTS);
    drop(&seq);
  }
  TVMFFIObjectDecRef(function);
}

static void build_array(size_t count) { build_seq("ffi.Array", count); }
static void build_list(size_t count) { build_seq("ffi.List", count); }

static void index_array(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.ArrayGetItem");
  for_each_key(function, shared_seq(0), int_keys, ELEMENTS, count);
}

static void index_list(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.ListGetItem");
  for_each_key(function, shared_seq(1), int_keys, ELEMENTS, count);
}

static void find_in_array(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.ArrayContains");
  TVMFFIAny args[2] = {shared_seq(0), int_of(ELEMENTS - 1)};
  call_loop(function, args, 2, count);
}

static void push_list(size_t count) {
  static TVMFFIObjectHandle append;
  if (append == NULL) append = global("ffi.ListAppend");
  TVMFFIAny args[2] = {none(), int_of(3)};
  for (size_t i = 0; i < count; ++i) {
    if (i % ELEMENTS == 0) {
      drop(&args[0]);
      args[0] = call_named("ffi.List", NULL, 0);
    }
    call(append, args, 2);
  }
  drop(&args[0]);
}

static void set_list(size_t count) {
  static TVMFFIObjectHandle set;
  if (set == NULL) set = global("ffi.ListSetItem");
  TVMFFIAny args[3] = {shared_seq(1), int_of(7), int_of(3)};
  call_loop(set, args, 3, count);
}

static const bench_row rows[] = {
    {"Map: insert, int keys, 1e5", NULL, build_int_map},
    {"Map: insert, str keys, 1e5", NULL, build_text_map},
    {"Map: look-up, int keys, 1e5", look_up_int_map, NULL},
    {"Map: look-up, str keys, 1e5", look_up_text_map, NULL},
    {"Map: miss, int keys", miss_int, NULL},
    {"Map: miss, str keys", miss_text, NULL},
    {"Map: iterate, int keys", NULL, iterate_int_map},
    {"Map: iterate, str keys", NULL, iterate_text_map},
    {"Map: drop, str keys", NULL, drop_map},
    {"Map of 3: create, drop", build_small_map, NULL},
    {"Map of 4: look-up, str keys", look_up_small_text_map, NULL},
    {"Dict: insert, int keys, 1e5", NULL, build_int_dict},
    {"Dict: insert, str keys, 1e5", NULL, build_text_dict},
    {"Dict: insert one by one, int keys", NULL, insert_ints},
    {"Dict: insert one by one, str keys", NULL, insert_texts},
    {"Dict: look-up, int keys, 1e5", look_up_int_dict, NULL},
    {"Dict: look-up, str keys, 1e5", look_up_text_dict, NULL},
    {"Dict: overwrite, int keys", overwrite, NULL},
    {"Dict: erase and insert, int keys", erase_and_insert, NULL},
    {"Dict: iterate, int keys", NULL, iterate_int_dict},
    {"Array: create of 1000, an element", build_array, NULL},
    {"Array: index", index_array, NULL},
    {"Array: find the last of 1000", find_in_array, NULL},
    {"List: create of 1000, an element", build_list, NULL},
    {"List: index", index_list, NULL},
    {"List: push, up to 1000", push_list, NULL},
    {"List: set an element", set_list, NULL},
};

bench_group container_rows(void) {
  bench_group group = {rows, sizeof rows / sizeof rows[0]};
  return group;
}
