/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <string.h>

#include "base/thread.h"

int tf_mem_watched;

/* Everything a test may switch on. */
static struct {
  bool counting;
  long live;
  long fail_countdown; /* 0: not failing */
  bool fail_all_later;
  long refused;
} hooks;

static void update_watching(void) {
  bool on = hooks.counting || __atomic_load_n(&hooks.fail_countdown, __ATOMIC_RELAXED) != 0;
  __atomic_store_n(&tf_mem_watched, on ? 1 : 0, __ATOMIC_RELAXED);
}

/* One allocation is about to happen: may it? */
static bool must_refuse(void) {
  if (!tf_mem_is_watched()) return false;
  long left = __atomic_load_n(&hooks.fail_countdown, __ATOMIC_RELAXED);
  if (left == 0) return false;
  if (left > 1) {
    __atomic_fetch_sub(&hooks.fail_countdown, 1, __ATOMIC_RELAXED);
    return false;
  }
  if (!hooks.fail_all_later) __atomic_store_n(&hooks.fail_countdown, 0, __ATOMIC_RELAXED);
  __atomic_fetch_add(&hooks.refused, 1, __ATOMIC_RELAXED);
  return true;
}

static void count_live(long change) {
  if (tf_mem_is_watched()) __atomic_fetch_add(&hooks.live, change, __ATOMIC_RELAXED);
}

void* tf_mem_watched_alloc(size_t size) {
  if (must_refuse()) return NULL;
  void* block = malloc(size == 0 ? 1 : size);
  if (block != NULL) count_live(1);
  return block;
}

void* tf_mem_watched_zalloc(size_t size) {
  if (must_refuse()) return NULL;
  void* block = calloc(1, size == 0 ? 1 : size);
  if (block != NULL) count_live(1);
  return block;
}

void* tf_mem_realloc(void* block, size_t size) {
  if (block == NULL) return tf_mem_alloc(size);
  if (must_refuse()) return NULL;
  return realloc(block, size == 0 ? 1 : size);
}

void tf_mem_watched_free(void* block) {
  if (block == NULL) return;
  count_live(-1);
  free(block);
}

void* tf_mem_cache_alloc(size_t size) {
  return must_refuse() ? NULL : malloc(size == 0 ? 1 : size);
}

void tf_mem_cache_free(void* block) { free(block); }

/* Permanent memory: pieces handed out from the front of a large zeroed block. The rest of a piece
   that is too short is given up, which wastes less than a tenth because larger requests get a block
   of their own. */
enum { PIECE = 1 << 16, OWN_BLOCK = PIECE / 8 };

static struct {
  tf_mutex lock;
  char* next;
  size_t left;
} permanent = {.lock = TF_MUTEX_INIT};

/* Meant to stay, whether or not somebody still points at it. */
#if TF_HAS_ASAN
void __lsan_ignore_object(const void* block);
#else
static inline void __lsan_ignore_object(const void* block) { (void)block; }
#endif

static void* new_permanent_block(size_t size) {
  void* block = calloc(1, size);
  if (block != NULL) __lsan_ignore_object(block);
  return block;
}

void* tf_mem_permanent(size_t size) {
  if (must_refuse()) return NULL;
  if (!tf_size_add(size, 7, &size)) return NULL;
  size &= ~(size_t)7;
  if (size >= OWN_BLOCK) return new_permanent_block(size);
  tf_mutex_lock(&permanent.lock);
  if (size > permanent.left) {
    char* piece = new_permanent_block(PIECE);
    if (piece == NULL) {
      tf_mutex_unlock(&permanent.lock);
      return NULL;
    }
    permanent.next = piece;
    permanent.left = PIECE;
  }
  void* result = permanent.next;
  permanent.next += size;
  permanent.left -= size;
  tf_mutex_unlock(&permanent.lock);
  return result;
}

char* tf_mem_permanent_text(const char* data, size_t size) {
  size_t with_nul;
  if (!tf_size_add(size, 1, &with_nul)) return NULL;
  char* copy = tf_mem_permanent(with_nul);
  if (copy != NULL && size != 0) memcpy(copy, data, size);
  return copy;
}

void tf_mem_lock_permanent(void) { tf_mutex_lock(&permanent.lock); }

void tf_mem_unlock_permanent(void) { tf_mutex_unlock(&permanent.lock); }

bool tf_size_grow(size_t room, size_t need, size_t element, size_t* out) {
  size_t twice = room > SIZE_MAX / 2 ? SIZE_MAX : room * 2;
  size_t wanted = need > twice ? need : twice;
  if (wanted < 4) wanted = 4;
  size_t bytes;
  if (!tf_size_mul(wanted, element, &bytes)) {
    if (!tf_size_mul(need, element, &bytes)) return false;
    wanted = need;
  }
  *out = wanted;
  return true;
}

void tf_mem_watch(bool on) {
  hooks.counting = on;
  __atomic_store_n(&hooks.live, 0, __ATOMIC_RELAXED);
  update_watching();
}

long tf_mem_live(void) { return __atomic_load_n(&hooks.live, __ATOMIC_RELAXED); }

static void set_failing(long n, bool all_later) {
  hooks.fail_all_later = all_later;
  __atomic_store_n(&hooks.refused, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&hooks.fail_countdown, n, __ATOMIC_RELAXED);
  update_watching();
}

void tf_mem_fail_at(long n) { set_failing(n, false); }

void tf_mem_fail_from(long n) { set_failing(n, true); }

long tf_mem_refused(void) { return __atomic_load_n(&hooks.refused, __ATOMIC_RELAXED); }
