/* SPDX-License-Identifier: Apache-2.0 */
/* Our additions to the C ABI, for the Python extension and for tools. The headers that extensions
   include never link these: what is built with them has to run on any implementation of the ABI
   (ARCHITECTURE, "Additions"). */
#ifndef TVM_FFI_EXTRA_C_RUNTIME_API_H_
#define TVM_FFI_EXTRA_C_RUNTIME_API_H_

#include <tvm/ffi/c_api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Identity of this build of the library: a constant NUL-terminated text, compared at import with
   the one that the Python extension and the package were built with. Never NULL. Thread-safe. */
TVM_FFI_DLL const char* tvm_ffi_build_id(void);

/* How a constructor parameter may be passed. */
typedef enum {
  tvmFfiParamPositionalOnly = 0,
  tvmFfiParamPositionalOrKeyword = 1,
  tvmFfiParamKeywordOnly = 2,
  tvmFfiParamVariadic = 3 /* `*args: Any`: the constructor does not say what it takes */
} tvm_ffi_param_kind;

/* How arguments reach the constructor function. */
typedef enum {
  tvmFfiConstructorNone = 0,       /* the type cannot be constructed */
  tvmFfiConstructorPositional = 1, /* all parameters in order, nothing else */
  tvmFfiConstructorKeyword =
      2 /* positional ones, the KWARGS object, then name, value, name, value ... */
} tvm_ffi_constructor_protocol;

/* One parameter, in the order in which a caller passes it. All texts are NUL-terminated and live until
   tvm_ffi_constructor_free. */
typedef struct {
  TVMFFIByteArray name; /* empty for positional-only parameters */
  TVMFFIByteArray
      type_schema;     /* JSON text of the type schema (abi.md section 14); empty when unknown */
  int32_t kind;        /* tvm_ffi_param_kind */
  int32_t has_default; /* 1 when the parameter may be left out */
  const TVMFFIFieldInfo*
      field; /* the field that gave name and default; NULL when none did. Valid until
                                   the next registration of a field for its type */
  TVMFFIByteArray
      default_json; /* JSON text of the default, where the constructor's metadata tell it;
                                   else empty */
} tvm_ffi_param;

/* What a caller needs to know to construct a type: the one place that decides constructor parameter
   names, used by the stub generator and by the Python extension so that stubs, `__signature__` and
   calls agree. */
typedef struct {
  TVMFFIObjectHandle function; /* borrowed from the type table; NULL when protocol is None */
  int32_t protocol;            /* tvm_ffi_constructor_protocol */
  int32_t num_params;
  tvm_ffi_param* params;
} tvm_ffi_constructor;

/* Describes the constructor of a type (its attribute `__ffi_init__`). Parameters are named after
   the fields of the whole chain, root first, positional without default, positional with default,
   keyword-only without, keyword-only with default, when the constructor is generated, or when its
   schema has the same count and types as that list. An explicit constructor whose metadata have the keys
   `arg_names` and `arg_defaults` is described by them; it knows its defaults itself, so trailing ones
   may be left out. Otherwise they are the positional-only
   parameters of its schema, or one Variadic when it has no schema. `*out` is owned: give it to
   tvm_ffi_constructor_free. A type without constructor gives protocol None, return 0. Returns -1
   with TypeError raised for an unknown index, or MemoryError. Thread-safe. */
TVM_FFI_DLL int tvm_ffi_constructor_of(int32_t type_index, tvm_ffi_constructor** out);
TVM_FFI_DLL void tvm_ffi_constructor_free(tvm_ffi_constructor* constructor);

/* Opens a shared library the way modules are opened: now, local, and under the loader's guard, so
   that a registration that clashes with another library becomes one error here instead of the end
   of the process (ARCHITECTURE, "Clashing registrations"). `path` need not be NUL-terminated. The
   handle is dlopen's; opening the same file again gives the same handle. The caller may dlclose it;
   a library that registered something stays loaded all the same. Returns -1 with one line raised
   that names the file and the reason: missing, not a library, truncated, first missing symbol
   (demangled), or the clashes. Thread-safe. */
TVM_FFI_DLL int tvm_ffi_library_open(const TVMFFIByteArray* path, void** out_handle);

/* The documentation that a global function was registered with: permanent, NUL-terminated text; empty
   (never NULL) when there is none, or no function of that name. Cannot fail. Thread-safe. */
TVM_FFI_DLL TVMFFIByteArray tvm_ffi_function_doc(const TVMFFIByteArray* name);

/* Declares the loaded file that holds `address` to be a boundary at which backtraces stop: the
   interpreter, its extension. Ignored when the address belongs to no loaded file. Thread-safe. */
TVM_FFI_DLL void tvm_ffi_backtrace_add_boundary(const void* address);

#ifdef __cplusplus
}
#endif

#endif /* TVM_FFI_EXTRA_C_RUNTIME_API_H_ */
