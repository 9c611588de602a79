/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "odd": names that Python cannot write, names that hide each other, equal names of different modules. */
#include "rawreg.h"

#define T(x) "{\"type\":\"" x "\"}"
#define FN(result, params) \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[" result "],\"params\":[" params "]}}"

__attribute__((constructor)) static void odd_init(void) {
  int32_t t;
  /* left out of stubs */
  rr_global("odd.names.class", FN(T("int"), ""), NULL);
  rr_global("odd.names.a-b", FN(T("int"), ""), NULL);
  rr_global("odd.names.1st", FN(T("int"), ""), NULL);
  rr_global("odd.names.", FN(T("int"), ""), NULL);
  rr_global("odd.names.quo\"te", FN(T("int"), ""), NULL);
  /* written: identifiers need not be ASCII, and soft keywords are no keywords */
  rr_global("odd.names.größe", FN(T("int"), ""), NULL);
  rr_global("odd.names.match", FN(T("int"), ""), NULL);
  rr_global("odd.names.ok", FN(T("int"), ""), NULL);
  /* two classes of one name, and a third in this module */
  rr_type("odd.one.Twin", NULL);
  rr_type("odd.two.Twin", NULL);
  rr_global("odd.twins.swap", FN(T("odd.one.Twin"), T("odd.two.Twin")), NULL);
  /* functions that hide builtins and imported names */
  rr_global("odd.hide.int", FN(T("int"), T("int")), NULL);
  rr_global("odd.hide.Any", FN(T("Any"), T("Any")), NULL);
  rr_global("odd.hide.Callable", FN(T("ffi.Function"), FN(T("int"), T("float"))), NULL);
  rr_global("odd.hide.Sequence", FN(T("ffi.Array"), T("ffi.List")), NULL);
  rr_global("odd.hide.Twin", FN(T("odd.one.Twin"), T("odd.one.Twin")), NULL);
  /* one name below two prefixes */
  rr_global("odd.first.same", FN(T("int"), T("int")), NULL);
  rr_global("odd.first.only", FN(T("int"), ""), NULL);
  rr_global("odd.second.same", FN(T("ffi.String"), T("ffi.String")), NULL);
  rr_global("odd.third.same", FN(T("ffi.String"), T("ffi.String")), NULL);
  /* members that hide names */
  t = rr_type("odd.Hider", NULL);
  rr_field(t, "int", T("int"), 0);
  rr_field(t, "str", T("ffi.String"), 0);
  rr_field(t, "Twin", T("odd.one.Twin"), 0);
  rr_field(t, "lambda", T("int"), 0);
  rr_method(t, "overload", FN(T("int"), T("odd.Hider") "," T("int")), 0);
  rr_method(t, "overload", FN(T("ffi.String"), T("odd.Hider") "," T("ffi.String")), 0);
  rr_method(t, "staticmethod", FN(T("int"), T("int")), 4);
  rr_method(t, "yield", FN(T("int"), T("odd.Hider")), 0);
  rr_generated_init(t);
  /* documentation */
  t = rr_type("odd.Documented", NULL);
  rr_doc = "The first field.";
  rr_field(t, "a", T("int"), 0);
  rr_doc = NULL;
  rr_field(t, "b", T("int"), 0);
  rr_doc = "Adds.\n\n    Keeps \"quotes\", \\ and indents.\n";
  rr_method(t, "add", FN(T("int"), T("odd.Documented") "," T("int")), 0);
  rr_doc = "Makes one.";
  rr_method(t, "__ffi_init__", FN(T("odd.Documented"), T("int") "," T("int")), 4);
  rr_doc = NULL;
  /* types without an importable name */
  rr_type("odd.bad-name.T", NULL);
  rr_type("odd.Box<int>", NULL);
  rr_global("odd.types.unnamed", FN(T("odd.bad-name.T"), T("odd.Box<int>") "," T("std::thread")),
            NULL);
  /* a type that is not registered under the Python package's name of a builtin */
  rr_global("odd.types.fallback",
            FN("{\"type\":\"No.Such\",\"fallback\":{\"type\":\"bytes\"}}", ""), NULL);
}
