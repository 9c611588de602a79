/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of pairs: open addressing, linear probing, at most half full. */
#include "extra/pairset.h"

#include "base/mem.h"
#include "core/error.h"
#include "core/object.h"

#define FIRST_SLOTS 16

static tf_pairset_entry* find_entry(const tf_pairset* set, const tf_object* a, const tf_object* b) {
  uint64_t hash = (uint64_t)(uintptr_t)a * UINT64_C(11400714819323198485);
  hash = (hash ^ (uint64_t)(uintptr_t)b) * UINT64_C(0xff51afd7ed558ccd);
  size_t at = (size_t)(hash >> 32) & (set->slots - 1);
  while (set->entries[at].a != NULL && (set->entries[at].a != a || set->entries[at].b != b)) {
    at = (at + 1) & (set->slots - 1);
  }
  return &set->entries[at];
}

tf_pair_state tf_pairset_get(const tf_pairset* set, const tf_object* a, const tf_object* b) {
  if (set->size == 0) return TF_PAIR_NEW;
  const tf_pairset_entry* entry = find_entry(set, a, b);
  return entry->a == NULL ? TF_PAIR_NEW : entry->state;
}

static int grow(tf_pairset* set) {
  size_t bytes = 0;
  tf_pairset larger = {NULL, set->size, set->slots == 0 ? FIRST_SLOTS : set->slots * 2};
  if (tf_size_mul(larger.slots, sizeof(tf_pairset_entry), &bytes)) {
    larger.entries = (tf_pairset_entry*)tf_mem_zalloc(bytes);
  }
  if (larger.entries == NULL) return tf_raise_memory();
  for (size_t i = 0; i < set->slots; ++i) {
    const tf_pairset_entry* old = &set->entries[i];
    if (old->a != NULL) *find_entry(&larger, old->a, old->b) = *old;
  }
  tf_mem_free(set->entries);
  *set = larger;
  return 0;
}

int tf_pairset_put(tf_pairset* set, tf_object* a, tf_object* b, tf_pair_state state) {
  if (set->slots == 0 || find_entry(set, a, b)->a == NULL) {
    if (set->size >= set->slots / 2) TF_TRY(grow(set));
    tf_pairset_entry* entry = find_entry(set, a, b);
    tf_object_incref(a);
    tf_object_incref(b);
    entry->a = a;
    entry->b = b;
    set->size += 1;
  }
  find_entry(set, a, b)->state = state;
  return 0;
}

void tf_pairset_drop(tf_pairset* set) {
  for (size_t i = 0; i < set->slots; ++i) {
    tf_object_drop(&set->entries[i].a);
    tf_object_drop(&set->entries[i].b);
  }
  tf_mem_free(set->entries);
  *set = tf_pairset_new();
}
