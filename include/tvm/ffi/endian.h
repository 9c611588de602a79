/* SPDX-License-Identifier: Apache-2.0 */
/* Byte order of this machine and of what is written to files. */
#ifndef TVM_FFI_ENDIAN_H_
#define TVM_FFI_ENDIAN_H_

#include <tvm/ffi/base_detail.h>

#include <cstddef>
#include <cstdint>

/* A build may say what the target is; else the compiler knows. */
#if defined(TVM_FFI_CMAKE_LITTLE_ENDIAN)
#define TVM_FFI_LITTLE_ENDIAN TVM_FFI_CMAKE_LITTLE_ENDIAN
#elif defined(__BYTE_ORDER__) && defined(__ORDER_BIG_ENDIAN__)
#define TVM_FFI_LITTLE_ENDIAN (__BYTE_ORDER__ != __ORDER_BIG_ENDIAN__)
#else
#define TVM_FFI_LITTLE_ENDIAN 1
#endif

/* Byte order of serialised data. */
#ifndef TVM_FFI_IO_USE_LITTLE_ENDIAN
#define TVM_FFI_IO_USE_LITTLE_ENDIAN 1
#endif

/* True when serialised data can be written as it lies in memory. */
#define TVM_FFI_IO_NO_ENDIAN_SWAP (TVM_FFI_LITTLE_ENDIAN == TVM_FFI_IO_USE_LITTLE_ENDIAN)

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Turns the byte order of `num_elems` elements of `elem_bytes` each, in place. */
inline void ByteSwap(void* data, size_t elem_bytes, size_t num_elems) {
  uint8_t* bytes = static_cast<uint8_t*>(data);
  for (size_t i = 0; i < num_elems; ++i, bytes += elem_bytes) {
    for (size_t low = 0, high = elem_bytes; low + 1 < high; ++low) {
      --high;
      uint8_t byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_ENDIAN_H_
