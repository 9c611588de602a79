/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a fuzzer's bytes: sizes and choices from the end, payload from the front, so that a change of
   the payload does not shift the choices. What is no longer there reads as 0. */
#ifndef FUZZ_COMMON_INPUT_H_
#define FUZZ_COMMON_INPUT_H_

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct fuzz_input {
  const uint8_t* begin;
  const uint8_t* end;
} fuzz_input;

static inline fuzz_input fuzz_input_of(const uint8_t* data, size_t size) {
  return (fuzz_input){data, size == 0 ? data : data + size};
}

static inline size_t fuzz_input_left(const fuzz_input* in) { return (size_t)(in->end - in->begin); }

static inline uint8_t fuzz_input_byte(fuzz_input* in) {
  return fuzz_input_left(in) == 0 ? 0 : *--in->end;
}

/* `bytes` bytes as a number, the most significant one last in the input. */
static inline uint64_t fuzz_input_number(fuzz_input* in, int bytes) {
  uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | fuzz_input_byte(in);
  return value;
}

/* One of 0 .. count - 1; `count` is at most 256. */
static inline uint32_t fuzz_input_choice(fuzz_input* in, uint32_t count) {
  return fuzz_input_byte(in) % count;
}

/* A number that is often at an edge: small, a power of two and its neighbours, or any bits. */
static inline int64_t fuzz_input_edge(fuzz_input* in) {
  uint8_t how = fuzz_input_byte(in);
  uint64_t power = UINT64_C(1) << (how & 63);
  switch (how >> 6) {
    case 0:
      return (int64_t)(how & 63) - 8;
    case 1:
      return (int64_t)(power + fuzz_input_choice(in, 3) - 1);
    case 2:
      return (int64_t)(0 - power);
    default:
      return (int64_t)fuzz_input_number(in, 8);
  }
}

/* The rest of the payload in a heap block of exactly its size, so that a sanitizer sees a look behind
   its end. The caller frees it. */
static inline uint8_t* fuzz_input_rest(const fuzz_input* in, size_t* size) {
  *size = fuzz_input_left(in);
  uint8_t* copy = malloc(*size + (*size == 0));
  if (copy == NULL) abort();
  if (*size != 0) memcpy(copy, in->begin, *size);
  return copy;
}

#endif /* FUZZ_COMMON_INPUT_H_ */
