/* SPDX-License-Identifier: Apache-2.0 */
#include "core/device.h"

#include "tf_test.h"

#define assert_reads(text, type, id)                                             \
  do {                                                                           \
    DLDevice tf_device;                                                          \
    assert_int_equal(tf_device_parse(tf_str_c(text), &tf_device), TF_DEVICE_OK); \
    assert_int_equal(tf_device.device_type, type);                               \
    assert_int_equal(tf_device.device_id, id);                                   \
  } while (0)

static tf_device_status status_of(const char* text) {
  DLDevice device = {kDLCPU, 77};
  tf_device_status status = tf_device_parse(tf_str_c(text), &device);
  if (status != TF_DEVICE_OK) assert_int_equal(device.device_id, 77);
  return status;
}

static void names_are_read(void** state) {
  (void)state;
  assert_reads("cpu", kDLCPU, 0);
  assert_reads("cuda", kDLCUDA, 0);
  assert_reads("opencl", kDLOpenCL, 0);
  assert_reads("vulkan", kDLVulkan, 0);
  assert_reads("metal", kDLMetal, 0);
  assert_reads("mps", kDLMetal, 0);
  assert_reads("vpi", kDLVPI, 0);
  assert_reads("rocm", kDLROCM, 0);
  assert_reads("ext_dev", kDLExtDev, 0);
  assert_reads("webgpu", kDLWebGPU, 0);
  assert_reads("wgpu", kDLWebGPU, 0);
  assert_reads("hexagon", kDLHexagon, 0);
  assert_reads("maia", kDLMAIA, 0);
  assert_reads("trn", kDLTrn, 0);
}

static void indices_are_read(void** state) {
  (void)state;
  assert_reads("cuda:1", kDLCUDA, 1);
  assert_reads("cuda:01", kDLCUDA, 1);
  assert_reads("cuda:2147483647", kDLCUDA, INT32_MAX);
}

static void text_after_a_space_is_ignored(void** state) {
  (void)state;
  assert_reads("cuda 1", kDLCUDA, 0);
  assert_reads("cuda:1 -libs=x:y", kDLCUDA, 1);
}

static void unknown_names_are_refused(void** state) {
  (void)state;
  assert_int_equal(status_of("gpu"), TF_DEVICE_UNKNOWN);
  assert_int_equal(status_of("CPU"), TF_DEVICE_UNKNOWN);
  assert_int_equal(status_of("cp"), TF_DEVICE_UNKNOWN);
  assert_int_equal(status_of("cpux"), TF_DEVICE_UNKNOWN);
  assert_int_equal(status_of(""), TF_DEVICE_UNKNOWN);
  assert_int_equal(status_of(":1"), TF_DEVICE_UNKNOWN);
  assert_int_equal(status_of("cuda_host"), TF_DEVICE_UNKNOWN);
}

static void bad_indices_are_refused(void** state) {
  (void)state;
  assert_int_equal(status_of("cuda:"), TF_DEVICE_INDEX);
  assert_int_equal(status_of("cuda:x"), TF_DEVICE_INDEX);
  assert_int_equal(status_of("cuda:-1"), TF_DEVICE_INDEX);
  assert_int_equal(status_of("cuda:+1"), TF_DEVICE_INDEX);
  assert_int_equal(status_of("cuda:2147483648"), TF_DEVICE_INDEX);
  assert_int_equal(status_of("cuda:18446744073709551617"), TF_DEVICE_INDEX);
  assert_int_equal(status_of("cuda:1:2"), TF_DEVICE_INVALID);
}

static void text_needs_no_nul(void** state) {
  (void)state;
  char text[] = {'c', 'p', 'u', 'x'};
  DLDevice device;
  assert_int_equal(tf_device_parse(tf_str_of(text, 3), &device), TF_DEVICE_OK);
  assert_int_equal(tf_device_parse(tf_str_of(NULL, 0), &device), TF_DEVICE_UNKNOWN);
}

static void every_type_has_a_name_to_show(void** state) {
  (void)state;
  static const char* const shown[] = {"unknown", "cpu",       "cuda",    "cuda_host",    "opencl",
                                      "unknown", "unknown",   "vulkan",  "metal",        "vpi",
                                      "rocm",    "rocm_host", "ext_dev", "cuda_managed", "oneapi",
                                      "webgpu",  "hexagon",   "maia",    "trn",          "unknown"};
  for (int32_t type = 0; type < (int32_t)TF_COUNT_OF(shown); ++type) {
    assert_string_equal(tf_device_name(type), shown[type]);
  }
  assert_string_equal(tf_device_name(-1), "unknown");
}

static void devices_print_name_and_index(void** state) {
  (void)state;
  char text[TF_DEVICE_TEXT_MAX];
  assert_int_equal(tf_device_format((DLDevice){kDLCUDA, 1}, text), 6);
  assert_string_equal(text, "cuda:1");
  tf_device_format((DLDevice){kDLCPU, -3}, text);
  assert_string_equal(text, "cpu:-3");
  tf_device_format((DLDevice){kDLCUDAManaged, INT32_MIN}, text);
  assert_string_equal(text, "cuda_managed:-2147483648");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(names_are_read),
      tf_unit(indices_are_read),
      tf_unit(text_after_a_space_is_ignored),
      tf_unit(unknown_names_are_refused),
      tf_unit(bad_indices_are_refused),
      tf_unit(text_needs_no_nul),
      tf_unit(every_type_has_a_name_to_show),
      tf_unit(devices_print_name_and_index),
  };
  return tf_test_run(tests);
}
