/* SPDX-License-Identifier: Apache-2.0 */
/* `ffi.ContainerFindFirstNonCPUDevice`: where is the first tensor of a nested container that is not on the CPU? */
#include "container/map.h"
#include "container/seq.h"
#include "core/registry.h"
#include "core/tensor.h"
#include "extra/builtin.h"
#include "extra/convert.h"
#include "extra/worklist.h"

/* Containers and tensors are looked at, everything else is not worth a place on the list. */
static int push_value(tf_worklist* list, tf_view view) {
  bool is_of_interest = view.raw.type_index == kTVMFFITensor || tf_seq_of(view) != NULL ||
                        tf_convert_view_map(view) != NULL;
  return is_of_interest ? tf_worklist_push(list, view.raw.v_obj) : 0;
}

/* Last first, so that they come off the list in order. */
static int push_elements(tf_worklist* list, const tf_seq* seq) {
  for (int64_t i = seq->seq.size - 1; i >= 0; --i) TF_TRY(push_value(list, tf_seq_at(seq, i)));
  return 0;
}

static int push_values_of_map(tf_worklist* list, const tf_map* map) {
  size_t begin = list->size;
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map, at)) {
    TF_TRY(push_value(list, tf_view_of(tf_map_value_at(map, at))));
  }
  tf_worklist_reverse(list, begin);
  return 0;
}

/* The device of a tensor elsewhere in *found, or more work. */
static int look_at(tf_worklist* list, tf_object* object, DLDevice* found) {
  tf_view view = tf_view_object(object);
  const DLTensor* tensor = tf_tensor_get(view);
  if (tensor != NULL) {
    *found = tensor->device;
    return 0;
  }
  tf_seq* seq = tf_seq_of(view);
  return seq != NULL ? push_elements(list, seq)
                     : push_values_of_map(list, tf_convert_view_map(view));
}

static int find_first_non_cpu(const tf_args* args, tf_any* result) {
  DLDevice found = {kDLCPU, 0};
  tf_worklist list = tf_worklist_new();
  int code = push_value(&list, tf_args_view(args, 0));
  tf_object* next = NULL;
  while (code == 0 && found.device_type == kDLCPU && (next = tf_worklist_pop(&list)) != NULL) {
    code = look_at(&list, next, &found);
  }
  tf_worklist_drop(&list);
  if (found.device_type == kDLCPU) found.device_id = 0;
  if (code == 0) *result = tf_any_device(found);
  return code;
}

static const tf_func_def functions[] = {
    {"ffi.ContainerFindFirstNonCPUDevice", "(Any) -> Device", find_first_non_cpu, NULL},
};

int tf_builtin_device(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }
