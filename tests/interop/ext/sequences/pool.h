/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a running sequence and the steps that make more of them. */
#ifndef TESTS_INTEROP_SEQUENCES_POOL_H_
#define TESTS_INTEROP_SEQUENCES_POOL_H_

#include "emit.h"
#include "library.h"
#include "random.h"

enum { NUM_REGISTERS = 10, MAX_ARGS = 24 };

extern any registers[NUM_REGISTERS];

/* What a sequence may hold; surfaces that need less ask for less. */
typedef enum {
  WITH_OBJECTS = 1, /* the driver's own types */
  WITH_TENSORS = 2,
  WITH_CYCLES = 4,   /* Lists and Dicts may come to hold themselves */
  WITH_ADDRESSES = 8 /* functions: compared by where they lie */
} pool_options;

/* Empties all registers, after taking apart what may hold itself. */
void pool_clear(void);

/* Puts an owned value into a register. */
void pool_set(int at, any owned);

/* A borrowed value from a random register. */
any pool_any(rng* r);

/* A register that holds a value of this kind, or -1. */
int pool_find(rng* r, int32_t type_index);

/* New owned values. */
any random_scalar(rng* r);
any random_key(rng* r);
any random_text(rng* r);
any text_of(const char* data, size_t size);
any of_int(int64_t value);
any of_bool(int value);
any none(void);

/* A Dict of these keys and values that began empty. */
any dict_of(const any* args, int count);

/* One step that makes a value or changes one. */
void pool_build(rng* r, int options);

/* Calls and shows what came of it; the result goes into a register where `at` is not negative. */
void show_call(global_id which, const any* args, int count, int at);

#endif /* TESTS_INTEROP_SEQUENCES_POOL_H_ */
