/* SPDX-License-Identifier: Apache-2.0 */
/* Synthetic traceback entries for native frames, and Python frames as text. */
#include "traceback.h"

#include "pytf.h"

#include <frameobject.h>

/* ---- text -> entries ---- */

typedef struct {
  const char* file;
  size_t file_size;
  const char* function;
  size_t function_size;
  int line;
} frame_line;

/* The last place where `needle` stands in the text, or NULL. */
static const char* find_last(const char* text, size_t size, const char* needle) {
  const size_t length = strlen(needle);
  if (size < length) return NULL;
  for (const char* at = text + (size - length);; at--) {
    if (memcmp(at, needle, length) == 0) return at;
    if (at == text) return NULL;
  }
}

static int parse_line(const char* text, size_t size, frame_line* out) {
  static const char start[] = "  File \"", middle[] = "\", line ", end[] = ", in ";
  const size_t start_size = sizeof start - 1;
  if (size < start_size || memcmp(text, start, start_size) != 0) return 0;
  const char* after_file = find_last(text, size, middle);
  if (!after_file || after_file < text + start_size) return 0;
  const char* at = after_file + sizeof middle - 1;
  const char* stop = text + size;
  long line = 0;
  for (; at < stop && *at >= '0' && *at <= '9' && line < INT32_MAX / 10; at++) {
    line = line * 10 + (*at - '0');
  }
  const size_t end_size = sizeof end - 1;
  if ((size_t)(stop - at) < end_size || memcmp(at, end, end_size) != 0) return 0;
  out->file = text + start_size;
  out->file_size = (size_t)(after_file - out->file);
  out->line = (int)line;
  out->function = at + end_size;
  out->function_size = (size_t)(stop - out->function);
  return 1;
}

/* Longer names are cut: they only go into a code object. */
enum { kNameMax = 1024 };

static void copy_name(char* out, const char* name, size_t size) {
  const size_t kept = size < kNameMax ? size : kNameMax - 1;
  memcpy(out, name, kept);
  out[kept] = '\0';
}

static PyCodeObject* new_code(const char* text, size_t size, int* line) {
  frame_line parsed;
  if (!parse_line(text, size, &parsed)) return NULL;
  char file[kNameMax], function[kNameMax];
  copy_name(file, parsed.file, parsed.file_size);
  copy_name(function, parsed.function, parsed.function_size);
  *line = parsed.line;
  PyCodeObject* code = PyCode_NewEmpty(file, function, parsed.line);
  if (!code) PyErr_Clear();
  return code;
}

static uint64_t hash_text(const char* text, size_t size) {
  uint64_t hash = size * UINT64_C(0x9E3779B97F4A7C15);
  while (size >= 8) {
    uint64_t word;
    memcpy(&word, text, 8);
    hash = (hash ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
    hash ^= hash >> 29;
    text += 8;
    size -= 8;
  }
  uint64_t word = 0;
  memcpy(&word, text, size);
  hash = (hash ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
  return hash ^ (hash >> 32);
}

/* The code object of a line from the bounded cache. Borrowed from it; NULL when the line is none. */
static PyCodeObject* code_of_line(pytf_state* st, const char* text, size_t size, int* line) {
  pytf_code_slot* slot = &st->codes[hash_text(text, size) & (PYTF_CODE_SLOTS - 1)];
  if (slot->code && slot->size == size && memcmp(slot->text, text, size) == 0) {
    *line = slot->line;
    return slot->code;
  }
  PyCodeObject* code = new_code(text, size, line);
  if (!code) return NULL;
  char* copy = (char*)PyMem_Malloc(size ? size : 1);
  if (!copy) {
    Py_DECREF(code);
    return NULL;
  }
  memcpy(copy, text, size);
  PyMem_Free(slot->text);
  Py_XDECREF(slot->code);
  slot->text = copy;
  slot->size = size;
  slot->line = *line;
  slot->code = code;
  return code;
}

/* One entry around the pending exception. */
static void add_entry(pytf_state* st, PyCodeObject* code, int line) {
  PyObject* pending = pytf_take_exception();
  PyFrameObject* frame = PyFrame_New(PyThreadState_Get(), code, st->frame_globals, NULL);
  if (!frame) PyErr_Clear();
  pytf_set_exception(pending);
  if (!frame) return;
  pytf_frame_set_line(frame, line);
  (void)PyTraceBack_Here(frame);
  Py_DECREF(frame);
}

void pytf_traceback_add(pytf_state* st, const char* text, size_t size) {
  const char* stop = text + size;
  while (text < stop) {
    const char* newline = (const char*)memchr(text, '\n', (size_t)(stop - text));
    const char* end = newline ? newline : stop;
    int line = 0;
    PyCodeObject* code = code_of_line(st, text, (size_t)(end - text), &line);
    if (code) {
      Py_INCREF(code);
      add_entry(st, code, line);
      Py_DECREF(code);
    }
    text = end + 1;
  }
}

/* ---- Python frames -> text ---- */

/* An endless recursion has as many frames as the limit allows; the innermost ones tell the story. */
enum { kMaxFrames = 512 };

typedef struct {
  char* data;
  size_t size;
  size_t capacity;
} text_buffer;

static int append(text_buffer* buffer, const char* data, size_t size) {
  if (size > buffer->capacity - buffer->size) {
    const size_t capacity = (buffer->size + size) * 2 + 256;
    char* grown = (char*)PyMem_RawRealloc(buffer->data, capacity);
    if (!grown) {
      PyErr_NoMemory();
      return -1;
    }
    buffer->data = grown;
    buffer->capacity = capacity;
  }
  memcpy(buffer->data + buffer->size, data, size);
  buffer->size += size;
  return 0;
}

static int append_object(text_buffer* buffer, PyObject* name) {
  Py_ssize_t size = 0;
  const char* text = name ? PyUnicode_AsUTF8AndSize(name, &size) : NULL;
  if (!text) {
    PyErr_Clear();
    return append(buffer, "?", 1);
  }
  return append(buffer, text, (size_t)size);
}

static int append_frame(text_buffer* buffer, PyTracebackObject* entry) {
  PyCodeObject* code = PyFrame_GetCode(entry->tb_frame);
  char number[32];
  const int digits =
      PyOS_snprintf(number, sizeof number, "\", line %d, in ", pytf_traceback_line(entry));
  const int failed = append(buffer, "  File \"", 8) != 0 ||
                     append_object(buffer, code->co_filename) != 0 ||
                     append(buffer, number, (size_t)digits) != 0 ||
                     append_object(buffer, code->co_name) != 0 || append(buffer, "\n", 1) != 0;
  Py_DECREF(code);
  return failed ? -1 : 0;
}

int pytf_traceback_text(PyObject* exc, char** text, size_t* size) {
  PyTracebackObject* ring[kMaxFrames];
  size_t count = 0;
  PyObject* trace = PyException_GetTraceback(exc);
  for (PyTracebackObject* at = (PyTracebackObject*)trace; at; at = at->tb_next) {
    ring[count++ % kMaxFrames] = at;
  }
  text_buffer buffer = {NULL, 0, 0};
  const size_t shown = count < kMaxFrames ? count : kMaxFrames;
  int rc = 0;
  for (size_t i = 0; rc == 0 && i < shown; i++) {
    rc = append_frame(&buffer, ring[(count - 1 - i) % kMaxFrames]);
  }
  Py_XDECREF(trace);
  if (rc != 0) {
    PyMem_RawFree(buffer.data);
    return -1;
  }
  *text = buffer.data;
  *size = buffer.size;
  return 0;
}
