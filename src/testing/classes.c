/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of the testing library: hooks of comparison and hashing, subclasses, references, copies. */
#include <tvm/ffi/c/ffi.h>

/* ---- A pair ---- */

typedef struct int_pair {
  TVMFFIObject header;
  int64_t a;
  int64_t b;
} int_pair;

static int int_pair_init(int_pair* self, int64_t a, int64_t b) {
  self->a = a;
  self->b = b;
  return 0;
}
static int64_t int_pair_sum(int_pair* self) {
  return (int64_t)((uint64_t)self->a + (uint64_t)self->b);
}

TVM_FFI_CLASS(int_pair, "testing.TestIntPair", "", final,
              init(int_pair_init, "", (int64, a), (int64, b)), field(int64, a, "Field `a`", ro),
              field(int64, b, "Field `b`", ro),
              method(sum, int_pair_sum, "Method to compute sum of a and b", int64));
TVM_FFI_FUNCTION(int_pair_sum, "testing.TestIntPairSum", "", int64,
                 (object(int_pair, "testing.TestIntPair"), pair));

/* ---- A base, a derived class, holders ---- */

typedef struct object_base {
  TVMFFIObject header;
  int64_t v_i64;
  double v_f64;
  tvm_ffi_string v_str;
} object_base;

static int64_t object_base_add(object_base* self, int64_t other) {
  return (int64_t)((uint64_t)self->v_i64 + (uint64_t)other);
}

TVM_FFI_CLASS(object_base, "testing.TestObjectBase", "",
              field(int64, v_i64, "i64 field", rw, value(10)),
              field(float64, v_f64, "", ro, value(10.0)), field(str, v_str, "", rw, value("hello")),
              method(add_i64, object_base_add, "add_i64 method", int64, (int64, other)));

typedef struct object_derived {
  object_base base;
  tvm_ffi_map v_map;
  tvm_ffi_array v_array;
} object_derived;

TVM_FFI_SUBCLASS(object_derived, object_base, "testing.TestObjectDerived", "", final,
                 field(map(any, any), v_map, "", rw), field(array(any), v_array, "", rw));

typedef struct pointer_holder {
  TVMFFIObject header;
  object_base* value;
  tvm_ffi_any optional_value;
} pointer_holder;

TVM_FFI_CLASS(pointer_holder, "testing.TestObjectPtrHolder", "",
              field(object(object_base, "testing.TestObjectBase"), value, "", rw),
              field(optional(object(object_base, "testing.TestObjectBase")), optional_value, "", rw,
                    value(none)));

typedef struct copy_edges {
  TVMFFIObject header;
  tvm_ffi_any v_any;
  tvm_ffi_object v_obj;
} copy_edges;

TVM_FFI_CLASS(copy_edges, "testing.TestDeepCopyEdges", "", field(any, v_any, "", rw),
              field(handle, v_obj, "", rw));

typedef struct non_copyable {
  TVMFFIObject header;
  int64_t value;
} non_copyable;

static int non_copyable_init(non_copyable* self, int64_t value) {
  self->value = value;
  return 0;
}

TVM_FFI_CLASS(non_copyable, "testing.TestNonCopyable", "", no_copy, no_new,
              init(non_copyable_init, "", (int64, value)), field(int64, value, "", ro));

typedef struct frozen {
  TVMFFIObject header;
} frozen;

TVM_FFI_CLASS(frozen, "testing.TestFrozenCxx", "", final, no_new, no_init, no_copy);

/* ---- Fields and hooks of comparison ---- */

typedef struct compared {
  TVMFFIObject header;
  int64_t key;
  tvm_ffi_string name;
  int64_t ignored_field;
} compared;

static int compared_init(compared* self, int64_t key, tvm_ffi_string_view name,
                         int64_t ignored_field) {
  self->key = key;
  self->ignored_field = ignored_field;
  return tvm_ffi_string_new(name, &self->name);
}

TVM_FFI_CLASS(compared, "testing.TestCompare", "", final,
              init(compared_init, "", (int64, key), (str, name), (int64, ignored_field)),
              field(int64, key, "", ro), field(str, name, "", ro),
              field(int64, ignored_field, "", ro, no_compare));

typedef struct hashed {
  TVMFFIObject header;
  int64_t key;
  tvm_ffi_string name;
  int64_t hash_ignored;
} hashed;

static int hashed_init(hashed* self, int64_t key, tvm_ffi_string_view name, int64_t hash_ignored) {
  self->key = key;
  self->hash_ignored = hash_ignored;
  return tvm_ffi_string_new(name, &self->name);
}

TVM_FFI_CLASS(hashed, "testing.TestHash", "", final,
              init(hashed_init, "", (int64, key), (str, name), (int64, hash_ignored)),
              field(int64, key, "", ro), field(str, name, "", ro),
              field(int64, hash_ignored, "", ro, no_hash));

/* The label takes no part: the hooks look at the key alone. */
#define LABELLED(type)                                                         \
  typedef struct type {                                                        \
    TVMFFIObject header;                                                       \
    int64_t key;                                                               \
    tvm_ffi_string label;                                                      \
  } type;                                                                      \
  static int type##_init(type* self, int64_t key, tvm_ffi_string_view label) { \
    self->key = key;                                                           \
    return tvm_ffi_string_new(label, &self->label);                            \
  }

#define KEY_HASH(type)                                                               \
  static int type##_hash(type* self, tvm_ffi_function_view hash, tvm_ffi_any* out) { \
    return TVM_FFI_CALL(hash, out, tvm_ffi_view_from_int(self->key));                \
  }
#define KEY_EQUAL(type)                                                            \
  static bool type##_equal(type* self, type* other, tvm_ffi_function_view equal) { \
    (void)equal;                                                                   \
    return self->key == other->key;                                                \
  }

LABELLED(custom_hash)
KEY_HASH(custom_hash)
TVM_FFI_CLASS(custom_hash, "testing.TestCustomHash", "", final,
              init(custom_hash_init, "", (int64, key), (str, label)), field(int64, key, "", ro),
              field(str, label, "", ro),
              attr("__ffi_hash__", custom_hash_hash, or_error(any), (function, hash)));

LABELLED(custom_compare)
KEY_HASH(custom_compare)
KEY_EQUAL(custom_compare)
static int64_t custom_compare_order(custom_compare* self, custom_compare* other,
                                    tvm_ffi_function_view compare) {
  (void)compare;
  return (self->key > other->key) - (self->key < other->key);
}
TVM_FFI_CLASS(custom_compare, "testing.TestCustomCompare", "", final,
              init(custom_compare_init, "", (int64, key), (str, label)), field(int64, key, "", ro),
              field(str, label, "", ro),
              attr("__ffi_hash__", custom_compare_hash, or_error(any), (function, hash)),
              attr("__ffi_eq__", custom_compare_equal, bool,
                   (object(custom_compare, "testing.TestCustomCompare"), other), (function, equal)),
              attr("__ffi_compare__", custom_compare_order, int64,
                   (object(custom_compare, "testing.TestCustomCompare"), other),
                   (function, compare)));

LABELLED(equal_only)
KEY_EQUAL(equal_only)
TVM_FFI_CLASS(equal_only, "testing.TestEqWithoutHash", "", final,
              init(equal_only_init, "", (int64, key), (str, label)), field(int64, key, "", ro),
              field(str, label, "", ro),
              attr("__ffi_eq__", equal_only_equal, bool,
                   (object(equal_only, "testing.TestEqWithoutHash"), other), (function, equal)));

/* ---- Objects whose classes no front end knows ---- */

typedef struct unregistered_base {
  TVMFFIObject header;
  int64_t v1;
} unregistered_base;

static int unregistered_base_init(unregistered_base* self, int64_t v1) {
  self->v1 = v1;
  return 0;
}
static int64_t v1_plus_one(unregistered_base* self) { return self->v1 + 1; }

TVM_FFI_CLASS(unregistered_base, "testing.TestUnregisteredBaseObject", "", no_new,
              init(unregistered_base_init, "Constructor of TestUnregisteredBaseObject",
                   (int64, v1)),
              field(int64, v1, "", ro),
              method(get_v1_plus_one, v1_plus_one, "Get (v1 + 1) from TestUnregisteredBaseObject",
                     int64));

typedef struct unregistered {
  unregistered_base base;
  int64_t v2;
} unregistered;

static int unregistered_init(unregistered* self, int64_t v1, int64_t v2) {
  self->base.v1 = v1;
  self->v2 = v2;
  return 0;
}
static int64_t v2_plus_two(unregistered* self) { return self->v2 + 2; }

TVM_FFI_SUBCLASS(unregistered, unregistered_base, "testing.TestUnregisteredObject", "", no_new,
                 init(unregistered_init, "Constructor of TestUnregisteredObject", (int64, v1),
                      (int64, v2)),
                 field(int64, v2, "", ro),
                 method(get_v2_plus_two, v2_plus_two, "Get (v2 + 2) from TestUnregisteredObject",
                        int64));

static int make_unregistered_object(tvm_ffi_object* out) {
  unregistered* made = TVM_FFI_NEW(unregistered);
  if (made == NULL) return -1;
  out->object = &made->base.header;
  return unregistered_init(made, 41, 42);
}
TVM_FFI_FUNCTION(make_unregistered_object, "testing.make_unregistered_object", "",
                 or_error(handle));
