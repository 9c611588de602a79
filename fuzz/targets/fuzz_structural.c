/* SPDX-License-Identifier: Apache-2.0 */
/* Two values with shared parts and perhaps cycles, compared, hashed, copied, printed.

   Properties: both equalities are reflexive and symmetric, and equal values hash alike; a mismatch is named exactly when
   there is one; order is antisymmetric; a deep copy is equal and shares nothing that can change; what cannot be answered
   (cycles) is a ValueError, not a hang; the same question twice has the same answer. */
#include "common/values.h"

#include "extra/deep_copy.h"
#include "extra/recursive.h"
#include "extra/repr.h"
#include "extra/structural.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

typedef enum { NO, YES, RAISED } answer;

static const tf_structural_options exact = {false, false};

static answer recursive_equal(tf_view a, tf_view b) {
  bool equal = false;
  FUZZ_OK(tf_recursive_equal(a, b, &equal));
  return equal ? YES : NO;
}

static answer structural_equal(tf_view a, tf_view b) {
  bool equal = false;
  if (tf_structural_equal(a, b, exact, &equal, NULL) == 0) return equal ? YES : NO;
  fuzz_check_raised("ValueError", "structural equality");
  return RAISED;
}

static tf_any repr_of(tf_view value) {
  tf_any text = tf_any_none();
  FUZZ_OK(tf_repr(value, &text));
  return text;
}

static void check_recursive(const fuzz_pool* pool, tf_view a, tf_view b) {
  answer equal = recursive_equal(a, b);
  int order = 0;
  int reverse = 0;
  FUZZ_CHECK(recursive_equal(b, a) == equal, "not symmetric");
  FUZZ_CHECK(recursive_equal(a, a) == YES, "not reflexive");
  /* Of cyclic values that are alike without being built alike the hashes may differ. */
  if (equal == YES && !pool->may_cycle) {
    uint64_t left = 0;
    uint64_t right = 0;
    FUZZ_OK(tf_recursive_hash(a, &left));
    FUZZ_OK(tf_recursive_hash(b, &right));
    FUZZ_CHECK(left == right, "equal, and the hashes differ");
  }
  int code = tf_recursive_compare(a, b, &order);
  if (code != 0) fuzz_check_raised("TypeError ValueError", "order");
  int other = tf_recursive_compare(b, a, &reverse);
  if (other != 0) fuzz_check_raised("TypeError ValueError", "order");
  FUZZ_CHECK(code == other, "only one way raises");
  FUZZ_CHECK(code != 0 || (order > 0) == (reverse < 0), "%d and %d", order, reverse);
}

static void check_structural(tf_view a, tf_view b) {
  answer equal = structural_equal(a, b);
  tf_any mismatch = tf_any_none();
  bool again = false;
  FUZZ_CHECK(structural_equal(a, a) != NO, "not reflexive");
  if (equal == RAISED) return;
  answer reverse = structural_equal(b, a);
  FUZZ_CHECK(reverse == RAISED || reverse == equal, "not symmetric");
  FUZZ_OK(tf_structural_equal(a, b, exact, &again, &mismatch));
  FUZZ_CHECK(again == (equal == YES), "another answer when asked for the place");
  FUZZ_CHECK(tf_view_is_none(tf_view_of(&mismatch)) == again, "a place, and no difference");
  tf_any_drop(&mismatch);
  uint64_t left = 0;
  uint64_t right = 0;
  bool has_left = tf_structural_hash(a, exact, &left) == 0;
  if (!has_left) fuzz_check_raised("ValueError", "structural hash");
  bool has_right = tf_structural_hash(b, exact, &right) == 0;
  if (!has_right) fuzz_check_raised("ValueError", "structural hash");
  FUZZ_CHECK(equal == NO || (has_left == has_right && left == right), "equal, the hashes differ");
}

/* Afterwards the pool's Lists and Dicts are empty. */
static void check_copy(fuzz_pool* pool, tf_view value) {
  tf_any copy = tf_any_none();
  FUZZ_OK(tf_deep_copy(value, &copy));
  FUZZ_CHECK(pool->has_odd_keys || recursive_equal(value, tf_view_of(&copy)) == YES,
             "the copy differs");
  tf_any before = repr_of(tf_view_of(&copy));
  fuzz_pool_cut(pool);
  tf_any after = repr_of(tf_view_of(&copy));
  FUZZ_CHECK(recursive_equal(tf_view_of(&before), tf_view_of(&after)) == YES,
             "the copy changes with its source");
  tf_any_drop(&before);
  tf_any_drop(&after);
  fuzz_release(&copy);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  fuzz_pool pool;
  uint32_t other = fuzz_input_choice(&in, FUZZ_POOL_MAX);
  fuzz_pool_fill(&pool, &in);
  if (pool.count != 0) {
    tf_view a = fuzz_pool_last(&pool);
    tf_view b = tf_view_of(&pool.values[other % (uint32_t)pool.count]);
    tf_any text = repr_of(a);
    tf_any_drop(&text);
    check_recursive(&pool, a, b);
    check_structural(a, b);
    check_copy(&pool, a);
  }
  fuzz_pool_drop(&pool);
  fuzz_end(live);
  return 0;
}
