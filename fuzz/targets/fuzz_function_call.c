/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: the global functions of the runtime with arguments of every kind, and functions of our own that call each other,
   raise, and take over what they are given.

   Properties: a call that succeeds leaves no error raised; one that fails leaves exactly one, of an expected kind, and no
   result; arguments are given back with the references they had, rvalues are taken at most once; errors arrive with the
   kind, message and cause they were raised with; nothing is left behind. */
#include "common/values.h"

#include <stdio.h>

#include "core/func.h"
#include "core/registry.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

/* ---- the runtime's own functions ---- */

/* Functions without an effect on the process or its files. */
static const char* const names[] = {"ffi.Array",
                                    "ffi.ArrayContains",
                                    "ffi.ArrayGetItem",
                                    "ffi.ArraySize",
                                    "ffi.Bytes",
                                    "ffi.ContainerFindFirstNonCPUDevice",
                                    "ffi.DeepCopy",
                                    "ffi.Dict",
                                    "ffi.DictClear",
                                    "ffi.DictCount",
                                    "ffi.DictErase",
                                    "ffi.DictForwardIterFunctor",
                                    "ffi.DictGetItem",
                                    "ffi.DictGetItemOrMissing",
                                    "ffi.DictSetItem",
                                    "ffi.DictSize",
                                    "ffi.FromJSONGraph",
                                    "ffi.FromJSONGraphString",
                                    "ffi.GetFirstStructuralMismatch",
                                    "ffi.GetGlobalFuncMetadata",
                                    "ffi.GetInvalidObject",
                                    "ffi.GetKwargsObject",
                                    "ffi.List",
                                    "ffi.ListAppend",
                                    "ffi.ListClear",
                                    "ffi.ListContains",
                                    "ffi.ListErase",
                                    "ffi.ListEraseRange",
                                    "ffi.ListGetItem",
                                    "ffi.ListInsert",
                                    "ffi.ListPop",
                                    "ffi.ListReplaceSlice",
                                    "ffi.ListReserve",
                                    "ffi.ListReverse",
                                    "ffi.ListSetItem",
                                    "ffi.ListSize",
                                    "ffi.MakeFieldGetter",
                                    "ffi.MakeFieldSetter",
                                    "ffi.MakeObjectFromPackedArgs",
                                    "ffi.Map",
                                    "ffi.MapCount",
                                    "ffi.MapForwardIterFunctor",
                                    "ffi.MapGetItem",
                                    "ffi.MapGetItemOrMissing",
                                    "ffi.MapSize",
                                    "ffi.ModuleGetKind",
                                    "ffi.RecursiveEq",
                                    "ffi.RecursiveGe",
                                    "ffi.RecursiveGt",
                                    "ffi.RecursiveHash",
                                    "ffi.RecursiveLe",
                                    "ffi.RecursiveLt",
                                    "ffi.ReprPrint",
                                    "ffi.Shape",
                                    "ffi.String",
                                    "ffi.StructuralEqual",
                                    "ffi.StructuralHash",
                                    "ffi.StructuralKey",
                                    "ffi.StructuralKeyEqual",
                                    "ffi.StructuralMap",
                                    "ffi.StructuralMutate",
                                    "ffi.StructuralMutatorMutate",
                                    "ffi.StructuralVisit",
                                    "ffi.StructuralVisitorVisit",
                                    "ffi.StructuralWalk",
                                    "ffi.ToJSONGraph",
                                    "ffi.ToJSONGraphString",
                                    "ffi.VisitInterrupt",
                                    "ffi.VisitErrorContext.FindAccessPaths",
                                    "ffi.json.Parse",
                                    "ffi.json.Stringify"};

#define KINDS                                                                                      \
  "TypeError ValueError IndexError KeyError RuntimeError InternalError OverflowError MemoryError " \
  "RecursionError AttributeError NotImplementedError"

static uint64_t references(tf_view value) {
  return tf_view_is_object(value) ? value.raw.v_obj->combined_ref_count : 0;
}

/* After a call with status `code`. */
static void check_outcome(int code, const tf_any* result, const char* kinds, const char* name) {
  if (code == 0) {
    FUZZ_CHECK(!tf_error_is_raised(), "%s succeeds with an error", name);
    return;
  }
  FUZZ_CHECK(tf_view_is_none(tf_view_of(result)), "%s fails with a result", name);
  fuzz_check_raised(kinds, name);
}

static void call_global(fuzz_pool* pool, fuzz_input* in) {
  tf_view args[6];
  uint64_t before[6];
  const char* name = names[fuzz_input_choice(in, TF_COUNT_OF(names))];
  int32_t count = (int32_t)fuzz_input_choice(in, TF_COUNT_OF(args) + 1);
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(name));
  tf_any result = tf_any_none();
  FUZZ_CHECK(function != NULL, "there is no %s", name);
  for (int32_t i = 0; i < count; ++i) {
    uint32_t which = fuzz_input_choice(in, FUZZ_POOL_MAX);
    args[i] = pool->count == 0 ? tf_view_none()
                               : tf_view_of(&pool->values[which % (uint32_t)pool->count]);
    before[i] = references(args[i]);
  }
  int code = tf_func_call(function, args, count, &result);
  check_outcome(code, &result, KINDS, name);
  /* With no result and nothing that keeps values, nobody can hold an argument. */
  for (int32_t i = 0; code != 0 && i < count; ++i) {
    FUZZ_CHECK(references(args[i]) == before[i], "%s keeps argument %d", name, (int)i);
  }
  if (code == 0 && pool->count < FUZZ_POOL_MAX) {
    pool->may_cycle = true;
    pool->values[pool->count++] = result;
  } else {
    tf_any_drop(&result);
  }
  tf_object_drop(&function);
}

/* ---- functions of our own ---- */

enum { ECHO, TAKE, RAISE, RAISE_WITH_CAUSE, CALL_NEXT, CALL_AND_REPLACE, FORGET };

typedef struct {
  fuzz_input* in; /* what each of them does is read as it goes */
  int depth;
} program;

static int call_own(program* p, const tf_view* args, int32_t count, tf_any* result);

static int raise_with_cause(const char* kind) {
  TVMFFIByteArray texts[] = {{kind, strlen(kind)}, {"outer", 5}, {"", 0}};
  TVMFFIObjectHandle made = NULL;
  TVMFFIErrorSetRaisedFromCStr("KeyError", "inner");
  tf_error* cause = tf_error_take_raised();
  TF_TRY(TVMFFIErrorCreateWithCauseAndExtraContext(&texts[0], &texts[1], &texts[2], cause, NULL,
                                                   &made));
  tf_object_drop(&cause);
  TVMFFIErrorSetRaised(made);
  TVMFFIObjectDecRef(made);
  return -1;
}

/* The body of them all. */
static int act(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  program* p = (program*)self;
  tf_view first = count == 0 ? tf_view_none() : tf_view_raw(&args[0]);
  tf_any taken = tf_any_none();
  switch (fuzz_input_choice(p->in, 7)) {
    case ECHO:
    case TAKE: /* of an rvalue the object is taken out */
      return tf_any_copy(first, tf_any_slot(result));
    case RAISE:
      TVMFFIErrorSetRaisedFromCStr("IndexError", "on purpose");
      return -1;
    case RAISE_WITH_CAUSE:
      return raise_with_cause("ValueError");
    case CALL_NEXT:
      return call_own(p, &first, count == 0 ? 0 : 1, tf_any_slot(result));
    case CALL_AND_REPLACE:
      if (call_own(p, &first, count == 0 ? 0 : 1, &taken) == 0) {
        tf_any_drop(&taken);
        return 0;
      }
      tf_error_clear();
      TVMFFIErrorSetRaisedFromCStr("RuntimeError", "instead");
      return -1;
    default:
      return 0;
  }
}

static int call_own(program* p, const tf_view* args, int32_t count, tf_any* result) {
  tf_function* function = NULL;
  if (p->depth > 40) return tf_raise(TF_RECURSION_ERROR, "deep enough");
  p->depth += 1;
  FUZZ_OK(tf_func_new_external(p, act, NULL, &function));
  int code = tf_func_call((tf_object*)function, args, count, result);
  tf_object_drop(&function);
  p->depth -= 1;
  return code;
}

static void check_own(fuzz_pool* pool, fuzz_input* in) {
  program p = {in, 0};
  tf_any result = tf_any_none();
  tf_any moved = fuzz_pool_pick(pool, in);
  TVMFFIAny slot = moved.raw;
  bool is_rvalue = fuzz_input_choice(in, 2) != 0 && tf_view_is_object(tf_view_of(&moved));
  tf_view arg = tf_view_of(&moved);
  if (is_rvalue) {
    arg = tf_view_ptr(&slot.v_obj);
    arg.raw.type_index = kTVMFFIObjectRValueRef;
    moved = tf_any_none();
  }
  int code = call_own(&p, &arg, 1, &result);
  check_outcome(code, &result, "IndexError ValueError RuntimeError RecursionError InternalError",
                "our own function");
  if (is_rvalue && slot.v_obj != NULL) moved = tf_any_own(slot.v_obj); /* nobody took it */
  tf_any_drop(&result);
  tf_any_drop(&moved);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  fuzz_pool pool;
  uint32_t calls = fuzz_input_choice(&in, 16);
  fuzz_input calling = in;
  size_t half = fuzz_input_left(&in) / 2;
  in.begin += half;
  calling.end = calling.begin + half;
  fuzz_pool_fill(&pool, &in);
  if (pool.count > FUZZ_POOL_MAX / 2) {
    while (pool.count > FUZZ_POOL_MAX / 2) fuzz_release(&pool.values[--pool.count]);
  }
  for (uint32_t i = 0; i < calls && fuzz_input_left(&calling) != 0; ++i) {
    if (fuzz_input_choice(&calling, 3) == 0) {
      check_own(&pool, &calling);
    } else {
      call_global(&pool, &calling);
    }
  }
  for (int i = 0; i < pool.count; ++i) fuzz_release(&pool.values[i]);
  fuzz_end(live);
  return 0;
}
