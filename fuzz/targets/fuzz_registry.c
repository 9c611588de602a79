/* SPDX-License-Identifier: Apache-2.0 */
/* A program of registrations: functions set, replaced, removed while a caller holds them, and types with fields, methods
   and metadata, beside a plain model of both tables.

   Properties: names and keys are found as they were given, NUL and all; order of names; an index is given out once and
   stays; ancestors are those of the parent and the parent; a second registration is refused and changes nothing; a failed
   allocation registers nothing; no error is left after a success. */
#include "common/check.h"
#include "common/input.h"

#include "core/error.h"
#include "core/func.h"
#include "core/registry.h"
#include "core/typetable.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

enum { NAMES = 16, NAME_SIZE = 6 };

static const tf_owner libraries[2] = {{"a", "/lib/libA.so", "libA.so"},
                                      {"b", "/lib/libB.so", "libB.so"}};

/* Did it fail, with an error of one of these kinds? The error is dropped. */
static bool failed(int code, const char* kinds) {
  if (code == 0) {
    FUZZ_CHECK(!tf_error_is_raised(), "a success leaves an error");
    return false;
  }
  tf_error* error = tf_error_take_raised();
  FUZZ_CHECK(error != NULL && strstr(kinds, error->cell.kind.data) != NULL, "%s",
             error == NULL ? "nothing raised" : error->cell.message.data);
  tf_object_drop(&error);
  return true;
}

typedef struct {
  char text[NAME_SIZE];
  size_t size;
} name;

static tf_str name_view(const name* n) { return tf_str_of(n->text, n->size); }

static name read_name(fuzz_input* in) {
  name n = {.size = fuzz_input_choice(in, NAME_SIZE)};
  for (size_t i = 0; i < n.size; ++i) n.text[i] = "ab.\0\xff"[fuzz_input_choice(in, 5)];
  return n;
}

/* ---- functions ---- */

typedef struct {
  name names[NAMES];
  tf_function* functions[NAMES]; /* owned; NULL: not registered now */
  int64_t order[NAMES];
  int count;
  int64_t clock;
  tf_registry* registry;
  tf_object* held; /* a function somebody found and keeps */
} function_case;

static int nothing(const tf_args* args, tf_any* result) {
  (void)args, (void)result;
  return 0;
}

static const tf_func_def nothing_def = {"", "packed", nothing, NULL};

static int slot_of(const function_case* c, const name* n) {
  for (int i = 0; i < c->count; ++i) {
    if (tf_str_equal(name_view(&c->names[i]), name_view(n))) return i;
  }
  return c->count;
}

static void set_function(function_case* c, const name* n, fuzz_input* in) {
  int slot = slot_of(c, n);
  bool can_override = fuzz_input_choice(in, 2) != 0;
  const tf_owner* owner = &libraries[fuzz_input_choice(in, 2)];
  tf_function* function = NULL;
  if (slot == NAMES) return;
  FUZZ_CHECK(tf_func_new(&nothing_def, &function) == 0, "no function");
  tf_registry_item item = {.name = name_view(n),
                           .doc = tf_str_c("doc"),
                           .metadata = tf_str_c("{}"),
                           .function = (tf_object*)function,
                           .owner = owner};
  bool is_known = slot < c->count && c->functions[slot] != NULL;
  tf_mem_fail_at(fuzz_input_choice(in, 6));
  int code = tf_registry_set(c->registry, &item, can_override);
  tf_mem_fail_at(0);
  if (failed(code, "RuntimeError MemoryError")) {
    tf_object_drop(&function);
    return;
  }
  FUZZ_CHECK(can_override || !is_known, "a name was taken twice");
  if (slot == c->count) c->names[c->count++] = *n, c->functions[slot] = NULL;
  tf_object_drop(&c->functions[slot]);
  c->functions[slot] = function;
  c->order[slot] = c->clock++;
}

static void remove_function(function_case* c, const name* n) {
  int slot = slot_of(c, n);
  bool is_known = slot < c->count && c->functions[slot] != NULL;
  FUZZ_CHECK(tf_registry_remove(c->registry, name_view(n)) == is_known, "removed or not");
  if (is_known) tf_object_drop(&c->functions[slot]);
}

typedef struct {
  const function_case* c;
  int64_t last;
  int count;
} visit_state;

static int visit_name(void* context, tf_str text) {
  visit_state* v = context;
  for (int i = 0; i < v->c->count; ++i) {
    if (!tf_str_equal(name_view(&v->c->names[i]), text)) continue;
    FUZZ_CHECK(v->c->functions[i] != NULL, "a removed name is listed");
    FUZZ_CHECK(v->c->order[i] > v->last, "out of order");
    v->last = v->c->order[i];
    v->count += 1;
  }
  return 0;
}

static void check_functions(const function_case* c) {
  visit_state v = {c, -1, 0};
  int registered = 0;
  for (int i = 0; i < c->count; ++i) {
    tf_registry_item item;
    tf_object* found = tf_registry_find(c->registry, name_view(&c->names[i]));
    FUZZ_CHECK(found == (tf_object*)c->functions[i], "another function");
    FUZZ_CHECK(tf_registry_describe(c->registry, name_view(&c->names[i]), &item) == (found != NULL),
               "described or not");
    registered += found != NULL;
    tf_object_drop(&found);
  }
  FUZZ_CHECK(tf_registry_visit(c->registry, visit_name, &v) == 0, "stopped");
  FUZZ_CHECK(v.count == registered && tf_registry_size(c->registry) == (size_t)registered, "%d",
             v.count);
}

static void step_functions(function_case* c, fuzz_input* in) {
  uint32_t what = fuzz_input_choice(in, 4);
  name n = read_name(in);
  if (what < 2) {
    set_function(c, &n, in);
  } else if (what == 2) {
    remove_function(c, &n);
  } else {
    tf_object_drop(&c->held);
    c->held = tf_registry_find(c->registry, name_view(&n));
  }
  check_functions(c);
}

/* ---- types ---- */

typedef struct {
  name keys[NAMES];
  int32_t indices[NAMES];
  int32_t parents[NAMES];
  const TVMFFITypeInfo* infos[NAMES];
  bool has_metadata[NAMES];
  int count;
  tf_typetable* table;
} type_case;

static int key_slot(const type_case* c, const name* n) {
  for (int i = 0; i < c->count; ++i) {
    if (tf_str_equal(name_view(&c->keys[i]), name_view(n))) return i;
  }
  return c->count;
}

static void add_type(type_case* c, const name* key, fuzz_input* in) {
  int slot = key_slot(c, key);
  uint32_t above = fuzz_input_choice(in, NAMES);
  int32_t parent = above < (uint32_t)c->count ? c->indices[above] : kTVMFFIObject;
  int32_t index = -1;
  if (slot == NAMES) return;
  tf_type_spec spec = {.key = name_view(key),
                       .static_index = -1,
                       .depth = tf_typetable_info(c->table, parent)->type_depth + 1,
                       .child_slots = (int32_t)fuzz_input_choice(in, 3),
                       .can_overflow = fuzz_input_choice(in, 4) != 0,
                       .parent = parent,
                       .owner = &libraries[0]};
  tf_mem_fail_at(fuzz_input_choice(in, 8));
  int code = tf_typetable_add(c->table, &spec, &index);
  tf_mem_fail_at(0);
  if (failed(code, "RuntimeError InternalError MemoryError ValueError")) return;
  if (slot < c->count) {
    FUZZ_CHECK(index == c->indices[slot], "a key got two indices");
    return;
  }
  c->keys[slot] = *key;
  c->indices[slot] = index;
  c->parents[slot] = parent;
  c->infos[slot] = tf_typetable_info(c->table, index);
  c->has_metadata[slot] = false;
  c->count += 1;
}

static void add_field(type_case* c, int slot, fuzz_input* in) {
  name n = read_name(in);
  TVMFFIFieldInfo field = {.name = {n.text, n.size}, .offset = 24, .size = 8};
  int32_t before = c->infos[slot]->num_fields;
  tf_mem_fail_at(fuzz_input_choice(in, 6));
  int code = tf_typetable_add_field(c->table, c->indices[slot], &field, &libraries[0]);
  tf_mem_fail_at(0);
  bool is_added = !failed(code, "RuntimeError InternalError MemoryError ValueError");
  FUZZ_CHECK(c->infos[slot]->num_fields == before + is_added, "%d fields",
             c->infos[slot]->num_fields);
  if (!is_added) return;
  const TVMFFIFieldInfo* added = &c->infos[slot]->fields[before];
  FUZZ_CHECK(tf_str_equal(tf_str_from_ffi(&added->name), name_view(&n)), "another name");
  FUZZ_CHECK(added->name.data != n.text, "the name was not copied");
}

static void set_metadata(type_case* c, int slot, fuzz_input* in) {
  TVMFFITypeMetadata metadata = {.total_size = 32};
  tf_mem_fail_at(fuzz_input_choice(in, 4));
  int code = tf_typetable_set_metadata(c->table, c->indices[slot], &metadata, &libraries[0]);
  tf_mem_fail_at(0);
  if (failed(code, "RuntimeError InternalError MemoryError ValueError")) return;
  FUZZ_CHECK(!c->has_metadata[slot], "metadata were taken twice");
  c->has_metadata[slot] = true;
}

static void check_types(const type_case* c) {
  for (int i = 0; i < c->count; ++i) {
    const TVMFFITypeInfo* info = c->infos[i];
    const TVMFFITypeInfo* parent = tf_typetable_info(c->table, c->parents[i]);
    FUZZ_CHECK(tf_typetable_find(c->table, name_view(&c->keys[i])) == c->indices[i], "lost");
    FUZZ_CHECK(tf_typetable_info(c->table, c->indices[i]) == info, "the record moved");
    FUZZ_CHECK(info->type_index == c->indices[i], "index %d", info->type_index);
    FUZZ_CHECK(info->type_depth == parent->type_depth + 1, "depth %d", info->type_depth);
    FUZZ_CHECK(info->type_ancestors[info->type_depth - 1] == parent, "another parent");
    for (int32_t d = 0; d < parent->type_depth; ++d) {
      FUZZ_CHECK(info->type_ancestors[d] == parent->type_ancestors[d], "another ancestor");
    }
    for (int j = 0; j < i; ++j) FUZZ_CHECK(c->indices[i] != c->indices[j], "given out twice");
  }
}

static void step_types(type_case* c, fuzz_input* in) {
  uint32_t what = fuzz_input_choice(in, 4);
  name key = read_name(in);
  int slot = key_slot(c, &key);
  if (what < 2) {
    add_type(c, &key, in);
  } else if (slot < c->count && what == 2) {
    add_field(c, slot, in);
  } else if (slot < c->count) {
    set_metadata(c, slot, in);
  }
  check_types(c);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  function_case functions = {.registry = tf_registry_new()};
  type_case types = {.table = tf_typetable_new()};
  FUZZ_CHECK(functions.registry != NULL && types.table != NULL, "no tables");
  while (fuzz_input_left(&in) != 0) {
    if (fuzz_input_choice(&in, 2) == 0) {
      step_functions(&functions, &in);
    } else {
      step_types(&types, &in);
    }
  }
  for (int i = 0; i < functions.count; ++i) tf_object_drop(&functions.functions[i]);
  tf_object_drop(&functions.held);
  tf_registry_drop(&functions.registry);
  tf_typetable_drop(&types.table);
  fuzz_end(live);
  return 0;
}
