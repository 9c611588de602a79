/* SPDX-License-Identifier: Apache-2.0 */
#include "tymap.h"

#include <string.h>
#include <strings.h>

#include "names.h"

static const struct {
  tf_str origin;
  tf_str output;
  tf_str input;
} defaults[] = {
    {TF_STR("Any"), TF_STR("typing.Any"), TF_STR("typing.Any")},
    {TF_STR("Callable"), TF_STR("typing.Callable"), TF_STR("typing.Callable")},
    {TF_STR("Array"), TF_STR("collections.abc.Sequence"), TF_STR("collections.abc.Sequence")},
    {TF_STR("List"), TF_STR("collections.abc.MutableSequence"), TF_STR("collections.abc.Sequence")},
    {TF_STR("Map"), TF_STR("collections.abc.Mapping"), TF_STR("collections.abc.Mapping")},
    {TF_STR("Dict"), TF_STR("collections.abc.MutableMapping"), TF_STR("collections.abc.Mapping")},
    {TF_STR("Object"), TF_STR("ffi.Object"), TF_STR("ffi.Object")},
    {TF_STR("Tensor"), TF_STR("ffi.Tensor"), TF_STR("ffi.Tensor")},
    {TF_STR("dtype"), TF_STR("ffi.dtype"), TF_STR("ffi.dtype")},
    {TF_STR("Device"), TF_STR("ffi.Device"), TF_STR("ffi.Device")},
    {TF_STR("ffi.Enum"), TF_STR("tvm_ffi.dataclasses.Enum"), TF_STR("tvm_ffi.dataclasses.Enum")},
    /* Types of the runtime whose Python classes lie elsewhere than their keys say. */
    {TF_STR("ffi.EnumState"), TF_STR("tvm_ffi.dataclasses.EnumState"),
     TF_STR("tvm_ffi.dataclasses.EnumState")},
    {TF_STR("ffi.IntEnum"), TF_STR("tvm_ffi.dataclasses.IntEnum"),
     TF_STR("tvm_ffi.dataclasses.IntEnum")},
    {TF_STR("ffi.StrEnum"), TF_STR("tvm_ffi.dataclasses.StrEnum"),
     TF_STR("tvm_ffi.dataclasses.StrEnum")},
    {TF_STR("ffi.Error"), TF_STR("tvm_ffi.core.Error"), TF_STR("tvm_ffi.core.Error")},
    {TF_STR("ffi.reflection.AccessPath"), TF_STR("tvm_ffi.access_path.AccessPath"),
     TF_STR("tvm_ffi.access_path.AccessPath")},
    {TF_STR("ffi.reflection.AccessStep"), TF_STR("tvm_ffi.access_path.AccessStep"),
     TF_STR("tvm_ffi.access_path.AccessStep")},
};

const char* sg_ty_map_parse(tf_str line, tf_str* from, tf_str* to) {
  size_t arrow = tf_str_find(line, tf_str_c("->"));
  if (arrow == TF_STR_NONE) return "no `->`";
  tf_str right = tf_str_slice(line, arrow + 2, line.size);
  if (tf_str_find(right, tf_str_c("->")) != TF_STR_NONE) return "more than one `->`";
  *from = sg_strip(tf_str_slice(line, 0, arrow));
  *to = sg_strip(right);
  if (from->size == 0) return "nothing before `->`";
  return sg_is_dotted_name(*to) ? NULL : "what follows `->` is no dotted Python name";
}

sg_ty_map sg_ty_map_new(sg_arena* arena) {
  sg_ty_map map = {arena, sg_map_new(arena), sg_alloc(arena, 2 * sizeof(sg_map))};
  map.seen[0] = map.seen[1] = sg_map_new(arena);
  return map;
}

void sg_ty_map_set(sg_ty_map* map, tf_str from, tf_str to) {
  map->seen[0] = map->seen[1] = sg_map_new(map->arena);
  tf_str* value = sg_alloc(map->arena, sizeof *value);
  *value = to;
  sg_map_set(&map->user, from, value);
}

bool sg_ty_map_find(const sg_ty_map* map, tf_str origin, bool input, tf_str* name, bool* by_user) {
  const tf_str* user = map->user.count == 0 ? NULL : sg_map_find(&map->user, origin);
  *by_user = user != NULL;
  if (user != NULL) *name = *user;
  for (size_t i = 0; i < TF_COUNT_OF(defaults); i++) {
    if (!tf_str_equal(origin, defaults[i].origin)) continue;
    /* A line that maps to the default output changes nothing, not even the inputs. */
    if (user != NULL && !tf_str_equal(*user, defaults[i].output)) return true;
    *name = input ? defaults[i].input : defaults[i].output;
    *by_user = false;
    return true;
  }
  return user != NULL;
}

static bool is_python_builtin(tf_str name) {
  static const tf_str names[] = {TF_STR("int"),   TF_STR("float"), TF_STR("bool"),
                                 TF_STR("str"),   TF_STR("bytes"), TF_STR("None"),
                                 TF_STR("tuple"), TF_STR("list"),  TF_STR("dict")};
  for (size_t i = 0; i < TF_COUNT_OF(names); i++) {
    if (tf_str_equal(name, names[i])) return true;
  }
  return false;
}

/* Types of the runtime that no Python class shows. */
static bool has_no_class(tf_str key) {
  return tf_str_equal_c(key, "ffi.Unchanged") || tf_str_equal_c(key, "ffi.VisitErrorContext");
}

const sg_ty_name* sg_ty_map_show(const sg_ty_map* map, tf_str origin, bool input) {
  sg_map* seen = &map->seen[input ? 1 : 0];
  sg_ty_name* found = sg_map_find(seen, origin);
  if (found != NULL) return found;
  tf_str name = origin;
  bool by_user;
  bool mapped = sg_ty_map_find(map, origin, input, &name, &by_user);
  bool dotted = tf_str_find_byte(name, '.') != TF_STR_NONE;
  found = sg_alloc(map->arena, sizeof *found);
  found->is_none = tf_str_equal_c(name, "None");
  found->is_known = dotted ? sg_is_dotted_name(name) : mapped || is_python_builtin(name);
  if (!mapped && has_no_class(origin)) found->is_known = false;
  found->full = sg_python_name(map->arena, name);
  sg_map_set(seen, origin, found);
  return found;
}

tf_str sg_ty_map_class(const sg_ty_map* map, tf_str key) {
  tf_str name;
  bool by_user;
  return sg_ty_map_find(map, key, false, &name, &by_user) ? name : key;
}

const char* sg_import_object_parse(tf_str line, sg_import_object* out) {
  tf_str fields[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
  size_t count = 0;
  for (;;) {
    size_t end = tf_str_find_byte(line, ';');
    if (count == 3) return "more than three fields; write NAME;CHECKING_ONLY;ALIAS";
    fields[count++] = sg_strip(tf_str_slice(line, 0, end));
    if (end == TF_STR_NONE) break;
    line = tf_str_slice(line, end + 1, line.size);
  }
  out->name = fields[0];
  out->checking = fields[1].size == 4 && strncasecmp(fields[1].data, "true", 4) == 0;
  out->alias = fields[2];
  if (out->name.size == 0) return "no name to import";
  if (!sg_is_module(out->name) || sg_last_part(out->name).size == 0) {
    return "what is to be imported is no dotted Python name";
  }
  if (out->alias.size != 0 && !sg_is_name(out->alias)) return "the alias is no Python name";
  return NULL;
}

bool sg_import_object_is_loader(const sg_import_object* object) {
  return tf_str_equal_c(object->alias, "_FFI_LOAD_LIB") ||
         tf_str_ends_with(object->name, tf_str_c("libinfo.load_lib_module"));
}

tf_str sg_python_name(sg_arena* arena, tf_str name) {
  tf_str module, last;
  sg_split_last(name, &module, &last);
  if (sg_is_below(module, tf_str_c("testing"))) {
    return sg_format(arena, "tvm_ffi.%.*s", SG_ARG(name));
  }
  if (sg_is_below(module, tf_str_c("ffi"))) {
    return sg_format(arena, "tvm_%.*s", SG_ARG(name));
  }
  return name;
}
