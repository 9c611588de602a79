/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions for structural equality and hash. */
#include "core/registry.h"
#include "extra/builtin.h"
#include "extra/find_paths.h"
#include "extra/mutator.h"
#include "extra/rewrite.h"
#include "extra/structural.h"
#include "extra/types.h"
#include "extra/visitor.h"
#include "extra/walk.h"

#define CALLBACKS "ffi.Array<Tuple<int, ffi.Function>>"
#define PATH_PAIR "Tuple<ffi.reflection.AccessPath, ffi.reflection.AccessPath>"

static int visit_interrupt(const tf_args* args, tf_any* result) {
  tf_any value = tf_any_none();
  tf_object* interrupt = NULL;
  TF_TRY(tf_any_copy(tf_args_view(args, 0), &value));
  TF_TRY(tf_types_new_interrupt(value, &interrupt));
  *result = tf_any_own(interrupt);
  return 0;
}

static const tf_func_def functions[] = {
    {"ffi.StructuralEqual", "(Any, Any, bool, bool) -> bool", tf_structural_equal_call, NULL},
    {"ffi.GetFirstStructuralMismatch", "(Any, Any, bool, bool) -> Optional<" PATH_PAIR ">",
     tf_structural_mismatch_call, NULL},
    {"ffi.StructuralHash", "(Any, bool, bool) -> int", tf_structural_hash_call, NULL},
    {"ffi.VisitInterrupt", "(Any) -> ffi.VisitInterrupt", visit_interrupt, NULL},
    {"ffi.StructuralVisitorVisit", "(ffi.StructuralVisitor, Any) -> Optional<ffi.VisitInterrupt>",
     tf_visitor_visit_call, NULL},
    {"ffi.StructuralVisitorDefaultVisit",
     "(ffi.StructuralVisitor, Any) -> Optional<ffi.VisitInterrupt>", tf_visitor_visit_parts_call,
     NULL},
    {"ffi.StructuralVisitorDefRegionKind", "(ffi.StructuralVisitor) -> int", tf_visitor_region_call,
     NULL},
    {"ffi.StructuralVisitorWithDefRegionKind", "(ffi.StructuralVisitor, int, ffi.Function) -> Any",
     tf_visitor_with_region_call, NULL},
    {"ffi.StructuralWalk",
     "(AnyView, " CALLBACKS ", " CALLBACKS ", int) -> Optional<ffi.VisitInterrupt>", tf_walk_call,
     NULL},
    {"ffi.StructuralVisit", "(AnyView, " CALLBACKS ") -> Optional<ffi.VisitInterrupt>",
     tf_walk_visit_call, NULL},
    {"ffi.StructuralMutatorMutate", "(ffi.StructuralMutator, Any) -> Any", tf_mutator_mutate_call,
     NULL},
    {"ffi.StructuralMutatorDefaultMutate", "(ffi.StructuralMutator, Any) -> Any",
     tf_mutator_mutate_parts_call, NULL},
    {"ffi.StructuralMutatorVarRemapGet", "(ffi.StructuralMutator, Any) -> Any",
     tf_mutator_remap_get_call, NULL},
    {"ffi.StructuralMutatorVarRemapSet", "(ffi.StructuralMutator, Any, Any) -> None",
     tf_mutator_remap_set_call, NULL},
    {"ffi.StructuralMutatorDefRegionKind", "(ffi.StructuralMutator) -> int", tf_mutator_region_call,
     NULL},
    {"ffi.StructuralMutatorWithDefRegionKind", "(ffi.StructuralMutator, int, ffi.Function) -> Any",
     tf_mutator_with_region_call, NULL},
    {"ffi.StructuralMap", "(Any, " CALLBACKS ", " CALLBACKS ", int) -> Any", tf_rewrite_map_call,
     NULL},
    {"ffi.StructuralMutate", "(Any, ffi.Array<Tuple<int, ffi.Function, bool>>) -> Any",
     tf_rewrite_mutate_call, NULL},
    {"ffi.VisitErrorContext.FindAccessPaths",
     "(ffi.Object, ffi.VisitErrorContext, bool) -> ffi.Array<ffi.reflection.AccessPath>",
     tf_find_paths_call, NULL},
};

static const tf_func_def key_functions[] = {
    {"ffi.StructuralKey", "(Any) -> ffi.StructuralKey", tf_types_new_key_call, NULL},
    {"ffi.StructuralKeyEqual", "(Any, Any) -> bool", tf_types_key_equal_call, NULL},
};

int tf_builtin_structural(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }

int tf_builtin_structural_key(void) {
  return tf_registry_add_defs(key_functions, TF_COUNT_OF(key_functions));
}
