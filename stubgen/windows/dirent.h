/* SPDX-License-Identifier: Apache-2.0 */
/* Reading folders, in place of the header of that name. */
#ifndef TVM_FFI_STUBGEN_WINDOWS_DIRENT_H_
#define TVM_FFI_STUBGEN_WINDOWS_DIRENT_H_

enum { DT_UNKNOWN = 0, DT_DIR = 4, DT_REG = 8, DT_LNK = 10 };

struct dirent {
  unsigned char d_type;
  char d_name[1024];
};

typedef struct sgw_dir DIR;

DIR* opendir(const char* path);
DIR* fdopendir(int fd);
struct dirent* readdir(DIR* dir);
int dirfd(DIR* dir);
int closedir(DIR* dir);

#endif /* TVM_FFI_STUBGEN_WINDOWS_DIRENT_H_ */
