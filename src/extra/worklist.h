/* SPDX-License-Identifier: Apache-2.0 */
/* Objects still to be looked at, each given out once: what walks over shared and cyclic values use in place of
   recursion. One thread at a time. */
#ifndef TVM_FFI_EXTRA_WORKLIST_H_
#define TVM_FFI_EXTRA_WORKLIST_H_

#include "core/types.h"
#include "extra/ptrmap.h"

typedef struct tf_worklist {
  tf_object** items; /* borrowed */
  size_t size;
  size_t room;
  tf_ptrmap seen;
} tf_worklist;

/* Allocates nothing. */
tf_worklist tf_worklist_new(void);

/* Puts a borrowed object on top. -1 with MemoryError. */
TF_NODISCARD int tf_worklist_push(tf_worklist* list, tf_object* object);

/* Takes the topmost object that was not given out before; NULL when there is none. MemoryError cannot happen: room for
   remembering it was made by push. */
tf_object* tf_worklist_pop(tf_worklist* list);

/* Turns the order of the items from number `begin` on around. */
void tf_worklist_reverse(tf_worklist* list, size_t begin);

/* May be called twice. */
void tf_worklist_drop(tf_worklist* list);

#endif /* TVM_FFI_EXTRA_WORKLIST_H_ */
