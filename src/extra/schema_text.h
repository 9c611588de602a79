/* SPDX-License-Identifier: Apache-2.0 */
/* Reading type schemas out of metadata (abi.md section 14). Leaf code over base/json: nothing raised. */
#ifndef TVM_FFI_EXTRA_SCHEMA_TEXT_H_
#define TVM_FFI_EXTRA_SCHEMA_TEXT_H_

#include <stdbool.h>

#include "base/buf.h"

/* Appends the schema that `metadata`, one JSON object, has under "type_schema", unescaped. False when there is none, or
   memory is short (then out->status says so). */
bool tf_schema_text_of_metadata(tf_str metadata, tf_buf* out);

/* Appends the string that `metadata` has under `key`, unescaped. False as above. */
bool tf_schema_text_of_key(tf_str metadata, const char* key, tf_buf* out);

/* Calls `visit` with each string of a JSON array of strings that need no escapes. False when `array` is anything else. A false
   result of `visit` ends the walk and comes back as false. */
bool tf_schema_text_visit_names(tf_str array, bool (*visit)(void* context, tf_str name),
                                void* context);

/* The JSON text that the JSON object has under `key`. False when there is none. */
bool tf_schema_text_find(tf_str object, tf_str key, tf_str* out);

/* Calls `visit` with the schema of each parameter of a function schema. False when `schema` is no function schema with
   parameters (a packed one has none to name). A false result of `visit` ends the walk and comes back as false. */
bool tf_schema_text_visit_params(tf_str schema, bool (*visit)(void* context, tf_str param),
                                 void* context);

#endif /* TVM_FFI_EXTRA_SCHEMA_TEXT_H_ */
