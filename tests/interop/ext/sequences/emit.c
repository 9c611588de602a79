/* SPDX-License-Identifier: Apache-2.0 */
/* What a sequence shows: folded into a digest, and printed as lines when it is traced. */
#include "emit.h"

#include <stdio.h>
#include <string.h>

#include "objects.h"
#include "random.h"

static uint64_t digest;
static int tracing;
static int shows_rooms;

void emit_begin(int trace) {
  digest = 0x243f6a8885a308d3u;
  shows_rooms = 1;
  tracing = trace;
}

uint64_t emit_digest(void) { return digest; }

void emit_no_more_rooms(void) { shows_rooms = 0; }

static void fold(uint64_t value) { digest = mix_bits(digest ^ value) + 0x9e3779b97f4a7c15u; }

static void fold_bytes(const char* data, size_t size) {
  fold(size);
  while (size >= 8) {
    uint64_t word;
    memcpy(&word, data, 8);
    fold(word);
    data += 8;
    size -= 8;
  }
  uint64_t rest = 0;
  memcpy(&rest, data, size);
  fold(rest);
}

void emit_word(const char* word) {
  fold_bytes(word, strlen(word));
  if (tracing) printf(" %s", word);
}

void emit_int(int64_t value) {
  fold((uint64_t)value);
  if (tracing) printf(" %lld", (long long)value);
}

void emit_text(const char* data, size_t size) {
  fold_bytes(data, size);
  if (!tracing) return;
  printf(" \"");
  for (size_t i = 0; i < size; ++i) {
    unsigned char c = (unsigned char)data[i];
    if (c < ' ' || c > '~' || c == '\\') {
      printf("\\x%02x", c);
    } else {
      putchar(c);
    }
  }
  putchar('"');
}

void emit_line(void) {
  fold('\n');
  if (tracing) putchar('\n');
}

TVMFFIByteArray content_of(const any* value) {
  if (value->type_index == kTVMFFISmallStr || value->type_index == kTVMFFISmallBytes) {
    return (TVMFFIByteArray){value->v_bytes, value->small_str_len};
  }
  return ((const tvm_ffi_bytes_object*)value->v_obj)->bytes;
}

int is_plain_key(any value) {
  return value.type_index < kTVMFFIStaticObjectBegin || value.type_index == kTVMFFIStr ||
         value.type_index == kTVMFFIBytes;
}

/* ---- values ---- */

enum { MAX_SEEN = 400, MAX_DEPTH = 40 };

typedef struct {
  const void* objects[MAX_SEEN];
  int count;
} seen_objects;

static void emit_inside(any value, seen_objects* seen, int depth);

static void emit_sequence(const TVMFFISeqCell* seq, seen_objects* seen, int depth) {
  emit_word("(");
  for (int64_t i = 0; i < seq->size; ++i) emit_inside(((const any*)seq->data)[i], seen, depth);
  emit_word(")");
}

static void emit_map(const tvm_ffi_map_object* map, seen_objects* seen, int depth) {
  emit_word("{");
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map, at)) {
    const tvm_ffi_map_pair* pair = tvm_ffi_map_pair_at(map, at);
    emit_inside(pair->key, seen, depth);
    emit_inside(pair->value, seen, depth);
  }
  emit_word("}");
}

static void emit_tensor(const DLTensor* tensor) {
  emit_int(tensor->dtype.code * 1000 + tensor->dtype.bits);
  emit_int(tensor->dtype.lanes);
  size_t count = 1;
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    emit_int(tensor->shape[i]);
    emit_int(tensor->strides[i]);
    count *= (size_t)tensor->shape[i];
  }
  if (tensor->device.device_type == kDLCPU) {
    emit_text((const char*)tensor->data + tensor->byte_offset,
              count * ((size_t)tensor->dtype.bits * tensor->dtype.lanes + 7) / 8);
  }
}

static void emit_printed(any value) {
  any printed;
  if (call_global(G_ReprPrint, &value, 1, &printed) != 0) {
    emit_error();
    return;
  }
  TVMFFIByteArray content = content_of(&printed);
  emit_text(content.data, content.size);
  drop(printed);
}

static void emit_object(any value, seen_objects* seen, int depth) {
  const char* key = lib.TVMFFIGetTypeInfo(value.v_obj->type_index)->type_key.data;
  emit_word(key);
  switch (value.type_index) {
    case kTVMFFIArray:
    case kTVMFFIList:
      emit_sequence(&((const tvm_ffi_seq_object*)value.v_obj)->seq, seen, depth);
      return;
    case kTVMFFIMap:
    case kTVMFFIDict:
      emit_map((const tvm_ffi_map_object*)value.v_obj, seen, depth);
      return;
    case kTVMFFIShape: {
      const TVMFFIShapeCell* shape = &((const tvm_ffi_shape_object*)value.v_obj)->shape;
      for (size_t i = 0; i < shape->size; ++i) emit_int(shape->data[i]);
      return;
    }
    case kTVMFFITensor:
      emit_tensor(&((const tvm_ffi_tensor_object*)value.v_obj)->tensor);
      return;
    case kTVMFFIBigInt:
      emit_text((const char*)(value.v_obj) + sizeof(tvm_ffi_bigint_object),
                8 * ((const tvm_ffi_bigint_object*)value.v_obj)->size);
      return;
    default:
      break;
  }
  const node* n = node_of(value);
  if (n != NULL) {
    emit_int(n->number);
    emit_inside(n->first, seen, depth);
    emit_inside(n->second, seen, depth);
  } else if (strncmp(key, "ffi.reflection.", 15) == 0) {
    emit_printed(value);
  }
}

static void emit_inside(any value, seen_objects* seen, int depth) {
  switch (value.type_index) {
    case kTVMFFIStr:
    case kTVMFFIBytes:
    case kTVMFFISmallStr:
    case kTVMFFISmallBytes: {
      TVMFFIByteArray content = content_of(&value);
      int is_text = value.type_index == kTVMFFIStr || value.type_index == kTVMFFISmallStr;
      emit_word(is_text ? "str" : "bytes");
      emit_text(content.data, content.size);
      return;
    }
    case kTVMFFINone:
      emit_word("None");
      return;
    default:
      break;
  }
  if (value.type_index < kTVMFFIStaticObjectBegin) {
    emit_word("kind");
    emit_int(value.type_index);
    emit_int(value.v_int64);
    emit_int(value.zero_padding);
    return;
  }
  for (int i = 0; i < seen->count; ++i) {
    if (seen->objects[i] == value.v_obj) {
      emit_word("again");
      emit_int(i);
      return;
    }
  }
  if (seen->count == MAX_SEEN || depth == MAX_DEPTH) {
    emit_word("and-more");
    return;
  }
  seen->objects[seen->count++] = value.v_obj;
  emit_object(value, seen, depth + 1);
}

void emit_value(any value) {
  seen_objects seen;
  seen.count = 0;
  emit_inside(value, &seen, 0);
}

static void take_error(int with_words) {
  TVMFFIObjectHandle error = NULL;
  lib.TVMFFIErrorMoveFromRaised(&error);
  if (error == NULL) {
    emit_word("!nothing");
    return;
  }
  const TVMFFIErrorCell* cell = &((const tvm_ffi_error_object*)error)->error;
  emit_word("!");
  emit_text(cell->kind.data, cell->kind.size);
  if (with_words) emit_text(cell->message.data, cell->message.size);
  lib.TVMFFIObjectDecRef(error);
}

void emit_error(void) { take_error(1); }

void emit_error_kind(void) { take_error(0); }

void forget_error(void) {
  TVMFFIObjectHandle error = NULL;
  lib.TVMFFIErrorMoveFromRaised(&error);
  if (error != NULL) lib.TVMFFIObjectDecRef(error);
}

/* ---- layouts ---- */

static void emit_dense(const tvm_ffi_dense_map_object* map) {
  emit_word("dense");
  emit_int((int64_t)map->map.slots);
  emit_int(map->fib_shift);
  emit_int((int64_t)map->head);
  emit_int((int64_t)map->tail);
  const tvm_ffi_map_block* blocks = (const tvm_ffi_map_block*)map->map.data;
  for (uint64_t at = 0; at < map->map.slots; at += TVM_FFI_MAP_BLOCK_SLOTS) {
    uint64_t size = map->map.slots - at;
    if (size > TVM_FFI_MAP_BLOCK_SLOTS) size = TVM_FFI_MAP_BLOCK_SLOTS;
    emit_text((const char*)blocks[at / TVM_FFI_MAP_BLOCK_SLOTS].meta, size);
  }
  for (uint64_t at = map->head; at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_item_at(&map->map, at)->next) {
    emit_int((int64_t)at);
    emit_int((int64_t)tvm_ffi_map_item_at(&map->map, at)->prev);
  }
}

static int has_plain_keys(const tvm_ffi_map_object* map) {
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map, at)) {
    if (!is_plain_key(tvm_ffi_map_pair_at(map, at)->key)) return 0;
  }
  return 1;
}

void emit_layout(any value) {
  if (value.type_index == kTVMFFIArray || value.type_index == kTVMFFIList) {
    const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)value.v_obj)->seq;
    emit_int(seq->size);
    if (shows_rooms) emit_int(seq->capacity);
    emit_int(seq->data_deleter != NULL);
    if (value.type_index == kTVMFFIArray) emit_int((char*)seq->data - (char*)value.v_obj);
  } else if (value.type_index == kTVMFFIDict) {
    const tvm_ffi_map_object* map = (const tvm_ffi_map_object*)value.v_obj;
    emit_int((int64_t)map->size);
    if (tvm_ffi_map_is_small(map)) {
      /* Not where the pairs lie: inside the object, or with a deleter, clients take either. */
      emit_word("small");
      emit_int((int64_t)(map->slots & ~TVM_FFI_MAP_SMALL_TAG));
    } else if (has_plain_keys(map)) {
      emit_dense((const tvm_ffi_dense_map_object*)map);
    }
  }
}
