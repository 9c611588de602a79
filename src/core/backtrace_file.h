/* SPDX-License-Identifier: Apache-2.0 */
/* The file behind a loaded library, as far as debug information is concerned. Looks at its headers alone, so that a library
   without debug information costs two small reads. */
#ifndef TVM_FFI_CORE_BACKTRACE_FILE_H_
#define TVM_FFI_CORE_BACKTRACE_FILE_H_

#include <stdint.h>

/* More debug information than this, unpacked, is not read. */
#define TF_BACKTRACE_MAX_DEBUG_BYTES (UINT64_C(256) << 20)

/* Opens the file that was loaded at `base`, if it is still the file at `path` (or the running program) and has debug
   information of a bearable size. Returns a descriptor for close(), or -1. `*out_bias` receives what has to be subtracted
   from an address in memory to get the one that debug information speaks of. */
int tf_backtrace_file_open(const char* path, const void* base, uintptr_t* out_bias);

#endif /* TVM_FFI_CORE_BACKTRACE_FILE_H_ */
