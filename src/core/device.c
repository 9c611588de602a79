/* SPDX-License-Identifier: Apache-2.0 */
/* Reader and writer of the text form of devices. */
#include "core/device.h"

#include "base/compiler.h"
#include "base/num.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct {
  const char* name;
  DLDeviceType type;
  bool is_read;  /* a name that users may write */
  bool is_shown; /* the name that is printed */
} device_name;

static const device_name names[] = {
    {"cpu", kDLCPU, true, true},
    {"cuda", kDLCUDA, true, true},
    {"cuda_host", kDLCUDAHost, false, true},
    {"opencl", kDLOpenCL, true, true},
    {"vulkan", kDLVulkan, true, true},
    {"metal", kDLMetal, true, true},
    {"mps", kDLMetal, true, false},
    {"vpi", kDLVPI, true, true},
    {"rocm", kDLROCM, true, true},
    {"rocm_host", kDLROCMHost, false, true},
    {"ext_dev", kDLExtDev, true, true},
    {"cuda_managed", kDLCUDAManaged, false, true},
    {"oneapi", kDLOneAPI, false, true},
    {"webgpu", kDLWebGPU, true, true},
    {"wgpu", kDLWebGPU, true, false},
    {"hexagon", kDLHexagon, true, true},
    {"maia", kDLMAIA, true, true},
    {"trn", kDLTrn, true, true},
};

static const device_name* find_read_name(tf_str text) {
  for (size_t i = 0; i < TF_COUNT_OF(names); ++i) {
    if (names[i].is_read && tf_str_equal_c(text, names[i].name)) return &names[i];
  }
  return NULL;
}

/* Splits `text` at the first `stop`, which goes to neither side. Returns whether there was one. */
static bool split_at(tf_str text, char stop, tf_str* head, tf_str* tail) {
  size_t at = tf_str_find_byte(text, stop);
  *head = tf_str_slice(text, 0, at);
  *tail = at == TF_STR_NONE ? tf_str_of(NULL, 0) : tf_str_slice(text, at + 1, text.size);
  return at != TF_STR_NONE;
}

tf_device_status tf_device_parse(tf_str text, DLDevice* out) {
  tf_str name, index_text, ignored;
  uint64_t index = 0;
  split_at(text, ' ', &text, &ignored);
  if (split_at(text, ':', &name, &index_text)) {
    if (tf_str_find_byte(index_text, ':') != TF_STR_NONE) return TF_DEVICE_INVALID;
    if (tf_num_uint64(index_text, &index) != TF_NUM_OK) return TF_DEVICE_INDEX;
    if (index > INT32_MAX) return TF_DEVICE_INDEX;
  }
  const device_name* found = find_read_name(name);
  if (found == NULL) return TF_DEVICE_UNKNOWN;
  *out = (DLDevice){.device_type = found->type, .device_id = (int32_t)index};
  return TF_DEVICE_OK;
}

const char* tf_device_name(int32_t device_type) {
  for (size_t i = 0; i < TF_COUNT_OF(names); ++i) {
    if (names[i].is_shown && (int32_t)names[i].type == device_type) return names[i].name;
  }
  return "unknown";
}

size_t tf_device_format(DLDevice device, char out[TF_DEVICE_TEXT_MAX]) {
  int n = snprintf(out, TF_DEVICE_TEXT_MAX, "%s:%d", tf_device_name((int32_t)device.device_type),
                   (int)device.device_id);
  return (size_t)n;
}
