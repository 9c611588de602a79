/* SPDX-License-Identifier: Apache-2.0 */
#include "render_library.h"

#include "names.h"
#include "render_signature.h"

tf_str sg_library_class(sg_arena* arena, tf_str target) {
  sg_text name = sg_text_new(arena);
  bool upper = true;
  for (size_t i = 0; i < target.size; i++) {
    char c = target.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool digit = c >= '0' && c <= '9';
    if (!letter && !digit) {
      upper = true;
      continue;
    }
    if (digit && name.size == 0) sg_put_char(&name, '_');
    sg_put_char(&name, upper && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    upper = false;
  }
  sg_put_c(&name, "Library");
  return sg_text_view(&name);
}

bool sg_library_shows(tf_str name) {
  static const tf_str own[] = {
      TF_STR("clear_imports"),
      TF_STR("entry_name"),
      TF_STR("get_function"),
      TF_STR("get_function_doc"),
      TF_STR("get_function_metadata"),
      TF_STR("get_property_mask"),
      TF_STR("get_write_formats"),
      TF_STR("id_"),
      TF_STR("implements_function"),
      TF_STR("import_module"),
      TF_STR("imports"),
      TF_STR("imports_"),
      TF_STR("inspect_source"),
      TF_STR("is_"),
      TF_STR("is_binary_serializable"),
      TF_STR("is_compilation_exportable"),
      TF_STR("is_runnable"),
      TF_STR("kind"),
      TF_STR("same_as"),
      TF_STR("write_to_file"),
  };
  for (size_t i = 0; i < TF_COUNT_OF(own); i++) {
    if (tf_str_equal(name, own[i])) return false;
  }
  return sg_is_name(name) && !tf_str_starts_with(name, tf_str_c("__"));
}

void sg_render_library(sg_renderer* r, const sg_library* library) {
  sg_scope scope = {r->imports, sg_map_new(r->out->arena)};
  sg_annotator annotator = {r->model, r->map, &scope};
  for (size_t i = 0; i < library->exports.count; i++) {
    sg_map_set(&scope.members, library->exports.items[i].name, r);
  }
  sg_scope outside = {r->imports, sg_map_new(r->out->arena)};
  tf_str base = sg_scope_show(&outside, tf_str_c("tvm_ffi.Module"));
  tf_str name = sg_library_class(r->out->arena, library->target);
  size_t inner = r->options.inner;
  sg_imports_add(r->imports, tf_str_c("typing.TYPE_CHECKING"), tf_str_of("", 0), false);
  sg_put_c(r->out, "# fmt: off\nif TYPE_CHECKING:\n");
  sg_put_spaces(r->out, inner);
  sg_putf(r->out, "class %.*s(%.*s):\n", SG_ARG(name), SG_ARG(base));
  bool any = false;
  for (size_t i = 0; i < library->exports.count; i++) {
    const sg_export* function = &library->exports.items[i];
    if (!sg_library_shows(function->name)) continue;
    any = true;
    /* One level of the class is four spaces, whatever --indent says: it is Python, not a choice. */
    sg_put_spaces(r->out, inner + 4);
    sg_def_end end = {"", function->doc, inner + 8};
    sg_render_export_method(&annotator, function->name, function->schema, &end, r->out);
  }
  if (!any) {
    sg_put_spaces(r->out, inner + 4);
    sg_put_c(r->out, "...\n");
  }
  sg_put_c(r->out, "# fmt: on\n");
}
