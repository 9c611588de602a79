/* SPDX-License-Identifier: Apache-2.0 */
/* Records, and making instances of reflected types in general. */
#include "extra/record.h"

#include <string.h>

#include "base/mem.h"
#include "core/column.h"
#include "core/error.h"
#include "core/func.h"
#include "core/typetable.h"
#include "extra/field_access.h"

#define RECORD_SIZE_MAX (1 << 30)

static void* field_address(const tf_object* object, const TVMFFIFieldInfo* field) {
  return (char*)(uintptr_t)object + field->offset;
}

/* A field may show storage of its ancestor again under another name; emptying what was dropped makes that harmless. */
static void record_destroy(tf_object* self) {
  tf_field_iter fields = tf_type_fields(self->type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    void* address = field_address(self, field);
    switch (tf_field_storage_of(field->field_static_type_index, field->size)) {
      case TF_FIELD_ANY:
        tf_any_drop((tf_any*)address);
        break;
      case TF_FIELD_OBJECT:
        tf_object_drop(address);
        break;
      default:
        break;
    }
  }
}

static void record_delete(void* self, int flags) {
  tf_object_delete(self, flags, record_destroy, NULL);
}

bool tf_record_is(const tf_object* object) { return object->deleter == record_delete; }

static int64_t storage_size(const TVMFFIFieldInfo* field) {
  switch (tf_field_storage_of(field->field_static_type_index, field->size)) {
    case TF_FIELD_ANY:
      return (int64_t)sizeof(TVMFFIAny);
    case TF_FIELD_OBJECT:
      return (int64_t)sizeof(void*);
    default:
      return field->size;
  }
}

static int raise_no_size(const TVMFFITypeInfo* info) {
  return tf_raise(TF_TYPE_ERROR, "Type `%.*s` says no usable size of its objects",
                  (int)info->type_key.size, info->type_key.data);
}

/* First byte behind all fields, a multiple of 8. */
static int get_extent(const TVMFFITypeInfo* info, int64_t* out) {
  int64_t end = (int64_t)sizeof(tf_object);
  tf_field_iter fields = tf_type_fields(info->type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    int64_t size = storage_size(field);
    if (field->offset < (int64_t)sizeof(tf_object) || field->offset > RECORD_SIZE_MAX || size < 0 ||
        size > RECORD_SIZE_MAX) {
      return tf_raise(TF_TYPE_ERROR, "Field `%.*s` of type `%.*s` lies outside of its object",
                      (int)field->name.size, field->name.data, (int)info->type_key.size,
                      info->type_key.data);
    }
    if (field->offset + size > end) end = field->offset + size;
  }
  *out = (end + 7) / 8 * 8;
  return 0;
}

/* The size of an instance: what the metadata say; without metadata `size`, or what the fields need when that is 0. All
   fields lie inside. */
static int get_size(int32_t type_index, int64_t size, size_t* out) {
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  int64_t extent = 0;
  TF_TRY(get_extent(info, &extent));
  if (info->metadata != NULL) size = info->metadata->total_size;
  if (size == 0) size = extent;
  if (size < extent || size > RECORD_SIZE_MAX) return raise_no_size(info);
  *out = (size_t)size;
  return 0;
}

int tf_record_new(int32_t type_index, int64_t size, tf_object** out) {
  size_t bytes = 0;
  TF_TRY(get_size(type_index, size, &bytes));
  tf_object* self = (tf_object*)tf_object_new(bytes, type_index, record_delete);
  if (self == NULL) return -1;
  *out = self;
  return 0;
}

int tf_record_copy(const tf_object* source, tf_object** out) {
  size_t size = 0;
  tf_object* copy = NULL;
  TF_TRY(get_size(source->type_index, 0, &size));
  TF_TRY(tf_record_new(source->type_index, 0, &copy));
  memcpy(TF_OBJECT_BODY(copy), (const tf_object*)source + 1, size - sizeof(tf_object));
  tf_field_iter fields = tf_type_fields(source->type_index);
  int64_t counted_up_to = 0;
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    /* Storage shown a second time (see record_destroy) must not be counted twice. Fields that own something come in
       order of offset, a repeated one does not. */
    if (field->offset < counted_up_to) continue;
    void* address = field_address(copy, field);
    tf_field_storage storage = tf_field_storage_of(field->field_static_type_index, field->size);
    if (storage == TF_FIELD_ANY) {
      (void)tf_any_copy_owned((const tf_any*)address);
    } else if (storage == TF_FIELD_OBJECT && *(void**)address != NULL) {
      tf_object_incref(*(void**)address);
    }
    counted_up_to = field->offset + storage_size(field);
  }
  *out = copy;
  return 0;
}

/* ---- the attributes ---- */

static int new_call(const tf_args* args, tf_any* result) {
  /* Type index in the low half, size in the high half. */
  uint64_t packed = (uint64_t)(uintptr_t)args->context;
  tf_object* object = NULL;
  TF_TRY(tf_record_new((int32_t)(packed & UINT32_MAX), (int64_t)(packed >> 32), &object));
  *result = tf_any_own(object);
  return 0;
}

static int shallow_copy_call(const tf_args* args, tf_any* result) {
  tf_object* source = NULL;
  tf_object* copy = NULL;
  TF_TRY(tf_args_object(args, 0, kTVMFFIObject, &source));
  if (!tf_record_is(source)) return tf_args_mismatch(args, 0, "a record", NULL);
  TF_TRY(tf_record_copy(source, &copy));
  *result = tf_any_own(copy);
  return 0;
}

static const tf_func_def new_def = {"__ffi_new__", "() -> ffi.Object", new_call, NULL};
static const tf_func_def shallow_copy_def = {"__ffi_shallow_copy__", "(ffi.Object) -> ffi.Object",
                                             shallow_copy_call, NULL};

int tf_record_new_creator(int32_t type_index, int32_t size, tf_any* out) {
  if (size < 0 || size > RECORD_SIZE_MAX) return raise_no_size(tf_type_info(type_index));
  uint64_t packed = (uint64_t)(uint32_t)size << 32 | (uint32_t)type_index;
  tf_function* function = NULL;
  TF_TRY(tf_func_new_closure(&new_def, (void*)(uintptr_t)packed, NULL, &function));
  *out = tf_any_own(function);
  return 0;
}

int tf_record_new_copier(tf_any* out) {
  tf_function* function = NULL;
  TF_TRY(tf_func_new(&shallow_copy_def, &function));
  *out = tf_any_own(function);
  return 0;
}

int tf_record_register_new(int32_t type_index, int32_t size) {
  tf_any creator = tf_any_none();
  TF_TRY(tf_record_new_creator(type_index, size, &creator));
  return tf_column_set(TF_COLUMN_NEW, type_index, creator);
}

int tf_record_register_copy(int32_t type_index) {
  tf_any copier = tf_any_none();
  TF_TRY(tf_record_new_copier(&copier));
  return tf_column_set(TF_COLUMN_SHALLOW_COPY, type_index, copier);
}

/* ---- any reflected type ---- */

static int check_created(int32_t type_index, const tf_any* made, tf_object** out) {
  if (tf_view_is_object(tf_view_of(made)) && tf_type_is_a(made->raw.type_index, kTVMFFIObject)) {
    *out = made->raw.v_obj;
    return 0;
  }
  tf_str key = tf_type_key(type_index);
  return tf_raise(TF_TYPE_ERROR, "__ffi_new__ of type `%.*s` did not return an object",
                  (int)key.size, key.data);
}

int tf_record_create(int32_t type_index, tf_object** out) {
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  if (info->metadata != NULL && info->metadata->creator != NULL) {
    TVMFFIObjectHandle handle = NULL;
    TF_TRY(info->metadata->creator(&handle));
    *out = (tf_object*)handle;
    return 0;
  }
  tf_view creator = tf_column_get(TF_COLUMN_NEW, type_index);
  if (tf_view_get_exact(creator, kTVMFFIFunction) == NULL) {
    return tf_raise(TF_RUNTIME_ERROR,
                    "Type `%.*s` does not support reflection creation (no native creator or "
                    "__ffi_new__ type attr)",
                    (int)info->type_key.size, info->type_key.data);
  }
  tf_any made = tf_any_none();
  TF_TRY(tf_func_call(creator.raw.v_obj, NULL, 0, &made));
  if (check_created(type_index, &made, out) == 0) return 0;
  tf_any_drop(&made);
  return -1;
}

int tf_record_default(const TVMFFIFieldInfo* field, tf_any* out) {
  tf_view value = tf_view_raw(&field->default_value_or_factory);
  if ((field->flags & kTVMFFIFieldFlagBitMaskDefaultFromFactory) == 0) {
    return tf_any_copy(value, out);
  }
  if (tf_view_get_exact(value, kTVMFFIFunction) == NULL) {
    return tf_raise(TF_TYPE_ERROR, "the default factory of field `%.*s` is no function",
                    (int)field->name.size, field->name.data);
  }
  return tf_func_call(value.raw.v_obj, NULL, 0, out);
}

int tf_record_shallow_copy(const tf_object* source, tf_object** out) {
  tf_view hook = tf_column_get(TF_COLUMN_SHALLOW_COPY, source->type_index);
  if (tf_view_get_exact(hook, kTVMFFIFunction) == NULL) {
    tf_str key = tf_type_key(source->type_index);
    return tf_raise(TF_INTERNAL_ERROR,
                    "Check failed: (copy_fn.has_value()) is false: Cannot deep copy object of type "
                    "\"%.*s\" because it is not copy-constructible",
                    (int)key.size, key.data);
  }
  tf_any copy = tf_any_none();
  tf_view arg = tf_view_object(source);
  TF_TRY(tf_func_call(hook.raw.v_obj, &arg, 1, &copy));
  if (check_created(source->type_index, &copy, out) == 0) return 0;
  tf_any_drop(&copy);
  return -1;
}
