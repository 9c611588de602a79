/* SPDX-License-Identifier: Apache-2.0 */
/* Writing object graphs. */
#include "base/thread.h"
#include "container/array.h"
#include "container/map.h"
#include "core/column.h"
#include "core/shape.h"
#include "core/string.h"
#include "extra/base64.h"
#include "extra/children.h"
#include "extra/graph.h"
#include "extra/json_value.h"
#include "extra/ptrmap.h"
#include "extra/stack.h"
#include "extra/types.h"

#define TEXT_LIMIT (1024 * 1024 * 1024)

/* An object whose parts are being written, and what will be its "data". */
typedef struct {
  tf_children parts;
  tf_seq* numbers; /* containers; owned */
  tf_map* fields;  /* other objects; owned */
} frame;

typedef struct {
  tf_seq* nodes; /* owned */
  tf_map* known; /* Dict from value to node number; owned, keeps what it has seen alive */
  tf_stack frames;
  tf_ptrmap open; /* objects with a frame: 1; finished: 0 */
} writer;

/* ---- small helpers over maps with text keys; all consume `value` ---- */

static int put(tf_map* map, const char* key, tf_any value) {
  tf_any text = tf_any_none();
  if (tf_string_new(tf_str_c(key), &text) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  return tf_map_set(map, text, value);
}

/* A node with the type of `value` and this data (None: without). Its number comes back. Consumes `data`. */
static int add_node(writer* w, tf_view value, tf_str type_key, tf_any data, bool has_data,
                    int64_t* out) {
  tf_map* node = NULL;
  tf_any type = tf_any_none();
  int code = tf_map_new(kTVMFFIMap, 2, &node);
  if (code == 0) code = tf_string_new(type_key, &type);
  if (code == 0) code = put(node, "type", tf_any_move(&type));
  if (code == 0 && has_data) code = put(node, "data", tf_any_move(&data));
  tf_any_drop(&data);
  if (code != 0) {
    tf_object_drop(&node);
    return -1;
  }
  int64_t number = w->nodes->seq.size;
  tf_any key = tf_any_none();
  TF_TRY(tf_array_push(&w->nodes, tf_any_own(node)));
  TF_TRY(tf_any_copy(value, &key));
  TF_TRY(tf_map_set(w->known, key, tf_any_int(number)));
  *out = number;
  return 0;
}

/* ---- values without parts ---- */

static int new_pair(int64_t a, int64_t b, tf_any* out) {
  tf_seq* pair = NULL;
  TF_TRY(tf_array_new(2, &pair));
  tf_array_fill(pair, tf_any_int(a));
  tf_array_fill(pair, tf_any_int(b));
  *out = tf_any_own(pair);
  return 0;
}

static int new_base64(tf_str content, tf_any* out) {
  tf_buf text = tf_buf_new(TEXT_LIMIT);
  tf_base64_put(content, &text);
  int code = tf_string_from_buf(&text, out);
  tf_buf_drop(&text);
  return code;
}

static int new_extents(tf_view value, tf_any* out) {
  TVMFFIShapeCell cell = {NULL, 0};
  tf_seq* extents = NULL;
  (void)tf_shape_get(value, &cell);
  TF_TRY(tf_array_new(cell.size, &extents));
  for (size_t i = 0; i < cell.size; ++i) tf_array_fill(extents, tf_any_int(cell.data[i]));
  *out = tf_any_own(extents);
  return 0;
}

static int raise_unsupported(tf_view value) {
  tf_str key = tf_view_type_key(value);
  return tf_raise(TF_RUNTIME_ERROR, "Cannot serialize type `%.*s`", (int)key.size, key.data);
}

/* The data of a value that is no object, or an object without parts. */
static int new_plain_data(tf_view value, tf_any* out) {
  tf_str content;
  if (tf_view_get_str(&value, &content)) return tf_any_copy(value, out);
  if (tf_view_get_bytes(&value, &content)) return new_base64(content, out);
  switch (value.raw.type_index) {
    case kTVMFFINone:
    case kTVMFFIInt:
    case kTVMFFIBool:
    case kTVMFFIFloat:
      *out = tf_any_take(&value.raw);
      return 0;
    case kTVMFFIDataType:
      return TVMFFIDataTypeToString(&value.raw.v_dtype, &out->raw);
    case kTVMFFIDevice:
      return new_pair(value.raw.v_device.device_type, value.raw.v_device.device_id, out);
    case kTVMFFIShape:
      return new_extents(value, out);
    default:
      return raise_unsupported(value);
  }
}

static tf_str key_of_plain(tf_view value) {
  tf_str content;
  if (tf_view_get_str(&value, &content)) return tf_type_key(kTVMFFIStr);
  if (tf_view_get_bytes(&value, &content)) return tf_type_key(kTVMFFIBytes);
  return tf_view_type_key(value);
}

static int write_plain(writer* w, tf_view value, int64_t* out) {
  tf_any data = tf_any_none();
  TF_TRY(new_plain_data(value, &data));
  return add_node(w, value, key_of_plain(value), data, !tf_view_is_none(value), out);
}

static int write_enum(writer* w, tf_object* object, int64_t* out) {
  const tvm_ffi_enum_object* member = (const tvm_ffi_enum_object*)(const void*)object;
  tf_any data = tf_any_int(member->int_index);
  if (!tf_type_is_a(object->type_index, tf_types_known.int_enum)) {
    TF_TRY(tf_any_copy(tf_view_raw(&member->str_index), &data));
  }
  return add_node(w, tf_view_object(object), tf_type_key(object->type_index), data, true, out);
}

static int write_with_hook(writer* w, tf_view hook, tf_object* object, int64_t* out) {
  tf_any data = tf_any_none();
  tf_view arg = tf_view_object(object);
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to serialize");
  TF_TRY(tf_func_call(hook.raw.v_obj, &arg, 1, &data));
  return add_node(w, arg, tf_type_key(object->type_index), data, true, out);
}

/* ---- objects with parts ---- */

static int check_readable(int32_t type_index) {
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  if (info->metadata != NULL && info->metadata->creator != NULL) return 0;
  if (!tf_view_is_none(tf_column_get(TF_COLUMN_NEW, type_index))) return 0;
  return tf_raise(TF_TYPE_ERROR,
                  "Type `%.*s` does not support ToJSONGraph (no native creator or __ffi_new__ type "
                  "attr)",
                  (int)info->type_key.size, info->type_key.data);
}

static int raise_cycle(int32_t type_index) {
  tf_str key = tf_type_key(type_index);
  size_t dot = tf_str_find_last_byte(key, '.');
  bool is_builtin = type_index < kTVMFFIStaticObjectEnd && dot != TF_STR_NONE;
  tf_str name = is_builtin ? tf_str_slice(key, dot + 1, key.size) : key;
  return tf_raise(TF_VALUE_ERROR, "Cycle detected during serialization: a %.*s contains itself",
                  (int)name.size, name.data);
}

static int push(writer* w, tf_object* object) {
  bool is_container = tf_seq_of(tf_view_object(object)) != NULL ||
                      object->type_index == kTVMFFIMap || object->type_index == kTVMFFIDict;
  if (!is_container) TF_TRY(check_readable(object->type_index));
  TF_TRY(tf_ptrmap_set(&w->open, object, 1));
  frame* top = (frame*)tf_stack_push(&w->frames);
  if (top == NULL) return -1;
  tf_children_begin(&top->parts, object, 0);
  return is_container ? tf_array_new(0, &top->numbers) : tf_map_new(kTVMFFIMap, 4, &top->fields);
}

static void pop(writer* w) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  uint64_t* is_open = tf_ptrmap_find(&w->open, top->parts.object);
  if (is_open != NULL) *is_open = 0;
  tf_children_end(&top->parts);
  tf_object_drop(&top->numbers);
  tf_object_drop(&top->fields);
  w->frames.size -= 1;
}

/* The number of the value's node; *out_pushed when it has parts that must be written first. */
static int write_value(writer* w, tf_view value, int64_t* out, bool* out_pushed) {
  const tf_any* known = NULL;
  tf_str content;
  *out_pushed = false;
  TF_TRY(tf_map_find(w->known, value, &known));
  if (known != NULL) {
    *out = known->raw.v_int64;
    return 0;
  }
  if (!tf_view_is_object(value) || tf_view_get_str(&value, &content) ||
      tf_view_get_bytes(&value, &content) || value.raw.type_index == kTVMFFIShape) {
    return write_plain(w, value, out);
  }
  tf_object* object = value.raw.v_obj;
  const uint64_t* is_open = tf_ptrmap_find(&w->open, object);
  if (is_open != NULL && *is_open != 0) return raise_cycle(object->type_index);
  tf_view hook = tf_column_get(TF_COLUMN_DATA_TO_JSON, object->type_index);
  if (tf_view_get_exact(hook, kTVMFFIFunction) != NULL) {
    return write_with_hook(w, hook, object, out);
  }
  if (tf_type_is_a(object->type_index, tf_types_known.base_enum)) {
    return write_enum(w, object, out);
  }
  *out_pushed = true;
  return push(w, object);
}

/* Notes the number of the part that was given out last. */
static int note(frame* top, tf_any data) {
  if (top->numbers != NULL) return tf_array_push(&top->numbers, data);
  tf_any name = tf_any_none();
  if (tf_string_new(tf_str_from_ffi(&top->parts.field->name), &name) != 0) {
    tf_any_drop(&data);
    return -1;
  }
  return tf_map_set(top->fields, name, data);
}

static int finish(writer* w, int64_t* out) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  tf_object* object = top->parts.object;
  tf_any data = top->numbers != NULL ? tf_any_share(top->numbers) : tf_any_share(top->fields);
  TF_TRY(add_node(w, tf_view_object(object), tf_type_key(object->type_index), data, true, out));
  pop(w);
  return 0;
}

/* One part of the topmost frame, or its end. */
static int step(writer* w, int64_t* number) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  tf_any part = tf_any_none();
  bool found = false;
  bool pushed = false;
  TF_TRY(tf_children_next(&top->parts, &part, &found));
  int code = 0;
  if (!found) {
    code = finish(w, number);
  } else if (top->fields != NULL && tf_graph_is_inline(top->parts.field)) {
    tf_any data = tf_any_none();
    code = new_plain_data(tf_view_of(&part), &data);
    tf_any_drop(&part);
    return code != 0 ? code : note(top, data);
  } else {
    code = write_value(w, tf_view_of(&part), number, &pushed);
  }
  tf_any_drop(&part);
  if (code != 0 || pushed || w->frames.size == 0) return code;
  return note((frame*)tf_stack_top(&w->frames), tf_any_int(*number));
}

static int write_all(writer* w, tf_view value, int64_t* out) {
  bool pushed = false;
  TF_TRY(write_value(w, value, out, &pushed));
  while (w->frames.size > 0) TF_TRY(step(w, out));
  return 0;
}

static int new_graph(writer* w, int64_t root, tf_view metadata, tf_any* out) {
  tf_map* graph = NULL;
  tf_any copy = tf_any_none();
  TF_TRY(tf_map_new(kTVMFFIMap, 3, &graph));
  int code = put(graph, "root_index", tf_any_int(root));
  if (code == 0) code = put(graph, "nodes", tf_any_share(w->nodes));
  if (code == 0 && !tf_view_is_none(metadata)) {
    code = tf_any_copy(metadata, &copy);
    if (code == 0) code = put(graph, "metadata", copy);
  }
  if (code != 0) {
    tf_object_drop(&graph);
    return -1;
  }
  *out = tf_any_own(graph);
  return 0;
}

int tf_graph_write(tf_view value, tf_view metadata, tf_any* out) {
  writer w = {NULL, NULL, tf_stack_new(sizeof(frame)), tf_ptrmap_new()};
  int64_t root = 0;
  int code = tf_array_new(0, &w.nodes);
  if (code == 0) code = tf_map_new(kTVMFFIDict, 0, &w.known);
  if (code == 0) code = write_all(&w, value, &root);
  if (code == 0) code = new_graph(&w, root, metadata, out);
  while (w.frames.size > 0) pop(&w);
  tf_stack_drop(&w.frames);
  tf_ptrmap_drop(&w.open);
  tf_object_drop(&w.known);
  tf_object_drop(&w.nodes);
  return code;
}

int tf_graph_write_call(const tf_args* args, tf_any* result) {
  return tf_graph_write(tf_args_view(args, 0), tf_args_view(args, 1), result);
}

int tf_graph_write_string_call(const tf_args* args, tf_any* result) {
  tf_any graph = tf_any_none();
  TF_TRY(tf_graph_write_call(args, &graph));
  int code = tf_json_value_write(tf_view_of(&graph), 0, result);
  tf_any_drop(&graph);
  return code;
}
