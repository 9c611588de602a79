/* SPDX-License-Identifier: Apache-2.0 */
/* The tool inside Python: the extension module tvm_ffi.stub._tool with its one function `run`. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdio.h>

#include "run.h"

/* Writes the class and the text of the pending exception as one line, and clears it. */
static void describe_exception(char* message, size_t room) {
  PyObject *type = NULL, *value = NULL, *trace = NULL;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  PyObject* text = value == NULL ? NULL : PyObject_Str(value);
  const char* utf8 = text == NULL ? NULL : PyUnicode_AsUTF8(text);
  const char* name = type != NULL && PyType_Check(type) ? ((PyTypeObject*)type)->tp_name : "error";
  snprintf(message, room, "%s: %s", name, utf8 == NULL ? "(no text)" : utf8);
  PyErr_Clear();
  Py_XDECREF(text);
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(trace);
}

static bool import_module(const char* name, char* message, size_t room) {
  PyObject* module = PyImport_ImportModule(name);
  if (module == NULL) {
    describe_exception(message, room);
    return false;
  }
  Py_DECREF(module);
  return true;
}

/* Texts are borrowed from `list`, which holds str only. NULL with an exception set otherwise. */
static const char** arguments_of(PyObject* list, Py_ssize_t count) {
  const char** args = PyMem_Calloc((size_t)count + 1, sizeof *args);
  if (args == NULL) {
    PyErr_NoMemory();
    return NULL;
  }
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject* item = PySequence_Fast_GET_ITEM(list, i);
    args[i] = PyUnicode_Check(item) ? PyUnicode_AsUTF8(item) : NULL;
    if (args[i] != NULL) continue;
    if (!PyErr_Occurred()) {
      PyErr_Format(PyExc_TypeError, "expected str for argument %zd, got %s", i,
                   Py_TYPE(item)->tp_name);
    }
    PyMem_Free(args);
    return NULL;
  }
  return args;
}

/* The GIL stays held: importing needs it, and reading the registry may call Python code. */
static PyObject* run(PyObject* self, PyObject* argument) {
  (void)self;
  PyObject* list = PySequence_Fast(argument, "expected a list of str");
  if (list == NULL) return NULL;
  Py_ssize_t count = PySequence_Fast_GET_SIZE(list);
  const char** args = arguments_of(list, count);
  if (args == NULL) {
    Py_DECREF(list);
    return NULL;
  }
  sg_host host = {stdout, stderr, import_module, NULL};
  int status = sg_run(&host, (size_t)count, args);
  PyMem_Free(args);
  Py_DECREF(list);
  return PyLong_FromLong(status);
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, "run(arguments) -> int\n\nRuns tvm-ffi-stubgen; returns its exit status."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {
    .m_base = PyModuleDef_HEAD_INIT, .m_name = "_tool", .m_size = 0, .m_methods = methods};

PyMODINIT_FUNC PyInit__tool(void);
PyMODINIT_FUNC PyInit__tool(void) { return PyModuleDef_Init(&module); }
