/* SPDX-License-Identifier: Apache-2.0 */
#include "override.h"

#include "names.h"

const char* sg_override_comment(sg_override what) {
  switch (what) {
    case SG_OVERRIDE_REFUSED:
      return "  # type: ignore[override]";
    case SG_OVERRIDE_PYRIGHT:
      return "  # pyright: ignore[reportIncompatibleMethodOverride]";
    default:
      return "";
  }
}

/* ---- Which class is the base ---- */

static bool names_class(const sg_imports* imports, const sg_ty_map* map, tf_str base,
                        const sg_type* type) {
  tf_str full = sg_python_name(imports->arena, sg_ty_map_class(map, type->key));
  const tf_str* what = sg_map_find(&imports->defined, base);
  if (what != NULL) return tf_str_equal(*what, full);
  return tf_str_equal(sg_last_part(base), sg_last_part(full));
}

const sg_type* sg_override_base(const sg_imports* imports, const sg_ty_map* map,
                                const sg_type* type, tf_str bases) {
  while (bases.size != 0) {
    size_t comma = tf_str_find_byte(bases, ',');
    tf_str base = sg_strip(tf_str_slice(bases, 0, comma));
    bases = comma == TF_STR_NONE ? tf_str_of("", 0) : tf_str_slice(bases, comma + 1, bases.size);
    /* The root has no members that could clash. */
    for (const sg_type* t = type->parent; t != NULL && t->parent != NULL; t = t->parent) {
      if (names_class(imports, map, base, t)) return t;
    }
  }
  return NULL;
}

/* ---- Signatures ---- */

static bool is_any(const sg_schema* schema) {
  return schema == NULL || tf_str_equal_c(schema->origin, "Any");
}

/* True when whatever the old parameter takes the new one takes too. Unequal types are taken for different. */
static bool takes_type(const sg_schema* now, const sg_schema* old) {
  return is_any(now) || is_any(old) || sg_schema_equal(now, old);
}

static bool is_positional(const sg_param* param) {
  return param->kind == SG_POSITIONAL_ONLY || param->kind == SG_POSITIONAL_OR_KEYWORD;
}

/* Parameters of one signature, sorted out. */
typedef struct shape {
  const sg_param* params;
  size_t positional; /* they come first */
  size_t count;
  bool variadic;
} shape;

static shape shape_of(const sg_signature* signature) {
  shape s = {signature->params, 0, signature->count, false};
  for (size_t i = 0; i < signature->count; i++) {
    s.positional += is_positional(&signature->params[i]);
    s.variadic |= signature->params[i].kind == SG_VARIADIC;
  }
  return s;
}

static const sg_param* find_keyword(const shape* s, tf_str name) {
  for (size_t i = 0; i < s->count; i++) {
    const sg_param* param = &s->params[i];
    bool by_name = param->kind == SG_POSITIONAL_OR_KEYWORD || param->kind == SG_KEYWORD_ONLY;
    if (by_name && tf_str_equal(param->name, name)) return param;
  }
  return NULL;
}

static bool positions_agree(const shape* now, const shape* old) {
  for (size_t i = 0; i < old->positional; i++) {
    if (i >= now->positional) return now->variadic;
    if (!takes_type(now->params[i].schema, old->params[i].schema)) return false;
    if (old->params[i].has_default && !now->params[i].has_default) return false;
  }
  for (size_t i = old->positional; i < now->positional; i++) {
    if (!now->params[i].has_default) return false;
  }
  return now->variadic || !old->variadic;
}

static bool keywords_agree(const shape* now, const shape* old) {
  for (size_t i = old->positional; i < old->count; i++) {
    if (old->params[i].kind != SG_KEYWORD_ONLY) continue;
    const sg_param* param = find_keyword(now, old->params[i].name);
    if (param == NULL || !takes_type(param->schema, old->params[i].schema)) return false;
    if (old->params[i].has_default && !param->has_default) return false;
  }
  for (size_t i = now->positional; i < now->count; i++) {
    const sg_param* param = &now->params[i];
    if (param->kind == SG_KEYWORD_ONLY && !param->has_default &&
        find_keyword(old, param->name) == NULL) {
      return false;
    }
  }
  return true;
}

static sg_override compare(const sg_signature* now, const sg_signature* old) {
  shape a = shape_of(now), b = shape_of(old);
  if (!positions_agree(&a, &b) || !keywords_agree(&a, &b)) return SG_OVERRIDE_REFUSED;
  for (size_t i = 0; i < b.positional && i < a.positional; i++) {
    if (b.params[i].kind == SG_POSITIONAL_OR_KEYWORD && a.params[i].kind == SG_POSITIONAL_ONLY) {
      return SG_OVERRIDE_PYRIGHT;
    }
  }
  return SG_OVERRIDE_FINE;
}

/* ---- Constructors ---- */

/* `__ffi_init__` as it is written: by its own schema when it is a method, else by the fields. */
static sg_signature ffi_init_of(sg_model* model, const sg_type* type, size_t* overloads) {
  sg_signature found = type->by_fields;
  *overloads = 0;
  for (size_t i = 0; i < type->methods.count; i++) {
    const sg_method* method = &type->methods.items[i];
    if (!tf_str_equal_c(method->name, "__ffi_init__")) continue;
    if ((*overloads)++ != 0) continue;
    /* Without names: methods are written with positional parameters. */
    const sg_type nameless = {.key = type->key, .by_fields = {NULL, SIZE_MAX}};
    found = sg_model_signature_of(model, &nameless, method->schema);
  }
  return found;
}

static sg_override worse(sg_override a, sg_override b) {
  if (a == SG_OVERRIDE_REFUSED || b == SG_OVERRIDE_REFUSED) return SG_OVERRIDE_REFUSED;
  return a == SG_OVERRIDE_PYRIGHT ? a : b;
}

sg_override sg_override_of_init(sg_model* model, const sg_type* type, const sg_type* base) {
  size_t own, theirs;
  sg_override result = SG_OVERRIDE_FINE;
  sg_signature now = ffi_init_of(model, type, &own);
  for (const sg_type* t = base; t != NULL && t->parent != NULL; t = t->parent) {
    sg_model_type(model, t->key);
    if (!t->has_init || t->problem.size != 0) continue;
    sg_signature old = ffi_init_of(model, t, &theirs);
    bool overloaded = own > 1 || theirs > 1;
    result = worse(result, overloaded ? SG_OVERRIDE_REFUSED : compare(&now, &old));
  }
  return result;
}

/* ---- Methods ---- */

/* The only method of a name; NULL when there is none, or more than one. */
static const sg_method* find_method(const sg_type* type, tf_str name) {
  const sg_method* found = NULL;
  for (size_t i = 0; i < type->methods.count; i++) {
    if (!tf_str_equal(type->methods.items[i].name, name)) continue;
    if (found != NULL) return NULL;
    found = &type->methods.items[i];
  }
  return found;
}

/* A class may stand where its ancestor was promised. */
static bool gives_type(sg_model* model, const sg_schema* now, const sg_schema* old) {
  if (takes_type(now, old)) return true;
  if (now->kind != SG_KIND_NAME || old->kind != SG_KIND_NAME) return false;
  for (const sg_type* t = sg_model_peek_type(model, now->origin); t != NULL; t = t->parent) {
    if (tf_str_equal(t->key, old->origin)) return true;
  }
  return false;
}

static bool methods_agree(sg_model* model, const sg_method* now, const sg_method* old) {
  const sg_schema *a = now->schema, *b = old->schema;
  size_t first = now->is_static ? 0 : 1;
  if (!gives_type(model, a->result, b->result)) return false;
  if (!a->has_params) return true;
  if (!b->has_params || a->params.count != b->params.count) return false;
  for (size_t i = first; i < a->params.count; i++) {
    if (!takes_type(a->params.items[i], b->params.items[i])) return false;
  }
  return true;
}

sg_override sg_override_of_method(sg_model* model, const sg_method* method, const sg_type* base) {
  for (const sg_type* t = base; t != NULL && t->parent != NULL; t = t->parent) {
    sg_model_type(model, t->key);
    const sg_method* old = t->problem.size != 0 ? NULL : find_method(t, method->name);
    if (old == NULL || old->is_static != method->is_static) continue;
    if (!methods_agree(model, method, old)) return SG_OVERRIDE_REFUSED;
  }
  return SG_OVERRIDE_FINE;
}
