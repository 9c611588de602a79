/* SPDX-License-Identifier: Apache-2.0 */
/* Object graphs as JSON (abi.md section 19.5):

     {"root_index": i, "nodes": [{"type": key, "data": ...}, ...], "metadata": ...}

   Children stand before their parents; what is shared is one node. */
#ifndef TVM_FFI_EXTRA_GRAPH_H_
#define TVM_FFI_EXTRA_GRAPH_H_

#include "core/func.h"

/* The graph of a value as a Map that ffi.json.Stringify accepts. `metadata` None leaves that part out. Owned. -1 with
   TypeError for a type that could not be read back, ValueError for cyclic values. */
TF_NODISCARD int tf_graph_write(tf_view value, tf_view metadata, tf_any* out);

/* The value of a graph. Owned. -1 with ValueError or TypeError for anything that is no graph, cycles included. */
TF_NODISCARD int tf_graph_read(tf_view graph, tf_any* out);

/* How a field lies in a graph: in place, or as the number of a node. */
static inline bool tf_graph_is_inline(const TVMFFIFieldInfo* field) {
  switch (field->field_static_type_index) {
    case kTVMFFINone:
    case kTVMFFIInt:
    case kTVMFFIBool:
    case kTVMFFIFloat:
    case kTVMFFIDataType:
      return true;
    default:
      return false;
  }
}

/* Bodies of the global functions. */
int tf_graph_write_call(const tf_args* args, tf_any* result);
int tf_graph_write_string_call(const tf_args* args, tf_any* result);
int tf_graph_read_call(const tf_args* args, tf_any* result);
int tf_graph_read_string_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_GRAPH_H_ */
