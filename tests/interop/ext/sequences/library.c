/* SPDX-License-Identifier: Apache-2.0 */
/* The library under test: opened by path, reached through the C ABI alone. */
#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

library lib;
static TVMFFIObjectHandle globals[NUM_GLOBALS];
static const char* const names[] = {
#define NAME(name, text) text,
    GLOBAL_FUNCTIONS(NAME)
#undef NAME
};

static void* find_symbol(void* handle, const char* name) {
  void* symbol = dlsym(handle, name);
  if (symbol == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(2);
  }
  return symbol;
}

/* The build id of the object that lies at `base`. */
static int print_build_id(struct dl_phdr_info* info, size_t size, void* base) {
  (void)size;
  if (info->dlpi_addr != (ElfW(Addr))(uintptr_t)base) return 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    if (info->dlpi_phdr[i].p_type != PT_NOTE) continue;
    const char* at = (const char*)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
    const char* end = at + info->dlpi_phdr[i].p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      const ElfW(Nhdr)* note = (const ElfW(Nhdr)*)at;
      const unsigned char* bytes = (const unsigned char*)(note + 1) + ((note->n_namesz + 3u) & ~3u);
      if (note->n_type == NT_GNU_BUILD_ID) {
        for (unsigned n = 0; n < note->n_descsz; ++n) printf("%02x", bytes[n]);
        return 1;
      }
      at = (const char*)bytes + ((note->n_descsz + 3u) & ~3u);
    }
  }
  return 0;
}

void open_library(const char* path) {
  void* handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (handle == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(2);
  }
  /* Through memory: ISO C has no cast from an object pointer to a function pointer. */
#define FIND(name)                             \
  {                                            \
    void* symbol = find_symbol(handle, #name); \
    memcpy(&lib.name, &symbol, sizeof symbol); \
  }
  LIBRARY_FUNCTIONS(FIND)
#undef FIND
  Dl_info where;
  void* symbol = find_symbol(handle, "TVMFFIFunctionCall");
  if (dladdr(symbol, &where) == 0) exit(2);
  printf("library %s ", where.dli_fname);
  dl_iterate_phdr(print_build_id, where.dli_fbase);
  printf("\n");
  fflush(stdout);
  for (int i = 0; i < NUM_GLOBALS; ++i) {
    TVMFFIByteArray name = {names[i], strlen(names[i])};
    if (lib.TVMFFIFunctionGetGlobal(&name, &globals[i]) != 0 || globals[i] == NULL) {
      fprintf(stderr, "no function %s\n", names[i]);
      exit(2);
    }
  }
}

const char* global_name(global_id which) { return names[which]; }

int call_global(global_id which, const any* args, int count, any* result) {
  *result = (any){.type_index = kTVMFFINone};
  return lib.TVMFFIFunctionCall(globals[which], (any*)args, count, result);
}

any share(any value) {
  if (value.type_index >= kTVMFFIStaticObjectBegin) lib.TVMFFIObjectIncRef(value.v_obj);
  return value;
}

void drop(any value) {
  if (value.type_index >= kTVMFFIStaticObjectBegin) lib.TVMFFIObjectDecRef(value.v_obj);
}
