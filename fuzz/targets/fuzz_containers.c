/* SPDX-License-Identifier: Apache-2.0 */
/* A program of changes to a List, a Dict and a Map, beside plain rows of numbers that are changed alike.

   Properties after every step: the same size, content, order and look-ups; the invariants of the layout; an index out of
   range is an IndexError exactly where the row says so; a failed allocation changes nothing and the step succeeds when it
   is tried again; copies that were made before keep what they had. */
#include "common/check.h"
#include "common/input.h"

#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/error.h"
#include "core/string.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

enum { ROOM = 96, KEYS = 24 };

#define OK(call) FUZZ_CHECK((call) == 0, "failed")

/* ---- values: a number, or a text of that number ---- */

static tf_any value_of(int64_t number) {
  tf_any text = tf_any_none();
  if (number % 3 != 0) return tf_any_int(number);
  OK(tf_string_format(&text, number % 2 == 0 ? "%d" : "text number %d", (int)number));
  return text;
}

static void check_value(const tf_any* have, int64_t number) {
  tf_any want = value_of(number);
  bool equal = false;
  OK(tf_any_equal(tf_view_of(have), tf_view_of(&want), &equal));
  FUZZ_CHECK(equal, "the value is not %d", (int)number);
  tf_any_drop(&want);
}

/* Did a step fail as it had to? Then nothing may have changed; the error is dropped. */
static bool failed(int code, const char* kind) {
  if (code == 0) return false;
  tf_error* error = tf_error_take_raised();
  FUZZ_CHECK(error != NULL && strcmp(error->cell.kind.data, kind) == 0, "not a %s", kind);
  tf_object_drop(&error);
  return true;
}

/* ---- List ---- */

typedef struct {
  tf_seq* list;
  tf_seq* frozen; /* an Array of what the List was once */
  int64_t row[ROOM], frozen_row[ROOM];
  int64_t size, frozen_size;
} list_case;

static void check_row(const tf_seq* seq, const int64_t* row, int64_t size) {
  FUZZ_CHECK(tf_seq_is_valid(seq), "the layout is broken");
  FUZZ_CHECK(seq->seq.size == size, "%d elements, not %d", (int)seq->seq.size, (int)size);
  for (int64_t i = 0; i < size; ++i) check_value(&tf_seq_items(seq)[i], row[i]);
}

static void row_insert(list_case* c, int64_t at, int64_t number) {
  memmove(&c->row[at + 1], &c->row[at], (size_t)(c->size - at) * sizeof(c->row[0]));
  c->row[at] = number;
  c->size += 1;
}

static void row_erase(list_case* c, int64_t start, int64_t stop) {
  memmove(&c->row[start], &c->row[stop], (size_t)(c->size - stop) * sizeof(c->row[0]));
  c->size -= stop - start;
}

static void row_reverse(list_case* c) {
  for (int64_t i = 0; i < c->size / 2; ++i) {
    int64_t number = c->row[i];
    c->row[i] = c->row[c->size - 1 - i];
    c->row[c->size - 1 - i] = number;
  }
}

/* One change that may run out of memory: 0, or -1 with the error raised. */
static int change_list(list_case* c, uint32_t what, int64_t at, int64_t number) {
  tf_any taken = tf_any_none();
  switch (what) {
    case 0:
      return tf_list_push(c->list, value_of(number));
    case 1:
      return tf_list_insert(c->list, at, value_of(number));
    case 2:
      return tf_list_set(c->list, at, value_of(number));
    case 3:
      TF_TRY(tf_list_take(c->list, at, &taken));
      check_value(&taken, c->row[at]);
      tf_any_drop(&taken);
      return 0;
    case 4:
      return tf_list_reserve(c->list, at);
    default:
      return tf_list_replace(c->list, at, at, c->list);
  }
}

static bool index_is_fine(const list_case* c, uint32_t what, int64_t at) {
  if (what >= 5 && c->size == 0) return true; /* nothing in place of nothing: wherever it is */
  if (what == 1 || what >= 5) return at >= 0 && at <= c->size;
  return what == 0 || what == 4 || (at >= 0 && at < c->size);
}

static void mirror_list(list_case* c, uint32_t what, int64_t at, int64_t number) {
  switch (what) {
    case 0:
      row_insert(c, c->size, number);
      return;
    case 1:
      row_insert(c, at, number);
      return;
    case 2:
      c->row[at] = number;
      return;
    case 3:
      row_erase(c, at, at + 1);
      return;
    case 4:
      return;
    default: {
      int64_t copy[ROOM];
      int64_t size = c->size;
      memcpy(copy, c->row, sizeof(copy));
      for (int64_t i = size - 1; i >= 0; --i) row_insert(c, at, copy[i]);
    }
  }
}

static void freeze(list_case* c) {
  tf_object_drop(&c->frozen);
  OK(tf_array_from_seq(c->list, &c->frozen));
  memcpy(c->frozen_row, c->row, sizeof(c->row));
  c->frozen_size = c->size;
}

static void find_in_list(const list_case* c, int64_t number) {
  tf_any value = value_of(number);
  int64_t found = 0;
  int64_t want = -1;
  OK(tf_seq_find(c->list, tf_view_of(&value), &found));
  for (int64_t i = c->size - 1; i >= 0; --i) want = c->row[i] == number ? i : want;
  FUZZ_CHECK(found == want, "found at %d, not %d", (int)found, (int)want);
  tf_any_drop(&value);
}

static void step_list(list_case* c, fuzz_input* in) {
  uint32_t what = fuzz_input_choice(in, 12);
  int64_t number = fuzz_input_choice(in, 40);
  int64_t at = (int64_t)fuzz_input_choice(in, ROOM) - 4;
  long fail_at = fuzz_input_choice(in, 4);
  bool has_room = c->size * 2 + 1 < ROOM;
  if (what == 6) {
    int64_t stop = at + (int64_t)number % 8;
    bool is_fine = at == stop || (at >= 0 && stop <= c->size);
    FUZZ_CHECK(failed(tf_list_erase(c->list, at, stop), "IndexError") == !is_fine, "%d", (int)at);
    if (is_fine && at != stop) row_erase(c, at, stop);
  } else if (what == 7) {
    tf_list_reverse(c->list);
    row_reverse(c);
  } else if (what == 8 && number == 0) {
    tf_list_clear(c->list);
    c->size = 0;
  } else if (what == 9) {
    freeze(c);
  } else if (what == 10) {
    find_in_list(c, number);
  } else if (what <= 5 && has_room && !(what == 4 && at < 0)) {
    bool is_fine = index_is_fine(c, what, at);
    if (is_fine) {
      /* Steps that make a text of their own do not take part: that would fail, and not the List. */
      tf_mem_fail_at(what >= 4 || (what <= 2 && number % 3 != 0) ? fail_at : 0);
      int code = change_list(c, what, at, number);
      tf_mem_fail_at(0);
      if (failed(code, "MemoryError")) {
        check_row(c->list, c->row, c->size);
        OK(change_list(c, what, at, number));
      }
      mirror_list(c, what, at, number);
    } else {
      FUZZ_CHECK(failed(change_list(c, what, at, number), "IndexError"), "step %u, index %d of %d",
                 what, (int)at, (int)c->size);
    }
  }
  check_row(c->list, c->row, c->size);
  if (c->frozen != NULL) check_row(c->frozen, c->frozen_row, c->frozen_size);
}

/* ---- Map and Dict ---- */

typedef struct {
  tf_map* map;
  int64_t value_at[KEYS]; /* -1: absent */
  int64_t order[KEYS];    /* when the key came in */
  int64_t clock;
  bool has_moved; /* overwriting moves entries in one layout and not in the other */
} map_case;

static int64_t count_of(const map_case* c) {
  int64_t count = 0;
  for (int i = 0; i < KEYS; ++i) count += c->value_at[i] >= 0;
  return count;
}

static int64_t key_number(tf_view key) {
  for (int64_t number = 0; number < KEYS; ++number) {
    tf_any want = value_of(number);
    bool equal = false;
    OK(tf_any_equal(key, tf_view_of(&want), &equal));
    tf_any_drop(&want);
    if (equal) return number;
  }
  return -1;
}

static void check_map(const map_case* c) {
  int64_t seen = 0;
  int64_t before = -1;
  FUZZ_CHECK(tf_map_is_valid(c->map), "the layout is broken");
  for (uint64_t at = tvm_ffi_map_first(c->map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(c->map, at)) {
    int64_t number = key_number(tf_view_of(tf_map_key_at(c->map, at)));
    FUZZ_CHECK(number >= 0 && c->value_at[number] >= 0, "key %d", (int)number);
    check_value(tf_map_value_at(c->map, at), c->value_at[number]);
    FUZZ_CHECK(c->has_moved || c->order[number] > before, "key %d is out of order", (int)number);
    before = c->order[number];
    ++seen;
  }
  FUZZ_CHECK(seen == count_of(c), "%d entries, not %d", (int)seen, (int)count_of(c));
}

static void check_lookup(const map_case* c, int64_t number) {
  tf_any key = value_of(number);
  const tf_any* found = NULL;
  OK(tf_map_find(c->map, tf_view_of(&key), &found));
  FUZZ_CHECK((found != NULL) == (c->value_at[number] >= 0), "key %d", (int)number);
  if (found != NULL) check_value(found, c->value_at[number]);
  tf_any_drop(&key);
}

static void set_entry(map_case* c, int64_t number, int64_t value, long fail_at) {
  tf_any key = value_of(number);
  tf_any cell = value_of(value);
  tf_mem_fail_at(fail_at);
  int code = tf_map_set(c->map, tf_any_copy_owned(&key), tf_any_copy_owned(&cell));
  tf_mem_fail_at(0);
  if (failed(code, "MemoryError")) {
    check_map(c);
    OK(tf_map_set(c->map, tf_any_copy_owned(&key), tf_any_copy_owned(&cell)));
  }
  c->has_moved = c->has_moved || c->value_at[number] >= 0;
  if (c->value_at[number] < 0) c->order[number] = c->clock++;
  c->value_at[number] = value;
  tf_any_drop(&key);
  tf_any_drop(&cell);
}

static void erase_entry(map_case* c, int64_t number) {
  tf_any key = value_of(number);
  bool found = false;
  OK(tf_map_erase(c->map, tf_view_of(&key), &found));
  FUZZ_CHECK(found == (c->value_at[number] >= 0), "key %d", (int)number);
  c->value_at[number] = -1;
  tf_any_drop(&key);
}

/* Erases entries while walking over them; a position that is gone ends the walk. */
static void erase_on_the_way(map_case* c, int64_t every) {
  uint64_t at = tvm_ffi_map_first(c->map);
  for (int64_t i = 0; at != TVM_FFI_MAP_END && tf_map_has_position(c->map, at); ++i) {
    int64_t number = key_number(tf_view_of(tf_map_key_at(c->map, at)));
    at = tvm_ffi_map_next(c->map, at);
    if (i % every == 0) erase_entry(c, number);
  }
}

static void copy_map(map_case* c) {
  tf_map* copy = NULL;
  map_case other = *c;
  OK(tf_map_copy(c->map->header.type_index, c->map, &copy));
  other.map = copy;
  check_map(&other);
  tf_object_drop(&c->map);
  c->map = copy;
}

static void step_map(map_case* c, fuzz_input* in) {
  uint32_t what = fuzz_input_choice(in, 10);
  int64_t number = fuzz_input_choice(in, KEYS);
  int64_t value = fuzz_input_choice(in, 40);
  long fail_at = fuzz_input_choice(in, 3);
  if (what < 5) {
    set_entry(c, number, value, fail_at);
  } else if (what < 7) {
    erase_entry(c, number);
  } else if (what == 7) {
    copy_map(c);
  } else if (what == 8) {
    erase_on_the_way(c, 1 + value % 4);
  } else if (number == 0) {
    tf_map_clear(c->map);
    for (int i = 0; i < KEYS; ++i) c->value_at[i] = -1;
    c->has_moved = false;
  }
  check_lookup(c, number);
  check_map(c);
}

static map_case new_map(int32_t type_index, size_t room) {
  map_case c = {.map = NULL};
  for (int i = 0; i < KEYS; ++i) c.value_at[i] = -1;
  OK(tf_map_new(type_index, room, &c.map));
  return c;
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  list_case list = {.list = NULL};
  map_case map = new_map(kTVMFFIMap, fuzz_input_choice(&in, 12));
  map_case dict = new_map(kTVMFFIDict, 0);
  OK(tf_list_new(fuzz_input_choice(&in, 4), &list.list));
  while (fuzz_input_left(&in) != 0) {
    uint32_t which = fuzz_input_choice(&in, 3);
    if (which == 0) {
      step_list(&list, &in);
    } else {
      step_map(which == 1 ? &map : &dict, &in);
    }
  }
  tf_object_drop(&list.list);
  tf_object_drop(&list.frozen);
  tf_object_drop(&map.map);
  tf_object_drop(&dict.map);
  fuzz_end(live);
  return 0;
}
