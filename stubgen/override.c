/* SPDX-License-Identifier: Apache-2.0 */
#include "override.h"

#include "names.h"
#include "subtype.h"

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

static bool is_positional(const sg_param* param) {
  return param->kind == SG_POSITIONAL_ONLY || param->kind == SG_POSITIONAL_OR_KEYWORD;
}

static bool is_keyword(const sg_param* param) {
  return param->kind == SG_POSITIONAL_OR_KEYWORD || param->kind == SG_KEYWORD_ONLY;
}

/* Parameters of one signature, sorted out. */
typedef struct shape {
  const sg_model* model;
  const sg_param* params;
  size_t positional; /* they come first */
  size_t count;
  bool variadic;
} shape;

static shape shape_of(const sg_model* model, const sg_signature* signature) {
  shape s = {model, signature->params, 0, signature->count, false};
  for (size_t i = 0; i < signature->count; i++) {
    s.positional += is_positional(&signature->params[i]);
    s.variadic |= signature->params[i].kind == SG_VARIADIC;
  }
  return s;
}

/* Index of the parameter that can be given as `name`; the count when there is none. */
static size_t find_keyword(const shape* s, tf_str name) {
  for (size_t i = 0; i < s->count; i++) {
    if (is_keyword(&s->params[i]) && tf_str_equal(s->params[i].name, name)) return i;
  }
  return s->count;
}

/* Whatever the old parameter takes the new one takes too, and it may be left out where the old one may. */
static bool takes_over(const shape* now, const sg_param* param, const sg_param* old) {
  return sg_is_subtype(now->model, old->schema, param->schema) &&
         (param->has_default || !old->has_default);
}

static bool positions_agree(const shape* now, const shape* old) {
  for (size_t i = 0; i < old->positional; i++) {
    if (i >= now->positional) return now->variadic;
    if (!takes_over(now, &now->params[i], &old->params[i])) return false;
    if (!is_keyword(&old->params[i])) continue;
    /* Its name stands for another argument now. */
    size_t at = find_keyword(now, old->params[i].name);
    if (at != now->count && at != i) return false;
  }
  for (size_t i = old->positional; i < now->positional; i++) {
    if (!now->params[i].has_default) return false;
  }
  return now->variadic || !old->variadic;
}

static bool keywords_agree(const shape* now, const shape* old) {
  for (size_t i = old->positional; i < old->count; i++) {
    if (old->params[i].kind != SG_KEYWORD_ONLY) continue;
    size_t at = find_keyword(now, old->params[i].name);
    if (at == now->count || !takes_over(now, &now->params[at], &old->params[i])) return false;
  }
  for (size_t i = now->positional; i < now->count; i++) {
    const sg_param* param = &now->params[i];
    if (param->kind == SG_KEYWORD_ONLY && !param->has_default &&
        find_keyword(old, param->name) == old->count) {
      return false;
    }
  }
  return true;
}

/* A keyword of the old signature is none of the new one: only pyright minds. */
static bool loses_keyword(const shape* now, const shape* old) {
  for (size_t i = 0; i < old->positional; i++) {
    if (is_keyword(&old->params[i]) && find_keyword(now, old->params[i].name) == now->count) {
      return true;
    }
  }
  return false;
}

static sg_override compare(const sg_model* model, const sg_signature* now,
                           const sg_signature* old) {
  shape a = shape_of(model, now), b = shape_of(model, old);
  if (!positions_agree(&a, &b) || !keywords_agree(&a, &b)) return SG_OVERRIDE_REFUSED;
  return loses_keyword(&a, &b) ? SG_OVERRIDE_PYRIGHT : SG_OVERRIDE_FINE;
}

static sg_override worse(sg_override a, sg_override b) {
  if (a == SG_OVERRIDE_REFUSED || b == SG_OVERRIDE_REFUSED) return SG_OVERRIDE_REFUSED;
  return a == SG_OVERRIDE_PYRIGHT ? a : b;
}

static sg_override better(sg_override a, sg_override b) {
  if (a == SG_OVERRIDE_FINE || b == SG_OVERRIDE_FINE) return SG_OVERRIDE_FINE;
  return a == SG_OVERRIDE_PYRIGHT ? a : b;
}

/* ---- Overloads ---- */

/* What a class writes under one name. */
typedef struct definition {
  sg_signature signature;  /* without `self` */
  const sg_schema* result; /* NULL: not compared */
} definition;

typedef struct definitions {
  SG_LIST(definition) list;
  bool is_static;
} definitions;

static bool is_init(tf_str name) { return tf_str_equal_c(name, "__ffi_init__"); }

static definitions defined_in(sg_model* model, const sg_type* type, tf_str name) {
  /* Without names: only those of metadata are written. */
  const sg_type nameless = {.key = type->key, .by_fields = {NULL, SIZE_MAX}};
  definitions out = {{NULL, 0, 0}, false};
  for (size_t i = 0; i < type->methods.count; i++) {
    const sg_method* method = &type->methods.items[i];
    if (!tf_str_equal(method->name, name)) continue;
    definition* d = SG_PUSH(model->arena, &out.list);
    d->signature = sg_model_signature_of(model, &nameless, method->schema);
    d->result = is_init(name) ? NULL : method->schema->result;
    out.is_static |= method->is_static && !is_init(name);
    bool has_self = !method->is_static && !is_init(name) && method->schema->has_params;
    if (has_self && d->signature.count != 0) {
      d->signature.params++;
      d->signature.count--;
    }
  }
  /* A constructor that is no method is written by the fields. */
  if (out.list.count == 0 && is_init(name) && type->has_init) {
    definition* d = SG_PUSH(model->arena, &out.list);
    d->signature = type->by_fields;
    d->result = NULL;
  }
  return out;
}

static sg_override compare_definitions(const sg_model* model, const definition* now,
                                       const definition* old) {
  bool gives =
      old->result == NULL || now->result == NULL || sg_is_subtype(model, now->result, old->result);
  return gives ? compare(model, &now->signature, &old->signature) : SG_OVERRIDE_REFUSED;
}

/* Each old overload has one among the new that takes its place, and they keep their order. */
static sg_override compare_groups(const sg_model* model, const definitions* now,
                                  const definitions* old) {
  sg_override result = now->is_static == old->is_static ? SG_OVERRIDE_FINE : SG_OVERRIDE_PYRIGHT;
  size_t last = 0;
  for (size_t i = 0; i < old->list.count; i++) {
    sg_override best = SG_OVERRIDE_REFUSED;
    size_t at = 0;
    for (size_t k = 0; k < now->list.count && best != SG_OVERRIDE_FINE; k++) {
      sg_override one = compare_definitions(model, &now->list.items[k], &old->list.items[i]);
      if (one != best && better(one, best) == one) at = k;
      best = better(best, one);
    }
    if (at < last) best = SG_OVERRIDE_REFUSED;
    last = at;
    result = worse(result, best);
  }
  return result;
}

sg_override sg_override_of(sg_model* model, const sg_type* type, tf_str name, const sg_type* base) {
  sg_override result = SG_OVERRIDE_FINE;
  definitions now = defined_in(model, type, name);
  for (const sg_type* t = base; t != NULL && t->parent != NULL; t = t->parent) {
    sg_model_type(model, t->key);
    if (t->problem.size != 0) continue;
    definitions old = defined_in(model, t, name);
    if (old.list.count != 0) result = worse(result, compare_groups(model, &now, &old));
  }
  return result;
}
