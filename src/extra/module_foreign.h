/* SPDX-License-Identifier: Apache-2.0 */
/* The C++ side of modules: the virtual table (abi.md section 6.9). In one direction it is what C++ code finds in front
   of our modules, in the other the way to modules whose class is defined in C++ by a client. */
#ifndef TVM_FFI_EXTRA_MODULE_FOREIGN_H_
#define TVM_FFI_EXTRA_MODULE_FOREIGN_H_

#include "extra/module.h"

/* The address for the vptr of our modules. Its slots answer from C what can be answered without C++ exceptions. */
const void* tf_module_foreign_vtable(void);

/* Virtual calls of a module that is not ours. A C++ exception passes through. */
const char* tf_module_foreign_kind(tf_module* module);
int32_t tf_module_foreign_property_mask(tf_module* module);
TF_NODISCARD int tf_module_foreign_get(tf_module* module, tf_module_item item, tf_str name,
                                       tf_any* out);
TF_NODISCARD int tf_module_foreign_implements(tf_module* module, tf_str name, bool* out);

#endif /* TVM_FFI_EXTRA_MODULE_FOREIGN_H_ */
