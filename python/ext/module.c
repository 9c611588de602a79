/* SPDX-License-Identifier: Apache-2.0 */
/* The module tvm_ffi.core: lists the files that make its types. */
#include "pytf.h"

#include <tvm/ffi/extra/c_env_api.h>

#include "additions.h"
#include "class.h"
#include "ctor.h"
#include "field.h"
#include "functions.h"
#include "method.h"
#include "register.h"
#include "gc.h"
#include "setup.h"
#include "type_info.h"
#include "values_state.h"
#include "visibility.h"

/* The order matters: a file may use the types of those above it. */
/* clang-format off */
static int (*const setups[])(pytf_state*, PyObject*) = {
    pytf_setup_object,
    pytf_setup_pickle,
    pytf_setup_ctor,
    pytf_setup_class,
    pytf_setup_error,
    pytf_setup_function,
    pytf_setup_opaque,
    pytf_setup_rvalue,
    pytf_setup_cany,
    pytf_setup_field,
    pytf_setup_method,
    pytf_setup_type_info,
    pytf_setup_functions,
    pytf_setup_register,
    pytf_setup_dtype,
    pytf_setup_device,
    pytf_setup_string,
    pytf_setup_shape,
    pytf_setup_tensor,
    pytf_setup_dlpack,
    pytf_setup_container_seq,
    pytf_setup_container_list,
    pytf_setup_container_map,
    pytf_setup_container_dict,
    pytf_setup_gc,
};
/* clang-format on */

/* Whether the library in this process was built together with this file. */
static int check_build(void) {
  const char* (*const build_id)(void) = tvm_ffi_build_id; /* NULL in a library that is not ours */
  if (build_id && strcmp(build_id(), TVM_FFI_BUILD_ID) == 0) return 0;
  PyErr_SetString(
      PyExc_ImportError,
      "files of apache-tvm-ffi and tvm-ffi-c are mixed: uninstall both, then install one");
  return -1;
}

static int register_with_runtime(pytf_state* st) {
  /* One line each: the library polls signals in long loops and takes the GIL for that. */
  if (pytf_check(st, TVMFFIEnvRegisterCAPI("PyErr_CheckSignals", (void*)PyErr_CheckSignals)) != 0 ||
      pytf_check(st, TVMFFIEnvRegisterCAPI("PyGILState_Ensure", (void*)PyGILState_Ensure)) != 0 ||
      pytf_check(st, TVMFFIEnvRegisterCAPI("PyGILState_Release", (void*)PyGILState_Release)) != 0) {
    return -1;
  }
  /* Native backtraces end where the interpreter begins. */
  tvm_ffi_backtrace_add_boundary((const void*)Py_IsInitialized);
  tvm_ffi_backtrace_add_boundary((const void*)&pytf_state_peek);
  return 0;
}

static int exec_module(PyObject* module) {
  pytf_make_runtime_global();
  if (check_build() != 0) return -1;
  if (pytf_state_peek()) {
    PyErr_SetString(PyExc_ImportError, "tvm_ffi.core can be loaded once per process");
    return -1;
  }
  pytf_state* st = pytf_state_new();
  if (!st) return -1;
  st->module_dict = Py_NewRef(PyModule_GetDict(module));
  for (size_t i = 0; i < sizeof setups / sizeof setups[0]; i++) {
    if (setups[i](st, module) != 0) return -1;
  }
  if (register_with_runtime(st) != 0) return -1;
  return PyModule_AddStringConstant(module, "BUILD_ID", TVM_FFI_BUILD_ID);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, (void*)exec_module},
    PYTF_MODULE_SLOTS{0, NULL},
};

static struct PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "tvm_ffi.core",
    .m_doc = "The C part of tvm_ffi: objects, functions, containers and errors of the FFI.",
    .m_size = 0,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit_core(void) { return PyModuleDef_Init(&module_def); }
