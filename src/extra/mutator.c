/* SPDX-License-Identifier: Apache-2.0 */
/* Mutators: going through their table, and the parts of values. */
#include "extra/mutator.h"

#include <inttypes.h>

#include "base/thread.h"
#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/column.h"
#include "core/typetable.h"
#include "extra/record.h"
#include "extra/types.h"
#include "extra/visitor.h"

static bool is_unchanged(const tf_any* value) { return value->raw.type_index == kTVMFFIUnchanged; }

/* ---- through the table ---- */

/* Consumes `outcome`. */
static int from_expected(TVMFFIAny outcome, tf_any* out) {
  tf_any result = tf_any_take(&outcome);
  if (result.raw.type_index == kTVMFFIError) {
    return tf_raise_error((tf_error*)(void*)result.raw.v_obj);
  }
  *out = result;
  return 0;
}

static const tf_mutator_vtable* table_of(const tf_mutator* self) {
  const tf_mutator_vtable* table = (const tf_mutator_vtable*)self->vtable;
  if (table != NULL && table->mutate != NULL && table->var_remap_get != NULL &&
      table->var_remap_set != NULL) {
    return table;
  }
  (void)tf_raise(TF_RUNTIME_ERROR, "the mutator has no table of functions");
  return NULL;
}

int tf_mutator_mutate(tf_mutator* self, tf_view value, tf_any* out) {
  const tf_mutator_vtable* table = table_of(self);
  if (table == NULL) return -1;
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to rewrite");
  return from_expected(table->mutate(self, value.raw), out);
}

int tf_mutator_maybe_inplace(tf_mutator* self, tf_view value, tf_any* out) {
  const tf_mutator_vtable* table = table_of(self);
  if (table == NULL) return -1;
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to rewrite");
  tf_mutate_function mutate =
      table->maybe_inplace_mutate == NULL ? table->mutate : table->maybe_inplace_mutate;
  return from_expected(mutate(self, value.raw), out);
}

bool tf_mutator_is_unique(tf_view value) {
  return tf_view_is_object(value) && tf_object_is_unique(value.raw.v_obj);
}

static int remap_get(tf_mutator* self, tf_view var, tf_any* out) {
  const tf_mutator_vtable* table = table_of(self);
  return table == NULL ? -1 : from_expected(table->var_remap_get(self, var.raw), out);
}

static int remap_set(tf_mutator* self, tf_view var, tf_view value) {
  const tf_mutator_vtable* table = table_of(self);
  tf_any nothing = tf_any_none();
  if (table == NULL) return -1;
  TF_TRY(from_expected(table->var_remap_set(self, var.raw, value.raw), &nothing));
  tf_any_drop(&nothing);
  return 0;
}

/* ---- sequences ---- */

/* The rewritten sequence so far: a copy is made with the first change. */
static int put_element(const tf_seq* source, int64_t index, tf_any value, tf_seq** copy) {
  int code = 0;
  if (*copy == NULL) {
    code = source->header.type_index == kTVMFFIArray ? tf_array_from_seq(source, copy)
                                                     : tf_list_from_seq(source, copy);
  }
  /* A List may have been shortened by a callback before it was copied. */
  if (code == 0 && index < (*copy)->seq.size) {
    tf_any_set(&tf_seq_items(*copy)[index], value);
  } else {
    tf_any_drop(&value);
  }
  return code;
}

static int mutate_seq(tf_mutator* self, const tf_seq* source, tf_seq** copy) {
  for (int64_t i = 0; i < source->seq.size; ++i) {
    tf_any element = tf_any_copy_owned(&tf_seq_items(source)[i]);
    tf_any made = tf_any_none();
    int code = tf_mutator_mutate(self, tf_view_of(&element), &made);
    tf_any_drop(&element);
    if (code == 0 && !is_unchanged(&made)) code = put_element(source, i, made, copy);
    TF_TRY(code);
  }
  return 0;
}

/* ---- maps: values only ---- */

static int put_value(const tf_map* source, const tf_any* key, tf_any value, tf_map** copy) {
  if (*copy == NULL && tf_map_copy(source->header.type_index, source, copy) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  const tf_any* cell = NULL;
  if (tf_map_find(*copy, tf_view_of(key), &cell) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  /* In its place, so that the order stays. */
  if (cell != NULL) {
    tf_any_set((tf_any*)(uintptr_t)cell, value);
    return 0;
  }
  return tf_map_set(*copy, tf_any_copy_owned(key), value);
}

static int mutate_entry(tf_mutator* self, const tf_map* source, uint64_t at, tf_map** copy) {
  tf_any key = tf_any_copy_owned(tf_map_key_at(source, at));
  tf_any value = tf_any_copy_owned(tf_map_value_at(source, at));
  tf_any made = tf_any_none();
  int code = tf_mutator_mutate(self, tf_view_of(&value), &made);
  if (code == 0 && !is_unchanged(&made)) code = put_value(source, &key, made, copy);
  tf_any_drop(&key);
  tf_any_drop(&value);
  return code;
}

static int mutate_map(tf_mutator* self, const tf_map* source, tf_map** copy) {
  for (uint64_t at = tvm_ffi_map_first(source); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(source, at)) {
    TF_TRY(mutate_entry(self, source, at, copy));
    if (!tf_map_has_position(source, at)) {
      return tf_raise(TF_RUNTIME_ERROR, "Dict changed while it was being rewritten");
    }
  }
  return 0;
}

/* ---- other objects: fields of a shallow copy ---- */

static int mutate_field(tf_mutator* self, const TVMFFIFieldInfo* field, const tf_object* source,
                        tf_object** copy) {
  int32_t outer = self->def_region_kind;
  tf_any value = tf_any_none();
  tf_any made = tf_any_none();
  TF_TRY(tf_field_get(field, source, &value));
  tf_region inside = tf_visitor_region_inside(source->type_index, (tf_region)outer);
  self->def_region_kind = (int32_t)tf_region_of_field(inside, field);
  int code = tf_mutator_mutate(self, tf_view_of(&value), &made);
  self->def_region_kind = outer;
  tf_any_drop(&value);
  if (code == 0 && !is_unchanged(&made)) {
    if (*copy == NULL) code = tf_record_shallow_copy(source, copy);
    if (code == 0) code = tf_field_set(field, *copy, tf_view_of(&made));
  }
  tf_any_drop(&made);
  return code;
}

static int mutate_fields(tf_mutator* self, const tf_object* source, tf_object** copy) {
  tf_field_iter fields = tf_type_fields(source->type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    if ((field->flags & kTVMFFIFieldFlagBitMaskSEqHashIgnore) != 0) continue;
    TF_TRY(mutate_field(self, field, source, copy));
  }
  return 0;
}

/* Any object without a hook of a client. */
static int mutate_object(tf_mutator* self, tf_object* object, tf_any* out) {
  tf_object* copy = NULL;
  tf_seq* seq = tf_seq_of(tf_view_object(object));
  int code = 0;
  tf_object_incref(object);
  if (seq != NULL) {
    code = mutate_seq(self, seq, (tf_seq**)(void*)&copy);
  } else if (object->type_index == kTVMFFIMap || object->type_index == kTVMFFIDict) {
    code = mutate_map(self, (const tf_map*)(void*)object, (tf_map**)(void*)&copy);
  } else {
    code = mutate_fields(self, object, &copy);
  }
  if (code != 0) {
    tf_object_drop(&copy);
    (void)tf_visitor_add_to_trail(object);
  } else {
    *out = copy == NULL ? tf_mutator_unchanged() : tf_any_own(copy);
  }
  tf_object_decref(object);
  return code;
}

/* ---- in place: the one reference is ours, so each part is taken out, rewritten and put back ---- */

/* A part that came out of its container. Consumes and replaces it; on failure it stays as it was. */
static int rewrite_part(tf_mutator* self, tf_any* part) {
  tf_any made = tf_any_none();
  TF_TRY(tf_mutator_maybe_inplace(self, tf_view_of(part), &made));
  if (!is_unchanged(&made)) tf_any_set(part, made);
  return 0;
}

/* Puts a part back where it was, or, when the place is gone, nowhere. */
static void put_back(tf_any* place, tf_any part) {
  if (place != NULL) {
    tf_any_set(place, part);
  } else {
    tf_any_drop(&part);
  }
}

static int inplace_seq(tf_mutator* self, tf_seq* seq) {
  for (int64_t i = 0; i < seq->seq.size; ++i) {
    tf_any part = tf_any_move(&tf_seq_items(seq)[i]);
    int code = rewrite_part(self, &part);
    put_back(i < seq->seq.size ? &tf_seq_items(seq)[i] : NULL, part);
    TF_TRY(code);
  }
  return 0;
}

static int inplace_map(tf_mutator* self, tf_map* map) {
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map, at)) {
    tf_any part = tf_any_move(tf_map_value_at(map, at));
    int code = rewrite_part(self, &part);
    bool is_there = tf_map_has_position(map, at);
    put_back(is_there ? tf_map_value_at(map, at) : NULL, part);
    TF_TRY(code);
    if (!is_there) return tf_raise(TF_RUNTIME_ERROR, "Dict changed while it was being rewritten");
  }
  return 0;
}

static int inplace_container(tf_mutator* self, tf_object* object) {
  tf_seq* seq = tf_seq_of(tf_view_object(object));
  int code = seq != NULL ? inplace_seq(self, seq) : inplace_map(self, (tf_map*)(void*)object);
  return code == 0 ? 0 : tf_visitor_add_to_trail(object);
}

static TVMFFIAny maybe_inplace_container(tf_mutator* self, TVMFFIAny value) {
  tf_any result = tf_mutator_unchanged();
  int code = tf_mutator_is_unique(tf_view_raw(&value)) ? inplace_container(self, value.v_obj)
                                                       : mutate_object(self, value.v_obj, &result);
  return tf_visitor_to_expected(code, result);
}

static TVMFFIAny mutate_container(tf_mutator* self, TVMFFIAny value) {
  tf_any result = tf_any_none();
  int code = mutate_object(self, value.v_obj, &result);
  return tf_visitor_to_expected(code, result);
}

static TVMFFIAny mutate_leaf(tf_mutator* self, TVMFFIAny value) {
  (void)self;
  (void)value;
  return tf_mutator_unchanged().raw;
}

/* ---- any value ---- */

static int call_hook(tf_mutator* self, tf_view hook, tf_view value, tf_any* out) {
  union {
    void* address;
    tf_mutate_function function;
  } native = {hook.raw.v_ptr};
  if (hook.raw.type_index == kTVMFFIOpaquePtr) {
    return from_expected(native.function(self, value.raw), out);
  }
  const tf_view args[] = {tf_view_object(self), value};
  return tf_func_call(hook.raw.v_obj, args, 2, out);
}

static bool is_var(int32_t type_index) {
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  return info->metadata != NULL &&
         info->metadata->structural_eq_hash_kind == kTVMFFISEqHashKindFreeVar;
}

static bool is_hook(tf_view hook) {
  return hook.raw.type_index == kTVMFFIOpaquePtr || hook.raw.type_index == kTVMFFIFunction;
}

static int mutate_with_hook(tf_mutator* self, tf_view value, bool is_offered, tf_any* out) {
  if (is_offered && tf_mutator_is_unique(value)) {
    tf_view hook = tf_column_get(TF_COLUMN_S_MAYBE_INPLACE_MUTATE, value.raw.type_index);
    if (is_hook(hook)) return call_hook(self, hook, value, out);
  }
  tf_view hook = tf_column_get(TF_COLUMN_S_MUTATE, value.raw.type_index);
  if (is_hook(hook)) return call_hook(self, hook, value, out);
  return mutate_object(self, value.raw.v_obj, out);
}

/* A variable is rewritten where it is bound; its uses follow through the map. */
static int mutate_var(tf_mutator* self, tf_view var, tf_any* out) {
  tf_any made = tf_any_none();
  TF_TRY(remap_get(self, var, &made));
  if (!tf_view_is_none(tf_view_of(&made))) {
    *out = made;
    return 0;
  }
  if (self->def_region_kind == TF_REGION_NONE) return 0;
  TF_TRY(mutate_with_hook(self, var, false, &made));
  if (!is_unchanged(&made) && remap_set(self, var, tf_view_of(&made)) != 0) {
    tf_any_drop(&made);
    return -1;
  }
  *out = made;
  return 0;
}

int tf_mutator_mutate_parts(tf_mutator* self, tf_view value, bool is_offered, tf_any* out) {
  *out = tf_mutator_unchanged();
  if (!tf_view_is_object(value)) return 0;
  return is_var(value.raw.type_index) ? mutate_var(self, value, out)
                                      : mutate_with_hook(self, value, is_offered, out);
}

int tf_mutator_register(void) {
  static const struct {
    int32_t type_index;
    tf_mutate_function mutate;
    tf_mutate_function maybe_inplace;
  } hooks[] = {{kTVMFFIStr, mutate_leaf, mutate_leaf},
               {kTVMFFIBytes, mutate_leaf, mutate_leaf},
               {kTVMFFIBigInt, mutate_leaf, mutate_leaf},
               {kTVMFFIArray, mutate_container, maybe_inplace_container},
               {kTVMFFIMap, mutate_container, maybe_inplace_container},
               {kTVMFFIList, mutate_container, maybe_inplace_container},
               {kTVMFFIDict, mutate_container, maybe_inplace_container}};
  for (size_t i = 0; i < TF_COUNT_OF(hooks); ++i) {
    union {
      tf_mutate_function function;
      void* address;
    } mutate = {hooks[i].mutate}, maybe_inplace = {hooks[i].maybe_inplace};
    int32_t type_index = hooks[i].type_index;
    TF_TRY(tf_column_set(TF_COLUMN_S_MUTATE, type_index, tf_any_ptr(mutate.address)));
    TF_TRY(tf_column_set(TF_COLUMN_S_MAYBE_INPLACE_MUTATE, type_index,
                         tf_any_ptr(maybe_inplace.address)));
  }
  return 0;
}

/* ---- global functions ---- */

static int read_mutator(const tf_args* args, tf_mutator** out) {
  return tf_args_object(args, 0, tf_types_known.structural_mutator, out);
}

/* Rewrites the value of argument 1. One that was moved here is offered for change, and given back as it is when it does not
   change. */
static int rewrite_argument(const tf_args* args, bool is_parts, tf_any* result) {
  tf_mutator* self = NULL;
  tf_any value = tf_any_none();
  tf_any made = tf_any_none();
  TF_TRY(read_mutator(args, &self));
  bool is_moved = tf_args_view(args, 1).raw.type_index == kTVMFFIObjectRValueRef;
  TF_TRY(tf_any_copy(tf_args_view(args, 1), &value));
  tf_view view = tf_view_of(&value);
  int code = is_parts   ? tf_mutator_mutate_parts(self, view, is_moved, &made)
             : is_moved ? tf_mutator_maybe_inplace(self, view, &made)
                        : tf_mutator_mutate(self, view, &made);
  if (code == 0) *result = is_unchanged(&made) ? tf_any_move(&value) : made;
  tf_any_drop(&value);
  return code;
}

int tf_mutator_mutate_call(const tf_args* args, tf_any* result) {
  return rewrite_argument(args, false, result);
}

int tf_mutator_mutate_parts_call(const tf_args* args, tf_any* result) {
  return rewrite_argument(args, true, result);
}

static int check_var(tf_view var) {
  if (tf_view_is_object(var)) return 0;
  return tf_raise(TF_TYPE_ERROR, "Variable-remap key must be an object-backed value");
}

int tf_mutator_remap_get_call(const tf_args* args, tf_any* result) {
  tf_mutator* self = NULL;
  TF_TRY(read_mutator(args, &self));
  TF_TRY(check_var(tf_args_view(args, 1)));
  return remap_get(self, tf_args_view(args, 1), result);
}

int tf_mutator_remap_set_call(const tf_args* args, tf_any* result) {
  (void)result;
  tf_mutator* self = NULL;
  TF_TRY(read_mutator(args, &self));
  TF_TRY(check_var(tf_args_view(args, 1)));
  return remap_set(self, tf_args_view(args, 1), tf_args_view(args, 2));
}

int tf_mutator_region_call(const tf_args* args, tf_any* result) {
  tf_mutator* self = NULL;
  TF_TRY(read_mutator(args, &self));
  *result = tf_any_int(self->def_region_kind);
  return 0;
}

int tf_mutator_with_region_call(const tf_args* args, tf_any* result) {
  tf_mutator* self = NULL;
  tf_object* callback = NULL;
  int64_t region = 0;
  TF_TRY(tf_args_int(args, 1, &region));
  TF_TRY(read_mutator(args, &self));
  TF_TRY(tf_args_object(args, 2, kTVMFFIFunction, &callback));
  return tf_visitor_call_in_region(self, region, callback, result);
}
