/* SPDX-License-Identifier: Apache-2.0 */
/* Names of devices: `cuda:1`. */
#ifndef TVM_FFI_C_DEVICE_H_
#define TVM_FFI_C_DEVICE_H_

#include <tvm/ffi/c/any.h>

typedef struct tvm_ffi_device_name_ {
  char name[12];
  int32_t type;
} tvm_ffi_device_name_;

/* The i-th of the names that are known, the preferred one of a device first; an empty one behind the last. */
TVM_FFI_COLD_FUNCTION const tvm_ffi_device_name_* tvm_ffi_device_name_at_(size_t i) {
  static const tvm_ffi_device_name_ kNames[] = {{"cpu", kDLCPU},
                                                {"cuda", kDLCUDA},
                                                {"cuda_host", kDLCUDAHost},
                                                {"opencl", kDLOpenCL},
                                                {"vulkan", kDLVulkan},
                                                {"metal", kDLMetal},
                                                {"mps", kDLMetal},
                                                {"vpi", kDLVPI},
                                                {"rocm", kDLROCM},
                                                {"ext_dev", kDLExtDev},
                                                {"hexagon", kDLHexagon},
                                                {"webgpu", kDLWebGPU},
                                                {"wgpu", kDLWebGPU},
                                                {"maia", kDLMAIA},
                                                {"trn", kDLTrn},
                                                {"", 0}};
  return &kNames[i];
}

/* The name of a kind of device, "device" for one without. */
TVM_FFI_COLD_FUNCTION const char* tvm_ffi_device_type_name(int32_t type) {
  for (size_t i = 0; tvm_ffi_device_name_at_(i)->name[0] != '\0'; ++i) {
    if (tvm_ffi_device_name_at_(i)->type == type) return tvm_ffi_device_name_at_(i)->name;
  }
  return "device";
}

/* Reads `name` or `name:index`. False when it is neither. */
TVM_FFI_COLD_FUNCTION bool tvm_ffi_device_read(tvm_ffi_string_view text, DLDevice* out) {
  size_t size = 0;
  int64_t number = 0;
  while (size < text.size && text.data[size] != ':') ++size;
  for (size_t i = size + 1; i < text.size; ++i) {
    if (text.data[i] < '0' || text.data[i] > '9' || number > INT32_MAX / 10) return false;
    number = number * 10 + (text.data[i] - '0');
  }
  if (number > INT32_MAX || size + 1 == text.size) return false;
  for (size_t i = 0; tvm_ffi_device_name_at_(i)->name[0] != '\0'; ++i) {
    const tvm_ffi_device_name_* known = tvm_ffi_device_name_at_(i);
    if (strlen(known->name) == size && memcmp(known->name, text.data, size) == 0) {
      *out = TVMFFIDLDeviceFromIntPair(known->type, (int32_t)number);
      return true;
    }
  }
  return false;
}

#endif /* TVM_FFI_C_DEVICE_H_ */
