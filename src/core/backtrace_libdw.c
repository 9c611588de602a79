/* SPDX-License-Identifier: Apache-2.0 */
#include "core/backtrace_libdw.h"

#include <stdbool.h>
#include <string.h>

#include "base/dynlib.h"
#include "base/mem.h"

static const char default_name[] = "libdw.so.1";
static const char* library_name = default_name;

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
  tf_buf reason = tf_buf_new(4096);
  void* handle = tf_dynlib_open(library_name, &reason);
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
  library_name = name == NULL ? default_name : name;
  published = NULL;
}
