/* SPDX-License-Identifier: Apache-2.0 */
/* Enumerations: classes derived from ffi.Enum whose members are objects, one for each, kept by the type table.

     TVM_FFI_FOREIGN_CLASS(tvm_ffi_enum_object, "ffi.Enum", field(int64, int_index, "", ro),
                           field(str, str_index, "", ro));
     typedef struct color {
       tvm_ffi_enum_object base;
     } color;
     TVM_FFI_SUBCLASS(color, tvm_ffi_enum_object, "pkg.Color", "", final, no_init,
                      structural(UniqueInstance), member(Red), member(Green));

   `member(name)` is numbered by its place, `member(name, number)` as it says. */
#ifndef TVM_FFI_C_ENUM_H_
#define TVM_FFI_C_ENUM_H_

#include <tvm/ffi/c/class.h>

/* What is known of the members of a class: borrowed from the type table; `*out` is NULL when there are none. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_enum_state_(tvm_ffi_class* self, bool make,
                                              tvm_ffi_enum_state_object** out) {
  const TVMFFIByteArray name = tvm_ffi_raw_text("__ffi_enum__");
  const TVMFFIByteArray key = tvm_ffi_raw_text("ffi.EnumState");
  const int32_t index = tvm_ffi_class_index(self, 0);
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  TVMFFIObjectHandle made = NULL;
  int32_t state_index = 0;
  *out = NULL;
  if (column != NULL && index >= column->begin_index &&
      index - column->begin_index < column->size) {
    const TVMFFIAny* cell = &column->data[index - column->begin_index];
    if (tvm_ffi_raw_is_object(cell)) *out = (tvm_ffi_enum_state_object*)(void*)cell->v_obj;
  }
  if (*out != NULL || !make) return 0;
  TVM_FFI_TRY(TVMFFITypeKeyToIndex(&key, &state_index));
  TVM_FFI_TRY(TVMFFIGetTypeInfo(state_index)->metadata->creator(&made));
  const TVMFFIAny value = tvm_ffi_raw_object((TVMFFIObject*)made);
  const int status = TVMFFITypeRegisterAttr(index, &name, &value);
  (void)TVMFFIObjectDecRef(made); /* the table holds it */
  if (status == 0) *out = (tvm_ffi_enum_state_object*)made;
  return status;
}

/* The member of a name or a number, borrowed from the type table. ValueError when there is none. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_enum_get(tvm_ffi_class* self, tvm_ffi_view which,
                                           tvm_ffi_enum_object** out) {
  tvm_ffi_enum_state_object* state = NULL;
  tvm_ffi_any member = TVM_FFI_ZERO;
  tvm_ffi_string_view text = {"", 0};
  bool found = false;
  TVM_FFI_TRY(tvm_ffi_enum_state_(self, false, &state));
  if (state != NULL) {
    tvm_ffi_dict_view indexes;
    indexes.object = (TVMFFIObject*)state->indexes;
    TVM_FFI_TRY(tvm_ffi_dict_find(indexes, which, &found, &member));
  }
  if (found) {
    *out = (tvm_ffi_enum_object*)(void*)member.raw.v_obj;
    tvm_ffi_any_drop(&member); /* the state holds it */
    return 0;
  }
  if (which.raw.type_index == kTVMFFIInt) {
    return tvm_ffi_raise("ValueError", "Enum `%s` has no instance with index %lld", self->key,
                         (long long)which.raw.v_int64);
  }
  TVM_FFI_TRY(tvm_ffi_view_get_string(&which, &text));
  return tvm_ffi_raise("ValueError", "Enum `%s` has no instance with index %.*s", self->key,
                       (int)text.size, text.data);
}

/* Makes a member and enters it. ValueError when its number or its name is taken. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_enum_add_(tvm_ffi_class* self, const char* name,
                                            const int64_t* number) {
  tvm_ffi_enum_state_object* state = NULL;
  tvm_ffi_list_view entries;
  tvm_ffi_dict_view indexes;
  tvm_ffi_string text = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_enum_state_(self, true, &state));
  entries.object = (TVMFFIObject*)state->entries;
  indexes.object = (TVMFFIObject*)state->indexes;
  tvm_ffi_enum_object* member = (tvm_ffi_enum_object*)tvm_ffi_class_new(self);
  if (member == NULL) return -1;
  member->int_index = number == NULL ? tvm_ffi_list_size(entries) : *number;
  int status = tvm_ffi_string_new(tvm_ffi_string_view_of(name), &text);
  if (status == 0) member->str_index = tvm_ffi_any_from_string(text).raw;
  for (int i = 0; status == 0 && i < 2; ++i) {
    const tvm_ffi_view key =
        i == 0 ? tvm_ffi_view_from_int(member->int_index) : tvm_ffi_view_from_c_str(name);
    tvm_ffi_any taken = TVM_FFI_ZERO;
    bool found = false;
    status = tvm_ffi_dict_find(indexes, key, &found, &taken);
    tvm_ffi_any_drop(&taken);
    if (status == 0 && found)
      status = tvm_ffi_raise("ValueError", "Duplicate enum index for type `%s`", self->key);
  }
  for (int i = 0; status == 0 && i < 3; ++i) {
    tvm_ffi_any held;
    held.raw = tvm_ffi_raw_object((TVMFFIObject*)tvm_ffi_copy_object(member));
    if (i == 0) status = tvm_ffi_list_push(entries, held);
    if (i == 1) status = tvm_ffi_dict_set(indexes, tvm_ffi_view_from_int(member->int_index), held);
    if (i == 2) status = tvm_ffi_dict_set(indexes, tvm_ffi_view_from_c_str(name), held);
  }
  tvm_ffi_drop_object(member);
  return status;
}

#endif /* TVM_FFI_C_ENUM_H_ */
