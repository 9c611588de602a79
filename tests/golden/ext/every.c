/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "every": each shape of type schema once as parameter and once as result; parameters with names and defaults;
   classes that inherit methods and constructors in all ways. A package made from it is what type checkers see. */
#include "rawreg.h"

#define T(x) "{\"type\":\"" x "\"}"
#define G(x, args) "{\"type\":\"" x "\",\"args\":[" args "]}"
#define FN(result, params) \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[" result "],\"params\":[" params "]}}"
#define INT T("int")
#define STR T("ffi.String")
#define NONE T("None")

static void same(const char* name, const char* schema) {
  char* text = (char*)malloc(2 * strlen(schema) + 128);
  sprintf(text, FN("%s", "%s"), schema, schema);
  rr_global(name, text, NULL);
  free(text);
}

static void shapes(void) {
  same("every.shape.any", T("Any"));
  same("every.shape.none", NONE);
  same("every.shape.int", INT);
  same("every.shape.big_int", T("ffi.BigInt"));
  same("every.shape.bool", T("bool"));
  same("every.shape.float", T("float"));
  same("every.shape.string", STR);
  same("every.shape.small_str", T("ffi.SmallStr"));
  same("every.shape.std_string", T("std::string"));
  same("every.shape.c_string", T("const char*"));
  same("every.shape.bytes", T("ffi.Bytes"));
  same("every.shape.small_bytes", T("ffi.SmallBytes"));
  same("every.shape.byte_array", T("TVMFFIByteArray*"));
  same("every.shape.pointer", T("void*"));
  same("every.shape.device", T("Device"));
  same("every.shape.dtype", T("DataType"));
  same("every.shape.tensor", T("ffi.Tensor"));
  same("every.shape.dl_tensor", T("DLTensor*"));
  same("every.shape.shape", T("ffi.Shape"));
  same("every.shape.module", T("ffi.Module"));
  same("every.shape.error", T("ffi.Error"));
  same("every.shape.object", T("ffi.Object"));
  same("every.shape.opaque", T("ffi.OpaquePyObject"));
  same("every.shape.moved", G("ObjectRValueRef", T("every.Base")));
  same("every.shape.own_class", T("every.Base"));
  same("every.shape.no_class", T("ffi.Unchanged"));
  same("every.shape.unknown", T("every::Unknown"));
  same("every.shape.fallback", "{\"type\":\"every::Unknown\",\"fallback\":" INT "}");
  same("every.shape.array", T("ffi.Array"));
  same("every.shape.array_int", G("ffi.Array", INT));
  same("every.shape.vector", G("std::vector", T("float")));
  same("every.shape.std_array", "{\"type\":\"std::array\",\"args\":[" INT ",3]}");
  same("every.shape.list", T("ffi.List"));
  same("every.shape.list_str", G("ffi.List", STR));
  same("every.shape.python_list", G("list", INT));
  same("every.shape.map", T("ffi.Map"));
  same("every.shape.map_of_arrays", G("ffi.Map", STR "," G("ffi.Array", T("every.Base"))));
  same("every.shape.std_map", G("std::map", STR "," INT));
  same("every.shape.unordered_map", G("std::unordered_map", STR "," T("float")));
  same("every.shape.dict", T("ffi.Dict"));
  same("every.shape.dict_any", G("ffi.Dict", STR "," T("Any")));
  same("every.shape.python_dict", G("dict", STR "," INT));
  same("every.shape.tuple", T("Tuple"));
  same("every.shape.tuple_empty", "{\"type\":\"Tuple\",\"args\":[]}");
  same("every.shape.tuple_two", G("Tuple", INT "," STR));
  same("every.shape.std_tuple", G("std::tuple", INT "," G("Tuple", T("float"))));
  same("every.shape.optional", G("Optional", INT));
  same("every.shape.std_optional", G("std::optional", G("ffi.Array", G("Optional", STR))));
  same("every.shape.variant", G("Variant", INT "," STR "," T("every.Base")));
  same("every.shape.std_variant", G("std::variant", INT "," G("ffi.Array", INT)));
  same("every.shape.union_in_union",
       G("Union", G("Variant", INT "," STR) "," G("Optional", T("float"))));
  same("every.shape.function", T("ffi.Function"));
  same("every.shape.callable", FN(STR, INT "," G("ffi.List", INT)));
  same("every.shape.std_function", "{\"type\":\"std::function\",\"args\":[" INT ",[" STR "]]}");
  same("every.shape.callback", FN(NONE, FN(INT, "")));
  same("every.shape.flat_callable", "{\"type\":\"ffi.Function\",\"args\":[" INT "," STR "]}");
  same("every.shape.result_only", "{\"type\":\"ffi.Function\",\"args\":[" INT "]}");
  same("every.shape.expected", G("Expected", INT "," T("ffi.Error")));
  rr_global("every.shape.packed", T("ffi.Function"), NULL);
  rr_global("every.shape.nothing", FN(NONE, ""), NULL);
  rr_global(
      "every.shape.many",
      FN(INT, INT "," INT "," INT "," INT "," INT "," INT "," INT "," INT "," INT "," INT "," INT),
      NULL);
}

static void named(const char* name, const char* schema, const char* names, const char* defaults) {
  rr_names = names;
  rr_defaults = defaults;
  rr_global(name, schema, NULL);
  rr_names = rr_defaults = NULL;
}

static void names(void) {
  rr_doc = "Adds two numbers.";
  named("every.named.add", FN(INT, INT "," INT), "[\"x\",\"y\"]", NULL);
  rr_doc = NULL;
  named("every.named.scale", FN(T("float"), T("float") "," T("float")), "[\"value\",\"by\"]",
        "{\"by\":0.5}");
  named("every.named.literals",
        FN(NONE, INT
           "," T("float") "," T("bool") "," STR "," G("Optional", INT) "," T("Any") "," T("float")),
        "[\"i\",\"f\",\"b\",\"s\",\"o\",\"a\",\"whole\"]",
        "{\"i\":-3,\"f\":1e-5,\"b\":true,\"s\":\"a \\\"quoted\\\" \\\\ "
        "text\\n\",\"o\":null,\"a\":\"x\",\"whole\":2}");
  /* Values that a type checker would refuse, or that are no simple literals, are not shown. */
  named("every.named.hidden",
        FN(NONE, INT "," STR "," G("ffi.Array", INT) "," T("every.Base") "," T("bool")),
        "[\"a\",\"b\",\"c\",\"d\",\"e\"]", "{\"a\":null,\"b\":1,\"c\":[1,2],\"d\":null,\"e\":1}");
  named("every.named.union", FN(NONE, G("Variant", INT "," STR) "," G("Variant", NONE "," INT)),
        "[\"a\",\"b\"]", "{\"a\":\"text\",\"b\":null}");
  named("every.named.not_trailing", FN(NONE, INT "," INT), "[\"a\",\"b\"]", "{\"a\":1}");
  named("every.named.keyword_name", FN(NONE, INT "," INT "," INT), "[\"a\",\"lambda\",\"c\"]",
        "{\"c\":1}");
  named("every.named.repeated_name", FN(NONE, INT "," INT), "[\"a\",\"a\"]", NULL);
  named("every.named.self", FN(NONE, INT), "[\"self\"]", NULL);
  named("every.named.type_name", FN(INT, INT "," STR), "[\"int\",\"str\"]", NULL);
  named("every.named.none", FN(NONE, ""), "[]", NULL);
  /* Names that do not fit the schema are as none. */
  named("every.named.too_few", FN(NONE, INT "," INT), "[\"a\"]", NULL);
  named("every.named.no_json", FN(NONE, INT), "[\"a\"", "{");
}

static void method(int32_t type, const char* name, const char* schema, const char* names,
                   const char* defaults, int64_t flags) {
  rr_names = names;
  rr_defaults = defaults;
  rr_method(type, name, schema, flags);
  rr_names = rr_defaults = NULL;
}

static void classes(void) {
  enum { STATIC = kTVMFFIFieldFlagBitMaskIsStaticMethod };
  /* The empty text, and None. */
  const TVMFFIAny text = {.type_index = kTVMFFISmallStr}, none = {.type_index = kTVMFFINone};
  int32_t t = rr_type("every.Base", NULL);
  rr_doc = "A number.";
  rr_field(t, "number", INT, 1);
  rr_doc = NULL;
  rr_default = text;
  rr_field(t, "text", STR, 3);
  rr_default = none;
  rr_generated_init(t);
  method(t, "same_names", FN(INT, T("every.Base") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "other_names", FN(INT, T("every.Base") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "loses_names", FN(INT, T("every.Base") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "gains_names", FN(INT, T("every.Base") "," INT), NULL, NULL, 0);
  method(t, "gains_default", FN(INT, T("every.Base") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "loses_default", FN(INT, T("every.Base") "," INT), "[\"self\",\"x\"]", "{\"x\":1}", 0);
  method(t, "gains_parameter", FN(INT, T("every.Base") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "other_types", FN(INT, T("every.Base") "," INT), NULL, NULL, 0);
  method(t, "narrower_result", FN(T("every.Base"), T("every.Base")), NULL, NULL, 0);
  method(t, "becomes_static", FN(INT, T("every.Base") "," INT), NULL, NULL, 0);
  method(t, "make", FN(T("every.Base"), INT "," STR), "[\"number\",\"text\"]", "{\"text\":\"\"}",
         STATIC);
  method(t, "__len__", FN(INT, T("every.Base")), NULL, NULL, 0);
  method(t, "overloaded", FN(INT, T("every.Base") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "overloaded", FN(STR, T("every.Base") "," STR), NULL, NULL, 0);

  t = rr_type("every.Child", "every.Base");
  rr_field(t, "child", G("Optional", T("every.Base")), 3);
  rr_generated_init(t);
  method(t, "same_names", FN(INT, T("every.Child") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "other_names", FN(INT, T("every.Child") "," INT), "[\"self\",\"y\"]", NULL, 0);
  method(t, "loses_names", FN(INT, T("every.Child") "," INT), NULL, NULL, 0);
  method(t, "gains_names", FN(INT, T("every.Child") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "gains_default", FN(INT, T("every.Child") "," INT), "[\"self\",\"x\"]", "{\"x\":1}", 0);
  method(t, "loses_default", FN(INT, T("every.Child") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "gains_parameter", FN(INT, T("every.Child") "," INT "," INT), "[\"self\",\"x\",\"y\"]",
         "{\"y\":1}", 0);
  method(t, "other_types", FN(STR, T("every.Child") "," STR), NULL, NULL, 0);
  method(t, "narrower_result", FN(T("every.Child"), T("every.Child")), NULL, NULL, 0);
  method(t, "becomes_static", FN(INT, INT), NULL, NULL, STATIC);
  method(t, "make", FN(T("every.Child"), INT), "[\"number\"]", NULL, STATIC);
  method(t, "overloaded", FN(INT, T("every.Child") "," INT), "[\"self\",\"x\"]", NULL, 0);

  t = rr_type("every.Named", NULL);
  rr_field(t, "a", INT, 1);
  rr_field(t, "b", INT, 1);
  rr_doc = "Makes one from its parts.";
  method(t, "__ffi_init__", FN(T("ffi.Object"), INT "," STR), "[\"width\",\"unit\"]",
         "{\"unit\":\"mm\"}", STATIC);
  rr_doc = NULL;
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("every.NamedChild", "every.Named");
  method(t, "__ffi_init__", FN(T("ffi.Object"), INT "," STR), "[\"length\",\"unit\"]", NULL,
         STATIC);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("every.Unnamed", NULL);
  rr_field(t, "a", INT, 1);
  method(t, "__ffi_init__", FN(T("ffi.Object"), STR), NULL, NULL, STATIC);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("every.Two", NULL);
  method(t, "__ffi_init__", FN(T("ffi.Object"), INT), "[\"x\"]", NULL, STATIC);
  method(t, "__ffi_init__", FN(T("ffi.Object"), STR "," INT), "[\"s\",\"x\"]", "{\"x\":0}", STATIC);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("every.TwoChild", "every.Two");
  method(t, "__ffi_init__", FN(T("ffi.Object"), INT), "[\"x\"]", NULL, STATIC);
  method(t, "__ffi_init__", FN(T("ffi.Object"), T("float")), "[\"f\"]", NULL, STATIC);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("every.TwoSame", "every.Two");
  method(t, "__ffi_init__", FN(T("ffi.Object"), INT), "[\"x\"]", NULL, STATIC);
  method(t, "__ffi_init__", FN(T("ffi.Object"), STR "," INT), "[\"s\",\"x\"]", "{\"x\":0}", STATIC);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("every.Sequences", NULL);
  method(t, "narrower", FN(G("ffi.Array", INT), T("every.Sequences") "," INT), NULL, NULL, 0);
  method(t, "wider", FN(NONE, T("every.Sequences") "," INT), NULL, NULL, 0);
  method(t, "mutable", FN(G("ffi.List", T("every.Base")), T("every.Sequences")), NULL, NULL, 0);
  method(t, "more", FN(INT, T("every.Sequences") "," INT), NULL, NULL, 0);
  method(t, "fewer", FN(INT, T("every.Sequences") "," INT), NULL, NULL, 0);
  method(t, "fewer", FN(STR, T("every.Sequences") "," STR), NULL, NULL, 0);
  method(t, "swapped", FN(NONE, T("every.Sequences") "," INT "," INT), "[\"self\",\"x\",\"y\"]",
         NULL, 0);
  method(t, "reordered", FN(INT, T("every.Sequences") "," INT), NULL, NULL, 0);
  method(t, "reordered", FN(STR, T("every.Sequences") "," STR), NULL, NULL, 0);
  method(t, "renamed", FN(INT, T("every.Sequences") "," INT), "[\"self\",\"x\"]", NULL, 0);
  method(t, "renamed", FN(STR, T("every.Sequences") "," STR), "[\"self\",\"y\"]", NULL, 0);
  method(t, "untyped", FN(INT, T("every.Sequences") "," INT), "[\"self\",\"x\"]", NULL, 0);
  t = rr_type("every.SequencesChild", "every.Sequences");
  method(t, "narrower",
         FN(G("ffi.Array", T("bool")), T("every.SequencesChild") "," G("Optional", T("float"))),
         NULL, NULL, 0);
  method(t, "wider", FN(NONE, T("every.SequencesChild") "," G("Variant", INT "," STR)), NULL, NULL,
         0);
  method(t, "mutable", FN(G("ffi.List", T("every.Child")), T("every.SequencesChild")), NULL, NULL,
         0);
  method(t, "more", FN(INT, T("every.SequencesChild") "," INT), NULL, NULL, 0);
  method(t, "more", FN(STR, T("every.SequencesChild") "," STR), NULL, NULL, 0);
  method(t, "fewer", FN(STR, T("every.SequencesChild") "," STR), NULL, NULL, 0);
  method(t, "fewer", FN(T("float"), T("every.SequencesChild") "," T("ffi.Bytes")), NULL, NULL, 0);
  method(t, "swapped", FN(NONE, T("every.SequencesChild") "," INT "," INT),
         "[\"self\",\"y\",\"x\"]", NULL, 0);
  method(t, "reordered", FN(STR, T("every.SequencesChild") "," STR), NULL, NULL, 0);
  method(t, "reordered", FN(INT, T("every.SequencesChild") "," INT), NULL, NULL, 0);
  method(t, "renamed", FN(INT, T("every.SequencesChild") "," INT), "[\"self\",\"z\"]", NULL, 0);
  method(t, "renamed", FN(STR, T("every.SequencesChild") "," STR), "[\"self\",\"y\"]", NULL, 0);
  method(t, "untyped", T("ffi.Function"), NULL, NULL, 0);
  t = rr_type("every.Frozen", NULL);
  rr_field(t, "needed", INT, 0);
  rr_field(t, "keyword", STR, 1024);
  rr_default = text;
  rr_field(t, "keyword_default", STR, 1026);
  rr_default = none;
  rr_field(t, "inner", G("Optional", T("every.inner.Leaf")), 2);
  rr_generated_init(t);
  t = rr_type("every.inner.Leaf", "every.Child");
  rr_field(t, "owner", G("Optional", T("every.Frozen")), 3);
  rr_generated_init(t);
  rr_global("every.inner.grow",
            FN(T("every.inner.Leaf"), T("every.Base") "," T("every.inner.Leaf")), NULL);
}

__attribute__((constructor)) static void every_init(void) {
  shapes();
  names();
  classes();
}
