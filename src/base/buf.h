/* SPDX-License-Identifier: Apache-2.0 */
/* Growable byte buffer that is born with a maximum. Failure is sticky: append as often as you like,
   look at `status` once. One thread at a time. */
#ifndef TVM_FFI_BASE_BUF_H_
#define TVM_FFI_BASE_BUF_H_

#include <stdarg.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/text.h"

typedef enum {
  TF_BUF_OK = 0,
  TF_BUF_NO_MEMORY = 1,
  TF_BUF_TOO_LONG = 2 /* would have gone beyond the maximum */
} tf_buf_status;

/* After a failure the content is what was there before the failing append, and later appends do
   nothing. `data` is NUL-terminated after `size` bytes once anything was appended. */
typedef struct tf_buf {
  char* data;
  size_t size;
  size_t room; /* bytes that fit without growing, not counting the NUL */
  size_t max;
  tf_buf_status status;
} tf_buf;

/* An empty buffer that may hold at most `max` bytes. Allocates nothing. */
static inline tf_buf tf_buf_new(size_t max) {
  tf_buf buf = {NULL, 0, 0, max, TF_BUF_OK};
  return buf;
}

/* All of these return the status: 0 or what went wrong first. */
int tf_buf_put(tf_buf* buf, const void* data, size_t size);
int tf_buf_put_char(tf_buf* buf, char byte);
int tf_buf_put_repeated(tf_buf* buf, char byte, size_t count);
int tf_buf_printf(tf_buf* buf, const char* format, ...) TF_PRINTF(2, 3);
int tf_buf_vprintf(tf_buf* buf, const char* format, va_list args) TF_PRINTF(2, 0);

static inline int tf_buf_put_str(tf_buf* buf, tf_str text) {
  return tf_buf_put(buf, text.data, text.size);
}

static inline int tf_buf_put_c(tf_buf* buf, const char* text) {
  return tf_buf_put_str(buf, tf_str_c(text));
}

/* Makes room for `more` further bytes. */
int tf_buf_reserve(tf_buf* buf, size_t more);

/* What is in it, until the next change. */
static inline tf_str tf_buf_view(const tf_buf* buf) { return tf_str_of(buf->data, buf->size); }

/* The same as a C string, never NULL. */
static inline const char* tf_buf_c_str(const tf_buf* buf) {
  return buf->data == NULL ? "" : buf->data;
}

/* Empties it and forgets a failure; keeps the memory. */
void tf_buf_clear(tf_buf* buf);

/* Cuts it to `size` bytes; does nothing when it is shorter. */
void tf_buf_truncate(tf_buf* buf, size_t size);

/* Gives the bytes away: a block for tf_mem_free, NUL-terminated, or NULL when the buffer has failed
   or there is no memory for the NUL of an empty one. The buffer is empty afterwards. */
TF_NODISCARD char* tf_buf_take(tf_buf* buf, size_t* opt_out_size);

/* Frees it. May be called twice. */
void tf_buf_drop(tf_buf* buf);

#endif /* TVM_FFI_BASE_BUF_H_ */
