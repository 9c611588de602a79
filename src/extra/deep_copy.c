/* SPDX-License-Identifier: Apache-2.0 */
/* Deep copies. Every object gets an empty or shallow copy when it is met, and is filled in when its turn comes: cycles,
   also those through Arrays and Maps, need no special care. Maps are filled last, for their keys must be complete when
   they are hashed. */
#include "extra/deep_copy.h"

#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/typetable.h"
#include "extra/ptrmap.h"
#include "extra/record.h"
#include "extra/stack.h"
#include "extra/types.h"

/* An object and its copy. Both owned: a getter may make objects that live no longer than a moment. */
typedef struct {
  tf_object* source;
  tf_object* copy;
} job;

typedef struct {
  tf_stack jobs; /* of job; those from number `next` on are still to be filled in */
  size_t next;
  tf_ptrmap copies; /* source -> number of its job */
} walk;

static bool is_shared(tf_view value) {
  switch (value.raw.type_index) {
    case kTVMFFIStr:
    case kTVMFFIBytes:
    case kTVMFFIShape:
    case kTVMFFIBigInt:
      return true;
    default:
      return !tf_view_is_object(value) ||
             tf_type_is_a(value.raw.type_index, tf_types_known.base_enum);
  }
}

/* ---- empty copies ---- */

static int new_seq(const tf_seq* source, tf_object** out) {
  tf_seq* copy = NULL;
  size_t size = (size_t)source->seq.size;
  TF_TRY(source->header.type_index == kTVMFFIArray ? tf_array_new(size, &copy)
                                                   : tf_list_new(size, &copy));
  *out = &copy->header;
  return 0;
}

static int new_map(const tf_map* source, tf_object** out) {
  tf_map* copy = NULL;
  TF_TRY(tf_map_new(source->header.type_index, (size_t)source->size, &copy));
  *out = &copy->header;
  return 0;
}

static bool is_map(const tf_object* object) {
  return object->type_index == kTVMFFIMap || object->type_index == kTVMFFIDict;
}

static int new_copy(tf_object* source, tf_object** out) {
  const tf_seq* seq = tf_seq_of(tf_view_object(source));
  if (seq != NULL) return new_seq(seq, out);
  if (is_map(source)) return new_map((const tf_map*)(const void*)source, out);
  return tf_record_shallow_copy(source, out);
}

/* The copy of an object, borrowed; made now when it is new. */
static int get_copy(walk* w, tf_object* source, tf_object** out) {
  const uint64_t* known = tf_ptrmap_find(&w->copies, source);
  if (known != NULL) {
    *out = ((const job*)tf_stack_at(&w->jobs, (size_t)*known))->copy;
    return 0;
  }
  tf_object* copy = NULL;
  TF_TRY(new_copy(source, &copy));
  size_t number = w->jobs.size;
  if (tf_ptrmap_set(&w->copies, source, number) != 0) {
    tf_object_drop(&copy);
    return -1;
  }
  job* added = (job*)tf_stack_push(&w->jobs);
  if (added == NULL) {
    tf_object_drop(&copy);
    return -1;
  }
  tf_object_incref(source);
  added->source = source;
  added->copy = copy;
  *out = copy;
  return 0;
}

/* The copy of a value. Owned. */
static int copy_value(walk* w, tf_view value, tf_any* out) {
  tf_object* copy = NULL;
  if (is_shared(value)) return tf_any_copy(value, out);
  TF_TRY(get_copy(w, value.raw.v_obj, &copy));
  *out = tf_any_share(copy);
  return 0;
}

/* ---- filling in ---- */

static int fill_seq(walk* w, const tf_seq* source, tf_seq* copy) {
  for (int64_t i = 0; i < source->seq.size && copy->seq.size < copy->seq.capacity; ++i) {
    tf_any item = tf_any_none();
    TF_TRY(copy_value(w, tf_seq_at(source, i), &item));
    tf_seq_items(copy)[copy->seq.size++] = item;
  }
  return 0;
}

/* Makes sure that keys and values have copies; the map itself is filled in later. */
static int visit_map(walk* w, const tf_map* source) {
  for (uint64_t at = tvm_ffi_map_first(source); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(source, at)) {
    const tf_any* parts[] = {tf_map_key_at(source, at), tf_map_value_at(source, at)};
    for (int i = 0; i < 2; ++i) {
      tf_object* copy = NULL;
      tf_view part = tf_view_of(parts[i]);
      if (!is_shared(part)) TF_TRY(get_copy(w, part.raw.v_obj, &copy));
    }
  }
  return 0;
}

static int fill_map(walk* w, const tf_map* source, tf_map* copy) {
  for (uint64_t at = tvm_ffi_map_first(source); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(source, at)) {
    tf_any key = tf_any_none();
    tf_any value = tf_any_none();
    TF_TRY(copy_value(w, tf_view_of(tf_map_key_at(source, at)), &key));
    if (copy_value(w, tf_view_of(tf_map_value_at(source, at)), &value) != 0) {
      tf_any_drop(&key);
      return -1;
    }
    TF_TRY(tf_map_set(copy, key, value));
    if (!tf_map_has_position(source, at)) {
      return tf_raise(TF_RUNTIME_ERROR, "Dict changed while it was being copied");
    }
  }
  return 0;
}

/* One field of an object whose shallow copy still shares it with the source. */
static int fill_field(walk* w, const TVMFFIFieldInfo* field, const tf_object* source,
                      tf_object* copy) {
  tf_any value = tf_any_none();
  tf_any copied = tf_any_none();
  TF_TRY(tf_field_get(field, source, &value));
  int code = 0;
  if (!is_shared(tf_view_of(&value))) {
    code = copy_value(w, tf_view_of(&value), &copied);
    if (code == 0) code = tf_field_set(field, copy, tf_view_of(&copied));
  }
  tf_any_drop(&value);
  tf_any_drop(&copied);
  return code;
}

static int fill_fields(walk* w, const tf_object* source, tf_object* copy) {
  tf_field_iter fields = tf_type_fields(source->type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    TF_TRY(fill_field(w, field, source, copy));
  }
  return 0;
}

static int fill(walk* w, job one) {
  tf_seq* seq = tf_seq_of(tf_view_object(one.source));
  if (seq != NULL) return fill_seq(w, seq, (tf_seq*)(void*)one.copy);
  if (is_map(one.source)) return visit_map(w, (const tf_map*)(const void*)one.source);
  return fill_fields(w, one.source, one.copy);
}

static int fill_all(walk* w) {
  while (w->next < w->jobs.size) {
    TF_TRY(fill(w, *(const job*)tf_stack_at(&w->jobs, w->next++)));
  }
  /* The innermost maps were met last. */
  for (size_t i = w->jobs.size; i > 0; --i) {
    job one = *(const job*)tf_stack_at(&w->jobs, i - 1);
    if (!is_map(one.source)) continue;
    TF_TRY(fill_map(w, (const tf_map*)(const void*)one.source, (tf_map*)(void*)one.copy));
  }
  return 0;
}

int tf_deep_copy(tf_view value, tf_any* out) {
  walk w = {tf_stack_new(sizeof(job)), 0, tf_ptrmap_new()};
  tf_any copied = tf_any_none();
  int code = copy_value(&w, value, &copied);
  if (code == 0) code = fill_all(&w);
  for (size_t i = 0; i < w.jobs.size; ++i) {
    job* one = (job*)tf_stack_at(&w.jobs, i);
    tf_object_drop(&one->source);
    tf_object_drop(&one->copy);
  }
  tf_stack_drop(&w.jobs);
  tf_ptrmap_drop(&w.copies);
  if (code != 0) {
    tf_any_drop(&copied);
    return -1;
  }
  *out = copied;
  return 0;
}

int tf_deep_copy_call(const tf_args* args, tf_any* result) {
  return tf_deep_copy(tf_args_view(args, 0), result);
}
