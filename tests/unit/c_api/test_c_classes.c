/* SPDX-License-Identifier: Apache-2.0 */
/* Classes declared with the C API: the same in the type table as those of C++, and what objects do with what they
   hold. */
#include <tvm/ffi/c/ffi.h>

#include "tf_test_core.h"
#include "twin.h"

/* ---- The C half of the class that is written twice ---- */

typedef struct twin {
  TVMFFIObject header;
  int64_t number;
  int8_t small;
  double real;
  bool flag;
  tvm_ffi_string text;
  tvm_ffi_any anything;
  tvm_ffi_array items;
  tvm_ffi_list list;
  tvm_ffi_map map;
  tvm_ffi_function function;
  DLDataType dtype;
} twin;

static double twin_scaled(twin* self, double by) { return (double)self->number * by; }
static int64_t twin_answer(void) { return 42; }

TVM_FFI_CLASS(twin, TWIN_C_KEY, "A class.", final, structural(TreeNode),
              field(int64, number, "a number", rw), field(int8, small, "", rw, value(3)),
              field(float64, real, "", ro, value(1.5), kw_only),
              field(bool, flag, "", rw, value(true), no_repr),
              field(str, text, "", rw, value("text"), no_compare),
              field(any, anything, "", rw, value(none), no_hash),
              field(array(int64), items, "", rw, no_init, no_structural),
              field(list(any), list, "", rw, factory(tvm_ffi_list_new)),
              field(map(str, any), map, "", rw, no_init, def_pattern),
              field(function, function, "", rw, no_init), field(dtype, dtype, "", ro, no_init),
              method(scaled, twin_scaled, "number * by", float64, (float64, by)),
              static_method(answer, twin_answer, "", int64));

/* ---- A class that holds things, with a constructor, a destructor and a subclass ---- */

typedef struct node {
  TVMFFIObject header;
  tvm_ffi_string name;
  struct node* next;
  tvm_ffi_any value;
} node;

static int destroyed;

static int node_init(node* self, tvm_ffi_string_view name, node* next, tvm_ffi_view value) {
  TVM_FFI_CHECK(name.size > 0, "ValueError", "a node needs a name");
  self->next = (node*)tvm_ffi_copy_object(next);
  TVM_FFI_TRY(tvm_ffi_string_new(name, &self->name));
  return tvm_ffi_any_copy(value, &self->value);
}
static void node_destroy(node* self) {
  (void)self;
  ++destroyed;
}
static int node_length(node* self, int64_t* out) {
  for (*out = 0; self != NULL; self = self->next) ++*out;
  return 0;
}
static int node_repr(node* self, tvm_ffi_function_view repr, tvm_ffi_string* out) {
  (void)repr;
  return tvm_ffi_string_print(out, "<%s>", tvm_ffi_string_peek(&self->name).data);
}

TVM_FFI_CLASS(node, "t.Node", "A node of a list.",
              init(node_init, "Makes a node.", (str, name), (object(node, "t.Node"), next),
                   (any, value, none)),
              field(str, name, "", ro), field(object(node, "t.Node"), next, "what follows", rw),
              field(any, value, "", rw), method(length, node_length, "", or_error(int64)),
              destroy(node_destroy), repr(node_repr), child_slots(2));

typedef struct tagged_node {
  node base;
  int32_t tag;
} tagged_node;

TVM_FFI_SUBCLASS(tagged_node, node, "t.TaggedNode", "", field(int32, tag, "", rw, value(7)),
                 no_init);

/* ---- Comparing two types ---- */

static const TVMFFITypeInfo* info_of(const char* key) {
  const TVMFFIByteArray bytes = tvm_ffi_raw_text(key);
  int32_t index = 0;
  assert_ok(TVMFFITypeKeyToIndex(&bytes, &index));
  return TVMFFIGetTypeInfo(index);
}

static TVMFFIAny attribute(const TVMFFITypeInfo* info, const char* name) {
  const TVMFFIByteArray bytes = tvm_ffi_raw_text(name);
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&bytes);
  if (column == NULL || info->type_index >= column->size) return tvm_ffi_raw_none();
  return column->data[info->type_index];
}

/* Equal texts, where one key stands for the other; `c` may go on with keys of its own behind the schema. */
static void expect_same_metadata(TVMFFIByteArray c, TVMFFIByteArray x) {
  char* text = (char*)malloc(x.size + 1);
  assert_non_null(text);
  memcpy(text, x.data, x.size + 1);
  for (char* at = text; (at = strstr(at, TWIN_X_KEY)) != NULL;)
    memcpy(at, TWIN_C_KEY, strlen(TWIN_C_KEY));
  assert_true(c.size >= x.size);
  text[x.size - 1] = c.data[x.size - 1]; /* `}` or `,` */
  assert_memory_equal(c.data, text, x.size);
  free(text);
}

static void a_class_is_known_as_one_of_cpp(void** state) {
  (void)state;
  static const char* const kAttributes[] = {
      "__ffi_new__",     "__ffi_init__", "__ffi_shallow_copy__", "__ffi_type_final__",
      "__ffi_repr__",    "__ffi_hash__", "__ffi_eq__",           "__ffi_convert__",
      "__ffi_compare__", "__any_hash__", "__s_equal__"};
  const TVMFFITypeInfo* c = info_of(TWIN_C_KEY);
  const TVMFFITypeInfo* x = info_of(TWIN_X_KEY);
  assert_int_equal(c->type_depth, x->type_depth);
  assert_int_equal(c->metadata->total_size, x->metadata->total_size);
  assert_int_equal(c->metadata->structural_eq_hash_kind, x->metadata->structural_eq_hash_kind);
  assert_string_equal(c->metadata->doc.data, x->metadata->doc.data);
  assert_true(c->metadata->creator != NULL && x->metadata->creator != NULL);
  assert_int_equal(c->num_fields, 11);
  assert_int_equal(c->num_fields, x->num_fields);
  for (int32_t i = 0; i < c->num_fields; ++i) {
    const TVMFFIFieldInfo* f = &c->fields[i];
    const TVMFFIFieldInfo* g = &x->fields[i];
    assert_string_equal(f->name.data, g->name.data);
    assert_int_equal(f->doc.size, g->doc.size);
    expect_same_metadata(f->metadata, g->metadata);
    assert_int_equal(f->metadata.size, g->metadata.size);
    assert_int_equal(f->flags, g->flags);
    assert_int_equal(f->size, g->size);
    assert_int_equal(f->alignment, g->alignment);
    assert_int_equal(f->offset, g->offset);
    assert_int_equal(f->field_static_type_index, g->field_static_type_index);
    assert_int_equal(f->default_value_or_factory.type_index,
                     g->default_value_or_factory.type_index);
    if (f->default_value_or_factory.type_index < kTVMFFIStaticObjectBegin)
      assert_int_equal(f->default_value_or_factory.v_uint64, g->default_value_or_factory.v_uint64);
  }
  assert_int_equal(c->num_methods, x->num_methods);
  for (int32_t i = 0; i < c->num_methods; ++i) {
    assert_string_equal(c->methods[i].name.data, x->methods[i].name.data);
    assert_int_equal(c->methods[i].doc.size, x->methods[i].doc.size);
    assert_int_equal(c->methods[i].flags, x->methods[i].flags);
    expect_same_metadata(c->methods[i].metadata, x->methods[i].metadata);
  }
  for (size_t i = 0; i < sizeof(kAttributes) / sizeof(kAttributes[0]); ++i) {
    const TVMFFIAny mine = attribute(c, kAttributes[i]);
    const TVMFFIAny theirs = attribute(x, kAttributes[i]);
    if (mine.type_index != theirs.type_index) fail_msg("attribute %s differs", kAttributes[i]);
    if (mine.type_index == kTVMFFIBool) assert_int_equal(mine.v_int64, theirs.v_int64);
  }
}

/* ---- Using objects ---- */

static int construct(const char* key, const tvm_ffi_view* args, int32_t num_args,
                     tvm_ffi_any* out) {
  const TVMFFIAny init = attribute(info_of(key), "__ffi_init__");
  tvm_ffi_function_view function = {NULL};
  TVM_FFI_TRY(tvm_ffi_view_get_function(tvm_ffi_view_of_raw(init), &function));
  return tvm_ffi_call(function, args, num_args, out);
}

static const TVMFFIFieldInfo* field_of(const tvm_ffi_any* object, const char* name) {
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(object->raw.type_index);
  for (int32_t i = 0; i < info->num_fields; ++i) {
    if (strcmp(info->fields[i].name.data, name) == 0) return &info->fields[i];
  }
  fail_msg("no field %s", name);
  return NULL;
}

static int set_field(tvm_ffi_any* object, const char* name, tvm_ffi_view value) {
  const TVMFFIFieldInfo* field = field_of(object, name);
  return ((TVMFFIFieldSetter)(uintptr_t)field->setter)((char*)object->raw.v_obj + field->offset,
                                                       &value.raw);
}

static int get_field(const tvm_ffi_any* object, const char* name, tvm_ffi_any* out) {
  const TVMFFIFieldInfo* field = field_of(object, name);
  return field->getter((char*)object->raw.v_obj + field->offset, &out->raw);
}

static void fields_convert_and_refuse(void** state) {
  (void)state;
  const tvm_ffi_view number = tvm_ffi_view_from_int(5);
  tvm_ffi_any object = TVM_FFI_ZERO;
  tvm_ffi_any value = TVM_FFI_ZERO;
  tvm_ffi_list list = TVM_FFI_ZERO;
  assert_ok(construct(TWIN_C_KEY, &number, 1, &object));
  const twin* self = (const twin*)object.raw.v_obj;
  assert_true(self->number == 5 && self->small == 3 && self->real == 1.5 && self->flag);
  assert_string_equal(tvm_ffi_string_peek(&self->text).data, "text");
  assert_non_null(self->list.object);
  assert_ok(set_field(&object, "small", tvm_ffi_view_from_int(-128)));
  assert_raises(set_field(&object, "small", tvm_ffi_view_from_int(-129)), "OverflowError",
                "integer -129 does not fit into a signed 8-bit integer");
  assert_raises(set_field(&object, "small", tvm_ffi_view_from_c_str("x")), "TypeError", "to `int`");
  assert_int_equal(self->small, -128);
  assert_ok(set_field(&object, "text", tvm_ffi_view_from_c_str("another text, longer")));
  assert_ok(set_field(&object, "text", tvm_ffi_view_from_c_str("short")));
  assert_raises(set_field(&object, "text", number), "TypeError",
                "Cannot convert from type `int` to `str`");
  assert_ok(tvm_ffi_list_new(&list));
  assert_ok(tvm_ffi_list_push(tvm_ffi_list_peek(&list), tvm_ffi_any_from_bool(true)));
  assert_ok(set_field(&object, "items", tvm_ffi_view_from_list(tvm_ffi_list_peek(&list))));
  assert_int_equal(tvm_ffi_array_item(tvm_ffi_array_peek(&self->items), 0).raw.type_index,
                   kTVMFFIInt);
  assert_ok(tvm_ffi_list_push(tvm_ffi_list_peek(&list), tvm_ffi_any_none()));
  assert_raises(set_field(&object, "items", tvm_ffi_view_from_list(tvm_ffi_list_peek(&list))),
                "TypeError", "Cannot convert from type `List[index 1: None]` to `Array<int>`");
  assert_int_equal(tvm_ffi_array_size(tvm_ffi_array_peek(&self->items)), 1);
  assert_ok(get_field(&object, "items", &value));
  assert_int_equal(value.raw.type_index, kTVMFFIArray);
  assert_ok(get_field(&object, "map", &object)); /* a reference that was never set reads as None */
  tvm_ffi_list_drop(&list);
  tvm_ffi_any_drop(&value);
  tvm_ffi_raw_drop(&object.raw);
  TVMFFIObjectDecRef((void*)(uintptr_t)self);
}

static tvm_ffi_any new_node(const char* name, tvm_ffi_any* next) {
  tvm_ffi_view args[3];
  tvm_ffi_any out = TVM_FFI_ZERO;
  args[0] = tvm_ffi_view_from_c_str(name);
  args[1] = tvm_ffi_any_peek(next);
  args[2] = tvm_ffi_view_from_c_str("a value of some length");
  assert_ok(construct("t.Node", args, 3, &out));
  return out;
}

/* A first node, made in C: the constructor wants one to follow. */
static tvm_ffi_any last_node(void) {
  tvm_ffi_any out = TVM_FFI_ZERO;
  node* made = TVM_FFI_NEW(node);
  assert_non_null(made);
  assert_int_equal(tvm_ffi_string_peek(&made->name).size, 0);
  out.raw = tvm_ffi_raw_object(&made->header);
  return out;
}

static void objects_release_what_they_hold_once(void** state) {
  (void)state;
  destroyed = 0;
  tvm_ffi_any last = last_node();
  tvm_ffi_any first = new_node("first", &last);
  tvm_ffi_any_drop(&last);
  assert_int_equal(destroyed, 0);
  assert_int_equal(((node*)first.raw.v_obj)->next->header.combined_ref_count,
                   ((uint64_t)1 << 32) | 1);
  tvm_ffi_any_drop(&first);
  assert_int_equal(destroyed, 2);
}

static void a_failed_constructor_leaves_nothing(void** state) {
  (void)state;
  tvm_ffi_any last = last_node();
  tvm_ffi_any out = TVM_FFI_ZERO;
  const tvm_ffi_view args[] = {tvm_ffi_view_from_c_str(""), tvm_ffi_any_peek(&last)};
  const tvm_ffi_view wrong[] = {tvm_ffi_view_from_c_str("x"), tvm_ffi_view_from_int(1)};
  destroyed = 0;
  assert_raises(construct("t.Node", args, 2, &out), "ValueError", "a node needs a name");
  assert_int_equal(destroyed, 1);
  assert_raises(construct("t.Node", wrong, 2, &out), "TypeError",
                "Mismatched type on argument #1 when calling: `t.Node.__ffi_init__(0: str, 1: "
                "t.Node, 2: Any) -> "
                "ffi.Object`. Expected `t.Node` but got `int`");
  assert_int_equal(destroyed, 1);
  tvm_ffi_any_drop(&last);
}

static void copies_hold_on_their_own(void** state) {
  (void)state;
  const tvm_ffi_view number = tvm_ffi_view_from_int(5);
  tvm_ffi_any object = TVM_FFI_ZERO;
  tvm_ffi_any copy = TVM_FFI_ZERO;
  tvm_ffi_function_view copy_it = {NULL};
  assert_ok(construct(TWIN_C_KEY, &number, 1, &object));
  assert_ok(set_field(&object, "text", tvm_ffi_view_from_c_str("a text of more than seven bytes")));
  assert_ok(tvm_ffi_view_get_function(
      tvm_ffi_view_of_raw(attribute(info_of(TWIN_C_KEY), "__ffi_shallow_copy__")), &copy_it));
  assert_ok(TVM_FFI_CALL(copy_it, &copy, tvm_ffi_any_peek(&object)));
  assert_ptr_equal(((twin*)copy.raw.v_obj)->list.object, ((twin*)object.raw.v_obj)->list.object);
  tvm_ffi_any_drop(&object);
  assert_string_equal(tvm_ffi_string_peek(&((twin*)copy.raw.v_obj)->text).data,
                      "a text of more than seven bytes");
  assert_raises(TVM_FFI_CALL(copy_it, &object, tvm_ffi_view_none()), "TypeError",
                "Expected `t.TwinC` but got `None`");
  tvm_ffi_any_drop(&copy);
  assert_int_equal(attribute(info_of("t.Node"), "__ffi_shallow_copy__").type_index, kTVMFFINone);
}

static void subclasses_are_what_their_parent_is(void** state) {
  (void)state;
  tvm_ffi_any last = TVM_FFI_ZERO;
  tagged_node* made = TVM_FFI_NEW(tagged_node);
  assert_non_null(made);
  last.raw = tvm_ffi_raw_object(&made->base.header);
  const TVMFFITypeInfo* info = info_of("t.TaggedNode");
  assert_int_equal(info->type_depth, 2);
  assert_int_equal(info->type_index, info_of("t.Node")->type_index + 1);
  assert_int_equal(attribute(info, "__ffi_init__").type_index, kTVMFFINone);
  tvm_ffi_any first = new_node("first", &last);
  destroyed = 0;
  tvm_ffi_any_drop(&first);
  assert_int_equal(destroyed, 1);
  tvm_ffi_any_drop(&last);
  assert_int_equal(destroyed, 2);
}

static void reprs_and_methods_are_called(void** state) {
  (void)state;
  tvm_ffi_any last = last_node();
  tvm_ffi_any first = new_node("first", &last);
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_ok(TVM_FFI_CALL_GLOBAL("ffi.ReprPrint", &out, tvm_ffi_any_peek(&first)));
  assert_string_equal(tvm_ffi_raw_content(&out.raw).data, "<first>");
  tvm_ffi_any_drop(&out);
  const tvm_ffi_function_view length = {info_of("t.Node")->methods[1].method.v_obj};
  assert_ok(TVM_FFI_CALL(length, &out, tvm_ffi_any_peek(&first)));
  assert_int_equal(out.raw.v_int64, 2);
  assert_raises(TVM_FFI_CALL(length, &out, tvm_ffi_view_from_int(1)), "TypeError",
                "`t.Node.length(0: t.Node) -> int`. Expected `t.Node` but got `int`");
  tvm_ffi_any_drop(&first);
  tvm_ffi_any_drop(&last);
}

/* ---- Enumerations: derived from a class of the runtime ---- */

TVM_FFI_FOREIGN_CLASS(tvm_ffi_enum_object, "ffi.Enum", field(int64, int_index, "", ro),
                      field(str, str_index, "", ro));
typedef struct level {
  tvm_ffi_enum_object base;
  double weight;
} level;
TVM_FFI_SUBCLASS(level, tvm_ffi_enum_object, "tests.c.Level", "", final, no_init,
                 structural(UniqueInstance), field(float64, weight, "", rw), member(Low),
                 member(a_name_of_some_length, 70), member(Negative, -3));

static void members_are_found_by_name_and_number(void** state) {
  (void)state;
  tvm_ffi_enum_object* named = NULL;
  tvm_ffi_enum_object* numbered = NULL;
  assert_ok(tvm_ffi_enum_get(&tvm_ffi_class_level, tvm_ffi_view_from_c_str("Low"), &named));
  assert_int_equal(named->int_index, 0);
  assert_ok(tvm_ffi_enum_get(&tvm_ffi_class_level, tvm_ffi_view_from_int(-3), &named));
  assert_string_equal(tvm_ffi_raw_content(&named->str_index).data, "Negative");
  assert_ok(tvm_ffi_enum_get(&tvm_ffi_class_level, tvm_ffi_view_from_int(70), &numbered));
  assert_ok(tvm_ffi_enum_get(&tvm_ffi_class_level, tvm_ffi_view_from_c_str("a_name_of_some_length"),
                             &named));
  assert_ptr_equal(named, numbered);
  assert_raises(tvm_ffi_enum_get(&tvm_ffi_class_level, tvm_ffi_view_from_int(1), &named),
                "ValueError", "Enum `tests.c.Level` has no instance with index 1");
  assert_raises(tvm_ffi_enum_get(&tvm_ffi_class_level, tvm_ffi_view_none(), &named), "TypeError",
                "");
  assert_ptr_equal(named, numbered);
}

static void a_member_is_entered_once(void** state) {
  (void)state;
  const int64_t taken = 70;
  tvm_ffi_enum_object* found = NULL;
  assert_raises(tvm_ffi_enum_add_(&tvm_ffi_class_level, "Low", NULL), "ValueError",
                "Duplicate enum index for type `tests.c.Level`");
  assert_raises(tvm_ffi_enum_add_(&tvm_ffi_class_level, "New", &taken), "ValueError",
                "Duplicate enum index");
  assert_raises(tvm_ffi_enum_get(&tvm_ffi_class_level, tvm_ffi_view_from_c_str("New"), &found),
                "ValueError", "has no instance");
}

static void a_foreign_class_is_checked(void** state) {
  (void)state;
  tvm_ffi_class wrong = {"ffi.Enum", 40, NULL, NULL, NULL, NULL, 0};
  assert_raises(tvm_ffi_class_check_(&wrong), "TypeError",
                "objects of ffi.Enum have 48 bytes, declared as 40");
  wrong.key = "tests.c.not.there";
  assert_raises(tvm_ffi_class_check_(&wrong), "InternalError", "tests.c.not.there");
}

/* The library keeps what it found out about a constructor when it is first called. */
static void call_the_derived_constructor_once(void) {
  const tvm_ffi_view number = tvm_ffi_view_from_int(5);
  tvm_ffi_any object = TVM_FFI_ZERO;
  if (construct(TWIN_C_KEY, &number, 1, &object) != 0) abort();
  tvm_ffi_any_drop(&object);
}

int main(void) {
  call_the_derived_constructor_once();
  const struct CMUnitTest tests[] = {
      tf_unit(a_class_is_known_as_one_of_cpp),
      tf_unit(fields_convert_and_refuse),
      tf_unit(objects_release_what_they_hold_once),
      tf_unit(a_failed_constructor_leaves_nothing),
      tf_unit(copies_hold_on_their_own),
      tf_unit(subclasses_are_what_their_parent_is),
      tf_unit(reprs_and_methods_are_called),
      tf_unit(members_are_found_by_name_and_number),
      tf_unit(a_member_is_entered_once),
      tf_unit(a_foreign_class_is_checked),
  };
  return tf_test_run(tests);
}
