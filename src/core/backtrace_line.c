/* SPDX-License-Identifier: Apache-2.0 */
/* What a return address resolves to: remembered process-wide, read without locks. */
#include "core/backtrace_impl.h"

#include <string.h>

#include "base/dynlib.h"
#include "base/mem.h"
#include "base/thread.h"
#include "core/owner.h"

#include <tvm/ffi/extra/c_runtime_api.h>

enum { SLOTS = 1 << 15, MOST = SLOTS / 2, BOUNDARIES = 16 };

static tf_backtrace_line* slots[SLOTS];
static uint32_t used;
static uint32_t generation = 1;

/* Files at which stacks end. Append-only; `count` is published last. */
static struct {
  tf_mutex lock;
  const void* bases[BOUNDARIES];
  uint32_t count;
} boundaries = {.lock = TF_MUTEX_INIT};

uint32_t tf_backtrace_generation(void) { return __atomic_load_n(&generation, __ATOMIC_ACQUIRE); }

void tf_backtrace_forget(void) { __atomic_fetch_add(&generation, 1, __ATOMIC_ACQ_REL); }

static bool is_boundary(const void* base) {
  uint32_t count = __atomic_load_n(&boundaries.count, __ATOMIC_ACQUIRE);
  for (uint32_t i = 0; i < count; ++i) {
    if (boundaries.bases[i] == base) return true;
  }
  return false;
}

void tvm_ffi_backtrace_add_boundary(const void* address) {
  tf_dynlib_place place;
  if (!tf_dynlib_find(address, &place)) return;
  tf_mutex_lock(&boundaries.lock);
  if (!is_boundary(place.base) && boundaries.count < BOUNDARIES) {
    boundaries.bases[boundaries.count] = place.base;
    __atomic_store_n(&boundaries.count, boundaries.count + 1, __ATOMIC_RELEASE);
  }
  tf_mutex_unlock(&boundaries.lock);
  tf_backtrace_forget();
}

static bool starts_with(const char* text, const char* prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool starts_with_any(const char* text, const char* const* prefixes, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (starts_with(text, prefixes[i])) return true;
  }
  return false;
}

static bool is_stop_name(const char* symbol) {
  static const char* const names[] = {"TVMFFIFunctionCall", "slot_tp_call",
                                      "object_is_not_callable", "_Py", "PyObject"};
  return starts_with_any(symbol, names, TF_COUNT_OF(names));
}

/* Machinery between what raised and what a person wrote. `symbol` is as in the symbol table, C++ names mangled. */
static bool is_hidden_name(const char* symbol) {
  static const char* const names[] = {"TVMFFIBacktrace", "TVMFFIErrorSetRaisedFromCStr", "__libc_",
                                      "ffi_call_"};
  if (starts_with_any(symbol, names, TF_COUNT_OF(names))) return true;
  const char* rest = symbol;
  if (starts_with(rest, "_ZNK")) {
    rest += strlen("_ZNK");
  } else if (starts_with(rest, "_ZN")) {
    rest += strlen("_ZN");
  } else {
    return false;
  }
  if (!starts_with(rest, "3tvm3ffi")) return false;
  rest += strlen("3tvm3ffi");
  /* The length in front of the next name part. */
  while (*rest >= '0' && *rest <= '9') ++rest;
  return starts_with(rest, "Function") || starts_with(rest, "detail");
}

bool tf_backtrace_hides_file(const char* file) {
  static const char* const parts[] = {"include/tvm/ffi/error.h",
                                      "include/tvm/ffi/function_details.h",
                                      "include/tvm/ffi/function_detail.h",
                                      "include/tvm/ffi/function.h",
                                      "include/tvm/ffi/any.h",
                                      "include/c++/"};
  for (size_t i = 0; i < TF_COUNT_OF(parts); ++i) {
    if (strstr(file, parts[i]) != NULL) return true;
  }
  return false;
}

/* Keeps a line one line: what debug information says may hold anything. */
static void put_clean(const char* text, tf_buf* buf) {
  size_t begin = buf->size;
  (void)tf_buf_put_c(buf, text);
  for (size_t i = begin; i < buf->size; ++i) {
    if ((unsigned char)buf->data[i] < ' ') buf->data[i] = '?';
  }
}

static void put_line(const tf_source_place* place, tf_buf* buf) {
  (void)tf_buf_put_c(buf, "  File \"");
  put_clean(place->file == NULL ? "<unknown>" : place->file, buf);
  (void)tf_buf_printf(buf, "\", line %d, in ", place->file == NULL ? 0 : place->line);
  tf_buf name = tf_buf_new(64 * 1024);
  tf_dynlib_put_demangled(place->function, &name);
  put_clean(tf_buf_c_str(&name), buf);
  tf_buf_drop(&name);
  (void)tf_buf_put_char(buf, '\n');
}

/* The lines that debug information gives. False when it says nothing about the address. */
static bool put_source(tf_source_reader* reader, const tf_dynlib_place* where, const void* address,
                       tf_buf* buf) {
  tf_source_place places[TF_SOURCE_DEPTH];
  int count = tf_source_find(reader, where, address, places);
  for (int i = 0; i < count; ++i) {
    tf_source_place* place = &places[i];
    if (place->function == NULL) place->function = where->symbol;
    if (place->function == NULL) place->function = "<unknown>";
    if (is_hidden_name(place->function)) continue;
    if (place->file != NULL && tf_backtrace_hides_file(place->file)) continue;
    put_line(place, buf);
  }
  return count != 0;
}

/* Finds out everything about `pc`; the text goes to `buf`. */
static void resolve(const void* pc, tf_source_reader* opt_reader, tf_backtrace_line* line,
                    tf_buf* buf) {
  tf_dynlib_place place;
  memset(line, 0, sizeof *line);
  line->pc = pc;
  line->generation = tf_backtrace_generation();
  line->hidden = true;
  line->has_source = opt_reader != NULL;
  line->text = tf_str_of("", 0);
  /* A return address may already belong to the next function; the call itself does not. */
  const char* call = pc == NULL ? NULL : (const char*)pc - 1;
  if (!tf_dynlib_find(call, &place)) return;
  line->is_own = place.base == tf_owner_self()->base;
  line->stops = place.symbol != NULL && is_stop_name(place.symbol);
  line->boundary = is_boundary(place.base) ? place.base : NULL;
  if (line->is_own) return;
  bool is_shown = !line->stops && line->boundary == NULL;
  if (is_shown && opt_reader != NULL && put_source(opt_reader, &place, call, buf)) {
    line->hidden = buf->size == 0;
    return;
  }
  if (place.symbol == NULL) return;
  line->hidden = is_hidden_name(place.symbol);
  if (!line->hidden) put_line(&(tf_source_place){NULL, 0, place.symbol}, buf);
}

static tf_backtrace_line* find_line(const void* pc, size_t* out_slot) {
  uint64_t hash = (uint64_t)(uintptr_t)pc * UINT64_C(0x9e3779b97f4a7c15);
  size_t slot = (size_t)(hash >> 49); /* 15 bits */
  for (size_t probe = 0; probe < SLOTS; ++probe, slot = (slot + 1) % SLOTS) {
    tf_backtrace_line* line = __atomic_load_n(&slots[slot], __ATOMIC_ACQUIRE);
    if (line == NULL || line->pc == pc) {
      *out_slot = slot;
      return line;
    }
  }
  *out_slot = SLOTS;
  return NULL;
}

/* A permanent copy with its text; NULL when there is no memory for it. */
static tf_backtrace_line* keep_line(const tf_backtrace_line* found, const tf_buf* text) {
  tf_backtrace_line* line = tf_mem_permanent(sizeof *line);
  char* copy = line == NULL ? NULL : tf_mem_permanent_text(text->data, text->size);
  if (copy == NULL) return NULL;
  *line = *found;
  line->text = tf_str_of(copy, text->size);
  return line;
}

static bool says_the_same(const tf_backtrace_line* known, const tf_backtrace_line* found,
                          const tf_buf* text) {
  return known->hidden == found->hidden && tf_str_equal(known->text, tf_buf_view(text));
}

const tf_backtrace_line* tf_backtrace_line_of(const void* pc, tf_source_reader* opt_reader,
                                              tf_backtrace_line* scratch) {
  size_t slot;
  tf_backtrace_line* known = find_line(pc, &slot);
  bool is_current = known != NULL && known->generation == tf_backtrace_generation();
  if (is_current && (opt_reader == NULL || __atomic_load_n(&known->has_source, __ATOMIC_RELAXED))) {
    return known;
  }
  bool is_full = known == NULL && __atomic_load_n(&used, __ATOMIC_RELAXED) >= MOST;
  bool is_kept = !is_full && slot != SLOTS;
  tf_buf buf = tf_buf_new(64 * 1024);
  resolve(pc, is_kept ? opt_reader : NULL, scratch, &buf);
  if (is_current && (buf.status != TF_BUF_OK || says_the_same(known, scratch, &buf))) {
    __atomic_store_n(&known->has_source, true, __ATOMIC_RELAXED);
    tf_buf_drop(&buf);
    return known;
  }
  tf_backtrace_line* line = is_kept ? keep_line(scratch, &buf) : NULL;
  tf_buf_drop(&buf);
  if (line == NULL) {
    if (is_current) return known;
    /* Nowhere to keep the text: a frame without a line, but still with the right end of the stack. */
    scratch->hidden = true;
    return scratch;
  }
  tf_backtrace_line* expected = known;
  if (__atomic_compare_exchange_n(&slots[slot], &expected, line, false, __ATOMIC_ACQ_REL,
                                  __ATOMIC_RELAXED) &&
      known == NULL) {
    __atomic_fetch_add(&used, 1, __ATOMIC_RELAXED);
  }
  return line;
}
