/* SPDX-License-Identifier: Apache-2.0 */
/* The part of globals.c with callbacks: walks, visits, maps and mutations. */
#ifndef TESTS_INTEROP_WALKS_H_
#define TESTS_INTEROP_WALKS_H_

#include "show.h"

/* ---- Walks: what the callbacks see is printed on lines of their own. ---- */

static any walk_answer; /* of the next callbacks */

static int note_visit(void* handle, const any* args, int32_t count, any* result) {
  (void)handle;
  printf("\n  sees ");
  show(args[0]);
  for (int32_t i = 1; i < count; ++i) {
    printf(" with ");
    show(args[i]);
  }
  return TVMFFIAnyViewToOwnedAny(&walk_answer, result);
}

/* Notes the value, then visits its parts in a definition region. */
static int visit_on(void* handle, const any* args, int32_t count, any* result) {
  any kind = none();
  TVMFFIObjectHandle ask = find("ffi.StructuralVisitorDefRegionKind");
  TVMFFIObjectHandle go_on = find("ffi.StructuralVisitorDefaultVisit");
  int status = note_visit(handle, args, 1, result);
  if (ask == NULL || go_on == NULL) return status;
  if (status == 0) status = TVMFFIFunctionCall(ask, ARGS(args[1]), &kind);
  printf(" in region ");
  show(kind);
  if (status == 0) status = TVMFFIFunctionCall(go_on, ARGS(args[1], args[0]), result);
  TVMFFIObjectDecRef(ask);
  TVMFFIObjectDecRef(go_on);
  (void)count;
  return status;
}

/* Visits a number that is no part of the value, inside a region of its own. */
static TVMFFIObjectHandle current_visitor;

static int visit_number(void* handle, const any* args, int32_t count, any* result) {
  TVMFFIObjectHandle visit = find("ffi.StructuralVisitorVisit");
  (void)handle;
  (void)args;
  (void)count;
  if (visit == NULL) return -1;
  int status = TVMFFIFunctionCall(visit, ARGS(of_object(current_visitor), num(77)), result);
  TVMFFIObjectDecRef(visit);
  return status;
}

static int visit_in_region(void* handle, const any* args, int32_t count, any* result) {
  TVMFFIObjectHandle within = find("ffi.StructuralVisitorWithDefRegionKind");
  TVMFFIObjectHandle function;
  int status = note_visit(handle, args, 1, result);
  (void)count;
  if (within == NULL) return status;
  current_visitor = args[1].v_obj;
  if (TVMFFIFunctionCreate(NULL, visit_number, NULL, &function) != 0) abort();
  any by_hand = keep(of_object(function));
  if (status == 0) status = TVMFFIFunctionCall(within, ARGS(args[1], num(1), by_hand), result);
  TVMFFIObjectDecRef(within);
  return status;
}

static int fail_visit(void* handle, const any* args, int32_t count, any* result) {
  (void)handle;
  (void)args;
  (void)count;
  (void)result;
  TVMFFIErrorSetRaisedFromCStr("ValueError", "no further");
  return -1;
}

static any function_of(TVMFFISafeCallType call) {
  TVMFFIObjectHandle handle;
  if (TVMFFIFunctionCreate(NULL, call, NULL, &handle) != 0) abort();
  return keep(of_object(handle));
}

/* One callback for one type: an array with a pair. */
static any row_of(int64_t type_index, TVMFFISafeCallType call) {
  return CALL("ffi.Array", CALL("ffi.Array", num(type_index), function_of(call)));
}

static int plus_one(void* handle, const any* args, int32_t count, any* result) {
  (void)handle;
  (void)count;
  *result = num(args[0].v_int64 + 1);
  return 0;
}

static void maps(void) {
  any empty = CALL0("ffi.Array");
  any inner = CALL("ffi.Array", num(1), text("x"), none());
  any root =
      CALL("ffi.Array", inner, inner, CALL("ffi.Map", text("k"), num(2)), CALL("ffi.List", num(4)));
  for (int order = 0; order < 2; ++order) {
    CALL("ffi.StructuralMap", root, row_of(kTVMFFIInt, plus_one), empty, num(order));
    CALL("ffi.StructuralMap", root, empty, empty, num(order));
  }
  CALL("ffi.StructuralMap", root, row_of(kTVMFFIInt, fail_visit), empty, num(0));
  show(root);
  printf("\n");
}

static void walks(void) {
  any empty = CALL0("ffi.Array");
  any inner = CALL("ffi.Array", num(1), text("x"), none());
  any root = CALL("ffi.Array", inner, inner, CALL("ffi.Map", text("k"), real(2.5)),
                  CALL("ffi.List", num(4)), CALL("ffi.Dict", num(5), num(6)));
  walk_answer = none();
  for (int order = 0; order < 2; ++order) {
    CALL("ffi.StructuralWalk", root, row_of(kTVMFFIAny, note_visit), empty, num(order));
    CALL("ffi.StructuralWalk", root, empty, row_of(kTVMFFIAny, note_visit), num(order));
    CALL("ffi.StructuralWalk", root, row_of(kTVMFFIInt, note_visit), empty, num(order));
    CALL("ffi.StructuralWalk", root, row_of(kTVMFFIObject, note_visit), empty, num(order));
    CALL("ffi.StructuralWalk", root, row_of(kTVMFFIStr, note_visit), empty, num(order));
  }
  walk_answer = num(1);
  CALL("ffi.StructuralWalk", root, row_of(kTVMFFIArray, note_visit), empty, num(0));
  walk_answer = CALL("ffi.VisitInterrupt", num(9));
  CALL("ffi.StructuralWalk", root, row_of(kTVMFFIInt, note_visit), empty, num(0));
  CALL("ffi.StructuralWalk", root, row_of(kTVMFFIInt, fail_visit), empty, num(0));
  CALL("ffi.StructuralWalk", num(3), row_of(kTVMFFIInt, note_visit), empty, num(0));
  walk_answer = none();
  CALL("ffi.StructuralWalk", none(), row_of(kTVMFFIAny, note_visit), empty, num(0));
  CALL("ffi.StructuralWalk", root, row_of(kTVMFFIInt, note_visit), empty, num(7));
  CALL("ffi.StructuralVisit", root, row_of(kTVMFFIArray, visit_on));
  CALL("ffi.StructuralVisit", root, row_of(kTVMFFIInt, note_visit));
  CALL("ffi.StructuralVisit", root, row_of(kTVMFFIInt, fail_visit));
  CALL("ffi.StructuralVisit", root,
       CALL("ffi.Array", CALL("ffi.Array", num(kTVMFFIList), function_of(visit_in_region)),
            CALL("ffi.Array", num(kTVMFFIInt), function_of(note_visit))));
  CALL("ffi.StructuralVisit", root, empty);
}

/* Where the walk was when it failed: the error's context, as paths into the root. */
static void error_paths(void) {
  any inner = CALL("ffi.Array", text("x"), num(1));
  any root = CALL("ffi.Array", inner, CALL("ffi.Map", text("k"), inner));
  TVMFFIObjectHandle walk = find("ffi.StructuralVisit"), error = NULL;
  any result = none();
  if (walk == NULL) return;
  if (TVMFFIFunctionCall(walk, ARGS(root, row_of(kTVMFFIInt, fail_visit)), &result) == 0) return;
  TVMFFIErrorMoveFromRaised(&error);
  keep(of_object(error));
  TVMFFIObjectHandle context = TVMFFIErrorGetCellPtr(error)->extra_context;
  printf("context: %d\n", context != NULL);
  if (context != NULL) {
    printf("trail: ");
    show(of_object(((tvm_ffi_visit_error_context_object*)context)->reverse_visit_pattern));
    printf("\n");
    for (int prefix = 0; prefix < 2; ++prefix) {
      CALL("ffi.VisitErrorContext.FindAccessPaths", root, of_object(context), truth(prefix));
    }
  }
  TVMFFIObjectDecRef(walk);
}

/* ---- Mutations. ---- */

/* Calls a function of the mutator without a line of its own. */
static any ask_mutator(const char* name, const any* args, int count) {
  TVMFFIObjectHandle function = find(name);
  any result = none();
  if (function == NULL) return result;
  if (TVMFFIFunctionCall(function, (any*)args, count, &result) != 0) {
    show_error();
    result = none();
  }
  TVMFFIObjectDecRef(function);
  return keep(result);
}

static int mutate_number(void* handle, const any* args, int32_t count, any* result) {
  int status = note_visit(handle, args, count, result);
  *result = num(args[0].v_int64 + 10);
  return status;
}

/* Notes, goes on by default, and tells what the mutator remembers of a variable. */
static int mutate_on(void* handle, const any* args, int32_t count, any* result) {
  (void)handle;
  (void)count;
  printf("\n  mutates ");
  show(args[0]);
  any kind = ask_mutator("ffi.StructuralMutatorDefRegionKind", ARGS(args[1]));
  any before = ask_mutator("ffi.StructuralMutatorVarRemapGet", ARGS(args[1], args[0]));
  ask_mutator("ffi.StructuralMutatorVarRemapSet", ARGS(args[1], args[0], num(5)));
  any after = ask_mutator("ffi.StructuralMutatorVarRemapGet", ARGS(args[1], args[0]));
  any one = ask_mutator("ffi.StructuralMutatorMutate", ARGS(args[1], num(100)));
  printf(" in region ");
  show(kind);
  printf(" remap ");
  show(before);
  printf(" then ");
  show(after);
  printf(" one ");
  show(one);
  any made = ask_mutator("ffi.StructuralMutatorDefaultMutate", ARGS(args[1], args[0]));
  return TVMFFIAnyViewToOwnedAny(&made, result);
}

static TVMFFIObjectHandle current_mutator;

static int tell_region(void* handle, const any* args, int32_t count, any* result) {
  (void)handle;
  (void)args;
  (void)count;
  *result = ask_mutator("ffi.StructuralMutatorDefRegionKind", ARGS(of_object(current_mutator)));
  return 0;
}

static int mutate_in_region(void* handle, const any* args, int32_t count, any* result) {
  (void)handle;
  (void)count;
  current_mutator = args[1].v_obj;
  any told = ask_mutator("ffi.StructuralMutatorWithDefRegionKind",
                         ARGS(args[1], num(1), function_of(tell_region)));
  printf("\n  region inside ");
  show(told);
  return TVMFFIAnyViewToOwnedAny(&args[0], result);
}

static any mutate_row(int64_t type_index, TVMFFISafeCallType call, int wants_mode) {
  return CALL("ffi.Array",
              CALL("ffi.Array", num(type_index), function_of(call), truth(wants_mode)));
}

static void mutations(void) {
  any inner = CALL("ffi.Array", num(1), text("x"), none());
  any root = CALL("ffi.Array", inner, inner, CALL("ffi.Map", text("k"), num(2)),
                  CALL("ffi.List", num(4)), CALL("ffi.Dict", num(5), num(6)));
  walk_answer = none();
  CALL("ffi.StructuralMutate", root, mutate_row(kTVMFFIInt, mutate_number, 0));
  CALL("ffi.StructuralMutate", root, mutate_row(kTVMFFIInt, mutate_number, 1));
  CALL("ffi.StructuralMutate", root, mutate_row(kTVMFFIArray, mutate_on, 0));
  CALL("ffi.StructuralMutate", root, mutate_row(kTVMFFIList, mutate_in_region, 0));
  CALL("ffi.StructuralMutate", root, mutate_row(kTVMFFIInt, fail_visit, 0));
  CALL("ffi.StructuralMutate", num(1), mutate_row(kTVMFFIInt, mutate_number, 0));
  CALL("ffi.StructuralMutate", root, CALL0("ffi.Array"));
  show(root);
  printf("\n");
}

#endif /* TESTS_INTEROP_WALKS_H_ */
