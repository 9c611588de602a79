/* SPDX-License-Identifier: Apache-2.0 */
/* The text form of devices, both ways: `cuda:1`. Pure text: nothing raised, nothing allocated. */
#ifndef TVM_FFI_CORE_DEVICE_H_
#define TVM_FFI_CORE_DEVICE_H_

#include <dlpack/dlpack.h>

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Room for the longest text that tf_device_format writes, with its NUL. */
#define TF_DEVICE_TEXT_MAX 32

typedef enum {
  TF_DEVICE_OK = 0,
  TF_DEVICE_UNKNOWN, /* no device of that name */
  TF_DEVICE_INVALID, /* more than one `:` */
  TF_DEVICE_INDEX    /* what stands behind `:` is no number from 0 to 2^31 - 1 */
} tf_device_status;

/* Reads `name` or `name:index`; text from the first space on is ignored (python.md 7.2). `text`
   needs no NUL. Writes
   `*out` on success only. Thread-safe. */
tf_device_status tf_device_parse(tf_str text, DLDevice* out);

/* The name that is shown for a device type; "unknown" for numbers without one. Never NULL. Not
   every name that is shown is also read. Thread-safe. */
const char* tf_device_name(int32_t device_type);

/* Writes `name:index`, NUL-terminated. Returns its length. Thread-safe. */
size_t tf_device_format(DLDevice device, char out[TF_DEVICE_TEXT_MAX]);

#endif /* TVM_FFI_CORE_DEVICE_H_ */
