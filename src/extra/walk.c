/* SPDX-License-Identifier: Apache-2.0 */
/* Walks with callbacks. Each is a visitor whose visit looks for a callback. */
#include "extra/walk.h"

#include <inttypes.h>

#include "container/seq.h"
#include "core/typetable.h"
#include "extra/convert.h"
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
} walker;

static void walker_destroy(tf_object* self) {
  walker* w = (walker*)(void*)self;
  tf_object_drop(&w->callbacks);
  tf_object_drop(&w->callbacks_with_region);
}

static void walker_delete(void* self, int flags) {
  tf_object_delete(self, flags, walker_destroy, NULL);
}

/* ---- choosing a callback ---- */

static bool is_match(int64_t wanted, int32_t type_index) {
  if (wanted == kTVMFFIAny || wanted == type_index) return true;
  if (wanted == kTVMFFIStr && type_index == kTVMFFISmallStr) return true;
  if (wanted == kTVMFFIBytes && type_index == kTVMFFISmallBytes) return true;
  return type_index >= kTVMFFIStaticObjectBegin && wanted >= kTVMFFIStaticObjectBegin &&
         wanted <= INT32_MAX && tf_type_is_a(type_index, (int32_t)wanted);
}

/* The first callback of a row for a type, borrowed, or NULL. */
static tf_object* find_callback(const tf_seq* row, int32_t type_index) {
  for (int64_t i = 0; row != NULL && i < row->seq.size; ++i) {
    const tf_seq* pair = tf_seq_of(tf_seq_at(row, i));
    if (is_match(tf_seq_at(pair, 0).raw.v_int64, type_index)) {
      return tf_seq_at(pair, 1).raw.v_obj;
    }
  }
  return NULL;
}

/* ---- StructuralWalk ---- */

static int raise_result(tf_view result, const char* expected) {
  tf_str key = tf_view_type_key(result);
  return tf_raise(TF_TYPE_ERROR, "CallExpected: result type mismatch, expected %s, but got %.*s",
                  expected, (int)key.size, key.data);
}

/* Lets the callback for a value decide: *out is None or an interrupt. */
static int ask_callback(walker* w, tf_view value, tf_any* out, bool* out_skip) {
  tf_any answer = tf_any_none();
  tf_view args[] = {value, tf_view_int(w->base.def_region_kind)};
  int32_t count = 1;
  tf_object* callback = find_callback(w->callbacks, value.raw.type_index);
  if (callback == NULL) {
    callback = find_callback(w->callbacks_with_region, value.raw.type_index);
    count = 2;
  }
  if (callback == NULL) return 0;
  TF_TRY(tf_func_call(callback, args, count, &answer));
  tf_view view = tf_view_of(&answer);
  int64_t number = 0;
  if (view.raw.type_index == kTVMFFIVisitInterrupt) {
    *out = answer;
    return 0;
  }
  if (tf_view_is_none(view)) return 0;
  if (!tf_view_get_int(view, &number)) {
    int code = raise_result(view, "WalkResult");
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
  TF_TRY(tf_visitor_visit_parts(&w->base, value, out));
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
  tf_object* callback = find_callback(w->callbacks, value.raw.type_index);
  if (callback == NULL) return tf_visitor_visit_parts(&w->base, value, out);
  const tf_view args[] = {value, tf_view_object(w)};
  TF_TRY(tf_func_call(callback, args, 2, &answer));
  tf_view view = tf_view_of(&answer);
  if (!tf_view_is_none(view) && view.raw.type_index != kTVMFFIVisitInterrupt) {
    int code = raise_result(view, "Optional<ffi.VisitInterrupt>");
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

/* ---- arguments ---- */

/* Names what is wrong with element `index` of a row, in the words of typed containers. */
static int raise_row(const tf_args* args, int32_t argument, const tf_seq* row, int64_t index) {
  tf_view element = tf_seq_at(row, index);
  const tf_seq* pair = tf_seq_of(element);
  tf_str key = tf_view_type_key(element);
  tf_buf got = tf_buf_new(1024);
  (void)tf_buf_printf(&got, "Array[index %" PRId64 ": ", index);
  if (pair == NULL || pair->seq.size != 2) {
    (void)tf_buf_put_str(&got, key);
  } else {
    int64_t part = tf_seq_at(pair, 0).raw.type_index == kTVMFFIInt ? 1 : 0;
    key = tf_view_type_key(tf_seq_at(pair, part));
    (void)tf_buf_printf(&got, "Array[index %" PRId64 ": %.*s]", part, (int)key.size, key.data);
  }
  (void)tf_buf_put_char(&got, ']');
  int code = tf_args_mismatch(args, argument, NULL, tf_buf_c_str(&got));
  tf_buf_drop(&got);
  return code;
}

/* The row of callbacks in an argument. Owned; a List is copied, so that nobody changes it during the walk. */
static int read_row(const tf_args* args, int32_t argument, tf_seq** out) {
  tf_seq* row = NULL;
  TF_TRY(tf_convert_array(args, argument, &row));
  for (int64_t i = 0; i < row->seq.size; ++i) {
    const tf_seq* pair = tf_seq_of(tf_seq_at(row, i));
    bool is_pair = pair != NULL && pair->header.type_index == kTVMFFIArray && pair->seq.size == 2 &&
                   tf_seq_at(pair, 0).raw.type_index == kTVMFFIInt &&
                   tf_seq_at(pair, 1).raw.type_index == kTVMFFIFunction;
    if (!is_pair) {
      int code = raise_row(args, argument, row, i);
      tf_object_drop(&row);
      return code;
    }
  }
  *out = row;
  return 0;
}

static walker* walker_new(const tf_visitor_vtable* table) {
  walker* w =
      (walker*)tf_object_new(sizeof(walker), tf_types_known.structural_visitor, walker_delete);
  if (w != NULL) w->base.vtable = table;
  return w;
}

static int run(walker* w, int code, tf_view root, tf_any* result) {
  if (code == 0) code = tf_visitor_visit(&w->base, root, result);
  tf_object_drop(&w);
  return code;
}

int tf_walk_call(const tf_args* args, tf_any* result) {
  walker* w = walker_new(&walk_table);
  if (w == NULL) return -1;
  int code = tf_args_int(args, 3, &w->order);
  if (code == 0) code = read_row(args, 2, &w->callbacks_with_region);
  if (code == 0) code = read_row(args, 1, &w->callbacks);
  return run(w, code, tf_args_view(args, 0), result);
}

int tf_walk_visit_call(const tf_args* args, tf_any* result) {
  walker* w = walker_new(&visit_table);
  if (w == NULL) return -1;
  int code = read_row(args, 1, &w->callbacks);
  return run(w, code, tf_args_view(args, 0), result);
}
