/* SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "names.h"

void sg_model_begin(sg_model* model, sg_arena* arena) {
  memset(model, 0, sizeof *model);
  model->arena = arena;
  model->type_of = sg_map_new(arena);
}

sg_function* sg_model_add_function(sg_model* model, tf_str name) {
  sg_function* function = SG_PUSH(model->arena, &model->functions);
  function->name = name;
  function->has_dot = sg_split_last(name, &function->prefix, &function->last);
  function->order = model->functions.count - 1;
  return function;
}

sg_type* sg_model_add_type(sg_model* model, tf_str key) {
  sg_type* type = sg_map_find(&model->type_of, key);
  if (type != NULL) return type;
  type = sg_alloc(model->arena, sizeof *type);
  type->key = key;
  type->has_dot = sg_split_last(key, &type->prefix, &type->last);
  *SG_PUSH(model->arena, &model->types) = type;
  sg_map_set(&model->type_of, key, type);
  return type;
}

static int compare_functions(const void* a, const void* b) {
  const sg_function *x = a, *y = b;
  if (x->has_dot != y->has_dot) return x->has_dot ? 1 : -1;
  int order = tf_str_compare(x->prefix, y->prefix);
  if (order == 0) order = tf_str_compare(x->name, y->name);
  if (order == 0) order = x->order < y->order ? -1 : x->order > y->order;
  return order;
}

static int compare_types(const void* a, const void* b) {
  return tf_str_compare((*(sg_type* const*)a)->key, (*(sg_type* const*)b)->key);
}

void sg_model_finish(sg_model* model) {
  if (model->functions.count != 0) {
    qsort(model->functions.items, model->functions.count, sizeof *model->functions.items,
          compare_functions);
  }
  if (model->types.count != 0) {
    qsort(model->types.items, model->types.count, sizeof *model->types.items, compare_types);
  }
}

/* Index of the first function whose (has_dot, prefix) is not below the given one. */
static size_t first_function(const sg_model* model, tf_str prefix) {
  size_t low = 0, high = model->functions.count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    const sg_function* f = &model->functions.items[mid];
    if (!f->has_dot || tf_str_compare(f->prefix, prefix) < 0) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  return low;
}

sg_function* sg_model_functions(const sg_model* model, tf_str prefix, size_t* count) {
  size_t first = first_function(model, prefix);
  size_t end = first;
  while (end < model->functions.count && tf_str_equal(model->functions.items[end].prefix, prefix)) {
    end++;
  }
  *count = end - first;
  return *count == 0 ? NULL : &model->functions.items[first];
}

sg_type* sg_model_peek_type(const sg_model* model, tf_str key) {
  return sg_map_find(&model->type_of, key);
}

sg_type* sg_model_type(sg_model* model, tf_str key) {
  sg_type* type = sg_map_find(&model->type_of, key);
  if (type != NULL && !type->is_described) {
    type->is_described = true;
    if (model->hooks.describe != NULL) model->hooks.describe(model->hooks.context, model, type);
  }
  return type;
}

static int compare_exports(const void* a, const void* b) {
  return tf_str_compare(((const sg_export*)a)->name, ((const sg_export*)b)->name);
}

sg_library* sg_model_library(sg_model* model, tf_str target) {
  for (size_t i = 0; i < model->libraries.count; i++) {
    sg_library* library = &model->libraries.items[i];
    if (!tf_str_equal(library->target, target)) continue;
    if (library->is_described) return library;
    library->is_described = true;
    if (model->hooks.list_exports != NULL) {
      model->hooks.list_exports(model->hooks.context, model, library);
    }
    if (library->exports.count != 0) {
      qsort(library->exports.items, library->exports.count, sizeof *library->exports.items,
            compare_exports);
    }
    return library;
  }
  return NULL;
}

const sg_schema* sg_model_schema(sg_model* model, sg_function* function) {
  if (!function->is_known) {
    function->is_known = true;
    function->is_name = sg_is_name(function->last);
    if (model->hooks.find_schema != NULL) {
      model->hooks.find_schema(model->hooks.context, model, function);
    }
  }
  return function->schema;
}

bool sg_model_has_prefix(const sg_model* model, tf_str prefix) {
  for (size_t i = first_function(model, prefix); i < model->functions.count; i++) {
    const sg_function* f = &model->functions.items[i];
    if (sg_is_below(f->prefix, prefix)) return true;
    if (!tf_str_starts_with(f->prefix, prefix)) break;
  }
  for (size_t i = 0; i < model->types.count; i++) {
    const sg_type* type = model->types.items[i];
    if (type->has_dot && sg_is_below(type->prefix, prefix)) return true;
  }
  return false;
}

bool sg_model_is_bound(tf_str key) {
  static const char* const names[] = {"BigInt", "Bytes",          "Error",      "Function",
                                      "Object", "OpaquePyObject", "SmallBytes", "SmallStr",
                                      "String", "Tensor"};
  if (!tf_str_starts_with(key, tf_str_c("ffi."))) return false;
  for (size_t i = 0; i < TF_COUNT_OF(names); i++) {
    if (tf_str_equal_c(tf_str_slice(key, 4, key.size), names[i])) return true;
  }
  return false;
}

/* 0 positional, 1 positional with default, 2 keyword-only, 3 keyword-only with default. */
static int group_of(const sg_field* field) {
  return (field->keyword_only ? 2 : 0) + (field->has_default ? 1 : 0);
}

void sg_model_order_fields(sg_model* model, sg_type* type) {
  SG_LIST(sg_type*) chain = {NULL, 0, 0};
  SG_LIST(sg_param) params = {NULL, 0, 0};
  for (sg_type* t = type; t != NULL && t->parent != NULL; t = t->parent) {
    sg_model_type(model, t->key);
    *SG_PUSH(model->arena, &chain) = t;
  }
  for (int group = 0; group < 4; group++) {
    for (size_t i = chain.count; i > 0; i--) {
      const sg_type* t = chain.items[i - 1];
      for (size_t k = 0; k < t->fields.count; k++) {
        const sg_field* field = &t->fields.items[k];
        if (field->init_off || group_of(field) != group) continue;
        sg_param* param = SG_PUSH(model->arena, &params);
        param->name = field->name;
        param->schema = field->schema;
        param->kind = field->keyword_only ? SG_KEYWORD_ONLY : SG_POSITIONAL_OR_KEYWORD;
        param->has_default = field->has_default;
      }
    }
  }
  type->by_fields.params = params.items;
  type->by_fields.count = params.count;
}

static bool agrees(const sg_signature* fields, const sg_schema* schema) {
  if (fields->count != schema->params.count) return false;
  for (size_t i = 0; i < fields->count; i++) {
    if (!sg_schema_equal(fields->params[i].schema, schema->params.items[i])) return false;
  }
  return true;
}

static void name_params(const sg_schema* schema, sg_param* params) {
  for (size_t i = 0; i < schema->params.count; i++) {
    params[i].name = schema->names[i].name;
    params[i].kind = SG_POSITIONAL_OR_KEYWORD;
    params[i].default_value = schema->names[i].default_value;
    params[i].has_default = params[i].default_value.kind != SG_DEFAULT_NONE;
  }
}

sg_signature sg_model_signature_of(sg_model* model, const sg_type* type, const sg_schema* schema) {
  sg_signature signature = {NULL, 0};
  if (schema == NULL || !schema->has_params) {
    signature.params = sg_alloc(model->arena, sizeof *signature.params);
    signature.params->kind = SG_VARIADIC;
    signature.count = 1;
    return signature;
  }
  bool named = agrees(&type->by_fields, schema);
  signature.count = schema->params.count;
  signature.params = sg_resize(model->arena, NULL, 0, signature.count, sizeof *signature.params);
  for (size_t i = 0; i < signature.count; i++) {
    signature.params[i].kind = named ? SG_POSITIONAL_OR_KEYWORD : SG_POSITIONAL_ONLY;
    signature.params[i].schema = schema->params.items[i];
    if (named) signature.params[i].name = type->by_fields.params[i].name;
  }
  if (schema->names != NULL) name_params(schema, signature.params);
  return signature;
}
