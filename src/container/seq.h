/* SPDX-License-Identifier: Apache-2.0 */
/* What Array (71) and List (75) share: a row of owned values. Objects made by client code are
   handled as well as ours. Not thread-safe for writers. */
#ifndef TVM_FFI_CONTAINER_SEQ_H_
#define TVM_FFI_CONTAINER_SEQ_H_

#include <tvm/ffi/c/layout.h>

#include "core/any.h"

typedef tvm_ffi_seq_object tf_seq;

/* More elements than this are refused with MemoryError. */
#define TF_SEQ_MAX_SIZE INT32_MAX

/* The elements. They move when a List changes. */
static inline tf_any* tf_seq_items(const tf_seq* seq) { return (tf_any*)seq->seq.data; }

static inline tf_view tf_seq_at(const tf_seq* seq, int64_t index) {
  return tf_view_of(&tf_seq_items(seq)[index]);
}

/* Is the value an Array or a List? Borrowed; NULL when it is not. */
static inline tf_seq* tf_seq_of(tf_view view) {
  return view.raw.type_index == kTVMFFIArray || view.raw.type_index == kTVMFFIList
             ? (tf_seq*)(void*)view.raw.v_obj
             : NULL;
}

/* IndexError "Index I out of bounds N" unless 0 <= index < size. */
TF_NODISCARD int tf_seq_check_index(const tf_seq* seq, int64_t index);

/* Index of the first element equal to `value`, -1 when there is none. Returns -1 when an equality
   hook failed. A hook may change a List meanwhile: what is there at each step is looked at. */
TF_NODISCARD int tf_seq_find(const tf_seq* seq, tf_view value, int64_t* out);

/* Drops all elements and frees the buffer: the end of an Array or a List. */
void tf_seq_destroy(tf_object* self);

/* Size and capacity fit each other, and the storage is there. For tests and fuzzers. */
bool tf_seq_is_valid(const tf_seq* seq);

#endif /* TVM_FFI_CONTAINER_SEQ_H_ */
