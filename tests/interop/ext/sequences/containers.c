/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays, lists, maps and dicts: every function of theirs, and the memory that clients read. */
#include <stdlib.h>

#include "surfaces.h"

/* An index that is mostly inside a container of this size, sometimes next to it or far away. */
static any random_index(rng* r, int64_t size) {
  if (one_in(r, 40)) return of_int((int64_t)draw(r));
  return of_int(below(r, (int)size + 3) - 1);
}

static int64_t size_of(any value) {
  switch (value.type_index) {
    case kTVMFFIArray:
    case kTVMFFIList:
      return ((const tvm_ffi_seq_object*)value.v_obj)->seq.size;
    case kTVMFFIMap:
    case kTVMFFIDict:
      return (int64_t)((const tvm_ffi_map_object*)value.v_obj)->size;
    default:
      return 0;
  }
}

/* The register to work on: of this kind if there is one, now and then any. */
static int subject(rng* r, int32_t type_index) {
  int at = one_in(r, 60) ? below(r, NUM_REGISTERS) : pool_find(r, type_index);
  return at < 0 ? below(r, NUM_REGISTERS) : at;
}

static void show_layout_of(int at) {
  emit_word("layout");
  emit_layout(registers[at]);
}

/* What an extension's inline code does to an array that nobody else holds. */
static void overwrite_inline(rng* r, int at) {
  tvm_ffi_seq_object* array = (tvm_ffi_seq_object*)registers[at].v_obj;
  int is_alone = array->header.combined_ref_count == (((uint64_t)1 << 32) | 1);
  emit_word("alone");
  emit_int(is_alone);
  if (!is_alone || array->seq.size == 0) return;
  any* cell = (any*)array->seq.data + below(r, (int)array->seq.size);
  any old = *cell;
  *cell = random_scalar(r);
  drop(old);
  emit_value(registers[at]);
}

void step_array(rng* r) {
  int what = below(r, 10), out = below(r, NUM_REGISTERS);
  if (what < 4) {
    pool_build(r, 0);
    return;
  }
  int at = subject(r, kTVMFFIArray);
  any args[3] = {registers[at], random_index(r, size_of(registers[at])), none()};
  switch (what) {
    case 4:
    case 5:
      show_call(G_ArrayGetItem, args, one_in(r, 40) ? 1 + below(r, 3) : 2, out);
      return;
    case 6:
      show_call(G_ArraySize, args, one_in(r, 40) ? 2 : 1, -1);
      break;
    case 7:
      args[1] = pool_any(r);
      show_call(G_ArrayContains, args, 2, -1);
      break;
    case 8:
      if (registers[at].type_index == kTVMFFIArray) overwrite_inline(r, at);
      break;
    default: {
      any several[MAX_ARGS];
      int count = below(r, MAX_ARGS);
      for (int i = 0; i < count; ++i) several[i] = pool_any(r);
      if (count <= 6) {
        show_call(G_Array, several, count, -1);
      } else {
        any made;
        if (call_global(G_Array, several, count, &made) != 0) abort();
        emit_layout(made);
        drop(made);
      }
      break;
    }
  }
  show_layout_of(at);
}

/* A value that a list can take in without coming to hold itself. */
static any plain_value(rng* r) {
  any value = pool_any(r);
  return value.type_index == kTVMFFIList || value.type_index == kTVMFFIDict ? of_int(below(r, 5))
                                                                            : value;
}

static void change_list(rng* r, int at, int what) {
  any self = registers[at];
  int64_t size = size_of(self);
  any args[4] = {self, random_index(r, size), plain_value(r), none()};
  int out = below(r, NUM_REGISTERS);
  /* The reference makes room before it refuses a place to insert at, ours makes room for a slice before
     it takes the old one out: from here on lists may have more room than they need. */
  if (what == 3 || what == 8) emit_no_more_rooms();
  switch (what) {
    case 0:
    case 1:
    case 2:
      args[1] = args[2];
      show_call(G_ListAppend, args, 2, -1);
      break;
    case 3:
      show_call(G_ListInsert, args, 3, -1);
      break;
    case 4:
      show_call(G_ListSetItem, args, 3, -1);
      break;
    case 5:
      show_call(G_ListPop, args, 2, out);
      break;
    case 6:
      show_call(G_ListErase, args, 2, -1);
      break;
    case 7:
      args[2] = random_index(r, size);
      show_call(G_ListEraseRange, args, 3, -1);
      break;
    case 8:
      args[2] = random_index(r, size);
      args[3] = registers[subject(r, one_in(r, 2) ? kTVMFFIArray : kTVMFFIList)];
      if (args[3].v_obj != self.v_obj && args[3].type_index == kTVMFFIList) {
        args[3] = registers[subject(r, kTVMFFIArray)];
      }
      show_call(G_ListReplaceSlice, args, 4, -1);
      break;
    case 9:
      show_call(G_ListReverse, args, 1, -1);
      break;
    case 10:
      if (one_in(r, 4)) show_call(G_ListClear, args, 1, -1);
      break;
    default:
      args[1] = of_int(below(r, 80) - 4);
      show_call(G_ListReserve, args, 2, -1);
      break;
  }
}

void step_list(rng* r) {
  int what = below(r, 20);
  if (what < 4) {
    pool_build(r, 0);
    return;
  }
  int at = subject(r, kTVMFFIList);
  any held = share(registers[at]); /* the call may put its result into this register */
  any args[2] = {held, random_index(r, size_of(held))};
  if (what == 4) {
    show_call(G_ListGetItem, args, 2, -1);
  } else if (what == 5) {
    show_call(G_ListSize, args, 1, -1);
  } else if (what == 6) {
    args[1] = pool_any(r);
    show_call(G_ListContains, args, 2, -1);
  } else if (what == 7 && one_in(r, 3)) {
    show_call(G_List, args, below(r, 3), -1);
  } else {
    change_list(r, at, what - 8);
  }
  emit_value(held);
  emit_word("layout");
  emit_layout(held);
  drop(held);
}

/* ---- maps ---- */

static void walk_with(global_id functor, any map) {
  any iterator, key;
  emit_word(global_name(functor));
  if (call_global(functor, &map, 1, &iterator) != 0) {
    emit_error();
    return;
  }
  for (int64_t i = 0; i < size_of(map); ++i) {
    any parts[3] = {of_int(0), of_int(1), of_int(2)};
    for (int part = 0; part < 3; ++part) {
      key = none();
      if (lib.TVMFFIFunctionCall(iterator.v_obj, &parts[part], 1, &key) != 0) {
        emit_error();
      } else {
        if (part == 2 || is_plain_key(key)) emit_value(key);
        drop(key);
      }
    }
  }
  drop(iterator);
}

/* A key that is in the map, one that may be, or any value at all. */
static any wanted_key(rng* r, any map) {
  int64_t size = size_of(map);
  int is_map = map.type_index == kTVMFFIMap || map.type_index == kTVMFFIDict;
  if (is_map && size > 0 && below(r, 2)) {
    const tvm_ffi_map_object* object = (const tvm_ffi_map_object*)map.v_obj;
    uint64_t at = tvm_ffi_map_first(object);
    for (int skip = below(r, (int)size); skip > 0; --skip) at = tvm_ffi_map_next(object, at);
    return share(tvm_ffi_map_pair_at(object, at)->key);
  }
  return random_key(r);
}

/* Many keys at once: past the sizes at which a map changes its shape. */
static void build_wide(rng* r, global_id which) {
  any args[2 * 140], out;
  int count = 2 + below(r, 139), begin = below(r, 60), step = 1 + below(r, 3);
  for (int i = 0; i < count; ++i) {
    args[2 * i] = of_int(begin + i * step);
    args[2 * i + 1] = of_int(i);
  }
  out = which == G_Map ? none() : dict_of(args, 2 * count);
  if (which == G_Map && call_global(G_Map, args, 2 * count, &out) != 0) abort();
  pool_set(below(r, NUM_REGISTERS), out);
}

void step_map(rng* r) {
  int what = below(r, 12), out = below(r, NUM_REGISTERS);
  if (what < 4) {
    pool_build(r, 0);
    return;
  }
  if (what == 4) {
    if (one_in(r, 4)) build_wide(r, G_Map);
    return;
  }
  int at = subject(r, kTVMFFIMap);
  any self = share(registers[at]);
  any args[2] = {self, wanted_key(r, self)};
  switch (what) {
    case 5:
    case 6:
      show_call(G_MapGetItem, args, 2, out);
      break;
    case 7:
      show_call(G_MapGetItemOrMissing, args, 2, -1);
      break;
    case 8:
      show_call(G_MapCount, args, 2, -1);
      break;
    case 9:
      show_call(G_MapSize, args, 1, -1);
      break;
    case 10:
      walk_with(G_MapForwardIterFunctor, self);
      break;
    default: {
      any several[9];
      int count = one_in(r, 10) ? 3 : 2 * below(r, 5);
      for (int i = 0; i < count; ++i) several[i] = i % 2 == 0 ? random_key(r) : pool_any(r);
      show_call(G_Map, several, count, -1);
      for (int i = 0; i < count; i += 2) drop(several[i]);
      break;
    }
  }
  drop(args[1]);
  drop(self);
}

static void set_many(rng* r, any self) {
  any ignored;
  int count = below(r, 70), begin = below(r, 60);
  for (int i = 0; i < count; ++i) {
    any args[3] = {self, of_int(begin + i), of_int(i)};
    if (call_global(G_DictSetItem, args, 3, &ignored) != 0) return;
  }
}

void step_dict(rng* r) {
  int what = below(r, 18), out = below(r, NUM_REGISTERS);
  if (what < 3) {
    pool_build(r, 0);
    return;
  }
  if (what == 3) {
    if (one_in(r, 4)) build_wide(r, G_Dict);
    return;
  }
  int at = subject(r, kTVMFFIDict);
  any self = share(registers[at]);
  any key = wanted_key(r, self);
  any args[3] = {self, key, plain_value(r)};
  switch (what) {
    case 4:
    case 5:
    case 6:
    case 7:
      show_call(G_DictSetItem, args, 3, -1);
      break;
    case 8:
    case 9:
      show_call(G_DictErase, args, 2, -1);
      break;
    case 10:
      if (one_in(r, 5)) show_call(G_DictClear, args, 1, -1);
      break;
    case 11:
      show_call(G_DictGetItem, args, 2, out);
      break;
    case 12:
      show_call(G_DictGetItemOrMissing, args, 2, -1);
      break;
    case 13:
      show_call(G_DictCount, args, 2, -1);
      break;
    case 14:
      walk_with(G_DictForwardIterFunctor, self);
      break;
    case 15:
      show_call(G_DictSize, args, 1, -1);
      show_call(G_Dict, args + 1, 2, -1);
      break;
    default:
      if (self.type_index == kTVMFFIDict) set_many(r, self);
      break;
  }
  emit_word("layout");
  emit_layout(self);
  drop(key);
  drop(self);
}

/* ---- hashes and equality of values ---- */

/* A dict with so many slots that the home slot of a key shows the upper bits of its hash. */
static any wide_dict(void) {
  static any dict;
  static const int count = 40000;
  if (dict.type_index == kTVMFFIDict) return dict;
  any ignored;
  if (call_global(G_Dict, NULL, 0, &dict) != 0) abort();
  for (int i = 0; i < count; ++i) {
    any args[3] = {dict, of_int(i), none()};
    if (call_global(G_DictSetItem, args, 3, &ignored) != 0) abort();
  }
  if (call_global(G_DictClear, &dict, 1, &ignored) != 0) abort();
  return dict;
}

void step_any_hash(rng* r) {
  any dict = wide_dict(), ignored;
  any key = below(r, 3) ? random_scalar(r) : random_key(r);
  if (key.type_index == kTVMFFIShape || key.type_index == kTVMFFIBigInt || one_in(r, 6)) {
    any inside = key;
    if (call_global(G_StructuralKey, &inside, 1, &key) != 0) abort();
    drop(inside);
  }
  any args[3] = {dict, key, none()};
  emit_value(key);
  if (call_global(G_DictSetItem, args, 3, &ignored) != 0) {
    emit_error();
  } else {
    const tvm_ffi_dense_map_object* map = (const tvm_ffi_dense_map_object*)dict.v_obj;
    emit_word("slot");
    emit_int((int64_t)map->head);
    emit_int(map->fib_shift);
    any again[2] = {dict, random_scalar(r)};
    show_call(G_DictCount, again + 0, 2, -1);
    drop(again[1]);
    if (call_global(G_DictErase, args, 2, &ignored) != 0) abort();
  }
  drop(key);
}
