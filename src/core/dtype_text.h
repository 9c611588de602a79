/* SPDX-License-Identifier: Apache-2.0 */
/* The text form of data types, both ways. Pure text: no objects, no errors raised, nothing
   allocated; dtype.c does that.

     dtype   ""  |  void  |  BASE bits? lanes?  |  SHORT bits lanes?  |  MINI lanes?
             |  custom[NAME] bits? lanes?
     BASE    int  uint  float  bfloat  bool  handle
     SHORT   i  u  f  bf
     MINI    float8_FORMAT  fp8_FORMAT  f8_FORMAT, and the same with 6 and 4
     lanes   xN  |  xvscalexN  |  _xN (behind a four-bit float only)

   Left-out bits are 32, for bool 8, handle 64, bfloat 16; an explicit 0 means the same. Scalable
   lanes are stored as 65536 - N, so N is at most 32768 (abi.md section 19.7). */
#ifndef TVM_FFI_CORE_DTYPE_TEXT_H_
#define TVM_FFI_CORE_DTYPE_TEXT_H_

#include <dlpack/dlpack.h>

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Codes from here on belong to types that somebody registered by name. */
#define TF_DTYPE_CUSTOM_BEGIN 129

/* Room for the longest text that tf_dtype_text_format writes, with its NUL. */
#define TF_DTYPE_TEXT_MAX 40

typedef enum {
  TF_DTYPE_OK = 0,
  TF_DTYPE_UNKNOWN,       /* no such name, or something stands behind a whole type */
  TF_DTYPE_UNKNOWN_MINI,  /* float8_, float6_ or float4_ with a format that does not exist */
  TF_DTYPE_BITS_RANGE,    /* more than 255 bits */
  TF_DTYPE_LANES_INVALID, /* `x` without a positive number behind it */
  TF_DTYPE_LANES_RANGE,   /* more than 65535 lanes, or 32768 scalable ones */
  TF_DTYPE_NO_OPEN,       /* `custom` without `[` */
  TF_DTYPE_NO_CLOSE,      /* `custom[` without `]` */
  TF_DTYPE_NO_NAME        /* printing: the type code has no name */
} tf_dtype_status;

typedef struct {
  DLDataType dtype;
  bool is_custom; /* then dtype.code is 0 and the name below decides it */
  tf_str name;    /* the custom name, a piece of the text */
  tf_str error;   /* the offending piece of the text; on error only */
} tf_dtype_parsed;

/* Reads `text`. Fills `*out` also on error, then only its error part. Cannot wrap: a number that is
   too large is an error however long it is. Thread-safe. */
tf_dtype_status tf_dtype_text_parse(tf_str text, tf_dtype_parsed* out);

/* Writes the text of `dtype`, NUL-terminated, and its length. Returns TF_DTYPE_NO_NAME for a code
   without a name, custom ones included, with nothing written. Thread-safe. */
tf_dtype_status tf_dtype_text_format(DLDataType dtype, char out[TF_DTYPE_TEXT_MAX],
                                     size_t* out_size);

/* Writes the lanes part of `dtype` ("x4", "xvscalex4" or nothing), NUL-terminated. Returns its
 * length. */
size_t tf_dtype_text_format_lanes(DLDataType dtype, char out[TF_DTYPE_TEXT_MAX]);

#endif /* TVM_FFI_CORE_DTYPE_TEXT_H_ */
