/* SPDX-License-Identifier: Apache-2.0 */
/* Which files a run looks at, and their bytes. */
#ifndef TVM_FFI_STUBGEN_SOURCE_H_
#define TVM_FFI_STUBGEN_SOURCE_H_

#include "generate.h"

typedef struct sg_found {
  tf_str path;     /* as given, or the folder as given plus what was found below it */
  tf_str target;   /* absolute, links followed */
  tf_str root;     /* the PATH below which it was found; the folder of a PATH that is a file */
  bool is_regular; /* known to be a regular file */
} sg_found;

typedef struct sg_sources {
  SG_LIST(sg_found) files; /* sorted by path, each target once */
  SG_LIST(tf_str) folders; /* every folder looked into, for the depfile */
  SG_LIST(tf_str) roots;   /* folders to lock: each PATH, or the folder of a PATH that is a file */
  SG_LIST(tf_str) leftovers; /* temporary files of runs that are no more */
  void* open_folder;         /* private: being read */
} sg_sources;

/* Finds the files: a PATH that is a file is taken as it is, a folder is searched for .py and .pyi files without following
   links to folders. Problems go to `diags`. `absent_first`: the first PATH may be missing (a scaffold makes it).
   `leave_out`: a folder, resolved, that is not searched. */
void sg_sources_find(sg_arena* arena, const tf_str* paths, size_t count, bool absent_first,
                     tf_str leave_out, sg_diags* diags, sg_sources* out);

/* Closes what is still open after the arena ran out of memory. May be called twice. */
void sg_sources_drop(sg_sources* sources);

/* Reads a file. Returns false, having said why, when that is not possible. */
bool sg_source_read(sg_arena* arena, tf_str path, sg_diags* diags, tf_str* out);

/* Reads all files and keeps those that have markers, parsed, and no error. */
void sg_sources_load(sg_arena* arena, const sg_sources* sources, sg_diags* diags, sg_files* out);

/* Absolute path with links followed; parts that do not exist are kept as they are. */
tf_str sg_source_resolve(sg_arena* arena, tf_str path);

/* `.NAME.tvmffi-PID.tmp` next to `target`. */
tf_str sg_source_temp_name(sg_arena* arena, tf_str target);

/* Everything before the last slash (`.` when there is none), and everything behind. */
tf_str sg_path_folder(tf_str path);
tf_str sg_path_file(tf_str path);

/* Without doubled slashes, `.` parts and a slash at the end, as Python's pathlib shows paths. */
tf_str sg_path_tidy(sg_arena* arena, tf_str path);

/* Does it begin at the root of the file system (on Windows, of a drive)? */
bool sg_path_is_absolute(tf_str path);

#endif /* TVM_FFI_STUBGEN_SOURCE_H_ */
