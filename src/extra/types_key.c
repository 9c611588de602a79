/* SPDX-License-Identifier: Apache-2.0 */
/* ffi.StructuralKey: a value with its structural hash, to be used as a key of Map and Dict. */
#include "core/column.h"
#include "core/typetable.h"
#include "extra/field_access.h"
#include "extra/record.h"
#include "extra/reflect.h"
#include "extra/structural.h"
#include "extra/types.h"

typedef tvm_ffi_structural_key_object key_object;

static const tf_structural_options plain = {false, false};

static int key_create(TVMFFIObjectHandle* out) {
  tf_object* key = NULL;
  TF_TRY(tf_record_new(tf_types_known.structural_key, 0, &key));
  *out = key;
  return 0;
}

int tf_types_new_key_call(const tf_args* args, tf_any* result) {
  uint64_t hash = 0;
  tf_any value = tf_any_none();
  TVMFFIObjectHandle made = NULL;
  TF_TRY(tf_any_copy(tf_args_view(args, 0), &value));
  if (tf_structural_hash(tf_view_of(&value), plain, &hash) != 0 || key_create(&made) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  key_object* key = (key_object*)made;
  key->key = value.raw;
  key->hash_i64 = (int64_t)hash;
  *result = tf_any_own(key);
  return 0;
}

static const key_object* key_of(tf_view value) {
  return (const key_object*)tf_view_get_object(value, tf_types_known.structural_key);
}

static int are_equal(const key_object* a, const key_object* b, bool* out) {
  *out = a == b;
  if (a == b || a->hash_i64 != b->hash_i64) return 0;
  return tf_structural_equal(tf_view_raw(&a->key), tf_view_raw(&b->key), plain, out, NULL);
}

int tf_types_key_equal_call(const tf_args* args, tf_any* result) {
  const key_object* a = key_of(tf_args_view(args, 0));
  const key_object* b = key_of(tf_args_view(args, 1));
  bool equal = false;
  if (a == NULL || b == NULL) {
    return tf_raise(TF_INTERNAL_ERROR, "Check not null: %s ", a == NULL ? "lhs_obj" : "rhs_obj");
  }
  TF_TRY(are_equal(a, b, &equal));
  *result = tf_any_bool(equal);
  return 0;
}

/* ---- native hooks: they give their result, or an owned error, as a value ---- */

static TVMFFIAny hash_hook(const TVMFFIAny* value) {
  const key_object* key = key_of(tf_view_raw(value));
  return tf_any_int(key == NULL ? 0 : key->hash_i64).raw;
}

static TVMFFIAny equal_hook(const TVMFFIAny* a, const TVMFFIAny* b) {
  const key_object* x = key_of(tf_view_raw(a));
  const key_object* y = key_of(tf_view_raw(b));
  bool equal = false;
  if (x == NULL || y == NULL) return tf_any_bool(false).raw;
  if (are_equal(x, y, &equal) != 0) return tf_any_own(tf_error_take_as_value()).raw;
  return tf_any_bool(equal).raw;
}

/* ---- registration ---- */

static const tf_reflect_field key_fields[] = {
    {"key", "Any", NULL, 0, offsetof(key_object, key), 16, kTVMFFIAny, tf_field_get_any,
     tf_field_set_any},
    {"hash_i64", "int", NULL, 0, offsetof(key_object, hash_i64), 8, kTVMFFIInt, tf_field_get_int64,
     tf_field_set_int64},
};

/* The full name stands in the messages about wrong arguments. */
static const tf_func_def init_def = {"ffi.StructuralKey.__ffi_init__", "(Any) -> ffi.Object",
                                     tf_types_new_key_call, NULL};

static const tf_reflect_method key_methods[] = {
    {{"__ffi_init__", "(Any) -> ffi.Object", tf_types_new_key_call,
      "Makes the key of a value; its structural hash is computed now."},
     true},
};

static const tf_reflect_type key_type = {
    .key = "ffi.StructuralKey",
    .parent_key = "ffi.Object",
    .static_index = -1,
    .total_size = sizeof(key_object),
    .is_final = true,
    .can_new = true,
    .can_copy = true,
    .creator = key_create,
    .fields = key_fields,
    .num_fields = TF_COUNT_OF(key_fields),
    .methods = key_methods,
    .num_methods = TF_COUNT_OF(key_methods),
};

int tf_types_register_key(void) {
  union {
    TVMFFIAny (*hash)(const TVMFFIAny*);
    TVMFFIAny (*equal)(const TVMFFIAny*, const TVMFFIAny*);
    void* address;
  } hook;
  TF_TRY(tf_reflect_register(&key_type, &tf_types_known.structural_key));
  int32_t index = tf_types_known.structural_key;
  TF_TRY(tf_reflect_set_attr(index, TF_COLUMN_INIT, &init_def));
  hook.hash = hash_hook;
  TF_TRY(tf_column_set(TF_COLUMN_ANY_HASH, index, tf_any_ptr(hook.address)));
  hook.equal = equal_hook;
  return tf_column_set(TF_COLUMN_ANY_EQUAL, index, tf_any_ptr(hook.address));
}
