/* SPDX-License-Identifier: Apache-2.0 */
/* Structural equality and hash: recorded hashes, paths to differences, variables, cycles, sharing. */
#include "extra/structural.h"

#include <math.h>

#include "extra/repr.h"
#include "records.h"
#include "values.h"

static const tf_structural_options plain = {false, false};

/* ---- types of each kind, with fields `a` and `b` ---- */

static int32_t kinds[6];
static int32_t binder; /* field `a` opens a pattern region */

static int register_kinds(void) {
  static const char* const keys[] = {"unit.s.None", "unit.s.Tree",  "unit.s.Var",
                                     "unit.s.Dag",  "unit.s.Const", "unit.s.Unique"};
  static const tf_reflect_field fields[] = {
      {"a", "Any", NULL, kTVMFFIFieldFlagBitMaskHasDefault, 24, 16, kTVMFFIAny, tf_field_get_any,
       tf_field_set_any},
      {"b", "Any", NULL, kTVMFFIFieldFlagBitMaskHasDefault, 40, 16, kTVMFFIAny, tf_field_get_any,
       tf_field_set_any},
  };
  static tf_reflect_field binding_fields[2];
  memcpy(binding_fields, fields, sizeof(fields));
  binding_fields[0].flags |= kTVMFFIFieldFlagBitMaskSEqHashDefPattern;
  for (int i = 0; i < 6; ++i) {
    const tf_reflect_type type = {.key = keys[i],
                                  .parent_key = "ffi.Object",
                                  .static_index = -1,
                                  .total_size = 56,
                                  .structural_kind = i,
                                  .can_new = true,
                                  .fields = fields,
                                  .num_fields = 2};
    TF_TRY(tf_reflect_register(&type, &kinds[i]));
  }
  const tf_reflect_type type = {.key = "unit.s.Binder",
                                .parent_key = "ffi.Object",
                                .static_index = -1,
                                .total_size = 56,
                                .structural_kind = kTVMFFISEqHashKindTreeNode,
                                .can_new = true,
                                .fields = binding_fields,
                                .num_fields = 2};
  return tf_reflect_register(&type, &binder);
}

static tf_any node(int32_t type, tf_any a, tf_any b) {
  return MAKE("ffi.MakeObjectFromPackedArgs", tf_any_int(type), text_any("a"), a, text_any("b"), b);
}

static tf_any var(const char* name) {
  return node(kinds[kTVMFFISEqHashKindFreeVar], text_any(name), tf_any_none());
}

#define SHARE(any) tf_any_copy_owned(&(any))

/* ---- asking; all consume their values ---- */

static uint64_t hash_of(tf_any value) {
  uint64_t hash = 0;
  assert_ok(tf_structural_hash(tf_view_of(&value), plain, &hash));
  tf_any_drop(&value);
  return hash;
}

/* The two paths to the first difference, as one text; "" when there is none. */
static void assert_mismatch(tf_any a, tf_any b, bool map_free_vars, const char* want) {
  tf_structural_options options = {map_free_vars, false};
  tf_any paths = tf_any_none();
  tf_any text = tf_any_none();
  bool equal = false;
  bool again = false;
  assert_ok(tf_structural_equal(tf_view_of(&a), tf_view_of(&b), options, &equal, &paths));
  assert_ok(tf_structural_equal(tf_view_of(&a), tf_view_of(&b), options, &again, NULL));
  assert_int_equal(equal, again);
  assert_int_equal(equal, tf_view_is_none(tf_view_of(&paths)));
  assert_ok(tf_repr(tf_view_of(&paths), &text));
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, want);
  tf_any_drop(&a);
  tf_any_drop(&b);
  tf_any_drop(&paths);
  tf_any_drop(&text);
}

static void hashes_are_the_recorded_ones(void** state) {
  (void)state;
  assert_int_equal(hash_of(ARRAY(INT(1), INT(2))), UINT64_C(2823322240268045181));
  assert_int_equal(hash_of(ARRAY(INT(1), text_any("a"))), UINT64_C(2823322240268049326));
  assert_int_equal(hash_of(LIST(INT(1), text_any("a"))), UINT64_C(10056980416207036547));
  assert_int_equal(hash_of(MAP(INT(1), INT(2))), UINT64_C(8690073498391464551));
  assert_int_equal(hash_of(MAP(text_any("b"), INT(1), INT(1), INT(2), text_any("a"), INT(3))),
                   UINT64_C(10365915379142401942));
  assert_int_equal(hash_of(MAP(ARRAY(INT(1)), INT(2))), UINT64_C(11694236735499009313));
  assert_int_equal(hash_of(tf_any_float(-0.0)), UINT64_C(9223372039509211770));
  assert_int_equal(hash_of(tf_any_float((double)NAN)), UINT64_C(9221120239695526522));
  assert_int_equal(hash_of(tf_string_small_bytes(tf_str_c("abc"))), 2660949777u);
}

static tf_any nan_of(uint64_t bits) {
  double number;
  memcpy(&number, &bits, sizeof number);
  return tf_any_float(number);
}

/* Recorded: NaNs of different bits are different keys, but one value. */
static void nan_keys_hash_by_their_bits(void** state) {
  (void)state;
  const uint64_t quiet = UINT64_C(0x7ff8000000000000);
  assert_int_equal((int64_t)hash_of(DICT(nan_of(quiet + 1), INT(1))), INT64_C(2667893538684925509));
  assert_int_equal((int64_t)hash_of(DICT(nan_of(quiet + 1), INT(1), nan_of(quiet), INT(2))),
                   INT64_C(-4523017463718245753));
  assert_int_equal(hash_of(ARRAY(nan_of(quiet + 1))), hash_of(ARRAY(nan_of(quiet))));
}

static void differences_have_paths(void** state) {
  (void)state;
  assert_mismatch(ARRAY(INT(1), INT(2)), ARRAY(INT(1), INT(3)), false, "(<root>[1], <root>[1])");
  assert_mismatch(ARRAY(INT(1)), ARRAY(INT(1), INT(2)), false, "(<root>[<missing:1>], <root>[1])");
  assert_mismatch(ARRAY(INT(1)), LIST(INT(1)), false, "(<root>, <root>)");
  assert_mismatch(MAP(INT(1), INT(2)), MAP(INT(2), INT(2)), false,
                  "(<root>[1], <root>[<missing:1>])");
  assert_mismatch(MAP(INT(1), INT(2)), MAP(INT(1), INT(2), INT(3), INT(4)), false,
                  "(<root>[<missing:3>], <root>[3])");
  assert_mismatch(MAP(INT(1), ARRAY(INT(2))), MAP(INT(1), ARRAY(INT(3))), false,
                  "(<root>[1][0], <root>[1][0])");
  assert_mismatch(tf_any_float((double)NAN), tf_any_float((double)NAN), false, "None");
  assert_mismatch(tf_any_float(0.0), tf_any_float(-0.0), false, "(<root>, <root>)");
  tf_any a = node(kinds[1], INT(1), ARRAY(INT(1), MAP(text_any("k"), INT(3))));
  tf_any b = node(kinds[1], INT(1), ARRAY(INT(1), MAP(text_any("k"), INT(4))));
  assert_mismatch(a, b, false, "(<root>.b[1][\"k\"], <root>.b[1][\"k\"])");
}

static void bound_variables_are_the_same(void** state) {
  (void)state;
  tf_any x = var("v");
  tf_any z = var("v");
  assert_mismatch(SHARE(x), SHARE(z), false, "(<root>, <root>)");
  assert_mismatch(SHARE(x), var("w"), false, "(<root>.a, <root>.a)");
  assert_mismatch(SHARE(x), SHARE(x), false, "None");
  assert_mismatch(SHARE(x), SHARE(z), true, "None");
  assert_mismatch(ARRAY(SHARE(x), SHARE(x)), ARRAY(SHARE(z), var("v")), true,
                  "(<root>[1], <root>[1])");
  assert_mismatch(node(binder, SHARE(x), SHARE(x)), node(binder, SHARE(z), SHARE(z)), false,
                  "None");
  assert_mismatch(node(binder, SHARE(x), SHARE(x)), node(binder, SHARE(z), SHARE(x)), false,
                  "(<root>.b, <root>.b)");
  assert_mismatch(node(binder, SHARE(x), MAP(SHARE(x), INT(1))),
                  node(binder, SHARE(z), MAP(SHARE(z), INT(2))), false,
                  "(<root>.b[unit.s.Var(a=\"v\", b=None)], <root>.b[unit.s.Var(a=\"v\", b=None)])");
  assert_int_equal(hash_of(node(binder, SHARE(x), SHARE(x))),
                   hash_of(node(binder, SHARE(z), SHARE(z))));
  tf_any_drop(&x);
  tf_any_drop(&z);
}

static void shared_nodes_must_be_shared_alike(void** state) {
  (void)state;
  int32_t dag = kinds[kTVMFFISEqHashKindDAGNode];
  tf_any x = node(dag, INT(1), INT(2));
  tf_any y = node(dag, INT(1), INT(2));
  assert_mismatch(ARRAY(SHARE(x), SHARE(x)), ARRAY(SHARE(y), SHARE(y)), false, "None");
  assert_mismatch(ARRAY(SHARE(x), SHARE(x)), ARRAY(SHARE(y), node(dag, INT(1), INT(2))), false,
                  "(<root>[1], <root>[1])");
  assert_true(hash_of(ARRAY(SHARE(x), SHARE(x))) != hash_of(ARRAY(SHARE(x), SHARE(y))));
  tf_any_drop(&x);
  tf_any_drop(&y);
}

static void unique_instances_are_equal_to_themselves_only(void** state) {
  (void)state;
  int32_t unique = kinds[kTVMFFISEqHashKindUniqueInstance];
  tf_any x = node(unique, INT(1), INT(2));
  assert_mismatch(SHARE(x), SHARE(x), false, "None");
  assert_mismatch(SHARE(x), node(unique, INT(1), INT(2)), false, "(<root>, <root>)");
  tf_any_drop(&x);
}

static void types_without_a_kind_are_refused(void** state) {
  (void)state;
  tf_any x = node(kinds[0], INT(1), INT(2));
  uint64_t hash = 0;
  bool equal = false;
  assert_raises(tf_structural_hash(tf_view_of(&x), plain, &hash), "TypeError",
                "_type_s_eq_hash_kind is not set for type `unit.s.None`");
  assert_raises(tf_structural_equal(tf_view_of(&x), tf_view_of(&x), plain, &equal, NULL),
                "TypeError", "is not set for type `unit.s.None`");
  tf_any_drop(&x);
}

static void cyclic_values_are_refused(void** state) {
  (void)state;
  tf_any a = cyclic_list();
  tf_any b = cyclic_list();
  uint64_t hash = 0;
  bool equal = false;
  assert_raises(tf_structural_hash(tf_view_of(&a), plain, &hash), "ValueError", "contains itself");
  assert_raises(tf_structural_equal(tf_view_of(&a), tf_view_of(&b), plain, &equal, NULL),
                "ValueError", "contains itself");
  list_break(&a);
  list_break(&b);
}

static void deep_and_shared_values_are_no_problem(void** state) {
  (void)state;
  assert_int_equal(hash_of(shared_arrays(60)), hash_of(shared_arrays(60)));
  assert_mismatch(shared_arrays(60), shared_arrays(60), false, "None");
  tf_any a = deep_list(100000);
  tf_any b = deep_list(100000);
  bool equal = false;
  assert_ok(tf_structural_equal(tf_view_of(&a), tf_view_of(&b), plain, &equal, NULL));
  assert_true(equal);
  tf_any_drop(&a);
  tf_any_drop(&b);
}

static void keys_find_equal_values(void** state) {
  (void)state;
  tf_any dict = DICT(MAKE("ffi.StructuralKey", ARRAY(INT(1), INT(2))), INT(7));
  for (int64_t i = 0; i < 10; ++i) (void)MAKE("ffi.DictSetItem", SHARE(dict), INT(i), INT(i));
  tf_any found =
      MAKE("ffi.DictGetItem", SHARE(dict), MAKE("ffi.StructuralKey", ARRAY(INT(1), INT(2))));
  assert_int_equal(found.raw.v_int64, 7);
  tf_any same = MAKE("ffi.StructuralKeyEqual", MAKE("ffi.StructuralKey", INT(1)),
                     MAKE("ffi.StructuralKey", INT(1)));
  assert_int_equal(same.raw.v_int64, 1);
  tf_any_drop(&dict);
}

static int walk_pair(void* context) {
  const tf_any* both = (const tf_any*)context;
  uint64_t hash = 0;
  bool equal = false;
  tf_any paths = tf_any_none();
  TF_TRY(tf_structural_hash(tf_view_of(&both[0]), plain, &hash));
  int code = tf_structural_equal(tf_view_of(&both[0]), tf_view_of(&both[1]), plain, &equal, &paths);
  tf_any_drop(&paths);
  return code;
}

static void walking_survives_allocation_failure(void** state) {
  (void)state;
  tf_any x = var("v");
  tf_any z = var("v");
  tf_any both[] = {ARRAY(node(binder, SHARE(x), MAP(SHARE(x), INT(1))), INT(1)),
                   ARRAY(node(binder, SHARE(z), MAP(SHARE(z), INT(1))), INT(2))};
  tf_test_fail_walk(walk_pair, both);
  tf_any_drop(&both[0]);
  tf_any_drop(&both[1]);
  tf_any_drop(&x);
  tf_any_drop(&z);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(nan_keys_hash_by_their_bits),
      tf_unit(hashes_are_the_recorded_ones),
      tf_unit(differences_have_paths),
      tf_unit(bound_variables_are_the_same),
      tf_unit(shared_nodes_must_be_shared_alike),
      tf_unit(unique_instances_are_equal_to_themselves_only),
      tf_unit(types_without_a_kind_are_refused),
      tf_unit(cyclic_values_are_refused),
      tf_unit(deep_and_shared_values_are_no_problem),
      tf_unit(keys_find_equal_values),
      tf_unit(walking_survives_allocation_failure),
  };
  if (point_register() != 0 || register_kinds() != 0) return 1;
  return tf_test_run(tests);
}
