/* SPDX-License-Identifier: Apache-2.0 */
/* Module (73): functions looked up by name, and other modules that it imports (abi.md sections 6.9 and 15).

   Behind the layout that clients know (tvm/ffi/c/layout.h) a module of ours has a kind: the few functions that tell one
   sort of module from another. Modules made by client classes with virtual functions are reached through those. */
#ifndef TVM_FFI_SRC_EXTRA_MODULE_H_
#define TVM_FFI_SRC_EXTRA_MODULE_H_

#include <tvm/ffi/c/layout.h>

#include "core/any.h"

/* Which modules can be saved, run, exported: bits of the property mask. */
#define TF_MODULE_BINARY_SERIALIZABLE 1
#define TF_MODULE_RUNNABLE 2
#define TF_MODULE_COMPILATION_EXPORTABLE 4

typedef tvm_ffi_module_object tf_module;

/* What may be asked of a named function. */
typedef enum { TF_MODULE_FUNCTION, TF_MODULE_METADATA, TF_MODULE_DOC } tf_module_item;

/* One sort of module. `context` is what tf_module_new was given. */
typedef struct tf_module_kind {
  const char* name; /* "library" */
  int32_t property_mask;
  /* The function of that name, or the text of its metadata or doc; None when there is none. `module` may be shared by
     what comes back. */
  int (*get)(tf_module* module, void* context, tf_module_item item, tf_str name, tf_any* out);
  bool (*implements)(void* context, tf_str name);
  void (*drop)(void* context);
} tf_module_kind;

/* A new module without imports. Consumes `context` on success only. Owned. -1 with MemoryError. */
TF_NODISCARD int tf_module_new(const tf_module_kind* kind, void* context, tf_module** out);

/* The context of a module of that kind; NULL for any other. */
void* tf_module_context(const tf_module* module, const tf_module_kind* kind);

/* The address that libraries get as their context: 8 bytes before the handle; and back. */
static inline void* tf_module_to_library_context(tf_module* module) {
  return (char*)module - sizeof(void*);
}
static inline tf_module* tf_module_of_library_context(void* context) {
  return (tf_module*)(void*)((char*)context + sizeof(void*));
}

/* ---- what one can ask a module ---- */

const char* tf_module_kind_name(tf_module* module);
int32_t tf_module_property_mask(tf_module* module);

/* Looks in the module itself, then, with `query_imports`, in its imports depth first. None when nothing has it. */
TF_NODISCARD int tf_module_get(tf_module* module, tf_module_item item, tf_str name,
                               bool query_imports, tf_any* out);
TF_NODISCARD int tf_module_implements(tf_module* module, tf_str name, bool query_imports,
                                      bool* out);

/* Adds an import. RuntimeError when that would close a cycle. */
TF_NODISCARD int tf_module_import(tf_module* module, tf_module* other);
TF_NODISCARD int tf_module_clear_imports(tf_module* module);

/* What generated code calls to find a function of its module's imports or a global one. *out is borrowed: the module
   remembers it. RuntimeError when there is none. */
TF_NODISCARD int tf_module_lookup_from_imports(tf_module* module, tf_str name, tf_object** out);

#endif /* TVM_FFI_SRC_EXTRA_MODULE_H_ */
