/* SPDX-License-Identifier: Apache-2.0 */
/* The hash table form of Map and Dict: chains of slots linked by jump distances, with the insertion
   order threaded through the items. Every number here is part of the ABI (abi.md §7.2). */
#ifndef TVM_FFI_CONTAINER_MAP_DENSE_H_
#define TVM_FFI_CONTAINER_MAP_DENSE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c/layout.h>
#include <tvm/ffi/error.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

/* One entry as it lies in memory. */
struct MapPair {
  Any first;
  Any second;
};
static_assert(sizeof(MapPair) == sizeof(tvm_ffi_map_pair), "layout of a map entry");

/* Equality of keys: AnyEqual, with what the bits alone can tell answered on the spot. */
TVM_FFI_INLINE bool KeysEqual(const Any& a, const Any& b) {
  if (a.same_as(b)) return true;
  // Two values that are not objects are equal in all their bits or not at all.
  if (a.type_index() < kTVMFFIStaticObjectBegin && b.type_index() < kTVMFFIStaticObjectBegin) {
    return false;
  }
  return AnyEqual()(a, b);
}

/* Distances between the elements of a chain; a control byte stores the index into this table. */
struct MapJumps {
  static constexpr uint8_t kCount = 126;
  // clang-format off
  static constexpr uint64_t kDistance[kCount] = {
      0u, 1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u, 12u, 13u, 14u, 15u, 21u, 28u, 36u, 45u,
      55u, 66u, 78u, 91u, 105u, 120u, 136u, 153u, 171u, 190u, 210u, 231u, 253u, 276u, 300u, 325u,
      351u, 378u, 406u, 435u, 465u, 496u, 528u, 561u, 595u, 630u, 666u, 703u, 741u, 780u, 820u,
      861u, 903u, 946u, 990u, 1035u, 1081u, 1128u, 1176u, 1225u, 1275u, 1326u, 1378u, 1431u,
      1485u, 1540u, 1596u, 1653u, 1711u, 1770u, 1830u, 1891u, 1953u, 2016u, 2080u, 2145u, 2211u,
      2278u, 2346u, 2415u, 2485u, 2556u, 2628u, 8515u, 19110u, 42778u, 96141u, 216153u, 486591u,
      1092981u, 2458653u, 5532801u, 12442566u, 27993903u, 62983476u, 141717030u, 318844378u,
      717352503u, 1614057336u, 3631522476u, 8170957530ull, 18384510628ull, 41364789378ull,
      93070452520ull, 209408356380ull, 471168559170ull, 1060128894105ull, 2385289465695ull,
      5366898840628ull, 12075518705635ull, 27169915244790ull, 61132312065111ull,
      137547689707000ull, 309482283181501ull, 696335127828753ull, 1566753995631385ull,
      3525196511162271ull, 7931691992677701ull, 17846306936293605ull, 40154190677507445ull,
      90346928918121501ull, 203280589587557251ull, 457381325854679626ull, 1029107982097042876ull,
      2315492959180353330ull, 5209859154120846435ull,
  };
  // clang-format on
};

/* A view of the memory of a dense map. The functions trust that it is one. */
class DenseMap {
 public:
  explicit DenseMap(tvm_ffi_dense_map_object* map) : map_(map) {}

  /* Slots and shift for `count` entries: at least two slots for each. */
  static void SizeFor(uint64_t count, uint64_t* slots, uint32_t* shift) {
    *slots = 1;
    *shift = 64;
    for (uint64_t n = count; n != 0; n >>= 1) {
      *slots = Doubled(*slots);
      *shift -= 1;
    }
    if (*slots < count * 2) {
      *slots = Doubled(*slots);
      *shift -= 1;
    }
  }

  static uint64_t Doubled(uint64_t slots) {
    if (slots > kMaxSlots / 2) ThrowNoMemory();
    return slots * 2;
  }

  /* Gives the object an empty table. `slots` is a power of two. */
  void Init(uint64_t slots, uint32_t fib_shift) {
    size_t bytes = static_cast<size_t>(NumBlocks(slots)) * sizeof(tvm_ffi_map_block);
    tvm_ffi_map_block* blocks = static_cast<tvm_ffi_map_block*>(std::malloc(bytes));
    if (blocks == nullptr) ThrowNoMemory();
    for (uint64_t i = 0; i < NumBlocks(slots); ++i) {
      std::memset(blocks[i].meta, TVM_FFI_MAP_META_EMPTY, sizeof(blocks[i].meta));
    }
    map_->map.data = blocks;
    map_->map.size = 0;
    map_->map.slots = slots;
    map_->map.data_deleter = &std::free;
    map_->fib_shift = fib_shift;
    map_->padding = 0;
    map_->head = map_->tail = TVM_FFI_MAP_END;
  }

  uint32_t FibShift() const { return map_->fib_shift; }
  uint64_t Head() const { return map_->head; }
  MapPair* PairAt(uint64_t slot) const { return reinterpret_cast<MapPair*>(&Item(slot)->pair); }
  uint64_t Next(uint64_t slot) const { return Item(slot)->next; }
  uint64_t Prev(uint64_t slot) const {
    return slot == TVM_FFI_MAP_END ? map_->tail : Item(slot)->prev;
  }

  /* The slot of `key`, or TVM_FFI_MAP_END. */
  uint64_t Find(const Any& key) const {
    if (map_->map.size == 0) return TVM_FFI_MAP_END;
    uint64_t slot = HomeOf(key);
    if (!IsHead(slot)) return TVM_FFI_MAP_END;
    for (;;) {
      if (KeysEqual(PairAt(slot)->first, key)) return slot;
      if (JumpOf(slot) == 0) return TVM_FFI_MAP_END;
      slot = After(slot);
    }
  }

  /* Stores an entry, taking key and value; a key that is there already moves to the end of the order.
     False, and nothing taken, when the table has to grow first. */
  bool Insert(Any& key, Any& value) {
    uint64_t home = HomeOf(key);
    if (Meta(home) == TVM_FFI_MAP_META_EMPTY) {
      Place(home, kHeadMeta, key, value);
      return true;
    }
    if (!IsHead(home)) {
      if (IsFull() || !MakeRoomAt(home)) return false;
      Place(home, kHeadMeta, key, value);
      return true;
    }
    uint64_t slot = home;
    for (;;) {
      if (KeysEqual(PairAt(slot)->first, key)) {
        Replace(slot, value);
        return true;
      }
      if (JumpOf(slot) == 0) break;
      slot = After(slot);
    }
    uint64_t free_slot = 0;
    uint8_t jump = 0;
    if (IsFull() || !FindFree(slot, &jump, &free_slot)) return false;
    Place(free_slot, kTailMeta, key, value);
    SetJump(slot, jump);
    return true;
  }

  void EraseAt(uint64_t slot) {
    uint64_t before = TVM_FFI_MAP_END;
    uint64_t last = slot;
    while (JumpOf(last) != 0) {
      before = last;
      last = After(last);
    }
    if (last == slot && !IsHead(slot)) before = Before(slot);
    // Dies last, when the table is whole again: its destructor may use the table.
    MapPair removed = std::move(*PairAt(slot));
    UnlinkOrder(slot);
    if (last != slot) {
      // The end of the chain takes the place of the erased element, in the table and in the order.
      *PairAt(slot) = std::move(*PairAt(last));
      TransferOrder(last, slot);
    }
    if (before != TVM_FFI_MAP_END) SetJump(before, 0);
    PairAt(last)->~MapPair();
    SetMeta(last, TVM_FFI_MAP_META_EMPTY);
    --map_->map.size;
  }

  /* Destroys all entries; the table is all empty slots afterwards. */
  void DestroyEntries() {
    for (uint64_t slot = 0; slot < map_->map.slots; ++slot) {
      uint8_t meta = Meta(slot);
      if (meta == TVM_FFI_MAP_META_EMPTY) continue;
      SetMeta(slot, TVM_FFI_MAP_META_EMPTY);
      if (meta != TVM_FFI_MAP_META_MOVING) PairAt(slot)->~MapPair();
    }
  }

  /* Copies the entries of `from` slot by slot into this empty table of the same size. */
  void CopyEntries(const DenseMap& from) {
    for (uint64_t slot = 0; slot < map_->map.slots; ++slot) {
      uint8_t meta = from.Meta(slot);
      if (meta == TVM_FFI_MAP_META_EMPTY || meta == TVM_FFI_MAP_META_MOVING) continue;
      ::new (static_cast<void*>(PairAt(slot))) MapPair(*from.PairAt(slot));
      Item(slot)->prev = from.Item(slot)->prev;
      Item(slot)->next = from.Item(slot)->next;
      SetMeta(slot, meta);
    }
    map_->map.size = from.map_->map.size;
    map_->head = from.map_->head;
    map_->tail = from.map_->tail;
  }

  /* Takes over the fields behind the common ones. */
  void CopyTail(const DenseMap& from) {
    map_->fib_shift = from.map_->fib_shift;
    map_->padding = 0;
    map_->head = from.map_->head;
    map_->tail = from.map_->tail;
  }

 private:
  static constexpr uint8_t kHeadMeta = 0x00;
  static constexpr uint8_t kTailMeta = 0x80;
  static constexpr uint8_t kTailBit = 0x80;
  static constexpr uint8_t kJumpMask = 0x7F;
  static constexpr double kMaxLoad = 0.99;
  static constexpr uint64_t kFibonacci = 11400714819323198485ull;
  static constexpr uint64_t kMaxSlots = static_cast<uint64_t>(1) << 40;

  static uint64_t NumBlocks(uint64_t slots) {
    return (slots + TVM_FFI_MAP_BLOCK_SLOTS - 1) / TVM_FFI_MAP_BLOCK_SLOTS;
  }

  tvm_ffi_map_block* Block(uint64_t slot) const {
    return static_cast<tvm_ffi_map_block*>(map_->map.data) + slot / TVM_FFI_MAP_BLOCK_SLOTS;
  }
  tvm_ffi_map_item* Item(uint64_t slot) const {
    return &Block(slot)->items[slot % TVM_FFI_MAP_BLOCK_SLOTS];
  }
  uint8_t Meta(uint64_t slot) const { return Block(slot)->meta[slot % TVM_FFI_MAP_BLOCK_SLOTS]; }
  void SetMeta(uint64_t slot, uint8_t meta) {
    Block(slot)->meta[slot % TVM_FFI_MAP_BLOCK_SLOTS] = meta;
  }
  bool IsHead(uint64_t slot) const { return (Meta(slot) & kTailBit) == 0; }
  uint8_t JumpOf(uint64_t slot) const { return Meta(slot) & kJumpMask; }
  void SetJump(uint64_t slot, uint8_t jump) {
    SetMeta(slot, static_cast<uint8_t>((Meta(slot) & kTailBit) | jump));
  }
  uint64_t Jumped(uint64_t slot, uint8_t jump) const {
    return (slot + MapJumps::kDistance[jump]) % map_->map.slots;
  }
  uint64_t After(uint64_t slot) const { return Jumped(slot, JumpOf(slot)); }

  /* The element before `slot` in its chain, or TVM_FFI_MAP_END when a failed rebuild cut it off. */
  uint64_t Before(uint64_t slot) const {
    uint64_t before = HomeOf(PairAt(slot)->first);
    while (After(before) != slot) {
      if (JumpOf(before) == 0 || Meta(before) >= TVM_FFI_MAP_META_MOVING) return TVM_FFI_MAP_END;
      before = After(before);
    }
    return before;
  }

  uint64_t HomeOf(const Any& key) const {
    return (kFibonacci * static_cast<uint64_t>(AnyHash()(key))) >> map_->fib_shift;
  }

  bool IsFull() const {
    return static_cast<double>(map_->map.size + 1) >
           static_cast<double>(map_->map.slots) * kMaxLoad;
  }

  /* The nearest empty slot that one jump from `slot` reaches. */
  bool FindFree(uint64_t slot, uint8_t* jump, uint64_t* free_slot) const {
    for (uint8_t i = 1; i < MapJumps::kCount; ++i) {
      uint64_t at = Jumped(slot, i);
      if (Meta(at) != TVM_FFI_MAP_META_EMPTY) continue;
      *jump = i;
      *free_slot = at;
      return true;
    }
    return false;
  }

  void Place(uint64_t slot, uint8_t meta, Any& key, Any& value) {
    ::new (static_cast<void*>(PairAt(slot))) MapPair{std::move(key), std::move(value)};
    SetMeta(slot, meta);
    ++map_->map.size;
    AppendOrder(slot);
  }

  void Replace(uint64_t slot, Any& value) {
    UnlinkOrder(slot);
    AppendOrder(slot);
    // The caller drops the old value, after the table is whole again: a destructor may use the table.
    PairAt(slot)->second.swap(value);
  }

  /* Empties `slot`, which holds an element of a foreign chain: that element and all after it move on,
     each to a free slot near its new predecessor. False when one finds none; the chain is cut then
     and the table has to be rebuilt from its order. */
  bool MakeRoomAt(uint64_t slot) {
    if (Meta(slot) == TVM_FFI_MAP_META_MOVING) return false;
    uint64_t last = Before(slot);
    if (last == TVM_FFI_MAP_END) return false;
    uint64_t from = slot;
    for (;;) {
      uint64_t to = 0;
      uint8_t jump = 0;
      if (!FindFree(last, &jump, &to)) return false;
      uint8_t meta = Meta(from);
      uint64_t next = After(from);
      ::new (static_cast<void*>(PairAt(to))) MapPair(std::move(*PairAt(from)));
      PairAt(from)->~MapPair();
      SetMeta(to, kTailMeta);
      TransferOrder(from, to);
      // The wanted slot stays taken until all are moved, or one of them could land in it.
      SetMeta(from, from == slot ? TVM_FFI_MAP_META_MOVING : TVM_FFI_MAP_META_EMPTY);
      SetJump(last, jump);
      last = to;
      if ((meta & kJumpMask) == 0) return true;
      from = next;
    }
  }

  void AppendOrder(uint64_t slot) {
    tvm_ffi_map_item* item = Item(slot);
    item->prev = map_->tail;
    item->next = TVM_FFI_MAP_END;
    if (map_->tail == TVM_FFI_MAP_END) {
      map_->head = slot;
    } else {
      Item(map_->tail)->next = slot;
    }
    map_->tail = slot;
  }

  void UnlinkOrder(uint64_t slot) {
    const tvm_ffi_map_item* item = Item(slot);
    PointNeighbours(item, item->next, item->prev);
  }

  /* Lets `to` take the place of `from` in the order. */
  void TransferOrder(uint64_t from, uint64_t to) {
    Item(to)->prev = Item(from)->prev;
    Item(to)->next = Item(from)->next;
    PointNeighbours(Item(to), to, to);
  }

  /* Makes the element before `item` point forward to `next` and the one after it back to `prev`. */
  void PointNeighbours(const tvm_ffi_map_item* item, uint64_t next, uint64_t prev) {
    (item->prev == TVM_FFI_MAP_END ? map_->head : Item(item->prev)->next) = next;
    (item->next == TVM_FFI_MAP_END ? map_->tail : Item(item->next)->prev) = prev;
  }

  tvm_ffi_dense_map_object* map_;
};

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_MAP_DENSE_H_
