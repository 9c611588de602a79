/* SPDX-License-Identifier: Apache-2.0 */
/* Preloaded by test_out_of_memory.py: lets the n-th allocation that our libraries ask for fail, and counts the blocks that
   they hold. Calls from other code go through. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* block, size_t size);
extern void __libc_free(void* block);

enum { MOST_RANGES = 8, SLOTS = 1 << 16 };

static struct {
  uintptr_t low, high;
} ranges[MOST_RANGES];
static int num_ranges;

static int is_on;
static long left; /* until one is refused; 0: none is */
static int from_then_on;
static long num_refused;

/* Blocks of ours that live, by address: open addressing, 1 for a deleted one. Under the lock. */
static uintptr_t blocks[SLOTS];
static long num_blocks;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t slot_of(uintptr_t block) { return (block >> 4) * 0x9e3779b97f4a7c15u >> 48; }

static void add_block(void* block) {
  pthread_mutex_lock(&lock);
  size_t at = slot_of((uintptr_t)block);
  for (int i = 0; i < SLOTS && blocks[at] > 1; ++i) at = (at + 1) % SLOTS;
  if (blocks[at] <= 1) {
    blocks[at] = (uintptr_t)block;
    ++num_blocks;
  }
  pthread_mutex_unlock(&lock);
}

static void remove_block(void* block) {
  pthread_mutex_lock(&lock);
  size_t at = slot_of((uintptr_t)block);
  for (int i = 0; i < SLOTS && blocks[at] != 0; ++i, at = (at + 1) % SLOTS) {
    if (blocks[at] != (uintptr_t)block) continue;
    blocks[at] = 1;
    --num_blocks;
    break;
  }
  pthread_mutex_unlock(&lock);
}

static int is_ours(const void* caller) {
  for (int i = 0; i < num_ranges; ++i) {
    if ((uintptr_t)caller >= ranges[i].low && (uintptr_t)caller < ranges[i].high) return 1;
  }
  return 0;
}

static int must_refuse(void) {
  long now = __atomic_load_n(&left, __ATOMIC_RELAXED);
  if (now == 0) return 0;
  if (now > 1) {
    __atomic_fetch_sub(&left, 1, __ATOMIC_RELAXED);
    return 0;
  }
  if (!from_then_on) __atomic_store_n(&left, 0, __ATOMIC_RELAXED);
  __atomic_fetch_add(&num_refused, 1, __ATOMIC_RELAXED);
  return 1;
}

#define CALLER __builtin_return_address(0)

void* malloc(size_t size) {
  int ours = __atomic_load_n(&is_on, __ATOMIC_RELAXED) && is_ours(CALLER);
  if (ours && must_refuse()) return NULL;
  void* block = __libc_malloc(size);
  if (ours && block != NULL) add_block(block);
  return block;
}

void* calloc(size_t count, size_t size) {
  int ours = __atomic_load_n(&is_on, __ATOMIC_RELAXED) && is_ours(CALLER);
  if (ours && must_refuse()) return NULL;
  void* block = __libc_calloc(count, size);
  if (ours && block != NULL) add_block(block);
  return block;
}

void* realloc(void* block, size_t size) {
  int ours = __atomic_load_n(&is_on, __ATOMIC_RELAXED) && is_ours(CALLER);
  if (ours && must_refuse()) return NULL;
  void* moved = __libc_realloc(block, size);
  if (ours && moved != NULL) {
    if (block != NULL) remove_block(block);
    add_block(moved);
  }
  return moved;
}

void free(void* block) {
  if (block != NULL && __atomic_load_n(&is_on, __ATOMIC_RELAXED)) remove_block(block);
  __libc_free(block);
}

/* ---- what the test calls ---- */

static int add_range(struct dl_phdr_info* info, size_t size, void* names) {
  (void)size;
  for (const char** name = (const char**)names; *name != NULL; ++name) {
    if (strstr(info->dlpi_name, *name) == NULL || num_ranges == MOST_RANGES) continue;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const ElfW(Phdr)* part = &info->dlpi_phdr[i];
      if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0) continue;
      ranges[num_ranges].low = info->dlpi_addr + part->p_vaddr;
      ranges[num_ranges].high = ranges[num_ranges].low + part->p_memsz;
      ++num_ranges;
      break;
    }
  }
  return 0;
}

/* Finds our libraries among the loaded ones. Their number. */
int refuse_begin(void) {
  const char* names[] = {"libtvm_ffi.", "tvm_ffi/core.", NULL};
  num_ranges = 0;
  dl_iterate_phdr(add_range, names);
  __atomic_store_n(&is_on, 1, __ATOMIC_RELAXED);
  return num_ranges;
}

void refuse_at(long n, int and_later) {
  from_then_on = and_later;
  __atomic_store_n(&num_refused, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&left, n, __ATOMIC_RELAXED);
}

long refuse_count(void) { return __atomic_load_n(&num_refused, __ATOMIC_RELAXED); }

long refuse_blocks(void) { return __atomic_load_n(&num_blocks, __ATOMIC_RELAXED); }
