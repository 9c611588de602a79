/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the objects of a trail again. */
#include "extra/find_paths.h"

#include "container/array.h"
#include "core/string.h"
#include "extra/children.h"
#include "extra/ptrmap.h"
#include "extra/stack.h"
#include "extra/types.h"

/* An object on the way, and how one got on from it. */
typedef struct {
  tf_children parts;
  tf_access_kind kind; /* of the step to the part that is being searched */
  tf_any key;          /* owned */
  int64_t left;        /* objects of the trail still to be found below */
  int64_t num_found;   /* number of results when it was entered */
} frame;

typedef struct {
  const tf_seq* trail;
  tf_stack frames;
  tf_ptrmap barren; /* objects below which nothing was found, and what was looked for: `left` */
  tf_ptrmap open;   /* objects with a frame: 1 */
  tf_seq* paths;    /* owned */
  int64_t best;     /* fewest objects left on any path so far */
  bool prefix;
} search;

/* The path along all frames. Owned. */
static int new_path(const search* s, tf_object** out) {
  tf_object* path = NULL;
  TF_TRY(tf_types_new_root_path(&path));
  for (size_t i = 0; i + 1 < s->frames.size; ++i) {
    const frame* f = (const frame*)tf_stack_at(&s->frames, i);
    tf_object* longer = NULL;
    int code = tf_types_extend_path(path, f->kind, tf_any_copy_owned(&f->key), &longer);
    tf_object_drop(&path);
    TF_TRY(code);
    path = longer;
  }
  *out = path;
  return 0;
}

/* The topmost object is of the trail, and `left` are still missing. */
static int note(search* s, int64_t left) {
  tf_object* path = NULL;
  if (left != 0 && !s->prefix) return 0;
  if (left < s->best) {
    /* What was found so far matched less. */
    tf_object_drop(&s->paths);
    TF_TRY(tf_array_new(0, &s->paths));
    s->best = left;
  }
  if (left > s->best || s->paths->seq.size >= TF_FIND_PATHS_MAX) return 0;
  TF_TRY(new_path(s, &path));
  return tf_array_push(&s->paths, tf_any_own(path));
}

static int enter(search* s, tf_object* object, int64_t left) {
  const uint64_t* is_open = tf_ptrmap_find(&s->open, object);
  const uint64_t* barren = tf_ptrmap_find(&s->barren, object);
  if ((is_open != NULL && *is_open != 0) || (barren != NULL && *barren == (uint64_t)left)) return 0;
  TF_TRY(tf_ptrmap_set(&s->open, object, 1));
  frame* top = (frame*)tf_stack_push(&s->frames);
  if (top == NULL) return -1;
  tf_children_begin(&top->parts, object, 0);
  bool is_next = left > 0 && tf_seq_at(s->trail, left - 1).raw.v_obj == object;
  top->left = is_next ? left - 1 : left;
  top->num_found = s->paths->seq.size;
  return is_next ? note(s, left - 1) : 0;
}

static void leave(search* s) {
  frame* top = (frame*)tf_stack_top(&s->frames);
  uint64_t* is_open = tf_ptrmap_find(&s->open, top->parts.object);
  if (is_open != NULL) *is_open = 0;
  tf_children_end(&top->parts);
  tf_any_drop(&top->key);
  s->frames.size -= 1;
}

/* Leaves the topmost object and remembers whether it was worth the visit. */
static int finish(search* s) {
  frame* top = (frame*)tf_stack_top(&s->frames);
  int code = 0;
  if (top->num_found == s->paths->seq.size) {
    code = tf_ptrmap_set(&s->barren, top->parts.object, (uint64_t)top->left);
  }
  leave(s);
  return code;
}

/* Names the step to the part that was given out last. Consumes `map_key`. */
static int set_step(frame* top, tf_any map_key) {
  tf_any key = map_key;
  if (top->parts.kind == TF_CHILDREN_SEQ) {
    top->kind = TF_ACCESS_ARRAY_ITEM;
    key = tf_any_int((int64_t)top->parts.at - 1);
  } else if (top->parts.kind == TF_CHILDREN_FIELDS) {
    top->kind = TF_ACCESS_ATTR;
    TF_TRY(tf_string_new(tf_str_from_ffi(&top->parts.field->name), &key));
  } else {
    top->kind = TF_ACCESS_MAP_ITEM;
  }
  tf_any_set(&top->key, key);
  return 0;
}

static int step(search* s) {
  frame* top = (frame*)tf_stack_top(&s->frames);
  tf_any part = tf_any_none();
  bool found = false;
  TF_TRY(tf_children_next(&top->parts, &part, &found));
  if (!found) return finish(s);
  if (top->parts.kind == TF_CHILDREN_MAP && top->parts.is_value_next) return set_step(top, part);
  int64_t left = top->left;
  int code = top->parts.kind == TF_CHILDREN_MAP ? 0 : set_step(top, tf_any_none());
  if (code == 0 && tf_view_is_object(tf_view_of(&part))) code = enter(s, part.raw.v_obj, left);
  tf_any_drop(&part);
  return code;
}

int tf_find_paths(tf_object* root, const tf_seq* trail, bool prefix, tf_seq** out) {
  search s = {.trail = trail,
              .frames = tf_stack_new(sizeof(frame)),
              .barren = tf_ptrmap_new(),
              .open = tf_ptrmap_new(),
              .best = trail->seq.size,
              .prefix = prefix};
  TF_TRY(tf_array_new(0, &s.paths));
  int code = trail->seq.size == 0 ? 0 : enter(&s, root, trail->seq.size);
  while (code == 0 && s.frames.size > 0 && s.paths->seq.size < TF_FIND_PATHS_MAX) code = step(&s);
  while (s.frames.size > 0) leave(&s);
  tf_stack_drop(&s.frames);
  tf_ptrmap_drop(&s.barren);
  tf_ptrmap_drop(&s.open);
  if (code != 0) {
    tf_object_drop(&s.paths);
    return -1;
  }
  *out = s.paths;
  return 0;
}

int tf_find_paths_call(const tf_args* args, tf_any* result) {
  tf_object* root = NULL;
  const tvm_ffi_visit_error_context_object* context = NULL;
  bool prefix = false;
  tf_seq* trail = NULL;
  tf_seq* paths = NULL;
  TF_TRY(tf_args_bool(args, 2, &prefix));
  TF_TRY(tf_args_object(args, 1, tf_types_known.visit_error_context, &context));
  TF_TRY(tf_args_object(args, 0, kTVMFFIObject, &root));
  if (context->reverse_visit_pattern == NULL) {
    return tf_raise(TF_VALUE_ERROR, "the error context has no pattern");
  }
  /* A copy: getters may run foreign code. */
  TF_TRY(tf_array_from_seq((const tf_seq*)context->reverse_visit_pattern, &trail));
  int code = tf_find_paths(root, trail, prefix, &paths);
  tf_object_drop(&trail);
  if (code == 0) *result = tf_any_own(paths);
  return code;
}
