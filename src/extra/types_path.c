/* SPDX-License-Identifier: Apache-2.0 */
/* ffi.reflection.AccessStep and ffi.reflection.AccessPath. A path is a chain of immutable nodes from its last step to the
   root. */
#include "container/array.h"
#include "core/column.h"
#include "core/string.h"
#include "core/typetable.h"
#include "extra/field_access.h"
#include "extra/record.h"
#include "extra/reflect.h"
#include "extra/types.h"

#define TEXT_LIMIT (16 * 1024 * 1024)

typedef tvm_ffi_access_step_object step_object;
typedef tvm_ffi_access_path_object path_object;

static const step_object* step_of(const path_object* path) {
  return (const step_object*)path->step;
}

static path_object* parent_of(const path_object* path) { return (path_object*)path->parent; }

/* ---- making ---- */

static int step_create(TVMFFIObjectHandle* out) {
  tf_object* step = NULL;
  TF_TRY(tf_record_new(tf_types_known.access_step, 0, &step));
  *out = step;
  return 0;
}

static int path_create(TVMFFIObjectHandle* out) {
  tf_object* path = NULL;
  TF_TRY(tf_record_new(tf_types_known.access_path, 0, &path));
  *out = path;
  return 0;
}

int tf_types_new_root_path(tf_object** out) {
  TVMFFIObjectHandle path = NULL;
  TF_TRY(path_create(&path));
  *out = (tf_object*)path;
  return 0;
}

/* `parent` with a step that exists. Takes new references to both. */
static int extend(tf_object* parent, tf_object* step, tf_object** out) {
  tf_object* made = NULL;
  TF_TRY(tf_types_new_root_path(&made));
  path_object* path = (path_object*)(void*)made;
  int32_t depth = ((const path_object*)(const void*)parent)->depth;
  tf_object_incref(parent);
  tf_object_incref(step);
  path->parent = parent;
  path->step = step;
  path->depth = depth == INT32_MAX ? depth : depth + 1;
  *out = made;
  return 0;
}

int tf_types_extend_path(tf_object* parent, tf_access_kind kind, tf_any key, tf_object** out) {
  TVMFFIObjectHandle made = NULL;
  if (step_create(&made) != 0) {
    tf_any_drop(&key);
    return -1;
  }
  step_object* step = (step_object*)made;
  step->kind = (int32_t)kind;
  step->key = key.raw;
  int code = extend(parent, &step->header, out);
  tf_object_drop(&made);
  return code;
}

/* ---- methods ---- */

static int read_path(const tf_args* args, int32_t index, path_object** out) {
  return tf_args_object(args, index, tf_types_known.access_path, out);
}

static int root_call(const tf_args* args, tf_any* result) {
  (void)args;
  tf_object* path = NULL;
  TF_TRY(tf_types_new_root_path(&path));
  *result = tf_any_own(path);
  return 0;
}

static int extend_call(const tf_args* args, tf_any* result) {
  path_object* self = NULL;
  tf_object* step = NULL;
  tf_object* path = NULL;
  TF_TRY(read_path(args, 0, &self));
  TF_TRY(tf_args_object(args, 1, tf_types_known.access_step, &step));
  TF_TRY(extend(&self->header, step, &path));
  *result = tf_any_own(path);
  return 0;
}

static int extend_with(const tf_args* args, tf_access_kind kind, tf_any* result) {
  path_object* self = NULL;
  tf_object* path = NULL;
  tf_any key = tf_any_none();
  TF_TRY(read_path(args, 0, &self));
  TF_TRY(tf_any_copy(tf_args_view(args, 1), &key));
  TF_TRY(tf_types_extend_path(&self->header, kind, key, &path));
  *result = tf_any_own(path);
  return 0;
}

static int extend_with_name(const tf_args* args, tf_access_kind kind, tf_any* result) {
  tf_str name;
  TF_TRY(tf_args_str(args, 1, &name));
  return extend_with(args, kind, result);
}

static int extend_with_index(const tf_args* args, tf_access_kind kind, tf_any* result) {
  int64_t index = 0;
  path_object* self = NULL;
  tf_object* path = NULL;
  TF_TRY(tf_args_int(args, 1, &index));
  TF_TRY(read_path(args, 0, &self));
  TF_TRY(tf_types_extend_path(&self->header, kind, tf_any_int(index), &path));
  *result = tf_any_own(path);
  return 0;
}

static int attr_call(const tf_args* args, tf_any* result) {
  return extend_with_name(args, TF_ACCESS_ATTR, result);
}
static int array_item_call(const tf_args* args, tf_any* result) {
  return extend_with_index(args, TF_ACCESS_ARRAY_ITEM, result);
}
static int map_item_call(const tf_args* args, tf_any* result) {
  return extend_with(args, TF_ACCESS_MAP_ITEM, result);
}
static int attr_missing_call(const tf_args* args, tf_any* result) {
  return extend_with_name(args, TF_ACCESS_ATTR_MISSING, result);
}
static int array_item_missing_call(const tf_args* args, tf_any* result) {
  return extend_with_index(args, TF_ACCESS_ARRAY_ITEM_MISSING, result);
}
static int map_item_missing_call(const tf_args* args, tf_any* result) {
  return extend_with(args, TF_ACCESS_MAP_ITEM_MISSING, result);
}

static int is_step_equal(const step_object* a, const step_object* b, bool* out) {
  *out = a == b;
  if (a == b || a == NULL || b == NULL || a->kind != b->kind) return 0;
  return tf_any_equal(tf_view_raw(&a->key), tf_view_raw(&b->key), out);
}

/* Are two chains of equal length equal, step by step? */
static int is_chain_equal(const path_object* a, const path_object* b, bool* out) {
  *out = true;
  while (a != b && *out) {
    if (a == NULL || b == NULL) {
      *out = false;
      return 0;
    }
    TF_TRY(is_step_equal(step_of(a), step_of(b), out));
    a = parent_of(a);
    b = parent_of(b);
  }
  return 0;
}

static int is_prefix_of_call(const tf_args* args, tf_any* result) {
  path_object* self = NULL;
  path_object* other = NULL;
  bool equal = false;
  TF_TRY(read_path(args, 0, &self));
  TF_TRY(read_path(args, 1, &other));
  if (self->depth <= other->depth) {
    const path_object* start = other;
    while (start != NULL && start->depth > self->depth) start = parent_of(start);
    TF_TRY(is_chain_equal(self, start, &equal));
  }
  *result = tf_any_bool(equal);
  return 0;
}

static int path_equal_call(const tf_args* args, tf_any* result) {
  path_object* self = NULL;
  path_object* other = NULL;
  bool equal = false;
  TF_TRY(read_path(args, 0, &self));
  TF_TRY(read_path(args, 1, &other));
  if (self->depth == other->depth) TF_TRY(is_chain_equal(self, other, &equal));
  *result = tf_any_bool(equal);
  return 0;
}

static int64_t count_steps(const path_object* path) {
  int64_t count = 0;
  for (; path != NULL && path->step != NULL; path = parent_of(path)) ++count;
  return count;
}

/* The steps from the root on. Owned. */
static int new_steps(const path_object* path, tf_seq** out) {
  int64_t count = count_steps(path);
  tf_seq* steps = NULL;
  TF_TRY(tf_array_new((size_t)count, &steps));
  for (int64_t i = 0; i < count; ++i) tf_array_fill(steps, tf_any_none());
  for (int64_t i = count - 1; i >= 0; --i, path = parent_of(path)) {
    tf_seq_items(steps)[i] = tf_any_share(path->step);
  }
  *out = steps;
  return 0;
}

static int to_steps_call(const tf_args* args, tf_any* result) {
  path_object* self = NULL;
  tf_seq* steps = NULL;
  TF_TRY(read_path(args, 0, &self));
  TF_TRY(new_steps(self, &steps));
  *result = tf_any_own(steps);
  return 0;
}

/* ---- text ---- */

static int put_key(const step_object* step, tf_object* fn_repr, tf_buf* out) {
  tf_any text = tf_any_none();
  tf_view key = tf_view_raw(&step->key);
  TF_TRY(tf_func_call(fn_repr, &key, 1, &text));
  tf_view view = tf_view_of(&text);
  tf_str content = tf_str_c("");
  (void)tf_view_get_str(&view, &content);
  (void)tf_buf_put_str(out, content);
  tf_any_drop(&text);
  return 0;
}

static int put_step(const step_object* step, tf_object* fn_repr, tf_buf* out) {
  tf_view key = tf_view_raw(&step->key);
  tf_str name;
  switch (step->kind) {
    case TF_ACCESS_ATTR:
      if (!tf_view_get_str(&key, &name)) return tf_field_mismatch(key, "str");
      (void)tf_buf_put_char(out, '.');
      (void)tf_buf_put_str(out, name);
      return 0;
    case TF_ACCESS_ARRAY_ITEM:
    case TF_ACCESS_MAP_ITEM:
      (void)tf_buf_put_char(out, '[');
      TF_TRY(put_key(step, fn_repr, out));
      (void)tf_buf_put_char(out, ']');
      return 0;
    default:
      (void)tf_buf_put_c(out, "[<missing:");
      TF_TRY(put_key(step, fn_repr, out));
      (void)tf_buf_put_c(out, ">]");
      return 0;
  }
}

static int put_path(const path_object* path, tf_object* fn_repr, tf_buf* out) {
  tf_seq* steps = NULL;
  TF_TRY(new_steps(path, &steps));
  int code = 0;
  (void)tf_buf_put_c(out, "<root>");
  for (int64_t i = 0; code == 0 && i < steps->seq.size; ++i) {
    code = put_step((const step_object*)(void*)tf_seq_items(steps)[i].raw.v_obj, fn_repr, out);
  }
  tf_object_drop(&steps);
  return code;
}

static int step_repr_call(const tf_args* args, tf_any* result) {
  step_object* self = NULL;
  tf_object* fn_repr = NULL;
  TF_TRY(tf_args_object(args, 0, tf_types_known.access_step, &self));
  TF_TRY(tf_args_object(args, 1, kTVMFFIFunction, &fn_repr));
  tf_buf text = tf_buf_new(TEXT_LIMIT);
  int code = put_step(self, fn_repr, &text);
  if (code == 0) code = tf_string_from_buf(&text, result);
  tf_buf_drop(&text);
  return code;
}

static int path_repr_call(const tf_args* args, tf_any* result) {
  path_object* self = NULL;
  tf_object* fn_repr = NULL;
  TF_TRY(read_path(args, 0, &self));
  TF_TRY(tf_args_object(args, 1, kTVMFFIFunction, &fn_repr));
  tf_buf text = tf_buf_new(TEXT_LIMIT);
  int code = put_path(self, fn_repr, &text);
  if (code == 0) code = tf_string_from_buf(&text, result);
  tf_buf_drop(&text);
  return code;
}

static const tf_func_def step_repr_def = {
    "__ffi_repr__", "(ffi.Object, ffi.Function) -> ffi.String", step_repr_call, NULL};
static const tf_func_def path_repr_def = {
    "__ffi_repr__", "(ffi.Object, ffi.Function) -> ffi.String", path_repr_call, NULL};

/* ---- registration ---- */

static int set_step(void* field, const TVMFFIAny* value) {
  return tf_field_set_object_of(field, value, tf_types_known.access_step, true,
                                "Optional<ffi.reflection.AccessStep>");
}

static const tf_reflect_field step_fields[] = {
    {"kind", "int", NULL, 0, offsetof(step_object, kind), 4, kTVMFFIInt, tf_field_get_int32,
     tf_field_set_int32},
    {"key", "Any", NULL, 0, offsetof(step_object, key), 16, kTVMFFIAny, tf_field_get_any,
     tf_field_set_any},
};

static const tf_reflect_field path_fields[] = {
    {"parent", "Optional<ffi.Object>", NULL, 0, offsetof(path_object, parent), 8, kTVMFFIAny,
     tf_field_get_object, tf_field_set_opt_object},
    {"step", "Optional<ffi.reflection.AccessStep>", NULL, 0, offsetof(path_object, step), 8,
     kTVMFFIAny, tf_field_get_object, set_step},
    {"depth", "int", NULL, 0, offsetof(path_object, depth), 4, kTVMFFIInt, tf_field_get_int32,
     tf_field_set_int32},
};

#define PATH "ffi.reflection.AccessPath"
#define STEP "ffi.reflection.AccessStep"

static const tf_reflect_method path_methods[] = {
    {{"_root", "() -> " PATH, root_call, NULL}, true},
    {{"_extend", "(" PATH ", " STEP ") -> " PATH, extend_call, NULL}, false},
    {{"_attr", "(" PATH ", ffi.String) -> " PATH, attr_call, NULL}, false},
    {{"_array_item", "(" PATH ", int) -> " PATH, array_item_call, NULL}, false},
    {{"_map_item", "(" PATH ", Any) -> " PATH, map_item_call, NULL}, false},
    {{"_attr_missing", "(" PATH ", ffi.String) -> " PATH, attr_missing_call, NULL}, false},
    {{"_array_item_missing", "(" PATH ", int) -> " PATH, array_item_missing_call, NULL}, false},
    {{"_map_item_missing", "(" PATH ", Any) -> " PATH, map_item_missing_call, NULL}, false},
    {{"_is_prefix_of", "(" PATH ", " PATH ") -> bool", is_prefix_of_call, NULL}, false},
    {{"_to_steps", "(" PATH ") -> ffi.Array<" STEP ">", to_steps_call, NULL}, false},
    {{"_path_equal", "(" PATH ", " PATH ") -> bool", path_equal_call, NULL}, false},
};

static const tf_reflect_type step_type = {
    .key = STEP,
    .parent_key = "ffi.Object",
    .static_index = -1,
    .total_size = sizeof(step_object),
    .structural_kind = kTVMFFISEqHashKindConstTreeNode,
    .is_final = true,
    .can_new = true,
    .can_copy = true,
    .creator = step_create,
    .fields = step_fields,
    .num_fields = TF_COUNT_OF(step_fields),
};

static const tf_reflect_type path_type = {
    .key = PATH,
    .parent_key = "ffi.Object",
    .static_index = -1,
    .total_size = sizeof(path_object),
    .structural_kind = kTVMFFISEqHashKindConstTreeNode,
    .is_final = true,
    .can_new = true,
    .can_copy = true,
    .creator = path_create,
    .fields = path_fields,
    .num_fields = TF_COUNT_OF(path_fields),
    .methods = path_methods,
    .num_methods = TF_COUNT_OF(path_methods),
};

int tf_types_register_paths(void) {
  TF_TRY(tf_reflect_register(&step_type, &tf_types_known.access_step));
  TF_TRY(tf_reflect_set_attr(tf_types_known.access_step, TF_COLUMN_REPR, &step_repr_def));
  TF_TRY(tf_reflect_register(&path_type, &tf_types_known.access_path));
  return tf_reflect_set_attr(tf_types_known.access_path, TF_COLUMN_REPR, &path_repr_def);
}
