/* SPDX-License-Identifier: Apache-2.0 */
/* Reading object graphs. Nodes may come in any order; one that leads back to itself is refused. */
#include <inttypes.h>

#include "base/mem.h"
#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/typetable.h"
#include "extra/field_access.h"
#include "extra/graph.h"
#include "extra/graph_plain.h"
#include "extra/init_plan.h"
#include "extra/json_value.h"
#include "extra/record.h"
#include "extra/stack.h"
#include "extra/types.h"

#define INVALID TF_GRAPH_INVALID

typedef enum { NODE_NEW, NODE_OPEN, NODE_DONE } node_state;

typedef struct {
  tf_any value; /* owned, once it is done */
  node_state state;
} node_entry;

/* Lists and Dicts of the graph may be changed by the code that makes objects: what was checked is checked again where
   it is used, and what is being read is held. */
typedef struct {
  const tf_seq* nodes; /* borrowed from the graph, which the caller holds */
  node_entry* entries;
  int64_t count; /* of entries */
  tf_stack todo; /* of int64_t: nodes whose turn has not come */
} reader;

/* ---- looking into the graph ---- */

static const tf_map* map_of(tf_view value) {
  return value.raw.type_index == kTVMFFIMap || value.raw.type_index == kTVMFFIDict
             ? (const tf_map*)(const void*)value.raw.v_obj
             : NULL;
}

/* The value under a text key, or None. */
static tf_view find(const tf_map* map, tf_str key) {
  const tf_any* found = map == NULL ? NULL : tf_map_find_str(map, key);
  return found == NULL ? tf_view_none() : tf_view_of(found);
}

static int raise_index(int64_t index) {
  return tf_raise(TF_VALUE_ERROR, INVALID ": invalid node index %" PRId64, index);
}

/* A node number in range. */
static int read_index(const reader* r, tf_view value, int64_t* out) {
  if (value.raw.type_index != kTVMFFIInt) return tf_field_mismatch(value, "int");
  if (value.raw.v_int64 < 0 || value.raw.v_int64 >= r->count) {
    return raise_index(value.raw.v_int64);
  }
  *out = value.raw.v_int64;
  return 0;
}

/* What a node says of itself. */
typedef struct {
  int32_t type_index;
  tf_view data;
} node_view;

/* `held` gets what `data` lies in. */
static int read_node(const reader* r, int64_t index, node_view* out, tf_any* held) {
  if (index >= r->nodes->seq.size) return raise_index(index);
  const tf_map* node = map_of(tf_seq_at(r->nodes, index));
  tf_view type = find(node, tf_str_c("type"));
  tf_str key;
  if (node == NULL || !tf_view_get_str(&type, &key)) {
    return tf_raise(TF_VALUE_ERROR, INVALID ": node %" PRId64 " has no `type`", index);
  }
  out->type_index = tf_typetable_find(tf_typetable_global(), key);
  if (out->type_index < 0) {
    return tf_raise(TF_INTERNAL_ERROR,
                    "Check failed: (it != type_key2index_.end()) is false: Cannot find type `%.*s`",
                    (int)key.size, key.data);
  }
  if (tf_map_find_str(node, tf_str_c("data")) == NULL && out->type_index != kTVMFFINone) {
    return tf_raise(TF_KEY_ERROR, "key is not in Map");
  }
  const tf_any* data = tf_map_find_str(node, tf_str_c("data"));
  if (data != NULL) *held = tf_any_copy_owned(data);
  out->data = tf_view_of(held);
  return 0;
}

static bool is_container(int32_t type_index) {
  return type_index == kTVMFFIArray || type_index == kTVMFFIList || type_index == kTVMFFIMap ||
         type_index == kTVMFFIDict;
}

/* ---- what must be done before a node: the nodes it refers to ---- */

static int want(reader* r, tf_view reference) {
  int64_t index = 0;
  TF_TRY(read_index(r, reference, &index));
  if (r->entries[index].state == NODE_DONE) return 0;
  if (r->entries[index].state == NODE_OPEN) {
    return tf_raise(TF_VALUE_ERROR, INVALID ": node %" PRId64 " contains itself", index);
  }
  int64_t* todo = (int64_t*)tf_stack_push(&r->todo);
  if (todo == NULL) return -1;
  *todo = index;
  return 0;
}

static int want_elements(reader* r, const node_view* node) {
  const tf_seq* numbers = tf_seq_of(node->data);
  if (numbers == NULL) return tf_field_mismatch(node->data, "ffi.Array");
  if ((node->type_index == kTVMFFIMap || node->type_index == kTVMFFIDict) &&
      numbers->seq.size % 2 != 0) {
    return tf_raise(TF_VALUE_ERROR, INVALID ": a map has a key without value");
  }
  for (int64_t i = numbers->seq.size - 1; i >= 0; --i) TF_TRY(want(r, tf_seq_at(numbers, i)));
  return 0;
}

static int want_fields(reader* r, const node_view* node) {
  const tf_map* data = map_of(node->data);
  if (data == NULL) return tf_field_mismatch(node->data, "ffi.Map");
  tf_field_iter fields = tf_type_fields(node->type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    const tf_any* given = tf_map_find_str(data, tf_str_from_ffi(&field->name));
    if (given != NULL && !tf_graph_is_inline(field)) TF_TRY(want(r, tf_view_of(given)));
  }
  return 0;
}

/* ---- making values ---- */

/* The finished value of a node that `want` has asked for. */
static int value_of(const reader* r, tf_view reference, tf_any* out) {
  int64_t index = 0;
  TF_TRY(read_index(r, reference, &index));
  if (r->entries[index].state != NODE_DONE) return raise_index(index);
  *out = tf_any_copy_owned(&r->entries[index].value);
  return 0;
}

static int make_seq(const reader* r, const node_view* node, tf_any* out) {
  const tf_seq* numbers = tf_seq_of(node->data);
  size_t count = (size_t)numbers->seq.size;
  tf_seq* made = NULL;
  TF_TRY(node->type_index == kTVMFFIArray ? tf_array_new(count, &made) : tf_list_new(count, &made));
  for (size_t i = 0; i < count; ++i) {
    tf_any value = tf_any_none();
    if (value_of(r, tf_seq_at(numbers, (int64_t)i), &value) != 0) {
      tf_object_drop(&made);
      return -1;
    }
    tf_array_fill(made, value);
  }
  *out = tf_any_own(made);
  return 0;
}

static int fill_pair(const reader* r, const tf_seq* numbers, int64_t at, tf_map* map) {
  tf_any key = tf_any_none();
  tf_any value = tf_any_none();
  TF_TRY(value_of(r, tf_seq_at(numbers, at), &key));
  if (value_of(r, tf_seq_at(numbers, at + 1), &value) != 0) {
    tf_any_drop(&key);
    return -1;
  }
  return tf_map_fill(map, key, value);
}

static int make_map(const reader* r, const node_view* node, tf_any* out) {
  const tf_seq* numbers = tf_seq_of(node->data);
  tf_map* made = NULL;
  TF_TRY(tf_map_new(node->type_index, (size_t)numbers->seq.size / 2, &made));
  for (int64_t i = 0; i + 1 < numbers->seq.size; i += 2) {
    if (fill_pair(r, numbers, i, made) != 0) {
      tf_object_drop(&made);
      return -1;
    }
  }
  *out = tf_any_own(made);
  return 0;
}

static int make_field(const reader* r, const TVMFFIFieldInfo* field, const tf_map* data,
                      int32_t type_index, tf_any* out) {
  const tf_any* given = tf_map_find_str(data, tf_str_from_ffi(&field->name));
  if (given == NULL && tf_init_plan_has_default(field)) return tf_record_default(field, out);
  if (given == NULL) {
    tf_str key = tf_type_key(type_index);
    return tf_raise(TF_TYPE_ERROR, "Required field `%.*s` not set in type `%.*s`",
                    (int)field->name.size, field->name.data, (int)key.size, key.data);
  }
  if (!tf_graph_is_inline(field)) return value_of(r, tf_view_of(given), out);
  if (field->field_static_type_index == kTVMFFIDataType)
    return tf_graph_make_dtype(tf_view_of(given), out);
  return tf_any_copy(tf_view_of(given), out);
}

static int fill_object(const reader* r, const node_view* node, tf_object* object) {
  tf_field_iter fields = tf_type_fields(node->type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    tf_any value = tf_any_none();
    TF_TRY(make_field(r, field, map_of(node->data), node->type_index, &value));
    int code = tf_field_set(field, object, tf_view_of(&value));
    tf_any_drop(&value);
    TF_TRY(code);
  }
  return 0;
}

static int make_object(const reader* r, const node_view* node, tf_any* out) {
  tf_object* object = NULL;
  TF_TRY(tf_record_create(node->type_index, &object));
  if (fill_object(r, node, object) != 0) {
    tf_object_drop(&object);
    return -1;
  }
  *out = tf_any_own(object);
  return 0;
}

static int make(const reader* r, const node_view* node, tf_any* out) {
  if (tf_graph_is_plain(node->type_index))
    return tf_graph_make_plain(node->type_index, node->data, out);
  if (!is_container(node->type_index)) return make_object(r, node, out);
  return node->type_index == kTVMFFIArray || node->type_index == kTVMFFIList
             ? make_seq(r, node, out)
             : make_map(r, node, out);
}

/* ---- the loop ---- */

static int open_node(reader* r, const node_view* node, node_entry* entry) {
  entry->state = NODE_OPEN;
  if (tf_graph_is_plain(node->type_index)) return 0;
  return is_container(node->type_index) ? want_elements(r, node) : want_fields(r, node);
}

static int finish(reader* r, const node_view* node, node_entry* entry) {
  TF_TRY(make(r, node, &entry->value));
  entry->state = NODE_DONE;
  r->todo.size -= 1;
  return 0;
}

/* The topmost node: asks for what it needs, or makes it. */
static int step(reader* r) {
  int64_t index = *(const int64_t*)tf_stack_top(&r->todo);
  node_entry* entry = &r->entries[index];
  node_view node;
  tf_any held = tf_any_none();
  if (entry->state == NODE_DONE) {
    r->todo.size -= 1;
    return 0;
  }
  TF_TRY(read_node(r, index, &node, &held));
  int code = entry->state == NODE_NEW ? open_node(r, &node, entry) : finish(r, &node, entry);
  tf_any_drop(&held);
  return code;
}

static int read_all(reader* r, tf_view root, tf_any* out) {
  int64_t index = 0;
  TF_TRY(read_index(r, root, &index));
  TF_TRY(want(r, root));
  while (r->todo.size > 0) TF_TRY(step(r));
  *out = tf_any_copy_owned(&r->entries[index].value);
  return 0;
}

static int read_nodes(const tf_seq* nodes, tf_view root, tf_any* out) {
  reader r = {nodes, NULL, nodes->seq.size, tf_stack_new(sizeof(int64_t))};
  r.entries = (node_entry*)tf_mem_zalloc((size_t)r.count * sizeof(node_entry));
  if (r.entries == NULL) return tf_raise_memory();
  int code = read_all(&r, root, out);
  for (int64_t i = 0; i < r.count; ++i) tf_any_drop(&r.entries[i].value);
  tf_mem_free(r.entries);
  tf_stack_drop(&r.todo);
  return code;
}

int tf_graph_read(tf_view graph, tf_any* out) {
  const tf_map* map = map_of(graph);
  if (map == NULL) return tf_raise(TF_VALUE_ERROR, INVALID ", expected an object");
  tf_view root = find(map, tf_str_c("root_index"));
  if (root.raw.type_index != kTVMFFIInt) {
    return tf_raise(TF_VALUE_ERROR, INVALID ", expected `root_index` integer field");
  }
  const tf_any* nodes = tf_map_find_str(map, tf_str_c("nodes"));
  if (nodes == NULL || tf_seq_of(tf_view_of(nodes)) == NULL) {
    return tf_raise(TF_VALUE_ERROR, INVALID ", expected `nodes` array field");
  }
  tf_any held = tf_any_copy_owned(nodes);
  int code = read_nodes(tf_seq_of(tf_view_of(&held)), root, out);
  tf_any_drop(&held);
  return code;
}

int tf_graph_read_call(const tf_args* args, tf_any* result) {
  return tf_graph_read(tf_args_view(args, 0), result);
}

int tf_graph_read_string_call(const tf_args* args, tf_any* result) {
  tf_str text;
  tf_any graph = tf_any_none();
  TF_TRY(tf_args_str(args, 0, &text));
  TF_TRY(tf_json_value_parse(text, &graph));
  int code = tf_graph_read(tf_view_of(&graph), result);
  tf_any_drop(&graph);
  return code;
}
