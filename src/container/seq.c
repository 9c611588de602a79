/* SPDX-License-Identifier: Apache-2.0 */
/* What Array and List share. */
#include "container/seq.h"

#include <inttypes.h>

#include "core/error.h"
#include "core/object.h"

int tf_seq_check_index(const tf_seq* seq, int64_t index) {
  if (index >= 0 && index < seq->seq.size) return 0;
  return tf_raise(TF_INDEX_ERROR, "Index %" PRId64 " out of bounds %" PRId64, index, seq->seq.size);
}

int tf_seq_find(const tf_seq* seq, tf_view value, int64_t* out) {
  bool is_plain = tf_kind_is_plain(value.raw.type_index);
  for (int64_t i = 0; i < seq->seq.size; ++i) {
    if (is_plain) {
      if (!tf_any_plain_equal(&value.raw, &tf_seq_items(seq)[i].raw)) continue;
      *out = i;
      return 0;
    }
    /* Held while it is compared: a hook may remove it from a List. */
    tf_any item = tf_any_copy_owned(&tf_seq_items(seq)[i]);
    bool equal = false;
    int code = tf_any_equal(tf_view_of(&item), value, &equal);
    tf_any_drop(&item);
    TF_TRY(code);
    if (equal) {
      *out = i;
      return 0;
    }
  }
  *out = -1;
  return 0;
}

void tf_seq_destroy(tf_object* self) {
  tf_seq* seq = (tf_seq*)(void*)self;
  const tf_any* items = tf_seq_items(seq);
  int64_t size = seq->seq.size;
  for (int64_t i = 0; i < size; ++i) {
    if (tf_view_is_object(tf_view_of(&items[i]))) tf_object_decref(items[i].raw.v_obj);
  }
  if (seq->seq.data_deleter != NULL) seq->seq.data_deleter(seq->seq.data);
}

bool tf_seq_is_valid(const tf_seq* seq) {
  if (seq->seq.size < 0 || seq->seq.size > seq->seq.capacity) return false;
  if (seq->seq.size > 0 && seq->seq.data == NULL) return false;
  return seq->header.type_index == kTVMFFIArray || seq->seq.data_deleter != NULL;
}
