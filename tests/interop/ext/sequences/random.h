/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that depend on a seed alone, so that two processes draw the same. */
#ifndef TESTS_INTEROP_SEQUENCES_RANDOM_H_
#define TESTS_INTEROP_SEQUENCES_RANDOM_H_

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t state;
} rng;

static inline uint64_t mix_bits(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/* Each step of a sequence draws from a generator of its own: leaving one step out changes no other. */
static inline rng rng_for(uint64_t seed, uint64_t step) {
  return (rng){mix_bits(seed * 0x9e3779b97f4a7c15u + mix_bits(step + 1))};
}

static inline uint64_t draw(rng* r) {
  r->state += 0x9e3779b97f4a7c15u;
  return mix_bits(r->state);
}

/* A number from 0 to count - 1. */
static inline int below(rng* r, int count) { return (int)(draw(r) % (uint64_t)count); }

/* Yes once in `count` times. */
static inline int one_in(rng* r, int count) { return below(r, count) == 0; }

#endif /* TESTS_INTEROP_SEQUENCES_RANDOM_H_ */
