/* SPDX-License-Identifier: Apache-2.0 */
/* The identity cache: which live wrapper belongs to a handle. Open addressing with backward-shift deletion, at most half
   full; both sides are borrowed. Under the GIL. */
#ifndef PYTF_WRAPPERS_H_
#define PYTF_WRAPPERS_H_

#include "compat.h"
#include "object.h"

/* Makes the table twice as large. -1 with MemoryError, the table unchanged. */
int pytf_wrappers_grow(pytf_wrappers* table);

static inline size_t pytf_wrappers_home(const pytf_wrappers* table, TVMFFIObjectHandle handle) {
  const uint64_t mixed = ((uint64_t)(uintptr_t)handle >> 4) * UINT64_C(0x9E3779B97F4A7C15);
  return (size_t)(mixed >> 32) & table->mask;
}

/* The wrapper of `handle`, or NULL. A wrapper whose reference count is 0 is being destroyed (its `__del__`-time
   dictionary may run code that asks for the handle again) and does not count. Borrowed. */
static inline PyObject* pytf_wrappers_find(const pytf_wrappers* table, TVMFFIObjectHandle handle) {
  if (!table->slots) return NULL;
  size_t at = pytf_wrappers_home(table, handle);
  for (;;) {
    pytf_object* wrapper = (pytf_object*)table->slots[at];
    if (!wrapper) return NULL;
    if (wrapper->handle == handle) return Py_REFCNT(wrapper) > 0 ? (PyObject*)wrapper : NULL;
    at = (at + 1) & table->mask;
  }
}

/* Enters a wrapper, in place of a dying one of the same handle. -1 with MemoryError. */
static inline int pytf_wrappers_add(pytf_wrappers* table, pytf_object* wrapper) {
  if (pytf_unlikely(!table->slots || table->count * 2 > table->mask) &&
      pytf_wrappers_grow(table) != 0) {
    return -1;
  }
  size_t at = pytf_wrappers_home(table, wrapper->handle);
  for (;;) {
    pytf_object* other = (pytf_object*)table->slots[at];
    if (!other) break;
    if (other->handle == wrapper->handle) {
      table->slots[at] = wrapper;
      return 0;
    }
    at = (at + 1) & table->mask;
  }
  table->slots[at] = wrapper;
  table->count++;
  return 0;
}

/* Takes a wrapper out; does nothing when another one stands for its handle, or none. */
static inline void pytf_wrappers_remove(pytf_wrappers* table, const pytf_object* wrapper) {
  if (!table->slots) return;
  size_t at = pytf_wrappers_home(table, wrapper->handle);
  while (table->slots[at] != wrapper) {
    if (!table->slots[at]) return;
    at = (at + 1) & table->mask;
  }
  size_t hole = at;
  for (;;) {
    at = (at + 1) & table->mask;
    pytf_object* next = (pytf_object*)table->slots[at];
    if (!next) break;
    const size_t home = pytf_wrappers_home(table, next->handle);
    /* `next` may move into the hole when its home does not lie behind the hole. */
    if (((at - home) & table->mask) >= ((at - hole) & table->mask)) {
      table->slots[hole] = next;
      hole = at;
    }
  }
  table->slots[hole] = NULL;
  table->count--;
}

#endif /* PYTF_WRAPPERS_H_ */
