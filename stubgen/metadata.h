/* SPDX-License-Identifier: Apache-2.0 */
/* Metadata of functions, fields and methods: a JSON object whose members are texts that hold JSON again.

     {"type_schema": "{...}", "arg_names": "[\"x\", \"y\"]", "arg_defaults": "{\"y\": 3}"}

   `arg_names` has a name for each entry of the schema's `params`; `arg_defaults` the values of trailing parameters that may
   be left out. Functions without these keys have positional parameters without names. */
#ifndef TVM_FFI_STUBGEN_METADATA_H_
#define TVM_FFI_STUBGEN_METADATA_H_

#include "schema.h"

/* Decodes a metadata object. Returns NULL when it has no usable schema; `*why` then says in a few words what is wrong. Names
   and defaults that do not fit the schema, or that Python cannot write, are as if there were none: all of them, for so it
   is when the function is called. */
const sg_schema* sg_schema_of_metadata(sg_arena* arena, tf_str metadata, const char** why);

/* True when two callables with equal schemas name their parameters alike, with the same ones left out. */
bool sg_args_equal(const sg_schema* a, const sg_schema* b);

#endif /* TVM_FFI_STUBGEN_METADATA_H_ */
