/* SPDX-License-Identifier: Apache-2.0 */
/* Values as keys and elements: hash, equality, and look-up in a map's memory. */
#ifndef PYTF_CONTAINER_KEY_H_
#define PYTF_CONTAINER_KEY_H_

#include "values_state.h"

/* Content of a string or bytes value, borrowed from it. */
typedef struct {
  const char* data;
  size_t size;
  int32_t kind; /* kTVMFFIStr or kTVMFFIBytes */
} pytf_text;

/* Whether `any` is a string or bytes in any form. Cannot fail. */
int pytf_any_text(const TVMFFIAny* any, pytf_text* out);

/* Hash of a string (kTVMFFIStr) or bytes (kTVMFFIBytes) value with this content. */
uint64_t pytf_text_hash(int32_t kind, const char* data, size_t size);

/* Hash of a value as maps use it; -1 with the exception that a type's hook raised. */
int pytf_any_hash(const TVMFFIAny* any, uint64_t* out);

/* Whether two values are equal as elements and keys: 1, 0, or -1 with the exception of a hook. */
int pytf_any_equal(const TVMFFIAny* a, const TVMFFIAny* b);

/* A key to look for. Lives as long as the Python object and the context it was made with. */
typedef struct {
  int is_text;
  pytf_text text;  /* when is_text */
  TVMFFIAny value; /* otherwise */
} pytf_key;

int pytf_key_init(pytf_ctx* ctx, PyObject* obj, pytf_key* key);
static inline void pytf_key_init_value(pytf_key* key, const TVMFFIAny* value) {
  key->value = *value;
  key->is_text = pytf_any_text(&key->value, &key->text);
}

/* Looks a key up: 1 and its position in `*at`, 0 when absent, or -1 with an exception. */
int pytf_map_find(const tvm_ffi_map_object* map, const pytf_key* key, uint64_t* at);

#endif /* PYTF_CONTAINER_KEY_H_ */
