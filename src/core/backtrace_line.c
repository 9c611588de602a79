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

static void put_line(const char* symbol, tf_buf* buf) {
  (void)tf_buf_put_c(buf, "  File \"<unknown>\", line 0, in ");
  tf_dynlib_put_demangled(symbol, buf);
  (void)tf_buf_put_char(buf, '\n');
}

/* Finds out everything about `pc`; the text goes to `buf`. */
static void resolve(const void* pc, tf_backtrace_line* line, tf_buf* buf) {
  tf_dynlib_place place;
  memset(line, 0, sizeof *line);
  line->pc = pc;
  line->generation = tf_backtrace_generation();
  line->hidden = true;
  line->text = tf_str_of("", 0);
  /* A return address may already belong to the next function; the call itself does not. */
  if (pc == NULL || !tf_dynlib_find((const char*)pc - 1, &place)) return;
  line->is_own = place.base == tf_owner_self()->base;
  line->stops = place.symbol != NULL && is_stop_name(place.symbol);
  line->boundary = is_boundary(place.base) ? place.base : NULL;
  if (line->is_own || place.symbol == NULL) return;
  line->hidden = is_hidden_name(place.symbol);
  if (!line->hidden) put_line(place.symbol, buf);
}

static const tf_backtrace_line* find_line(const void* pc, size_t* out_slot) {
  uint64_t hash = (uint64_t)(uintptr_t)pc * UINT64_C(0x9e3779b97f4a7c15);
  size_t slot = (size_t)(hash >> 49); /* 15 bits */
  for (size_t probe = 0; probe < SLOTS; ++probe, slot = (slot + 1) % SLOTS) {
    const tf_backtrace_line* line = __atomic_load_n(&slots[slot], __ATOMIC_ACQUIRE);
    if (line == NULL || line->pc == pc) {
      *out_slot = slot;
      return line;
    }
  }
  *out_slot = SLOTS;
  return NULL;
}

const tf_backtrace_line* tf_backtrace_line_of(const void* pc, tf_backtrace_line* scratch) {
  size_t slot;
  const tf_backtrace_line* known = find_line(pc, &slot);
  if (known != NULL && known->generation == tf_backtrace_generation()) return known;
  tf_buf buf = tf_buf_new(64 * 1024);
  resolve(pc, scratch, &buf);
  bool is_full = known == NULL && __atomic_load_n(&used, __ATOMIC_RELAXED) >= MOST;
  tf_backtrace_line* line = is_full || slot == SLOTS ? NULL : tf_mem_permanent(sizeof *line);
  char* text = line == NULL ? NULL : tf_mem_permanent_text(buf.data, buf.size);
  if (text == NULL) {
    /* Nowhere to keep the text: a frame without a line, but still with the right end of the stack. */
    scratch->hidden = true;
    tf_buf_drop(&buf);
    return scratch;
  }
  *line = *scratch;
  line->text = tf_str_of(text, buf.size);
  tf_buf_drop(&buf);
  tf_backtrace_line* expected = (tf_backtrace_line*)(uintptr_t)known;
  if (__atomic_compare_exchange_n(&slots[slot], &expected, line, false, __ATOMIC_ACQ_REL,
                                  __ATOMIC_RELAXED) &&
      known == NULL) {
    __atomic_fetch_add(&used, 1, __ATOMIC_RELAXED);
  }
  return line;
}
