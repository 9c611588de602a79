/* SPDX-License-Identifier: Apache-2.0 */
/* All state of the extension. There is one per process, made by the first import and never freed:
   FFI closures and objects may outlive the module. Wrappers, functions, methods and fields carry a
   pointer to it. */
#ifndef PYTF_STATE_H_
#define PYTF_STATE_H_

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>
#include <stdint.h>
#include <tvm/ffi/c_api.h>

typedef struct pytf_state pytf_state;

/* What is known of one type index. */
typedef struct {
  PyTypeObject* cls; /* strong; NULL until a class is registered or a fallback made */
  int is_fallback;   /* cls was made by us because nobody had registered one */
} pytf_class_slot;

/* Identity cache: handle -> wrapper, borrowed on both sides. Open addressing, at most half full. */
typedef struct {
  void** slots; /* wrappers (pytf_object *); the key is wrapper->handle */
  size_t mask;  /* capacity - 1 */
  size_t count;
} pytf_wrappers;

/* Which row of the argument table a type converts by, remembered until the type changes. */
#define PYTF_ROW_SLOTS 256
typedef struct {
  const PyTypeObject* type; /* only compared */
  unsigned int version;
  int row;
} pytf_row_slot;

/* Code objects for lines of backtraces, so that a repeated error makes none. */
#define PYTF_CODE_SLOTS 512
typedef struct {
  char* text;
  size_t size;
  int line;
  PyCodeObject* code;
} pytf_code_slot;

/* Interned attribute names, in the order of the list. */
#define PYTF_NAMES(X)                                   \
  X(tvm_ffi_object, "__tvm_ffi_object__")               \
  X(dlpack_c_exchange_api, "__dlpack_c_exchange_api__") \
  X(cuda_stream, "__cuda_stream__")                     \
  X(dlpack, "__dlpack__")                               \
  X(dlpack_device, "__dlpack_device__")                 \
  X(dlpack_data_type, "__dlpack_data_type__")           \
  X(tvm_ffi_opaque_ptr, "__tvm_ffi_opaque_ptr__")       \
  X(tvm_ffi_int, "__tvm_ffi_int__")                     \
  X(tvm_ffi_float, "__tvm_ffi_float__")                 \
  X(tvm_ffi_value, "__tvm_ffi_value__")                 \
  X(tvm_ffi_error, "__tvm_ffi_error__")                 \
  X(ffi_init, "__ffi_init__")                           \
  X(init, "__init__")                                   \
  X(new_, "__new__")                                    \
  X(abstractmethods, "__abstractmethods__")             \
  X(slots, "__slots__")                                 \
  X(name, "__name__")                                   \
  X(qualname, "__qualname__")                           \
  X(module, "__module__")                               \
  X(doc, "__doc__")                                     \
  X(dict, "__dict__")                                   \
  X(type_info, "__tvm_ffi_type_info__")                 \
  X(items, "items")                                     \
  X(asobject, "asobject")                               \
  X(value, "value")

/* Deleters of containers whose elements the collector may follow: those of the library, and that of Arrays made here. */
#define PYTF_CONTAINER_DELETERS 5
typedef void (*pytf_deleter)(void* self, int flags);

typedef struct {
#define PYTF_NAME_FIELD(id, text) PyObject* id;
  PYTF_NAMES(PYTF_NAME_FIELD)
#undef PYTF_NAME_FIELD
} pytf_names;

struct pytf_state {
  PyObject* abc_init;       /* what ABCMeta does to a new class */
  PyObject* module_dict;    /* of `core`, strong */
  Py_ssize_t native_frames; /* calls into native code that have not returned, all threads */
  pytf_wrappers wrappers;
  pytf_class_slot* classes; /* by type index */
  int32_t num_classes;
  pytf_names names;

  /* Types made in C (strong). py-core's: */
  PyTypeObject* cobject_type;   /* CObject: root of all wrappers */
  PyTypeObject* meta_type;      /* metaclass of Object and everything below it */
  PyTypeObject* object_type;    /* Object */
  PyTypeObject* container_type; /* CContainerBase */
  PyTypeObject* function_type;
  PyTypeObject* error_type;
  PyTypeObject* opaque_type;      /* OpaquePyObject */
  PyTypeObject* field_type;       /* descriptor of a reflected field */
  PyTypeObject* method_type;      /* descriptor of a reflected method */
  PyTypeObject* ctor_type;        /* `__init__` of a registered class */
  PyTypeObject* rvalue_type;      /* ObjectRValueRef */
  PyTypeObject* convertible_type; /* ObjectConvertible */
  PyTypeObject* cany_type;
  PyTypeObject* type_info_type;
  PyTypeObject* type_field_type;
  PyTypeObject* type_method_type;
  /* those of the value files: */
  PyTypeObject* native_type; /* PyNativeObject: String, Bytes, Shape */
  PyTypeObject* string_type; /* String, below str */
  PyTypeObject* bytes_type;  /* Bytes, below bytes */
  PyTypeObject* shape_type;  /* Shape, below tuple */
  PyTypeObject* tensor_type;
  PyTypeObject* datatype_type; /* DataType, the struct */
  PyTypeObject* dtype_type;    /* dtype, below str */
  PyTypeObject* device_type;
  PyTypeObject* array_type;
  PyTypeObject* list_type;
  PyTypeObject* map_type;
  PyTypeObject* dict_type;
  struct pytf_values* values; /* what only the value and container files use: values_state.h */

  /* Long tail of argument conversion, fetched when first needed (borrowed or strong, never freed).
   */
  PyObject* integral_abc;        /* numbers.Integral */
  PyObject* real_abc;            /* numbers.Real */
  PyTypeObject* c_void_p;        /* ctypes.c_void_p */
  PyObject* opaque_ptr_handlers; /* dict, core._OPAQUE_PTR_HANDLERS */

  pytf_row_slot rows[PYTF_ROW_SLOTS];

  /* Errors. */
  PyObject* error_name_to_type; /* dict str -> class */
  PyObject* error_type_to_name; /* dict class -> str */
  pytf_code_slot codes[PYTF_CODE_SLOTS];
  PyObject* frame_globals;

  /* Singletons of the runtime, owned; NULL when the runtime has none. */
  TVMFFIObjectHandle kwargs_object;
  TVMFFIObjectHandle missing_object;
  PyObject* missing; /* wrapper of missing_object */
  PyObject* kwargs;

  /* Global functions used from C, owned, looked up when first needed (pytf_runtime_function). */
  TVMFFIObjectHandle fn_repr_print;
  TVMFFIObjectHandle fn_to_json;
  TVMFFIObjectHandle fn_from_json;
  TVMFFIObjectHandle fn_json_parse;
  TVMFFIObjectHandle fn_global_metadata;

  pytf_deleter container_deleters[PYTF_CONTAINER_DELETERS];

  int release_gil_by_default;
};

/* The state; NULL before the first import. For slots that have no pointer to it at hand. */
pytf_state* pytf_state_peek(void);

/* Makes the state and everything in it that needs no type, or returns the one that exists. NULL with an exception. */
pytf_state* pytf_state_new(void);

#endif /* PYTF_STATE_H_ */
