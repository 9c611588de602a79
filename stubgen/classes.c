/* SPDX-License-Identifier: Apache-2.0 */
#include "classes.h"

#include <string.h>

#include "names.h"

void sg_present_find(sg_arena* arena, const sg_files* files, const sg_file* skipping,
                     sg_present* out) {
  out->objects = sg_map_new(arena);
  out->prefixes = sg_map_new(arena);
  for (size_t i = 0; i < files->list.count; i++) {
    sg_file* file = files->list.items[i];
    for (size_t k = 0; k < file->blocks.pieces.count; k++) {
      const sg_piece* piece = &file->blocks.pieces.items[k];
      bool is_block = piece->kind == SG_BLOCK;
      bool skips = piece->kind == SG_DIRECTIVE && piece->directive == SG_SKIP &&
                   (skipping == NULL || skipping == file);
      if (is_block ? piece->block == SG_OBJECT : skips) {
        sg_map_set(&out->objects, piece->argument, file);
      } else if (is_block && piece->block == SG_GLOBAL) {
        tf_str prefix = tf_str_slice(piece->argument, 0, tf_str_find_byte(piece->argument, '@'));
        sg_map_set(&out->prefixes, prefix, file);
      }
    }
  }
}

/* A binary heap of types whose parents have been placed, the least key on top. */
typedef struct heap {
  sg_type** items;
  size_t count;
} heap;

static bool is_less(const sg_type* a, const sg_type* b) {
  return tf_str_compare(a->key, b->key) < 0;
}

static void heap_push(heap* h, sg_type* type) {
  size_t at = h->count++;
  while (at > 0 && is_less(type, h->items[(at - 1) / 2])) {
    h->items[at] = h->items[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  h->items[at] = type;
}

static sg_type* heap_pop(heap* h) {
  sg_type* top = h->items[0];
  sg_type* last = h->items[--h->count];
  size_t at = 0;
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= h->count) break;
    if (child + 1 < h->count && is_less(h->items[child + 1], h->items[child])) child++;
    if (!is_less(h->items[child], last)) break;
    h->items[at] = h->items[child];
    at = child;
  }
  if (h->count != 0) h->items[at] = last;
  return top;
}

/* A key that can stand in a marker line and come back from it. */
static bool fits_marker(tf_str key) {
  for (size_t i = 0; i < key.size; i++) {
    unsigned char c = (unsigned char)key.data[i];
    if (c < 0x20 || c == 0x7f) return false;
  }
  return tf_str_is_utf8(key) && tf_str_equal(key, sg_strip(key));
}

/* Children of a type among the wanted ones. */
typedef struct family {
  SG_LIST(sg_type*) children;
} family;

void sg_classes_missing(sg_arena* arena, const sg_model* model, const sg_present* present,
                        tf_str prefix, sg_class_list* out) {
  SG_LIST(sg_type*) wanted = {NULL, 0, 0};
  sg_map families = sg_map_new(arena);
  memset(out, 0, sizeof *out);
  for (size_t i = 0; i < model->types.count; i++) {
    sg_type* type = model->types.items[i];
    if (!type->has_dot || !tf_str_equal(type->prefix, prefix)) continue;
    if (!fits_marker(type->key)) continue;
    if (sg_model_is_bound(type->key) || sg_map_find(&present->objects, type->key) != NULL) continue;
    *SG_PUSH(arena, &wanted) = type;
    sg_map_set(&families, type->key, sg_alloc(arena, sizeof(family)));
  }
  heap ready = {sg_resize(arena, NULL, 0, wanted.count, sizeof(sg_type*)), 0};
  for (size_t i = 0; i < wanted.count; i++) {
    sg_type* type = wanted.items[i];
    family* above = type->parent == NULL ? NULL : sg_map_find(&families, type->parent->key);
    if (above == NULL) {
      heap_push(&ready, type);
    } else {
      *SG_PUSH(arena, &above->children) = type;
    }
  }
  while (ready.count != 0) {
    sg_type* type = heap_pop(&ready);
    *SG_PUSH(arena, &out->list) = type;
    family* below = sg_map_find(&families, type->key);
    for (size_t i = 0; i < below->children.count; i++) heap_push(&ready, below->children.items[i]);
  }
}
