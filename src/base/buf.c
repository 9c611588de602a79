/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static int fail(tf_buf* buf, tf_buf_status status) {
  buf->status = status;
  return (int)status;
}

int tf_buf_reserve(tf_buf* buf, size_t more) {
  if (buf->status != TF_BUF_OK) return (int)buf->status;
  size_t need;
  if (!tf_size_add(buf->size, more, &need) || need > buf->max) return fail(buf, TF_BUF_TOO_LONG);
  if (buf->data != NULL && need <= buf->room) return 0;
  size_t room = buf->room > buf->max / 2 ? buf->max : buf->room * 2;
  if (room < need) room = need;
  if (room < 31) room = 31;
  if (room > buf->max) room = buf->max;
  size_t bytes;
  if (!tf_size_add(room, 1, &bytes)) return fail(buf, TF_BUF_NO_MEMORY);
  char* data = tf_mem_realloc(buf->data, bytes);
  if (data == NULL) return fail(buf, TF_BUF_NO_MEMORY);
  buf->data = data;
  buf->room = room;
  buf->data[buf->size] = '\0';
  return 0;
}

int tf_buf_put(tf_buf* buf, const void* data, size_t size) {
  if (size == 0) return (int)buf->status;
  int status = tf_buf_reserve(buf, size);
  if (status != 0) return status;
  memcpy(buf->data + buf->size, data, size);
  buf->size += size;
  buf->data[buf->size] = '\0';
  return 0;
}

int tf_buf_put_char(tf_buf* buf, char byte) { return tf_buf_put(buf, &byte, 1); }

int tf_buf_put_repeated(tf_buf* buf, char byte, size_t count) {
  if (count == 0) return (int)buf->status;
  int status = tf_buf_reserve(buf, count);
  if (status != 0) return status;
  memset(buf->data + buf->size, byte, count);
  buf->size += count;
  buf->data[buf->size] = '\0';
  return 0;
}

int tf_buf_printf(tf_buf* buf, const char* format, ...) {
  va_list args;
  va_start(args, format);
  int status = tf_buf_vprintf(buf, format, args);
  va_end(args);
  return status;
}

int tf_buf_vprintf(tf_buf* buf, const char* format, va_list args) {
  if (buf->status != TF_BUF_OK) return (int)buf->status;
  char small[256];
  va_list again;
  va_copy(again, args);
  int length = vsnprintf(small, sizeof small, format, args);
  int status;
  if (length < 0) {
    status = fail(buf, TF_BUF_NO_MEMORY);
  } else if ((size_t)length < sizeof small) {
    status = tf_buf_put(buf, small, (size_t)length);
  } else {
    status = tf_buf_reserve(buf, (size_t)length);
    if (status == 0) {
      (void)vsnprintf(buf->data + buf->size, (size_t)length + 1, format, again);
      buf->size += (size_t)length;
    }
  }
  va_end(again);
  return status;
}

void tf_buf_clear(tf_buf* buf) {
  buf->status = TF_BUF_OK;
  tf_buf_truncate(buf, 0);
}

void tf_buf_truncate(tf_buf* buf, size_t size) {
  if (size >= buf->size) return;
  buf->size = size;
  buf->data[size] = '\0';
}

char* tf_buf_take(tf_buf* buf, size_t* opt_out_size) {
  if (buf->data == NULL) (void)tf_buf_reserve(buf, 0);
  if (buf->status != TF_BUF_OK) {
    tf_buf_drop(buf);
    return NULL;
  }
  char* data = buf->data;
  if (opt_out_size != NULL) *opt_out_size = buf->size;
  *buf = tf_buf_new(buf->max);
  return data;
}

void tf_buf_drop(tf_buf* buf) {
  tf_mem_free(buf->data);
  *buf = tf_buf_new(buf->max);
}
