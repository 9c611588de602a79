/* SPDX-License-Identifier: Apache-2.0 */
/* Values without parts, for structural equality and hash. */
#ifndef TVM_FFI_EXTRA_STRUCTURAL_LEAF_H_
#define TVM_FFI_EXTRA_STRUCTURAL_LEAF_H_

#include "extra/structural.h"

/* Is this value compared and hashed as a whole: no object, or a string, bytes, shape, tensor or big integer? */
bool tf_structural_is_leaf(tf_view value);

/* For two leaves of any kinds. */
TF_NODISCARD int tf_structural_leaf_equal(tf_view a, tf_view b, bool skip_tensor_content,
                                          bool* out);
TF_NODISCARD int tf_structural_leaf_hash(tf_view value, bool skip_tensor_content, uint64_t* out);

#endif /* TVM_FFI_EXTRA_STRUCTURAL_LEAF_H_ */
