/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of an object, one after the other, with no stack of the machine and no pointer into the object between two
   steps: foreign code may run in between. Elements of Array and List; key, value, key, value ... of Map and Dict; fields
   of other objects. */
#ifndef TVM_FFI_EXTRA_CHILDREN_H_
#define TVM_FFI_EXTRA_CHILDREN_H_

#include "container/map.h"
#include "container/seq.h"
#include "core/typetable.h"

typedef enum { TF_CHILDREN_SEQ, TF_CHILDREN_MAP, TF_CHILDREN_FIELDS } tf_children_kind;

typedef struct tf_children {
  tf_object* object; /* owned */
  tf_children_kind kind;
  bool is_value_next; /* map: the key at `at` was given out */
  uint64_t at;        /* index of the next element, or position in a map */
  uint64_t size;      /* of the map at the start */
  tf_field_iter fields;
  int64_t skipped_flags;        /* fields with one of these are left out */
  const TVMFFIFieldInfo* field; /* the one that was given out last */
} tf_children;

/* Starts a walk over the parts of an object. Takes a reference to it. */
void tf_children_begin(tf_children* walk, tf_object* object, int64_t skipped_flags);

/* The next part, owned, in *out, and true in *out_found; false at the end. -1 when a getter failed, or RuntimeError when
   a Dict changed meanwhile. */
TF_NODISCARD int tf_children_next(tf_children* walk, tf_any* out, bool* out_found);

/* RuntimeError when a Dict changed since the walk began, as with tf_children_next. */
TF_NODISCARD int tf_children_check(const tf_children* walk);

/* Of two walks that go together, the parts of `left` being looked for in `right`: steps over those that come next and are
   equal leaves under plain keys. Sequences keep their places equal; of maps only `left` moves. Nothing foreign runs. */
void tf_children_skip_equal(tf_children* left, tf_children* right);

/* Can an object be met only once in a walk that holds `holds` references to it? True when it has one parent besides. (In a
   cycle something has two.) */
static inline bool tf_children_has_one_parent(const tf_object* object, int holds) {
  uint64_t word = __atomic_load_n(&object->combined_ref_count, __ATOMIC_RELAXED);
  return (word & TF_REF_STRONG_MASK) <= (uint64_t)holds + 1;
}

/* Lets go of the object. May be called twice. */
void tf_children_end(tf_children* walk);

#endif /* TVM_FFI_EXTRA_CHILDREN_H_ */
