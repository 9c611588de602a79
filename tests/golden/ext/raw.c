/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "raw": unusual or malformed metadata, names without a prefix, odd schemas. */
#include "rawreg.h"

#define FN(ret, ps) \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[" ret "],\"params\":[" ps "]}}"
#define T(x) "{\"type\":\"" x "\"}"

__attribute__((constructor)) static void raw_init(void) {
  int32_t t;
  /* metadata that is absent or has no schema: skipped with a message */
  rr_global_bare("raw.no_metadata");
  rr_global("raw.no_schema", NULL, "{\"other\":1}");
  rr_global("raw.bad_json", "{\"type\":", NULL);
  rr_global("raw.bad_schema", "{\"kind\":\"int\"}", NULL);
  rr_global("raw_no_dot", FN(T("int"), T("int")), NULL);
  rr_global_bare("raw_no_dot_bare");
  /* generations of the encoding */
  rr_global("raw.legacy.flat",
            "{\"type\":\"ffi.Function\",\"args\":[{\"type\":\"int\"},{\"type\":\"float\"},{"
            "\"type\":\"ffi.String\"}]}",
            NULL);
  rr_global("raw.legacy.ret_only", "{\"type\":\"ffi.Function\",\"args\":[{\"type\":\"int\"}]}",
            NULL);
  rr_global("raw.legacy.stdfn",
            "{\"type\":\"std::function\",\"args\":[{\"type\":\"int\"},[{\"type\":\"float\"},{"
            "\"type\":\"bool\"}]]}",
            NULL);
  rr_global("raw.legacy.no_params_group",
            "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"int\"}]}}", NULL);
  rr_global("raw.legacy.empty_named", "{\"type\":\"ffi.Function\",\"named_args\":{}}", NULL);
  rr_global("raw.legacy.bare", "{\"type\":\"ffi.Function\"}", NULL);
  /* rare origins */
  rr_global("raw.rare.unknown", FN(T("some.Unknown"), T("Plainword")), NULL);
  rr_global("raw.rare.fallback",
            FN("{\"type\":\"Mystery\",\"fallback\":{\"type\":\"int\"}}",
               "{\"type\":\"Mystery\",\"args\":[{\"type\":\"int\"}],\"fallback\":{\"type\":"
               "\"Optional\",\"args\":[{\"type\":\"str\"}]}}"),
            NULL);
  rr_global("raw.rare.fallback_known", FN("{\"type\":\"int\",\"fallback\":{\"type\":\"str\"}}", ""),
            NULL);
  rr_global("raw.rare.bare_list",
            FN(T("ffi.Array"), T("ffi.Map") "," T("ffi.List") "," T("ffi.Dict") "," T("Tuple")),
            NULL);
  rr_global("raw.rare.tuple_empty",
            FN("{\"type\":\"Tuple\",\"args\":[]}",
               "{\"type\":\"std::array\",\"args\":[{\"type\":\"int\"},3]}"),
            NULL);
  rr_global("raw.rare.lower_list",
            FN("{\"type\":\"list\",\"args\":[{\"type\":\"int\"}]}",
               "{\"type\":\"dict\",\"args\":[{\"type\":\"str\"},{\"type\":\"int\"}]}"),
            NULL);
  rr_global(
      "raw.rare.expected",
      FN("{\"type\":\"Expected\",\"args\":[{\"type\":\"int\"},{\"type\":\"ffi.Error\"}]}", ""),
      NULL);
  rr_global("raw.rare.error",
            FN(T("ffi.Error"),
               T("ffi.Module") "," T("ffi.Shape") "," T("ffi.BigInt") "," T("ffi.OpaquePyObject")),
            NULL);
  rr_global("raw.rare.rvalue",
            FN(T("None"),
               "{\"type\":\"ObjectRValueRef\",\"args\":[{\"type\":\"ffi.Array\",\"args\":[{"
               "\"type\":\"int\"}]}]}"),
            NULL);
  rr_global("raw.rare.small", FN(T("ffi.SmallStr"), T("ffi.SmallBytes") "," T("TVMFFIByteArray*")),
            NULL);
  rr_global("raw.rare.enum", FN(T("ffi.Enum"), T("ffi.IntEnum") "," T("ffi.reflection.AccessStep")),
            NULL);
  rr_global("raw.rare.union_of_opt",
            FN("{\"type\":\"Variant\",\"args\":[{\"type\":\"Optional\",\"args\":[{\"type\":\"int\"}"
               "]},{\"type\":\"None\"}]}",
               ""),
            NULL);
  rr_global(
      "raw.rare.callable_in_union",
      FN("{\"type\":\"Variant\",\"args\":[" FN(T("int"), T("int")) "," T("ffi.Function") "]}", ""),
      NULL);
  /* not a function schema: the block that shows it cannot be rendered */
  rr_global("raw.notfn.value", T("int"), NULL);
  /* schemas that violate the arity rules */
  rr_global("raw.arity.opt0", FN(T("Optional"), ""), NULL);
  rr_global("raw.arity.union1", FN("{\"type\":\"Variant\",\"args\":[{\"type\":\"int\"}]}", ""),
            NULL);
  rr_global("raw.arity.map1", FN("{\"type\":\"ffi.Map\",\"args\":[{\"type\":\"int\"}]}", ""), NULL);
  rr_global("raw.arity.good", FN(T("int"), ""), NULL);
  /* a type that accepts more than itself as an input */
  t = rr_type("raw.Expr", NULL);
  rr_attr_str(t, "__ffi_convert_type_schema__",
              "{\"type\":\"Variant\",\"args\":[{\"type\":\"raw.Expr\"},{\"type\":\"int\"},{"
              "\"type\":\"ffi.Array\",\"args\":[{\"type\":\"raw.Expr\"}]}]}");
  rr_field(t, "value", "{\"type\":\"raw.Expr\"}", kTVMFFIFieldFlagBitMaskWritable);
  rr_attr_func(t, "__ffi_init__");
  rr_method(t, "combine", FN(T("raw.Expr"), T("raw.Expr") "," T("raw.Expr")), 0);
  rr_method(t, "of", FN(T("raw.Expr"), T("raw.Expr")), kTVMFFIFieldFlagBitMaskIsStaticMethod);
  rr_global("raw.conv.take",
            FN(T("raw.Expr"),
               T("raw.Expr") ",{\"type\":\"Optional\",\"args\":[{\"type\":\"raw.Expr\"}]}"),
            NULL);
  /* a class with __ffi_init__ in each encoding */
  t = rr_type("raw.InitBare", NULL);
  rr_method(t, "__ffi_init__", "{\"type\":\"ffi.Function\"}",
            kTVMFFIFieldFlagBitMaskIsStaticMethod);
  t = rr_type("raw.InitRet", NULL);
  rr_method(t, "__ffi_init__",
            "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"ffi.Object\"}]}}",
            kTVMFFIFieldFlagBitMaskIsStaticMethod);
  t = rr_type("raw.InitTwice", NULL);
  rr_field(t, "x", "{\"type\":\"int\"}", 0);
  rr_method(t, "__ffi_init__", FN(T("ffi.Object"), T("int")),
            kTVMFFIFieldFlagBitMaskIsStaticMethod);
  rr_method(t, "__ffi_init__", FN(T("ffi.Object"), T("ffi.String")),
            kTVMFFIFieldFlagBitMaskIsStaticMethod);
  t = rr_type("raw.MemberNoArgs", NULL);
  rr_method(t, "weird", FN(T("int"), ""), 0);
  rr_method(t, "packed", "{\"type\":\"ffi.Function\"}", 0);
  rr_method(t, "packed_static", "{\"type\":\"ffi.Function\"}",
            kTVMFFIFieldFlagBitMaskIsStaticMethod);
  /* a class whose field has no schema: cannot be described at all */
  t = rr_type("raw.broken.FieldNoSchema", NULL);
  rr_field(t, "x", NULL, 0);
  t = rr_type("raw.broken.MethodNoSchema", NULL);
  rr_method(t, "m", NULL, 0);
  /* child of the enum base and a type key without a dot */
  t = rr_type("raw.Colour", "ffi.Enum");
  rr_field(t, "code", "{\"type\":\"int\"}", 0);
  t = rr_type("RawNoDot", NULL);
  rr_field(t, "x", "{\"type\":\"int\"}", 0);
}
