/* SPDX-License-Identifier: Apache-2.0 */
/* The inline part of argument conversion: exact builtin types first. An exact builtin type cannot match an earlier row
   of the table (spec/python.md section 2.4), so the answers are the same as in its order. */
#ifndef PYTF_FROM_PY_H_
#define PYTF_FROM_PY_H_

#include "compat.h"
#include "convert.h"

/* Every other row; also ints of more than one digit. */
int pytf_from_py_slow(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);
int pytf_str_view(pytf_ctx* ctx, PyObject* str, TVMFFIAny* view);

/* Strings and bytes up to this size lie inside the value. */
#define PYTF_SMALL_TEXT 7

/* An object made of the text, kept by `ctx`. */
int pytf_large_text_view(pytf_ctx* ctx, int32_t type_index, const char* data, Py_ssize_t size,
                         TVMFFIAny* view);

static inline uint64_t pytf_load(const char* data, size_t size) {
  uint64_t bits = 0;
  memcpy(&bits, data, size);
  return bits;
}

/* Puts up to seven bytes into the value by one store: the callee reads them as one word. */
static inline void pytf_set_small_text(TVMFFIAny* view, int32_t type_index, const char* data,
                                       Py_ssize_t size) {
  view->type_index = type_index;
  view->small_str_len = (uint32_t)size;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t bits = 0;
  if (size >= 4) {
    bits = pytf_load(data, 4) | pytf_load(data + size - 4, 4) << (8 * (size - 4));
  } else if (size >= 2) {
    bits = pytf_load(data, 2) | pytf_load(data + size - 2, 2) << (8 * (size - 2));
  } else if (size == 1) {
    bits = (unsigned char)data[0];
  }
  view->v_uint64 = bits;
#else
  view->v_uint64 = 0;
  memcpy(view->v_bytes, data, (size_t)size);
#endif
}

static inline int pytf_text_view_inline(pytf_ctx* ctx, const char* data, Py_ssize_t size,
                                        TVMFFIAny* view) {
  if (pytf_unlikely(size > PYTF_SMALL_TEXT)) {
    return pytf_large_text_view(ctx, kTVMFFIStr, data, size, view);
  }
  pytf_set_small_text(view, kTVMFFISmallStr, data, size);
  return 0;
}

static inline int pytf_is_container_kind(int32_t type_index) {
  return type_index >= kTVMFFIArray && type_index <= kTVMFFIDict && type_index != kTVMFFIModule &&
         type_index != kTVMFFIOpaquePyObject;
}

/* A container whose elements become tensors of a framework brings that into the context. */
void pytf_ctx_join_container(pytf_ctx* ctx, PyObject* wrapper);

static inline int pytf_from_py_inline(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  const PyTypeObject* type = Py_TYPE(obj);
  if (type == &PyLong_Type) {
    int64_t value;
    if (pytf_likely(pytf_small_int(obj, &value))) {
      pytf_any_set(view, kTVMFFIInt, value);
      return 0;
    }
  } else if (type == &PyFloat_Type) {
    view->type_index = kTVMFFIFloat;
    view->zero_padding = 0;
    view->v_float64 = PyFloat_AS_DOUBLE(obj);
    return 0;
  } else if (type == &PyUnicode_Type) {
    if (pytf_likely(PyUnicode_IS_COMPACT_ASCII(obj))) {
      return pytf_text_view_inline(ctx, (const char*)((PyASCIIObject*)obj + 1),
                                   PyUnicode_GET_LENGTH(obj), view);
    }
    return pytf_str_view(ctx, obj, view);
  } else if (obj == Py_None) {
    pytf_any_set_none(view);
    return 0;
  } else if (type == &PyBool_Type) {
    pytf_any_set(view, kTVMFFIBool, obj == Py_True);
    return 0;
  } else if (pytf_is_object(ctx->state, obj)) {
    TVMFFIObjectHandle handle = ((pytf_object*)obj)->handle;
    if (pytf_likely(handle != NULL)) {
      pytf_any_set_object(view, handle);
      if (pytf_unlikely(pytf_is_container_kind(view->type_index))) {
        pytf_ctx_join_container(ctx, obj);
      }
      return 0;
    }
  }
  return pytf_from_py_slow(ctx, obj, view);
}

#endif /* PYTF_FROM_PY_H_ */
