/* SPDX-License-Identifier: Apache-2.0 */
/* A program over registers that hold values: make, copy, move, drop, put together, convert, compare, hash, hand through a
   call.

   Properties after every step: the strong count of each object is the number of places that hold it; equal values hash
   alike and equality is symmetric; conversions follow the table of abi.md section 4; an rvalue is taken once; nothing is
   alive at the end. */
#include "common/values.h"

#include "core/func.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

enum { REGISTERS = 8, OBJECTS = 256 };

typedef struct {
  tf_any registers[REGISTERS];
  tf_function* echo;
  uint32_t echo_calls;
} machine;

/* ---- counting ---- */

typedef struct {
  const tf_object* objects[OBJECTS];
  uint32_t holders[OBJECTS];
  int count;
} census;

/* Counts one holder, and the first time what the object itself holds. */
static void count_holder(census* c, tf_view value) {
  if (!tf_view_is_object(value)) return;
  int at = 0;
  while (at < c->count && c->objects[at] != value.raw.v_obj) ++at;
  if (at == OBJECTS) return;
  c->holders[at] += 1;
  if (at < c->count) return;
  c->objects[c->count++] = value.raw.v_obj;
  const tf_seq* seq = tf_seq_of(value);
  for (int64_t i = 0; seq != NULL && i < seq->seq.size; ++i) count_holder(c, tf_seq_at(seq, i));
}

static void check_counts(const machine* m) {
  census c = {.count = 0};
  for (int i = 0; i < REGISTERS; ++i) count_holder(&c, tf_view_of(&m->registers[i]));
  if (c.count == OBJECTS) return; /* too many to be counted here */
  for (int i = 0; i < c.count; ++i) {
    uint32_t strong = (uint32_t)c.objects[i]->combined_ref_count;
    FUZZ_CHECK(strong == c.holders[i], "%u references, %u holders", strong, c.holders[i]);
    FUZZ_CHECK(c.objects[i]->combined_ref_count >> 32 == 1, "the weak count changed");
  }
}

/* ---- steps ---- */

static void set(machine* m, uint32_t at, tf_any value) { tf_any_set(&m->registers[at], value); }

static void make_pair(machine* m, uint32_t a, uint32_t b, uint32_t to) {
  tf_seq* pair = NULL;
  FUZZ_OK(tf_array_new(2, &pair));
  tf_array_fill(pair, tf_any_copy_owned(&m->registers[a]));
  tf_array_fill(pair, tf_any_copy_owned(&m->registers[b]));
  set(m, to, tf_any_own(pair));
}

static void compare(const machine* m, uint32_t a, uint32_t b) {
  tf_view x = tf_view_of(&m->registers[a]);
  tf_view y = tf_view_of(&m->registers[b]);
  bool equal = false;
  bool reverse = false;
  uint64_t left = 0;
  uint64_t right = 0;
  FUZZ_OK(tf_any_equal(x, y, &equal));
  FUZZ_OK(tf_any_equal(y, x, &reverse));
  FUZZ_OK(tf_any_hash(x, &left));
  FUZZ_OK(tf_any_hash(y, &right));
  FUZZ_CHECK(equal == reverse, "not symmetric");
  FUZZ_CHECK(!equal || left == right, "equal, and the hashes differ");
  FUZZ_CHECK(a != b || equal, "not equal to itself");
}

/* What the borrowed kinds become when they are kept. */
static void keep_borrowed(machine* m, fuzz_input* in, uint32_t to) {
  char text[16] = "";
  size_t size = fuzz_input_choice(in, 12);
  bool is_bytes = fuzz_input_choice(in, 2) != 0;
  tf_any kept = tf_any_none();
  tf_str content = {NULL, 0};
  for (size_t i = 0; i < size; ++i) text[i] = (char)(is_bytes ? fuzz_input_byte(in) : 'a');
  TVMFFIByteArray bytes = {text, size};
  tf_view view = is_bytes ? tf_view_byte_array(&bytes) : tf_view_c_str(text);
  FUZZ_OK(tf_any_copy(view, &kept));
  tf_view kept_view = tf_view_of(&kept);
  FUZZ_CHECK(
      is_bytes ? tf_view_get_bytes(&kept_view, &content) : tf_view_get_str(&kept_view, &content),
      "kind %d", kept.raw.type_index);
  FUZZ_CHECK(tf_str_equal(content, tf_str_of(text, size)), "another content");
  FUZZ_CHECK(tf_view_is_object(kept_view) == (size > TF_STRING_SMALL_MAX), "%zu bytes", size);
  set(m, to, kept);
}

/* Takes an object through a reference to its slot, twice. */
static void take_rvalue(machine* m, uint32_t from, uint32_t to) {
  tf_any taken = tf_any_none();
  if (!tf_view_is_object(tf_view_of(&m->registers[from]))) return;
  tf_any moved = tf_any_move(&m->registers[from]);
  tf_view rvalue = tf_view_ptr(&moved.raw.v_obj);
  rvalue.raw.type_index = kTVMFFIObjectRValueRef;
  FUZZ_OK(tf_any_copy(rvalue, &taken));
  FUZZ_CHECK(moved.raw.v_obj == NULL, "the slot still holds the object");
  set(m, to, taken);
  FUZZ_CHECK(tf_any_copy(rvalue, &taken) != 0, "taken twice");
  fuzz_check_raised("InternalError", "the second taking");
}

static void convert(const machine* m, uint32_t at) {
  tf_view value = tf_view_of(&m->registers[at]);
  int32_t kind = value.raw.type_index;
  int64_t integer = 0;
  double real = 0;
  bool truth = false;
  tf_str text = {NULL, 0};
  bool is_int = kind == kTVMFFIInt || kind == kTVMFFIBool;
  FUZZ_CHECK(tf_view_get_int(value, &integer) == is_int, "kind %d as int", kind);
  FUZZ_CHECK(tf_view_get_bool(value, &truth) == is_int, "kind %d as bool", kind);
  FUZZ_CHECK(tf_view_get_float(value, &real) == (is_int || kind == kTVMFFIFloat),
             "kind %d as float", kind);
  FUZZ_CHECK(!is_int || integer == value.raw.v_int64, "another number");
  FUZZ_CHECK(tf_view_get_str(&value, &text) == (kind == kTVMFFISmallStr || kind == kTVMFFIStr),
             "kind %d as str", kind);
  FUZZ_CHECK(
      tf_view_get_bytes(&value, &text) == (kind == kTVMFFISmallBytes || kind == kTVMFFIBytes),
      "kind %d as bytes", kind);
  FUZZ_CHECK(tf_view_type_key(value).size != 0, "kind %d has no name", kind);
}

static int echo(const tf_args* args, tf_any* result) {
  ++((machine*)args->context)->echo_calls;
  return tf_any_copy(tf_args_view(args, 0), result);
}

static const tf_func_def echo_def = {"", "(Any) -> Any", echo, NULL};

static void hand_through(machine* m, uint32_t from, uint32_t to) {
  tf_view args[] = {tf_view_of(&m->registers[from])};
  tf_any result = tf_any_none();
  uint32_t calls = m->echo_calls;
  FUZZ_OK(tf_func_call((tf_object*)m->echo, args, 1, &result));
  FUZZ_CHECK(m->echo_calls == calls + 1, "called %u times", m->echo_calls - calls);
  FUZZ_CHECK(tf_raw_same_bits(&result.raw, &m->registers[from].raw), "another value came back");
  set(m, to, result);
}

static void step(machine* m, fuzz_input* in) {
  uint32_t what = fuzz_input_choice(in, 10);
  uint32_t a = fuzz_input_choice(in, REGISTERS);
  uint32_t b = fuzz_input_choice(in, REGISTERS);
  uint32_t to = fuzz_input_choice(in, REGISTERS);
  fuzz_pool empty = {.count = 0};
  switch (what) {
    case 0:
    case 1:
      set(m, to, fuzz_make_value(&empty, in, fuzz_input_choice(in, 12)));
      break;
    case 2:
      set(m, to, tf_any_copy_owned(&m->registers[a]));
      break;
    case 3:
      if (a != to) set(m, to, tf_any_move(&m->registers[a]));
      break;
    case 4:
      tf_any_drop(&m->registers[a]);
      break;
    case 5:
      make_pair(m, a, b, to);
      break;
    case 6:
      keep_borrowed(m, in, to);
      break;
    case 7:
      take_rvalue(m, a, to);
      break;
    case 8:
      hand_through(m, a, to);
      break;
    default:
      compare(m, a, b);
      convert(m, a);
  }
  check_counts(m);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  machine m = {.echo_calls = 0};
  FUZZ_OK(tf_func_new_closure(&echo_def, &m, NULL, &m.echo));
  while (fuzz_input_left(&in) != 0) step(&m, &in);
  for (int i = 0; i < REGISTERS; ++i) tf_any_drop(&m.registers[i]);
  tf_object_drop(&m.echo);
  fuzz_end(live);
  return 0;
}
