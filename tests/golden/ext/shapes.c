/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "shapes": reflected classes: inheritance, constructors, methods, overloads, defaults. */
#include "rawreg.h"

#define T(x) "{\"type\":\"" x "\"}"
#define G(x, args) "{\"type\":\"" x "\",\"args\":[" args "]}"
#define FN(result, params) \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[" result "],\"params\":[" params "]}}"

__attribute__((constructor)) static void shapes_init(void) {
  int32_t t;
  t = rr_type("shapes.Base", NULL);
  rr_field(t, "tag", T("int"), 3);
  rr_field(t, "label", T("ffi.String"), 0);
  rr_generated_init(t);
  t = rr_type("shapes.Area", "shapes.Base");
  rr_field(t, "width", T("float"), 1);
  rr_field(t, "height", T("float"), 3);
  rr_field(t, "inner", G("Optional", T("shapes.Base")), 1026);
  rr_method(t, "size", FN(T("float"), T("shapes.Area")), 0);
  rr_method(t, "grow",
            FN(T("float"), T("shapes.Area") "," T("float") "," G("Optional", T("ffi.String"))), 0);
  rr_generated_init(t);
  t = rr_type("shapes.solid.Cube", "shapes.Area");
  rr_field(t, "faces", G("ffi.Array", T("shapes.Base")), 0);
  rr_field(t, "groups", G("ffi.Map", T("ffi.String") "," G("ffi.Array", T("int"))), 1);
  rr_field(t, "history", G("ffi.List", T("int")), 1);
  rr_field(t, "attrs", G("ffi.Dict", T("ffi.String") "," T("Any")), 1);
  rr_generated_init(t);
  t = rr_type("shapes.Knobs", NULL);
  rr_field(t, "dflt", T("int"), 3);
  rr_field(t, "req", T("int"), 1);
  rr_field(t, "ro_req", T("int"), 0);
  rr_field(t, "fac", G("ffi.Array", T("int")), 35);
  rr_field(t, "kw_dflt", T("ffi.String"), 1027);
  rr_field(t, "kw", T("ffi.String"), 1025);
  rr_field(t, "skipped", T("int"), 515);
  rr_field(t, "late_req", T("int"), 1);
  rr_generated_init(t);
  t = rr_type("shapes.Pair", NULL);
  rr_field(t, "a", T("int"), 1);
  rr_field(t, "b", T("float"), 3);
  rr_method(t, "__ffi_init__", FN(T("ffi.Object"), T("int") "," T("float")), 4);
  rr_method(t, "sum", FN(T("float"), T("shapes.Pair")), 0);
  rr_method(t, "count", FN(T("int"), G("ffi.Array", T("int"))), 4);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("shapes.Unit", NULL);
  rr_method(t, "__ffi_init__", FN(T("ffi.Object"), ""), 4);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("shapes.Plain", NULL);
  rr_field(t, "x", T("int"), 0);
  t = rr_type("shapes.Empty", NULL);
  t = rr_type("shapes.AllOff", NULL);
  rr_field(t, "p", T("int"), 513);
  rr_field(t, "q", T("int"), 513);
  rr_generated_init(t);
  t = rr_type("shapes.Ghost", "shapes.Base");
  t = rr_type("shapes.Methods", NULL);
  rr_field(t, "n", T("int"), 1);
  rr_field(t, "base", T("shapes.Base"), 0);
  rr_method(t, "__len__", FN(T("int"), T("shapes.Methods")), 0);
  rr_method(t, "_hidden", FN(T("int"), T("shapes.Methods")), 0);
  rr_method(t, "Base", FN(T("shapes.Base"), T("shapes.Methods") "," T("shapes.Base")), 0);
  rr_method(t, "add", FN(T("int"), T("shapes.Methods") "," T("int")), 0);
  rr_method(t, "add", FN(T("float"), T("shapes.Methods") "," T("float")), 0);
  rr_method(t, "add", FN(T("ffi.String"), T("shapes.Methods") "," T("ffi.String")), 0);
  rr_method(t, "twice", FN(T("int"), T("int")), 4);
  rr_method(t, "twice", FN(T("ffi.String"), T("ffi.String")), 4);
  rr_method(t, "many",
            FN(G("ffi.Array", T("int")),
               T("shapes.Methods") "," G("ffi.Array", T("int")) "," G("ffi.List", T("int")) "," G(
                   "ffi.Dict", T("ffi.String") "," T("int")) "," G("ffi.Map",
                                                                   T("ffi.String") "," T("int"))),
            0);
  rr_method(t, "mut_out", FN(G("ffi.List", T("int")), T("shapes.Methods")), 0);
  rr_method(t, "dict_out", FN(G("ffi.Dict", T("ffi.String") "," T("int")), T("shapes.Methods")), 0);
  rr_generated_init(t);
  rr_global("shapes.identity", FN(T("shapes.Base"), T("shapes.Base")), NULL);
  rr_global("shapes.solid.count", FN(T("int"), G("ffi.Array", T("shapes.Base"))), NULL);
  rr_global("shapes.area_size", FN(T("float"), T("shapes.Area")), NULL);
}
