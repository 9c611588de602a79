/* SPDX-License-Identifier: Apache-2.0 */
/* Object graphs as JSON text, written and read. The last byte chooses between values and a text.

   Properties: a value that is written is read as an equal one, whose text is the same (what was shared is shared); cycles
   are a ValueError; any text is either refused with an error of an expected kind or read as a value that can be written
   and read again; allocation failure is an error and leaves nothing behind. */
#include "common/values.h"

#include "extra/graph.h"
#include "extra/json_value.h"
#include "extra/recursive.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static int write_text(tf_view value, tf_any* out) {
  tf_any graph = tf_any_none();
  TF_TRY(tf_graph_write(value, tf_view_none(), &graph));
  int code = tf_json_value_write(tf_view_of(&graph), 0, out);
  tf_any_drop(&graph);
  return code;
}

static int read_text(tf_str text, tf_any* out) {
  tf_any graph = tf_any_none();
  TF_TRY(tf_json_value_parse(text, &graph));
  int code = tf_graph_read(tf_view_of(&graph), out);
  tf_any_drop(&graph);
  return code;
}

/* Reads what was written of `value`, and writes it again. */
static void check_round_trip(tf_view value, const tf_any* text, bool has_odd_keys) {
  tf_view slot;
  tf_view again_slot;
  tf_any back = tf_any_none();
  tf_any again = tf_any_none();
  bool equal = false;
  tf_str written = fuzz_text_of(text, &slot);
  FUZZ_CHECK(read_text(written, &back) == 0, "%.*s", (int)written.size, written.data);
  FUZZ_OK(tf_recursive_equal(value, tf_view_of(&back), &equal));
  FUZZ_CHECK(equal || has_odd_keys, "%.*s", (int)written.size, written.data);
  FUZZ_OK(write_text(tf_view_of(&back), &again));
  FUZZ_CHECK(tf_str_equal(written, fuzz_text_of(&again, &again_slot)), "%.*s", (int)written.size,
             written.data);
  tf_any_drop(&again);
  tf_any_drop(&back);
}

static void run_values(fuzz_input* in) {
  fuzz_pool pool;
  tf_any text = tf_any_none();
  long fail_at = fuzz_input_choice(in, 64);
  fuzz_pool_fill(&pool, in);
  tf_view value = fuzz_pool_last(&pool);
  if (write_text(value, &text) == 0) {
    check_round_trip(value, &text, pool.has_odd_keys);
    tf_any_drop(&text);
  } else {
    fuzz_check_raised(pool.may_cycle ? "ValueError" : "", "writing");
  }
  tf_mem_fail_at(fail_at);
  if (write_text(value, &text) != 0) tf_error_clear();
  tf_any_drop(&text);
  tf_mem_fail_at(0);
  fuzz_pool_drop(&pool);
}

static void run_text(fuzz_input* in) {
  long fail_at = fuzz_input_choice(in, 64);
  size_t size;
  tf_any value = tf_any_none();
  tf_any text = tf_any_none();
  uint8_t* block = fuzz_input_rest(in, &size);
  if (read_text(tf_str_of(block, size), &value) == 0) {
    if (write_text(tf_view_of(&value), &text) == 0) {
      check_round_trip(tf_view_of(&value), &text, true);
      tf_any_drop(&text);
    } else {
      /* Types that can be read and not written do not exist; objects whose fields cannot be, do. */
      fuzz_check_raised("TypeError ValueError RuntimeError", "writing");
    }
    tf_any_drop(&value);
  } else {
    fuzz_check_raised(
        "ValueError TypeError KeyError RecursionError RuntimeError InternalError OverflowError",
        "reading");
  }
  tf_mem_fail_at(fail_at);
  if (read_text(tf_str_of(block, size), &value) != 0) tf_error_clear();
  tf_mem_fail_at(0);
  tf_any_drop(&value);
  free(block);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  if ((fuzz_input_byte(&in) & 1) != 0) {
    run_values(&in);
  } else {
    run_text(&in);
  }
  fuzz_end(live);
  return 0;
}
