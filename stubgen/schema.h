/* SPDX-License-Identifier: Apache-2.0 */
/* Type schemas: the JSON texts with which functions, fields and methods describe their types
   (abi.md section 14), of all generations, decoded into a tree. */
#ifndef TVM_FFI_STUBGEN_SCHEMA_H_
#define TVM_FFI_STUBGEN_SCHEMA_H_

#include <stdbool.h>

#include "arena.h"

/* What an origin means to the renderer; everything that is only a name is SG_KIND_NAME. */
typedef enum {
  SG_KIND_NAME,
  SG_KIND_UNION,
  SG_KIND_OPTIONAL,
  SG_KIND_CALLABLE,
  SG_KIND_TUPLE,
  SG_KIND_RVALUE /* an object handed over for good: shown as what it holds */
} sg_schema_kind;

typedef struct sg_schema sg_schema;

typedef struct sg_schemas {
  const sg_schema** items;
  size_t count;
} sg_schemas;

/* A default value, by the kind of Python literal that shows it. */
typedef enum {
  SG_DEFAULT_NONE, /* the argument cannot be left out */
  SG_DEFAULT_INT,
  SG_DEFAULT_FLOAT,
  SG_DEFAULT_BOOL,
  SG_DEFAULT_STR,
  SG_DEFAULT_NULL,
  SG_DEFAULT_HIDDEN /* there is one, but it is not shown */
} sg_default_kind;

typedef struct sg_default {
  sg_default_kind kind;
  tf_str literal; /* Python text; empty for SG_DEFAULT_HIDDEN */
} sg_default;

/* How a parameter is called, where metadata says so (metadata.h). */
typedef struct sg_arg {
  tf_str name;
  sg_default default_value;
} sg_arg;

struct sg_schema {
  sg_schema_kind kind;
  tf_str origin;   /* converted: `Array`, `str`, `my.Class` */
  bool is_builtin; /* the origin is no type key */
  bool has_args;   /* the text said which arguments there are, perhaps none */
  sg_schemas args;
  bool has_result; /* callables: the result is known */
  bool has_params; /* callables: the parameters are known */
  const sg_schema* result;
  sg_schemas params;
  const sg_arg* names;       /* one for each of `params`; NULL when metadata names none */
  const sg_schema* fallback; /* NULL when none was given */
};

/* Schemas nest at most this deep. */
enum { SG_SCHEMA_DEPTH = 64 };

/* Decodes the JSON text of a schema. Returns NULL when it is none; `*why` then says in a few words
 * what is wrong. */
const sg_schema* sg_schema_parse(sg_arena* arena, tf_str json, const char** why);

/* True when both describe the same type, whatever parameters are called. */
bool sg_schema_equal(const sg_schema* a, const sg_schema* b);

/* True for origins that are no type keys: the builtin ones and their Python names. */
bool sg_origin_is_builtin(tf_str origin);

/* Writes the schema as JSON with converted origins. */
void sg_schema_write(const sg_schema* schema, sg_text* out);

#endif /* TVM_FFI_STUBGEN_SCHEMA_H_ */
