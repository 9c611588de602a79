/* SPDX-License-Identifier: Apache-2.0 */
/* Generated constructors. */
#include "extra/init.h"

#include "base/mem.h"
#include "base/thread.h"
#include "core/column.h"
#include "core/typetable.h"
#include "extra/convert.h"
#include "extra/field_access.h"
#include "extra/init_plan.h"
#include "extra/record.h"

#define INLINE_PARAMS 16

/* ---- the function object: a type, and the plan for its parameters, made when first needed ---- */

typedef struct {
  int32_t type_index;
  tf_init_plan* plan; /* atomic; older ones hang behind it, somebody may still be reading them */
} init_context;

static void init_drop(void* context) {
  init_context* self = (init_context*)context;
  for (tf_init_plan* plan = self->plan; plan != NULL;) {
    tf_init_plan* older = plan->older;
    tf_mem_free(plan);
    plan = older;
  }
  tf_mem_free(self);
}

/* The plan that fits the fields there are now. NULL with MemoryError raised. */
static const tf_init_plan* get_plan(init_context* self) {
  tf_init_plan* plan = __atomic_load_n(&self->plan, __ATOMIC_ACQUIRE);
  int32_t count = tf_init_plan_count_fields(self->type_index);
  if (plan != NULL && plan->num_fields == count) return plan;
  tf_init_plan* made = tf_init_plan_new(self->type_index);
  if (made == NULL) return NULL;
  made->older = plan;
  while (!__atomic_compare_exchange_n(&self->plan, &made->older, made, false, __ATOMIC_RELEASE,
                                      __ATOMIC_RELAXED)) {
  }
  return made;
}

/* ---- one call ---- */

typedef struct {
  const tf_init_plan* plan;
  tf_str key;               /* of the type */
  const TVMFFIAny** values; /* by parameter; NULL: not given */
} init_call;

static int raise_name(const init_call* call, const char* what, tf_str name) {
  return tf_raise(TF_TYPE_ERROR, "%.*s.__ffi_init__() %s '%.*s'", (int)call->key.size,
                  call->key.data, what, (int)name.size, name.data);
}

/* Where the positional arguments end. */
static int32_t count_positional(const tf_args* args) {
  const tf_object* mark = tf_object_kwargs();
  for (int32_t i = 0; i < args->count; ++i) {
    if (args->values[i].type_index == kTVMFFIObject && args->values[i].v_obj == mark) return i;
  }
  return args->count;
}

static int read_positional(const init_call* call, const tf_args* args, int32_t count) {
  if (count > call->plan->num_positional) {
    return tf_raise(
        TF_TYPE_ERROR,
        "%.*s.__ffi_init__() takes at most %d positional argument(s), but %d were given",
        (int)call->key.size, call->key.data, call->plan->num_positional, count);
  }
  for (int32_t i = 0; i < count; ++i) call->values[i] = &args->values[i];
  return 0;
}

static int read_keywords(const init_call* call, const tf_args* args, int32_t begin) {
  if (begin >= args->count) return 0;
  if ((args->count - begin) % 2 != 0) {
    return tf_raise(TF_TYPE_ERROR,
                    "%.*s.__ffi_init__() KWARGS requires an even number of key-value arguments",
                    (int)call->key.size, call->key.data);
  }
  for (int32_t i = begin; i < args->count; i += 2) {
    tf_view view = tf_args_view(args, i);
    tf_str name;
    if (!tf_view_get_str(&view, &name)) return tf_field_mismatch(view, "str");
    int32_t index = tf_init_plan_find(call->plan, name);
    if (index < 0) return raise_name(call, "got an unexpected keyword argument", name);
    if (call->values[index] != NULL) {
      return raise_name(call, "got multiple values for argument", name);
    }
    call->values[index] = &args->values[i + 1];
  }
  return 0;
}

static int check_complete(const init_call* call) {
  for (int32_t i = 0; i < call->plan->num_params; ++i) {
    const TVMFFIFieldInfo* field = call->plan->params[i];
    if (call->values[i] != NULL || tf_init_plan_has_default(field)) continue;
    return raise_name(call,
                      tf_init_plan_is_keyword_only(field)
                          ? "missing required keyword-only argument:"
                          : "missing required argument:",
                      tf_str_from_ffi(&field->name));
  }
  return 0;
}

/* The message of the raised error with two blanks ahead of each line. */
static void put_indented_message(tf_buf* out) {
  const tf_error* error = tf_error_peek_raised();
  tf_str rest = error == NULL ? tf_str_c("") : tf_str_from_ffi(&error->cell.message);
  tf_str line;
  while (tf_str_next_line(&rest, &line)) {
    (void)tf_buf_put_c(out, "\n  ");
    (void)tf_buf_put_str(out, line);
  }
}

static int chain_field_error(const init_call* call, tf_str name) {
  if (!tf_error_is_raised()) return -1;
  tf_buf text = tf_buf_new(64 * 1024);
  put_indented_message(&text);
  int code = tf_error_chain(NULL, "%.*s.__ffi_init__() field '%.*s':%s", (int)call->key.size,
                            call->key.data, (int)name.size, name.data, tf_buf_c_str(&text));
  tf_buf_drop(&text);
  return code;
}

static int set_default(const TVMFFIFieldInfo* field, tf_object* object) {
  tf_any value = tf_any_none();
  TF_TRY(tf_record_default(field, &value));
  int code = tf_field_set(field, object, tf_view_of(&value));
  tf_any_drop(&value);
  return code;
}

/* Parameters, then the defaults of fields that are none. */
static int fill_object(const init_call* call, tf_object* object, int32_t type_index) {
  for (int32_t i = 0; i < call->plan->num_params; ++i) {
    const TVMFFIFieldInfo* field = call->plan->params[i];
    int code = call->values[i] != NULL ? tf_field_set(field, object, tf_view_raw(call->values[i]))
                                       : set_default(field, object);
    if (code != 0) return chain_field_error(call, tf_str_from_ffi(&field->name));
  }
  tf_field_iter fields = tf_type_fields(type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    if ((field->flags & kTVMFFIFieldFlagBitMaskInitOff) == 0) continue;
    if (tf_init_plan_has_default(field)) TF_TRY(set_default(field, object));
  }
  return 0;
}

static int construct(const init_call* call, const tf_args* args, int32_t type_index,
                     tf_any* result) {
  int32_t num_positional = count_positional(args);
  tf_object* object = NULL;
  TF_TRY(read_positional(call, args, num_positional));
  TF_TRY(read_keywords(call, args, num_positional + 1));
  TF_TRY(check_complete(call));
  TF_TRY(tf_record_create(type_index, &object));
  if (fill_object(call, object, type_index) != 0) {
    tf_object_drop(&object);
    return -1;
  }
  *result = tf_any_own(object);
  return 0;
}

static int init_body(const tf_args* args, tf_any* result) {
  init_context* self = (init_context*)args->context;
  const tf_init_plan* plan = get_plan(self);
  if (plan == NULL) return -1;
  const TVMFFIAny* inline_values[INLINE_PARAMS] = {NULL};
  init_call call = {plan, tf_type_key(self->type_index), inline_values};
  if (plan->num_params > INLINE_PARAMS) {
    call.values =
        (const TVMFFIAny**)tf_mem_zalloc((size_t)plan->num_params * sizeof(const TVMFFIAny*));
    if (call.values == NULL) return tf_raise_memory();
  }
  int code = construct(&call, args, self->type_index, result);
  if (call.values != inline_values) tf_mem_free((void*)call.values);
  return code;
}

static const tf_func_def init_def = {"__ffi_init__", "packed", init_body, NULL};

bool tf_init_is_generated(const tf_object* function) {
  return tf_func_is_native(function, &init_def, NULL);
}

static int new_init(int32_t type_index, tf_any* out) {
  tf_function* function = NULL;
  init_context* context = (init_context*)tf_mem_zalloc(sizeof(*context));
  if (context == NULL) return tf_raise_memory();
  context->type_index = type_index;
  if (tf_func_new_closure(&init_def, context, init_drop, &function) != 0) {
    tf_mem_free(context);
    return -1;
  }
  *out = tf_any_own(function);
  return 0;
}

int tf_init_register(int32_t type_index) {
  tf_any init = tf_any_none();
  TF_TRY(new_init(type_index, &init));
  return tf_column_set(TF_COLUMN_INIT, type_index, init);
}

/* ---- global functions ---- */

int tf_init_register_call(const tf_args* args, tf_any* result) {
  (void)result;
  int32_t type_index = 0;
  TF_TRY(tf_convert_int32(args, 0, &type_index));
  return tf_init_register(type_index);
}

int tf_init_register_py_class_call(const tf_args* args, tf_any* result) {
  (void)result;
  int32_t type_index = 0;
  int32_t total_size = 0;
  TF_TRY(tf_convert_int32(args, 0, &type_index));
  TF_TRY(tf_convert_int32(args, 1, &total_size));
  tf_column_value values[] = {{TF_COLUMN_INIT, tf_any_none()},
                              {TF_COLUMN_NEW, tf_any_none()},
                              {TF_COLUMN_SHALLOW_COPY, tf_any_none()}};
  int code = new_init(type_index, &values[0].value);
  if (code == 0) code = tf_record_new_creator(type_index, total_size, &values[1].value);
  if (code == 0) code = tf_record_new_copier(&values[2].value);
  if (code == 0) return tf_column_set_all(type_index, values, TF_COUNT_OF(values));
  for (size_t i = 0; i < TF_COUNT_OF(values); ++i) tf_any_drop(&values[i].value);
  return code;
}

static int read_type(const tf_args* args, int32_t* out) {
  tf_view view = tf_args_view(args, 0);
  tf_str key;
  if (view.raw.type_index == kTVMFFIInt) return tf_convert_int32(args, 0, out);
  if (!tf_view_get_str(&view, &key)) return tf_field_mismatch(view, "str");
  *out = tf_typetable_find(tf_typetable_global(), key);
  if (*out >= 0) return 0;
  return tf_raise(TF_INTERNAL_ERROR,
                  "Check failed: (it != type_key2index_.end()) is false: Cannot find type `%.*s`",
                  (int)key.size, key.data);
}

/* The value given for a field, NULL when there is none. Of several the last counts. */
static const TVMFFIAny* find_given(const tf_args* args, tf_str name) {
  for (int32_t i = args->count - 2; i > 0; i -= 2) {
    tf_view view = tf_args_view(args, i);
    tf_str text;
    if (tf_view_get_str(&view, &text) && tf_str_equal(text, name)) return &args->values[i + 1];
  }
  return NULL;
}

static bool has_field(int32_t type_index, tf_str name) {
  tf_field_iter fields = tf_type_fields(type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    if (tf_str_equal(tf_str_from_ffi(&field->name), name)) return true;
  }
  return false;
}

static int check_names(const tf_args* args, int32_t type_index) {
  tf_str key = tf_type_key(type_index);
  for (int32_t i = 1; i < args->count; i += 2) {
    tf_view view = tf_args_view(args, i);
    tf_str name;
    if (!tf_view_get_str(&view, &name)) return tf_field_mismatch(view, "str");
    if (has_field(type_index, name)) continue;
    return tf_raise(TF_TYPE_ERROR, "Type `%.*s` does not have field `%.*s`", (int)key.size,
                    key.data, (int)name.size, name.data);
  }
  return 0;
}

static int fill_named(const tf_args* args, int32_t type_index, tf_object* object) {
  tf_str key = tf_type_key(type_index);
  tf_field_iter fields = tf_type_fields(type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    const TVMFFIAny* given = find_given(args, tf_str_from_ffi(&field->name));
    if (given != NULL) {
      TF_TRY(tf_field_set(field, object, tf_view_raw(given)));
    } else if (tf_init_plan_has_default(field)) {
      TF_TRY(set_default(field, object));
    } else {
      return tf_raise(TF_TYPE_ERROR, "Required field `%.*s` not set in type `%.*s`",
                      (int)field->name.size, field->name.data, (int)key.size, key.data);
    }
  }
  return check_names(args, type_index);
}

int tf_init_make_object_call(const tf_args* args, tf_any* result) {
  int32_t type_index = 0;
  tf_object* object = NULL;
  if (args->count % 2 != 1) {
    return tf_raise(TF_INTERNAL_ERROR, "Check failed: (args.size() %% 2 == 1) is false: ");
  }
  TF_TRY(read_type(args, &type_index));
  TF_TRY(tf_record_create(type_index, &object));
  if (fill_named(args, type_index, object) != 0) {
    tf_object_drop(&object);
    return -1;
  }
  *result = tf_any_own(object);
  return 0;
}
