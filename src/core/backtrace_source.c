/* SPDX-License-Identifier: Apache-2.0 */
/* Debug information is a tree of entries. A unit (one compiled file) holds functions, perhaps inside namespaces and classes;
   a function holds blocks and the calls that were compiled into it. Each of them tells its addresses. */
#include "core/backtrace_source.h"

#include <stddef.h>
#include <string.h>

#include "core/backtrace_file.h"
#include "core/backtrace_libdw.h"

#if defined(__ELF__)
#include <unistd.h>
#endif

enum {
  COMMAND_READ = 1, /* of libelf: plain reads; a mapped file that shrinks would end the process */
  DWARF_READ = 0,
  MAX_UNITS = 100000,
  MAX_ENTRIES = 1000000, /* looked at for one address */
  MAX_DEPTH = 64
};

enum { /* DWARF, tags and attributes */
       TAG_CLASS = 0x02,
       TAG_BLOCK = 0x0b,
       TAG_STRUCT = 0x13,
       TAG_INLINED = 0x1d,
       TAG_MODULE = 0x1e,
       TAG_CATCH = 0x25,
       TAG_FUNCTION = 0x2e,
       TAG_TRY = 0x32,
       TAG_NAMESPACE = 0x39,
       CALL_FILE = 0x58,
       CALL_LINE = 0x59,
       LINKAGE_NAME = 0x6e,
       OLD_LINKAGE_NAME = 0x2007
};

/* ---- The file ---- */

void tf_source_close(tf_source_reader* reader) {
  const tf_dw* dw = reader->elf == NULL ? NULL : tf_dw_get();
  if (dw != NULL) {
    if (reader->dwarf != NULL) (void)dw->dwarf_end(reader->dwarf);
    (void)dw->elf_end(reader->elf);
#if defined(__ELF__)
    (void)close(reader->file);
#endif
  }
  memset(reader, 0, sizeof *reader);
}

static void open_file(tf_source_reader* reader, const tf_dynlib_place* where) {
  tf_source_close(reader);
  reader->base = where->base;
  int file = tf_backtrace_file_open(where->path, where->base, &reader->bias);
  if (file < 0) return;
  const tf_dw* dw = tf_dw_get();
  tf_dw_elf* elf = dw == NULL ? NULL : dw->elf_begin(file, COMMAND_READ, NULL);
  if (elf == NULL) {
#if defined(__ELF__)
    (void)close(file);
#endif
    return;
  }
  reader->file = file;
  reader->elf = elf;
  reader->dwarf = dw->dwarf_begin_elf(elf, DWARF_READ, NULL);
}

/* ---- The unit ---- */

/* Not every compiler writes the table from addresses to units; then each unit is asked. */
static bool find_unit(const tf_dw* dw, tf_dw_file* file, uint64_t address, tf_dw_die* out) {
  if (dw->dwarf_addrdie(file, address, out) != NULL) return true;
  uint64_t offset = 0;
  for (int i = 0; i < MAX_UNITS; ++i) {
    uint64_t next;
    size_t header_size;
    if (dw->dwarf_nextcu(file, offset, &next, &header_size, NULL, NULL, NULL) != 0 ||
        next <= offset) {
      return false;
    }
    if (dw->dwarf_offdie(file, offset + header_size, out) != NULL &&
        dw->dwarf_haspc(out, address) > 0) {
      return true;
    }
    offset = next;
  }
  return false;
}

/* ---- The calls around an address, outermost first ---- */

typedef struct search {
  const tf_dw* dw;
  uint64_t address;
  int entries_left;
  tf_dw_die calls[TF_SOURCE_DEPTH];
  int num_calls;
} search;

static bool has_address(search* state, tf_dw_die* entry) {
  return state->dw->dwarf_haspc(entry, state->address) > 0;
}

/* True when the address was found at or below `parent`'s children. */
static bool search_children(search* state, tf_dw_die* parent, int depth) {
  const tf_dw* dw = state->dw;
  tf_dw_die entry;
  if (depth == MAX_DEPTH || dw->dwarf_child(parent, &entry) != 0) return false;
  do {
    if (--state->entries_left < 0) return false;
    switch (dw->dwarf_tag(&entry)) {
      case TAG_FUNCTION:
      case TAG_INLINED:
        if (!has_address(state, &entry)) break;
        if (state->num_calls < TF_SOURCE_DEPTH) state->calls[state->num_calls++] = entry;
        (void)search_children(state, &entry, depth + 1);
        return true;
      case TAG_BLOCK:
      case TAG_TRY:
      case TAG_CATCH:
        if (!has_address(state, &entry)) break;
        (void)search_children(state, &entry, depth + 1);
        return true;
      case TAG_NAMESPACE:
      case TAG_CLASS:
      case TAG_STRUCT:
      case TAG_MODULE:
        if (search_children(state, &entry, depth + 1)) return true;
        break;
      default:
        break;
    }
  } while (dw->dwarf_siblingof(&entry, &entry) == 0);
  return false;
}

static const char* name_of(const tf_dw* dw, tf_dw_die* call) {
  tf_dw_attr attr;
  const char* name = NULL;
  if (dw->dwarf_attr_integrate(call, LINKAGE_NAME, &attr) != NULL ||
      dw->dwarf_attr_integrate(call, OLD_LINKAGE_NAME, &attr) != NULL) {
    name = dw->dwarf_formstring(&attr);
  }
  return name == NULL ? dw->dwarf_diename(call) : name;
}

static bool number_of(const tf_dw* dw, tf_dw_die* call, unsigned name, uint64_t* out) {
  tf_dw_attr attr;
  return dw->dwarf_attr(call, name, &attr) != NULL && dw->dwarf_formudata(&attr, out) == 0;
}

/* Where a call that was compiled into its caller stands. */
static void find_call_site(const tf_dw* dw, tf_dw_die* unit, tf_dw_die* call,
                           tf_source_place* out) {
  uint64_t number;
  tf_dw_files* files;
  size_t count;
  out->file = NULL;
  out->line = number_of(dw, call, CALL_LINE, &number) && number <= INT32_MAX ? (int)number : 0;
  if (number_of(dw, call, CALL_FILE, &number) && dw->dwarf_getsrcfiles(unit, &files, &count) == 0 &&
      number < count) {
    out->file = dw->dwarf_filesrc(files, (size_t)number, NULL, NULL);
  }
}

int tf_source_find(tf_source_reader* reader, const tf_dynlib_place* where, const void* address,
                   tf_source_place* out) {
  if (reader->base != where->base) open_file(reader, where);
  if (reader->dwarf == NULL) return 0;
  const tf_dw* dw = tf_dw_get();
  search state = {.dw = dw,
                  .address = (uint64_t)((uintptr_t)address - reader->bias),
                  .entries_left = MAX_ENTRIES};
  tf_dw_die unit;
  if (!find_unit(dw, reader->dwarf, state.address, &unit)) return 0;
  (void)search_children(&state, &unit, 0);
  tf_dw_line* line = dw->dwarf_getsrc_die(&unit, state.address);
  tf_source_place place = {NULL, 0, NULL};
  if (line != NULL) {
    place.file = dw->dwarf_linesrc(line, NULL, NULL);
    if (dw->dwarf_lineno(line, &place.line) != 0) place.line = 0;
  }
  for (int i = 0; i < state.num_calls; ++i) {
    tf_dw_die* call = &state.calls[state.num_calls - 1 - i];
    place.function = name_of(dw, call);
    out[i] = place;
    find_call_site(dw, &unit, call, &place);
  }
  if (state.num_calls != 0) return state.num_calls;
  /* A line without a function, as assembly code has it. */
  out[0] = place;
  return place.file == NULL ? 0 : 1;
}
