/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor.h"

#include "tf_managed.h"
#include "tf_test_core.h"

static void adopted_tensors_share_their_shape(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  tf_managed_init(&managed);
  assert_ok(tf_tensor_adopt(&managed.plain, 0, false, &tensor));
  assert_int_equal(tensor->header.type_index, kTVMFFITensor);
  assert_ptr_equal(tensor->tensor.data, TF_MANAGED_DATA);
  assert_ptr_equal(tensor->tensor.shape, managed.shape);
  assert_int_equal(tensor->tensor.strides[0], 3);
  assert_int_equal(tensor->tensor.strides[1], 1);
  assert_int_equal(managed.deleted, 0);
  tf_object_decref(tensor);
  assert_int_equal(managed.deleted, 1);
}

static void given_strides_stay_shared(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  int64_t strides[] = {1, 2};
  tf_managed_init(&managed);
  managed.versioned.dl_tensor.strides = strides;
  assert_ok(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &tensor));
  assert_ptr_equal(tensor->tensor.strides, strides);
  tf_object_decref(tensor);
  assert_int_equal(managed.deleted, 1);
}

static void empty_tensors_have_plain_product_strides(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  int64_t shape[] = {2, 0, 3};
  tf_managed_init(&managed);
  managed.plain.dl_tensor.shape = shape;
  managed.plain.dl_tensor.ndim = 3;
  assert_ok(tf_tensor_adopt(&managed.plain, 0, true, &tensor));
  assert_int_equal(tensor->tensor.strides[0], 0);
  assert_int_equal(tensor->tensor.strides[1], 3);
  assert_int_equal(tensor->tensor.strides[2], 1);
  tf_object_decref(tensor);
}

static void scalars_need_neither_shape_nor_strides(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  tf_managed_init(&managed);
  managed.plain.dl_tensor.shape = NULL;
  managed.plain.dl_tensor.ndim = 0;
  assert_ok(tf_tensor_adopt(&managed.plain, 0, true, &tensor));
  assert_null(tensor->tensor.strides);
  tf_object_decref(tensor);
}

static void a_missing_deleter_is_no_deleter(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  tf_managed_init(&managed);
  managed.plain.deleter = NULL;
  managed.versioned.deleter = NULL;
  assert_ok(tf_tensor_adopt(&managed.plain, 0, false, &tensor));
  tf_object_decref(tensor);
  assert_ok(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &tensor));
  tf_object_decref(tensor);
  assert_int_equal(managed.deleted, 0);
}

static void what_is_refused_stays_the_callers(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor = NULL;
  int64_t turned[] = {1, 2};
  tf_managed_init(&managed);
  managed.plain.dl_tensor.ndim = -1;
  assert_raises(tf_tensor_adopt(&managed.plain, 0, false, &tensor), "ValueError", "FromDLPack");
  managed.plain.dl_tensor.ndim = 2;
  managed.plain.dl_tensor.strides = turned;
  assert_raises(tf_tensor_adopt(&managed.plain, 0, true, &tensor), "RuntimeError",
                "FromDLPack: Tensor is not contiguous.");
  assert_raises(tf_tensor_adopt(NULL, 0, false, &tensor), "TypeError", "NULL");
  assert_raises(tf_tensor_adopt_versioned(NULL, 0, false, &tensor), "TypeError", "NULL");
  assert_null(tensor);
  assert_int_equal(managed.deleted, 0);
}

static int adopt_at(tf_managed* managed, uintptr_t data, uint64_t byte_offset, int32_t alignment) {
  tf_tensor* tensor;
  managed->plain.dl_tensor.data = (void*)data;
  managed->plain.dl_tensor.byte_offset = byte_offset;
  TF_TRY(tf_tensor_adopt(&managed->plain, alignment, false, &tensor));
  tf_object_decref(tensor);
  return 0;
}

static void alignment_is_that_of_the_first_element(void** state) {
  (void)state;
  tf_managed managed;
  tf_managed_init(&managed);
  assert_ok(adopt_at(&managed, 0x10000, 0, 64));
  assert_ok(adopt_at(&managed, 0x10004, 60, 64));
  assert_raises(adopt_at(&managed, 0x10004, 0, 64), "RuntimeError",
                "FromDLPack: Data is not aligned to 64 bytes.");
  assert_raises(adopt_at(&managed, 0x10000, 4, 64), "RuntimeError", "aligned to 64");
  assert_raises(adopt_at(&managed, 0x10000, 0, 3), "RuntimeError", "aligned to 3");
  assert_raises(adopt_at(&managed, 0x10000, 0, -1), "ValueError", "alignment is -1");
}

static void where_data_are_no_address_only_the_offset_counts(void** state) {
  (void)state;
  tf_managed managed;
  tf_managed_init(&managed);
  managed.plain.dl_tensor.device.device_type = kDLOpenCL;
  assert_ok(adopt_at(&managed, 0x10004, 0, 64));
  assert_raises(adopt_at(&managed, 0x10000, 4, 64), "RuntimeError", "aligned to 64");
  managed.plain.dl_tensor.device.device_type = kDLROCMHost;
  assert_raises(adopt_at(&managed, 0x10004, 0, 64), "RuntimeError", "aligned to 64");
}

static void only_version_one_is_read(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  tf_managed_init(&managed);
  managed.versioned.version = (DLPackVersion){2, 0};
  assert_raises(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &tensor), "RuntimeError",
                "DLPack version 2.0 is not supported");
  managed.versioned.version = (DLPackVersion){0, 8};
  assert_raises(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &tensor), "RuntimeError",
                "DLPack version 0.8 is not supported");
  managed.versioned.version = (DLPackVersion){1, 99};
  assert_ok(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &tensor));
  tf_object_decref(tensor);
}

static void flags_are_kept_or_refused(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  tf_managed_init(&managed);
  managed.versioned.flags = DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED;
  assert_raises(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &tensor), "RuntimeError",
                "Subbyte type padded is not yet supported");
  managed.versioned.flags = DLPACK_FLAG_BITMASK_READ_ONLY | DLPACK_FLAG_BITMASK_IS_COPIED;
  assert_ok(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &tensor));
  assert_int_equal(tf_tensor_flags(tensor), DLPACK_FLAG_BITMASK_READ_ONLY);
  tf_object_decref(tensor);
}

static void views_copy_shape_and_strides(void** state) {
  (void)state;
  int64_t shape[] = {2, 3}, strides[] = {1, 2};
  DLTensor prototype = {.data = TF_MANAGED_DATA,
                        .device = {kDLCUDA, 1},
                        .ndim = 2,
                        .dtype = {kDLInt, 8, 1},
                        .shape = shape,
                        .strides = strides,
                        .byte_offset = 8};
  tf_tensor* view;
  assert_ok(tf_tensor_new_view(NULL, &prototype, &view));
  shape[0] = strides[0] = 99;
  assert_int_equal(view->tensor.shape[0], 2);
  assert_int_equal(view->tensor.shape[1], 3);
  assert_int_equal(view->tensor.strides[0], 1);
  assert_int_equal(view->tensor.strides[1], 2);
  assert_int_equal(view->tensor.byte_offset, 8);
  assert_ptr_equal(tf_tensor_data(&view->tensor), (char*)TF_MANAGED_DATA + 8);
  tf_object_decref(view);
}

static void views_keep_their_source(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor *source, *view;
  tf_managed_init(&managed);
  managed.versioned.flags = DLPACK_FLAG_BITMASK_READ_ONLY;
  assert_ok(tf_tensor_adopt_versioned(&managed.versioned, 0, false, &source));
  assert_ok(tf_tensor_new_view(&source->header, &source->tensor, &view));
  tf_object_decref(source);
  assert_int_equal(managed.deleted, 0);
  assert_int_equal(tf_tensor_flags(view), DLPACK_FLAG_BITMASK_READ_ONLY);
  tf_object_decref(view);
  assert_int_equal(managed.deleted, 1);
}

static void views_need_strides(void** state) {
  (void)state;
  int64_t shape[] = {2};
  DLTensor prototype = {.ndim = 0, .dtype = {kDLInt, 8, 1}, .shape = shape};
  tf_tensor* view;
  assert_raises(tf_tensor_new_view(NULL, &prototype, &view), "InternalError",
                "Check not null: prototype.strides ");
  prototype.strides = shape;
  assert_ok(tf_tensor_new_view(NULL, &prototype, &view));
  tf_object_decref(view);
  prototype.ndim = -5;
  assert_raises(tf_tensor_new_view(NULL, &prototype, &view), "ValueError", "ndim is -5");
  assert_raises(tf_tensor_new_view(NULL, NULL, &view), "TypeError", "NULL");
}

/* A chain of views over views is as deep as somebody likes. */
static void long_chains_of_views_are_dropped_without_a_deep_stack(void** state) {
  (void)state;
  enum { LENGTH = 200000 };
  int64_t dims[] = {1};
  DLTensor prototype = {.ndim = 1, .dtype = {kDLInt, 8, 1}, .shape = dims, .strides = dims};
  tf_tensor *last = NULL, *next;
  for (int i = 0; i < LENGTH; ++i) {
    assert_ok(tf_tensor_new_view(last != NULL ? &last->header : NULL, &prototype, &next));
    tf_object_decref(last);
    last = next;
  }
  tf_object_decref(last);
}

static void values_give_their_dltensor(void** state) {
  (void)state;
  tf_managed managed;
  tf_tensor* tensor;
  TVMFFIAny pointer = {.type_index = kTVMFFIDLTensorPtr, .v_ptr = &managed.plain.dl_tensor};
  tf_managed_init(&managed);
  assert_ok(tf_tensor_adopt(&managed.plain, 0, false, &tensor));
  assert_ptr_equal(tf_tensor_get(tf_view_object(tensor)), &tensor->tensor);
  assert_ptr_equal(tf_tensor_get(tf_view_raw(&pointer)), &managed.plain.dl_tensor);
  assert_null(tf_tensor_get(tf_view_none()));
  tf_object_decref(tensor);
}

static void tensors_of_clients_have_no_flags(void** state) {
  (void)state;
  tf_tensor foreign = {0};
  tf_object_init(&foreign.header, kTVMFFITensor, NULL);
  assert_int_equal(tf_tensor_flags(&foreign), 0);
}

static int make_tensors(void* context) {
  tf_managed* managed = context;
  tf_tensor *tensor, *view;
  int before = managed->deleted;
  if (tf_tensor_adopt(&managed->plain, 0, false, &tensor) != 0) {
    assert_int_equal(managed->deleted, before);
    return -1;
  }
  int status = tf_tensor_new_view(&tensor->header, &tensor->tensor, &view);
  if (status == 0) tf_object_decref(view);
  tf_object_decref(tensor);
  assert_int_equal(managed->deleted, before + 1);
  return status;
}

static void tensors_survive_allocation_failure(void** state) {
  (void)state;
  tf_managed managed;
  tf_managed_init(&managed);
  tf_test_fail_walk(make_tensors, &managed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(adopted_tensors_share_their_shape),
      tf_unit(given_strides_stay_shared),
      tf_unit(empty_tensors_have_plain_product_strides),
      tf_unit(scalars_need_neither_shape_nor_strides),
      tf_unit(a_missing_deleter_is_no_deleter),
      tf_unit(what_is_refused_stays_the_callers),
      tf_unit(alignment_is_that_of_the_first_element),
      tf_unit(where_data_are_no_address_only_the_offset_counts),
      tf_unit(only_version_one_is_read),
      tf_unit(flags_are_kept_or_refused),
      tf_unit(views_copy_shape_and_strides),
      tf_unit(views_keep_their_source),
      tf_unit(views_need_strides),
      tf_unit(long_chains_of_views_are_dropped_without_a_deep_stack),
      tf_unit(values_give_their_dltensor),
      tf_unit(tensors_of_clients_have_no_flags),
      tf_unit(tensors_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
