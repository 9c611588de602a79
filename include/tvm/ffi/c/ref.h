/* SPDX-License-Identifier: Apache-2.0 */
/* References to objects of the built-in kinds. For each NOUN of

       array list map dict function error shape tensor module object

   there are an owned `tvm_ffi_NOUN` and a borrowed `tvm_ffi_NOUN_view`, both one pointer in a struct of its own, empty
   when the pointer is NULL, and the functions

       tvm_ffi_NOUN_view  tvm_ffi_NOUN_peek(const tvm_ffi_NOUN* owned)
       tvm_ffi_NOUN       tvm_ffi_NOUN_copy(tvm_ffi_NOUN_view view)           one reference more
       tvm_ffi_NOUN       tvm_ffi_NOUN_move(tvm_ffi_NOUN* from)
       void               tvm_ffi_NOUN_drop(tvm_ffi_NOUN* owned)
       tvm_ffi_any        tvm_ffi_any_from_NOUN(tvm_ffi_NOUN owned)           empty gives None
       tvm_ffi_view       tvm_ffi_view_from_NOUN(tvm_ffi_NOUN_view view)
       bool               tvm_ffi_view_is_NOUN(tvm_ffi_view view)
       int                tvm_ffi_view_get_NOUN(tvm_ffi_view view, tvm_ffi_NOUN_view* out)      TypeError
       int                tvm_ffi_any_take_NOUN(tvm_ffi_any* from, tvm_ffi_NOUN* out)           TypeError, `from` kept */
#ifndef TVM_FFI_C_REF_H_
#define TVM_FFI_C_REF_H_

#include <tvm/ffi/c/base.h>

TVM_FFI_COLD_FUNCTION int tvm_ffi_raise_not_a(const TVMFFIAny* raw, int32_t wanted) {
  return tvm_ffi_raise("TypeError", "Cannot convert from type `%s` to `%s`",
                       tvm_ffi_type_key_of(raw->type_index), tvm_ffi_type_key_of(wanted));
}

#define TVM_FFI_DEFINE_REF_(noun, index)                                                         \
  typedef struct tvm_ffi_##noun {                                                                \
    TVMFFIObject* object;                                                                        \
  } tvm_ffi_##noun;                                                                              \
  typedef struct tvm_ffi_##noun##_view {                                                         \
    TVMFFIObject* object;                                                                        \
  } tvm_ffi_##noun##_view;                                                                       \
  static inline tvm_ffi_##noun##_view tvm_ffi_##noun##_peek(const tvm_ffi_##noun* owned) {       \
    tvm_ffi_##noun##_view view;                                                                  \
    view.object = owned->object;                                                                 \
    return view;                                                                                 \
  }                                                                                              \
  static inline tvm_ffi_##noun tvm_ffi_##noun##_copy(tvm_ffi_##noun##_view view) {               \
    tvm_ffi_##noun owned;                                                                        \
    owned.object = view.object;                                                                  \
    if (view.object != NULL) (void)TVMFFIObjectIncRef(view.object);                              \
    return owned;                                                                                \
  }                                                                                              \
  static inline tvm_ffi_##noun tvm_ffi_##noun##_move(tvm_ffi_##noun* from) {                     \
    const tvm_ffi_##noun moved = *from;                                                          \
    from->object = NULL;                                                                         \
    return moved;                                                                                \
  }                                                                                              \
  static inline void tvm_ffi_##noun##_drop(tvm_ffi_##noun* owned) {                              \
    TVMFFIObject* gone = owned->object;                                                          \
    owned->object = NULL;                                                                        \
    if (gone != NULL) (void)TVMFFIObjectDecRef(gone);                                            \
  }                                                                                              \
  static inline tvm_ffi_any tvm_ffi_any_from_##noun(tvm_ffi_##noun owned) {                      \
    tvm_ffi_any any;                                                                             \
    any.raw = tvm_ffi_raw_object(owned.object);                                                  \
    return any;                                                                                  \
  }                                                                                              \
  static inline tvm_ffi_view tvm_ffi_view_from_##noun(tvm_ffi_##noun##_view view) {              \
    tvm_ffi_view value;                                                                          \
    value.raw = tvm_ffi_raw_object(view.object);                                                 \
    return value;                                                                                \
  }                                                                                              \
  static inline bool tvm_ffi_view_is_##noun(tvm_ffi_view view) {                                 \
    return tvm_ffi_is_instance(view.raw.type_index, index);                                      \
  }                                                                                              \
  TVM_FFI_NODISCARD_INT tvm_ffi_view_get_##noun(tvm_ffi_view view, tvm_ffi_##noun##_view* out) { \
    if (!tvm_ffi_view_is_##noun(view)) return tvm_ffi_raise_not_a(&view.raw, index);             \
    out->object = view.raw.v_obj;                                                                \
    return 0;                                                                                    \
  }                                                                                              \
  TVM_FFI_NODISCARD_INT tvm_ffi_any_take_##noun(tvm_ffi_any* from, tvm_ffi_##noun* out) {        \
    if (!tvm_ffi_is_instance(from->raw.type_index, index))                                       \
      return tvm_ffi_raise_not_a(&from->raw, index);                                             \
    out->object = from->raw.v_obj;                                                               \
    from->raw = tvm_ffi_raw_none();                                                              \
    return 0;                                                                                    \
  }

TVM_FFI_DEFINE_REF_(array, kTVMFFIArray)
TVM_FFI_DEFINE_REF_(list, kTVMFFIList)
TVM_FFI_DEFINE_REF_(map, kTVMFFIMap)
TVM_FFI_DEFINE_REF_(dict, kTVMFFIDict)
TVM_FFI_DEFINE_REF_(function, kTVMFFIFunction)
TVM_FFI_DEFINE_REF_(error, kTVMFFIError)
TVM_FFI_DEFINE_REF_(shape, kTVMFFIShape)
TVM_FFI_DEFINE_REF_(tensor, kTVMFFITensor)
TVM_FFI_DEFINE_REF_(module, kTVMFFIModule)
TVM_FFI_DEFINE_REF_(object, kTVMFFIObject)

#undef TVM_FFI_DEFINE_REF_

#endif /* TVM_FFI_C_REF_H_ */
