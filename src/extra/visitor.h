/* SPDX-License-Identifier: Apache-2.0 */
/* Visiting the parts of values through visitor objects (abi.md sections 6.11 and 19.6). Clients derive visitors and write
   hooks of their own, so everything goes through the table of the visitor, on the machine's stack, guarded. */
#ifndef TVM_FFI_EXTRA_VISITOR_H_
#define TVM_FFI_EXTRA_VISITOR_H_

#include <tvm/ffi/c/layout.h>

#include "core/func.h"
#include "extra/structural.h"

typedef tvm_ffi_structural_visitor_object tf_visitor;

/* What comes back from visits inside the table: None to go on, an owned VisitInterrupt to stop, an owned Error. */
typedef TVMFFIAny (*tf_visit_function)(tf_visitor* self, TVMFFIAny value);

typedef struct tf_visitor_vtable {
  tf_visit_function visit;
} tf_visitor_vtable;

/* Lets the visitor visit a value. *out is None or an owned VisitInterrupt. -1 with the error raised. */
TF_NODISCARD int tf_visitor_visit(tf_visitor* self, tf_view value, tf_any* out);

/* Visits the parts of a value: by the `__s_visit__` of its type, or its fields, with the regions that they open. */
TF_NODISCARD int tf_visitor_visit_parts(tf_visitor* self, tf_view value, tf_any* out);

/* Turns the outcome of a function of ours into what the table wants. Consumes `result`. */
TVMFFIAny tf_visitor_to_expected(int code, tf_any result);

/* Adds an object to the trail of the raised error (its VisitErrorContext), innermost first, unless it was added last.
   Without memory the trail ends here. Returns -1. */
int tf_visitor_add_to_trail(tf_object* object);

/* Calls a callback whose first argument is the visited value; an error gets that value into its trail. */
TF_NODISCARD int tf_visitor_call(tf_object* callback, const tf_view* args, int32_t count,
                                 tf_any* out);

/* The region of the fields of an object that is itself in region `outer`. */
tf_region tf_visitor_region_inside(int32_t type_index, tf_region outer);

/* Calls `callback` without arguments while the visitor (or mutator) is in a region; a pattern region is not left. */
TF_NODISCARD int tf_visitor_call_in_region(tf_visitor* self, int64_t region, tf_object* callback,
                                           tf_any* result);

/* Registers the hooks of containers. */
TF_NODISCARD int tf_visitor_register(void);

/* Bodies of the global functions ffi.StructuralVisitor*. */
int tf_visitor_visit_call(const tf_args* args, tf_any* result);
int tf_visitor_visit_parts_call(const tf_args* args, tf_any* result);
int tf_visitor_region_call(const tf_args* args, tf_any* result);
int tf_visitor_with_region_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_VISITOR_H_ */
