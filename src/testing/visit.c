/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of the testing library for structural visits: regions of definitions, and a hook that opens one. */
#include <tvm/ffi/c/ffi.h>

typedef struct visit_regions {
  TVMFFIObject header;
  int64_t simple;
  int64_t pattern;
  int64_t ordinary;
} visit_regions;
TVM_FFI_CLASS(visit_regions, "testing.TestVisitRegions", "", final,
              field(int64, simple, "", ro, def_simple), field(int64, pattern, "", ro, def_pattern),
              field(int64, ordinary, "", ro));

typedef struct visit_hook {
  TVMFFIObject header;
  tvm_ffi_object child;
} visit_hook;

/* Visits the child as a region of simple definitions, then the number 4 as it comes. */
static int visit_hook_visit(tvm_ffi_structural_visitor_object* visitor, tvm_ffi_view value,
                            tvm_ffi_any* out) {
  enum { kDefSimple = 2 };
  const visit_hook* self = (const visit_hook*)(const void*)value.raw.v_obj;
  const int32_t region = visitor->def_region_kind;
  tvm_ffi_view by;
  by.raw = tvm_ffi_raw_object(&visitor->header);
  visitor->def_region_kind = kDefSimple;
  const int status =
      TVM_FFI_CALL_GLOBAL("ffi.StructuralVisitorVisit", out, by,
                          tvm_ffi_view_from_object(tvm_ffi_object_peek(&self->child)));
  visitor->def_region_kind = region;
  if (status != 0 || !tvm_ffi_view_is_none(tvm_ffi_any_peek(out))) return status;
  return TVM_FFI_CALL_GLOBAL("ffi.StructuralVisitorVisit", out, by, tvm_ffi_view_from_int(4));
}

TVM_FFI_CLASS(visit_hook, "testing.TestVisitHook", "", final, no_new, field(handle, child, "", ro),
              static_attr("__s_visit__", visit_hook_visit, or_error(any),
                          (object(tvm_ffi_structural_visitor_object, "ffi.StructuralVisitor"),
                           visitor),
                          (any, value)));

/* Regions, alone or under a hook. */
static int make_visit_region_graph(bool hooked, tvm_ffi_any* out) {
  visit_regions* regions = TVM_FFI_NEW(visit_regions);
  if (regions == NULL) return -1;
  regions->simple = 1;
  regions->pattern = 2;
  regions->ordinary = 3;
  out->raw = tvm_ffi_raw_object(&regions->header);
  if (!hooked) return 0;
  visit_hook* hook = TVM_FFI_NEW(visit_hook);
  if (hook == NULL) {
    tvm_ffi_any_drop(out);
    return -1;
  }
  hook->child.object = &regions->header;
  out->raw = tvm_ffi_raw_object(&hook->header);
  return 0;
}
TVM_FFI_FUNCTION(make_visit_region_graph, "testing.make_visit_region_graph", "", or_error(any),
                 (bool, hooked));
