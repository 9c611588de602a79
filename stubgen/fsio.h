/* SPDX-License-Identifier: Apache-2.0 */
/* Writing, all or nothing: every new file is complete and flushed under a temporary name before the first old one is
   replaced. A stop at any moment, kill -9 too, leaves each file old or new, whole (design: Transactional writing). */
#ifndef TVM_FFI_STUBGEN_FSIO_H_
#define TVM_FFI_STUBGEN_FSIO_H_

#include "diag.h"

typedef struct sg_write {
  tf_str target; /* absolute, links followed */
  tf_str bytes;
  const char* temp; /* private: the temporary name, NULL until made */
} sg_write;

typedef struct sg_writes {
  SG_LIST(sg_write) list;
  SG_LIST(const char*) made; /* private: folders that the run made, outermost first */
  size_t renamed;            /* how many are in place */
} sg_writes;

void sg_writes_put(sg_arena* arena, sg_writes* writes, tf_str target, tf_str bytes);

/* Puts all files in place. Folders are made as needed. Returns false when something failed: before the first rename
   nothing has changed then, later the message lists what is new and what is old. */
bool sg_writes_commit(sg_arena* arena, sg_writes* writes, sg_diags* diags);

/* Removes what an unfinished commit left behind: temporary files, and new folders while nothing was renamed. Needs no
   memory, may be called twice, and after a finished commit. */
void sg_writes_drop(sg_writes* writes);

/* Locks on folders, held until dropped. */
typedef struct sg_locks {
  SG_LIST(int) fds;
} sg_locks;

/* Takes an advisory lock on each folder, waiting for other runs; in one order everywhere, so that runs cannot wait for
   each other in a ring. Folders that cannot be locked (a file system without locks) are passed over. */
void sg_locks_take(sg_arena* arena, sg_locks* locks, const tf_str* folders, size_t count);
void sg_locks_drop(sg_locks* locks);

#endif /* TVM_FFI_STUBGEN_FSIO_H_ */
