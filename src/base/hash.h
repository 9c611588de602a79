/* SPDX-License-Identifier: Apache-2.0 */
/* Hash functions whose results are part of the ABI (abi.md section 8). */
#ifndef TVM_FFI_BASE_HASH_H_
#define TVM_FFI_BASE_HASH_H_

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* MurmurHash64A with the seed of type keys: TVMFFITypeInfo.type_key_hash, and the hash of all our
   tables. */
uint64_t tf_hash_key(tf_str key);

/* The hash of string contents. 0 for the empty one. */
uint64_t tf_hash_bytes(const void* data, size_t size);

static inline uint64_t tf_hash_combine(uint64_t key, uint64_t value) {
  return key ^ (value + UINT64_C(0x9e3779b9) + (key << 6) + (key >> 2));
}

#define TF_HASH_MODULUS UINT64_C(2147483647)

/* Of a word as it lies in memory, the number that its bytes are in little-endian order. */
static inline uint64_t tf_hash_from_memory(uint64_t word) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return __builtin_bswap64(word);
#else
  return word;
#endif
}

#endif /* TVM_FFI_BASE_HASH_H_ */
