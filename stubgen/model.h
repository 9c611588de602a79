/* SPDX-License-Identifier: Apache-2.0 */
/* What is registered, as the generator sees it: functions by prefix, types with fields, methods and
   constructors.

   The lists hold every name from the start; schemas of a function and the inside of a type are
   filled in when they are first asked for, through the hooks of whoever made the model (registry.c,
   or a test). */
#ifndef TVM_FFI_STUBGEN_MODEL_H_
#define TVM_FFI_STUBGEN_MODEL_H_

#include <stdbool.h>

#include "arena.h"
#include "schema.h"

typedef struct sg_function {
  tf_str name;
  tf_str prefix; /* before the last dot */
  tf_str last;   /* behind it */
  bool has_dot;
  size_t order;            /* of registration */
  bool is_known;           /* `schema` and `doc` were looked for, and `is_name` is right */
  bool is_name;            /* `last` is a Python name */
  const sg_schema* schema; /* NULL: it has no usable one, see `why` */
  const char* why;
  tf_str doc;
} sg_function;

typedef struct sg_field {
  tf_str name;
  tf_str doc;
  const sg_schema* schema;
  bool has_default;
  bool keyword_only;
  bool init_off;
} sg_field;

typedef struct sg_method {
  tf_str name; /* behind the last dot of the registered name */
  tf_str doc;
  const sg_schema* schema;
  bool is_static;
} sg_method;

typedef enum {
  SG_POSITIONAL_ONLY,
  SG_POSITIONAL_OR_KEYWORD,
  SG_KEYWORD_ONLY,
  SG_VARIADIC
} sg_param_kind;

typedef struct sg_param {
  tf_str name;
  const sg_schema* schema; /* NULL: Any */
  sg_param_kind kind;
  bool has_default;
  sg_default default_value; /* of `has_default`: what is known of it */
} sg_param;

typedef struct sg_signature {
  sg_param* params;
  size_t count;
} sg_signature;

typedef struct sg_type {
  tf_str key;
  tf_str prefix;
  tf_str last;
  bool has_dot;
  struct sg_type* parent; /* NULL for a root */
  tf_str doc;
  bool is_described; /* what follows was filled in */
  SG_LIST(sg_field) fields;
  SG_LIST(sg_method) methods;
  bool has_init;               /* a method or an attribute `__ffi_init__` */
  sg_signature by_fields;      /* the constructor that the fields of the whole chain would give */
  SG_LIST(sg_signature) inits; /* `__init__`, more than one when it is overloaded */
  const sg_schema* accepts;    /* what else is taken where this type is an input; NULL: nothing */
  tf_str problem;              /* why it cannot be described; empty when it can */
} sg_type;

/* A function that a library exports as a C symbol. */
typedef struct sg_export {
  tf_str name;
  tf_str doc;
  const sg_schema* schema; /* NULL: its metadata does not say */
} sg_export;

/* A library that the run has opened. */
typedef struct sg_library {
  tf_str target; /* the file's name without `lib` and its suffix */
  tf_str path;
  void* handle;
  bool is_described;          /* what follows was filled in */
  SG_LIST(sg_export) exports; /* sorted by name */
  size_t with_schema;         /* how many have one */
  tf_str problem;             /* why the file cannot be read; empty when it can */
} sg_library;

typedef struct sg_model sg_model;

/* Where facts come from. NULL hooks mean that the maker of the model has filled everything in. */
typedef struct sg_model_hooks {
  void* context;
  void (*find_schema)(void* context, sg_model* model, sg_function* function);
  void (*describe)(void* context, sg_model* model, sg_type* type);
  void (*list_exports)(void* context, sg_model* model, sg_library* library);
} sg_model_hooks;

struct sg_model {
  sg_arena* arena;
  sg_model_hooks hooks;
  SG_LIST(sg_function) functions; /* sorted: without a dot first, then by prefix, then by name */
  SG_LIST(sg_type*) types;        /* sorted by key */
  sg_map type_of;                 /* key -> sg_type */
  SG_LIST(sg_library) libraries;
};

void sg_model_begin(sg_model* model, sg_arena* arena);

/* Adds a function or a type; only before sg_model_finish. Texts are borrowed. A type that exists is
 * returned again. */
sg_function* sg_model_add_function(sg_model* model, tf_str name);
sg_type* sg_model_add_type(sg_model* model, tf_str key);

/* Sorts. Everything below needs it. */
void sg_model_finish(sg_model* model);

/* The functions directly below `prefix`, sorted by name. */
sg_function* sg_model_functions(const sg_model* model, tf_str prefix, size_t* count);

/* Finds a type by its key, described; NULL when it is not registered. */
sg_type* sg_model_type(sg_model* model, tf_str key);

/* Finds an opened library by its target's name, described; NULL when there is none. */
sg_library* sg_model_library(sg_model* model, tf_str target);

/* Finds a type without describing it. */
sg_type* sg_model_peek_type(const sg_model* model, tf_str key);

/* The schema of a function, or NULL. */
const sg_schema* sg_model_schema(sg_model* model, sg_function* function);

/* True when some function or type has `prefix` or a longer one. */
bool sg_model_has_prefix(const sg_model* model, tf_str prefix);

/* True for the keys whose Python classes the runtime's package binds itself. */
bool sg_model_is_bound(tf_str key);

/* Fills in `by_fields` from the fields of the chain: positional without default, with default,
   keyword-only without, with; each in chain order, root first. */
void sg_model_order_fields(sg_model* model, sg_type* type);

/* The parameters of a callable schema: the names that its metadata gives; else those of `by_fields` when
   count and types agree; else positional-only ones; one variadic when the schema does not say. */
sg_signature sg_model_signature_of(sg_model* model, const sg_type* type, const sg_schema* schema);

#endif /* TVM_FFI_STUBGEN_MODEL_H_ */
