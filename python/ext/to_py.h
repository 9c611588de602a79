/* SPDX-License-Identifier: Apache-2.0 */
/* The inline part of result conversion: the commonest plain kinds. */
#ifndef PYTF_TO_PY_H_
#define PYTF_TO_PY_H_

#include "compat.h"
#include "convert.h"

/* 1 when `value` is of such a kind; *out is a new reference or NULL with an exception then. */
static inline int pytf_plain_to_py(const TVMFFIAny* value, PyObject** out) {
  switch (value->type_index) {
    case kTVMFFINone:
      *out = Py_NewRef(Py_None);
      return 1;
    case kTVMFFIInt:
      *out = PyLong_FromLongLong(value->v_int64);
      return 1;
    default:
      if (value->type_index != kTVMFFIFloat) return 0;
      *out = PyFloat_FromDouble(value->v_float64);
      return 1;
  }
}

/* As pytf_to_py. */
static inline PyObject* pytf_to_py_inline(pytf_state* st, TVMFFIAny* value,
                                          const DLPackExchangeAPI* exchange) {
  PyObject* obj;
  return pytf_plain_to_py(value, &obj) ? obj : pytf_to_py(st, value, exchange);
}

/* As pytf_view_to_py. */
static inline PyObject* pytf_view_to_py_inline(pytf_state* st, const TVMFFIAny* view,
                                               const DLPackExchangeAPI* exchange) {
  PyObject* obj;
  return pytf_plain_to_py(view, &obj) ? obj : pytf_view_to_py(st, view, exchange);
}

#endif /* PYTF_TO_PY_H_ */
