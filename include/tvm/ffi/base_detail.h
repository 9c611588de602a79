/* SPDX-License-Identifier: Apache-2.0 */
/* What every C++ header starts from: compiler attributes and the visibility of namespace tvm::ffi. */
#ifndef TVM_FFI_BASE_DETAIL_H_
#define TVM_FFI_BASE_DETAIL_H_

#include <tvm/ffi/c_api.h>

#include <cstddef>
#include <cstdint>

#if defined(__GNUC__) || defined(__clang__)
#define TVM_FFI_INLINE inline __attribute__((always_inline))
#define TVM_FFI_NO_INLINE __attribute__((noinline))
#define TVM_FFI_COLD_CODE __attribute__((cold))
#define TVM_FFI_UNREACHABLE() __builtin_unreachable()
#define TVM_FFI_PREDICT_TRUE(cond) __builtin_expect(!!(cond), 1)
#define TVM_FFI_PREDICT_FALSE(cond) __builtin_expect(!!(cond), 0)
#define TVM_FFI_FUNC_SIG __PRETTY_FUNCTION__
#else
#define TVM_FFI_INLINE __forceinline
#define TVM_FFI_NO_INLINE __declspec(noinline)
#define TVM_FFI_COLD_CODE
#define TVM_FFI_UNREACHABLE() __assume(false)
#define TVM_FFI_PREDICT_TRUE(cond) static_cast<bool>(cond)
#define TVM_FFI_PREDICT_FALSE(cond) static_cast<bool>(cond)
#define TVM_FFI_FUNC_SIG __FUNCSIG__
#endif

/* Visibility. The functions and statics of these headers are inline code that every binary carries
   for itself. Two binaries built with different versions of them, or with another implementation of
   the same interface, live in one process; were the symbols visible, the loader would mix them. So
   every header opens the namespace as `namespace ffi TVM_FFI_HIDDEN {`. The one exception is class
   Error, whose type has to be the same one everywhere so that it can be caught everywhere. */
#if defined(_WIN32)
#define TVM_FFI_HIDDEN
#define TVM_FFI_VISIBLE
#define TVM_FFI_WEAK
#elif defined(__GNUC__) || defined(__clang__)
#define TVM_FFI_HIDDEN __attribute__((visibility("hidden")))
#define TVM_FFI_VISIBLE __attribute__((visibility("default")))
#define TVM_FFI_WEAK __attribute__((weak))
#else
#define TVM_FFI_HIDDEN
#define TVM_FFI_VISIBLE
#define TVM_FFI_WEAK
#endif

/* For code that looks at a module as at a C++ object: one that C made has a virtual table without type
   information, which the vptr check of UndefinedBehaviorSanitizer takes for a mistake. */
#if defined(__GNUC__) || defined(__clang__)
#define TVM_FFI_NO_VPTR_CHECK __attribute__((no_sanitize("vptr")))
#else
#define TVM_FFI_NO_VPTR_CHECK
#endif

/* For handlers of abi::__forced_unwind, of which there is no object: the reference is null. */
#if defined(__GNUC__) || defined(__clang__)
#define TVM_FFI_NO_NULL_CHECK __attribute__((no_sanitize("null")))
#else
#define TVM_FFI_NO_NULL_CHECK
#endif

#define TVM_FFI_EXTRA_CXX_API TVM_FFI_DLL

#if defined(__GNUC__) && !defined(__clang__)
/* GCC warns about every class that has a base or a field of a hidden type unless the class is hidden
   too. For users' classes that is right as it is: their own functions stay visible. The warning is
   reported where the class ends, so it can only be switched off for good. */
#pragma GCC diagnostic ignored "-Wattributes"
#endif

/* Tells the optimiser what is certain; undefined behaviour when it is not. */
#if defined(__clang__)
#define TVM_FFI_UNSAFE_ASSUME(cond) __builtin_assume(cond)
#elif defined(_MSC_VER)
#define TVM_FFI_UNSAFE_ASSUME(cond) __assume(cond)
#else
#define TVM_FFI_UNSAFE_ASSUME(cond)     \
  do {                                  \
    if (!(cond)) TVM_FFI_UNREACHABLE(); \
  } while (false)
#endif

#define TVM_FFI_STR_CONCAT_(a, b) a##b
#define TVM_FFI_STR_CONCAT(a, b) TVM_FFI_STR_CONCAT_(a, b)

/* Where a pointer does not fill the payload, the rest has to be zero: equality reads all of it. */
#if INTPTR_MAX == INT64_MAX
#define TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(result)
#else
#define TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(result) (result)->v_int64 = 0
#endif

#define TVM_FFI_DEFINE_DEFAULT_COPY_MOVE_AND_ASSIGN(TypeName) \
  TypeName(const TypeName& other) = default;                  \
  TypeName(TypeName&& other) noexcept = default;              \
  TypeName& operator=(const TypeName& other) = default;       \
  TypeName& operator=(TypeName&& other) noexcept = default

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {}
namespace details = detail;

/* The numbers of the built-in kinds and types. */
using TypeIndex = TVMFFITypeIndex;
/* The record of a type. */
using TypeInfo = TVMFFITypeInfo;

/* Asks for a reference without an object; to be filled before use. */
struct UnsafeInit {};

/* Keys of the built-in kinds. */
struct StaticTypeKey {
  static constexpr const char* kTVMFFIAny = "Any";
  static constexpr const char* kTVMFFINone = "None";
  static constexpr const char* kTVMFFIInt = "int";
  static constexpr const char* kTVMFFIBool = "bool";
  static constexpr const char* kTVMFFIFloat = "float";
  static constexpr const char* kTVMFFIOpaquePtr = "void*";
  static constexpr const char* kTVMFFIDataType = "DataType";
  static constexpr const char* kTVMFFIDevice = "Device";
  static constexpr const char* kTVMFFIDLTensorPtr = "DLTensor*";
  static constexpr const char* kTVMFFIRawStr = "const char*";
  static constexpr const char* kTVMFFIByteArrayPtr = "TVMFFIByteArray*";
  static constexpr const char* kTVMFFIObjectRValueRef = "ObjectRValueRef";
  static constexpr const char* kTVMFFISmallStr = "ffi.SmallStr";
  static constexpr const char* kTVMFFISmallBytes = "ffi.SmallBytes";
  static constexpr const char* kTVMFFIObject = "ffi.Object";
  static constexpr const char* kTVMFFIStr = "ffi.String";
  static constexpr const char* kTVMFFIBytes = "ffi.Bytes";
  static constexpr const char* kTVMFFIError = "ffi.Error";
  static constexpr const char* kTVMFFIFunction = "ffi.Function";
  static constexpr const char* kTVMFFIShape = "ffi.Shape";
  static constexpr const char* kTVMFFITensor = "ffi.Tensor";
  static constexpr const char* kTVMFFIArray = "ffi.Array";
  static constexpr const char* kTVMFFIMap = "ffi.Map";
  static constexpr const char* kTVMFFIModule = "ffi.Module";
  static constexpr const char* kTVMFFIOpaquePyObject = "ffi.OpaquePyObject";
  static constexpr const char* kTVMFFIList = "ffi.List";
  static constexpr const char* kTVMFFIDict = "ffi.Dict";
  static constexpr const char* kTVMFFIBigInt = "ffi.BigInt";
};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_BASE_DETAIL_H_
