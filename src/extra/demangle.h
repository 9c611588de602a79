/* SPDX-License-Identifier: Apache-2.0 */
/* C++ symbol names for people, by the C++ runtime's own function when a copy of that runtime can be had; the library
   itself does not need one. */
#ifndef TVM_FFI_EXTRA_DEMANGLE_H_
#define TVM_FFI_EXTRA_DEMANGLE_H_

#include "base/buf.h"

/* Appends the readable form of `symbol`, or `symbol` itself when it is no C++ name or nothing here can read it.
   Thread-safe. */
void tf_demangle_put(tf_str symbol, tf_buf* buf);

#endif /* TVM_FFI_EXTRA_DEMANGLE_H_ */
