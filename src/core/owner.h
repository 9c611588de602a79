/* SPDX-License-Identifier: Apache-2.0 */
/* Owners: which shared library registered something. One permanent record per loaded file.
   Thread-safe. */
#ifndef TVM_FFI_CORE_OWNER_H_
#define TVM_FFI_CORE_OWNER_H_

#include "base/text.h"

typedef struct tf_owner {
  const void* base; /* where the file is mapped; NULL for the unknown owner */
  const char* path; /* permanent */
  const char* name; /* last part of the path */
} tf_owner;

/* The library that holds `address` (a return address, a constant of it). The record of "unknown"
   when nothing does, or memory is short. Never NULL. */
const tf_owner* tf_owner_of(const void* address);

/* The library itself. */
const tf_owner* tf_owner_self(void);

#endif /* TVM_FFI_CORE_OWNER_H_ */
