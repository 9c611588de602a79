/* SPDX-License-Identifier: Apache-2.0 */
/* The environment of a call: streams, tensor allocation, signals of the host language, symbols of
   modules (abi.md section 16, 15). Conventions as in c_api.h. */
#ifndef TVM_FFI_EXTRA_C_ENV_API_H_
#define TVM_FFI_EXTRA_C_ENV_API_H_

#include <tvm/ffi/c_api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A stream of a device, as its framework hands it around: cudaStream_t for CUDA. NULL is the
 * default stream. */
typedef void* TVMFFIStreamHandle;

/* Sets the calling thread's current stream of a device. `opt_out_original_stream` receives the one
   before; may be NULL. ValueError for negative numbers. */
TVM_FFI_DLL int TVMFFIEnvSetStream(int32_t device_type, int32_t device_id,
                                   TVMFFIStreamHandle stream,
                                   TVMFFIStreamHandle* opt_out_original_stream);

/* The calling thread's current stream of a device; NULL when none was set. Cannot fail. */
TVM_FFI_DLL TVMFFIStreamHandle TVMFFIEnvGetStream(int32_t device_type, int32_t device_id);

/* Sets the tensor allocator of the calling thread, and of the process too when
   `write_to_global_context` is not 0. `opt_out_original_allocator` receives the thread's previous
   one; may be NULL. */
TVM_FFI_DLL int TVMFFIEnvSetDLPackManagedTensorAllocator(
    DLPackManagedTensorAllocator allocator, int write_to_global_context,
    DLPackManagedTensorAllocator* opt_out_original_allocator);

/* The allocator in force: the thread's, else the process', else NULL. */
TVM_FFI_DLL DLPackManagedTensorAllocator TVMFFIEnvGetDLPackManagedTensorAllocator(void);

/* Makes a Tensor of the prototype's dtype, ndim, shape and device by the allocator in force;
   RuntimeError without one.
   `*out` is owned. */
TVM_FFI_DLL int TVMFFIEnvTensorAlloc(DLTensor* prototype, TVMFFIObjectHandle* out);

/* Lets the host language handle its pending signals. -1 when it has an error pending; the raised
   slot stays empty then, and the caller is expected to return an error of kind EnvErrorAlreadySet.
 */
TVM_FFI_DLL int TVMFFIEnvCheckSignals(void);

/* Gives the library a function of the host: PyErr_CheckSignals, PyGILState_Ensure or
   PyGILState_Release; NULL takes it away. ValueError for another name. */
TVM_FFI_DLL int TVMFFIEnvRegisterCAPI(const char* name, void* symbol);

/* Finds a function in the imports of the module whose library context is `library_ctx`, then among
   the global functions.
   `*out` is borrowed from the module's cache. RuntimeError when there is none. */
TVM_FFI_DLL int TVMFFIEnvModLookupFromImports(TVMFFIObjectHandle library_ctx, const char* func_name,
                                              TVMFFIObjectHandle* out);

/* Registers a pointer that is stored, at every later load, into the library's `void*` variable of
 * this name. */
TVM_FFI_DLL int TVMFFIEnvModRegisterContextSymbol(const char* name, void* symbol);

/* Registers a symbol of the system library: functions that are linked into the process. */
TVM_FFI_DLL int TVMFFIEnvModRegisterSystemLibSymbol(const char* name, void* symbol);

#ifdef __cplusplus
}
#endif

#endif /* TVM_FFI_EXTRA_C_ENV_API_H_ */
