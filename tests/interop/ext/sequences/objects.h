/* SPDX-License-Identifier: Apache-2.0 */
/* Types that the driver registers as any extension would, one for each way to compare structures. */
#ifndef TESTS_INTEROP_SEQUENCES_OBJECTS_H_
#define TESTS_INTEROP_SEQUENCES_OBJECTS_H_

#include "library.h"

typedef struct {
  TVMFFIObject header;
  int64_t number;
  any first;
  any second;
} node;

typedef enum {
  NODE_TREE,   /* compared field by field */
  NODE_DAG,    /* compared with its sharing */
  NODE_VAR,    /* bound by the fields below */
  NODE_CONST,  /* one tree, made once */
  NODE_UNIQUE, /* itself alone */
  NODE_LAMBDA, /* `first` defines variables in a pattern */
  NODE_LET,    /* `first` defines one variable */
  NODE_HIDDEN, /* `second` is shown to nobody, `number` is not compared */
  NUM_NODE_TYPES
} node_type;

/* Registers the types; ends the program when that fails. */
void register_node_types(void);

/* A new object; consumes the two values. */
any make_node(node_type type, int64_t number, any first, any second);

/* The object behind a value, or NULL when it is of another type. */
node* node_of(any value);

#endif /* TESTS_INTEROP_SEQUENCES_OBJECTS_H_ */
