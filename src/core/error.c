/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"
#include "core/backtrace.h"
#include "core/error_impl.h"

enum { MESSAGE_MAX = 64 * 1024 };

/* ---- The slot ---- */

/* `trace` is the capture whose text the error in the slot still lacks. */
static TF_THREAD_LOCAL struct {
  tf_error* error;
  tf_trace* trace;
  bool armed; /* the thread's exit will empty the slot */
} raised;

static void empty_at_exit(void* unused) {
  (void)unused;
  raised.armed = false;
  tf_error_clear();
}

static tf_thread_exit slot_exit = TF_THREAD_EXIT_INIT(empty_at_exit);

/* Consumes the reference. The old error goes last: its deleter may run any code. */
static void put(tf_error* error, tf_trace* trace) {
  tf_error* old = raised.error;
  tf_trace* old_trace = raised.trace;
  raised.error = error;
  raised.trace = trace;
  if (error != NULL && !raised.armed) {
    raised.armed = true;
    (void)tf_thread_at_exit(&slot_exit, &raised);
  }
  if (old_trace != NULL) tf_trace_release(old_trace);
  if (old != NULL) tf_object_decref(old);
}

/* Puts a new error of ours into the slot together with the stack it comes from. */
static void put_with_trace(tf_error* error) {
  tf_trace* trace = tf_trace_capture();
  tf_trace_text* text = trace == NULL ? NULL : tf_trace_peek_text(trace);
  if (text != NULL) {
    tf_error_set_text(error, text);
    tf_trace_release(trace);
    trace = NULL;
  }
  put(error, trace);
}

tf_error* tf_error_take_raised(void) {
  tf_error* error = raised.error;
  if (error == NULL) return NULL;
  if (raised.trace != NULL) {
    tf_trace_text* text = tf_trace_get_text(raised.trace);
    if (text != NULL) tf_error_set_text(error, text);
    tf_trace_release(raised.trace);
    raised.trace = NULL;
  }
  raised.error = NULL;
  return error;
}

const tf_error* tf_error_peek_raised(void) { return raised.error; }

bool tf_error_is_raised_of(const char* kind) {
  return raised.error != NULL && tf_str_equal_c(tf_str_from_ffi(&raised.error->cell.kind), kind);
}

void tf_error_clear(void) { put(NULL, NULL); }

/* ---- Raising ---- */

int tf_raise_error(tf_error* error) {
  put(error, NULL);
  return -1;
}

int(tf_raise_memory)(void) {
  put(tf_error_take_reserve(), NULL);
  return -1;
}

int(tf_raise_str)(tf_str kind, tf_str message) {
  tf_error* error = tf_error_new(kind, message, tf_str_c(NULL), NULL, NULL);
  if (error == NULL) return tf_raise_memory();
  put_with_trace(error);
  return -1;
}

int tf_raise_va(const char* kind, const char* format, va_list args) {
  /* Most messages are short: no buffer of their own. */
  char small[512];
  va_list again;
  va_copy(again, args);
  int length = vsnprintf(small, sizeof small, format, args);
  if (length >= 0 && (size_t)length < sizeof small) {
    va_end(again);
    return tf_raise_str(tf_str_c(kind), tf_str_of(small, (size_t)length));
  }
  size_t room = length < 0 || length >= MESSAGE_MAX ? MESSAGE_MAX : (size_t)length + 1;
  char* text = tf_mem_alloc(room);
  if (text == NULL) {
    va_end(again);
    return tf_raise_memory();
  }
  text[0] = '\0';
  (void)vsnprintf(text, room, format, again);
  va_end(again);
  (void)tf_raise_str(tf_str_c(kind), tf_str_c(text));
  tf_mem_free(text);
  return -1;
}

int(tf_raise)(const char* kind, const char* format, ...) {
  va_list args;
  va_start(args, format);
  int status = tf_raise_va(kind, format, args);
  va_end(args);
  return status;
}

int(tf_raise_depth)(const char* what) {
  return tf_raise(TF_RECURSION_ERROR, "%s is nested too deeply", what);
}

tf_error* tf_error_take_as_value(void) {
  tf_error* error = tf_error_take_raised();
  if (error != NULL) return error;
  (void)tf_raise(TF_INTERNAL_ERROR, "a function failed without raising an error");
  return tf_error_take_raised();
}

int tf_error_chain(const char* kind, const char* format, ...) {
  tf_error* cause = tf_error_take_as_value();
  tf_buf message = tf_buf_new(MESSAGE_MAX);
  va_list args;
  va_start(args, format);
  (void)tf_buf_vprintf(&message, format, args);
  va_end(args);
  tf_error* error = NULL;
  if (message.status != TF_BUF_NO_MEMORY) {
    tf_str name = kind != NULL ? tf_str_c(kind) : tf_str_from_ffi(&cause->cell.kind);
    error = tf_error_new(name, tf_buf_view(&message), tf_str_from_ffi(&cause->cell.backtrace),
                         &cause->header, NULL);
  }
  tf_buf_drop(&message);
  tf_object_decref(cause);
  return error == NULL ? tf_raise_memory() : tf_raise_error(error);
}

void tf_error_render(const tf_error* error, tf_buf* buf) {
  tf_str lines = tf_str_from_ffi(&error->cell.backtrace);
  if (lines.size > 0) (void)tf_buf_put_c(buf, "Traceback (most recent call last):\n");
  /* The cell has the most recent call first, people want it last. */
  while (lines.size > 0) {
    tf_str rest = tf_str_slice(lines, 0, lines.size - 1);
    size_t end = tf_str_find_last_byte(rest, '\n');
    size_t begin = end == TF_STR_NONE ? 0 : end + 1;
    (void)tf_buf_put_str(buf, tf_str_slice(lines, begin, lines.size));
    if (lines.data[lines.size - 1] != '\n') (void)tf_buf_put_char(buf, '\n');
    lines = tf_str_slice(lines, 0, begin);
  }
  (void)tf_buf_put_str(buf, tf_str_from_ffi(&error->cell.kind));
  (void)tf_buf_put_c(buf, ": ");
  (void)tf_buf_put_str(buf, tf_str_from_ffi(&error->cell.message));
  (void)tf_buf_put_char(buf, '\n');
}

/* ---- ABI ---- */

void TVMFFIErrorMoveFromRaised(TVMFFIObjectHandle* result) {
  if (result != NULL) *result = tf_error_take_raised();
}

void TVMFFIErrorSetRaised(TVMFFIObjectHandle error) {
  const tf_object* object = error;
  if (object != NULL && object->type_index != kTVMFFIError) {
    (void)tf_raise(TF_TYPE_ERROR, "cannot raise a `%s`: only errors can be raised",
                   tf_view_type_key(tf_view_object(object)).data);
    return;
  }
  if (error != NULL) tf_object_incref(error);
  put(error, NULL);
}

void TVMFFIErrorSetRaisedFromCStr(const char* kind, const char* message) {
  (void)tf_raise_str(tf_str_c(kind), tf_str_c(message));
}

void TVMFFIErrorSetRaisedFromCStrParts(const char* kind, const char** message_parts,
                                       int32_t num_parts) {
  tf_buf message = tf_buf_new(MESSAGE_MAX);
  for (int32_t i = 0; message_parts != NULL && i < num_parts; ++i) {
    if (tf_buf_put_c(&message, message_parts[i]) == TF_BUF_TOO_LONG) {
      /* As much of it as fits. */
      message.status = TF_BUF_OK;
      tf_str rest = tf_str_slice(tf_str_c(message_parts[i]), 0, message.max - message.size);
      (void)tf_buf_put_str(&message, rest);
      break;
    }
  }
  if (message.status == TF_BUF_NO_MEMORY) {
    (void)tf_raise_memory();
  } else {
    (void)tf_raise_str(tf_str_c(kind), tf_buf_view(&message));
  }
  tf_buf_drop(&message);
}
