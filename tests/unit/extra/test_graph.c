/* SPDX-License-Identifier: Apache-2.0 */
/* Object graphs: recorded texts, round trips, hostile input. */
#include "extra/graph.h"

#include "core/bigint.h"
#include "core/column.h"
#include "extra/base64.h"
#include "extra/recursive.h"
#include "records.h"
#include "values.h"

static tf_any text_of(const tf_any* value) {
  return MAKE("ffi.ToJSONGraphString", tf_any_copy_owned(value), tf_any_none());
}

/* Writes, compares with the recorded text, reads back, compares with the value. Consumes the value. */
static void assert_graph(tf_any value, const char* want) {
  tf_any text = text_of(&value);
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  bool equal = false;
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, want);
  tf_any back = MAKE("ffi.FromJSONGraphString", text);
  assert_ok(tf_recursive_equal(tf_view_of(&value), tf_view_of(&back), &equal));
  assert_true(equal);
  tf_any_drop(&back);
  tf_any_drop(&value);
}

static void graphs_are_the_recorded_ones(void** state) {
  (void)state;
  tf_any bytes = tf_any_none();
  const int64_t words[] = {0, 64};
  tf_any big = tf_any_none();
  assert_ok(tf_string_new_bytes(tf_str_c("xyz"), &bytes));
  assert_ok(tf_bigint_new(words, 2, &big));
  assert_graph(tf_any_none(), "{\"root_index\":0,\"nodes\":[{\"type\":\"None\"}]}");
  assert_graph(bytes, "{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Bytes\",\"data\":\"eHl6\"}]}");
  assert_graph(big,
               "{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.BigInt\",\"data\":"
               "\"1180591620717411303424\"}]}");
  assert_graph(tf_any_dtype((DLDataType){kDLInt, 8, 4}),
               "{\"root_index\":0,\"nodes\":[{\"type\":\"DataType\",\"data\":\"int8x4\"}]}");
  assert_graph(tf_any_device((DLDevice){kDLCUDA, 3}),
               "{\"root_index\":0,\"nodes\":[{\"type\":\"Device\",\"data\":[2,3]}]}");
  assert_graph(ARRAY(INT(1), INT(2), INT(1)),
               "{\"root_index\":2,\"nodes\":[{\"type\":\"int\",\"data\":1},{\"type\":\"int\","
               "\"data\":2},{\"type\":\"ffi.Array\",\"data\":[0,1,0]}]}");
  assert_graph(MAP(text_any("a"), INT(1), INT(2), ARRAY(INT(3))),
               "{\"root_index\":5,\"nodes\":[{\"type\":\"ffi.String\",\"data\":\"a\"},{\"type\":"
               "\"int\",\"data\":1},{\"type\":\"int\",\"data\":2},{\"type\":\"int\",\"data\":3},{"
               "\"type\":\"ffi.Array\",\"data\":[3]},{\"type\":\"ffi.Map\",\"data\":[0,1,2,4]}]}");
  assert_graph(MAKE("ffi.Shape", INT(1), INT(2)),
               "{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Shape\",\"data\":[1,2]}]}");
}

static void fields_lie_inline_or_refer(void** state) {
  (void)state;
  assert_graph(MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"), INT(3),
                    text_any("tags"), LIST(INT(1))),
               "{\"root_index\":2,\"nodes\":[{\"type\":\"int\",\"data\":1},{\"type\":\"ffi.List\","
               "\"data\":[0]},{\"type\":\"unit.Point\",\"data\":{\"x\":3,\"y\":5,\"tags\":1,"
               "\"mark\":9}}]}");
}

static void metadata_stand_at_the_end(void** state) {
  (void)state;
  tf_any text = MAKE("ffi.ToJSONGraphString", INT(1), MAP(text_any("v"), text_any("x")));
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content,
                "{\"root_index\":0,\"nodes\":[{\"type\":\"int\",\"data\":1}],\"metadata\":{\"v\":"
                "\"x\"}}");
  tf_any_drop(&text);
}

static int read_text(const char* text, tf_any* out) {
  tf_any args[] = {text_any(text)};
  return call_global("ffi.FromJSONGraphString", args, 1, out);
}

#define assert_refused(text, kind, part)                  \
  do {                                                    \
    tf_any refused = tf_any_none();                       \
    assert_raises(read_text(text, &refused), kind, part); \
  } while (0)

static void what_is_no_graph_is_refused(void** state) {
  (void)state;
  assert_refused("[]", "ValueError", "expected an object");
  assert_refused("{}", "ValueError", "expected `root_index` integer field");
  assert_refused("{\"root_index\":0}", "ValueError", "expected `nodes` array field");
  assert_refused("{\"root_index\":0,\"nodes\":[]}", "ValueError", "invalid node index 0");
  assert_refused("{\"root_index\":-1,\"nodes\":[{\"type\":\"None\"}]}", "ValueError",
                 "invalid node index -1");
  assert_refused("{\"root_index\":0,\"nodes\":[3]}", "ValueError", "has no `type`");
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"nope\",\"data\":1}]}", "InternalError",
                 "Cannot find type `nope`");
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"int\",\"data\":\"x\"}]}", "TypeError",
                 "Cannot convert from type `ffi.SmallStr` to `int`");
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"int\"}]}", "KeyError",
                 "key is not in Map");
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Map\",\"data\":[0]}]}", "ValueError",
                 "a key without value");
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Bytes\",\"data\":\"!!\"}]}",
                 "ValueError", "base64");
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Function\",\"data\":{}}]}",
                 "RuntimeError", "does not support reflection creation");
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"unit.Point\",\"data\":{}}]}",
                 "TypeError", "Required field `x` not set in type `unit.Point`");
}

static void nodes_that_contain_themselves_are_refused(void** state) {
  (void)state;
  assert_refused("{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Array\",\"data\":[0]}]}",
                 "ValueError", "contains itself");
  assert_refused(
      "{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.List\",\"data\":[1]},{\"type\":\"ffi.List\","
      "\"data\":[0]}]}",
      "ValueError", "contains itself");
}

static void cyclic_values_are_refused(void** state) {
  (void)state;
  tf_any list = cyclic_list();
  tf_any args[] = {tf_any_copy_owned(&list), tf_any_none()};
  tf_any text = tf_any_none();
  assert_raises(call_global("ffi.ToJSONGraphString", args, 2, &text), "ValueError",
                "Cycle detected during serialization: a List contains itself");
  list_break(&list);
}

/* A hook that empties what is being read. */
static tf_any emptied;

static int empty_and_answer(const tf_args* args, tf_any* result) {
  (void)args;
  tf_any list[] = {tf_any_copy_owned(&emptied)};
  tf_any none = tf_any_none();
  TF_TRY(call_global("ffi.ListClear", list, 1, &none));
  *result = tf_any_int(7);
  return 0;
}

static int register_emptying(void) {
  static const tf_reflect_type type = {
      .key = "unit.Emptying", .parent_key = "ffi.Object", .static_index = -1, .total_size = 24};
  static const tf_func_def def = {"", "Any(Any)", empty_and_answer, NULL};
  int32_t type_index = 0;
  TF_TRY(tf_reflect_register(&type, &type_index));
  return tf_reflect_set_attr(type_index, TF_COLUMN_DATA_FROM_JSON, &def);
}

static tf_any node_of(const char* type, tf_any data) {
  return MAKE("ffi.Dict", text_any("type"), text_any(type), text_any("data"), data);
}

/* Array node 0 refers to 1, the emptying one, and 2. */
static int read_emptied(bool all_nodes, tf_any* out) {
  tf_any refers = MAKE("ffi.List", tf_any_int(1), tf_any_int(2));
  tf_any data = tf_any_copy_owned(&refers);
  tf_any nodes = MAKE("ffi.List", node_of("ffi.Array", refers),
                      node_of("unit.Emptying", tf_any_int(0)), node_of("int", tf_any_int(3)));
  emptied = tf_any_copy_owned(all_nodes ? &nodes : &data);
  tf_any graph = MAKE("ffi.Dict", text_any("root_index"), tf_any_int(0), text_any("nodes"), nodes);
  tf_any args[] = {graph};
  int code = call_global("ffi.FromJSONGraph", args, 1, out);
  tf_any_drop(&data);
  tf_any_drop(&emptied);
  return code;
}

static void a_graph_that_a_hook_changes_is_no_danger(void** state) {
  (void)state;
  tf_any value = tf_any_none();
  assert_raises(read_emptied(true, &value), "ValueError", "invalid node index");
  assert_ok(read_emptied(false, &value));
  tf_any_drop(&value);
}

static void deep_and_shared_values_are_no_problem(void** state) {
  (void)state;
  tf_any deep = deep_list(50000);
  tf_any shared = shared_arrays(60);
  tf_any graph = MAKE("ffi.ToJSONGraph", tf_any_copy_owned(&deep), tf_any_none());
  tf_any back = MAKE("ffi.FromJSONGraph", graph);
  bool equal = false;
  assert_ok(tf_recursive_equal(tf_view_of(&deep), tf_view_of(&back), &equal));
  assert_true(equal);
  tf_any_drop(&back);
  graph = MAKE("ffi.ToJSONGraph", tf_any_copy_owned(&shared), tf_any_none());
  back = MAKE("ffi.FromJSONGraph", graph);
  assert_ok(tf_recursive_equal(tf_view_of(&shared), tf_view_of(&back), &equal));
  assert_true(equal);
  tf_any_drop(&back);
  tf_any_drop(&deep);
  tf_any_drop(&shared);
}

static void base64_comes_back(void** state) {
  (void)state;
  const char bytes[] = "\x00\xff\x10\x80 any bytes";
  for (size_t size = 0; size < sizeof(bytes); ++size) {
    tf_buf text = tf_buf_new(1000);
    tf_buf back = tf_buf_new(1000);
    tf_base64_put(tf_str_of(bytes, size), &text);
    assert_true(tf_base64_put_decoded(tf_buf_view(&text), &back));
    assert_true(tf_str_equal(tf_buf_view(&back), tf_str_of(bytes, size)));
    tf_buf_drop(&text);
    tf_buf_drop(&back);
  }
  tf_buf ignored = tf_buf_new(1000);
  assert_false(tf_base64_put_decoded(tf_str_c("abc"), &ignored));
  assert_false(tf_base64_put_decoded(tf_str_c("a=bc"), &ignored));
  assert_false(tf_base64_put_decoded(tf_str_c("===="), &ignored));
  assert_false(tf_base64_put_decoded(tf_str_c("ab==abcd"), &ignored));
  tf_buf_drop(&ignored);
}

static int write_and_read(void* context) {
  tf_any graph = tf_any_none();
  tf_any back = tf_any_none();
  int code = tf_graph_write(tf_view_of((const tf_any*)context), tf_view_none(), &graph);
  if (code == 0) code = tf_graph_read(tf_view_of(&graph), &back);
  tf_any_drop(&graph);
  tf_any_drop(&back);
  return code;
}

static void writing_and_reading_survive_allocation_failure(void** state) {
  (void)state;
  tf_any value =
      ARRAY(MAP(text_any("a longer text"), LIST(INT(2))), tf_any_float(1.5),
            MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"), INT(3)));
  tf_test_fail_walk(write_and_read, &value);
  tf_any_drop(&value);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(graphs_are_the_recorded_ones),
      tf_unit(fields_lie_inline_or_refer),
      tf_unit(metadata_stand_at_the_end),
      tf_unit(what_is_no_graph_is_refused),
      tf_unit(nodes_that_contain_themselves_are_refused),
      tf_unit(cyclic_values_are_refused),
      tf_unit(a_graph_that_a_hook_changes_is_no_danger),
      tf_unit(deep_and_shared_values_are_no_problem),
      tf_unit(base64_comes_back),
      tf_unit(writing_and_reading_survive_allocation_failure),
  };
  if (point_register() != 0 || register_emptying() != 0) return 1;
  return tf_test_run(tests);
}
