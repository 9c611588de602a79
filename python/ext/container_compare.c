/* SPDX-License-Identifier: Apache-2.0 */
/* Deep equality, hash and copy of containers. Equality of plain values, strings, sequences and
   maps of them is decided here, on their memory; for other objects the runtime is asked. */
#include "container_key.h"

/* Deeper nesting is left to the runtime, whose walk is iterative and knows cycles. */
#define MAX_DEPTH 64

/* ---- equality */

enum { UNDECIDED = 2 };

static int equal_at(pytf_state* st, const TVMFFIAny* a, const TVMFFIAny* b, int depth);

static int equal_floats(double a, double b) { return a == b || (a != a && b != b); }

static int equal_sequences(pytf_state* st, const TVMFFIAny* a, const TVMFFIAny* b, int depth) {
  const TVMFFISeqCell* seq_a = &((const tvm_ffi_seq_object*)a->v_obj)->seq;
  const TVMFFISeqCell* seq_b = &((const tvm_ffi_seq_object*)b->v_obj)->seq;
  if (seq_a->size != seq_b->size) return 0;
  for (int64_t i = 0; i < seq_a->size && i < seq_b->size; ++i) {
    const int same = equal_at(st, &((const TVMFFIAny*)seq_a->data)[i],
                              &((const TVMFFIAny*)seq_b->data)[i], depth);
    if (same != 1) return same;
  }
  return 1;
}

static int equal_maps(pytf_state* st, const TVMFFIAny* a, const TVMFFIAny* b, int depth) {
  const tvm_ffi_map_object* map_a = (const tvm_ffi_map_object*)a->v_obj;
  const tvm_ffi_map_object* map_b = (const tvm_ffi_map_object*)b->v_obj;
  if (map_a->size != map_b->size) return 0;
  for (uint64_t at = tvm_ffi_map_first(map_a); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map_a, at)) {
    const tvm_ffi_map_pair* pair = tvm_ffi_map_pair_at(map_a, at);
    pytf_key key;
    uint64_t found_at = 0;
    pytf_key_init_value(&key, &pair->key);
    const int found = pytf_map_find(map_b, &key, &found_at);
    if (found != 1) return found;
    const int same =
        equal_at(st, &pair->value, &tvm_ffi_map_pair_at(map_b, found_at)->value, depth);
    if (same != 1) return same;
  }
  return 1;
}

/* 1, 0, -1 with an exception, or UNDECIDED. */
static int equal_at(pytf_state* st, const TVMFFIAny* a, const TVMFFIAny* b, int depth) {
  pytf_text text;
  if (pytf_any_text(a, &text)) return pytf_any_equal(a, b);
  if (a->type_index != b->type_index) return 0;
  if (a->type_index == kTVMFFIFloat) return equal_floats(a->v_float64, b->v_float64);
  if (a->v_uint64 == b->v_uint64) return 1;
  if (!pytf_any_is_object(a)) return 0;
  if (depth >= MAX_DEPTH) return UNDECIDED;
  switch (a->type_index) {
    case kTVMFFIArray:
    case kTVMFFIList:
      return equal_sequences(st, a, b, depth + 1);
    case kTVMFFIMap:
    case kTVMFFIDict:
      return equal_maps(st, a, b, depth + 1);
    default:
      return UNDECIDED;
  }
}

int pytf_deep_equal(pytf_state* st, const TVMFFIAny* a, const TVMFFIAny* b) {
  const int quick = equal_at(st, a, b, 0);
  if (quick != UNDECIDED) return quick;
  const TVMFFIAny args[2] = {*a, *b};
  TVMFFIAny result;
  if (pytf_call_fn(st, PYTF_FN_eq, args, 2, &result) != 0) return -1;
  return result.v_int64 != 0;
}

static PyObject* answer(int same, int op) {
  if (same < 0) return NULL;
  return PyBool_FromLong(same == (op == Py_EQ));
}

static int deep_equal_handles(pytf_state* st, TVMFFIObjectHandle a, TVMFFIObjectHandle b) {
  TVMFFIAny any_a, any_b;
  pytf_any_set_object(&any_a, a);
  pytf_any_set_object(&any_b, b);
  return pytf_deep_equal(st, &any_a, &any_b);
}

/* ---- sequences compare with every other kind of sequence, text and mappings excepted */

static PyObject* fetch_abc(PyObject** slot, const char* name) {
  if (*slot) return *slot;
  PyObject* module = PyImport_ImportModule("_collections_abc");
  if (!module) return NULL;
  *slot = PyObject_GetAttrString(module, name);
  Py_DECREF(module);
  return *slot;
}

/* Whether `obj` is compared by its elements: 1, 0 or -1. */
static int compares_as_sequence(pytf_state* st, PyObject* obj) {
  if (PyList_Check(obj) || PyTuple_Check(obj) || PyRange_Check(obj)) return 1;
  if (PyUnicode_Check(obj) || PyBytes_Check(obj) || PyByteArray_Check(obj)) return 0;
  if (PyLong_Check(obj) || PyFloat_Check(obj) || PyDict_Check(obj) || obj == Py_None) return 0;
  PyObject* abc = fetch_abc(&st->values->sequence_abc, "Sequence");
  return abc ? PyObject_IsInstance(obj, abc) : -1;
}

static int equal_to_foreign(pytf_state* st, PyObject* self, PyObject* other) {
  const TVMFFIObjectHandle handle = pytf_handle_of(self);
  const pytf_fn fn = pytf_handle_type(handle) == kTVMFFIArray ? PYTF_FN_array : PYTF_FN_list;
  PyObject* items = PySequence_Fast(other, "a sequence that cannot be iterated");
  if (!items) return -1;
  int same = 0;
  if (PySequence_Fast_GET_SIZE(items) == ((const tvm_ffi_seq_object*)handle)->seq.size) {
    pytf_ctx ctx;
    TVMFFIObjectHandle converted = NULL;
    pytf_ctx_init(&ctx, st);
    same = pytf_container_from(&ctx, fn, items, &converted);
    pytf_ctx_drop(&ctx);
    if (same == 0) {
      same = deep_equal_handles(st, handle, converted);
      pytf_drop_handle(st, converted);
    }
  }
  Py_DECREF(items);
  return same;
}

PyObject* pytf_seq_richcompare(PyObject* self, PyObject* other, int op) {
  pytf_state* st = ((pytf_object*)self)->state;
  if (op != Py_EQ && op != Py_NE) Py_RETURN_NOTIMPLEMENTED;
  if (self == other) return PyBool_FromLong(op == Py_EQ);
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return NULL;
  if (pytf_is_object(st, other)) {
    TVMFFIObjectHandle right = pytf_handle_of(other);
    if (right && pytf_handle_type(right) == pytf_handle_type(handle)) {
      return answer(deep_equal_handles(st, handle, right), op);
    }
  }
  const int is_sequence = compares_as_sequence(st, other);
  if (is_sequence < 0) return NULL;
  if (!is_sequence) Py_RETURN_NOTIMPLEMENTED;
  return answer(equal_to_foreign(st, self, other), op);
}

/* ---- maps compare with their own kind only */

PyObject* pytf_map_richcompare(PyObject* self, PyObject* other, int op) {
  pytf_state* st = ((pytf_object*)self)->state;
  if (op != Py_EQ && op != Py_NE) Py_RETURN_NOTIMPLEMENTED;
  if (self == other) return PyBool_FromLong(op == Py_EQ);
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return NULL;
  TVMFFIObjectHandle right = pytf_is_object(st, other) ? pytf_handle_of(other) : NULL;
  if (!right || pytf_handle_type(right) != pytf_handle_type(handle)) Py_RETURN_NOTIMPLEMENTED;
  return answer(deep_equal_handles(st, handle, right), op);
}

/* ---- hash and copy */

Py_hash_t pytf_container_hash(PyObject* self) {
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return -1;
  TVMFFIAny arg, result;
  pytf_any_set_object(&arg, handle);
  if (pytf_call_fn(((pytf_object*)self)->state, PYTF_FN_hash, &arg, 1, &result) != 0) return -1;
  const Py_hash_t hash = (Py_hash_t)result.v_int64;
  return hash == -1 ? -2 : hash;
}

PyObject* pytf_container_deepcopy(PyObject* self, PyObject* memo) {
  (void)memo; /* what is shared inside the copied graph stays shared; the runtime sees to that */
  pytf_state* st = ((pytf_object*)self)->state;
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return NULL;
  TVMFFIAny arg, result;
  pytf_any_set_object(&arg, handle);
  if (pytf_call_fn(st, PYTF_FN_deep_copy, &arg, 1, &result) != 0) return NULL;
  return pytf_to_py(st, &result, ((pytf_container*)self)->exchange);
}
