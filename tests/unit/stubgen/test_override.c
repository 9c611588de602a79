/* SPDX-License-Identifier: Apache-2.0 */
#include "override.h"

#include "sg_test.h"

typedef struct family {
  sg_arena arena;
  sg_model model;
  sg_type* base;
  sg_type* child;
} family;

/* A base with a constructor (int a, int b = ...), and a child without fields yet. */
static void make_family(family* f) {
  sg_arena_begin(&f->arena, (size_t)1 << 24);
  sg_model_begin(&f->model, &f->arena);
  sg_type* root = sg_test_type(&f->model, "ffi.Object", NULL);
  f->base = sg_test_type(&f->model, "m.Base", root);
  f->child = sg_test_type(&f->model, "m.Child", f->base);
  sg_test_field(&f->model, f->base, "a", SG_INT);
  sg_test_field(&f->model, f->base, "b", SG_INT)->has_default = true;
  f->base->has_init = f->child->has_init = true;
}

static sg_override compare(family* f) {
  sg_model_finish(&f->model);
  sg_model_order_fields(&f->model, f->base);
  sg_model_order_fields(&f->model, f->child);
  sg_override result = sg_override_of(&f->model, f->child, tf_str_c("__ffi_init__"), f->base);
  sg_arena_drop(&f->arena);
  return result;
}

static void test_added_required_fields_clash(void** state) {
  (void)state;
  family f;
  make_family(&f);
  sg_test_field(&f.model, f.child, "c", SG_INT);
  assert_int_equal(compare(&f), SG_OVERRIDE_REFUSED);
}

static void test_added_optional_fields_are_fine(void** state) {
  (void)state;
  family f;
  make_family(&f);
  sg_test_field(&f.model, f.child, "c", SG_INT)->has_default = true;
  sg_field* k = sg_test_field(&f.model, f.child, "k", SG_STR);
  k->has_default = k->keyword_only = true;
  assert_int_equal(compare(&f), SG_OVERRIDE_FINE);
}

static void test_required_keywords_clash(void** state) {
  (void)state;
  family f;
  make_family(&f);
  sg_test_field(&f.model, f.child, "k", SG_STR)->keyword_only = true;
  assert_int_equal(compare(&f), SG_OVERRIDE_REFUSED);
}

static void test_positional_only_is_for_pyright(void** state) {
  (void)state;
  family f;
  make_family(&f);
  f.base->fields.items[1].has_default = false;
  sg_method* init = SG_PUSH(&f.arena, &f.child->methods);
  init->name = S("__ffi_init__");
  init->schema = sg_test_schema(&f.arena, SG_FN(SG_INT, SG_INT "," SG_INT));
  assert_int_equal(compare(&f), SG_OVERRIDE_PYRIGHT);
}

static void test_bases_are_found_by_their_names(void** state) {
  (void)state;
  family f;
  make_family(&f);
  sg_ty_map map = sg_ty_map_new(&f.arena);
  sg_imports imports;
  sg_imports_begin(&imports, &f.arena);
  sg_imports_define(&imports, S("_m_Base"), S("m.Base"));
  sg_imports_define(&imports, S("Other"), S("x.Base"));
  assert_ptr_equal(sg_override_base(&imports, &map, f.child, S("_m_Base")), f.base);
  assert_ptr_equal(sg_override_base(&imports, &map, f.child, S("Generic[T], m.Base")), f.base);
  assert_null(sg_override_base(&imports, &map, f.child, S("Other")));
  assert_null(sg_override_base(&imports, &map, f.child, S("Object")));
  assert_null(sg_override_base(&imports, &map, f.child, S("")));
  sg_arena_drop(&f.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_added_required_fields_clash),    tf_unit(test_added_optional_fields_are_fine),
      tf_unit(test_required_keywords_clash),        tf_unit(test_positional_only_is_for_pyright),
      tf_unit(test_bases_are_found_by_their_names),
  };
  return tf_test_run(tests);
}
