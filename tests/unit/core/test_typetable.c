/* SPDX-License-Identifier: Apache-2.0 */
#include "core/typetable.h"

#include "tf_test_core.h"

static const tf_owner lib = {"a", "/x/libA.so", "libA.so"};

static int add(tf_typetable* table, const char* key, int32_t parent, int32_t depth, int32_t slots,
               int32_t* out) {
  tf_type_spec spec = {.key = tf_str_c(key),
                       .static_index = -1,
                       .depth = depth,
                       .child_slots = slots,
                       .can_overflow = true,
                       .parent = parent,
                       .owner = &lib};
  return tf_typetable_add(table, &spec, out);
}

static void builtin_types_are_there_from_the_start(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_global();
  const TVMFFITypeInfo* object = tf_typetable_info(table, kTVMFFIObject);
  assert_string_equal(object->type_key.data, "ffi.Object");
  assert_int_equal(object->type_depth, 0);
  assert_int_equal(object->metadata->total_size, 24);
  assert_null(object->metadata->creator);
  const TVMFFITypeInfo* array = tf_typetable_info(table, kTVMFFIArray);
  assert_true(array->type_key_hash == UINT64_C(9300778484448642049));
  assert_int_equal(array->type_depth, 1);
  assert_ptr_equal(array->type_ancestors[0], object);
  assert_int_equal(tf_typetable_find(table, tf_str_c("DLTensor*")), kTVMFFIDLTensorPtr);
  assert_int_equal(tf_typetable_find(table, tf_str_c("ffi.Unchanged")), kTVMFFIUnchanged);
  assert_int_equal(tf_typetable_find(table, tf_str_c("ffi.BigInt")), kTVMFFIBigInt);
  assert_int_equal(tf_typetable_find(table, tf_str_c("nothing")), -1);
  assert_null(tf_typetable_info(table, 63));
  assert_null(tf_typetable_info(table, -1));
  assert_null(tf_typetable_info(table, INT32_MAX));
}

static void a_known_key_gives_its_index_whatever_else_is_said(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t a;
  int32_t b;
  assert_ok(add(table, "A", kTVMFFIObject, 1, 0, &a));
  assert_int_equal(a, 128);
  assert_ok(add(table, "A", 77777, -4, -9, &b));
  assert_int_equal(b, a);
  tf_typetable_drop(&table);
  tf_typetable_drop(&table);
}

/* abi.md section 12.1, steps 4 and 5. */
static void child_slots_are_used_first_then_the_common_counter(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t parent;
  int32_t other;
  int32_t child[4];
  assert_ok(add(table, "P", kTVMFFIObject, 1, 3, &parent));
  assert_ok(add(table, "Q", kTVMFFIObject, 1, 0, &other));
  assert_int_equal(other, parent + 4);
  assert_ok(add(table, "P1", parent, 2, 0, &child[0]));
  assert_int_equal(child[0], parent + 1);
  assert_ok(add(table, "P2", parent, 2, 1, &child[1]));
  assert_int_equal(child[1], parent + 2);
  assert_ok(add(table, "P3", parent, 2, 0, &child[2]));
  assert_int_equal(child[2], other + 1);
  assert_ok(add(table, "P21", child[1], 3, 0, &child[3]));
  assert_int_equal(child[3], child[1] + 1);
  assert_int_equal(tf_typetable_end(table), other + 2);
  const TVMFFITypeInfo* info = tf_typetable_info(table, child[3]);
  assert_int_equal(info->type_depth, 3);
  assert_int_equal(info->type_ancestors[0]->type_index, kTVMFFIObject);
  assert_int_equal(info->type_ancestors[1]->type_index, parent);
  assert_int_equal(info->type_ancestors[2]->type_index, child[1]);
  tf_typetable_drop(&table);
}

static void a_type_without_overflow_is_full_one_day(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  tf_type_spec spec = {.key = tf_str_c("P"),
                       .static_index = -1,
                       .depth = 1,
                       .child_slots = 1,
                       .parent = kTVMFFIObject,
                       .owner = &lib};
  int32_t parent;
  int32_t child;
  assert_ok(tf_typetable_add(table, &spec, &parent));
  assert_ok(add(table, "C1", parent, 2, 0, &child));
  assert_raises(add(table, "C2", parent, 2, 0, &child), "RuntimeError",
                "Reach maximum number of sub-classes");
  assert_int_equal(tf_typetable_find(table, tf_str_c("C2")), -1);
  /* The child of such a type cannot overflow either. */
  assert_raises(add(table, "C11", child, 3, 0, &child), "RuntimeError", "maximum number");
  assert_raises(add(table, "S", kTVMFFIStr, 2, 0, &child), "RuntimeError", "maximum number");
  tf_typetable_drop(&table);
}

static void nonsense_is_refused(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t index = -7;
  assert_raises(add(table, "A", 99999, 1, 0, &index), "RuntimeError", "parent is not registered");
  assert_raises(add(table, "A", -1, 0, 0, &index), "RuntimeError", "needs a parent");
  assert_raises(add(table, "A", kTVMFFIObject, 2, 0, &index), "RuntimeError", "depth");
  assert_raises(add(table, "A", kTVMFFIObject, -1, 0, &index), "RuntimeError", "depth");
  assert_raises(add(table, "A", kTVMFFIObject, 1, -1, &index), "RuntimeError", "slots");
  assert_raises(add(table, "A", kTVMFFIObject, 1, INT32_MAX, &index), "RuntimeError", "slots");
  assert_raises(add(table, "A", kTVMFFIObject, 1, (1 << 24) - 50, &index), "RuntimeError",
                "too many types");
  tf_type_spec taken = {
      .key = tf_str_c("A"), .static_index = kTVMFFIStr, .parent = -1, .owner = &lib};
  assert_raises(tf_typetable_add(table, &taken, &index), "RuntimeError", "taken");
  taken.static_index = 128;
  assert_raises(tf_typetable_add(table, &taken, &index), "RuntimeError", "128 or more");
  taken.static_index = 100;
  taken.depth = 1;
  assert_raises(tf_typetable_add(table, &taken, &index), "RuntimeError", "a root has depth 0");
  assert_int_equal(index, -7);
  tf_typetable_drop(&table);
}

static void chains_of_ancestors_have_an_end(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t index = kTVMFFIObject;
  int depth = 1;
  char key[16];
  int status = 0;
  for (; depth < 2000 && status == 0; ++depth) {
    (void)snprintf(key, sizeof key, "T%d", depth);
    status = add(table, key, index, depth, 0, &index);
  }
  assert_int_equal(depth, 1025);
  assert_raises(status, "RuntimeError", "depth is out of range");
  tf_typetable_drop(&table);
}

static void many_types_keep_their_records(void** state) {
  (void)state;
  enum { MANY = 20000 };
  tf_typetable* table = tf_typetable_new();
  const TVMFFITypeInfo* first = NULL;
  char key[16];
  for (int i = 0; i < MANY; ++i) {
    int32_t index;
    (void)snprintf(key, sizeof key, "T%d", i);
    assert_ok(add(table, key, kTVMFFIObject, 1, 0, &index));
    assert_int_equal(index, 128 + i);
    if (i == 0) first = tf_typetable_info(table, index);
  }
  assert_ptr_equal(tf_typetable_info(table, 128), first);
  for (int i = 0; i < MANY; ++i) {
    (void)snprintf(key, sizeof key, "T%d", i);
    assert_int_equal(tf_typetable_find(table, tf_str_c(key)), 128 + i);
    assert_string_equal(tf_typetable_info(table, 128 + i)->type_key.data, key);
  }
  assert_str_is(tf_typetable_nearest(table, tf_str_c("ffi.Aray")), "ffi.Array");
  tf_typetable_drop(&table);
}

static void kinship_is_known(void** state) {
  (void)state;
  int32_t parent;
  int32_t child;
  assert_ok(add(tf_typetable_global(), "test.typetable.Parent", kTVMFFIObject, 1, 2, &parent));
  assert_ok(add(tf_typetable_global(), "test.typetable.Child", parent, 2, 0, &child));
  assert_true(tf_type_is_a(child, parent));
  assert_true(tf_type_is_a(child, kTVMFFIObject));
  assert_true(tf_type_is_a(parent, parent));
  assert_false(tf_type_is_a(parent, child));
  assert_false(tf_type_is_a(child, kTVMFFIArray));
  assert_false(tf_type_is_a(kTVMFFIInt, kTVMFFIObject));
  assert_false(tf_type_is_a(1000000, kTVMFFIObject));
  assert_false(tf_type_is_a(child, -5));
}

static void an_unknown_index_has_a_record_too(void** state) {
  (void)state;
  const TVMFFITypeInfo* info = tf_type_info(63);
  assert_string_equal(info->type_key.data, "<unknown type>");
  assert_int_equal(info->type_depth, 0);
  assert_int_equal(info->num_fields, 0);
  assert_str_is(tf_type_key(kTVMFFIMap), "ffi.Map");
  assert_str_is(tf_type_key(-3), "<unknown type>");
}

static void our_own_classes_are_registered_in_one_call(void** state) {
  (void)state;
  tf_type_spec spec = {.key = tf_str_c("test.typetable.Own"),
                       .static_index = -1,
                       .depth = 1,
                       .parent = kTVMFFIObject};
  TVMFFITypeMetadata metadata = {.total_size = 32};
  int32_t index;
  assert_ok(tf_type_register(&spec, &metadata, &index));
  assert_int_equal(tf_type_info(index)->metadata->total_size, 32);
  assert_ptr_equal(tf_typetable_metadata_owner(tf_typetable_global(), index), tf_owner_self());
  assert_null(tf_typetable_metadata_owner(tf_typetable_global(), kTVMFFIStr));
  assert_null(tf_typetable_metadata_owner(tf_typetable_global(), -1));
}

static int fill(void* context) {
  (void)context;
  tf_typetable* table = tf_typetable_new();
  if (table == NULL) return tf_raise_memory();
  int status = 0;
  char key[16];
  for (int i = 0; i < 200 && status == 0; ++i) {
    int32_t index;
    (void)snprintf(key, sizeof key, "T%d", i);
    status = add(table, key, kTVMFFIObject, 1, 0, &index);
  }
  tf_typetable_drop(&table);
  return status;
}

static void registering_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(fill, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(builtin_types_are_there_from_the_start),
      tf_unit(a_known_key_gives_its_index_whatever_else_is_said),
      tf_unit(child_slots_are_used_first_then_the_common_counter),
      tf_unit(a_type_without_overflow_is_full_one_day),
      tf_unit(nonsense_is_refused),
      tf_unit(chains_of_ancestors_have_an_end),
      tf_unit(many_types_keep_their_records),
      tf_unit(kinship_is_known),
      tf_unit(an_unknown_index_has_a_record_too),
      tf_unit(our_own_classes_are_registered_in_one_call),
      tf_unit(registering_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
