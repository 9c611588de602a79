/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "alpha": global functions that together have every shape of type schema that C++ code produces. */
#include "rawreg.h"

#define T(x) "{\"type\":\"" x "\"}"
#define G(x, args) "{\"type\":\"" x "\",\"args\":[" args "]}"
#define FN(result, params) \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[" result "],\"params\":[" params "]}}"

__attribute__((constructor)) static void alpha_init(void) {
  int32_t t;
  t = rr_type("alpha.Token", NULL);
  rr_field(t, "id", T("int"), 0);
  rr_generated_init(t);
  rr_global("alpha.scalars.i8", FN(T("int"), T("int")), NULL);
  rr_global("alpha.scalars.u32", FN(T("int"), T("int")), NULL);
  rr_global("alpha.scalars.i64", FN(T("int"), T("int")), NULL);
  rr_global("alpha.scalars.f32", FN(T("float"), T("float")), NULL);
  rr_global("alpha.scalars.f64", FN(T("float"), T("float")), NULL);
  rr_global("alpha.scalars.flag", FN(T("bool"), T("bool")), NULL);
  rr_global("alpha.scalars.text", FN(T("ffi.String"), T("ffi.String")), NULL);
  rr_global("alpha.scalars.std_text", FN(T("std::string"), T("std::string")), NULL);
  rr_global("alpha.scalars.c_text", FN(T("int"), T("const char*")), NULL);
  rr_global("alpha.scalars.blob", FN(T("ffi.Bytes"), T("ffi.Bytes")), NULL);
  rr_global("alpha.scalars.ptr", FN(T("void*"), T("void*")), NULL);
  rr_global("alpha.scalars.dev", FN(T("Device"), T("Device")), NULL);
  rr_global("alpha.scalars.ty", FN(T("DataType"), T("DataType")), NULL);
  rr_global("alpha.scalars.nothing", FN(T("None"), ""), NULL);
  rr_global("alpha.scalars.null_in", FN(T("None"), T("None")), NULL);
  rr_global("alpha.scalars.anything", FN(T("Any"), T("Any")), NULL);
  rr_global("alpha.scalars.anything_view", FN(T("Any"), T("Any")), NULL);
  rr_global("alpha.box.shape", FN(T("ffi.Shape"), T("ffi.Shape")), NULL);
  rr_global("alpha.box.tensor", FN(T("ffi.Tensor"), T("ffi.Tensor")), NULL);
  rr_global("alpha.box.tensor_view", FN(T("int"), T("DLTensor*")), NULL);
  rr_global("alpha.box.dltensor", FN(T("int"), T("DLTensor*")), NULL);
  rr_global("alpha.box.object", FN(T("ffi.Object"), T("ffi.Object")), NULL);
  rr_global("alpha.box.token", FN(T("alpha.Token"), T("alpha.Token")), NULL);
  rr_global("alpha.box.token_ptr", FN(T("int"), T("alpha.Token")), NULL);
  rr_global("alpha.box.array_any", FN(G("ffi.Array", T("Any")), G("ffi.Array", T("Any"))), NULL);
  rr_global("alpha.box.array_int", FN(G("ffi.Array", T("int")), G("ffi.Array", T("int"))), NULL);
  rr_global("alpha.box.array_token",
            FN(G("ffi.Array", T("alpha.Token")), G("ffi.Array", T("alpha.Token"))), NULL);
  rr_global(
      "alpha.box.array_array",
      FN(G("ffi.Array", G("ffi.Array", T("float"))), G("ffi.Array", G("ffi.Array", T("float")))),
      NULL);
  rr_global("alpha.box.list_text",
            FN(G("ffi.List", T("ffi.String")), G("ffi.List", T("ffi.String"))), NULL);
  rr_global("alpha.box.map_any",
            FN(G("ffi.Map", T("Any") "," T("Any")), G("ffi.Map", T("Any") "," T("Any"))), NULL);
  rr_global("alpha.box.map_nested",
            FN(G("ffi.Map",
                 T("ffi.String") "," G("ffi.Array", G("ffi.Map", T("int") "," T("alpha.Token")))),
               G("ffi.Map",
                 T("ffi.String") "," G("ffi.Array", G("ffi.Map", T("int") "," T("alpha.Token"))))),
            NULL);
  rr_global(
      "alpha.box.dict_int",
      FN(G("ffi.Dict", T("ffi.String") "," T("int")), G("ffi.Dict", T("ffi.String") "," T("int"))),
      NULL);
  rr_global("alpha.box.tuple2",
            FN(G("Tuple", T("int") "," T("ffi.String")), G("Tuple", T("int") "," T("ffi.String"))),
            NULL);
  rr_global(
      "alpha.box.variant",
      FN(G("Variant", T("int") "," T("ffi.String")), G("Variant", T("int") "," T("ffi.String"))),
      NULL);
  rr_global("alpha.box.opt_int", FN(G("Optional", T("int")), G("Optional", T("int"))), NULL);
  rr_global("alpha.box.opt_array",
            FN(G("Optional", G("ffi.Array", G("Optional", T("ffi.String")))),
               G("Optional", G("ffi.Array", G("Optional", T("ffi.String"))))),
            NULL);
  rr_global("alpha.box.opt_variant",
            FN(G("Optional", G("Variant", T("int") "," G("ffi.Array", T("ffi.String")))),
               G("Optional", G("Variant", T("int") "," G("ffi.Array", T("ffi.String"))))),
            NULL);
  rr_global("alpha.box.map_variant",
            FN(G("ffi.Map", T("ffi.String") "," G("Variant", T("int") "," T("float"))),
               G("ffi.Map", T("ffi.String") "," G("Variant", T("int") "," T("float")))),
            NULL);
  rr_global("alpha.stl.vec", FN(G("std::vector", T("int")), G("std::vector", T("int"))), NULL);
  rr_global("alpha.stl.arr",
            FN("{\"type\":\"std::array\",\"args\":[" T("int") ",3]}",
               "{\"type\":\"std::array\",\"args\":[" T("int") ",3]}"),
            NULL);
  rr_global("alpha.stl.opt", FN(G("std::optional", T("int")), G("std::optional", T("int"))), NULL);
  rr_global("alpha.stl.var",
            FN(G("std::variant", T("int") "," T("std::string")),
               G("std::variant", T("int") "," T("std::string"))),
            NULL);
  rr_global("alpha.stl.tup",
            FN(G("std::tuple", T("int") "," T("std::string")),
               G("std::tuple", T("int") "," T("std::string"))),
            NULL);
  rr_global("alpha.stl.map",
            FN(G("std::map", T("std::string") "," T("int")),
               G("std::map", T("std::string") "," T("int"))),
            NULL);
  rr_global("alpha.stl.umap",
            FN(G("std::unordered_map", T("std::string") "," T("float")),
               G("std::unordered_map", T("std::string") "," T("float"))),
            NULL);
  rr_global("alpha.stl.fn",
            FN(T("int"), "{\"type\":\"std::function\",\"named_args\":{\"return\":[" T(
                             "int") "],\"params\":[" T("int") "," T("float") "]}}"),
            NULL);
  rr_global("alpha.calls.untyped", FN(T("ffi.Function"), T("ffi.Function")), NULL);
  rr_global("alpha.calls.no_args", FN(T("int"), FN(T("int"), "")), NULL);
  rr_global("alpha.calls.two_args",
            FN(FN(T("ffi.String"), T("int") "," G("ffi.Array", T("float"))),
               FN(T("ffi.String"), T("int") "," G("ffi.Array", T("float")))),
            NULL);
  rr_global("alpha.calls.to_void", FN(T("None"), FN(T("None"), T("Any"))), NULL);
  rr_global("alpha.calls.higher",
            FN(T("None"), FN(FN(T("int"), ""), G("Optional", T("ffi.Function")))), NULL);
  rr_global("alpha.calls.opt_fn",
            FN(G("Optional", T("ffi.Function")), G("Optional", T("ffi.Function"))), NULL);
  rr_global("alpha.calls.arr_fn", FN(T("int"), G("ffi.Array", FN(T("int"), T("int")))), NULL);
  rr_global("alpha.calls.packed", T("ffi.Function"), NULL);
  rr_global("alpha.calls.packed_doc", T("ffi.Function"), NULL);
  rr_global("alpha.add_one", FN(T("int"), T("int")), NULL);
  rr_global("alpha.Zeta", FN(T("int"), ""), NULL);
  rr_global("alpha.NUM", FN(T("int"), ""), NULL);
  rr_global("alpha._hidden", FN(T("int"), ""), NULL);
  rr_global("alpha.__dunder__", FN(T("int"), ""), NULL);
  rr_global("alpha.make_token", FN(T("alpha.Token"), T("int")), NULL);
  rr_global("alphabet.soup", FN(T("int"), T("int")), NULL);
}
