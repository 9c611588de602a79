/* SPDX-License-Identifier: Apache-2.0 */
/* The allocation-failure walk over the whole ABI and our additions: each function is called with the
   1st, 2nd, 3rd ... allocation refused, once and from then on, until none is. A refused call says
   MemoryError and leaves nothing behind; the same call, names and all, succeeds afterwards. The list
   is held against abi/abi.json and the headers by tests/meta.

   Each call runs in a thread of its own, so that what a thread keeps for its next call (buffers,
   tables) is made under refusal too and has to go at the thread's end. */
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/c_runtime_api.h>

#include "abi_walk.h"
#include "core/string.h"

#include "tf_managed.h"
#include "tf_test_core.h"

#define BYTES(literal) ((TVMFFIByteArray){literal, sizeof(literal) - 1})

static int call_nothing(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)num_args;
  *result = (TVMFFIAny){.type_index = kTVMFFINone};
  return 0;
}

/* A function that registrations may keep: it is never freed and takes no memory. */
static struct {
  TVMFFIObject header;
  TVMFFIFunctionCell cell;
} static_function = {{.combined_ref_count = TF_REF_ONE, .type_index = kTVMFFIFunction},
                     {.safe_call = call_nothing}};

static void drop(TVMFFIAny* value) {
  tf_any any = tf_any_take(value);
  tf_any_drop(&any);
}

/* ---- Version and objects. ---- */

static int get_version(void) {
  TVMFFIVersion version;
  TVMFFIGetVersion(&version);
  return version.minor == 1 ? 0 : -1;
}

static int inc_ref(void) { return TVMFFIObjectIncRef(&static_function); }
static int dec_ref(void) { return TVMFFIObjectDecRef(&static_function); }

static int create_opaque(void) {
  TVMFFIObjectHandle out;
  TF_TRY(TVMFFIObjectCreateOpaque(&out, kTVMFFIOpaquePyObject, NULL, &out));
  return TVMFFIObjectDecRef(out);
}

static int get_allocator(void) { return TVMFFIGetCustomAllocator() != NULL ? 0 : -1; }
static int set_allocator(void) { return TVMFFISetCustomAllocator(NULL); }

/* ---- Texts and numbers. ---- */

static int string_from(void) {
  TVMFFIByteArray text = BYTES("long enough for an object");
  TVMFFIAny out;
  TF_TRY(TVMFFIStringFromByteArray(&text, &out));
  drop(&out);
  return 0;
}

static int bytes_from(void) {
  TVMFFIByteArray text = BYTES("long enough for an object");
  TVMFFIAny out;
  TF_TRY(TVMFFIBytesFromByteArray(&text, &out));
  drop(&out);
  return 0;
}

static const int64_t two_words[] = {1, 2};

static int bigint_from(void) {
  TVMFFIByteArray words = {(const char*)two_words, sizeof two_words};
  TVMFFIAny out;
  TF_TRY(TVMFFIBigIntFromByteArray(&words, &out));
  drop(&out);
  return 0;
}

static int bigint_content(void) {
  TVMFFIAny value = {.type_index = kTVMFFIInt, .v_int64 = 5};
  return TVMFFIBigIntGetContentByteArray(&value).size == 8 ? 0 : -1;
}

static int dtype_from(void) {
  TVMFFIByteArray text = BYTES("float32x4");
  DLDataType out;
  return TVMFFIDataTypeFromString(&text, &out);
}

static int dtype_to(void) {
  DLDataType dtype = {kDLFloat, 32, 4};
  TVMFFIAny out;
  TF_TRY(TVMFFIDataTypeToString(&dtype, &out));
  drop(&out);
  return 0;
}

/* ---- Functions. ---- */

static int function_create(void) {
  TVMFFIObjectHandle out;
  TF_TRY(TVMFFIFunctionCreate(&static_function, call_nothing, NULL, &out));
  return TVMFFIObjectDecRef(out);
}

static int function_call(void) {
  TVMFFIAny result = {.type_index = kTVMFFINone};
  return TVMFFIFunctionCall(&static_function, NULL, 0, &result);
}

static int get_global(void) {
  TVMFFIByteArray name = BYTES("walk.no such function");
  TVMFFIObjectHandle out;
  return TVMFFIFunctionGetGlobal(&name, &out);
}

static int set_global(void) {
  TVMFFIByteArray name = fresh_name("function");
  return TVMFFIFunctionSetGlobal(&name, &static_function, 0);
}

static TVMFFIMethodInfo method_named(TVMFFIByteArray name) {
  TVMFFIMethodInfo info = {.name = name, .doc = BYTES("What it does."), .metadata = BYTES("{}")};
  info.method.type_index = kTVMFFIFunction;
  info.method.v_obj = &static_function.header;
  return info;
}

static int set_global_from_info(void) {
  TVMFFIMethodInfo info = method_named(fresh_name("documented"));
  return TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0);
}

static int view_to_owned(void) {
  TVMFFIAny view = {.type_index = kTVMFFIRawStr, .v_c_str = "long enough for an object"}, out;
  TF_TRY(TVMFFIAnyViewToOwnedAny(&view, &out));
  drop(&out);
  return 0;
}

/* ---- Errors. These say nothing of failing: whatever happens an error is raised. ---- */

static int take_raised(void) {
  TVMFFIObjectHandle error;
  TVMFFIErrorMoveFromRaised(&error);
  if (error == NULL) return -1;
  bool is_memory = strcmp(TVMFFIErrorGetCellPtr(error)->kind.data, TF_MEMORY_ERROR) == 0;
  if (is_memory) {
    TVMFFIErrorSetRaised(error);
  } else {
    assert_string_equal(TVMFFIErrorGetCellPtr(error)->kind.data, "WalkError");
  }
  TVMFFIObjectDecRef(error);
  return is_memory ? -1 : 0;
}

static int raise_and_take(void) {
  TVMFFIErrorSetRaisedFromCStr("WalkError", "a message");
  return take_raised();
}

static int raise_parts(void) {
  const char* parts[] = {"a ", NULL, "message"};
  TVMFFIErrorSetRaisedFromCStrParts("WalkError", parts, 3);
  return take_raised();
}

/* Creating an error must not touch the slot when it fails. */
static int created(int status, TVMFFIObjectHandle error) {
  if (status == 0) return TVMFFIObjectDecRef(error);
  assert_false(tf_error_is_raised());
  return tf_raise_memory();
}

static int error_create(void) {
  TVMFFIByteArray kind = BYTES("WalkError"), message = BYTES("a message"), trace = BYTES("");
  TVMFFIObjectHandle error = NULL;
  int status = TVMFFIErrorCreate(&kind, &message, &trace, &error);
  return created(status, error);
}

static int error_create_with(void) {
  TVMFFIByteArray kind = BYTES("WalkError"), message = BYTES("a message"), trace = BYTES("");
  TVMFFIObjectHandle error = NULL;
  int status = TVMFFIErrorCreateWithCauseAndExtraContext(&kind, &message, &trace, NULL,
                                                         &static_function, &error);
  return created(status, error);
}

/* ---- Tensors. ---- */

static int from_dlpack(void) {
  tf_managed managed;
  TVMFFIObjectHandle out;
  tf_managed_init(&managed);
  TF_TRY(TVMFFITensorFromDLPack(&managed.plain, 0, 0, &out));
  return TVMFFIObjectDecRef(out);
}

static int from_dlpack_versioned(void) {
  tf_managed managed;
  TVMFFIObjectHandle out;
  tf_managed_init(&managed);
  TF_TRY(TVMFFITensorFromDLPackVersioned(&managed.versioned, 0, 0, &out));
  return TVMFFIObjectDecRef(out);
}

/* A Tensor that takes no memory. */
static int64_t static_dims[] = {1};
static struct {
  TVMFFIObject header;
  DLTensor tensor;
} static_tensor = {{.combined_ref_count = TF_REF_ONE, .type_index = kTVMFFITensor},
                   {.ndim = 1, .shape = static_dims, .strides = static_dims}};

static int to_dlpack(void) {
  DLManagedTensor* out;
  TF_TRY(TVMFFITensorToDLPack(&static_tensor, &out));
  out->deleter(out);
  return 0;
}

static int to_dlpack_versioned(void) {
  DLManagedTensorVersioned* out;
  TF_TRY(TVMFFITensorToDLPackVersioned(&static_tensor, &out));
  out->deleter(out);
  return 0;
}

static int unsafe_view(void) {
  TVMFFIObjectHandle out;
  TF_TRY(TVMFFITensorCreateUnsafeView(&static_tensor, &static_tensor.tensor, &out));
  return TVMFFIObjectDecRef(out);
}

/* ---- Types. ---- */

static int key_to_index(void) {
  TVMFFIByteArray key = BYTES("ffi.Array");
  int32_t index;
  return TVMFFITypeKeyToIndex(&key, &index);
}

static int32_t new_type(void) {
  TVMFFIByteArray key = fresh_name("Type");
  return TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject);
}

/* Has no status: it raises and gives the index of an unusable type. */
static int alloc_index(void) {
  int32_t index = new_type();
  bool is_invalid = strncmp(TVMFFIGetTypeInfo(index)->type_key.data, "<invalid", 8) == 0;
  if (is_invalid != tf_error_is_raised()) tf_error_clear(); /* what the walk then complains of */
  return is_invalid ? -1 : 0;
}

static int get_type_info(void) {
  return TVMFFIGetTypeInfo(kTVMFFIArray)->type_index == kTVMFFIArray ? 0 : -1;
}

/* One type for all registrations, made while nothing is refused. */
static int32_t walk_type;

static int get_field(void* field, TVMFFIAny* result) {
  *result = (TVMFFIAny){.type_index = kTVMFFIInt, .v_int64 = *(int64_t*)field};
  return 0;
}

static int register_field(void) {
  TVMFFIFieldInfo info = {.name = fresh_name("field"),
                          .doc = BYTES("What it is."),
                          .metadata = BYTES("{}"),
                          .size = 8,
                          .alignment = 8,
                          .offset = 24,
                          .getter = get_field,
                          .field_static_type_index = kTVMFFIInt};
  return TVMFFITypeRegisterField(walk_type, &info);
}

static int register_method(void) {
  TVMFFIMethodInfo info = method_named(fresh_name("method"));
  return TVMFFITypeRegisterMethod(walk_type, &info);
}

/* A type has metadata once: each run needs a type of its own. */
static int32_t next_type;

static int register_metadata(void) {
  TVMFFITypeMetadata metadata = {.doc = BYTES("What it is."), .total_size = 32};
  return TVMFFITypeRegisterMetadata(next_type, &metadata);
}

static int register_attr(void) {
  TVMFFIByteArray name = fresh_name("__attr__");
  TVMFFIAny value = {.type_index = kTVMFFIInt, .v_int64 = 1};
  return TVMFFITypeRegisterAttr(walk_type, &name, &value);
}

static int get_column(void) {
  TVMFFIByteArray name = BYTES("__ffi_repr__");
  return TVMFFIGetTypeAttrColumn(&name) != NULL ? 0 : -1;
}

/* ---- Backtrace and handles. ---- */

static int backtrace(void) { return TVMFFIBacktrace("walk.c", 1, "walk", 0) != NULL ? 0 : -1; }

static int init_handle(void** result) {
  *result = &static_function;
  return 0;
}

static int deinit_handle(void* handle) { return handle == &static_function ? 0 : -1; }

static int init_once(void) {
  void* handle = NULL;
  return TVMFFIHandleInitOnce(&handle, init_handle);
}

static int deinit_once(void) {
  void* handle = &static_function;
  return TVMFFIHandleDeinitOnce(&handle, deinit_handle);
}

/* ---- Environment. ---- */

static int set_stream(void) { return TVMFFIEnvSetStream(kDLCUDA, 0, &static_function, NULL); }

static int get_stream(void) { return TVMFFIEnvGetStream(kDLCUDA, 0) == NULL ? 0 : -1; }

static tf_managed made;

static int make_tensor(DLTensor* prototype, DLManagedTensorVersioned** out, void* error_ctx,
                       void (*SetError)(void* error_ctx, const char* kind, const char* message)) {
  (void)prototype;
  (void)error_ctx;
  (void)SetError;
  tf_managed_init(&made);
  *out = &made.versioned;
  return 0;
}

static int set_tensor_allocator(void) {
  return TVMFFIEnvSetDLPackManagedTensorAllocator(make_tensor, 0, NULL);
}

static int get_tensor_allocator(void) {
  return TVMFFIEnvGetDLPackManagedTensorAllocator() == NULL ? 0 : -1;
}

static int tensor_alloc(void) {
  TVMFFIObjectHandle out;
  TF_TRY(set_tensor_allocator());
  TF_TRY(TVMFFIEnvTensorAlloc(&static_tensor.tensor, &out));
  return TVMFFIObjectDecRef(out);
}

static int check_signals(void) { return TVMFFIEnvCheckSignals(); }
static int register_capi(void) { return TVMFFIEnvRegisterCAPI("PyErr_CheckSignals", NULL); }

static int expect_other_error(void) {
  if (tf_error_is_raised_of(TF_MEMORY_ERROR)) return -1;
  assert_true(tf_error_is_raised());
  tf_error_clear();
  return 0;
}

/* No module and no such name: the error is the normal end, MemoryError the other one. */
static int mod_lookup(void) {
  TVMFFIObjectHandle out;
  assert_true(TVMFFIEnvModLookupFromImports(NULL, "walk.no such function", &out) != 0);
  return expect_other_error();
}

static int register_context_symbol(void) {
  return TVMFFIEnvModRegisterContextSymbol(fresh_name("context").data, &static_function);
}

static int register_system_symbol(void) {
  return TVMFFIEnvModRegisterSystemLibSymbol(fresh_name("symbol").data, &static_function);
}

/* ---- Additions. ---- */

static int build_id(void) { return tvm_ffi_build_id()[0] != '\0' ? 0 : -1; }

static int constructor_of(void) {
  TVMFFIByteArray key = BYTES("ffi.StructuralKey");
  tvm_ffi_constructor* constructor = NULL;
  int32_t index = 0;
  TF_TRY(TVMFFITypeKeyToIndex(&key, &index));
  TF_TRY(tvm_ffi_constructor_of(index, &constructor));
  tvm_ffi_constructor_free(constructor);
  return 0;
}

/* No such file: the error is the normal end, MemoryError the other one. Opening one that is there is
   a scenario of the global functions. */
static int library_open(void) {
  TVMFFIByteArray path = BYTES("walk.no such library");
  void* handle = NULL;
  assert_true(tvm_ffi_library_open(&path, &handle) != 0);
  return expect_other_error();
}

static int function_doc(void) {
  TVMFFIByteArray name = BYTES("walk.no such function");
  return tvm_ffi_function_doc(&name).size == 0 ? 0 : -1;
}

static int add_boundary(void) {
  tvm_ffi_backtrace_add_boundary(&static_function);
  return 0;
}

static const scenario scenarios[] = {
    {"tvm_ffi_build_id", build_id},
    {"tvm_ffi_constructor_of", constructor_of},
    {"tvm_ffi_constructor_free", constructor_of},
    {"tvm_ffi_function_doc", function_doc},
    {"tvm_ffi_backtrace_add_boundary", add_boundary},
    {"TVMFFIGetVersion", get_version},
    {"TVMFFIObjectIncRef", inc_ref},
    {"TVMFFIObjectDecRef", dec_ref},
    {"TVMFFIObjectCreateOpaque", create_opaque},
    {"TVMFFIGetCustomAllocator", get_allocator},
    {"TVMFFISetCustomAllocator", set_allocator},
    {"TVMFFIStringFromByteArray", string_from},
    {"TVMFFIBytesFromByteArray", bytes_from},
    {"TVMFFIBigIntFromByteArray", bigint_from},
    {"TVMFFIBigIntGetContentByteArray", bigint_content},
    {"TVMFFIDataTypeFromString", dtype_from},
    {"TVMFFIDataTypeToString", dtype_to},
    {"TVMFFIFunctionCreate", function_create},
    {"TVMFFIFunctionCall", function_call},
    {"TVMFFIFunctionGetGlobal", get_global},
    {"TVMFFIFunctionSetGlobal", set_global},
    {"TVMFFIFunctionSetGlobalFromMethodInfo", set_global_from_info},
    {"TVMFFIAnyViewToOwnedAny", view_to_owned},
    {"TVMFFIErrorSetRaised", raise_and_take},
    {"TVMFFIErrorMoveFromRaised", raise_and_take},
    {"TVMFFIErrorSetRaisedFromCStr", raise_and_take},
    {"TVMFFIErrorSetRaisedFromCStrParts", raise_parts},
    {"TVMFFIErrorCreate", error_create},
    {"TVMFFIErrorCreateWithCauseAndExtraContext", error_create_with},
    {"TVMFFITensorFromDLPack", from_dlpack},
    {"TVMFFITensorFromDLPackVersioned", from_dlpack_versioned},
    {"TVMFFITensorToDLPack", to_dlpack},
    {"TVMFFITensorToDLPackVersioned", to_dlpack_versioned},
    {"TVMFFITensorCreateUnsafeView", unsafe_view},
    {"TVMFFITypeKeyToIndex", key_to_index},
    {"TVMFFITypeGetOrAllocIndex", alloc_index},
    {"TVMFFIGetTypeInfo", get_type_info},
    {"TVMFFITypeRegisterField", register_field},
    {"TVMFFITypeRegisterMethod", register_method},
    {"TVMFFITypeRegisterMetadata", register_metadata},
    {"TVMFFITypeRegisterAttr", register_attr},
    {"TVMFFIGetTypeAttrColumn", get_column},
    {"TVMFFIBacktrace", backtrace},
    {"TVMFFIHandleInitOnce", init_once},
    {"TVMFFIHandleDeinitOnce", deinit_once},
    {"TVMFFIEnvSetStream", set_stream},
    {"TVMFFIEnvGetStream", get_stream},
    {"TVMFFIEnvSetDLPackManagedTensorAllocator", set_tensor_allocator},
    {"TVMFFIEnvGetDLPackManagedTensorAllocator", get_tensor_allocator},
    {"TVMFFIEnvTensorAlloc", tensor_alloc},
    {"TVMFFIEnvCheckSignals", check_signals},
    {"TVMFFIEnvRegisterCAPI", register_capi},
    {"TVMFFIEnvModLookupFromImports", mod_lookup},
    {"TVMFFIEnvModRegisterContextSymbol", register_context_symbol},
};

/* These keep what they were given for the life of the process. */
static const scenario keepers[] = {
    {"TVMFFIEnvModRegisterSystemLibSymbol", register_system_symbol},
    {"tvm_ffi_library_open", library_open},
};

static void walk_prepare(void) { next_type = new_type(); }

static void every_function_survives_allocation_failure(void** state) {
  (void)state;
  walk_type = new_type();
  for (size_t i = 0; i < TF_COUNT_OF(scenarios); ++i) walk(&scenarios[i], false);
}

/* Outside the leak check of the fixture. */
static void functions_that_keep_memory_survive_too(void** state) {
  (void)state;
  tf_mem_watch(true);
  for (size_t i = 0; i < TF_COUNT_OF(keepers); ++i) {
    assert_int_equal(keepers[i].body(), 0); /* what is made once, at the first call */
    walk(&keepers[i], true);
  }
  tf_mem_watch(false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(every_function_survives_allocation_failure),
      cmocka_unit_test(functions_that_keep_memory_survive_too),
  };
  return tf_test_run(tests);
}
