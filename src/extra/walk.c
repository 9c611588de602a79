/* SPDX-License-Identifier: Apache-2.0 */
/* Walks with callbacks. Each is a visitor whose visit looks for a callback. */
#include "extra/walk.h"

#include "extra/callbacks.h"
#include "extra/quiet.h"
#include "extra/types.h"
#include "extra/visitor.h"

enum { SKIP = 1 };
enum { PRE_ORDER = 0 };

/* The visitor of both functions. The rows of callbacks are checked Arrays of (type index, function). */
typedef struct {
  tf_visitor base;
  tf_seq* callbacks;             /* owned */
  tf_seq* callbacks_with_region; /* owned, or NULL */
  int64_t order;
  tf_quiet quiet;
} walker;

static void walker_destroy(tf_object* self) {
  walker* w = (walker*)(void*)self;
  tf_object_drop(&w->callbacks);
  tf_object_drop(&w->callbacks_with_region);
  tf_quiet_drop(&w->quiet);
}

static void walker_delete(void* self, int flags) {
  tf_object_delete(self, flags, walker_destroy, NULL);
}

/* The parts of a value, unless it is known that nothing happens there. */
static int visit_parts(walker* w, tf_view value, tf_any* out) {
  int32_t region = w->base.def_region_kind;
  uint64_t num_calls = w->quiet.num_calls;
  if (tf_quiet_is(&w->quiet, value, region)) return 0;
  TF_TRY(tf_visitor_visit_parts(&w->base, value, out));
  if (!tf_view_is_none(tf_view_of(out))) return 0;
  return tf_quiet_remember(&w->quiet, value, region, num_calls);
}

/* ---- StructuralWalk ---- */

/* Lets the callback for a value decide: *out is None or an interrupt. */
static int ask_callback(walker* w, tf_view value, tf_any* out, bool* out_skip) {
  tf_any answer = tf_any_none();
  tf_view args[] = {value, tf_view_int(w->base.def_region_kind)};
  int32_t count = 1;
  const tf_seq* callback = tf_callbacks_find(w->callbacks, value.raw.type_index);
  if (callback == NULL) {
    callback = tf_callbacks_find(w->callbacks_with_region, value.raw.type_index);
    count = 2;
  }
  if (callback == NULL) return 0;
  tf_quiet_break(&w->quiet);
  TF_TRY(tf_visitor_call(tf_callbacks_function(callback), args, count, &answer));
  tf_view view = tf_view_of(&answer);
  int64_t number = 0;
  if (view.raw.type_index == kTVMFFIVisitInterrupt) {
    *out = answer;
    return 0;
  }
  if (tf_view_is_none(view)) return 0;
  if (!tf_view_get_int(view, &number)) {
    int code = tf_callbacks_raise_result(view, "WalkResult");
    tf_any_drop(&answer);
    return code;
  }
  *out_skip = number == SKIP;
  return 0;
}

static int walk_value(walker* w, tf_view value, tf_any* out) {
  bool skip = false;
  *out = tf_any_none();
  if (tf_view_is_none(value)) return 0;
  if (w->order == PRE_ORDER) {
    TF_TRY(ask_callback(w, value, out, &skip));
    if (skip || !tf_view_is_none(tf_view_of(out))) return 0;
  }
  TF_TRY(visit_parts(w, value, out));
  if (w->order == PRE_ORDER || !tf_view_is_none(tf_view_of(out))) return 0;
  return ask_callback(w, value, out, &skip);
}

static TVMFFIAny walk_visit(tf_visitor* self, TVMFFIAny value) {
  tf_any result = tf_any_none();
  int code = walk_value((walker*)(void*)self, tf_view_raw(&value), &result);
  return tf_visitor_to_expected(code, result);
}

static const tf_visitor_vtable walk_table = {walk_visit};

/* ---- StructuralVisit ---- */

static int visit_value(walker* w, tf_view value, tf_any* out) {
  tf_any answer = tf_any_none();
  *out = tf_any_none();
  if (tf_view_is_none(value)) return 0;
  const tf_seq* callback = tf_callbacks_find(w->callbacks, value.raw.type_index);
  if (callback == NULL) return visit_parts(w, value, out);
  tf_quiet_break(&w->quiet);
  const tf_view args[] = {value, tf_view_object(w)};
  TF_TRY(tf_visitor_call(tf_callbacks_function(callback), args, 2, &answer));
  tf_view view = tf_view_of(&answer);
  if (!tf_view_is_none(view) && view.raw.type_index != kTVMFFIVisitInterrupt) {
    int code = tf_callbacks_raise_result(view, "Optional<ffi.VisitInterrupt>");
    tf_any_drop(&answer);
    return code;
  }
  *out = answer;
  return 0;
}

static TVMFFIAny visit_visit(tf_visitor* self, TVMFFIAny value) {
  tf_any result = tf_any_none();
  int code = visit_value((walker*)(void*)self, tf_view_raw(&value), &result);
  return tf_visitor_to_expected(code, result);
}

static const tf_visitor_vtable visit_table = {visit_visit};

/* ---- entries ---- */

static walker* walker_new(const tf_visitor_vtable* table) {
  walker* w =
      (walker*)tf_object_new(sizeof(walker), tf_types_known.structural_visitor, walker_delete);
  if (w != NULL) w->base.vtable = table;
  return w;
}

/* The root is held while the walk lasts, also one that was moved here. */
static int run(walker* w, int code, tf_view argument, tf_any* result) {
  tf_any root = tf_any_none();
  if (code == 0) code = tf_any_copy(argument, &root);
  if (code == 0) code = tf_visitor_visit(&w->base, tf_view_of(&root), result);
  tf_object_drop(&w);
  tf_any_drop(&root);
  return code;
}

int tf_walk_call(const tf_args* args, tf_any* result) {
  walker* w = walker_new(&walk_table);
  if (w == NULL) return -1;
  int code = tf_args_int(args, 3, &w->order);
  if (code == 0) code = tf_callbacks_read(args, 2, 2, &w->callbacks_with_region);
  if (code == 0) code = tf_callbacks_read(args, 1, 2, &w->callbacks);
  return run(w, code, tf_args_view(args, 0), result);
}

int tf_walk_visit_call(const tf_args* args, tf_any* result) {
  walker* w = walker_new(&visit_table);
  if (w == NULL) return -1;
  int code = tf_callbacks_read(args, 1, 2, &w->callbacks);
  return run(w, code, tf_args_view(args, 0), result);
}
