/* SPDX-License-Identifier: Apache-2.0 */
/* Error objects: those made here, and the reserve of MemoryErrors. */
#include "core/error_impl.h"

#include <string.h>

#include "base/mem.h"
#include "base/thread.h"

/* An error made here: the texts given at birth follow the struct in one block.

     | header | cell | text or replaced backtrace | kind NUL message NUL backtrace NUL |

   The cell's backtrace points into that block, into `text`, or into `replaced`. */
typedef struct own_error {
  tf_error error;
  tf_trace_text* text; /* shared with other errors raised on the same stack */
  char* replaced;      /* what update_backtrace made */
} own_error;

static void destroy(tf_object* self) {
  own_error* own = (own_error*)self;
  tf_trace_text_drop(&own->text);
  tf_mem_free(own->replaced);
  own->replaced = NULL;
  tf_object_drop(&own->error.cell.cause_chain);
  tf_object_drop(&own->error.cell.extra_context);
}

static void error_delete(void* self, int flags) { tf_object_delete(self, flags, destroy, NULL); }

/* The cell's update_backtrace. Without memory the old text stays. */
static void update_backtrace(TVMFFIObjectHandle self, const TVMFFIByteArray* backtrace,
                             int32_t update_mode) {
  own_error* own = self;
  if (own == NULL || backtrace == NULL) return;
  tf_str old = tf_str_from_ffi(&own->error.cell.backtrace);
  if (update_mode == kTVMFFIBacktraceUpdateModeReplace) old.size = 0;
  size_t size;
  if (!tf_size_add(old.size, backtrace->size, &size) || size == SIZE_MAX) return;
  char* text = tf_mem_alloc(size + 1);
  if (text == NULL) return;
  if (old.size != 0) memcpy(text, old.data, old.size);
  if (backtrace->size != 0) memcpy(text + old.size, backtrace->data, backtrace->size);
  text[size] = '\0';
  own->error.cell.backtrace.data = text;
  own->error.cell.backtrace.size = size;
  tf_trace_text_drop(&own->text);
  tf_mem_free(own->replaced);
  own->replaced = text;
}

static TVMFFIByteArray put_text(char** place, tf_str text) {
  TVMFFIByteArray bytes = {*place, text.size};
  if (text.size != 0) memcpy(*place, text.data, text.size);
  (*place)[text.size] = '\0';
  *place += text.size + 1;
  return bytes;
}

tf_error* tf_error_new(tf_str kind, tf_str message, tf_str backtrace, tf_object* cause,
                       tf_object* context) {
  size_t size = sizeof(own_error) + 3;
  if (!tf_size_add(size, kind.size, &size) || !tf_size_add(size, message.size, &size) ||
      !tf_size_add(size, backtrace.size, &size)) {
    return NULL;
  }
  own_error* own = tf_mem_alloc(size);
  if (own == NULL) return NULL;
  memset(own, 0, sizeof *own);
  tf_object_init(&own->error.header, kTVMFFIError, error_delete);
  char* place = (char*)(own + 1);
  TVMFFIErrorCell* cell = &own->error.cell;
  cell->kind = put_text(&place, kind);
  cell->message = put_text(&place, message);
  cell->backtrace = put_text(&place, backtrace);
  cell->update_backtrace = update_backtrace;
  if (cause != NULL) tf_object_incref(cause);
  if (context != NULL) tf_object_incref(context);
  cell->cause_chain = cause;
  cell->extra_context = context;
  return &own->error;
}

void tf_error_set_text(tf_error* error, tf_trace_text* text) {
  own_error* own = (own_error*)(void*)error;
  tf_trace_text_drop(&own->text);
  own->text = text;
  error->cell.backtrace.data = text->data;
  error->cell.backtrace.size = text->size;
}

/* ---- The reserve ----

   MemoryErrors that exist before memory runs out. Each is handed out to one holder at a time (clients change errors in
   place), and comes back when its last reference, weak ones included, goes. Should all be out, the last one is shared:
   then this many MemoryErrors are already on their way to somebody. */

enum { RESERVE = 64 };

static void reserve_delete(void* self, int flags);

static struct {
  own_error own;
  int taken;
} reserve[RESERVE];

static void reserve_make(own_error* own) {
  static const char kind[] = TF_MEMORY_ERROR;
  static const char message[] = "out of memory";
  memset(own, 0, sizeof *own);
  tf_object_init(&own->error.header, kTVMFFIError, reserve_delete);
  TVMFFIErrorCell* cell = &own->error.cell;
  cell->kind = tf_str_to_ffi(tf_str_of(kind, sizeof kind - 1));
  cell->message = tf_str_to_ffi(tf_str_of(message, sizeof message - 1));
  cell->backtrace = tf_str_to_ffi(tf_str_of("", 0));
  cell->update_backtrace = update_backtrace;
}

static void reserve_put_back(tf_object* self) {
  for (size_t i = 0; i < RESERVE; ++i) {
    if (&reserve[i].own.error.header == self) {
      __atomic_store_n(&reserve[i].taken, 0, __ATOMIC_RELEASE);
    }
  }
}

static void reserve_delete(void* self, int flags) {
  tf_object_delete(self, flags, destroy, reserve_put_back);
}

tf_error* tf_error_take_reserve(void) {
  for (size_t i = 0; i < RESERVE; ++i) {
    int is_free = 0;
    if (__atomic_load_n(&reserve[i].taken, __ATOMIC_RELAXED) == 0 &&
        __atomic_compare_exchange_n(&reserve[i].taken, &is_free, 1, false, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED)) {
      reserve_make(&reserve[i].own);
      return &reserve[i].own.error;
    }
  }
  static own_error last;
  static bool is_made;
  static tf_mutex lock = TF_MUTEX_INIT;
  tf_mutex_lock(&lock);
  if (!is_made) {
    reserve_make(&last);
    last.error.header.deleter = NULL;
    is_made = true;
  }
  tf_object_incref(&last);
  tf_mutex_unlock(&lock);
  return &last.error;
}

/* ---- ABI ---- */

static tf_str text_or_empty(const TVMFFIByteArray* bytes) {
  return bytes == NULL || bytes->data == NULL ? tf_str_of("", 0) : tf_str_from_ffi(bytes);
}

int TVMFFIErrorCreateWithCauseAndExtraContext(
    const TVMFFIByteArray* kind, const TVMFFIByteArray* message, const TVMFFIByteArray* backtrace,
    TVMFFIObjectHandle cause_chain, TVMFFIObjectHandle extra_context, TVMFFIObjectHandle* out) {
  if (out == NULL) return -1;
  tf_error* error = tf_error_new(text_or_empty(kind), text_or_empty(message),
                                 text_or_empty(backtrace), cause_chain, extra_context);
  if (error == NULL) return -1;
  *out = error;
  return 0;
}

int TVMFFIErrorCreate(const TVMFFIByteArray* kind, const TVMFFIByteArray* message,
                      const TVMFFIByteArray* backtrace, TVMFFIObjectHandle* out) {
  return TVMFFIErrorCreateWithCauseAndExtraContext(kind, message, backtrace, NULL, NULL, out);
}
