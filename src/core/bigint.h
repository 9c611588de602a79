/* SPDX-License-Identifier: Apache-2.0 */
/* Integers that do not fit 64 bits (abi.md section 6.8): words of two's complement, least significant first, at least
   two, no redundant sign word. What fits an Int is an Int. Immutable, hence thread-safe. */
#ifndef TVM_FFI_CORE_BIGINT_H_
#define TVM_FFI_CORE_BIGINT_H_

#include "base/buf.h"
#include "core/any.h"

/* Decimal text longer than this is refused: reading and writing it takes quadratic time. */
#define TF_BIGINT_MAX_DIGITS 20000

typedef struct tf_bigint {
  tf_object header;
  size_t count;
  int64_t words[];
} tf_bigint;

/* An integer from words that need not be canonical (none: 0). -1 with MemoryError. */
TF_NODISCARD int tf_bigint_new(const int64_t* words, size_t count, tf_any* out);

/* The words of an Int (borrowed from `view`, which must stay where it is) or BigInt. False for other kinds. */
bool tf_bigint_get_words(const tf_view* view, const int64_t** words, size_t* count);

/* Negative, zero or positive as a <, ==, > b. Both must be Int, Bool or BigInt. */
int tf_bigint_compare(tf_view a, tf_view b);

/* Decimal text. ValueError beyond TF_BIGINT_MAX_DIGITS (also when read). */
TF_NODISCARD int tf_bigint_to_text(tf_view value, tf_any* out);
TF_NODISCARD int tf_bigint_from_text(tf_str text, tf_any* out);

/* Registers the attributes of ffi.BigInt that belong to this layer: hash, equality, order, JSON. */
TF_NODISCARD int tf_bigint_register(void);

#endif /* TVM_FFI_CORE_BIGINT_H_ */
