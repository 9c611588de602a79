/* SPDX-License-Identifier: Apache-2.0 */
/* Hash of values by content. */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/thread.h"
#include "core/column.h"
#include "core/shape.h"
#include "extra/children.h"
#include "extra/field_access.h"
#include "extra/ptrmap.h"
#include "extra/recursive.h"
#include "extra/stack.h"

/* What small values need; more comes from the heap. */
#define INLINE_FRAMES 8
#define INLINE_OBJECTS 32

#define SORTED_BY_HAND 16

/* An object whose parts are being hashed. */
typedef struct {
  tf_children parts;
  uint64_t hash;
  uint64_t key_hash;  /* map: of the key whose value comes next */
  size_t first_entry; /* map: its entry hashes begin here in `entries` */
} frame;

typedef struct {
  tf_stack frames;
  tf_stack entries; /* of uint64_t */
  tf_ptrmap known;  /* finished objects; those in progress stand for their type */
  tf_stack held; /* of tf_object*, owned: an address in `known` must not be given to a new object */
} walk;

static uint64_t type_hash(int32_t type_index) { return tf_type_info(type_index)->type_key_hash; }

/* ---- values without parts ---- */

static uint64_t float_bits(double value) {
  uint64_t bits = UINT64_C(0x7ff8000000000000);
  if (value == 0) return 0;
  if (!isnan(value)) memcpy(&bits, &value, sizeof(bits));
  return bits;
}

static uint64_t hash_plain(tf_view value) {
  uint64_t type = (uint64_t)value.raw.type_index;
  tf_str content;
  if (tf_view_get_str(&value, &content)) {
    return tf_hash_combine(kTVMFFIStr, tf_hash_bytes(content.data, content.size));
  }
  if (tf_view_get_bytes(&value, &content)) {
    return tf_hash_combine(kTVMFFIBytes, tf_hash_bytes(content.data, content.size));
  }
  switch (value.raw.type_index) {
    case kTVMFFINone:
      return tf_hash_combine(0, 0);
    case kTVMFFIBool:
      return tf_hash_combine(type, value.raw.v_int64 != 0);
    case kTVMFFIFloat:
      return tf_hash_combine(type, float_bits(value.raw.v_float64));
    case kTVMFFIDataType: {
      uint64_t hash = tf_hash_combine(type, value.raw.v_dtype.code);
      hash = tf_hash_combine(hash, value.raw.v_dtype.bits);
      return tf_hash_combine(hash, value.raw.v_dtype.lanes);
    }
    case kTVMFFIDevice: {
      uint64_t hash = tf_hash_combine(type, (uint64_t)value.raw.v_device.device_type);
      return tf_hash_combine(hash, (uint64_t)value.raw.v_device.device_id);
    }
    default:
      return tf_hash_combine(type, value.raw.v_uint64);
  }
}

static uint64_t hash_shape(tf_view value) {
  TVMFFIShapeCell cell = {NULL, 0};
  (void)tf_shape_get(value, &cell);
  uint64_t hash = tf_hash_combine(type_hash(kTVMFFIShape), cell.size);
  for (size_t i = 0; i < cell.size; ++i) hash = tf_hash_combine(hash, (uint64_t)cell.data[i]);
  return hash;
}

/* ---- hooks ---- */

static int hash_part_call(const tf_args* args, tf_any* result) {
  return tf_recursive_hash_call(args, result);
}

static const tf_func_def hash_part_def = {"", "(Any) -> int", hash_part_call, NULL};

static int call_hook(tf_object* hook, tf_object* object, uint64_t* out) {
  tf_function* fn_hash = NULL;
  tf_any result = tf_any_none();
  int64_t number = 0;
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to hash");
  TF_TRY(tf_func_new(&hash_part_def, &fn_hash));
  const tf_view args[] = {tf_view_object(object), tf_view_object(fn_hash)};
  int code = tf_func_call(hook, args, 2, &result);
  tf_object_drop(&fn_hash);
  TF_TRY(code);
  if (!tf_view_get_int(tf_view_of(&result), &number)) {
    code = tf_field_mismatch(tf_view_of(&result), "int");
  }
  tf_any_drop(&result);
  *out = (uint64_t)number;
  return code;
}

static bool has_own_equality(int32_t type_index) {
  return !tf_view_is_none(tf_column_get(TF_COLUMN_EQ, type_index)) ||
         !tf_view_is_none(tf_column_get(TF_COLUMN_COMPARE, type_index));
}

static int raise_no_hash(int32_t type_index) {
  tf_str key = tf_type_key(type_index);
  return tf_raise(TF_VALUE_ERROR,
                  "RecursiveHash: type '%.*s' defines __ffi_eq__ or __ffi_compare__ but not "
                  "__ffi_hash__: equal values must have equal hashes, so it needs the hook too",
                  (int)key.size, key.data);
}

/* ---- objects ---- */

static int push(walk* w, tf_object* object) {
  tf_object** held = (tf_object**)tf_stack_push(&w->held);
  frame* top = held == NULL ? NULL : (frame*)tf_stack_push(&w->frames);
  if (top == NULL) return -1;
  *held = object;
  tf_object_incref(object);
  tf_children_begin(&top->parts, object,
                    kTVMFFIFieldFlagBitMaskHashOff | kTVMFFIFieldFlagBitMaskCompareOff);
  top->first_entry = w->entries.size;
  top->hash = type_hash(object->type_index);
  if (top->parts.kind == TF_CHILDREN_SEQ) {
    top->hash =
        tf_hash_combine(top->hash, (uint64_t)((const tf_seq*)(const void*)object)->seq.size);
  } else if (top->parts.kind == TF_CHILDREN_MAP) {
    top->hash = tf_hash_combine(top->hash, top->parts.size);
  }
  /* Met again inside itself, it stands for its type. */
  return tf_ptrmap_set(&w->known, object, type_hash(object->type_index));
}

/* The hash in *out, or a new frame and true in *out_pushed. */
static int hash_object(walk* w, tf_object* object, uint64_t* out, bool* out_pushed) {
  int32_t type_index = object->type_index;
  const uint64_t* known = tf_ptrmap_find(&w->known, object);
  if (known != NULL) {
    *out = *known;
    return 0;
  }
  if (type_index == kTVMFFIShape) {
    *out = hash_shape(tf_view_object(object));
    return 0;
  }
  tf_view hook = tf_column_get(TF_COLUMN_HASH, type_index);
  if (tf_view_get_exact(hook, kTVMFFIFunction) != NULL) {
    return call_hook(hook.raw.v_obj, object, out);
  }
  if (has_own_equality(type_index)) return raise_no_hash(type_index);
  *out_pushed = true;
  return push(w, object);
}

static int hash_value(walk* w, tf_view value, uint64_t* out, bool* out_pushed) {
  tf_str content;
  *out_pushed = false;
  if (!tf_view_is_object(value) || tf_view_get_str(&value, &content) ||
      tf_view_get_bytes(&value, &content)) {
    *out = hash_plain(value);
    return 0;
  }
  return hash_object(w, value.raw.v_obj, out, out_pushed);
}

/* ---- folding ---- */

/* Takes in the hash of the part that was given out last. */
static int fold(walk* w, frame* top, uint64_t part) {
  if (top->parts.kind == TF_CHILDREN_SEQ) {
    top->hash = tf_hash_combine(top->hash, tf_hash_combine(part, top->parts.at - 1));
  } else if (top->parts.kind == TF_CHILDREN_FIELDS) {
    top->hash = tf_hash_combine(top->hash, part);
  } else if (top->parts.is_value_next) {
    top->key_hash = part;
  } else {
    uint64_t* entry = (uint64_t*)tf_stack_push(&w->entries);
    if (entry == NULL) return -1;
    *entry = tf_hash_combine(top->key_hash, part);
  }
  return 0;
}

static int compare_numbers(const void* a, const void* b) {
  uint64_t x = *(const uint64_t*)a;
  uint64_t y = *(const uint64_t*)b;
  return x < y ? -1 : x > y;
}

/* Few numbers are sorted sooner by hand than by a function that is called for each comparison. */
static void sort_numbers(uint64_t* numbers, size_t count) {
  if (count > SORTED_BY_HAND) {
    qsort(numbers, count, sizeof(*numbers), compare_numbers);
    return;
  }
  for (size_t i = 1; i < count; ++i) {
    uint64_t number = numbers[i];
    size_t at = i;
    for (; at > 0 && numbers[at - 1] > number; --at) numbers[at] = numbers[at - 1];
    numbers[at] = number;
  }
}

/* Closes the topmost frame and gives its hash. */
static void pop(walk* w, uint64_t* out) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  size_t count = w->entries.size - top->first_entry;
  if (count > 0) {
    uint64_t* entries = (uint64_t*)tf_stack_at(&w->entries, top->first_entry);
    sort_numbers(entries, count);
    for (size_t i = 0; i < count; ++i) top->hash = tf_hash_combine(top->hash, entries[i]);
    w->entries.size = top->first_entry;
  }
  *out = top->hash;
  *tf_ptrmap_find(&w->known, top->parts.object) = top->hash;
  tf_children_end(&top->parts);
  w->frames.size -= 1;
}

/* One part of the topmost frame: folds it in, pushes a frame for it, or closes the frame and folds it into the next. */
static int step(walk* w, uint64_t* result) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  tf_any part = tf_any_none();
  bool found = false;
  bool pushed = false;
  TF_TRY(tf_children_next(&top->parts, &part, &found));
  if (!found) {
    pop(w, result);
  } else {
    int code = hash_value(w, tf_view_of(&part), result, &pushed);
    tf_any_drop(&part);
    TF_TRY(code);
  }
  if (pushed || w->frames.size == 0) return 0;
  return fold(w, (frame*)tf_stack_top(&w->frames), *result);
}

int tf_recursive_hash(tf_view value, uint64_t* out) {
  frame frames[INLINE_FRAMES];
  uint64_t entries[INLINE_OBJECTS];
  tf_object* held[INLINE_OBJECTS];
  walk w = {tf_stack_lent(frames, INLINE_FRAMES, sizeof(frame)),
            tf_stack_lent(entries, INLINE_OBJECTS, sizeof(uint64_t)), tf_ptrmap_new(),
            tf_stack_lent(held, INLINE_OBJECTS, sizeof(tf_object*))};
  uint64_t result = 0;
  bool pushed = false;
  int code = hash_value(&w, value, &result, &pushed);
  while (code == 0 && w.frames.size > 0) code = step(&w, &result);
  while (w.frames.size > 0) {
    tf_children_end(&((frame*)tf_stack_top(&w.frames))->parts);
    w.frames.size -= 1;
  }
  for (size_t i = 0; i < w.held.size; ++i) tf_object_drop(tf_stack_at(&w.held, i));
  tf_stack_drop(&w.held);
  tf_stack_drop(&w.frames);
  tf_stack_drop(&w.entries);
  tf_ptrmap_drop(&w.known);
  if (code == 0) *out = result;
  return code;
}

int tf_recursive_hash_call(const tf_args* args, tf_any* result) {
  uint64_t hash = 0;
  TF_TRY(tf_recursive_hash(tf_args_view(args, 0), &hash));
  *result = tf_any_int((int64_t)hash);
  return 0;
}
