/* SPDX-License-Identifier: Apache-2.0 */
/* Writing, all or nothing: every new file is complete and flushed under a temporary name before the first old one is
   replaced. A stop at any moment, kill -9 too, leaves each file old or new, whole (design: Transactional writing). */
#ifndef TVM_FFI_STUBGEN_FSIO_H_
#define TVM_FFI_STUBGEN_FSIO_H_

#include "diag.h"

typedef struct sg_write {
  tf_str target; /* absolute, links followed */
  tf_str bytes;
  /* The rest is private. */
  struct sg_write_folder* folder;
  const char* name; /* of the target, for calls relative to the folder */
  const char* temp;
  int fd;           /* of the temporary file, while it is kept open; -1 */
  int error;        /* errno of what failed, */
  const char* what; /* and what that was */
  bool keeps_fd;
  bool made;   /* the temporary file exists */
  bool placed; /* it has become the target */
} sg_write;

typedef struct sg_made_folder {
  const char* path;
  const char* parent;
} sg_made_folder;

typedef struct sg_writes {
  SG_LIST(sg_write) list;
  SG_LIST(struct sg_write_folder*) folders;
  SG_LIST(struct sg_made_folder) made; /* folders that the run made, outermost first */
} sg_writes;

void sg_writes_put(sg_arena* arena, sg_writes* writes, tf_str target, tf_str bytes);

/* Puts all files in place. Folders are made as needed. Returns false when something failed: before the first rename
   nothing has changed then, later the message lists what is new and what is old. */
bool sg_writes_commit(sg_arena* arena, sg_writes* writes, sg_diags* diags);

/* Removes what an unfinished commit left behind: temporary files, and new folders while nothing was renamed. Needs no
   memory, may be called twice, and after a finished commit. */
void sg_writes_drop(sg_writes* writes);

#endif /* TVM_FFI_STUBGEN_FSIO_H_ */
