/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor.h"

#include "tf_managed.h"
#include "tf_test_core.h"

static void imports_become_tensors(void** state) {
  (void)state;
  tf_managed managed;
  TVMFFIObjectHandle tensor;
  tf_managed_init(&managed);
  assert_ok(TVMFFITensorFromDLPack(&managed.plain, 64, 1, &tensor));
  assert_ptr_equal(TVMFFITensorGetDLTensorPtr(tensor)->data, TF_MANAGED_DATA);
  assert_int_equal(TVMFFIObjectDecRef(tensor), 0);
  assert_int_equal(managed.deleted, 1);
  assert_ok(TVMFFITensorFromDLPackVersioned(&managed.versioned, 64, 1, &tensor));
  TVMFFIObjectDecRef(tensor);
  assert_int_equal(managed.deleted, 2);
}

static void exports_hold_the_tensor(void** state) {
  (void)state;
  tf_managed managed;
  TVMFFIObjectHandle tensor;
  DLManagedTensor* plain;
  DLManagedTensorVersioned* versioned;
  tf_managed_init(&managed);
  assert_ok(TVMFFITensorFromDLPack(&managed.plain, 0, 0, &tensor));
  assert_ok(TVMFFITensorToDLPack(tensor, &plain));
  assert_ok(TVMFFITensorToDLPackVersioned(tensor, &versioned));
  assert_ptr_equal(plain->manager_ctx, tensor);
  assert_ptr_equal(plain->dl_tensor.shape, managed.shape);
  assert_int_equal(versioned->version.major, 1);
  assert_int_equal(versioned->version.minor, 3);
  assert_int_equal(versioned->flags, 0);
  assert_int_equal(versioned->dl_tensor.strides[0], 3);
  TVMFFIObjectDecRef(tensor);
  plain->deleter(plain);
  assert_int_equal(managed.deleted, 0);
  versioned->deleter(versioned);
  assert_int_equal(managed.deleted, 1);
}

static void read_only_memory_stays_read_only(void** state) {
  (void)state;
  tf_managed managed;
  TVMFFIObjectHandle tensor;
  DLManagedTensorVersioned* exported;
  tf_managed_init(&managed);
  managed.versioned.flags = DLPACK_FLAG_BITMASK_READ_ONLY;
  assert_ok(TVMFFITensorFromDLPackVersioned(&managed.versioned, 0, 0, &tensor));
  assert_ok(TVMFFITensorToDLPackVersioned(tensor, &exported));
  assert_int_equal(exported->flags, DLPACK_FLAG_BITMASK_READ_ONLY);
  exported->deleter(exported);
  TVMFFIObjectDecRef(tensor);
}

static void export_and_import_is_stable(void** state) {
  (void)state;
  tf_managed managed;
  TVMFFIObjectHandle tensor, again;
  DLManagedTensor* exported;
  tf_managed_init(&managed);
  assert_ok(TVMFFITensorFromDLPack(&managed.plain, 0, 0, &tensor));
  assert_ok(TVMFFITensorToDLPack(tensor, &exported));
  assert_ok(TVMFFITensorFromDLPack(exported, 0, 0, &again));
  assert_memory_equal(TVMFFITensorGetDLTensorPtr(again), TVMFFITensorGetDLTensorPtr(tensor),
                      sizeof(DLTensor));
  TVMFFIObjectDecRef(tensor);
  assert_int_equal(managed.deleted, 0);
  TVMFFIObjectDecRef(again);
  assert_int_equal(managed.deleted, 1);
}

static void only_tensors_are_exported(void** state) {
  (void)state;
  tf_object other;
  DLManagedTensor* plain = NULL;
  DLManagedTensorVersioned* versioned = NULL;
  tf_object_init(&other, kTVMFFIShape, NULL);
  assert_raises(TVMFFITensorToDLPack(NULL, &plain), "TypeError", "got `None`");
  assert_raises(TVMFFITensorToDLPack(&other, &plain), "TypeError", "got `ffi.Shape`");
  assert_raises(TVMFFITensorToDLPackVersioned(NULL, &versioned), "TypeError", "got `None`");
  assert_null(plain);
  assert_null(versioned);
}

static void results_need_a_place(void** state) {
  (void)state;
  tf_managed managed;
  TVMFFIObjectHandle tensor;
  tf_managed_init(&managed);
  assert_raises(TVMFFITensorFromDLPack(&managed.plain, 0, 0, NULL), "TypeError", "NULL");
  assert_raises(TVMFFITensorFromDLPackVersioned(&managed.versioned, 0, 0, NULL), "TypeError",
                "NULL");
  assert_raises(TVMFFITensorCreateUnsafeView(NULL, &managed.plain.dl_tensor, NULL), "TypeError",
                "NULL");
  assert_ok(TVMFFITensorFromDLPack(&managed.plain, 0, 0, &tensor));
  assert_raises(TVMFFITensorToDLPack(tensor, NULL), "TypeError", "NULL");
  assert_raises(TVMFFITensorToDLPackVersioned(tensor, NULL), "TypeError", "NULL");
  TVMFFIObjectDecRef(tensor);
}

static void views_are_made_through_the_abi(void** state) {
  (void)state;
  tf_managed managed;
  TVMFFIObjectHandle tensor, view;
  tf_managed_init(&managed);
  assert_ok(TVMFFITensorFromDLPack(&managed.plain, 0, 0, &tensor));
  assert_ok(TVMFFITensorCreateUnsafeView(tensor, TVMFFITensorGetDLTensorPtr(tensor), &view));
  TVMFFIObjectDecRef(tensor);
  assert_int_equal(managed.deleted, 0);
  TVMFFIObjectDecRef(view);
  assert_int_equal(managed.deleted, 1);
}

static int go_in_and_out(void* context) {
  tf_managed* managed = context;
  TVMFFIObjectHandle tensor;
  DLManagedTensor* plain;
  DLManagedTensorVersioned* versioned;
  TF_TRY(TVMFFITensorFromDLPackVersioned(&managed->versioned, 0, 0, &tensor));
  int status = TVMFFITensorToDLPack(tensor, &plain);
  if (status == 0) {
    plain->deleter(plain);
    status = TVMFFITensorToDLPackVersioned(tensor, &versioned);
    if (status == 0) versioned->deleter(versioned);
  }
  TVMFFIObjectDecRef(tensor);
  return status;
}

static void exchange_survives_allocation_failure(void** state) {
  (void)state;
  tf_managed managed;
  tf_managed_init(&managed);
  tf_test_fail_walk(go_in_and_out, &managed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(imports_become_tensors),           tf_unit(exports_hold_the_tensor),
      tf_unit(read_only_memory_stays_read_only), tf_unit(export_and_import_is_stable),
      tf_unit(only_tensors_are_exported),        tf_unit(results_need_a_place),
      tf_unit(views_are_made_through_the_abi),   tf_unit(exchange_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
