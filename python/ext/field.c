/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of registered classes: a data descriptor with a direct path for plain memory. */
#include "field.h"

#include "pytf.h"

#include "from_py.h"

static const char* last_part(const char* dotted) {
  const char* dot = strrchr(dotted, '.');
  return dot ? dot + 1 : dotted;
}

/* Where the field of `obj` lies; NULL with an exception. */
static inline char* address_of(const pytf_field* field, PyObject* obj) {
  if (pytf_unlikely(Py_TYPE(obj) != field->owner &&
                    !PyType_IsSubtype(Py_TYPE(obj), field->owner))) {
    PyErr_Format(PyExc_TypeError, "field '%U' of '%s' does not apply to a '%s' object", field->name,
                 last_part(field->owner->tp_name), Py_TYPE(obj)->tp_name);
    return NULL;
  }
  char* handle = (char*)((pytf_object*)obj)->handle;
  if (pytf_unlikely(!handle)) {
    PyErr_Format(PyExc_AttributeError, "'%s' object is NULL and has no field '%U'",
                 last_part(Py_TYPE(obj)->tp_name), field->name);
    return NULL;
  }
  /* The Python class says nothing of the object when it was registered for a type that is none of its base's. */
  if (pytf_unlikely(pytf_handle_type(handle) != field->type_index &&
                    !pytf_type_is_a(pytf_handle_type(handle), field->type_index))) {
    const char* key = TVMFFIGetTypeInfo(pytf_handle_type(handle))->type_key.data;
    PyErr_Format(PyExc_TypeError, "field '%U' of '%s' does not apply to an object of type %.200s",
                 field->name, last_part(field->owner->tp_name), key);
    return NULL;
  }
  return handle + field->offset;
}

/* ---- reading ---- */

static PyObject* get_indirect(const pytf_field* field, char* address) {
  pytf_state* st = field->state;
  TVMFFIAny value;
  pytf_any_set_none(&value);
  st->native_frames++;
  const int rc = field->getter(address, &value);
  st->native_frames--;
  if (rc != 0) {
    (void)pytf_raise(st, rc);
    return NULL;
  }
  return pytf_to_py(st, &value, NULL);
}

#define LOAD(type, address) (*(const type*)(const void*)(address))

static PyObject* get_at(const pytf_field* field, char* address) {
  switch (field->plain) {
    case kPytfInt64:
      return PyLong_FromLongLong(LOAD(int64_t, address));
    case kPytfInt32:
      return PyLong_FromLong(LOAD(int32_t, address));
    case kPytfUInt32:
      return PyLong_FromLongLong(LOAD(uint32_t, address));
    case kPytfInt16:
      return PyLong_FromLong(LOAD(int16_t, address));
    case kPytfUInt16:
      return PyLong_FromLong(LOAD(uint16_t, address));
    case kPytfInt8:
      return PyLong_FromLong(LOAD(int8_t, address));
    case kPytfUInt8:
      return PyLong_FromLong(LOAD(uint8_t, address));
    case kPytfBool:
      return PyBool_FromLong(LOAD(uint8_t, address));
    case kPytfFloat64:
      return PyFloat_FromDouble(LOAD(double, address));
    case kPytfFloat32:
      return PyFloat_FromDouble((double)LOAD(float, address));
    default:
      return get_indirect(field, address);
  }
}

static PyObject* field_get(PyObject* self, PyObject* obj, PyObject* type) {
  (void)type;
  if (!obj) return Py_NewRef(self);
  const pytf_field* field = (const pytf_field*)self;
  char* address = address_of(field, obj);
  return address ? get_at(field, address) : NULL;
}

/* ---- writing ---- */

/* Puts "Class.field: " before the message of the pending exception. */
static PYTF_COLD int name_the_field(const pytf_field* field) {
  PyObject* exc = pytf_take_exception();
  PyObject* args = ((PyBaseExceptionObject*)exc)->args;
  if (args && PyTuple_GET_SIZE(args) == 1 && PyUnicode_Check(PyTuple_GET_ITEM(args, 0))) {
    PyObject* text = PyUnicode_FromFormat("%s.%U: %U", last_part(field->owner->tp_name),
                                          field->name, PyTuple_GET_ITEM(args, 0));
    PyObject* new_args = text ? PyTuple_Pack(1, text) : NULL;
    if (new_args) {
      (void)PyObject_SetAttrString(exc, "args", new_args);
    }
    Py_XDECREF(new_args);
    Py_XDECREF(text);
    PyErr_Clear();
  }
  pytf_set_exception(exc);
  return -1;
}

static PYTF_COLD int raise_mismatch(const pytf_field* field, const char* expected,
                                    PyObject* value) {
  PyErr_Format(PyExc_TypeError, "%s.%U: expected %s, got %s", last_part(field->owner->tp_name),
               field->name, expected, Py_TYPE(value)->tp_name);
  return -1;
}

static PYTF_COLD int raise_range(const pytf_field* field, PyObject* value, int64_t min,
                                 int64_t max) {
  PyErr_Format(PyExc_OverflowError, "%s.%U: %R is out of range, which is %lld to %lld",
               last_part(field->owner->tp_name), field->name, value, (long long)min,
               (long long)max);
  return -1;
}

static int call_setter(const pytf_field* field, char* address, const TVMFFIAny* view) {
  pytf_state* st = field->state;
  if (field->flags & kTVMFFIFieldFlagBitSetterIsFunctionObj) {
    TVMFFIAny args[2], result;
    pytf_any_set(&args[0], kTVMFFIOpaquePtr, 0);
    args[0].v_ptr = address;
    args[1] = *view;
    if (pytf_call_views(st, field->setter, args, 2, &result) != 0) return -1;
    pytf_drop_any(st, &result);
    return 0;
  }
  TVMFFIFieldSetter setter;
  memcpy(&setter, &field->setter, sizeof setter);
  st->native_frames++;
  const int rc = setter(address, view);
  st->native_frames--;
  return pytf_check(st, rc);
}

static int set_indirect(const pytf_field* field, char* address, PyObject* obj, PyObject* value) {
  pytf_ctx ctx;
  TVMFFIAny view;
  pytf_ctx_init(&ctx, field->state);
  int rc = pytf_from_py(&ctx, value, &view);
  if (rc == 0) {
    /* Conversion may run Python code that takes the object out of its wrapper. */
    address = address_of(field, obj);
    rc = address ? call_setter(field, address, &view) : -1;
    if (rc != 0) (void)name_the_field(field);
  }
  pytf_ctx_drop(&ctx);
  return rc;
}

static void int_range(int32_t plain, int64_t* min, int64_t* max) {
  static const int64_t ranges[][2] = {
      [kPytfInt8] = {INT8_MIN, INT8_MAX},    [kPytfUInt8] = {0, UINT8_MAX},
      [kPytfInt16] = {INT16_MIN, INT16_MAX}, [kPytfUInt16] = {0, UINT16_MAX},
      [kPytfInt32] = {INT32_MIN, INT32_MAX}, [kPytfUInt32] = {0, UINT32_MAX},
      [kPytfInt64] = {INT64_MIN, INT64_MAX},
  };
  *min = ranges[plain][0];
  *max = ranges[plain][1];
}

static void store_int(int32_t plain, char* address, int64_t number) {
  /* Little and big endian alike: the narrow type is made first. */
  switch (plain) {
    case kPytfInt64:
      memcpy(address, &number, 8);
      break;
    case kPytfInt32:
    case kPytfUInt32: {
      const uint32_t narrow = (uint32_t)number;
      memcpy(address, &narrow, 4);
      break;
    }
    case kPytfInt16:
    case kPytfUInt16: {
      const uint16_t narrow = (uint16_t)number;
      memcpy(address, &narrow, 2);
      break;
    }
    default:
      *(unsigned char*)address = (unsigned char)number;
  }
}

static int set_int(const pytf_field* field, char* address, PyObject* value, const TVMFFIAny* view) {
  int64_t min, max;
  int_range(field->plain, &min, &max);
  if (pytf_any_is_object(view) && view->v_obj->type_index == kTVMFFIBigInt) {
    return raise_range(field, value, min, max);
  }
  if (view->type_index != kTVMFFIInt && view->type_index != kTVMFFIBool) {
    return raise_mismatch(field, "int", value);
  }
  if (view->v_int64 < min || view->v_int64 > max) return raise_range(field, value, min, max);
  store_int(field->plain, address, view->v_int64);
  return 0;
}

static int set_float(const pytf_field* field, char* address, PyObject* value,
                     const TVMFFIAny* view) {
  double number;
  if (view->type_index == kTVMFFIFloat) {
    number = view->v_float64;
  } else if (view->type_index == kTVMFFIInt || view->type_index == kTVMFFIBool) {
    number = (double)view->v_int64;
  } else {
    return raise_mismatch(field, "float", value);
  }
  if (field->plain == kPytfFloat64) {
    memcpy(address, &number, 8);
  } else {
    const float narrow = (float)number;
    memcpy(address, &narrow, 4);
  }
  return 0;
}

static int set_plain(const pytf_field* field, PyObject* obj, PyObject* value) {
  pytf_ctx ctx;
  TVMFFIAny view;
  pytf_ctx_init(&ctx, field->state);
  int rc = pytf_from_py_inline(&ctx, value, &view);
  if (rc == 0) {
    char* address = address_of(field, obj);
    if (!address) {
      rc = -1;
    } else if (field->plain == kPytfBool) {
      const int fits = view.type_index == kTVMFFIBool || view.type_index == kTVMFFIInt;
      if (fits) *(unsigned char*)address = view.v_int64 != 0;
      rc = fits ? 0 : raise_mismatch(field, "bool", value);
    } else if (field->plain >= kPytfFloat32) {
      rc = set_float(field, address, value, &view);
    } else {
      rc = set_int(field, address, value, &view);
    }
  }
  pytf_ctx_drop(&ctx);
  return rc;
}

static int store(const pytf_field* field, PyObject* obj, PyObject* value) {
  char* address = address_of(field, obj);
  if (!address) return -1;
  if (field->plain == kPytfInt64 && PyLong_CheckExact(value)) {
    int64_t number;
    if (pytf_likely(pytf_small_int(value, &number))) {
      memcpy(address, &number, 8);
      return 0;
    }
  }
  if (field->plain != kPytfIndirect) return set_plain(field, obj, value);
  if (!field->setter) {
    PyErr_Format(PyExc_AttributeError, "%s.%U cannot be set", last_part(field->owner->tp_name),
                 field->name);
    return -1;
  }
  return set_indirect(field, address, obj, value);
}

static int field_set(PyObject* self, PyObject* obj, PyObject* value) {
  const pytf_field* field = (const pytf_field*)self;
  if (pytf_unlikely(!value)) {
    PyErr_Format(PyExc_AttributeError, "%s.%U cannot be deleted", last_part(field->owner->tp_name),
                 field->name);
    return -1;
  }
  if (pytf_unlikely(!(field->flags & kTVMFFIFieldFlagBitMaskWritable))) {
    PyErr_Format(PyExc_AttributeError, "%s.%U is read-only", last_part(field->owner->tp_name),
                 field->name);
    return -1;
  }
  return store(field, obj, value);
}

/* Cls.field.set(obj, value): also for read-only fields. */
static PyObject* field_force(PyObject* self, PyObject* const* args, Py_ssize_t num_args) {
  if (num_args != 2) {
    PyErr_Format(PyExc_TypeError, "set() takes an object and a value, got %zd arguments", num_args);
    return NULL;
  }
  if (store((const pytf_field*)self, args[0], args[1]) != 0) return NULL;
  Py_RETURN_NONE;
}

/* ---- the type ---- */

static void field_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  pytf_field* field = (pytf_field*)self;
  Py_XDECREF(field->owner);
  Py_XDECREF(field->name);
  Py_XDECREF(field->doc);
  cls->tp_free(self);
  Py_DECREF(cls);
}

static PyObject* field_repr(PyObject* self) {
  const pytf_field* field = (const pytf_field*)self;
  return PyUnicode_FromFormat("<field '%U' of '%s'>", field->name,
                              last_part(field->owner->tp_name));
}

static PyObject* field_get_owner(PyObject* self, void* closure) {
  (void)closure;
  return Py_NewRef((PyObject*)((pytf_field*)self)->owner);
}

static PyMethodDef field_methods[] = {
    {"set", (PyCFunction)(void (*)(void))field_force, METH_FASTCALL,
     "Sets the field of an object, also where it is read-only."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef field_getset[] = {
    {"__objclass__", field_get_owner, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef field_members[] = {
    {"__name__", T_OBJECT, offsetof(pytf_field, name), READONLY, NULL},
    {"__doc__", T_OBJECT, offsetof(pytf_field, doc), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot field_slots[] = {
    {Py_tp_dealloc, field_dealloc}, {Py_tp_descr_get, field_get},
    {Py_tp_descr_set, field_set},   {Py_tp_repr, field_repr},
    {Py_tp_methods, field_methods}, {Py_tp_getset, field_getset},
    {Py_tp_members, field_members}, {0, NULL},
};

static PyType_Spec field_spec = {
    .name = "tvm_ffi.core.FFIProperty",
    .basicsize = sizeof(pytf_field),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = field_slots,
};

PyObject* pytf_field_new(pytf_state* st, PyTypeObject* owner, int32_t type_index,
                         const TVMFFIFieldInfo* info) {
  pytf_field* field = PyObject_New(pytf_field, st->field_type);
  if (!field) return NULL;
  memset((char*)field + sizeof(PyObject), 0, sizeof *field - sizeof(PyObject));
  field->state = st;
  field->owner = (PyTypeObject*)Py_NewRef((PyObject*)owner);
  field->type_index = type_index;
  field->offset = info->offset;
  field->getter = info->getter;
  field->setter = info->setter;
  field->flags = info->flags;
  field->plain = (int32_t)pytf_probe_field(info);
  field->name = PyUnicode_FromStringAndSize(info->name.data, (Py_ssize_t)info->name.size);
  if (info->doc.size > 0) {
    field->doc = PyUnicode_FromStringAndSize(info->doc.data, (Py_ssize_t)info->doc.size);
    if (!field->doc) Py_CLEAR(field->name);
  }
  if (!field->name) {
    Py_DECREF(field);
    return NULL;
  }
  PyUnicode_InternInPlace(&field->name);
  return (PyObject*)field;
}

int pytf_setup_field(pytf_state* st, PyObject* module) {
  return pytf_add_type(st, module, &field_spec, NULL, &st->field_type);
}
