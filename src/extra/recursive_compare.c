/* SPDX-License-Identifier: Apache-2.0 */
/* Equality and order of values by content: one walk for both. In a walk for equality "different" is all there is to know
   and the walk ends with it; in a walk for order some differences are errors. */
#include <math.h>

#include "base/thread.h"
#include "core/bigint.h"
#include "core/column.h"
#include "core/shape.h"
#include "extra/children.h"
#include "extra/field_access.h"
#include "extra/pairset.h"
#include "extra/recursive.h"
#include "extra/stack.h"

/* Two objects of one type whose parts are being compared. Maps: the parts of `left` are walked, those of the other map
   looked up. */
typedef struct {
  tf_children left;
  tf_children right;
  bool is_known; /* the pair is in `walk.pairs` */
} frame;

typedef struct {
  tf_stack frames;
  tf_pairset pairs; /* met before: equal as far as known, or the walk would have ended */
  bool is_ordering;
  size_t
      num_maps; /* open frames of maps: inside, nothing is less or more: what differs cannot be ordered */
} walk;

static int order_of(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

static int raise_types(tf_view a, tf_view b) {
  tf_str x = tf_view_type_key(a);
  tf_str y = tf_view_type_key(b);
  return tf_raise(TF_TYPE_ERROR, "Cannot compare values of different types: %.*s vs %.*s",
                  (int)x.size, x.data, (int)y.size, y.data);
}

/* ---- values without parts ---- */

static int compare_float(const walk* w, double a, double b, int* out) {
  if (isnan(a) || isnan(b)) {
    if (w->is_ordering) return tf_raise(TF_TYPE_ERROR, "Cannot order NaN values");
    *out = isnan(a) && isnan(b) ? 0 : 1;
    return 0;
  }
  *out = a < b ? -1 : a > b;
  return 0;
}

static int compare_dtype(DLDataType a, DLDataType b) {
  if (a.code != b.code) return order_of(a.code, b.code);
  if (a.bits != b.bits) return order_of(a.bits, b.bits);
  return order_of(a.lanes, b.lanes);
}

static int compare_device(DLDevice a, DLDevice b) {
  if (a.device_type != b.device_type) return order_of(a.device_type, b.device_type);
  return order_of(a.device_id, b.device_id);
}

static int compare_pod(const walk* w, tf_view a, tf_view b, int* out) {
  *out = 0;
  switch (a.raw.type_index) {
    case kTVMFFINone:
      return 0;
    case kTVMFFIInt:
      *out = order_of(a.raw.v_int64, b.raw.v_int64);
      return 0;
    case kTVMFFIBool:
      *out = order_of(a.raw.v_int64 != 0, b.raw.v_int64 != 0);
      return 0;
    case kTVMFFIFloat:
      return compare_float(w, a.raw.v_float64, b.raw.v_float64, out);
    case kTVMFFIDataType:
      *out = compare_dtype(a.raw.v_dtype, b.raw.v_dtype);
      return 0;
    case kTVMFFIDevice:
      *out = compare_device(a.raw.v_device, b.raw.v_device);
      return 0;
    default:
      break;
  }
  if (w->is_ordering) {
    tf_str key = tf_view_type_key(a);
    return tf_raise(TF_TYPE_ERROR, "Cannot order values of type %.*s", (int)key.size, key.data);
  }
  *out = a.raw.v_uint64 != b.raw.v_uint64;
  return 0;
}

static int compare_shapes(tf_view a, tf_view b) {
  TVMFFIShapeCell x = {NULL, 0};
  TVMFFIShapeCell y = {NULL, 0};
  (void)tf_shape_get(a, &x);
  (void)tf_shape_get(b, &y);
  for (size_t i = 0; i < x.size && i < y.size; ++i) {
    if (x.data[i] != y.data[i]) return order_of(x.data[i], y.data[i]);
  }
  return x.size < y.size ? -1 : x.size > y.size;
}

/* ---- hooks ---- */

static int equal_part_call(const tf_args* args, tf_any* result) {
  return tf_recursive_eq_call(args, result);
}

static int compare_part_call(const tf_args* args, tf_any* result) {
  int order = 0;
  TF_TRY(tf_recursive_compare(tf_args_view(args, 0), tf_args_view(args, 1), &order));
  *result = tf_any_int(order);
  return 0;
}

static const tf_func_def equal_part_def = {"", "(Any, Any) -> bool", equal_part_call, NULL};
static const tf_func_def compare_part_def = {"", "(Any, Any) -> int", compare_part_call, NULL};

static int call_hook(tf_view hook, const tf_func_def* part, tf_object* a, tf_object* b,
                     int64_t* out) {
  tf_function* fn_part = NULL;
  tf_any result = tf_any_none();
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to compare");
  TF_TRY(tf_func_new(part, &fn_part));
  const tf_view args[] = {tf_view_object(a), tf_view_object(b), tf_view_object(fn_part)};
  int code = tf_func_call(hook.raw.v_obj, args, 3, &result);
  tf_object_drop(&fn_part);
  TF_TRY(code);
  if (!tf_view_get_int(tf_view_of(&result), out)) {
    code = tf_field_mismatch(tf_view_of(&result), "int");
  }
  tf_any_drop(&result);
  return code;
}

/* Lets a hook of the type decide; *out_decided is false when there is none. */
static int ask_hooks(const walk* w, tf_object* a, tf_object* b, int* out, bool* out_decided) {
  tf_view equal = tf_column_get(TF_COLUMN_EQ, a->type_index);
  tf_view compare = tf_column_get(TF_COLUMN_COMPARE, a->type_index);
  int64_t number = 0;
  *out_decided = true;
  if (!w->is_ordering && tf_view_get_exact(equal, kTVMFFIFunction) != NULL) {
    TF_TRY(call_hook(equal, &equal_part_def, a, b, &number));
    *out = number == 0;
    return 0;
  }
  if (tf_view_get_exact(compare, kTVMFFIFunction) != NULL) {
    TF_TRY(call_hook(compare, &compare_part_def, a, b, &number));
    *out = order_of(number, 0);
    return 0;
  }
  *out_decided = false;
  return 0;
}

/* ---- objects ---- */

static int push(walk* w, tf_object* a, tf_object* b, bool is_known) {
  if (is_known) TF_TRY(tf_pairset_put(&w->pairs, a, b, TF_PAIR_OPEN));
  frame* top = (frame*)tf_stack_push(&w->frames);
  if (top == NULL) return -1;
  tf_children_begin(&top->left, a, kTVMFFIFieldFlagBitMaskCompareOff);
  tf_children_begin(&top->right, b, kTVMFFIFieldFlagBitMaskCompareOff);
  top->is_known = is_known;
  if (top->left.kind == TF_CHILDREN_MAP) w->num_maps += 1;
  return 0;
}

static void pop(walk* w) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  if (top->left.kind == TF_CHILDREN_MAP) w->num_maps -= 1;
  /* A known pair: this cannot fail. */
  if (top->is_known &&
      tf_pairset_put(&w->pairs, top->left.object, top->right.object, TF_PAIR_CLOSED) != 0) {
    return;
  }
  tf_children_end(&top->left);
  tf_children_end(&top->right);
  w->frames.size -= 1;
}

/* Differences that show before any part is looked at. */
static int compare_sizes(const walk* w, tf_object* a, tf_object* b, int* out) {
  const tf_seq* seq = tf_seq_of(tf_view_object(a));
  *out = 0;
  if (seq != NULL) {
    if (!w->is_ordering) {
      *out = seq->seq.size != tf_seq_of(tf_view_object(b))->seq.size;
    }
  } else if (a->type_index == kTVMFFIMap || a->type_index == kTVMFFIDict) {
    *out = ((const tf_map*)(const void*)a)->size != ((const tf_map*)(const void*)b)->size;
    if (*out != 0 && w->is_ordering) {
      return tf_raise(TF_TYPE_ERROR, "Cannot order Map/Dict values");
    }
  }
  return 0;
}

/* Compares what can be compared at once; otherwise pushes a frame. */
static int compare_objects(walk* w, tf_object* a, tf_object* b, int* out) {
  bool decided = false;
  *out = 0;
  if (a == b) return 0;
  TF_TRY(ask_hooks(w, a, b, out, &decided));
  if (decided) return 0;
  if (a->type_index == kTVMFFIShape) {
    *out = compare_shapes(tf_view_object(a), tf_view_object(b));
    return 0;
  }
  /* The parts of a frame are held by us and by their parent; of the outermost values nobody knows. */
  bool is_known =
      w->frames.size == 0 || !tf_children_has_one_parent(a, 1) || !tf_children_has_one_parent(b, 1);
  tf_pair_state met = is_known ? tf_pairset_get(&w->pairs, a, b) : TF_PAIR_NEW;
  if (met == TF_PAIR_OPEN && w->is_ordering) {
    return tf_raise(TF_VALUE_ERROR, "RecursiveCompare: cyclic reference detected in ordering");
  }
  if (met != TF_PAIR_NEW) return 0;
  TF_TRY(compare_sizes(w, a, b, out));
  return *out != 0 ? 0 : push(w, a, b, is_known);
}

static bool is_number(tf_view value) {
  return value.raw.type_index == kTVMFFIInt || value.raw.type_index == kTVMFFIBigInt;
}

static int compare_values(walk* w, tf_view a, tf_view b, int* out) {
  tf_str x;
  tf_str y;
  *out = 0;
  if (tf_view_is_none(a) || tf_view_is_none(b)) {
    *out = (int)tf_view_is_none(b) - (int)tf_view_is_none(a);
    return 0;
  }
  if ((tf_view_get_str(&a, &x) && tf_view_get_str(&b, &y)) ||
      (tf_view_get_bytes(&a, &x) && tf_view_get_bytes(&b, &y))) {
    *out = tf_str_compare(x, y);
    return 0;
  }
  if (a.raw.type_index != b.raw.type_index) {
    if (!w->is_ordering) {
      *out = 1;
      return 0;
    }
    if (!is_number(a) || !is_number(b)) return raise_types(a, b);
    *out = tf_bigint_compare(a, b);
    return 0;
  }
  return tf_view_is_object(a) ? compare_objects(w, a.raw.v_obj, b.raw.v_obj, out)
                              : compare_pod(w, a, b, out);
}

/* ---- the parts of two objects ---- */

/* The part of the right side that belongs to `left`, the part of the left side given out last. */
static int next_right(frame* top, tf_view left, tf_any* out, bool* out_found) {
  if (top->left.kind != TF_CHILDREN_MAP) return tf_children_next(&top->right, out, out_found);
  const tf_any* value = NULL;
  TF_TRY(tf_map_find((const tf_map*)(const void*)top->right.object, left, &value));
  *out_found = value != NULL;
  if (value != NULL) *out = tf_any_copy_owned(value);
  return 0;
}

static int compare_parts(walk* w, frame* top, tf_any* left, tf_any* right, int* out) {
  bool found_left = false;
  bool found_right = false;
  *out = 0;
  tf_children_skip_equal(&top->left, &top->right);
  TF_TRY(tf_children_next(&top->left, left, &found_left));
  TF_TRY(next_right(top, tf_view_of(left), right, &found_right));
  if (found_left && top->left.kind == TF_CHILDREN_MAP && found_right) {
    /* `left` was the key; its value is compared. */
    tf_any_drop(left);
    TF_TRY(tf_children_next(&top->left, left, &found_left));
  }
  if (!found_left && (!found_right || top->left.kind == TF_CHILDREN_MAP)) {
    pop(w);
    return 0;
  }
  if (found_left != found_right) {
    *out = found_left ? 1 : -1;
    return 0;
  }
  return compare_values(w, tf_view_of(left), tf_view_of(right), out);
}

static int step(walk* w, int* out) {
  tf_any left = tf_any_none();
  tf_any right = tf_any_none();
  int code = compare_parts(w, (frame*)tf_stack_top(&w->frames), &left, &right, out);
  tf_any_drop(&left);
  tf_any_drop(&right);
  if (code == 0 && *out != 0 && w->is_ordering && w->num_maps > 0) {
    return tf_raise(TF_TYPE_ERROR, "Cannot order Map/Dict values");
  }
  return code;
}

static int run(tf_view a, tf_view b, bool is_ordering, int* out) {
  walk w = {tf_stack_new(sizeof(frame)), tf_pairset_new(), is_ordering, 0};
  int order = 0;
  int code = compare_values(&w, a, b, &order);
  while (code == 0 && order == 0 && w.frames.size > 0) code = step(&w, &order);
  while (w.frames.size > 0) pop(&w);
  tf_stack_drop(&w.frames);
  tf_pairset_drop(&w.pairs);
  if (code == 0) *out = order;
  return code;
}

int tf_recursive_equal(tf_view a, tf_view b, bool* out) {
  int order = 0;
  TF_TRY(run(a, b, false, &order));
  *out = order == 0;
  return 0;
}

int tf_recursive_compare(tf_view a, tf_view b, int* out) { return run(a, b, true, out); }

int tf_recursive_eq_call(const tf_args* args, tf_any* result) {
  bool equal = false;
  TF_TRY(tf_recursive_equal(tf_args_view(args, 0), tf_args_view(args, 1), &equal));
  *result = tf_any_bool(equal);
  return 0;
}

static int compare_args(const tf_args* args, int* out) {
  return tf_recursive_compare(tf_args_view(args, 0), tf_args_view(args, 1), out);
}

int tf_recursive_lt_call(const tf_args* args, tf_any* result) {
  int order = 0;
  TF_TRY(compare_args(args, &order));
  *result = tf_any_bool(order < 0);
  return 0;
}

int tf_recursive_le_call(const tf_args* args, tf_any* result) {
  int order = 0;
  TF_TRY(compare_args(args, &order));
  *result = tf_any_bool(order <= 0);
  return 0;
}

int tf_recursive_gt_call(const tf_args* args, tf_any* result) {
  int order = 0;
  TF_TRY(compare_args(args, &order));
  *result = tf_any_bool(order > 0);
  return 0;
}

int tf_recursive_ge_call(const tf_args* args, tf_any* result) {
  int order = 0;
  TF_TRY(compare_args(args, &order));
  *result = tf_any_bool(order >= 0);
  return 0;
}
