/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of Map and Dict: hash and equality of values (abi.md section 8). Both may run foreign hooks;
   a hook that changes the map under our feet gets an error, never freed memory. */
#ifndef TVM_FFI_CONTAINER_MAP_KEY_H_
#define TVM_FFI_CONTAINER_MAP_KEY_H_

#include <tvm/ffi/c/layout.h>

#include "core/any.h"

/* The hash of `stored`, a key inside `map`. -1 with the error of a hash hook raised, or
   RuntimeError when the hook changed the map: then nothing inside the map may be read any more. */
TF_NODISCARD int tf_map_key_hash(const tvm_ffi_map_object* map, const TVMFFIAny* stored,
                                 uint64_t* out);

/* Is `stored`, a key inside `map`, equal to `key`? Fails as above. */
TF_NODISCARD int tf_map_key_matches(const tvm_ffi_map_object* map, const TVMFFIAny* stored,
                                    tf_view key, bool* out);

#endif /* TVM_FFI_CONTAINER_MAP_KEY_H_ */
