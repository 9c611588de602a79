/* SPDX-License-Identifier: Apache-2.0 */
/* Visitors: going through their table, the parts of values, and the trail that an error leaves. */
#include "extra/visitor.h"

#include <inttypes.h>

#include "base/thread.h"
#include "container/list.h"
#include "core/column.h"
#include "extra/children.h"
#include "extra/record.h"
#include "extra/structural.h"
#include "extra/types.h"

/* ---- between the two ways to report an outcome ---- */

TVMFFIAny tf_visitor_to_expected(int code, tf_any result) {
  return code == 0 ? result.raw : tf_any_own(tf_error_take_as_value()).raw;
}

/* The outcome of a native visit. Consumes `outcome`. */
static int from_expected(TVMFFIAny outcome, tf_any* out) {
  tf_any result = tf_any_take(&outcome);
  if (result.raw.type_index == kTVMFFIError) {
    return tf_raise_error((tf_error*)(void*)result.raw.v_obj);
  }
  *out = result;
  return 0;
}

/* A hook's result must be None or a VisitInterrupt. Consumes `result`. */
static int check_result(tf_any result, tf_any* out) {
  tf_view view = tf_view_of(&result);
  if (tf_view_is_none(view) || view.raw.type_index == kTVMFFIVisitInterrupt) {
    *out = result;
    return 0;
  }
  tf_str key = tf_view_type_key(view);
  (void)tf_raise(TF_TYPE_ERROR,
                 "CallExpected: result type mismatch, expected Optional<ffi.VisitInterrupt>, but "
                 "got %.*s",
                 (int)key.size, key.data);
  tf_any_drop(&result);
  return -1;
}

int tf_visitor_visit(tf_visitor* self, tf_view value, tf_any* out) {
  const tf_visitor_vtable* table = (const tf_visitor_vtable*)self->vtable;
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to visit");
  if (table == NULL || table->visit == NULL) {
    return tf_raise(TF_RUNTIME_ERROR, "the visitor has no table of functions");
  }
  return from_expected(table->visit(self, value.raw), out);
}

/* ---- the trail of an error: the objects on the way to it, innermost first ---- */

/* The error's VisitErrorContext, borrowed; made now when it has none. Another context moves into it. */
static tvm_ffi_visit_error_context_object* get_trail(tf_error* error) {
  tf_object* context = (tf_object*)error->cell.extra_context;
  tf_object* made = NULL;
  if (context != NULL && context->type_index == tf_types_known.visit_error_context) {
    return (tvm_ffi_visit_error_context_object*)(void*)context;
  }
  if (tf_record_create(tf_types_known.visit_error_context, &made) != 0) return NULL;
  tvm_ffi_visit_error_context_object* trail = (tvm_ffi_visit_error_context_object*)(void*)made;
  trail->prev_error_context = context;
  error->cell.extra_context = made;
  return trail;
}

static bool is_last(const tf_seq* objects, const tf_object* object) {
  int64_t size = objects->seq.size;
  return size > 0 && tf_seq_at(objects, size - 1).raw.v_obj == object;
}

int tf_visitor_add_to_trail(tf_object* object) {
  tf_error* error = tf_error_take_raised();
  if (error == NULL) return -1;
  tvm_ffi_visit_error_context_object* trail = get_trail(error);
  tf_seq* objects = trail == NULL ? NULL : (tf_seq*)trail->reverse_visit_pattern;
  if (objects == NULL || !is_last(objects, object)) {
    if (objects == NULL || tf_list_push(objects, tf_any_share(object)) != 0) tf_error_clear();
  }
  return tf_raise_error(error);
}

int tf_visitor_call(tf_object* callback, const tf_view* args, int32_t count, tf_any* out) {
  if (tf_func_call(callback, args, count, out) == 0) return 0;
  return tf_view_is_object(args[0]) ? tf_visitor_add_to_trail(args[0].raw.v_obj) : -1;
}

/* ---- parts ---- */

tf_region tf_visitor_region_inside(int32_t type_index, tf_region outer) {
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  bool is_var = info->metadata != NULL &&
                info->metadata->structural_eq_hash_kind == kTVMFFISEqHashKindFreeVar;
  return is_var && outer == TF_REGION_SIMPLE ? TF_REGION_NONE : outer;
}

/* One part, in its region. */
static int visit_part(tf_visitor* self, const tf_children* parts, tf_view part, tf_any* out) {
  int32_t outer = self->def_region_kind;
  if (tf_view_is_none(part)) return 0;
  if (parts->kind == TF_CHILDREN_FIELDS) {
    tf_region inside = tf_visitor_region_inside(parts->object->type_index, (tf_region)outer);
    self->def_region_kind = (int32_t)tf_region_of_field(inside, parts->field);
  }
  int code = tf_visitor_visit(self, part, out);
  self->def_region_kind = outer;
  return code;
}

/* All parts in order, of maps the values alone, until one of them stops the visit. */
static int visit_children(tf_visitor* self, tf_object* object, tf_any* out) {
  tf_children parts;
  bool found = true;
  int code = 0;
  tf_children_begin(&parts, object, kTVMFFIFieldFlagBitMaskSEqHashIgnore);
  while (code == 0 && found && tf_view_is_none(tf_view_of(out))) {
    tf_any part = tf_any_none();
    code = tf_children_next(&parts, &part, &found);
    bool is_key = parts.kind == TF_CHILDREN_MAP && parts.is_value_next;
    if (code == 0 && found && !is_key) code = visit_part(self, &parts, tf_view_of(&part), out);
    tf_any_drop(&part);
  }
  tf_children_end(&parts);
  return code == 0 ? 0 : tf_visitor_add_to_trail(object);
}

/* `__s_visit__` of containers. */
static TVMFFIAny visit_container(tf_visitor* self, TVMFFIAny value) {
  tf_any result = tf_any_none();
  int code = visit_children(self, value.v_obj, &result);
  return tf_visitor_to_expected(code, result);
}

static int call_hook(tf_visitor* self, tf_view hook, tf_view value, tf_any* out) {
  union {
    void* address;
    tf_visit_function function;
  } native = {hook.raw.v_ptr};
  if (hook.raw.type_index == kTVMFFIOpaquePtr) {
    return from_expected(native.function(self, value.raw), out);
  }
  const tf_view args[] = {tf_view_object(self), value};
  tf_any result = tf_any_none();
  TF_TRY(tf_func_call(hook.raw.v_obj, args, 2, &result));
  return check_result(result, out);
}

int tf_visitor_visit_parts(tf_visitor* self, tf_view value, tf_any* out) {
  *out = tf_any_none();
  if (!tf_view_is_object(value)) return 0;
  tf_view hook = tf_column_get(TF_COLUMN_S_VISIT, value.raw.type_index);
  if (hook.raw.type_index == kTVMFFIOpaquePtr || hook.raw.type_index == kTVMFFIFunction) {
    return call_hook(self, hook, value, out);
  }
  return visit_children(self, value.raw.v_obj, out);
}

int tf_visitor_register(void) {
  static const int32_t types[] = {kTVMFFIArray, kTVMFFIList, kTVMFFIMap, kTVMFFIDict};
  union {
    tf_visit_function function;
    void* address;
  } hook = {visit_container};
  for (size_t i = 0; i < TF_COUNT_OF(types); ++i) {
    TF_TRY(tf_column_set(TF_COLUMN_S_VISIT, types[i], tf_any_ptr(hook.address)));
  }
  return 0;
}

/* ---- global functions ---- */

static int read_visitor(const tf_args* args, tf_visitor** out) {
  return tf_args_object(args, 0, tf_types_known.structural_visitor, out);
}

int tf_visitor_visit_call(const tf_args* args, tf_any* result) {
  tf_visitor* self = NULL;
  TF_TRY(read_visitor(args, &self));
  return tf_visitor_visit(self, tf_args_view(args, 1), result);
}

int tf_visitor_visit_parts_call(const tf_args* args, tf_any* result) {
  tf_visitor* self = NULL;
  TF_TRY(read_visitor(args, &self));
  return tf_visitor_visit_parts(self, tf_args_view(args, 1), result);
}

int tf_visitor_region_call(const tf_args* args, tf_any* result) {
  tf_visitor* self = NULL;
  TF_TRY(read_visitor(args, &self));
  *result = tf_any_int(self->def_region_kind);
  return 0;
}

int tf_visitor_call_in_region(tf_visitor* self, int64_t region, tf_object* callback,
                              tf_any* result) {
  if (region < TF_REGION_NONE || region > TF_REGION_SIMPLE) {
    return tf_raise(TF_VALUE_ERROR, "there is no definition region kind %" PRId64, region);
  }
  int32_t outer = self->def_region_kind;
  if (outer != TF_REGION_PATTERN) self->def_region_kind = (int32_t)region;
  int code = tf_func_call(callback, NULL, 0, result);
  self->def_region_kind = outer;
  return code;
}

int tf_visitor_with_region_call(const tf_args* args, tf_any* result) {
  tf_visitor* self = NULL;
  tf_object* callback = NULL;
  int64_t region = 0;
  TF_TRY(tf_args_int(args, 1, &region));
  TF_TRY(read_visitor(args, &self));
  TF_TRY(tf_args_object(args, 2, kTVMFFIFunction, &callback));
  return tf_visitor_call_in_region(self, region, callback, result);
}
