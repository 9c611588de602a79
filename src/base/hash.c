/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <string.h>

/* Little-endian word of up to 8 bytes, zero-padded. */
static uint64_t load_word(const unsigned char* data, size_t size) {
  uint64_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  for (size_t i = 0; i < size; ++i) word |= (uint64_t)data[i] << (8 * i);
#else
  memcpy(&word, data, size);
#endif
  return word;
}

uint64_t tf_hash_key(tf_str key) {
  const uint64_t multiplier = UINT64_C(0xc6a4a7935bd1e995);
  const unsigned char* data = (const unsigned char*)key.data;
  uint64_t hash = UINT64_C(0xc70f6907) ^ (key.size * multiplier);
  size_t left = key.size;
  for (; left >= 8; left -= 8, data += 8) {
    uint64_t word = load_word(data, 8) * multiplier;
    word ^= word >> 47;
    hash = (hash ^ (word * multiplier)) * multiplier;
  }
  if (left > 0) hash = (hash ^ load_word(data, left)) * multiplier;
  hash = (hash ^ (hash >> 47)) * multiplier;
  return hash ^ (hash >> 47);
}

/* x mod 2^31-1 without a division: fold the upper bits onto the lower ones until they are gone. */
static uint64_t reduce(uint64_t x) {
  x = (x & TF_HASH_MODULUS) + (x >> 31);
  x = (x & TF_HASH_MODULUS) + (x >> 31);
  return x >= TF_HASH_MODULUS ? x - TF_HASH_MODULUS : x;
}

uint64_t tf_hash_bytes(const void* data, size_t size) {
  const uint64_t multiplier = UINT64_C(1099511628211);
  const unsigned char* bytes = (const unsigned char*)data;
  uint64_t hash = 0;
  size_t left = size;
  for (; left >= 8; left -= 8, bytes += 8) hash = reduce(hash * multiplier + load_word(bytes, 8));
  if (left > 0) hash = reduce(hash * multiplier + load_word(bytes, left));
  return hash;
}
