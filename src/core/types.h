/* SPDX-License-Identifier: Apache-2.0 */
/* The nouns of the runtime, defined once.

     view      a borrowed value (AnyView): somebody else keeps alive what it points to
     any       an owned value (Any): holds a reference to its object; never of kind 8, 9 or 10
     object    a reference-counted block whose header is a TVMFFIObject; a handle points at the header
     function  an object that can be called; all calls take views and give one any
     error     an object with kind, message, backtrace; *raised* means: in the calling thread's slot
     type      a record in the type table; a *column* holds one value per type
     owner     the shared library that registered something

   A parameter of type tf_any is consumed, also on failure; a tf_view is not. A tf_any* or
   tf_object** out-parameter receives something owned and is written on success only. Functions that
   can fail return 0, or -1 with the error raised. */
#ifndef TVM_FFI_CORE_TYPES_H_
#define TVM_FFI_CORE_TYPES_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tvm/ffi/c_api.h>

#include "base/compiler.h"
#include "base/text.h"

/* Two C types on purpose: a mix-up of owned and borrowed does not compile. */
typedef struct tf_any {
  TVMFFIAny raw;
} tf_any;

typedef struct tf_view {
  TVMFFIAny raw;
} tf_view;

typedef TVMFFIObject tf_object;

/* Start of what follows the header of an object. */
#define TF_OBJECT_BODY(object) ((void*)((tf_object*)(void*)(object) + 1))

/* `if it fails, I fail`, for places where nothing is held. */
#define TF_TRY(call)            \
  do {                          \
    if ((call) != 0) return -1; \
  } while (0)

/* No bytes at NULL, whatever the size says. */
static inline tf_str tf_str_from_ffi(const TVMFFIByteArray* bytes) {
  return tf_str_of(bytes->data, bytes->data == NULL ? 0 : bytes->size);
}

static inline TVMFFIByteArray tf_str_to_ffi(tf_str text) {
  TVMFFIByteArray bytes = {text.data, text.size};
  return bytes;
}

#endif /* TVM_FFI_CORE_TYPES_H_ */
