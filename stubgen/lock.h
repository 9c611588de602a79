/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of the tool on one tree come one after the other: advisory locks on the folders themselves. */
#ifndef TVM_FFI_STUBGEN_LOCK_H_
#define TVM_FFI_STUBGEN_LOCK_H_

#include "arena.h"

/* Locks on folders, held until dropped. */
typedef struct sg_locks {
  SG_LIST(int) fds;
} sg_locks;

/* Takes an advisory lock on each folder, waiting for other runs; in one order everywhere, so that runs cannot wait for
   each other in a ring. Folders that cannot be locked (a file system without locks) are passed over. */
void sg_locks_take(sg_arena* arena, sg_locks* locks, const tf_str* folders, size_t count);
void sg_locks_drop(sg_locks* locks);

#endif /* TVM_FFI_STUBGEN_LOCK_H_ */
