/* SPDX-License-Identifier: Apache-2.0 */
/* musl-gcc links the unwinder of the machine's own compiler, which asks glibc where an address lies. A compiler that is made
   for musl needs nothing of this. In every program and library, so weak. */
#include <stddef.h>
#include <stdint.h>

/* Of the system's link.h and elf.h; the stub generator has an elf.h of its own in front of that one. */
enum { PT_LOAD = 1, PT_GNU_EH_FRAME = 0x6474e550 };

struct part {
  uint32_t type;
  uint32_t flags;
  uint64_t offset, address, physical, file_size, size, alignment;
};

struct dl_phdr_info {
  uint64_t base;
  const char* name;
  const struct part* parts;
  uint16_t count;
};

int dl_iterate_phdr(int (*look)(struct dl_phdr_info*, size_t, void*), void* argument);

/* What glibc answers on x86-64. */
struct found {
  unsigned long long flags;
  void* map_begin;
  void* map_end;
  void* link_map;
  void* eh_frame_header;
  unsigned long long reserved[7];
};

int _dl_find_object(void* address, struct found* out);

typedef struct search {
  uint64_t address;
  struct found* out;
} search;

static int look_at(struct dl_phdr_info* info, size_t size, void* argument) {
  search* s = argument;
  int is_here = 0;
  void* header = NULL;
  (void)size;
  for (uint16_t i = 0; i < info->count; ++i) {
    const struct part* part = &info->parts[i];
    uint64_t begin = info->base + part->address;
    if (part->type == PT_GNU_EH_FRAME) header = (void*)begin;
    if (part->type != PT_LOAD || s->address < begin || s->address - begin >= part->size) continue;
    is_here = 1;
    s->out->map_begin = (void*)begin;
    s->out->map_end = (void*)(begin + part->size);
  }
  if (!is_here || header == NULL) return 0;
  s->out->eh_frame_header = header;
  return 1;
}

__attribute__((weak)) int _dl_find_object(void* address, struct found* out) {
  search s = {(uint64_t)address, out};
  return dl_iterate_phdr(look_at, &s) == 1 ? 0 : -1;
}
