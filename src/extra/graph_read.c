/* SPDX-License-Identifier: Apache-2.0 */
/* Reading object graphs. Nodes may come in any order; one that leads back to itself is refused. */
#include <inttypes.h>

#include "base/mem.h"
#include "base/thread.h"
#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/column.h"
#include "core/shape.h"
#include "core/string.h"
#include "core/typetable.h"
#include "extra/base64.h"
#include "extra/field_access.h"
#include "extra/graph.h"
#include "extra/init_plan.h"
#include "extra/json_value.h"
#include "extra/record.h"
#include "extra/stack.h"
#include "extra/types.h"

#define INVALID "Invalid JSON Object Graph"
#define BYTES_LIMIT (1024 * 1024 * 1024)

typedef enum { NODE_NEW, NODE_OPEN, NODE_DONE } node_state;

typedef struct {
  tf_any value; /* owned, once it is done */
  node_state state;
} node_entry;

typedef struct {
  const tf_seq* nodes; /* borrowed from the graph */
  node_entry* entries;
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
  if (value.raw.v_int64 < 0 || value.raw.v_int64 >= r->nodes->seq.size) {
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

static int read_node(const reader* r, int64_t index, node_view* out) {
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
  out->data = find(node, tf_str_c("data"));
  return 0;
}

static bool is_container(int32_t type_index) {
  return type_index == kTVMFFIArray || type_index == kTVMFFIList || type_index == kTVMFFIMap ||
         type_index == kTVMFFIDict;
}

static bool has_hook(int32_t type_index) {
  return tf_view_get_exact(tf_column_get(TF_COLUMN_DATA_FROM_JSON, type_index), kTVMFFIFunction) !=
         NULL;
}

static bool is_plain(int32_t type_index) {
  return type_index < kTVMFFIStaticObjectBegin || type_index == kTVMFFIStr ||
         type_index == kTVMFFIBytes || type_index == kTVMFFIShape ||
         tf_type_is_a(type_index, tf_types_known.base_enum) || has_hook(type_index);
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

static int make_bytes(tf_view data, tf_any* out) {
  tf_str text;
  if (!tf_view_get_str(&data, &text)) return tf_field_mismatch(data, "str");
  tf_buf bytes = tf_buf_new(BYTES_LIMIT);
  int code = tf_base64_put_decoded(text, &bytes)
                 ? 0
                 : tf_raise(TF_VALUE_ERROR, INVALID ": bytes that are no base64");
  if (code == 0 && bytes.status != TF_BUF_OK) code = tf_raise_memory();
  if (code == 0) code = tf_string_new_bytes(tf_buf_view(&bytes), out);
  tf_buf_drop(&bytes);
  return code;
}

static int make_dtype(tf_view data, tf_any* out) {
  tf_str text;
  DLDataType dtype;
  if (!tf_view_get_str(&data, &text)) return tf_field_mismatch(data, "DataType");
  TVMFFIByteArray bytes = tf_str_to_ffi(text);
  TF_TRY(TVMFFIDataTypeFromString(&bytes, &dtype));
  *out = tf_any_dtype(dtype);
  return 0;
}

static int make_device(tf_view data, tf_any* out) {
  const tf_seq* pair = tf_seq_of(data);
  int64_t type = 0;
  int64_t id = 0;
  if (pair == NULL || pair->seq.size != 2 || !tf_view_get_int(tf_seq_at(pair, 0), &type) ||
      !tf_view_get_int(tf_seq_at(pair, 1), &id) || type < 0 || type > INT32_MAX || id < INT32_MIN ||
      id > INT32_MAX) {
    return tf_raise(TF_VALUE_ERROR, INVALID ": a device is no pair of integers");
  }
  *out = tf_any_device((DLDevice){(DLDeviceType)type, (int32_t)id});
  return 0;
}

static int make_shape(tf_view data, tf_any* out) {
  const tf_seq* numbers = tf_seq_of(data);
  int64_t* extents = NULL;
  tf_any shape = tf_any_none();
  if (numbers == NULL) return tf_field_mismatch(data, "ffi.Array");
  TF_TRY(tf_shape_new_room((size_t)numbers->seq.size, &extents, &shape));
  for (int64_t i = 0; i < numbers->seq.size; ++i) {
    if (!tf_view_get_int(tf_seq_at(numbers, i), &extents[i])) {
      tf_any_drop(&shape);
      return tf_field_mismatch(tf_seq_at(numbers, i), "int");
    }
  }
  *out = shape;
  return 0;
}

static int make_number(int32_t type_index, tf_view data, tf_any* out) {
  int64_t integer = 0;
  double real = 0;
  bool truth = false;
  if (type_index == kTVMFFIInt) {
    if (!tf_view_get_int(data, &integer)) return tf_field_mismatch(data, "int");
    *out = tf_any_int(integer);
  } else if (type_index == kTVMFFIFloat) {
    if (!tf_view_get_float(data, &real)) return tf_field_mismatch(data, "float");
    *out = tf_any_float(real);
  } else {
    if (!tf_view_get_bool(data, &truth)) return tf_field_mismatch(data, "bool");
    *out = tf_any_bool(truth);
  }
  return 0;
}

static int make_enum(int32_t type_index, tf_view data, tf_any* out) {
  tf_view state = tf_column_get(TF_COLUMN_ENUM, type_index);
  tf_str key = tf_type_key(type_index);
  const tf_any* member = NULL;
  if (tf_view_get_object(state, tf_types_known.enum_state) != NULL) {
    const tvm_ffi_enum_state_object* known =
        (const tvm_ffi_enum_state_object*)(const void*)state.raw.v_obj;
    if (known->indexes != NULL) {
      TF_TRY(tf_map_find((const tf_map*)known->indexes, data, &member));
    }
  }
  if (member == NULL) {
    return tf_raise(TF_VALUE_ERROR, INVALID ": `%.*s` has no such member", (int)key.size, key.data);
  }
  *out = tf_any_copy_owned(member);
  return 0;
}

static int make_with_hook(int32_t type_index, tf_view data, tf_any* out) {
  tf_view hook = tf_column_get(TF_COLUMN_DATA_FROM_JSON, type_index);
  if (!tf_thread_has_stack()) return tf_raise_depth("the graph to read");
  return tf_func_call(hook.raw.v_obj, &data, 1, out);
}

static int make_plain(const node_view* node, tf_any* out) {
  tf_view data = node->data;
  tf_str text;
  switch (node->type_index) {
    case kTVMFFINone:
      *out = tf_any_none();
      return 0;
    case kTVMFFIInt:
    case kTVMFFIFloat:
    case kTVMFFIBool:
      return make_number(node->type_index, data, out);
    case kTVMFFIStr:
      return tf_view_get_str(&data, &text) ? tf_any_copy(data, out)
                                           : tf_field_mismatch(data, "str");
    case kTVMFFIBytes:
      return make_bytes(data, out);
    case kTVMFFIDataType:
      return make_dtype(data, out);
    case kTVMFFIDevice:
      return make_device(data, out);
    case kTVMFFIShape:
      return make_shape(data, out);
    default:
      break;
  }
  if (has_hook(node->type_index)) return make_with_hook(node->type_index, data, out);
  if (tf_type_is_a(node->type_index, tf_types_known.base_enum)) {
    return make_enum(node->type_index, data, out);
  }
  tf_str key = tf_type_key(node->type_index);
  return tf_raise(TF_VALUE_ERROR, INVALID ": nodes of type `%.*s` cannot be read", (int)key.size,
                  key.data);
}

/* The finished value of a node that `want` has checked. */
static tf_any value_of(const reader* r, tf_view reference) {
  return tf_any_copy_owned(&r->entries[reference.raw.v_int64].value);
}

static int make_seq(const reader* r, const node_view* node, tf_any* out) {
  const tf_seq* numbers = tf_seq_of(node->data);
  size_t count = (size_t)numbers->seq.size;
  tf_seq* made = NULL;
  TF_TRY(node->type_index == kTVMFFIArray ? tf_array_new(count, &made) : tf_list_new(count, &made));
  for (size_t i = 0; i < count; ++i) {
    tf_array_fill(made, value_of(r, tf_seq_at(numbers, (int64_t)i)));
  }
  *out = tf_any_own(made);
  return 0;
}

static int make_map(const reader* r, const node_view* node, tf_any* out) {
  const tf_seq* numbers = tf_seq_of(node->data);
  tf_map* made = NULL;
  TF_TRY(tf_map_new(node->type_index, (size_t)numbers->seq.size / 2, &made));
  for (int64_t i = 0; i < numbers->seq.size; i += 2) {
    if (tf_map_fill(made, value_of(r, tf_seq_at(numbers, i)),
                    value_of(r, tf_seq_at(numbers, i + 1))) != 0) {
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
  if (!tf_graph_is_inline(field)) {
    *out = value_of(r, tf_view_of(given));
    return 0;
  }
  if (field->field_static_type_index == kTVMFFIDataType) return make_dtype(tf_view_of(given), out);
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
  if (is_plain(node->type_index)) return make_plain(node, out);
  if (!is_container(node->type_index)) return make_object(r, node, out);
  return node->type_index == kTVMFFIArray || node->type_index == kTVMFFIList
             ? make_seq(r, node, out)
             : make_map(r, node, out);
}

/* ---- the loop ---- */

/* The topmost node: asks for what it needs, or makes it. */
static int step(reader* r) {
  int64_t index = *(const int64_t*)tf_stack_top(&r->todo);
  node_entry* entry = &r->entries[index];
  node_view node;
  if (entry->state == NODE_DONE) {
    r->todo.size -= 1;
    return 0;
  }
  TF_TRY(read_node(r, index, &node));
  if (entry->state == NODE_NEW) {
    entry->state = NODE_OPEN;
    if (is_plain(node.type_index)) return 0;
    return is_container(node.type_index) ? want_elements(r, &node) : want_fields(r, &node);
  }
  TF_TRY(make(r, &node, &entry->value));
  entry->state = NODE_DONE;
  r->todo.size -= 1;
  return 0;
}

static int read_all(reader* r, tf_view root, tf_any* out) {
  int64_t index = 0;
  TF_TRY(read_index(r, root, &index));
  TF_TRY(want(r, root));
  while (r->todo.size > 0) TF_TRY(step(r));
  *out = tf_any_copy_owned(&r->entries[index].value);
  return 0;
}

int tf_graph_read(tf_view graph, tf_any* out) {
  const tf_map* map = map_of(graph);
  if (map == NULL) return tf_raise(TF_VALUE_ERROR, INVALID ", expected an object");
  tf_view root = find(map, tf_str_c("root_index"));
  reader r = {tf_seq_of(find(map, tf_str_c("nodes"))), NULL, tf_stack_new(sizeof(int64_t))};
  if (root.raw.type_index != kTVMFFIInt) {
    return tf_raise(TF_VALUE_ERROR, INVALID ", expected `root_index` integer field");
  }
  if (r.nodes == NULL) return tf_raise(TF_VALUE_ERROR, INVALID ", expected `nodes` array field");
  size_t count = (size_t)r.nodes->seq.size;
  r.entries = (node_entry*)tf_mem_zalloc(count * sizeof(node_entry));
  if (r.entries == NULL) return tf_raise_memory();
  int code = read_all(&r, root, out);
  for (size_t i = 0; i < count; ++i) tf_any_drop(&r.entries[i].value);
  tf_mem_free(r.entries);
  tf_stack_drop(&r.todo);
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
