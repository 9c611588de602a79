/* SPDX-License-Identifier: Apache-2.0 */
/* Hash and equality of values as keys and elements (abi.md section 8), and look-up in a map's
   memory (section 7). Bit-exact: the runtime and inline code of other clients use the same. */
#include "container_key.h"

/* ---- hash */

#define HASH_PRIME UINT64_C(2147483647) /* 2^31 - 1 */

static inline uint64_t combine(uint64_t key, uint64_t value) {
  return key ^ (value + UINT64_C(0x9e3779b9) + (key << 6) + (key >> 2));
}

/* x % (2^31 - 1): the modulus is one less than a power of two, so folding is exact. */
static inline uint64_t mod_prime(uint64_t x) {
  x = (x & HASH_PRIME) + (x >> 31);
  x = (x & HASH_PRIME) + (x >> 31);
  return x >= HASH_PRIME ? x - HASH_PRIME : x;
}

/* Eight bytes, least significant first. */
static inline uint64_t load_word(const unsigned char* at) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t word;
  memcpy(&word, at, sizeof(word));
  return word;
#else
  uint64_t word = 0;
  for (int i = 7; i >= 0; --i) word = word << 8 | at[i];
  return word;
#endif
}

static uint64_t bytes_hash(const char* data, size_t size) {
  const unsigned char* at = (const unsigned char*)data;
  uint64_t result = 0;
  for (; size >= 8; size -= 8, at += 8) {
    result = mod_prime(result * UINT64_C(1099511628211) + load_word(at));
  }
  if (size > 0) {
    unsigned char last[8] = {0};
    memcpy(last, at, size);
    result = mod_prime(result * UINT64_C(1099511628211) + load_word(last));
  }
  return result;
}

uint64_t pytf_text_hash(int32_t type_index, const char* data, size_t size) {
  return combine((uint64_t)type_index, bytes_hash(data, size));
}

/* ---- hooks: types may say how their objects compare and hash as keys */

/* The attribute of exactly this type, or NULL. Columns of hooks exist before any client runs. */
static const TVMFFIAny* hook_of(const char* name, const TVMFFITypeAttrColumn** cache,
                                int32_t type_index) {
  if (!*cache) {
    const TVMFFIByteArray text = pytf_bytes_of(name);
    *cache = TVMFFIGetTypeAttrColumn(&text);
    if (!*cache) return NULL;
  }
  const TVMFFITypeAttrColumn* column = *cache;
  const int64_t at = (int64_t)type_index - column->begin_index;
  if (at < 0 || at >= column->size) return NULL;
  const TVMFFIAny* hook = &column->data[at];
  return hook->type_index == kTVMFFINone ? NULL : hook;
}

/* Takes what a hook returned: an integer, or an owned Error. */
static int take_hook_result(TVMFFIAny* result, int64_t* out) {
  pytf_state* st = pytf_state_peek();
  if (result->type_index == kTVMFFIError) return pytf_raise_error(st, result->v_obj);
  if (result->type_index != kTVMFFIInt && result->type_index != kTVMFFIBool) {
    pytf_drop_any(st, result);
    PyErr_SetString(PyExc_TypeError, "a hash or equality hook did not return an int or bool");
    return -1;
  }
  *out = result->v_int64;
  return 0;
}

typedef TVMFFIAny (*native_hash)(const TVMFFIAny*);
typedef TVMFFIAny (*native_equal)(const TVMFFIAny*, const TVMFFIAny*);

static int call_hook(const TVMFFIAny* hook, const TVMFFIAny* args, int32_t num_args, int64_t* out) {
  TVMFFIAny result;
  pytf_any_set_none(&result);
  if (hook->type_index == kTVMFFIFunction) {
    if (pytf_call_views(pytf_state_peek(), hook->v_obj, args, num_args, &result) != 0) return -1;
  } else if (num_args == 1) {
    native_hash call;
    memcpy(&call, &hook->v_ptr, sizeof(call));
    result = call(&args[0]);
  } else {
    native_equal call;
    memcpy(&call, &hook->v_ptr, sizeof(call));
    result = call(&args[0], &args[1]);
  }
  return take_hook_result(&result, out);
}

/* ---- text */

int pytf_any_text(const TVMFFIAny* any, pytf_text* out) {
  switch (any->type_index) {
    case kTVMFFISmallStr:
    case kTVMFFISmallBytes:
      out->kind = any->type_index == kTVMFFISmallStr ? kTVMFFIStr : kTVMFFIBytes;
      out->data = any->v_bytes;
      out->size = any->small_str_len;
      return 1;
    case kTVMFFIStr:
    case kTVMFFIBytes: {
      const TVMFFIByteArray* bytes = &((const tvm_ffi_bytes_object*)any->v_obj)->bytes;
      out->kind = any->type_index;
      out->data = bytes->data;
      out->size = bytes->size;
      return 1;
    }
    default:
      return 0;
  }
}

static inline int same_text(const pytf_text* a, const pytf_text* b) {
  return a->kind == b->kind && a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

/* ---- values */

int pytf_any_hash(const TVMFFIAny* any, uint64_t* out) {
  pytf_text text;
  if (pytf_any_text(any, &text)) {
    *out = pytf_text_hash(text.kind, text.data, text.size);
    return 0;
  }
  const uint64_t type = (uint64_t)any->type_index;
  if (pytf_any_is_object(any)) {
    const TVMFFIAny* hook =
        hook_of("__any_hash__", &pytf_state_peek()->values->hash_column, any->type_index);
    if (hook) {
      int64_t value = 0;
      if (call_hook(hook, any, 1, &value) != 0) return -1;
      *out = combine(type, (uint64_t)value);
      return 0;
    }
  }
  *out = combine(type, any->v_uint64);
  return 0;
}

int pytf_any_equal(const TVMFFIAny* a, const TVMFFIAny* b) {
  if (a->type_index == b->type_index && a->zero_padding == b->zero_padding &&
      a->v_uint64 == b->v_uint64) {
    return 1;
  }
  pytf_text text_a, text_b;
  if (pytf_any_text(a, &text_a)) return pytf_any_text(b, &text_b) && same_text(&text_a, &text_b);
  if (a->type_index != b->type_index || !pytf_any_is_object(a)) return 0;
  const TVMFFIAny* hook =
      hook_of("__any_equal__", &pytf_state_peek()->values->equal_column, a->type_index);
  if (!hook) return 0;
  const TVMFFIAny args[2] = {*a, *b};
  int64_t same = 0;
  if (call_hook(hook, args, 2, &same) != 0) return -1;
  return same != 0;
}

/* ---- look-up */

int pytf_key_init(pytf_ctx* ctx, PyObject* obj, pytf_key* key) {
  Py_ssize_t size = 0;
  if (PyUnicode_CheckExact(obj)) {
    /* No FFI string is made for a look-up. */
    key->text.data = PyUnicode_AsUTF8AndSize(obj, &size);
    if (!key->text.data) return -1;
    key->text.size = (size_t)size;
    key->text.kind = kTVMFFIStr;
    key->is_text = 1;
    return 0;
  }
  if (pytf_from_py(ctx, obj, &key->value) != 0) return -1;
  key->is_text = pytf_any_text(&key->value, &key->text);
  return 0;
}

static inline int matches(const pytf_key* key, const TVMFFIAny* candidate) {
  if (!key->is_text) return pytf_any_equal(&key->value, candidate);
  pytf_text text;
  return pytf_any_text(candidate, &text) && same_text(&key->text, &text);
}

/* Distances between the elements of a chain (abi.md section 7.2). */
static const uint64_t jumps[] = {
    0u,
    1u,
    2u,
    3u,
    4u,
    5u,
    6u,
    7u,
    8u,
    9u,
    10u,
    11u,
    12u,
    13u,
    14u,
    15u,
    21u,
    28u,
    36u,
    45u,
    55u,
    66u,
    78u,
    91u,
    105u,
    120u,
    136u,
    153u,
    171u,
    190u,
    210u,
    231u,
    253u,
    276u,
    300u,
    325u,
    351u,
    378u,
    406u,
    435u,
    465u,
    496u,
    528u,
    561u,
    595u,
    630u,
    666u,
    703u,
    741u,
    780u,
    820u,
    861u,
    903u,
    946u,
    990u,
    1035u,
    1081u,
    1128u,
    1176u,
    1225u,
    1275u,
    1326u,
    1378u,
    1431u,
    1485u,
    1540u,
    1596u,
    1653u,
    1711u,
    1770u,
    1830u,
    1891u,
    1953u,
    2016u,
    2080u,
    2145u,
    2211u,
    2278u,
    2346u,
    2415u,
    2485u,
    2556u,
    2628u,
    8515u,
    19110u,
    42778u,
    96141u,
    216153u,
    486591u,
    1092981u,
    2458653u,
    5532801u,
    12442566u,
    27993903u,
    62983476u,
    141717030u,
    318844378u,
    717352503u,
    1614057336u,
    3631522476u,
    UINT64_C(8170957530),
    UINT64_C(18384510628),
    UINT64_C(41364789378),
    UINT64_C(93070452520),
    UINT64_C(209408356380),
    UINT64_C(471168559170),
    UINT64_C(1060128894105),
    UINT64_C(2385289465695),
    UINT64_C(5366898840628),
    UINT64_C(12075518705635),
    UINT64_C(27169915244790),
    UINT64_C(61132312065111),
    UINT64_C(137547689707000),
    UINT64_C(309482283181501),
    UINT64_C(696335127828753),
    UINT64_C(1566753995631385),
    UINT64_C(3525196511162271),
    UINT64_C(7931691992677701),
    UINT64_C(17846306936293605),
    UINT64_C(40154190677507445),
    UINT64_C(90346928918121501),
    UINT64_C(203280589587557251),
    UINT64_C(457381325854679626),
    UINT64_C(1029107982097042876),
    UINT64_C(2315492959180353330),
    UINT64_C(5209859154120846435),
};
#define NUM_JUMPS (sizeof(jumps) / sizeof(jumps[0]))

static int find_small(const tvm_ffi_map_object* map, const pytf_key* key, uint64_t* at) {
  const tvm_ffi_map_pair* pairs = (const tvm_ffi_map_pair*)map->data;
  for (uint64_t i = 0; i < map->size; ++i) {
    const int found = matches(key, &pairs[i].key);
    if (found == 0) continue;
    *at = i;
    return found;
  }
  return 0;
}

static int find_dense(const tvm_ffi_map_object* map, const pytf_key* key, uint64_t* at) {
  uint64_t hash = 0;
  if (key->is_text) {
    hash = pytf_text_hash(key->text.kind, key->text.data, key->text.size);
  } else if (pytf_any_hash(&key->value, &hash) != 0) {
    return -1;
  }
  const uint32_t shift = ((const tvm_ffi_dense_map_object*)map)->fib_shift;
  uint64_t slot = (UINT64_C(11400714819323198485) * hash) >> shift;
  const tvm_ffi_map_block* blocks = (const tvm_ffi_map_block*)map->data;
  int is_head = 1;
  for (;;) {
    const tvm_ffi_map_block* block = &blocks[slot / TVM_FFI_MAP_BLOCK_SLOTS];
    const uint64_t lane = slot % TVM_FFI_MAP_BLOCK_SLOTS;
    const uint8_t meta = block->meta[lane];
    if (is_head && (meta & 0x80)) return 0; /* empty, or an element of another chain */
    is_head = 0;
    const int found = matches(key, &block->items[lane].pair.key);
    if (found != 0) {
      *at = slot;
      return found;
    }
    const uint8_t jump = meta & 0x7F;
    if (jump == 0 || jump >= NUM_JUMPS) return 0;
    slot += jumps[jump];
    if (slot >= map->slots) slot %= map->slots;
  }
}

int pytf_map_find(const tvm_ffi_map_object* map, const pytf_key* key, uint64_t* at) {
  if (map->size == 0) return 0;
  return tvm_ffi_map_is_small(map) ? find_small(map, key, at) : find_dense(map, key, at);
}
