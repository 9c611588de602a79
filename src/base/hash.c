/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <string.h>

static uint64_t load_word(const unsigned char* data) {
  uint64_t word;
  memcpy(&word, data, 8);
  return tf_hash_from_memory(word);
}

/* The last bytes, fewer than 8, zero-padded. */
static uint64_t load_rest(const unsigned char* data, size_t size) {
  return tf_hash_from_memory(tf_hash_short_bytes(data, size));
}

uint64_t tf_hash_key(tf_str key) {
  const uint64_t multiplier = UINT64_C(0xc6a4a7935bd1e995);
  const unsigned char* data = (const unsigned char*)key.data;
  uint64_t hash = UINT64_C(0xc70f6907) ^ (key.size * multiplier);
  size_t left = key.size;
  for (; left >= 8; left -= 8, data += 8) {
    uint64_t word = load_word(data) * multiplier;
    word ^= word >> 47;
    hash = (hash ^ (word * multiplier)) * multiplier;
  }
  if (left > 0) hash = (hash ^ load_rest(data, left)) * multiplier;
  hash = (hash ^ (hash >> 47)) * multiplier;
  return hash ^ (hash >> 47);
}

uint64_t tf_hash_bytes(const void* data, size_t size) {
  const uint64_t multiplier = UINT64_C(1099511628211);
  const unsigned char* bytes = (const unsigned char*)data;
  uint64_t hash = 0;
  size_t left = size;
  for (; left >= 8; left -= 8, bytes += 8) {
    hash = tf_hash_reduce(hash * multiplier + load_word(bytes));
  }
  if (left > 0) hash = tf_hash_reduce(hash * multiplier + load_rest(bytes, left));
  return hash;
}
