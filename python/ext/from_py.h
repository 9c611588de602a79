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
      return pytf_text_view(ctx, (const char*)((PyASCIIObject*)obj + 1), PyUnicode_GET_LENGTH(obj),
                            view);
    }
    return pytf_str_view(ctx, obj, view);
  } else if (obj == Py_None) {
    pytf_any_set_none(view);
    return 0;
  } else if (type == &PyBool_Type) {
    pytf_any_set(view, kTVMFFIBool, obj == Py_True);
    return 0;
  } else if (PyType_IsSubtype((PyTypeObject*)type, ctx->state->cobject_type)) {
    TVMFFIObjectHandle handle = ((pytf_object*)obj)->handle;
    if (pytf_likely(handle != NULL)) {
      pytf_any_set_object(view, handle);
      return 0;
    }
  }
  return pytf_from_py_slow(ctx, obj, view);
}

#endif /* PYTF_FROM_PY_H_ */
