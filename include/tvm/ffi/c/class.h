/* SPDX-License-Identifier: Apache-2.0 */
/* Objects of classes that are declared in C: their making, copying and end, and how a class reaches the type table.
   Declaring a class is class_table.h. */
#ifndef TVM_FFI_C_CLASS_H_
#define TVM_FFI_C_CLASS_H_

#include <tvm/ffi/c/export.h>
#include <tvm/ffi/c/field.h>

/* A class, one of each in a library. All but `index` is constant. */
typedef struct tvm_ffi_class {
  const char* key;
  size_t size;
  struct tvm_ffi_class* parent; /* NULL: ffi.Object */
  const tvm_ffi_storage* storage;
  void (*destroy)(void* self); /* what the author wants done, before the fields go */
  void (*deleter)(void* self, int flags);
  int32_t index; /* 0 until it is asked for */
} tvm_ffi_class;

/* What the table says of a class as a whole. */
typedef struct tvm_ffi_class_plan {
  const char* doc;
  TVMFFIObjectCreator creator;
  TVMFFISEqHashKind structural;
  int32_t child_slots;
  bool is_final;
  bool can_copy;
  bool derive_init; /* a constructor is made of the fields */
} tvm_ffi_class_plan;

/* ---- Objects ---- */

static inline int32_t tvm_ffi_class_depth_(const tvm_ffi_class* self) {
  int32_t depth = 1;
  while ((self = self->parent) != NULL) ++depth;
  return depth;
}

/* The index of a class; it is given out at the first question, so that the order of initialisers does not matter. */
TVM_FFI_SHARED_FUNCTION int32_t tvm_ffi_class_index(tvm_ffi_class* self, int32_t child_slots) {
  if (self->index != 0) return self->index;
  const int32_t parent =
      self->parent == NULL ? kTVMFFIObject : tvm_ffi_class_index(self->parent, 0);
  const TVMFFIByteArray key = tvm_ffi_raw_text(self->key);
  self->index =
      TVMFFITypeGetOrAllocIndex(&key, -1, tvm_ffi_class_depth_(self), child_slots, 1, parent);
  return self->index;
}

/* A new object: zeros, "" in texts, one reference that is yours. NULL with MemoryError raised. */
TVM_FFI_SHARED_FUNCTION void* tvm_ffi_class_new(tvm_ffi_class* self) {
  char* memory = (char*)calloc(1, self->size);
  if (memory == NULL) {
    (void)tvm_ffi_raise_no_memory();
    return NULL;
  }
  TVMFFIObject* header = (TVMFFIObject*)(void*)memory;
  header->combined_ref_count = ((uint64_t)1 << 32) | 1;
  header->type_index = tvm_ffi_class_index(self, 0);
  header->deleter = self->deleter;
  for (const tvm_ffi_class* at = self; at != NULL; at = at->parent) {
    for (const tvm_ffi_storage* field = at->storage; field->offset >= 0; ++field) {
      TVMFFIAny* place = (TVMFFIAny*)(void*)(memory + field->offset);
      if (field->keeps == TVM_FFI_KEEPS_STRING) place->type_index = kTVMFFISmallStr;
      if (field->keeps == TVM_FFI_KEEPS_BYTES) place->type_index = kTVMFFISmallBytes;
    }
  }
  return memory;
}

/* Makes an object of a class declared by TVM_FFI_CLASS: `my_struct* object = TVM_FFI_NEW(my_struct);`, NULL with
   MemoryError raised. Give it away as a result, or drop it by tvm_ffi_drop_object. */
#define TVM_FFI_NEW(type) ((type*)tvm_ffi_class_new(&tvm_ffi_class_##type))

/* Gives a reference back; NULL is accepted. */
static inline void tvm_ffi_drop_object(void* object) { (void)TVMFFIObjectDecRef(object); }

/* Takes one more reference: `self->next = (node*)tvm_ffi_copy_object(next);` NULL is accepted. */
static inline void* tvm_ffi_copy_object(void* object) {
  if (object != NULL) (void)TVMFFIObjectIncRef(object);
  return object;
}

TVM_FFI_SHARED_FUNCTION void tvm_ffi_class_delete_(const tvm_ffi_class* self, void* object,
                                                   int flags) {
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0) {
    for (const tvm_ffi_class* at = self; at != NULL; at = at->parent) {
      at->destroy(object);
      for (const tvm_ffi_storage* field = at->storage; field->offset >= 0; ++field) {
        char* place = (char*)object + field->offset;
        if (field->keeps == TVM_FFI_KEEPS_OBJECT) {
          TVMFFIObject* held = NULL;
          memcpy(&held, place, sizeof(held));
          (void)TVMFFIObjectDecRef(held);
        } else if (field->keeps != TVM_FFI_KEEPS_NOTHING) {
          tvm_ffi_raw_drop((TVMFFIAny*)(void*)place);
        }
      }
    }
  }
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) free(object);
}

/* ---- Functions that every class has; `self` is the class ---- */

static inline int tvm_ffi_class_create_(tvm_ffi_class* self, TVMFFIObjectHandle* out) {
  void* made = tvm_ffi_class_new(self);
  if (made == NULL) return -1;
  *out = made;
  return 0;
}

/* Attribute `__ffi_new__`. */
static inline int tvm_ffi_class_call_new_(void* self, const TVMFFIAny* args, int32_t num_args,
                                          TVMFFIAny* result) {
  tvm_ffi_class* made = (tvm_ffi_class*)self;
  TVMFFIObjectHandle handle = NULL;
  (void)args;
  TVM_FFI_CHECK(num_args == 0, "TypeError",
                "Mismatched number of arguments when calling: `%s.__ffi_new__() -> ffi.Object`. "
                "Expected 0 but got %d "
                "arguments",
                made->key, (int)num_args);
  TVM_FFI_TRY(tvm_ffi_class_create_(made, &handle));
  *result = tvm_ffi_raw_object((TVMFFIObject*)handle);
  return 0;
}

/* Attribute `__ffi_shallow_copy__`. */
static inline int tvm_ffi_class_call_copy_(void* self, const TVMFFIAny* args, int32_t num_args,
                                           TVMFFIAny* result) {
  tvm_ffi_class* made = (tvm_ffi_class*)self;
  TVMFFIObjectHandle handle = NULL;
  TVM_FFI_CHECK(num_args == 1, "TypeError",
                "Mismatched number of arguments when calling: `%s.__ffi_shallow_copy__(0: %s) -> "
                "ffi.Object`. Expected "
                "1 but got %d arguments",
                made->key, made->key, (int)num_args);
  TVM_FFI_CHECK(tvm_ffi_raw_is_object(&args[0]) &&
                    tvm_ffi_is_instance(args[0].type_index, tvm_ffi_class_index(made, 0)),
                "TypeError",
                "Mismatched type on argument #0 when calling: `%s.__ffi_shallow_copy__(0: %s) -> "
                "ffi.Object`. Expected "
                "`%s` but got `%s`",
                made->key, made->key, made->key, tvm_ffi_type_key_of(args[0].type_index));
  TVM_FFI_TRY(tvm_ffi_class_create_(made, &handle));
  memcpy((char*)handle + sizeof(TVMFFIObject),
         (const char*)(const void*)args[0].v_obj + sizeof(TVMFFIObject),
         made->size - sizeof(TVMFFIObject));
  for (const tvm_ffi_class* at = made; at != NULL; at = at->parent) {
    for (const tvm_ffi_storage* field = at->storage; field->offset >= 0; ++field) {
      char* place = (char*)handle + field->offset;
      TVMFFIObject* held = NULL;
      if (field->keeps == TVM_FFI_KEEPS_OBJECT) {
        memcpy(&held, place, sizeof(held));
      } else if (field->keeps != TVM_FFI_KEEPS_NOTHING &&
                 tvm_ffi_raw_is_object((TVMFFIAny*)(void*)place)) {
        held = ((TVMFFIAny*)(void*)place)->v_obj;
      }
      if (held != NULL) (void)TVMFFIObjectIncRef(held);
    }
  }
  *result = tvm_ffi_raw_object((TVMFFIObject*)handle);
  return 0;
}

/* ---- Registration; the order of calls is that of the C++ headers ---- */

/* A field on its way into the library. */
typedef struct tvm_ffi_field_row {
  const char* name;
  const char* doc;
  const char* metadata;
  int64_t flags;
  size_t size;
  size_t alignment;
  size_t offset;
  int32_t static_index;
  TVMFFIFieldGetter getter;
  TVMFFIFieldSetter setter;
} tvm_ffi_field_row;

TVM_FFI_COLD_FUNCTION int tvm_ffi_class_begin_(tvm_ffi_class* self,
                                               const tvm_ffi_class_plan* plan) {
  TVMFFITypeMetadata metadata;
  metadata.doc = tvm_ffi_raw_text(plan->doc);
  metadata.creator = plan->creator;
  metadata.total_size = (int32_t)self->size;
  metadata.structural_eq_hash_kind = plan->structural;
  return TVMFFITypeRegisterMetadata(tvm_ffi_class_index(self, plan->child_slots), &metadata);
}

/* `value` is the default if the flags say so; `factory` makes it anew for each object unless it is NULL. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_class_add_field_(tvm_ffi_class* self,
                                                   const tvm_ffi_field_row* row, TVMFFIAny value,
                                                   TVMFFISafeCallType factory) {
  TVMFFIFieldInfo info;
  tvm_ffi_function made = TVM_FFI_ZERO;
  info.name = tvm_ffi_raw_text(row->name);
  info.doc = tvm_ffi_raw_text(row->doc);
  info.metadata = tvm_ffi_raw_text(row->metadata);
  info.flags = row->flags;
  info.size = (int64_t)row->size;
  info.alignment = (int64_t)row->alignment;
  info.offset = (int64_t)row->offset;
  info.getter = row->getter;
  info.setter = (void*)(uintptr_t)row->setter;
  info.default_value_or_factory = value;
  info.field_static_type_index = row->static_index;
  if (factory != NULL) {
    TVM_FFI_TRY(tvm_ffi_function_new(NULL, factory, NULL, &made));
    info.default_value_or_factory = tvm_ffi_view_from_function(tvm_ffi_function_peek(&made)).raw;
  }
  const int status = TVMFFITypeRegisterField(self->index, &info);
  tvm_ffi_function_drop(&made);
  return status;
}

/* As a method, as an attribute of the type, or both. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_class_add_method_(tvm_ffi_class* self,
                                                    const tvm_ffi_method_row* row, bool method,
                                                    bool attribute) {
  TVMFFIMethodInfo info;
  TVM_FFI_TRY(tvm_ffi_method_info_(row, &info));
  int status = method ? TVMFFITypeRegisterMethod(self->index, &info) : 0;
  if (status == 0 && attribute)
    status = TVMFFITypeRegisterAttr(self->index, &info.name, &info.method);
  tvm_ffi_raw_drop(&info.method);
  return status;
}

TVM_FFI_COLD_FUNCTION int tvm_ffi_class_add_own_(tvm_ffi_class* self, const char* name,
                                                 TVMFFISafeCallType call) {
  const TVMFFIByteArray bytes = tvm_ffi_raw_text(name);
  tvm_ffi_function function = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_function_new(self, call, NULL, &function));
  const TVMFFIAny value = tvm_ffi_view_from_function(tvm_ffi_function_peek(&function)).raw;
  const int status = TVMFFITypeRegisterAttr(self->index, &bytes, &value);
  tvm_ffi_function_drop(&function);
  return status;
}

TVM_FFI_COLD_FUNCTION int tvm_ffi_class_derive_init_(const tvm_ffi_class* self) {
  tvm_ffi_function derive = TVM_FFI_ZERO;
  tvm_ffi_any nothing = TVM_FFI_ZERO;
  const tvm_ffi_view index = tvm_ffi_view_from_int(self->index);
  TVM_FFI_TRY(tvm_ffi_function_find("ffi._RegisterFFIInit", &derive));
  if (derive.object == NULL) return 0;
  const int status = tvm_ffi_call(tvm_ffi_function_peek(&derive), &index, 1, &nothing);
  tvm_ffi_function_drop(&derive);
  tvm_ffi_any_drop(&nothing);
  return status;
}

TVM_FFI_COLD_FUNCTION int tvm_ffi_class_end_(tvm_ffi_class* self, const tvm_ffi_class_plan* plan) {
  const TVMFFIByteArray final_name = tvm_ffi_raw_text("__ffi_type_final__");
  const TVMFFIAny is_final = tvm_ffi_raw_int(kTVMFFIBool, plan->is_final ? 1 : 0);
  if (plan->can_copy)
    TVM_FFI_TRY(tvm_ffi_class_add_own_(self, "__ffi_shallow_copy__", tvm_ffi_class_call_copy_));
  if (plan->creator != NULL) {
    TVM_FFI_TRY(tvm_ffi_class_add_own_(self, "__ffi_new__", tvm_ffi_class_call_new_));
    if (plan->derive_init) TVM_FFI_TRY(tvm_ffi_class_derive_init_(self));
  }
  return TVMFFITypeRegisterAttr(self->index, &final_name, &is_final);
}

/* ---- Classes that others register ---- */

static inline void tvm_ffi_class_no_destroy_(void* object) { (void)object; }

/* Is the class there, with objects of the size that the declaration says? */
TVM_FFI_COLD_FUNCTION int tvm_ffi_class_check_(tvm_ffi_class* self) {
  const TVMFFIByteArray key = tvm_ffi_raw_text(self->key);
  TVM_FFI_TRY(TVMFFITypeKeyToIndex(&key, &self->index));
  const TVMFFITypeMetadata* metadata = TVMFFIGetTypeInfo(self->index)->metadata;
  TVM_FFI_CHECK(
      metadata == NULL || metadata->total_size == 0 || metadata->total_size == (int32_t)self->size,
      "TypeError", "objects of %s have %d bytes, declared as %d", self->key,
      (int)metadata->total_size, (int)self->size);
  return 0;
}

#endif /* TVM_FFI_C_CLASS_H_ */
