/* SPDX-License-Identifier: Apache-2.0 */
/* Rewrites with callbacks. Each is a mutator whose mutate looks for a callback. */
#include "extra/rewrite.h"

#include "container/map.h"
#include "extra/callbacks.h"
#include "extra/mutator.h"
#include "extra/quiet.h"
#include "extra/types.h"
#include "extra/visitor.h"

enum { PRE_ORDER = 0 };

/* The mutator of both functions. */
typedef struct {
  tf_mutator base;
  tf_seq* callbacks;             /* owned */
  tf_seq* callbacks_with_region; /* owned, or NULL */
  tf_map* remap;                 /* owned Dict from variable to value; NULL until there is one */
  int64_t order;
  tf_quiet quiet;
} rewriter;

static void rewriter_destroy(tf_object* self) {
  rewriter* r = (rewriter*)(void*)self;
  tf_object_drop(&r->callbacks);
  tf_object_drop(&r->callbacks_with_region);
  tf_object_drop(&r->remap);
  tf_quiet_drop(&r->quiet);
}

static void rewriter_delete(void* self, int flags) {
  tf_object_delete(self, flags, rewriter_destroy, NULL);
}

/* ---- what a variable is mapped to ---- */

static int get_mapped(const rewriter* r, tf_view var, tf_any* out) {
  const tf_any* found = NULL;
  if (r->remap != NULL) TF_TRY(tf_map_find(r->remap, var, &found));
  if (found != NULL) *out = tf_any_copy_owned(found);
  return 0;
}

static TVMFFIAny remap_get(tf_mutator* self, TVMFFIAny var) {
  tf_any result = tf_any_none();
  int code = get_mapped((const rewriter*)(void*)self, tf_view_raw(&var), &result);
  return tf_visitor_to_expected(code, result);
}

static int set_mapped(rewriter* r, tf_view var, tf_view value) {
  tf_any key = tf_any_none();
  tf_any copy = tf_any_none();
  tf_quiet_break(&r->quiet);
  if (r->remap == NULL) TF_TRY(tf_map_new(kTVMFFIDict, 0, &r->remap));
  TF_TRY(tf_any_copy(var, &key));
  if (tf_any_copy(value, &copy) != 0) {
    tf_any_drop(&key);
    return -1;
  }
  return tf_map_set(r->remap, key, copy);
}

static TVMFFIAny remap_set(tf_mutator* self, TVMFFIAny var, TVMFFIAny value) {
  int code = set_mapped((rewriter*)(void*)self, tf_view_raw(&var), tf_view_raw(&value));
  return tf_visitor_to_expected(code, tf_any_none());
}

static bool is_unchanged(const tf_any* value) { return value->raw.type_index == kTVMFFIUnchanged; }

/* Rewrites the parts of a value, unless it is known that they stay as they are. */
static int mutate_parts(rewriter* r, tf_view value, bool is_offered, tf_any* out) {
  int32_t region = r->base.def_region_kind;
  uint64_t num_calls = r->quiet.num_calls;
  if (tf_quiet_is(&r->quiet, value, region)) {
    *out = tf_mutator_unchanged();
    return 0;
  }
  TF_TRY(tf_mutator_mutate_parts(&r->base, value, is_offered, out));
  return is_unchanged(out) ? tf_quiet_remember(&r->quiet, value, region, num_calls) : 0;
}

/* ---- StructuralMap ---- */

static bool is_same(tf_view a, tf_view b) {
  return a.raw.type_index == b.raw.type_index && a.raw.zero_padding == b.raw.zero_padding &&
         a.raw.v_uint64 == b.raw.v_uint64;
}

/* What the callback for a value makes of it; Unchanged when there is none or it gives the value back. */
static int ask_callback(rewriter* r, tf_view value, tf_any* out) {
  const tf_view args[] = {value, tf_view_int(r->base.def_region_kind)};
  int32_t count = 1;
  const tf_seq* callback = tf_callbacks_find(r->callbacks, value.raw.type_index);
  if (callback == NULL) {
    callback = tf_callbacks_find(r->callbacks_with_region, value.raw.type_index);
    count = 2;
  }
  tf_any made = tf_mutator_unchanged();
  if (callback != NULL) {
    tf_quiet_break(&r->quiet);
    TF_TRY(tf_visitor_call(tf_callbacks_function(callback), args, count, &made));
    if (is_same(tf_view_of(&made), value)) {
      tf_any_drop(&made);
      made = tf_mutator_unchanged();
    }
  }
  *out = made;
  return 0;
}

/* Applies the callback to what the parts were made of. Consumes and replaces *made. */
static int ask_about_made(rewriter* r, tf_view value, tf_any* made) {
  tf_any next = tf_any_none();
  int code = ask_callback(r, is_unchanged(made) ? value : tf_view_of(made), &next);
  if (code != 0) {
    tf_any_drop(made);
    return -1;
  }
  if (!is_unchanged(&next)) tf_any_set(made, next);
  return 0;
}

/* Rewrites the parts of what the callback made. What it made may be changed in place, if nobody else holds it. Consumes and
   replaces *made. */
static int mutate_parts_of_made(rewriter* r, tf_view value, bool is_offered, tf_any* made) {
  bool is_new = !is_unchanged(made);
  tf_any next = tf_any_none();
  int code = mutate_parts(r, is_new ? tf_view_of(made) : value, is_new || is_offered, &next);
  if (code != 0) {
    tf_any_drop(made);
    return -1;
  }
  if (!is_unchanged(&next)) tf_any_set(made, next);
  return 0;
}

static int map_value(rewriter* r, tf_view value, bool is_offered, tf_any* out) {
  if (r->order == PRE_ORDER) {
    TF_TRY(ask_callback(r, value, out));
    return mutate_parts_of_made(r, value, is_offered, out);
  }
  TF_TRY(mutate_parts(r, value, is_offered, out));
  return ask_about_made(r, value, out);
}

static TVMFFIAny map_with(tf_mutator* self, TVMFFIAny value, bool is_offered) {
  tf_any result = tf_any_none();
  int code = map_value((rewriter*)(void*)self, tf_view_raw(&value), is_offered, &result);
  return tf_visitor_to_expected(code, result);
}

static TVMFFIAny map_mutate(tf_mutator* self, TVMFFIAny value) {
  return map_with(self, value, false);
}

static TVMFFIAny map_maybe_inplace(tf_mutator* self, TVMFFIAny value) {
  return map_with(self, value, true);
}

static const tf_mutator_vtable map_table = {map_mutate, map_maybe_inplace, remap_get, remap_set};

/* ---- StructuralMutate ---- */

static int mutate_value(rewriter* r, tf_view value, bool is_offered, tf_any* out) {
  const tf_seq* callback = tf_callbacks_find(r->callbacks, value.raw.type_index);
  if (callback == NULL) return mutate_parts(r, value, is_offered, out);
  tf_quiet_break(&r->quiet);
  /* The third argument, for those who want it, says whether the value may be changed in place. */
  bool may_change = is_offered && tf_mutator_is_unique(value);
  const tf_view args[] = {value, tf_view_object(r), tf_view_int(may_change ? 1 : 0)};
  int32_t count = tf_seq_at(callback, 2).raw.v_int64 != 0 ? 3 : 2;
  tf_any made = tf_any_none();
  TF_TRY(tf_visitor_call(tf_callbacks_function(callback), args, count, &made));
  if (is_same(tf_view_of(&made), value)) {
    tf_any_drop(&made);
    made = tf_mutator_unchanged();
  }
  *out = made;
  return 0;
}

static TVMFFIAny mutate_with(tf_mutator* self, TVMFFIAny value, bool is_offered) {
  tf_any result = tf_any_none();
  int code = mutate_value((rewriter*)(void*)self, tf_view_raw(&value), is_offered, &result);
  return tf_visitor_to_expected(code, result);
}

static TVMFFIAny mutate_mutate(tf_mutator* self, TVMFFIAny value) {
  return mutate_with(self, value, false);
}

static TVMFFIAny mutate_maybe_inplace(tf_mutator* self, TVMFFIAny value) {
  return mutate_with(self, value, true);
}

static const tf_mutator_vtable mutate_table = {mutate_mutate, mutate_maybe_inplace, remap_get,
                                               remap_set};

/* ---- entries ---- */

static rewriter* rewriter_new(const tf_mutator_vtable* table) {
  rewriter* r = (rewriter*)tf_object_new(sizeof(rewriter), tf_types_known.structural_mutator,
                                         rewriter_delete);
  if (r != NULL) r->base.vtable = table;
  return r;
}

/* Rewrites the root when reading the arguments went well, and lets go of the mutator. A root that was moved here is ours to
   change. */
static int run(rewriter* r, int code, tf_view argument, tf_any* result) {
  tf_any root = tf_any_none();
  tf_any made = tf_any_none();
  bool is_moved = argument.raw.type_index == kTVMFFIObjectRValueRef;
  if (code == 0) code = tf_any_copy(argument, &root);
  tf_view view = tf_view_of(&root);
  if (code == 0) {
    code = is_moved ? tf_mutator_maybe_inplace(&r->base, view, &made)
                    : tf_mutator_mutate(&r->base, view, &made);
  }
  tf_object_drop(&r);
  if (code == 0) *result = is_unchanged(&made) ? tf_any_move(&root) : made;
  tf_any_drop(&root);
  return code;
}

int tf_rewrite_map_call(const tf_args* args, tf_any* result) {
  rewriter* r = rewriter_new(&map_table);
  if (r == NULL) return -1;
  int code = tf_args_int(args, 3, &r->order);
  if (code == 0) code = tf_callbacks_read(args, 2, 2, &r->callbacks_with_region);
  if (code == 0) code = tf_callbacks_read(args, 1, 2, &r->callbacks);
  return run(r, code, tf_args_view(args, 0), result);
}

int tf_rewrite_mutate_call(const tf_args* args, tf_any* result) {
  rewriter* r = rewriter_new(&mutate_table);
  if (r == NULL) return -1;
  int code = tf_callbacks_read(args, 1, 3, &r->callbacks);
  return run(r, code, tf_args_view(args, 0), result);
}
