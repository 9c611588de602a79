/* SPDX-License-Identifier: Apache-2.0 */
/* Memory layouts of the objects that clients may read (and, where said, write) without a call. They are part of the
   ABI and frozen: the static assertions at the end are the contract.

   Every handle points at a TVMFFIObject header of 24 bytes:

       0               8          12        16         24
       | strong | weak | type     | padding | deleter  | body ...

   Sizes below are what may be touched; the object may be longer. All texts are NUL-terminated after `size` bytes.
   Reading needs no lock as long as nobody writes: Array, Map, String, Bytes, Shape and Tensor metadata never change
   while shared; List and Dict do. */
#ifndef TVM_FFI_C_LAYOUT_H_
#define TVM_FFI_C_LAYOUT_H_

#include <stddef.h>
#include <stdint.h>
#include <tvm/ffi/c_api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- values with one cell behind the header ---- */

/* ffi.String (65), ffi.Bytes (66). The content need not follow the object: always go through `bytes.data`. */
typedef struct {
  TVMFFIObject header;
  TVMFFIByteArray bytes;
} tvm_ffi_bytes_object;

/* ffi.Error (67). */
typedef struct {
  TVMFFIObject header;
  TVMFFIErrorCell error;
} tvm_ffi_error_object;

/* ffi.Function (68). C code calls through TVMFFIFunctionCall or `call.safe_call`, never through `call.cpp_call`. */
typedef struct {
  TVMFFIObject header;
  TVMFFIFunctionCell call;
} tvm_ffi_function_object;

/* ffi.Shape (69). */
typedef struct {
  TVMFFIObject header;
  TVMFFIShapeCell shape;
} tvm_ffi_shape_object;

/* ffi.Tensor (70). `tensor.strides` is never NULL when `tensor.ndim` is above 0. */
typedef struct {
  TVMFFIObject header;
  DLTensor tensor;
} tvm_ffi_tensor_object;

/* ffi.OpaquePyObject (74). */
typedef struct {
  TVMFFIObject header;
  TVMFFIOpaqueObjectCell opaque;
} tvm_ffi_opaque_object;

/* ffi.BigInt (78): `size` words of two's complement follow, least significant first; at least two of them. */
typedef struct {
  TVMFFIObject header;
  size_t size;
} tvm_ffi_bigint_object;

/* ---- ffi.Array (71) and ffi.List (75) ----

       24     32     40         48             56
       | data | size | capacity | data_deleter | Array: the elements, TVMFFIAny each

   `seq.data` points at `seq.size` owned values. Array: data_deleter is NULL, the elements are inline, nothing changes
   while the object is shared. List: a separate buffer that may move with every change; data_deleter is never NULL and
   accepts NULL. */
typedef struct {
  TVMFFIObject header;
  TVMFFISeqCell seq;
} tvm_ffi_seq_object;

/* ---- ffi.Map (72) and ffi.Dict (76) ----

       24     32     40      48             56
       | data | size | slots | data_deleter | small: up to 4 pairs of 32 bytes
                                            | dense: fib_shift, head, tail (to 80)

   Bit 63 of `slots` set: small. `data` is an array of pairs in insertion order, inline or lent by another object; the
   low bits of `slots` are its capacity. Bit 63 clear: dense. `data` is an array of ceil(slots / 16) blocks:

       0            16       64       112            784
       | 16 x meta  | item 0 | item 1 | ... | item 15 |

   Slot i is item i % 16 of block i / 16. A meta byte is 0xFF for an empty slot, 0xFE for one that is being moved
   (never seen from outside), else bit 7 says "not the head of its chain" and bits 0 to 6 index the jump table with
   the distance to the next element of the chain, 0 for none. Items are linked in insertion order by slot number. */
typedef struct {
  TVMFFIObject header;
  void* data;
  uint64_t size;
  uint64_t slots;
  void (*data_deleter)(void* data);
} tvm_ffi_map_object;

typedef struct {
  tvm_ffi_map_object map;
  uint32_t fib_shift;
  uint32_t padding;
  uint64_t head; /* first slot in insertion order, or TVM_FFI_MAP_END */
  uint64_t tail; /* last slot in insertion order, or TVM_FFI_MAP_END */
} tvm_ffi_dense_map_object;

typedef struct {
  TVMFFIAny key;
  TVMFFIAny value;
} tvm_ffi_map_pair;

typedef struct {
  tvm_ffi_map_pair pair;
  uint64_t prev;
  uint64_t next;
} tvm_ffi_map_item;

#define TVM_FFI_MAP_BLOCK_SLOTS 16

typedef struct {
  uint8_t meta[TVM_FFI_MAP_BLOCK_SLOTS];
  tvm_ffi_map_item items[TVM_FFI_MAP_BLOCK_SLOTS];
} tvm_ffi_map_block;

#define TVM_FFI_MAP_SMALL_TAG ((uint64_t)1 << 63)
#define TVM_FFI_MAP_END (~(uint64_t)0)
#define TVM_FFI_MAP_META_EMPTY 0xFF
#define TVM_FFI_MAP_META_MOVING 0xFE

/* The item in slot `slot` of a dense map; `slot` must be below `slots`. */
static inline tvm_ffi_map_item* tvm_ffi_map_item_at(const tvm_ffi_map_object* map, uint64_t slot) {
  tvm_ffi_map_block* blocks = (tvm_ffi_map_block*)map->data;
  return &blocks[slot / TVM_FFI_MAP_BLOCK_SLOTS].items[slot % TVM_FFI_MAP_BLOCK_SLOTS];
}

static inline int tvm_ffi_map_is_small(const tvm_ffi_map_object* map) {
  return (map->slots & TVM_FFI_MAP_SMALL_TAG) != 0;
}

/* Walks a map in iteration order:
       for (uint64_t at = tvm_ffi_map_first(m); at != TVM_FFI_MAP_END; at = tvm_ffi_map_next(m, at)) ...
   The map must not change meanwhile. */
static inline uint64_t tvm_ffi_map_first(const tvm_ffi_map_object* map) {
  if (map->size == 0) return TVM_FFI_MAP_END;
  return tvm_ffi_map_is_small(map) ? 0 : ((const tvm_ffi_dense_map_object*)map)->head;
}

static inline uint64_t tvm_ffi_map_next(const tvm_ffi_map_object* map, uint64_t at) {
  if (!tvm_ffi_map_is_small(map)) return tvm_ffi_map_item_at(map, at)->next;
  return at + 1 < map->size ? at + 1 : TVM_FFI_MAP_END;
}

/* The pair at a position returned by the two functions above. */
static inline const tvm_ffi_map_pair* tvm_ffi_map_pair_at(const tvm_ffi_map_object* map,
                                                          uint64_t at) {
  if (tvm_ffi_map_is_small(map)) return (const tvm_ffi_map_pair*)map->data + at;
  return &tvm_ffi_map_item_at(map, at)->pair;
}

/* ---- ffi.Module (73) ----

   The C++ class has virtual functions, its header has none: the C++ object, and with it the memory block, starts 8
   bytes before the header. Handles point at the header like all others; the library context that a library finds in
   `__tvm_ffi__library_ctx` is the address of the C++ object, handle - 8.

       -8       0        24         32             40
       | vptr   | header | imports  | lookup cache |                                                          */
typedef struct {
  TVMFFIObject header;
  TVMFFIObjectHandle imports;             /* ffi.Array of ffi.Module */
  TVMFFIObjectHandle import_lookup_cache; /* ffi.Map from ffi.String to ffi.Function */
} tvm_ffi_module_object;

/* ---- objects with reflected fields that clients also read inline ---- */

/* ffi.VisitInterrupt (77). */
typedef struct {
  TVMFFIObject header;
  TVMFFIAny value;
} tvm_ffi_visit_interrupt_object;

/* ffi.StructuralVisitor and ffi.StructuralMutator; clients derive from them. */
typedef struct {
  TVMFFIObject header;
  const void* vtable;
  int32_t def_region_kind;
} tvm_ffi_structural_visitor_object;

/* ffi.StructuralKey. */
typedef struct {
  TVMFFIObject header;
  TVMFFIAny key;
  int64_t hash_i64;
} tvm_ffi_structural_key_object;

/* ffi.VisitErrorContext. */
typedef struct {
  TVMFFIObject header;
  TVMFFIObjectHandle reverse_visit_pattern; /* ffi.List */
  TVMFFIObjectHandle prev_error_context;    /* or NULL */
} tvm_ffi_visit_error_context_object;

/* ffi.EnumState. */
typedef struct {
  TVMFFIObject header;
  TVMFFIObjectHandle entries; /* ffi.List */
  TVMFFIObjectHandle indexes; /* ffi.Dict */
  TVMFFIObjectHandle attrs;   /* ffi.Dict */
} tvm_ffi_enum_state_object;

/* ffi.Enum, ffi.IntEnum, ffi.StrEnum. */
typedef struct {
  TVMFFIObject header;
  int64_t int_index;
  TVMFFIAny str_index; /* a string */
} tvm_ffi_enum_object;

/* ffi.reflection.AccessStep. */
typedef struct {
  TVMFFIObject header;
  int32_t kind;
  TVMFFIAny key;
} tvm_ffi_access_step_object;

/* ffi.reflection.AccessPath. */
typedef struct {
  TVMFFIObject header;
  TVMFFIObjectHandle parent; /* ffi.reflection.AccessPath, or NULL for the root */
  TVMFFIObjectHandle step;   /* ffi.reflection.AccessStep, or NULL for the root */
  int32_t depth;
} tvm_ffi_access_path_object;

/* ---- the contract ---- */

#ifdef __cplusplus
#define TVM_FFI_LAYOUT_ASSERT(cond) static_assert(cond, #cond)
#else
#define TVM_FFI_LAYOUT_ASSERT(cond) _Static_assert(cond, #cond)
#endif

TVM_FFI_LAYOUT_ASSERT(sizeof(TVMFFIObject) == 24);
TVM_FFI_LAYOUT_ASSERT(sizeof(TVMFFIAny) == 16);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_map_pair) == 32);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_map_item) == 48);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_map_item, prev) == 32);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_map_item, next) == 40);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_map_block) == 784);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_map_block, items) == 16);
#if UINTPTR_MAX == 0xFFFFFFFFFFFFFFFFu
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_bytes_object) == 40);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_bytes_object, bytes) == 24);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_error_object) == 96);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_error_object, error) == 24);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_function_object) == 40);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_shape_object) == 40);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_tensor_object) == 72);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_opaque_object) == 32);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_bigint_object) == 32);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_seq_object) == 56);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_seq_object, seq) == 24);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_map_object) == 56);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_map_object, data) == 24);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_map_object, size) == 32);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_map_object, slots) == 40);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_map_object, data_deleter) == 48);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_dense_map_object) == 80);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_dense_map_object, fib_shift) == 56);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_dense_map_object, head) == 64);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_dense_map_object, tail) == 72);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_module_object, imports) == 24);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_module_object, import_lookup_cache) == 32);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_visit_interrupt_object, value) == 24);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_visit_interrupt_object) == 40);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_structural_visitor_object) == 40);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_structural_visitor_object, def_region_kind) == 32);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_structural_key_object) == 48);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_structural_key_object, hash_i64) == 40);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_visit_error_context_object) == 40);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_enum_state_object) == 48);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_enum_object) == 48);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_enum_object, str_index) == 32);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_access_step_object) == 48);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_access_step_object, key) == 32);
TVM_FFI_LAYOUT_ASSERT(sizeof(tvm_ffi_access_path_object) == 48);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_access_path_object, step) == 32);
TVM_FFI_LAYOUT_ASSERT(offsetof(tvm_ffi_access_path_object, depth) == 40);
#endif

#ifdef __cplusplus
}
#endif

#endif /* TVM_FFI_C_LAYOUT_H_ */
