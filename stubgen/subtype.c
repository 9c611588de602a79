/* SPDX-License-Identifier: Apache-2.0 */
#include "subtype.h"

static bool is_named(const sg_schema* schema, const char* origin) {
  return schema->kind == SG_KIND_NAME && tf_str_equal_c(schema->origin, origin);
}

static bool is_sum(const sg_schema* schema) {
  return schema->kind == SG_KIND_UNION || schema->kind == SG_KIND_OPTIONAL;
}

static bool is_class_below(const sg_model* model, tf_str key, tf_str wanted) {
  for (const sg_type* t = sg_model_peek_type(model, key); t != NULL; t = t->parent) {
    if (tf_str_equal(t->key, wanted)) return true;
  }
  return false;
}

/* `bool` is an `int`, and an `int` may be given for a `float`. */
static bool is_number_below(const sg_schema* type, const sg_schema* wanted) {
  if (is_named(wanted, "int")) return is_named(type, "bool");
  return is_named(wanted, "float") && (is_named(type, "int") || is_named(type, "bool"));
}

/* Sequences can be read only: of what they hold a narrower type will do. So it is for the values of mappings. */
static bool is_container_below(const sg_model* model, const sg_schema* type,
                               const sg_schema* wanted) {
  bool same = type->kind == SG_KIND_NAME && tf_str_equal(type->origin, wanted->origin);
  if (!same || type->args.count != wanted->args.count) return false;
  if (is_named(wanted, "Array")) {
    return sg_is_subtype(model, type->args.items[0], wanted->args.items[0]);
  }
  return is_named(wanted, "Map") && sg_schema_equal(type->args.items[0], wanted->args.items[0]) &&
         sg_is_subtype(model, type->args.items[1], wanted->args.items[1]);
}

bool sg_is_subtype(const sg_model* model, const sg_schema* type, const sg_schema* wanted) {
  if (type == NULL || wanted == NULL || is_named(type, "Any") || is_named(wanted, "Any")) {
    return true;
  }
  if (sg_schema_equal(type, wanted)) return true;
  if (is_sum(type)) {
    if (type->kind == SG_KIND_OPTIONAL && wanted->kind != SG_KIND_OPTIONAL) return false;
    for (size_t i = 0; i < type->args.count; i++) {
      if (!sg_is_subtype(model, type->args.items[i], wanted)) return false;
    }
    return true;
  }
  if (is_sum(wanted)) {
    if (wanted->kind == SG_KIND_OPTIONAL && is_named(type, "None")) return true;
    for (size_t i = 0; i < wanted->args.count; i++) {
      if (sg_is_subtype(model, type, wanted->args.items[i])) return true;
    }
    return false;
  }
  if (type->kind != SG_KIND_NAME || wanted->kind != SG_KIND_NAME) return false;
  return is_number_below(type, wanted) || is_container_below(model, type, wanted) ||
         is_class_below(model, type->origin, wanted->origin);
}
