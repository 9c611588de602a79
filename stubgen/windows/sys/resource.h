/* SPDX-License-Identifier: Apache-2.0 */
/* In place of the header of that name. */
#ifndef TVM_FFI_STUBGEN_WINDOWS_SYS_RESOURCE_H_
#define TVM_FFI_STUBGEN_WINDOWS_SYS_RESOURCE_H_

typedef unsigned long rlim_t;

struct rlimit {
  rlim_t rlim_cur;
  rlim_t rlim_max;
};

enum { RLIMIT_NOFILE = 7 };

/* How many folders may be open at once. */
static inline int getrlimit(int which, struct rlimit* limit) {
  (void)which;
  limit->rlim_cur = limit->rlim_max = 512;
  return 0;
}

#endif /* TVM_FFI_STUBGEN_WINDOWS_SYS_RESOURCE_H_ */
