/* SPDX-License-Identifier: Apache-2.0 */
/* libdw of elfutils, opened when it is first needed: its functions and as much of its types as passes through our hands. The
   declarations are its stable binary interface; nothing of it is needed to build or to load this library. */
#ifndef TVM_FFI_CORE_BACKTRACE_LIBDW_H_
#define TVM_FFI_CORE_BACKTRACE_LIBDW_H_

#include <stddef.h>
#include <stdint.h>

typedef struct Elf tf_dw_elf;
typedef struct Dwarf tf_dw_file;
typedef struct Dwarf_Line_s tf_dw_line;
typedef struct Dwarf_Files_s tf_dw_files;

typedef struct tf_dw_die {
  void* address;
  void* unit;
  void* abbreviation;
  long padding;
} tf_dw_die;

typedef struct tf_dw_attr {
  unsigned code;
  unsigned form;
  unsigned char* value;
  void* unit;
} tf_dw_attr;

/* Name, result, parameters of each function that is called. Units are passed with `next_unit`: 0 found one, 1 no more. */
#define TF_DW_FUNCTIONS(F)                                                                   \
  F(elf_version, unsigned, (unsigned version))                                               \
  F(elf_begin, tf_dw_elf*, (int file, int command, tf_dw_elf* reference))                    \
  F(elf_end, int, (tf_dw_elf * elf))                                                         \
  F(dwarf_begin_elf, tf_dw_file*, (tf_dw_elf * elf, int command, void* section_group))       \
  F(dwarf_end, int, (tf_dw_file * file))                                                     \
  F(dwarf_addrdie, tf_dw_die*, (tf_dw_file * file, uint64_t address, tf_dw_die* out))        \
  F(dwarf_nextcu, int,                                                                       \
    (tf_dw_file * file, uint64_t offset, uint64_t* out_next, size_t* out_header_size,        \
     uint64_t* out_abbreviations, uint8_t* out_address_size, uint8_t* out_offset_size))      \
  F(dwarf_offdie, tf_dw_die*, (tf_dw_file * file, uint64_t offset, tf_dw_die* out))          \
  F(dwarf_haspc, int, (tf_dw_die * die, uint64_t address))                                   \
  F(dwarf_tag, int, (tf_dw_die * die))                                                       \
  F(dwarf_child, int, (tf_dw_die * die, tf_dw_die * out))                                    \
  F(dwarf_siblingof, int, (tf_dw_die * die, tf_dw_die * out))                                \
  F(dwarf_diename, const char*, (tf_dw_die * die))                                           \
  F(dwarf_attr, tf_dw_attr*, (tf_dw_die * die, unsigned name, tf_dw_attr* out))              \
  F(dwarf_attr_integrate, tf_dw_attr*, (tf_dw_die * die, unsigned name, tf_dw_attr* out))    \
  F(dwarf_formstring, const char*, (tf_dw_attr * attr))                                      \
  F(dwarf_formudata, int, (tf_dw_attr * attr, uint64_t* out))                                \
  F(dwarf_getsrc_die, tf_dw_line*, (tf_dw_die * unit, uint64_t address))                     \
  F(dwarf_lineno, int, (tf_dw_line * line, int* out))                                        \
  F(dwarf_linesrc, const char*, (tf_dw_line * line, uint64_t* out_time, uint64_t* out_size)) \
  F(dwarf_getsrcfiles, int, (tf_dw_die * unit, tf_dw_files * *out, size_t* out_count))       \
  F(dwarf_filesrc, const char*,                                                              \
    (tf_dw_files * files, size_t index, uint64_t* out_time, uint64_t* out_size))

typedef struct tf_dw {
#define TF_DW_MEMBER(name, result, parameters) result(*name) parameters;
  TF_DW_FUNCTIONS(TF_DW_MEMBER)
#undef TF_DW_MEMBER
} tf_dw;

/* The library; NULL when the system has none that offers all of it, or a sanitizer is in force that cannot cope with it. Opens
   it at the first call. Thread-safe. */
const tf_dw* tf_dw_get(void);

/* For tests: from now on the library has this name, sanitizer or not; NULL: the usual one. Not thread-safe. */
void tf_dw_set_name(const char* name);

#endif /* TVM_FFI_CORE_BACKTRACE_LIBDW_H_ */
