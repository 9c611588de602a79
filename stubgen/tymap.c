/* SPDX-License-Identifier: Apache-2.0 */
#include "tymap.h"

#include <strings.h>

#include "names.h"

static const struct {
  const char* origin;
  const char* output;
  const char* input;
} defaults[] = {
    {"Any", "typing.Any", "typing.Any"},
    {"Callable", "typing.Callable", "typing.Callable"},
    {"Array", "collections.abc.Sequence", "collections.abc.Sequence"},
    {"List", "collections.abc.MutableSequence", "collections.abc.Sequence"},
    {"Map", "collections.abc.Mapping", "collections.abc.Mapping"},
    {"Dict", "collections.abc.MutableMapping", "collections.abc.Mapping"},
    {"Object", "ffi.Object", "ffi.Object"},
    {"Tensor", "ffi.Tensor", "ffi.Tensor"},
    {"dtype", "ffi.dtype", "ffi.dtype"},
    {"Device", "ffi.Device", "ffi.Device"},
    {"ffi.Enum", "tvm_ffi.dataclasses.Enum", "tvm_ffi.dataclasses.Enum"},
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

void sg_ty_map_set(sg_ty_map* map, tf_str from, tf_str to) {
  tf_str* value = sg_alloc(map->arena, sizeof *value);
  *value = to;
  sg_map_set(&map->user, from, value);
}

bool sg_ty_map_find(const sg_ty_map* map, tf_str origin, bool input, tf_str* name, bool* by_user) {
  const tf_str* user = sg_map_find(&map->user, origin);
  *by_user = user != NULL;
  if (user != NULL) *name = *user;
  for (size_t i = 0; i < TF_COUNT_OF(defaults); i++) {
    if (!tf_str_equal_c(origin, defaults[i].origin)) continue;
    /* A line that maps to the default output changes nothing, not even the inputs. */
    if (user != NULL && !tf_str_equal_c(*user, defaults[i].output)) return true;
    *name = tf_str_c(input ? defaults[i].input : defaults[i].output);
    *by_user = false;
    return true;
  }
  return user != NULL;
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
