/* SPDX-License-Identifier: Apache-2.0 */
#include "core/backtrace_libdw.h"

#include <stdbool.h>
#include <string.h>

#include "base/dynlib.h"
#include "base/mem.h"

static const char default_name[] = "libdw.so.1";
static const char* opt_library_name; /* NULL: the default one, unless it would do harm */

/* Sanitizers that replace malloc mistake the thread-local storage of libraries that were opened late for something else, when
   it lies in an unlucky place, and then crash looking for leaks. There is no telling before. */
#if defined(__ELF__)
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));
static bool has_sanitizer(void) { return __sanitizer_get_current_allocated_bytes != NULL; }
#else
static bool has_sanitizer(void) { return false; }
#endif

/* NULL while nobody tried. Threads that meet here open the library several times, which gives the same library, and agree on
   one table: no lock of ours is held while the system's loader takes its own. */
static const tf_dw* published;
static const tf_dw absent;

static bool find_function(void* handle, const char* name, void* out, size_t size) {
  void* found = tf_dynlib_symbol(handle, name);
  memcpy(out, &found, size);
  return found != NULL;
}

static bool fill(tf_dw* out, void* handle) {
  bool has_all = true;
#define FIND(name, result, parameters) \
  has_all = has_all && find_function(handle, #name, &out->name, sizeof out->name);
  TF_DW_FUNCTIONS(FIND)
#undef FIND
  enum { CURRENT_VERSION = 1 };
  return has_all && out->elf_version(CURRENT_VERSION) != 0;
}

/* A table, or `absent`. */
static const tf_dw* make_table(void) {
  const char* name = opt_library_name;
  if (name == NULL) {
    if (has_sanitizer()) return &absent;
    name = default_name;
  }
  tf_buf reason = tf_buf_new(4096);
  void* handle = tf_dynlib_open(name, &reason);
  tf_buf_drop(&reason);
  if (handle == NULL) return &absent;
  tf_dw* table = tf_mem_permanent(sizeof *table);
  if (table != NULL && fill(table, handle)) return table;
  tf_dynlib_close(handle);
  return &absent;
}

const tf_dw* tf_dw_get(void) {
  const tf_dw* known = __atomic_load_n(&published, __ATOMIC_ACQUIRE);
  if (known == NULL) {
    const tf_dw* made = make_table();
    if (__atomic_compare_exchange_n(&published, &known, made, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE)) {
      known = made;
    }
  }
  return known == &absent ? NULL : known;
}

void tf_dw_set_name(const char* name) {
  opt_library_name = name;
  published = NULL;
}
