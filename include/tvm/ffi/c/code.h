/* SPDX-License-Identifier: Apache-2.0 */
/* Types at run time. A declaration turns its types into codes (type.h): one letter for a plain type, `k` KEY `;` for a
   class, a letter and the codes inside for a container, and a closing `)` where their number is open. The functions
   here walk a code and a value side by side. A code nests four deep, so the recursion is bounded. */
#ifndef TVM_FFI_C_CODE_H_
#define TVM_FFI_C_CODE_H_

#include <tvm/ffi/c/any.h>
#include <tvm/ffi/c/array.h>
#include <tvm/ffi/c/map.h>

/* ---- Texts for messages: cut off when they get long ---- */

typedef struct tvm_ffi_text {
  char data[640];
  size_t size;
} tvm_ffi_text;

TVM_FFI_COLD_FUNCTION void tvm_ffi_text_add(tvm_ffi_text* text, const char* more) {
  const size_t room = sizeof(text->data) - 1 - text->size;
  const size_t size = strlen(more) < room ? strlen(more) : room;
  memcpy(text->data + text->size, more, size);
  text->size += size;
  text->data[text->size] = '\0';
}

TVM_FFI_COLD_FUNCTION void tvm_ffi_text_add_int(tvm_ffi_text* text, int64_t value) {
  char digits[24];
  (void)snprintf(digits, sizeof(digits), "%lld", (long long)value);
  tvm_ffi_text_add(text, digits);
}

/* ---- Codes ---- */

/* The end of the first type of `code`. */
TVM_FFI_SHARED_FUNCTION const char* tvm_ffi_code_skip(const char* code) {
  switch (*code++) {
    case 'k':
      while (*code++ != ';') continue;
      return code;
    case 'A':
    case 'L':
    case 'O':
      return tvm_ffi_code_skip(code);
    case 'm':
    case 'G':
      return tvm_ffi_code_skip(tvm_ffi_code_skip(code));
    case '(':
    case '|':
      while (*code != ')') code = tvm_ffi_code_skip(code);
      return code + 1;
    default:
      return code;
  }
}

/* A width in bits, negative when signed, 0 for what is no integer. */
TVM_FFI_SHARED_FUNCTION int tvm_ffi_code_int_bits(char letter) {
  const char letters[] = "bhiqBHIQ";
  const char* at = letter == '\0' ? NULL : strchr(letters, letter);
  if (at == NULL) return 0;
  return at - letters < 4 ? -(8 << (at - letters)) : 8 << (at - letters - 4);
}

static inline bool tvm_ffi_fits_(int64_t value, int bits) {
  if (bits == -64) return true;
  if (bits == 64) return value >= 0;
  if (bits < 0) return value >= -((int64_t)1 << (-bits - 1)) && value < (int64_t)1 << (-bits - 1);
  return value >= 0 && value < (int64_t)1 << bits;
}

/* Writes a type as messages show it, `Array<int>`. Returns the end of its code. */
TVM_FFI_COLD_FUNCTION const char* tvm_ffi_code_text(const char* code, tvm_ffi_text* text) {
  /* A letter and its name, one behind the other: no pointers, so nothing to relocate. */
  static const char kNames[] =
      "ffloat\0"
      "dfloat\0"
      "?bool\0"
      "sstr\0"
      "ybytes\0"
      "nNone\0"
      "vAny\0"
      "DDataType\0"
      "CDevice\0"
      "Sffi.Shape\0"
      "pvoid*\0"
      "tDLTensor*\0"
      "Tffi.Tensor\0"
      "Fffi.Function\0"
      "Effi.Error\0"
      "Mffi.Module\0"
      "offi.Object\0"
      "AArray<\0"
      "LList<\0"
      "OOptional<\0"
      "mMap<\0"
      "GDict<\0"
      "(Tuple<\0"
      "|Variant<\0";
  const char letter = *code++;
  if (letter == 'k') {
    for (; *code != ';'; ++code) {
      const char one[2] = {*code, '\0'};
      tvm_ffi_text_add(text, one);
    }
    return code + 1;
  }
  if (tvm_ffi_code_int_bits(letter) != 0) tvm_ffi_text_add(text, "int");
  for (const char* at = kNames; *at != '\0'; at += strlen(at) + 1) {
    if (*at == letter) tvm_ffi_text_add(text, at + 1);
  }
  if (strchr("ALOmG(|", letter) == NULL) return code;
  const bool open = letter == '(' || letter == '|';
  int inside = letter == 'm' || letter == 'G' ? 2 : 1;
  for (bool first = true; open ? *code != ')' : inside-- > 0; first = false) {
    if (!first) tvm_ffi_text_add(text, ", ");
    code = tvm_ffi_code_text(code, text);
  }
  tvm_ffi_text_add(text, ">");
  return open ? code + 1 : code;
}

/* ---- Is a value of a type as it stands? ---- */

/* The index of a class, remembered in `*cache`; 0 while nobody has registered it. */
static inline int32_t tvm_ffi_class_index_(const char* key, size_t key_size, int32_t* cache) {
#if defined(__GNUC__)
  int32_t index = __atomic_load_n(cache, __ATOMIC_RELAXED);
#else
  int32_t index = *(volatile int32_t*)cache;
#endif
  if (TVM_FFI_LIKELY(index != 0)) return index;
  TVMFFIByteArray bytes;
  bytes.data = key;
  bytes.size = key_size;
  if (TVMFFITypeKeyToIndex(&bytes, &index) != 0) {
    TVMFFIErrorSetRaised(NULL); /* not an error: then no value is of this class */
    return 0;
  }
#if defined(__GNUC__)
  __atomic_store_n(cache, index, __ATOMIC_RELAXED);
#else
  *(volatile int32_t*)cache = index;
#endif
  return index;
}

TVM_FFI_SHARED_FUNCTION bool tvm_ffi_code_accepts(const char* code, const TVMFFIAny* raw);

TVM_FFI_SHARED_FUNCTION bool tvm_ffi_code_accepts_seq_(const char* code, const TVMFFIAny* raw) {
  const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)raw->v_obj)->seq;
  if (*code == 'v') return true;
  for (int64_t i = 0; i < seq->size; ++i) {
    if (!tvm_ffi_code_accepts(code, (const TVMFFIAny*)seq->data + i)) return false;
  }
  return true;
}

TVM_FFI_SHARED_FUNCTION bool tvm_ffi_code_accepts_tuple_(const char* code, const TVMFFIAny* raw) {
  const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)raw->v_obj)->seq;
  int64_t i = 0;
  for (; *code != ')'; code = tvm_ffi_code_skip(code), ++i) {
    if (i >= seq->size || !tvm_ffi_code_accepts(code, (const TVMFFIAny*)seq->data + i))
      return false;
  }
  return i == seq->size;
}

TVM_FFI_SHARED_FUNCTION bool tvm_ffi_code_accepts_map_(const char* code, const TVMFFIAny* raw) {
  const char* value = tvm_ffi_code_skip(code);
  if (*code == 'v' && *value == 'v') return true;
  tvm_ffi_map_iter it = tvm_ffi_map_walk_object_(raw->v_obj);
  while (tvm_ffi_map_advance(&it)) {
    if (!tvm_ffi_code_accepts(code, &it.key.raw) || !tvm_ffi_code_accepts(value, &it.value.raw))
      return false;
  }
  return true;
}

/* True when the value needs no conversion to be of the first type of `code`. */
TVM_FFI_SHARED_FUNCTION bool tvm_ffi_code_accepts(const char* code, const TVMFFIAny* raw) {
  const int32_t kind = raw->type_index;
  int32_t cache = 0;
  switch (*code) {
    case 'f':
    case 'd':
      return kind == kTVMFFIFloat;
    case '?':
      return kind == kTVMFFIBool;
    case 's':
      return kind == kTVMFFISmallStr || kind == kTVMFFIStr;
    case 'y':
      return kind == kTVMFFISmallBytes || kind == kTVMFFIBytes;
    case 'n':
      return kind == kTVMFFINone;
    case 'v':
      return true;
    case 'D':
      return kind == kTVMFFIDataType;
    case 'C':
      return kind == kTVMFFIDevice;
    case 'S':
      return kind == kTVMFFIShape;
    case 'p':
      return kind == kTVMFFIOpaquePtr;
    case 't':
      return kind == kTVMFFITensor || kind == kTVMFFIDLTensorPtr;
    case 'T':
      return kind == kTVMFFITensor;
    case 'F':
      return kind == kTVMFFIFunction;
    case 'E':
      return kind == kTVMFFIError;
    case 'M':
      return kind == kTVMFFIModule;
    case 'o':
      return kind >= kTVMFFIStaticObjectBegin;
    case 'k': {
      const int32_t index = kind < kTVMFFIStaticObjectBegin
                                ? 0
                                : tvm_ffi_class_index_(code + 1, strcspn(code + 1, ";"), &cache);
      return index != 0 && tvm_ffi_is_instance(kind, index);
    }
    case 'A':
      return kind == kTVMFFIArray && tvm_ffi_code_accepts_seq_(code + 1, raw);
    case 'L':
      return kind == kTVMFFIList && tvm_ffi_code_accepts_seq_(code + 1, raw);
    case 'm':
      return kind == kTVMFFIMap && tvm_ffi_code_accepts_map_(code + 1, raw);
    case 'G':
      return kind == kTVMFFIDict && tvm_ffi_code_accepts_map_(code + 1, raw);
    case 'O':
      return kind == kTVMFFINone || tvm_ffi_code_accepts(code + 1, raw);
    case '(':
      return kind == kTVMFFIArray && tvm_ffi_code_accepts_tuple_(code + 1, raw);
    case '|':
      for (++code; *code != ')'; code = tvm_ffi_code_skip(code)) {
        if (tvm_ffi_code_accepts(code, raw)) return true;
      }
      return false;
    default:
      return kind == kTVMFFIInt && tvm_ffi_fits_(raw->v_int64, tvm_ffi_code_int_bits(*code));
  }
}

#endif /* TVM_FFI_C_CODE_H_ */
