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

/* x modulo TF_HASH_MODULUS without a division: fold the upper bits onto the lower ones until they are gone. */
static inline uint64_t tf_hash_reduce(uint64_t x) {
  x = (x & TF_HASH_MODULUS) + (x >> 31);
  x = (x & TF_HASH_MODULUS) + (x >> 31);
  return x >= TF_HASH_MODULUS ? x - TF_HASH_MODULUS : x;
}

/* Up to 7 bytes as they lie in memory, the rest of the word zero. Reads no byte beyond them, and calls nothing. */
static inline uint64_t tf_hash_short_bytes(const void* data, size_t size) {
  const unsigned char* bytes = (const unsigned char*)data;
  uint64_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  for (size_t i = 0; i < size; ++i) word |= (uint64_t)bytes[i] << (56 - 8 * i);
#else
  if (size >= 4) {
    /* Two halves that may overlap, and agree where they do. */
    uint32_t front, back;
    memcpy(&front, bytes, 4);
    memcpy(&back, bytes + size - 4, 4);
    word = front | (uint64_t)back << (8 * (size - 4));
  } else if (size > 0) {
    word = (uint64_t)bytes[0] | (uint64_t)bytes[size / 2] << (8 * (size / 2)) |
           (uint64_t)bytes[size - 1] << (8 * (size - 1));
  }
#endif
  return word;
}

#endif /* TVM_FFI_BASE_HASH_H_ */
