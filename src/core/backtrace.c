/* SPDX-License-Identifier: Apache-2.0 */
#include "core/backtrace.h"

#include <string.h>
#include <unwind.h>

#include "base/mem.h"
#include "base/thread.h"
#include "core/backtrace_impl.h"

/* ---- What a thread remembers ---- */

typedef struct frame {
  const void* pc;
  const void* const* slot; /* where on the stack `pc` lies */
} frame;

typedef struct memory memory;

/* `frames` are all that were passed, also hidden ones and the one at which it ended: together they
   prove that a stack is still the same. */
struct tf_trace {
  memory* home;
  frame* frames;
  size_t room;
  size_t count;
  size_t limit; /* lines */
  size_t skip;  /* callers left out at the innermost end, this library's not counted */
  bool crosses; /* went on beyond FFI boundaries */
  bool is_checkable;
  uint32_t generation;
  uint32_t pins; /* results of capture not yet released */
  tf_trace_text* text;
};

enum { TRACES = 4, FIRST_ROOM = 64, SPARE_FRAMES = 8 };

/* Outlives the thread while a trace is pinned. Cache memory: it belongs to the thread and not to
   whoever happens to raise first. */
struct memory {
  tf_trace traces[TRACES];
  size_t next; /* to be overwritten next */
  uint32_t pins;
  bool is_orphan;
  char* text; /* what TVMFFIBacktrace returned last */
  size_t text_room;
  TVMFFIByteArray answer;
};

static TF_THREAD_LOCAL memory* mine;

static void free_memory(memory* old) {
  for (size_t i = 0; i < TRACES; ++i) {
    tf_mem_cache_free(old->traces[i].frames);
    tf_trace_text_drop(&old->traces[i].text);
  }
  tf_mem_cache_free(old->text);
  tf_mem_cache_free(old);
}

static void leave_thread(void* argument) {
  memory* old = argument;
  if (mine == old) mine = NULL;
  old->is_orphan = true;
  if (old->pins == 0) free_memory(old);
}

static tf_thread_exit memory_exit = TF_THREAD_EXIT_INIT(leave_thread);

static memory* get_memory(void) {
  if (mine != NULL) return mine;
  memory* fresh = tf_mem_cache_alloc(sizeof *fresh);
  if (fresh == NULL) return NULL;
  memset(fresh, 0, sizeof *fresh);
  for (size_t i = 0; i < TRACES; ++i) {
    fresh->traces[i].home = fresh;
    fresh->traces[i].frames = tf_mem_cache_alloc(FIRST_ROOM * sizeof(frame));
    fresh->traces[i].room = FIRST_ROOM;
    if (fresh->traces[i].frames == NULL) {
      free_memory(fresh);
      return NULL;
    }
  }
  mine = fresh;
  (void)tf_thread_at_exit(&memory_exit, fresh);
  return mine;
}

void tf_trace_text_drop(tf_trace_text** text) {
  tf_trace_text* old = *text;
  *text = NULL;
  if (old != NULL && __atomic_fetch_sub(&old->refs, 1, __ATOMIC_ACQ_REL) == 1) {
    tf_mem_cache_free(old);
  }
}

void tf_trace_release(tf_trace* trace) {
  memory* home = trace->home;
  --trace->pins;
  --home->pins;
  if (home->is_orphan && home->pins == 0) free_memory(home);
}

/* ---- Capturing ---- */

/* Which frames count, from the innermost outwards. A boundary file ends the stack only once it was left: a language's
   extension that asks for a backtrace from one of its callbacks wants to see who called the callback. */
typedef struct sieve {
  enum { AT_START, IN_BOUNDARY, OUTSIDE } place;
  const void* boundary; /* the file that the innermost frames lie in, when that is one */
  size_t skip;
} sieve;

/* SHOW_CALLERS: the innermost line of the frame is left out, those that it was compiled into are not. */
typedef enum { SHOW, SHOW_CALLERS, PASS, STOP } verdict;

static verdict judge(sieve* state, const tf_backtrace_line* line, bool crosses) {
  bool is_left_out = false;
  if (!line->is_own && state->skip > 0) {
    --state->skip;
    is_left_out = true;
  }
  if (!crosses) {
    if (line->stops) return STOP;
    if (line->boundary != NULL) {
      if (state->place == AT_START) {
        state->place = IN_BOUNDARY;
        state->boundary = line->boundary;
      }
      bool is_inside = state->place == IN_BOUNDARY && state->boundary == line->boundary;
      return is_inside ? PASS : STOP;
    }
    if (state->place == IN_BOUNDARY || !line->is_own) state->place = OUTSIDE;
  }
  if (line->hidden) return PASS;
  return is_left_out ? SHOW_CALLERS : SHOW;
}

/* The unwinder's walk in progress. */
typedef struct walk {
  tf_trace* trace;
  sieve sieve;
  size_t visible;
  size_t passed;
  const char* low; /* the thread's stack; NULL when unknown */
  const char* high;
} walk;

/* Room for one more frame. Beyond the first room only a large TVM_TRACEBACK_LIMIT leads. */
static bool has_room(tf_trace* trace) {
  if (trace->count < trace->room) return true;
  if (trace->room >= TF_BACKTRACE_MAX_FRAMES || trace->limit <= TF_BACKTRACE_DEFAULT_LINES) {
    return false;
  }
  size_t room = trace->room * 2;
  frame* frames = tf_mem_cache_alloc(room * sizeof *frames);
  if (frames == NULL) return false;
  memcpy(frames, trace->frames, trace->count * sizeof *frames);
  tf_mem_cache_free(trace->frames);
  trace->frames = frames;
  trace->room = room;
  return true;
}

/* Where the return address `pc` lies: with the x86-64 calling convention right below the frame's
   canonical address. Read only inside the thread's stack, and only believed when it is there. */
#if defined(__x86_64__)
__attribute__((no_sanitize_address)) static const void* const* find_slot(
    const walk* state, struct _Unwind_Context* context, const void* pc) {
  const char* address = (const char*)(uintptr_t)_Unwind_GetCFA(context) - sizeof(void*);
  if (state->low == NULL || address < state->low || address >= state->high) return NULL;
  const void* const* slot = (const void* const*)(const void*)address;
  return *slot == pc ? slot : NULL;
}
#else
static const void* const* find_slot(const walk* state, struct _Unwind_Context* context,
                                    const void* pc) {
  (void)state, (void)context, (void)pc;
  return NULL;
}
#endif

static _Unwind_Reason_Code pass_frame(struct _Unwind_Context* context, void* argument) {
  walk* state = argument;
  tf_trace* trace = state->trace;
  /* The first two frames are those of walk_stack and capture. The third's return address lies in the frame of capture,
     where the next look for this stack starts. */
  if (state->passed++ < 2) return _URC_NO_REASON;
  const void* pc = (const void*)(uintptr_t)_Unwind_GetIP(context);
  if (pc == NULL || state->passed > TF_BACKTRACE_MAX_FRAMES || !has_room(trace)) {
    return _URC_END_OF_STACK;
  }
  frame* next = &trace->frames[trace->count++];
  next->pc = pc;
  next->slot = find_slot(state, context, pc);
  if (next->slot == NULL) trace->is_checkable = false;
  tf_backtrace_line scratch;
  const tf_backtrace_line* line = tf_backtrace_line_of(pc, NULL, &scratch);
  verdict found = judge(&state->sieve, line, trace->crosses);
  if (found == SHOW) ++state->visible;
  /* A few more than are wanted: debug information may tell later that some are not to be shown. */
  bool is_enough = state->visible >= trace->limit && state->visible - trace->limit >= SPARE_FRAMES;
  return found == STOP || is_enough ? _URC_END_OF_STACK : _URC_NO_REASON;
}

TF_NOINLINE static void walk_stack(tf_trace* trace) {
  walk state = {.trace = trace, .sieve = {.skip = trace->skip}};
  if (!tf_thread_stack_bounds(&state.low, &state.high)) state.low = NULL;
  trace->count = 0;
  trace->is_checkable = true;
  trace->generation = tf_backtrace_generation();
  tf_trace_text_drop(&trace->text);
  (void)_Unwind_Backtrace(pass_frame, &state);
  if (trace->count == 0) trace->is_checkable = false;
}

/* Is the calling stack the one remembered? Each slot lies above the caller's frame, so it may be
   read; and as long as all inner ones are unchanged, the frames between are the same calls. */
#if defined(__x86_64__)
__attribute__((no_sanitize_address))
#endif
static bool
is_same_stack(const tf_trace* trace, const void* const* first_slot) {
  if (!trace->is_checkable || trace->frames[0].slot != first_slot) return false;
  for (size_t i = 0; i < trace->count; ++i) {
    if (*trace->frames[i].slot != trace->frames[i].pc) return false;
  }
  return true;
}

/* `first_slot`: where the return address of `capture` lies. */
static tf_trace* find_remembered(memory* home, const void* const* first_slot, size_t skip,
                                 size_t limit, bool crosses) {
  uint32_t generation = tf_backtrace_generation();
  for (size_t i = 0; i < TRACES; ++i) {
    tf_trace* trace = &home->traces[i];
    if (trace->count != 0 && trace->skip == skip && trace->limit == limit &&
        trace->crosses == crosses && trace->generation == generation &&
        is_same_stack(trace, first_slot)) {
      return trace;
    }
  }
  return NULL;
}

static tf_trace* choose_victim(memory* home) {
  for (size_t i = 0; i < TRACES; ++i) {
    tf_trace* trace = &home->traces[home->next++ % TRACES];
    if (trace->pins == 0) return trace;
  }
  return NULL;
}

TF_NOINLINE static tf_trace* capture(size_t skip, size_t limit, bool crosses) {
  memory* home = get_memory();
  if (home == NULL) return NULL;
  tf_trace* trace = NULL;
#if defined(__x86_64__)
  const void* const* own_slot = (const void* const*)__builtin_frame_address(0) + 1;
  trace = find_remembered(home, own_slot, skip, limit, crosses);
#else
  (void)find_remembered;
#endif
  if (trace == NULL) {
    trace = choose_victim(home);
    if (trace == NULL) return NULL;
    trace->skip = skip;
    trace->limit = limit;
    trace->crosses = crosses;
    walk_stack(trace);
  }
  ++trace->pins;
  ++home->pins;
  return trace;
}

tf_trace* tf_trace_capture(void) {
  return capture(0, tf_backtrace_limit(TF_BACKTRACE_DEFAULT_LINES), false);
}

/* ---- Text ---- */

/* The end of the first line in `text`, behind its line break. */
static size_t line_end(tf_str text) {
  const char* end = text.size == 0 ? NULL : memchr(text.data, '\n', text.size);
  return end == NULL ? text.size : (size_t)(end - text.data) + 1;
}

/* Where lines go, or (`out` NULL) how many bytes they take. */
typedef struct writer {
  char* out;
  size_t room;
  size_t size;
  size_t lines_left;
} writer;

/* False when there was no room. */
static bool put_text(writer* state, tf_str text) {
  while (text.size != 0 && state->lines_left != 0) {
    size_t size = line_end(text);
    if (state->out != NULL) {
      if (size > state->room - state->size) return false;
      memcpy(state->out + state->size, text.data, size);
    }
    state->size += size;
    --state->lines_left;
    text = tf_str_of(text.data + size, text.size - size);
  }
  return true;
}

/* Writes the lines to `out`, as many as fit into `room` bytes, or only counts their bytes when it is NULL. What an address
   resolves to may change between counting and writing. */
static size_t put_lines(const tf_trace* trace, tf_source_reader* reader, char* out, size_t room) {
  writer state = {.out = out, .room = room, .lines_left = trace->limit};
  sieve frames = {.skip = trace->skip};
  for (size_t i = 0; i < trace->count && state.lines_left != 0; ++i) {
    tf_backtrace_line scratch;
    const tf_backtrace_line* line = tf_backtrace_line_of(trace->frames[i].pc, reader, &scratch);
    verdict found = judge(&frames, line, trace->crosses);
    if (found == STOP) break;
    if (found == PASS) continue;
    tf_str text = line->text;
    if (found == SHOW_CALLERS) {
      size_t first = line_end(text);
      text = tf_str_of(text.data + first, text.size - first);
    }
    if (!put_text(&state, text)) break;
  }
  return state.size;
}

static tf_trace_text* make_text(const tf_trace* trace) {
  tf_source_reader reader = {0};
  size_t size = put_lines(trace, &reader, NULL, 0);
  tf_trace_text* text = tf_mem_cache_alloc(sizeof *text + size + 1);
  if (text != NULL) {
    text->refs = 1;
    text->size = put_lines(trace, &reader, text->data, size);
    text->data[text->size] = '\0';
  }
  tf_source_close(&reader);
  return text;
}

tf_trace_text* tf_trace_peek_text(tf_trace* trace) {
  if (trace->text != NULL) __atomic_fetch_add(&trace->text->refs, 1, __ATOMIC_RELAXED);
  return trace->text;
}

tf_trace_text* tf_trace_get_text(tf_trace* trace) {
  if (trace->text == NULL) trace->text = make_text(trace);
  return tf_trace_peek_text(trace);
}

/* ---- ABI ---- */

/* Copies what `buf` holds to where it stays until the thread's next call. */
static const TVMFFIByteArray* keep_answer(memory* home, const tf_buf* buf) {
  if (home->text_room < buf->size + 1) {
    char* text = tf_mem_cache_alloc(buf->size + 1);
    if (text == NULL) {
      home->answer = tf_str_to_ffi(tf_str_of("", 0));
      return &home->answer;
    }
    tf_mem_cache_free(home->text);
    home->text = text;
    home->text_room = buf->size + 1;
  }
  memcpy(home->text, tf_buf_c_str(buf), buf->size + 1);
  home->answer = tf_str_to_ffi(tf_str_of(home->text, buf->size));
  return &home->answer;
}

TF_NOINLINE const TVMFFIByteArray* TVMFFIBacktrace(const char* filename, int lineno,
                                                   const char* func, int cross_ffi_boundary) {
  static const TVMFFIByteArray empty = {"", 0};
  memory* home = get_memory();
  size_t limit = tf_backtrace_limit(TF_BACKTRACE_DEFAULT_LINES);
  if (home == NULL || limit == 0) return &empty;
  tf_buf buf = tf_buf_new((size_t)1 << 20);
  /* The caller tells its own frame better than we can find out; it takes the place of that frame. */
  bool is_told = filename != NULL && func != NULL;
  if (is_told && !tf_backtrace_hides_file(filename)) {
    (void)tf_buf_printf(&buf, "  File \"%s\", line %d, in %s\n", filename, lineno, func);
    --limit;
  }
  tf_trace* trace = capture(is_told ? 1 : 0, limit, cross_ffi_boundary != 0);
  if (trace != NULL) {
    tf_trace_text* text = tf_trace_get_text(trace);
    if (text != NULL) (void)tf_buf_put(&buf, text->data, text->size);
    tf_trace_text_drop(&text);
    tf_trace_release(trace);
  }
  const TVMFFIByteArray* answer = keep_answer(home, &buf);
  tf_buf_drop(&buf);
  return answer;
}
