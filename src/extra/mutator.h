/* SPDX-License-Identifier: Apache-2.0 */
/* Rewriting values through mutator objects (abi.md sections 6.11 and 19.6). What did not change is shared with the
   original. A value is changed in place only where its owner offered it (a root that was moved here, and from there the
   parts of containers) and nobody else holds a reference to it at that moment. */
#ifndef TVM_FFI_EXTRA_MUTATOR_H_
#define TVM_FFI_EXTRA_MUTATOR_H_

#include <tvm/ffi/c/layout.h>

#include "core/func.h"

/* Visitors and mutators have one layout. */
typedef tvm_ffi_structural_visitor_object tf_mutator;

/* What comes back inside the table: Unchanged, the new value (owned), or an owned Error. */
typedef TVMFFIAny (*tf_mutate_function)(tf_mutator* self, TVMFFIAny value);

typedef struct tf_mutator_vtable {
  tf_mutate_function mutate;
  tf_mutate_function maybe_inplace_mutate;
  tf_mutate_function var_remap_get; /* the value of a variable; None when there is none */
  TVMFFIAny (*var_remap_set)(tf_mutator* self, TVMFFIAny var, TVMFFIAny value);
} tf_mutator_vtable;

/* The mark for "this value stays as it is". */
static inline tf_any tf_mutator_unchanged(void) {
  tf_any mark = {{.type_index = kTVMFFIUnchanged}};
  return mark;
}

/* Lets the mutator rewrite a value. *out is the new value, or Unchanged; owned. -1 with the error raised. */
TF_NODISCARD int tf_mutator_mutate(tf_mutator* self, tf_view value, tf_any* out);

/* The same for a value whose owner offers it for change: then *out may be Unchanged although its parts are others now. */
TF_NODISCARD int tf_mutator_maybe_inplace(tf_mutator* self, tf_view value, tf_any* out);

/* Rewrites the parts of a value: a variable by what it is mapped to, others by the `__s_mutate__` of their type (or its
   `__s_maybe_inplace_mutate__`, if the value is offered) or their fields. *out as above. */
TF_NODISCARD int tf_mutator_mutate_parts(tf_mutator* self, tf_view value, bool is_offered,
                                         tf_any* out);

/* Is the value an object that whoever holds it may change without anybody noticing? */
bool tf_mutator_is_unique(tf_view value);

/* Registers the hooks of built-in types. */
TF_NODISCARD int tf_mutator_register(void);

/* Bodies of the global functions ffi.StructuralMutator*. */
int tf_mutator_mutate_call(const tf_args* args, tf_any* result);
int tf_mutator_mutate_parts_call(const tf_args* args, tf_any* result);
int tf_mutator_remap_get_call(const tf_args* args, tf_any* result);
int tf_mutator_remap_set_call(const tf_args* args, tf_any* result);
int tf_mutator_region_call(const tf_args* args, tf_any* result);
int tf_mutator_with_region_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_MUTATOR_H_ */
