/* SPDX-License-Identifier: Apache-2.0 */
/* A made-up registry and made-up files for tests of what is generated. */
#ifndef SG_FILE_H_
#define SG_FILE_H_

#include "generate.h"
#include "sg_test.h"

#define BLOCK(title) "# tvm-ffi-stubgen(begin): " title "\n# tvm-ffi-stubgen(end)\n"

typedef struct sg_world {
  sg_arena arena;
  sg_diags diags;
  sg_model model;
  sg_generator generator;
  sg_files files;
} sg_world;

/* Functions p.add and p.sub.deep, classes p.Base and p.Child (derived), each with a field. */
static inline void sg_world_begin(sg_world* w) {
  memset(w, 0, sizeof *w);
  sg_arena_begin(&w->arena, (size_t)1 << 28);
  w->diags = sg_diags_new(&w->arena);
  sg_model_begin(&w->model, &w->arena);
  sg_test_function(&w->model, "p.add", SG_FN(SG_INT, SG_INT "," SG_STR));
  sg_test_function(&w->model, "p.sub.deep", SG_FN(SG_STR, ""));
  sg_type* root = sg_test_type(&w->model, "ffi.Object", NULL);
  sg_type* base = sg_test_type(&w->model, "p.Base", root);
  sg_test_field(&w->model, base, "x", SG_INT);
  sg_type* child = sg_test_type(&w->model, "p.Child", base);
  sg_test_field(&w->model, child, "y", "{\"type\":\"p.Base\"}");
  sg_model_finish(&w->model);
  sg_generator_begin(&w->generator, &w->arena, &w->diags, &w->model);
}

/* Adds a file of the run. */
static inline sg_file* sg_world_add(sg_world* w, const char* path, const char* text) {
  sg_file* file = sg_alloc(&w->arena, sizeof *file);
  file->path = file->target = tf_str_c(path);
  file->bytes = file->text = tf_str_c(text);
  sg_blocks_parse(&w->arena, file->path, file->text, &w->diags, &file->blocks);
  *SG_PUSH(&w->arena, &w->files.list) = file;
  return file;
}

/* What a file becomes. */
static inline tf_str sg_world_generate(sg_world* w, sg_file* file) {
  sg_generate_maps(&w->generator, &w->files);
  sg_generate_file(&w->generator, file);
  return file->result;
}

static inline bool sg_world_says(const sg_world* w, const char* part) {
  for (size_t i = 0; i < w->diags.list.count; i++) {
    if (tf_str_find(w->diags.list.items[i].message, tf_str_c(part)) != TF_STR_NONE) return true;
  }
  return false;
}

static inline bool sg_has(tf_str text, const char* part) {
  return tf_str_find(text, tf_str_c(part)) != TF_STR_NONE;
}

#endif /* SG_FILE_H_ */
