/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes of a graph that refer to no other node (abi.md section 19.5). */
#ifndef TVM_FFI_EXTRA_GRAPH_PLAIN_H_
#define TVM_FFI_EXTRA_GRAPH_PLAIN_H_

#include "core/any.h"

/* How every message about a graph that cannot be read begins. */
#define TF_GRAPH_INVALID "Invalid JSON Object Graph"

/* Whether nodes of the type refer to no others. */
bool tf_graph_is_plain(int32_t type_index);

/* The value of such a node from its data. Returns -1 with an error raised when the data do not fit the type. May call a
   hook of the type, which is anybody's code. */
int tf_graph_make_plain(int32_t type_index, tf_view data, tf_any* out);

/* A data type from its text. */
int tf_graph_make_dtype(tf_view data, tf_any* out);

#endif /* TVM_FFI_EXTRA_GRAPH_PLAIN_H_ */
