/* SPDX-License-Identifier: Apache-2.0 */
/* How many lines a backtrace may have. The system is asked each time: C libraries of one process may have an environment
   each, and Python's is another one than ours. */
#include "core/backtrace.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "base/num.h"

size_t tf_backtrace_limit(size_t unset) {
  char value[32];
  DWORD size = GetEnvironmentVariableA("TVM_TRACEBACK_LIMIT", value, sizeof value);
  uint64_t lines;
  if (size == 0 || size >= sizeof value) return unset;
  if (tf_num_uint64(tf_str_of(value, size), &lines) != TF_NUM_OK) return unset;
  return lines < SIZE_MAX ? (size_t)lines : SIZE_MAX - 1;
}
