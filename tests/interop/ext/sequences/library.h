/* SPDX-License-Identifier: Apache-2.0 */
/* The library under test: opened by path, reached through the C ABI alone. */
#ifndef TESTS_INTEROP_SEQUENCES_LIBRARY_H_
#define TESTS_INTEROP_SEQUENCES_LIBRARY_H_

#include <tvm/ffi/c/layout.h>
#include <tvm/ffi/c_api.h>

typedef TVMFFIAny any;

#define LIBRARY_FUNCTIONS(X)   \
  X(TVMFFIBigIntFromByteArray) \
  X(TVMFFIBytesFromByteArray)  \
  X(TVMFFIDataTypeFromString)  \
  X(TVMFFIDataTypeToString)    \
  X(TVMFFIErrorMoveFromRaised) \
  X(TVMFFIFunctionCall)        \
  X(TVMFFIFunctionCreate)      \
  X(TVMFFIFunctionGetGlobal)   \
  X(TVMFFIGetTypeInfo)         \
  X(TVMFFIObjectDecRef)        \
  X(TVMFFIObjectIncRef)        \
  X(TVMFFIStringFromByteArray) \
  X(TVMFFITensorFromDLPack)    \
  X(TVMFFITypeGetOrAllocIndex) \
  X(TVMFFITypeRegisterAttr)    \
  X(TVMFFITypeRegisterField)   \
  X(TVMFFITypeRegisterMetadata)

#define GLOBAL_FUNCTIONS(X)                                       \
  X(Array, "ffi.Array")                                           \
  X(ArrayContains, "ffi.ArrayContains")                           \
  X(ArrayGetItem, "ffi.ArrayGetItem")                             \
  X(ArraySize, "ffi.ArraySize")                                   \
  X(List, "ffi.List")                                             \
  X(ListAppend, "ffi.ListAppend")                                 \
  X(ListClear, "ffi.ListClear")                                   \
  X(ListContains, "ffi.ListContains")                             \
  X(ListErase, "ffi.ListErase")                                   \
  X(ListEraseRange, "ffi.ListEraseRange")                         \
  X(ListGetItem, "ffi.ListGetItem")                               \
  X(ListInsert, "ffi.ListInsert")                                 \
  X(ListPop, "ffi.ListPop")                                       \
  X(ListReplaceSlice, "ffi.ListReplaceSlice")                     \
  X(ListReserve, "ffi.ListReserve")                               \
  X(ListReverse, "ffi.ListReverse")                               \
  X(ListSetItem, "ffi.ListSetItem")                               \
  X(ListSize, "ffi.ListSize")                                     \
  X(Map, "ffi.Map")                                               \
  X(MapCount, "ffi.MapCount")                                     \
  X(MapForwardIterFunctor, "ffi.MapForwardIterFunctor")           \
  X(MapGetItem, "ffi.MapGetItem")                                 \
  X(MapGetItemOrMissing, "ffi.MapGetItemOrMissing")               \
  X(MapSize, "ffi.MapSize")                                       \
  X(Dict, "ffi.Dict")                                             \
  X(DictClear, "ffi.DictClear")                                   \
  X(DictCount, "ffi.DictCount")                                   \
  X(DictErase, "ffi.DictErase")                                   \
  X(DictForwardIterFunctor, "ffi.DictForwardIterFunctor")         \
  X(DictGetItem, "ffi.DictGetItem")                               \
  X(DictGetItemOrMissing, "ffi.DictGetItemOrMissing")             \
  X(DictSetItem, "ffi.DictSetItem")                               \
  X(DictSize, "ffi.DictSize")                                     \
  X(Shape, "ffi.Shape")                                           \
  X(ReprPrint, "ffi.ReprPrint")                                   \
  X(DeepCopy, "ffi.DeepCopy")                                     \
  X(RecursiveEq, "ffi.RecursiveEq")                               \
  X(RecursiveLt, "ffi.RecursiveLt")                               \
  X(RecursiveLe, "ffi.RecursiveLe")                               \
  X(RecursiveGt, "ffi.RecursiveGt")                               \
  X(RecursiveGe, "ffi.RecursiveGe")                               \
  X(RecursiveHash, "ffi.RecursiveHash")                           \
  X(StructuralEqual, "ffi.StructuralEqual")                       \
  X(StructuralHash, "ffi.StructuralHash")                         \
  X(StructuralKey, "ffi.StructuralKey")                           \
  X(StructuralKeyEqual, "ffi.StructuralKeyEqual")                 \
  X(GetFirstStructuralMismatch, "ffi.GetFirstStructuralMismatch") \
  X(JsonParse, "ffi.json.Parse")                                  \
  X(JsonStringify, "ffi.json.Stringify")                          \
  X(ToJSONGraph, "ffi.ToJSONGraph")                               \
  X(ToJSONGraphString, "ffi.ToJSONGraphString")                   \
  X(FromJSONGraph, "ffi.FromJSONGraph")                           \
  X(FromJSONGraphString, "ffi.FromJSONGraphString")               \
  X(RegisterInit, "ffi._RegisterFFIInit")

typedef struct {
#define DECLARE(name) __typeof__(&name) name;
  LIBRARY_FUNCTIONS(DECLARE)
#undef DECLARE
} library;

typedef enum {
#define NUMBER(name, text) G_##name,
  GLOBAL_FUNCTIONS(NUMBER)
#undef NUMBER
      NUM_GLOBALS
} global_id;

extern library lib;

/* Opens the library and finds everything in it; ends the program when something is missing. Prints
   the file that is in memory and its build id: the proof of which library runs. */
void open_library(const char* path);

/* The text by which a global function is registered. */
const char* global_name(global_id which);

/* Calls a global function; the status of the call. `result` is owned on success. */
int call_global(global_id which, const any* args, int count, any* result);

/* A new reference to what `value` holds, or the end of one. */
any share(any value);
void drop(any value);

#endif /* TESTS_INTEROP_SEQUENCES_LIBRARY_H_ */
