/* SPDX-License-Identifier: Apache-2.0 */
/* Exporting C functions: write an ordinary function, then one declaration.

     static int64_t add(int64_t x, int64_t y) { return x + y; }
     TVM_FFI_FUNCTION(add, "pkg.add", "Returns x + y.", int64, (int64, x), (int64, y, 1));

   The declaration names the function, how it is called from elsewhere, its documentation, its result, and its
   parameters: (type, name), or (type, name, default) for the last ones. Types are the words of type.h; the C types
   that they stand for are listed in ctype.h, and a function that differs does not compile: the message says how it has to
   be declared.

   A function that can fail has the result `or_error(T)`. It returns 0, or -1 with an error raised, and gives its result
   through a last parameter of its own:

     static int divide(double x, double y, double* result) {
       TVM_FFI_CHECK(y != 0, "ZeroDivisionError", "division by zero");
       *result = x / y;
       return 0;
     }
     TVM_FFI_FUNCTION(divide, "pkg.divide", "", or_error(float64), (float64, x), (float64, y));

   Parameters are borrowed for the time of the call, results are owned by the caller. What the caller passes is checked
   and converted; a wrong number or type of arguments is a TypeError and an integer out of range an OverflowError that
   name the argument and the function. Defaults are numbers as JSON writes them (`0.5`, not `.5f` or a macro), `true`,
   `false`, texts without quotes and backslashes, or `none` for optional(T), variant(...) and any. Up to 16 parameters.

     TVM_FFI_FUNCTION(fn, "pkg.name", doc, result, parameters...)    a global function
     TVM_FFI_SYMBOL(fn, name, doc, result, parameters...)            a symbol of the library: module.name
     TVM_FFI_PACKED(fn, "pkg.name", doc)                             a global function of any arguments
     TVM_FFI_CALLABLE(fn, "name", result, parameters...)             only a wrapper, for TVM_FFI_MAKE_FUNCTION */
#ifndef TVM_FFI_C_EXPORT_H_
#define TVM_FFI_C_EXPORT_H_

#include <tvm/ffi/c/error.h>
#include <tvm/ffi/c/metadata.h>

/* ---- Running at load time ---- */

/* Defines a function that runs when the library is loaded: TVM_FFI_AT_LOAD(name) { ... } */
#if defined(__GNUC__)
#define TVM_FFI_AT_LOAD(name) __attribute__((constructor)) static void name(void)
#elif defined(_MSC_VER)
#define TVM_FFI_AT_LOAD(name)                                             \
  static void name(void);                                                 \
  __pragma(section(".CRT$XCU", read))                                     \
      __declspec(allocate(".CRT$XCU")) void (*name##_entry)(void) = name; \
  static void name(void)
#else
#error "no way is known to run code when a library is loaded by this compiler"
#endif

/* A function or method on its way into the library; all texts are constants. */
typedef struct tvm_ffi_method_row {
  const char* name;
  const char* doc;
  const char* metadata;
  TVMFFISafeCallType call;
  int64_t flags;
} tvm_ffi_method_row;

/* Fills in `info`, whose `method` is owned by the caller. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_method_info_(const tvm_ffi_method_row* row,
                                               TVMFFIMethodInfo* info) {
  tvm_ffi_function function = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_function_new(NULL, row->call, NULL, &function));
  info->name = tvm_ffi_raw_text(row->name);
  info->doc = tvm_ffi_raw_text(row->doc);
  info->metadata = tvm_ffi_raw_text(row->metadata);
  info->flags = row->flags;
  info->method = tvm_ffi_any_from_function(function).raw;
  return 0;
}

/* What a failed registration leaves behind: one line, for nobody waits for an answer, and the error raised, for the
   loader that looks. */
TVM_FFI_COLD_FUNCTION void tvm_ffi_report_registration_(const char* name, int status) {
  if (status == 0) return;
  tvm_ffi_error error = tvm_ffi_error_take();
  (void)fprintf(stderr, "tvm_ffi: cannot register %s: %s\n", name,
                tvm_ffi_error_message(tvm_ffi_error_peek(&error)).data);
  (void)tvm_ffi_error_raise(error);
}

TVM_FFI_COLD_FUNCTION void tvm_ffi_register_function_(const tvm_ffi_method_row* row) {
  TVMFFIMethodInfo info;
  int status = tvm_ffi_method_info_(row, &info);
  if (status == 0) {
    status = TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0);
    tvm_ffi_raw_drop(&info.method);
  }
  tvm_ffi_report_registration_(row->name, status);
}

/* Answers a question about an exported symbol with a text. */
static inline int tvm_ffi_give_text_(const char* text, TVMFFIAny* result) {
  const TVMFFIByteArray bytes = tvm_ffi_raw_text(text);
  return TVMFFIStringFromByteArray(&bytes, result);
}

/* ---- The declarations ---- */

#define TVM_FFI_FUNCTION(fn, name, doc, ...) TVM_FFI_FUNCTION_AS(fn, fn, name, doc, __VA_ARGS__)
/* The same for a C function that is exported more than once: `id` is a word of its own for each. */
#define TVM_FFI_FUNCTION_AS(fn, id, name, doc, ...)                                                \
  TVM_FFI_DEFINE_WRAPPER(static, tvm_ffi_function_##id, fn, name, __VA_ARGS__);                    \
  TVM_FFI_REGISTER_FUNCTION_(tvm_ffi_load_function_##id, name, doc, TVM_FFI_METADATA(__VA_ARGS__), \
                             tvm_ffi_function_##id)
#define TVM_FFI_REGISTER_FUNCTION_(loader, name, doc, metadata, call)     \
  TVM_FFI_AT_LOAD(loader) {                                               \
    static const tvm_ffi_method_row row = {name, doc, metadata, call, 0}; \
    tvm_ffi_register_function_(&row);                                     \
  }                                                                       \
  TVM_FFI_STATIC_ASSERT(true, "")

#ifdef __cplusplus
#define TVM_FFI_SYMBOL_LINKAGE extern "C" TVM_FFI_DLL_EXPORT
#else
#define TVM_FFI_SYMBOL_LINKAGE TVM_FFI_DLL_EXPORT
#endif

#define TVM_FFI_SYMBOL(fn, name, doc, ...)                                                  \
  TVM_FFI_DEFINE_WRAPPER(TVM_FFI_SYMBOL_LINKAGE, __tvm_ffi_##name, fn, #name, __VA_ARGS__); \
  TVM_FFI_DEFINE_ANSWER_(__tvm_ffi__metadata_##name, TVM_FFI_METADATA(__VA_ARGS__))         \
  TVM_FFI_DEFINE_ANSWER_(__tvm_ffi__doc_##name, doc)                                        \
  TVM_FFI_STATIC_ASSERT(true, "")
#define TVM_FFI_DEFINE_ANSWER_(symbol, text)                                               \
  TVM_FFI_SYMBOL_LINKAGE int symbol(void* handle, const TVMFFIAny* args, int32_t num_args, \
                                    TVMFFIAny* result);                                    \
  TVM_FFI_SYMBOL_LINKAGE int symbol(void* handle, const TVMFFIAny* args, int32_t num_args, \
                                    TVMFFIAny* result) {                                   \
    (void)handle;                                                                          \
    (void)args;                                                                            \
    (void)num_args;                                                                        \
    return tvm_ffi_give_text_(text, result);                                               \
  }

/* A function of any arguments: int fn(const tvm_ffi_view* args, int32_t num_args, tvm_ffi_any* result), where `*result`
   comes in as None. */
#define TVM_FFI_PACKED(fn, name, doc)                                                     \
  TVM_FFI_STATIC_ASSERT(                                                                  \
      TVM_FFI_HAS_TYPE(&fn, int (*)(const tvm_ffi_view*, int32_t, tvm_ffi_any*)),         \
      "exported function has to be declared as: int " #fn                                 \
      "(const tvm_ffi_view*, int32_t, tvm_ffi_any*)");                                    \
  static int tvm_ffi_function_##fn(void* handle, const TVMFFIAny* args, int32_t num_args, \
                                   TVMFFIAny* result) {                                   \
    tvm_ffi_any given = TVM_FFI_ZERO;                                                     \
    (void)handle;                                                                         \
    TVM_FFI_TRY(fn((const tvm_ffi_view*)args, num_args, &given));                         \
    *result = given.raw;                                                                  \
    return 0;                                                                             \
  }                                                                                       \
  TVM_FFI_REGISTER_FUNCTION_(tvm_ffi_load_function_##fn, name, doc,                       \
                             "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\"}\"}", \
                             tvm_ffi_function_##fn)

#define TVM_FFI_CALLABLE(fn, name, ...) \
  TVM_FFI_DEFINE_WRAPPER(static, tvm_ffi_callable_##fn, fn, name, __VA_ARGS__)

/* Makes a function object of a TVM_FFI_CALLABLE: TVM_FFI_TRY(TVM_FFI_MAKE_FUNCTION(fn, &function)); */
#define TVM_FFI_MAKE_FUNCTION(fn, out) tvm_ffi_function_new(NULL, tvm_ffi_callable_##fn, NULL, out)

#endif /* TVM_FFI_C_EXPORT_H_ */
