/* SPDX-License-Identifier: Apache-2.0 */
/* NULL for each pointer of each function of the ABI: a raised error wherever the function can raise, what abi.md section 9
   allows where NULL means something, and nothing worse than nothing where there is no status. A pointer parameter of
   abi/abi.json without a case fails the test. */
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/c_runtime_api.h>

#include "core/bigint.h"
#include "names.h"
#include "tf_managed.h"
#include "values.h"

static const TVMFFIByteArray name = {"bounds.null", 11};
static TVMFFIObjectHandle object; /* set while a case runs: a function */
static TVMFFIObjectHandle out;
static TVMFFIAny out_any;
static const TVMFFIAny none;
static tf_managed managed;
static int64_t one = 1;
static DLTensor tensor = {.ndim = 1, .shape = &one, .strides = &one};
static const DLDataType dtype = {kDLInt, 32, 1};
static DLDataType out_dtype;
static int32_t out_index;

static int safe_call(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  (void)result;
  return 0;
}

static int init_null(void** result) {
  *result = NULL;
  return 0;
}

static int make_tensor(DLTensor* prototype, DLManagedTensorVersioned** result, void* context,
                       void (*set_error)(void* context, const char* kind, const char* message)) {
  (void)prototype;
  (void)result;
  set_error(context, "ValueError", "no tensors here");
  return -1;
}

/* Turns what has no status into one: 0 when it gives nothing. */
#define VOID(call) ((call), 0)
#define GIVES(call, want) ((call) == (want) ? 0 : 99)

static int move_from_raised_to_null(void) {
  TVMFFIErrorSetRaisedFromCStr("ValueError", "kept");
  TVMFFIErrorMoveFromRaised(NULL);
  tf_error_clear();
  return 0;
}

static int raised_from(const char* kind, const char* message) {
  TVMFFIErrorSetRaisedFromCStr(kind, message);
  return tf_error_is_raised() ? -1 : 0;
}

static int raised_from_parts(const char* kind, const char** parts, int32_t count) {
  TVMFFIErrorSetRaisedFromCStrParts(kind, parts, count);
  return tf_error_is_raised() ? -1 : 0;
}

/* An index that belongs to no other class, and the error raised. */
static int alloc_index_of_null(void) {
  int32_t index = TVMFFITypeGetOrAllocIndex(NULL, -1, 1, 0, 1, kTVMFFIObject);
  return strncmp(TVMFFIGetTypeInfo(index)->type_key.data, "<invalid", 8) == 0 ? -1 : 0;
}

static int init_once_of(void** address, int (*init)(void** result)) {
  return TVMFFIHandleInitOnce(address, init);
}

static int deinit_once_without_function(void) {
  void* handle = &one;
  int code = TVMFFIHandleDeinitOnce(&handle, NULL);
  return code;
}

static void* no_handle;
static const char* parts[] = {"a", NULL};

/* FAILS: a status without an error, where the contract forbids to touch the slot. */
typedef enum { RAISES, ALLOWED, FAILS } outcome;

/* Function, parameter, what is expected, the call. */
#define CASES(X)                                                                                   \
  X(TVMFFIGetVersion, out_version, ALLOWED, VOID(TVMFFIGetVersion(NULL)))                          \
  X(TVMFFIObjectIncRef, obj, RAISES, TVMFFIObjectIncRef(NULL))                                     \
  X(TVMFFIObjectDecRef, obj, ALLOWED, TVMFFIObjectDecRef(NULL))                                    \
  X(TVMFFIObjectCreateOpaque, handle, ALLOWED,                                                     \
    TVMFFIObjectCreateOpaque(NULL, kTVMFFIOpaquePyObject, NULL, &out))                             \
  X(TVMFFIObjectCreateOpaque, deleter, ALLOWED,                                                    \
    TVMFFIObjectCreateOpaque(&one, kTVMFFIOpaquePyObject, NULL, &out))                             \
  X(TVMFFIObjectCreateOpaque, out, RAISES,                                                         \
    TVMFFIObjectCreateOpaque(&one, kTVMFFIOpaquePyObject, NULL, NULL))                             \
  X(TVMFFISetCustomAllocator, allocator, ALLOWED, TVMFFISetCustomAllocator(NULL))                  \
  X(TVMFFITypeKeyToIndex, type_key, RAISES, TVMFFITypeKeyToIndex(NULL, &out_index))                \
  X(TVMFFITypeKeyToIndex, out_tindex, RAISES, TVMFFITypeKeyToIndex(&name, NULL))                   \
  X(TVMFFIFunctionCreate, self, ALLOWED, TVMFFIFunctionCreate(NULL, safe_call, NULL, &out))        \
  X(TVMFFIFunctionCreate, safe_call, RAISES, TVMFFIFunctionCreate(&one, NULL, NULL, &out))         \
  X(TVMFFIFunctionCreate, deleter, ALLOWED, TVMFFIFunctionCreate(&one, safe_call, NULL, &out))     \
  X(TVMFFIFunctionCreate, out, RAISES, TVMFFIFunctionCreate(&one, safe_call, NULL, NULL))          \
  X(TVMFFIFunctionGetGlobal, name, RAISES, TVMFFIFunctionGetGlobal(NULL, &out))                    \
  X(TVMFFIFunctionGetGlobal, out, RAISES, TVMFFIFunctionGetGlobal(&name, NULL))                    \
  X(TVMFFIAnyViewToOwnedAny, any_view, RAISES, TVMFFIAnyViewToOwnedAny(NULL, &out_any))            \
  X(TVMFFIAnyViewToOwnedAny, out, RAISES, TVMFFIAnyViewToOwnedAny(&none, NULL))                    \
  X(TVMFFIFunctionCall, func, RAISES, TVMFFIFunctionCall(NULL, NULL, 0, &out_any))                 \
  X(TVMFFIFunctionCall, args, ALLOWED, TVMFFIFunctionCall(object, NULL, 0, &out_any))              \
  X(TVMFFIFunctionCall, result, RAISES, TVMFFIFunctionCall(object, NULL, 0, NULL))                 \
  X(TVMFFIErrorMoveFromRaised, result, ALLOWED, move_from_raised_to_null())                        \
  X(TVMFFIErrorSetRaised, error, ALLOWED, VOID(TVMFFIErrorSetRaised(NULL)))                        \
  X(TVMFFIErrorSetRaisedFromCStr, kind, RAISES, raised_from(NULL, "m"))                            \
  X(TVMFFIErrorSetRaisedFromCStr, message, RAISES, raised_from("ValueError", NULL))                \
  X(TVMFFIErrorSetRaisedFromCStrParts, kind, RAISES, raised_from_parts(NULL, parts, 2))            \
  X(TVMFFIErrorSetRaisedFromCStrParts, message_parts, RAISES,                                      \
    raised_from_parts("ValueError", NULL, 2))                                                      \
  X(TVMFFIErrorCreate, kind, ALLOWED, TVMFFIErrorCreate(NULL, &name, &name, &out))                 \
  X(TVMFFIErrorCreate, message, ALLOWED, TVMFFIErrorCreate(&name, NULL, &name, &out))              \
  X(TVMFFIErrorCreate, backtrace, ALLOWED, TVMFFIErrorCreate(&name, &name, NULL, &out))            \
  X(TVMFFIErrorCreate, out, FAILS, TVMFFIErrorCreate(&name, &name, &name, NULL))                   \
  X(TVMFFIErrorCreateWithCauseAndExtraContext, kind, ALLOWED,                                      \
    TVMFFIErrorCreateWithCauseAndExtraContext(NULL, &name, &name, NULL, NULL, &out))               \
  X(TVMFFIErrorCreateWithCauseAndExtraContext, message, ALLOWED,                                   \
    TVMFFIErrorCreateWithCauseAndExtraContext(&name, NULL, &name, NULL, NULL, &out))               \
  X(TVMFFIErrorCreateWithCauseAndExtraContext, backtrace, ALLOWED,                                 \
    TVMFFIErrorCreateWithCauseAndExtraContext(&name, &name, NULL, NULL, NULL, &out))               \
  X(TVMFFIErrorCreateWithCauseAndExtraContext, cause_chain, ALLOWED,                               \
    TVMFFIErrorCreateWithCauseAndExtraContext(&name, &name, &name, NULL, object, &out))            \
  X(TVMFFIErrorCreateWithCauseAndExtraContext, extra_context, ALLOWED,                             \
    TVMFFIErrorCreateWithCauseAndExtraContext(&name, &name, &name, NULL, NULL, &out))              \
  X(TVMFFIErrorCreateWithCauseAndExtraContext, out, FAILS,                                         \
    TVMFFIErrorCreateWithCauseAndExtraContext(&name, &name, &name, NULL, NULL, NULL))              \
  X(TVMFFITensorFromDLPack, from, RAISES, TVMFFITensorFromDLPack(NULL, 0, 0, &out))                \
  X(TVMFFITensorFromDLPack, out, RAISES, TVMFFITensorFromDLPack(&managed.plain, 0, 0, NULL))       \
  X(TVMFFITensorToDLPack, from, RAISES, TVMFFITensorToDLPack(NULL, (DLManagedTensor**)&out))       \
  X(TVMFFITensorToDLPack, out, RAISES, TVMFFITensorToDLPack(object, NULL))                         \
  X(TVMFFITensorFromDLPackVersioned, from, RAISES,                                                 \
    TVMFFITensorFromDLPackVersioned(NULL, 0, 0, &out))                                             \
  X(TVMFFITensorFromDLPackVersioned, out, RAISES,                                                  \
    TVMFFITensorFromDLPackVersioned(&managed.versioned, 0, 0, NULL))                               \
  X(TVMFFITensorToDLPackVersioned, from, RAISES,                                                   \
    TVMFFITensorToDLPackVersioned(NULL, (DLManagedTensorVersioned**)&out))                         \
  X(TVMFFITensorToDLPackVersioned, out, RAISES, TVMFFITensorToDLPackVersioned(object, NULL))       \
  X(TVMFFITensorCreateUnsafeView, source, ALLOWED,                                                 \
    TVMFFITensorCreateUnsafeView(NULL, &tensor, &out))                                             \
  X(TVMFFITensorCreateUnsafeView, prototype, RAISES,                                               \
    TVMFFITensorCreateUnsafeView(NULL, NULL, &out))                                                \
  X(TVMFFITensorCreateUnsafeView, out, RAISES, TVMFFITensorCreateUnsafeView(NULL, &tensor, NULL))  \
  X(TVMFFIStringFromByteArray, input, RAISES, TVMFFIStringFromByteArray(NULL, &out_any))           \
  X(TVMFFIStringFromByteArray, out, RAISES, TVMFFIStringFromByteArray(&name, NULL))                \
  X(TVMFFIBytesFromByteArray, input, RAISES, TVMFFIBytesFromByteArray(NULL, &out_any))             \
  X(TVMFFIBytesFromByteArray, out, RAISES, TVMFFIBytesFromByteArray(&name, NULL))                  \
  X(TVMFFIBigIntFromByteArray, input, RAISES, TVMFFIBigIntFromByteArray(NULL, &out_any))           \
  X(TVMFFIBigIntFromByteArray, out, RAISES, TVMFFIBigIntFromByteArray(&name, NULL))                \
  X(TVMFFIBigIntGetContentByteArray, value, ALLOWED,                                               \
    GIVES(TVMFFIBigIntGetContentByteArray(NULL).size, 0))                                          \
  X(TVMFFIDataTypeFromString, str, RAISES, TVMFFIDataTypeFromString(NULL, &out_dtype))             \
  X(TVMFFIDataTypeFromString, out, RAISES, TVMFFIDataTypeFromString(&name, NULL))                  \
  X(TVMFFIDataTypeToString, dtype, RAISES, TVMFFIDataTypeToString(NULL, &out_any))                 \
  X(TVMFFIDataTypeToString, out, RAISES, TVMFFIDataTypeToString(&dtype, NULL))                     \
  X(TVMFFIFunctionSetGlobal, name, RAISES, TVMFFIFunctionSetGlobal(NULL, object, 0))               \
  X(TVMFFIFunctionSetGlobal, f, RAISES, TVMFFIFunctionSetGlobal(&name, NULL, 0))                   \
  X(TVMFFIFunctionSetGlobalFromMethodInfo, method_info, RAISES,                                    \
    TVMFFIFunctionSetGlobalFromMethodInfo(NULL, 0))                                                \
  X(TVMFFITypeRegisterField, info, RAISES, TVMFFITypeRegisterField(kTVMFFIArray, NULL))            \
  X(TVMFFITypeRegisterMethod, info, RAISES, TVMFFITypeRegisterMethod(kTVMFFIArray, NULL))          \
  X(TVMFFITypeRegisterMetadata, metadata, RAISES, TVMFFITypeRegisterMetadata(kTVMFFIArray, NULL))  \
  X(TVMFFITypeRegisterAttr, attr_name, RAISES, TVMFFITypeRegisterAttr(kTVMFFIArray, NULL, &none))  \
  X(TVMFFITypeRegisterAttr, attr_value, RAISES, TVMFFITypeRegisterAttr(kTVMFFIArray, &name, NULL)) \
  X(TVMFFIGetTypeAttrColumn, attr_name, ALLOWED, GIVES(TVMFFIGetTypeAttrColumn(NULL), NULL))       \
  X(TVMFFIBacktrace, filename, ALLOWED, GIVES(TVMFFIBacktrace(NULL, 1, "f", 0) == NULL, false))    \
  X(TVMFFIBacktrace, func, ALLOWED, GIVES(TVMFFIBacktrace("f", 1, NULL, 0) == NULL, false))        \
  X(TVMFFITypeGetOrAllocIndex, type_key, RAISES, alloc_index_of_null())                            \
  X(TVMFFIHandleInitOnce, handle_addr, RAISES, init_once_of(NULL, init_null))                      \
  X(TVMFFIHandleInitOnce, init_func, RAISES, init_once_of(&no_handle, NULL))                       \
  X(TVMFFIHandleDeinitOnce, handle_addr, RAISES, TVMFFIHandleDeinitOnce(NULL, NULL))               \
  X(TVMFFIHandleDeinitOnce, deinit_func, RAISES, deinit_once_without_function())                   \
  X(TVMFFIEnvSetStream, stream, ALLOWED, TVMFFIEnvSetStream(kDLCUDA, 0, NULL, &out))               \
  X(TVMFFIEnvSetStream, opt_out_original_stream, ALLOWED,                                          \
    TVMFFIEnvSetStream(kDLCUDA, 0, NULL, NULL))                                                    \
  X(TVMFFIEnvSetDLPackManagedTensorAllocator, allocator, ALLOWED,                                  \
    TVMFFIEnvSetDLPackManagedTensorAllocator(NULL, 0, NULL))                                       \
  X(TVMFFIEnvSetDLPackManagedTensorAllocator, opt_out_original_allocator, ALLOWED,                 \
    TVMFFIEnvSetDLPackManagedTensorAllocator(make_tensor, 0, NULL))                                \
  X(TVMFFIEnvTensorAlloc, prototype, RAISES, TVMFFIEnvTensorAlloc(NULL, &out))                     \
  X(TVMFFIEnvTensorAlloc, out, RAISES, TVMFFIEnvTensorAlloc(&tensor, NULL))                        \
  X(TVMFFIEnvRegisterCAPI, name, RAISES, TVMFFIEnvRegisterCAPI(NULL, NULL))                        \
  X(TVMFFIEnvRegisterCAPI, symbol, ALLOWED, TVMFFIEnvRegisterCAPI("PyErr_CheckSignals", NULL))     \
  X(TVMFFIEnvModLookupFromImports, library_ctx, RAISES,                                            \
    TVMFFIEnvModLookupFromImports(NULL, "bounds.null", &out))                                      \
  X(TVMFFIEnvModLookupFromImports, func_name, RAISES,                                              \
    TVMFFIEnvModLookupFromImports(NULL, NULL, &out))                                               \
  X(TVMFFIEnvModLookupFromImports, out, RAISES,                                                    \
    TVMFFIEnvModLookupFromImports(NULL, "bounds.null", NULL))                                      \
  X(TVMFFIEnvModRegisterContextSymbol, name, RAISES,                                               \
    TVMFFIEnvModRegisterContextSymbol(NULL, &one))                                                 \
  X(TVMFFIEnvModRegisterContextSymbol, symbol, ALLOWED,                                            \
    TVMFFIEnvModRegisterContextSymbol("bounds.null", NULL))                                        \
  X(TVMFFIEnvModRegisterSystemLibSymbol, name, RAISES,                                             \
    TVMFFIEnvModRegisterSystemLibSymbol(NULL, &one))                                               \
  X(TVMFFIEnvModRegisterSystemLibSymbol, symbol, ALLOWED,                                          \
    TVMFFIEnvModRegisterSystemLibSymbol("bounds.null", NULL))

#define DEFINE(function, parameter, expected, call) \
  static int function##_##parameter(void) { return call; }
CASES(DEFINE)

#define ROW(function, parameter, expected, call) \
  {#function, #parameter, expected, function##_##parameter},

static const struct {
  const char* function;
  const char* parameter;
  outcome expected;
  int (*call)(void);
} cases[] = {CASES(ROW)};

/* ---- the tests ---- */

static void null_is_an_error_or_has_a_meaning(void** state) {
  (void)state;
  int wrong = 0;
  assert_ok(TVMFFIFunctionCreate(NULL, safe_call, NULL, &object));
  for (size_t i = 0; i < TF_COUNT_OF(cases); ++i) {
    out = NULL;
    out_any = none;
    tf_managed_init(&managed);
    int code = cases[i].call();
    bool raised = tf_error_is_raised();
    tf_error_clear();
    if (raised != (cases[i].expected == RAISES) || (code == 0) != (cases[i].expected == ALLOWED)) {
      print_error("%s, %s NULL: status %d, %s\n", cases[i].function, cases[i].parameter, code,
                  raised ? "raised" : "nothing raised");
      ++wrong;
    }
    if (cases[i].expected == ALLOWED) (void)TVMFFIObjectDecRef(out);
    assert_int_equal(managed.deleted, 0);
  }
  (void)TVMFFIObjectDecRef(object);
  (void)TVMFFIEnvSetDLPackManagedTensorAllocator(NULL, 0, NULL);
  assert_int_equal(wrong, 0);
}

static bool is_pointer(const char* type) {
  return strchr(type, '*') != NULL || strstr(type, "Handle") != NULL ||
         strcmp(type, "TVMFFISafeCallType") == 0 ||
         strcmp(type, "DLPackManagedTensorAllocator") == 0;
}

static void each_pointer_has_a_case(void** state) {
  (void)state;
  recorded_names names = names_read(TF_ABI_JSON, true);
  int missing = 0;
  for (size_t i = 0; i < names.count; ++i) {
    const recorded_name* want = &names.items[i];
    bool found = !is_pointer(want->type);
    for (size_t at = 0; at < TF_COUNT_OF(cases); ++at) {
      found = found || (strcmp(cases[at].function, want->function) == 0 &&
                        strcmp(cases[at].parameter, want->name) == 0);
    }
    if (found) continue;
    print_error("no case for %s of %s\n", want->name, want->function);
    ++missing;
  }
  assert_true(names.count > 100);
  assert_int_equal(missing, 0);
  names_drop(&names);
}

static void additions_take_null(void** state) {
  (void)state;
  void* handle = NULL;
  tvm_ffi_constructor_free(NULL);
  tvm_ffi_backtrace_add_boundary(NULL);
  assert_int_equal(tvm_ffi_function_doc(NULL).size, 0);
  assert_raises(tvm_ffi_library_open(NULL, &handle), "TypeError", "NULL");
  assert_raises(tvm_ffi_library_open(&name, NULL), "ValueError", "null pointer");
  assert_raises(tvm_ffi_constructor_of(kTVMFFIArray, NULL), "ValueError", "null pointer");
}

/* Parts of what a pointer points to. */
static void null_inside_structures_is_an_error(void** state) {
  (void)state;
  const TVMFFIByteArray broken = {NULL, 5};
  TVMFFIFieldInfo field = {.name = {NULL, 5}, .size = 8, .alignment = 8};
  TVMFFIMethodInfo method = {.name = broken};
  DLTensor no_shape = {.ndim = 2};
  TVMFFIAny null_text = {.type_index = kTVMFFIRawStr};
  TVMFFIAny null_bytes = {.type_index = kTVMFFIByteArrayPtr};
  TVMFFIAny null_slot = {.type_index = kTVMFFIObjectRValueRef};
  out_any = none;
  assert_raises(TVMFFIStringFromByteArray(&broken, &out_any), "TypeError", "NULL");
  assert_raises(TVMFFIBytesFromByteArray(&broken, &out_any), "TypeError", "NULL");
  assert_raises(TVMFFIBigIntFromByteArray(&broken, &out_any), "TypeError", "NULL");
  assert_raises(TVMFFIDataTypeFromString(&broken, &out_dtype), "TypeError", "NULL");
  assert_raises(TVMFFITypeRegisterField(kTVMFFIArray, &field), "TypeError", "NULL");
  assert_raises(TVMFFITypeRegisterMethod(kTVMFFIArray, &method), "TypeError", "NULL");
  assert_raises(TVMFFITensorCreateUnsafeView(NULL, &no_shape, &out), "InternalError", "null");
  assert_ok(TVMFFIAnyViewToOwnedAny(&null_text, &out_any)); /* the empty text */
  assert_int_equal(out_any.small_str_len, 0);
  assert_raises(TVMFFIAnyViewToOwnedAny(&null_bytes, &out_any), "TypeError", "NULL");
  assert_raises(TVMFFIAnyViewToOwnedAny(&null_slot, &out_any), "InternalError", "moved");
  managed.plain.dl_tensor.shape = NULL;
  assert_raises(TVMFFITensorFromDLPack(&managed.plain, 0, 0, &out), "ValueError", "shape");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(each_pointer_has_a_case),
      cmocka_unit_test(null_is_an_error_or_has_a_meaning),
      tf_unit(additions_take_null),
      tf_unit(null_inside_structures_is_an_error),
  };
  return tf_test_run(tests);
}
