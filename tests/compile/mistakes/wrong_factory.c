/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: factory of a field has to be declared as: int make_items */
#include <tvm/ffi/c/ffi.h>

typedef struct bag {
  TVMFFIObject header;
  tvm_ffi_list items;
} bag;
#ifdef MISTAKE
static int make_items(tvm_ffi_array* out) { return tvm_ffi_array_new(0, out); }
#else
static int make_items(tvm_ffi_list* out) { return tvm_ffi_list_new(out); }
#endif
TVM_FFI_CLASS(bag, "t.Bag", "", field(list(any), items, "", rw, factory(make_items)));
