/* SPDX-License-Identifier: Apache-2.0 */
/* Fixture of the stub generator's tests: an arena per test, and a made-up registry. */
#ifndef SG_TEST_H_
#define SG_TEST_H_

#include "tf_test.h"

#include "arena.h"
#include "diag.h"
#include "model.h"

/* Opens an arena with room for any test. Its failure would end the program: tests of failures set their own jump. */
#define SG_TEST_ARENA(arena) \
  sg_arena arena;            \
  sg_arena_begin(&(arena), (size_t)1 << 28)

#define S(literal) tf_str_c(literal)

/* The JSON text of schemas that tests use again and again. */
#define SG_INT "{\"type\":\"int\"}"
#define SG_STR "{\"type\":\"ffi.String\"}"
#define SG_FN(result, params) \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[" result "],\"params\":[" params "]}}"

static inline const sg_schema* sg_test_schema(sg_arena* arena, const char* json) {
  const char* why = "";
  const sg_schema* schema = sg_schema_parse(arena, tf_str_c(json), &why);
  if (schema == NULL) fail_msg("%s: %s", json, why);
  return schema;
}

static inline void sg_test_function(sg_model* model, const char* name, const char* json) {
  sg_function* function = sg_model_add_function(model, tf_str_c(name));
  if (json != NULL) function->schema = sg_test_schema(model->arena, json);
}

static inline sg_type* sg_test_type(sg_model* model, const char* key, sg_type* parent) {
  sg_type* type = sg_model_add_type(model, tf_str_c(key));
  type->parent = parent;
  return type;
}

static inline sg_field* sg_test_field(sg_model* model, sg_type* type, const char* name,
                                      const char* json) {
  sg_field* field = SG_PUSH(model->arena, &type->fields);
  field->name = tf_str_c(name);
  field->schema = sg_test_schema(model->arena, json);
  return field;
}

#endif /* SG_TEST_H_ */
