/* SPDX-License-Identifier: Apache-2.0 */
/* Structural equality. One walk over both values, depth first and in order, with a stack of its own; a hook of a type
   continues the same walk through its callback. */
#include "base/mem.h"
#include "base/thread.h"
#include "container/array.h"
#include "core/column.h"
#include "extra/children.h"
#include "extra/pairset.h"
#include "extra/ptrmap.h"
#include "extra/stack.h"
#include "extra/structural.h"
#include "extra/structural_leaf.h"
#include "extra/types.h"

/* How one leads from an object to the part that is being compared. */
typedef struct {
  tf_access_kind kind;
  tf_any key; /* owned */
} step;

/* Two objects of one type whose parts are being compared. */
typedef struct {
  tf_children left;
  tf_children right;
  tf_region region; /* of the objects themselves */
  tf_region inside; /* of their parts */
  TVMFFISEqHashKind kind;
  size_t events; /* what `walk.events` was when it began */
  step left_step;
  step right_step;
  bool is_hook;      /* parts come from a hook's callback */
  bool is_known;     /* the pair is in `walk.pairs` */
  bool has_odd_keys; /* map: a key was met whose equality may be anything */
} frame;

typedef struct {
  tf_stack frames;
  tf_pairset pairs;   /* in progress; or finished and equal whatever is bound */
  tf_ptrmap to_right; /* variables and DAG nodes: left object -> right object */
  tf_ptrmap to_left;
  size_t events; /* look-ups and bindings in these so far */
  int holds; /* references that we hold to each of the two values that are compared now; HOLDS_ANY: who knows */
  tf_structural_options options;
  bool wants_path;
  tf_any mismatch; /* owned: the paths to the first difference */
} walk;

int tf_structural_kind_of(int32_t type_index, TVMFFISEqHashKind* out) {
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  if (info->metadata != NULL &&
      info->metadata->structural_eq_hash_kind != kTVMFFISEqHashKindUnsupported) {
    *out = info->metadata->structural_eq_hash_kind;
    return 0;
  }
  return tf_raise(TF_TYPE_ERROR,
                  "%s is not set for type `%.*s`, so StructuralHash is not supported for this type",
                  info->metadata == NULL ? "Type metadata" : "_type_s_eq_hash_kind",
                  (int)info->type_key.size, info->type_key.data);
}

/* ---- paths ---- */

static void set_step(step* slot, tf_access_kind kind, tf_any key) {
  slot->kind = kind;
  tf_any_set(&slot->key, key);
}

/* The path along one side of all frames. Owned. */
static int new_path(const walk* w, bool is_left, tf_object** out) {
  tf_object* path = NULL;
  TF_TRY(tf_types_new_root_path(&path));
  for (size_t i = 0; i < w->frames.size; ++i) {
    const frame* f = (const frame*)tf_stack_at(&w->frames, i);
    const step* s = is_left ? &f->left_step : &f->right_step;
    if (tf_view_is_none(tf_view_of(&s->key)) && s->kind == TF_ACCESS_ATTR) continue;
    tf_object* longer = NULL;
    int code = tf_types_extend_path(path, s->kind, tf_any_copy_owned(&s->key), &longer);
    tf_object_drop(&path);
    TF_TRY(code);
    path = longer;
  }
  *out = path;
  return 0;
}

/* Remembers where the values differ, unless that is known. */
static int note_mismatch(walk* w) {
  tf_object* left = NULL;
  tf_object* right = NULL;
  tf_seq* pair = NULL;
  if (!w->wants_path || !tf_view_is_none(tf_view_of(&w->mismatch))) return 0;
  int code = new_path(w, true, &left);
  if (code == 0) code = new_path(w, false, &right);
  if (code == 0) code = tf_array_new(2, &pair);
  if (code == 0) {
    tf_array_fill(pair, tf_any_share(left));
    tf_array_fill(pair, tf_any_share(right));
    w->mismatch = tf_any_own(pair);
  }
  tf_object_drop(&left);
  tf_object_drop(&right);
  return code;
}

/* ---- bindings ---- */

static const tf_object* bound_to(const tf_ptrmap* map, const tf_object* object) {
  const uint64_t* found = tf_ptrmap_find(map, object);
  return found == NULL ? NULL : (const tf_object*)(uintptr_t)*found;
}

/* Addresses stay valid: the pair is kept in `pairs`. */
static int bind(walk* w, tf_object* a, tf_object* b) {
  w->events += 1;
  TF_TRY(tf_ptrmap_set(&w->to_right, a, (uint64_t)(uintptr_t)b));
  return tf_ptrmap_set(&w->to_left, b, (uint64_t)(uintptr_t)a);
}

typedef enum { BOUND_NOT, BOUND_EQUAL, BOUND_DIFFERENT } binding;

static binding look_up(walk* w, const tf_object* a, const tf_object* b) {
  const tf_object* right = bound_to(&w->to_right, a);
  const tf_object* left = bound_to(&w->to_left, b);
  w->events += 1;
  if (right == NULL && left == NULL) return BOUND_NOT;
  return right == b && left == a ? BOUND_EQUAL : BOUND_DIFFERENT;
}

/* ---- frames ---- */

typedef enum { SAME, DIFFERENT, PUSHED } verdict;

#define HOLDS_ANY (-1)

/* Can the pair be met again? Not when each of the two has one parent and is no variable: it would be met through both
   parents, which are a pair that is known then. (In a cycle something has two.) */
static bool may_come_again(const walk* w, const tf_object* a, const tf_object* b,
                           TVMFFISEqHashKind kind) {
  if (w->holds == HOLDS_ANY) return true;
  if (kind == kTVMFFISEqHashKindFreeVar || kind == kTVMFFISEqHashKindDAGNode) return true;
  return !tf_children_has_one_parent(a, w->holds) || !tf_children_has_one_parent(b, w->holds);
}

static int push(walk* w, tf_object* a, tf_object* b, tf_region region, TVMFFISEqHashKind kind,
                bool is_known) {
  if (is_known) TF_TRY(tf_pairset_put(&w->pairs, a, b, TF_PAIR_OPEN));
  frame* top = (frame*)tf_stack_push(&w->frames);
  if (top == NULL) return -1;
  tf_children_begin(&top->left, a, kTVMFFIFieldFlagBitMaskSEqHashIgnore);
  tf_children_begin(&top->right, b, kTVMFFIFieldFlagBitMaskSEqHashIgnore);
  top->region = region;
  top->inside =
      kind == kTVMFFISEqHashKindFreeVar && region == TF_REGION_SIMPLE ? TF_REGION_NONE : region;
  top->kind = kind;
  top->events = w->events;
  top->is_known = is_known;
  return 0;
}

static void drop_top(walk* w, tf_pair_state state) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  /* A known pair: this cannot fail. */
  if (top->is_known && tf_pairset_put(&w->pairs, top->left.object, top->right.object, state) != 0) {
    return;
  }
  tf_children_end(&top->left);
  tf_children_end(&top->right);
  tf_any_drop(&top->left_step.key);
  tf_any_drop(&top->right_step.key);
  w->frames.size -= 1;
}

/* All parts were equal: so are the two objects, unless they are different variables outside of a region that defines
   them. */
static int finish(walk* w, verdict* out) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  *out = SAME;
  if (top->kind == kTVMFFISEqHashKindFreeVar && top->region == TF_REGION_NONE) {
    *out = DIFFERENT;
    drop_top(w, TF_PAIR_NEW);
    return 0;
  }
  bool is_bound = top->kind == kTVMFFISEqHashKindFreeVar || top->kind == kTVMFFISEqHashKindDAGNode;
  if (is_bound) TF_TRY(bind(w, top->left.object, top->right.object));
  /* Equal for good only when no binding had a say in it. */
  drop_top(w, w->events == top->events ? TF_PAIR_CLOSED : TF_PAIR_NEW);
  return 0;
}

/* ---- comparing ---- */

static int call_hook(walk* w, tf_view hook, tf_object* a, tf_object* b, tf_region region,
                     TVMFFISEqHashKind kind, verdict* out);

static int enter(walk* w, tf_object* a, tf_object* b, tf_region region, TVMFFISEqHashKind kind,
                 verdict* out) {
  bool is_known = may_come_again(w, a, b, kind);
  tf_pair_state met = is_known ? tf_pairset_get(&w->pairs, a, b) : TF_PAIR_NEW;
  if (met == TF_PAIR_CLOSED) {
    *out = SAME;
    return 0;
  }
  if (met == TF_PAIR_OPEN) {
    return tf_raise(TF_VALUE_ERROR, "StructuralEqual: a value contains itself");
  }
  tf_view hook = tf_column_get(TF_COLUMN_S_EQUAL, a->type_index);
  if (tf_view_get_exact(hook, kTVMFFIFunction) != NULL) {
    return call_hook(w, hook, a, b, region, kind, out);
  }
  *out = PUSHED;
  return push(w, a, b, region, kind, is_known);
}

static int compare_var(walk* w, tf_object* a, tf_object* b, tf_region region, verdict* out) {
  binding known = look_up(w, a, b);
  if (known != BOUND_NOT) {
    *out = known == BOUND_EQUAL ? SAME : DIFFERENT;
    return 0;
  }
  /* Outside of a region a variable equals itself alone: another one is looked into for the place of the difference. */
  if (region == TF_REGION_NONE && (a == b || !w->wants_path)) {
    *out = a == b ? SAME : DIFFERENT;
    return 0;
  }
  return enter(w, a, b, region, kTVMFFISEqHashKindFreeVar, out);
}

static int compare_node(walk* w, tf_object* a, tf_object* b, tf_region region, verdict* out) {
  TVMFFISEqHashKind kind = kTVMFFISEqHashKindTreeNode;
  TF_TRY(tf_structural_kind_of(a->type_index, &kind));
  if (kind == kTVMFFISEqHashKindUniqueInstance) {
    *out = a == b ? SAME : DIFFERENT;
    return 0;
  }
  if (kind == kTVMFFISEqHashKindConstTreeNode && a == b) {
    *out = SAME;
    return 0;
  }
  if (kind == kTVMFFISEqHashKindFreeVar) return compare_var(w, a, b, region, out);
  if (kind == kTVMFFISEqHashKindDAGNode) {
    binding known = look_up(w, a, b);
    *out = known == BOUND_EQUAL ? SAME : DIFFERENT;
    if (known != BOUND_NOT) return 0;
  }
  return enter(w, a, b, region, kind, out);
}

static bool is_container(int32_t type_index) {
  return type_index == kTVMFFIArray || type_index == kTVMFFIList || type_index == kTVMFFIMap ||
         type_index == kTVMFFIDict;
}

static int compare_values(walk* w, tf_view a, tf_view b, tf_region region, verdict* out) {
  if (tf_structural_is_leaf(a) || tf_structural_is_leaf(b)) {
    bool equal = false;
    if (tf_structural_is_leaf(a) && tf_structural_is_leaf(b)) {
      TF_TRY(tf_structural_leaf_equal(a, b, w->options.skip_tensor_content, &equal));
    }
    *out = equal ? SAME : DIFFERENT;
    return 0;
  }
  *out = DIFFERENT;
  if (a.raw.type_index != b.raw.type_index) return 0;
  if (is_container(a.raw.type_index)) {
    return enter(w, a.raw.v_obj, b.raw.v_obj, region, kTVMFFISEqHashKindTreeNode, out);
  }
  return compare_node(w, a.raw.v_obj, b.raw.v_obj, region, out);
}

/* ---- the parts, one pair a step ---- */

static int step_seq(walk* w, frame* top, verdict* out) {
  const tf_seq* left = (const tf_seq*)(const void*)top->left.object;
  const tf_seq* right = (const tf_seq*)(const void*)top->right.object;
  const tf_any* a = tf_seq_items(left);
  const tf_any* b = tf_seq_items(right);
  tf_children_skip_equal(&top->left, &top->right);
  uint64_t at = top->left.at;
  bool has_left = at < (uint64_t)left->seq.size;
  bool has_right = at < (uint64_t)right->seq.size;
  if (!has_left && !has_right) return finish(w, out);
  top->left.at = top->right.at = at + 1;
  /* The steps hold numbers, and what is entered is held before anything foreign runs: the elements stay where they are. */
  set_step(&top->left_step, has_left ? TF_ACCESS_ARRAY_ITEM : TF_ACCESS_ARRAY_ITEM_MISSING,
           tf_any_int((int64_t)at));
  set_step(&top->right_step, has_right ? TF_ACCESS_ARRAY_ITEM : TF_ACCESS_ARRAY_ITEM_MISSING,
           tf_any_int((int64_t)at));
  *out = DIFFERENT;
  if (!has_left || !has_right) return 0;
  w->holds = 0;
  return compare_values(w, tf_view_of(&a[at]), tf_view_of(&b[at]), top->inside, out);
}

/* What a key is called on the other side: its counterpart when it is bound. */
static tf_view translate(walk* w, const tf_ptrmap* map, tf_view key) {
  if (!tf_view_is_object(key)) return key;
  const tf_object* other = bound_to(map, key.raw.v_obj);
  w->events += other != NULL;
  return other == NULL ? key : tf_view_object(other);
}

/* The first key of the right map that the left one does not have. */
static int find_extra(walk* w, frame* top, verdict* out) {
  const tf_map* left = (const tf_map*)(const void*)top->left.object;
  const tf_map* right = (const tf_map*)(const void*)top->right.object;
  /* As many keys, and each of the left ones was found: none is left over. */
  bool is_paired = left->size == right->size && !top->has_odd_keys && w->to_right.size == 0;
  if (is_paired) return finish(w, out);
  for (uint64_t at = tvm_ffi_map_first(right); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(right, at)) {
    tf_view key = tf_view_of(tf_map_key_at(right, at));
    const tf_any* found = NULL;
    TF_TRY(tf_map_find(left, translate(w, &w->to_left, key), &found));
    if (found != NULL) continue;
    set_step(&top->left_step, TF_ACCESS_MAP_ITEM_MISSING,
             tf_any_copy_owned(tf_map_key_at(right, at)));
    set_step(&top->right_step, TF_ACCESS_MAP_ITEM, tf_any_copy_owned(tf_map_key_at(right, at)));
    *out = DIFFERENT;
    return 0;
  }
  return finish(w, out);
}

static int compare_entry(walk* w, frame* top, const tf_any* key, verdict* out) {
  const tf_map* right = (const tf_map*)(const void*)top->right.object;
  tf_view other = translate(w, &w->to_right, tf_view_of(key));
  const tf_any* found = NULL;
  TF_TRY(tf_map_find(right, other, &found));
  set_step(&top->left_step, TF_ACCESS_MAP_ITEM, tf_any_copy_owned(key));
  if (found == NULL) {
    set_step(&top->right_step, TF_ACCESS_MAP_ITEM_MISSING, tf_any_copy_owned(key));
    *out = DIFFERENT;
    return 0;
  }
  tf_any value = tf_any_copy_owned(found);
  tf_any left = tf_any_none();
  tf_any other_key = tf_any_none();
  bool has_value = false;
  int code = tf_any_copy(other, &other_key);
  if (code == 0) {
    set_step(&top->right_step, TF_ACCESS_MAP_ITEM, other_key);
    code = tf_children_next(&top->left, &left, &has_value);
  }
  if (code == 0) {
    w->holds = 1;
    code = compare_values(w, tf_view_of(&left), tf_view_of(&value), top->inside, out);
  }
  tf_any_drop(&left);
  tf_any_drop(&value);
  return code;
}

/* compare_entry for a key of a plain kind, whose name is the same on both sides: no copies. */
static int compare_plain_entry(walk* w, frame* top, verdict* out) {
  const tf_map* left = (const tf_map*)(const void*)top->left.object;
  const tf_map* right = (const tf_map*)(const void*)top->right.object;
  const tf_any* key = tf_map_key_at(left, top->left.at);
  set_step(&top->left_step, TF_ACCESS_MAP_ITEM, tf_any_copy_owned(key));
  set_step(&top->right_step, TF_ACCESS_MAP_ITEM, tf_any_copy_owned(&top->left_step.key));
  /* The old steps are gone, and nothing foreign runs before what is entered is held. */
  TF_TRY(tf_children_check(&top->left));
  const tf_any* value = tf_map_value_at(left, top->left.at);
  const tf_any* found = tf_map_find_plain(right, &top->left_step.key.raw);
  top->left.at = tvm_ffi_map_next(left, top->left.at);
  *out = DIFFERENT;
  if (found == NULL) {
    top->right_step.kind = TF_ACCESS_MAP_ITEM_MISSING;
    return 0;
  }
  w->holds = 0;
  return compare_values(w, tf_view_of(value), tf_view_of(found), top->inside, out);
}

static int step_map(walk* w, frame* top, verdict* out) {
  tf_any key = tf_any_none();
  bool has_key = false;
  tf_children_skip_equal(&top->left, &top->right);
  TF_TRY(tf_children_check(&top->left));
  if (top->left.at != TVM_FFI_MAP_END &&
      tf_kind_is_plain(tf_map_key_at((const tf_map*)(const void*)top->left.object, top->left.at)
                           ->raw.type_index)) {
    return compare_plain_entry(w, top, out);
  }
  TF_TRY(tf_children_next(&top->left, &key, &has_key));
  if (!has_key) return find_extra(w, top, out);
  top->has_odd_keys = true;
  int code = compare_entry(w, top, &key, out);
  tf_any_drop(&key);
  return code;
}

static int step_fields(walk* w, frame* top, verdict* out) {
  tf_any left = tf_any_none();
  tf_any right = tf_any_none();
  bool found = false;
  TF_TRY(tf_children_next(&top->left, &left, &found));
  if (!found) {
    return finish(w, out);
  }
  const TVMFFIFieldInfo* field = top->left.field;
  TVMFFIAny name = {0};
  int code = tf_children_next(&top->right, &right, &found);
  if (code == 0 && w->wants_path) code = TVMFFIStringFromByteArray(&field->name, &name);
  if (code == 0) {
    tf_any key = tf_any_take(&name);
    set_step(&top->left_step, TF_ACCESS_ATTR, tf_any_copy_owned(&key));
    set_step(&top->right_step, TF_ACCESS_ATTR, key);
    w->holds = 1;
    code = compare_values(w, tf_view_of(&left), tf_view_of(&right),
                          tf_region_of_field(top->inside, field), out);
  }
  tf_any_drop(&left);
  tf_any_drop(&right);
  return code;
}

static int step_top(walk* w, verdict* out) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  switch (top->left.kind) {
    case TF_CHILDREN_SEQ:
      return step_seq(w, top, out);
    case TF_CHILDREN_MAP:
      return step_map(w, top, out);
    default:
      return step_fields(w, top, out);
  }
}

/* Compares two values to the end, above the frames that are there. */
static int run(walk* w, tf_view a, tf_view b, tf_region region, bool* out) {
  size_t base = w->frames.size;
  verdict last = SAME;
  w->holds = HOLDS_ANY;
  int code = compare_values(w, a, b, region, &last);
  while (code == 0 && last != DIFFERENT && w->frames.size > base) code = step_top(w, &last);
  if (code == 0 && last == DIFFERENT) code = note_mismatch(w);
  while (w->frames.size > base) drop_top(w, TF_PAIR_NEW);
  *out = last != DIFFERENT;
  return code;
}

/* ---- hooks ---- */

/* What a callback belongs to. A hook may keep its callback: then it points at nothing afterwards. */
typedef struct {
  walk* w;
} callback;

static int part_call(const tf_args* args, tf_any* result) {
  walk* w = ((const callback*)args->context)->w;
  tf_region region = TF_REGION_NONE;
  int64_t number = 0;
  bool equal = false;
  if (w == NULL) return tf_raise(TF_RUNTIME_ERROR, "the comparison is over");
  TF_TRY(tf_args_int(args, 2, &number));
  frame* top = (frame*)tf_stack_top(&w->frames);
  if (top->inside == TF_REGION_PATTERN || number == TF_REGION_PATTERN) region = TF_REGION_PATTERN;
  if (region == TF_REGION_NONE) {
    region = number == TF_REGION_SIMPLE ? TF_REGION_SIMPLE : top->inside;
  }
  tf_any name = tf_any_none();
  TF_TRY(tf_any_copy(tf_args_view(args, 3), &name));
  set_step(&top->left_step, TF_ACCESS_ATTR, tf_any_copy_owned(&name));
  set_step(&top->right_step, TF_ACCESS_ATTR, name);
  TF_TRY(run(w, tf_args_view(args, 0), tf_args_view(args, 1), region, &equal));
  *result = tf_any_bool(equal);
  return 0;
}

static const tf_func_def part_def = {"", "(AnyView, AnyView, int, AnyView) -> bool", part_call,
                                     NULL};

static int ask_hook(walk* w, tf_view hook, tf_object* a, tf_object* b, tf_any* result) {
  tf_function* fn_part = NULL;
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to compare");
  callback* context = (callback*)tf_mem_alloc(sizeof(*context));
  if (context == NULL) return tf_raise_memory();
  context->w = w;
  if (tf_func_new_closure(&part_def, context, tf_mem_free, &fn_part) != 0) {
    tf_mem_free(context);
    return -1;
  }
  const tf_view args[] = {tf_view_object(a), tf_view_object(b), tf_view_object(fn_part)};
  int code = tf_func_call(hook.raw.v_obj, args, 3, result);
  context->w = NULL;
  tf_object_drop(&fn_part);
  return code;
}

static int call_hook(walk* w, tf_view hook, tf_object* a, tf_object* b, tf_region region,
                     TVMFFISEqHashKind kind, verdict* out) {
  tf_any result = tf_any_none();
  bool equal = false;
  TF_TRY(push(w, a, b, region, kind, true));
  TF_TRY(ask_hook(w, hook, a, b, &result));
  if (!tf_view_get_bool(tf_view_of(&result), &equal)) {
    tf_any_drop(&result);
    return tf_raise(TF_TYPE_ERROR, "__s_equal__ did not return a bool");
  }
  *out = equal ? SAME : DIFFERENT;
  if (equal) {
    tf_any_drop(&w->mismatch);
    return finish(w, out);
  }
  frame* top = (frame*)tf_stack_top(&w->frames);
  set_step(&top->left_step, TF_ACCESS_ATTR, tf_any_none());
  set_step(&top->right_step, TF_ACCESS_ATTR, tf_any_none());
  return note_mismatch(w);
}

/* ---- entries ---- */

int tf_structural_equal(tf_view a, tf_view b, tf_structural_options options, bool* out,
                        tf_any* opt_mismatch) {
  walk w = {.frames = tf_stack_new(sizeof(frame)),
            .pairs = tf_pairset_new(),
            .to_right = tf_ptrmap_new(),
            .to_left = tf_ptrmap_new(),
            .options = options,
            .wants_path = opt_mismatch != NULL,
            .mismatch = tf_any_none()};
  bool equal = false;
  tf_region region = options.map_free_vars ? TF_REGION_PATTERN : TF_REGION_NONE;
  int code = run(&w, a, b, region, &equal);
  tf_stack_drop(&w.frames);
  tf_pairset_drop(&w.pairs);
  tf_ptrmap_drop(&w.to_right);
  tf_ptrmap_drop(&w.to_left);
  if (code != 0) {
    tf_any_drop(&w.mismatch);
    return -1;
  }
  if (opt_mismatch != NULL) *opt_mismatch = tf_any_move(&w.mismatch);
  *out = equal;
  return 0;
}

static int read_options(const tf_args* args, int32_t first, tf_structural_options* out) {
  TF_TRY(tf_args_bool(args, first + 1, &out->skip_tensor_content));
  return tf_args_bool(args, first, &out->map_free_vars);
}

int tf_structural_equal_call(const tf_args* args, tf_any* result) {
  tf_structural_options options;
  bool equal = false;
  TF_TRY(read_options(args, 2, &options));
  TF_TRY(tf_structural_equal(tf_args_view(args, 0), tf_args_view(args, 1), options, &equal, NULL));
  *result = tf_any_bool(equal);
  return 0;
}

int tf_structural_mismatch_call(const tf_args* args, tf_any* result) {
  tf_structural_options options;
  bool equal = false;
  TF_TRY(read_options(args, 2, &options));
  return tf_structural_equal(tf_args_view(args, 0), tf_args_view(args, 1), options, &equal, result);
}
