/* SPDX-License-Identifier: Apache-2.0 */
/* DLDevice as a value, and read from text such as `cuda:1`. */
#ifndef TVM_FFI_DEVICE_H_
#define TVM_FFI_DEVICE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/string.h>
#include <tvm/ffi/type_traits.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

/* Reads `name[:index]`; what follows a space is not looked at. Nothing when it is no device. */
TVM_FFI_NO_INLINE inline std::optional<DLDevice> ParseDevice(std::string_view text) {
  struct Name {
    std::string_view text;
    DLDeviceType type;
  };
  constexpr Name kNames[] = {
      {"cpu", kDLCPU},        {"cuda", kDLCUDA},       {"opencl", kDLOpenCL}, {"vulkan", kDLVulkan},
      {"metal", kDLMetal},    {"mps", kDLMetal},       {"vpi", kDLVPI},       {"rocm", kDLROCM},
      {"ext_dev", kDLExtDev}, {"hexagon", kDLHexagon}, {"wgpu", kDLWebGPU},   {"webgpu", kDLWebGPU},
      {"maia", kDLMAIA},      {"trn", kDLTrn},
  };
  text = text.substr(0, text.find(' '));
  size_t colon = text.find(':');
  int64_t index = 0;
  if (colon != std::string_view::npos) {
    std::string_view digits = text.substr(colon + 1);
    if (digits.empty()) return std::nullopt;
    for (char c : digits) {
      if (c < '0' || c > '9') return std::nullopt;
      index = index * 10 + (c - '0');
      if (index > INT32_MAX) return std::nullopt;
    }
  }
  for (const Name& name : kNames) {
    if (name.text == text.substr(0, colon)) return DLDevice{name.type, static_cast<int32_t>(index)};
  }
  return std::nullopt;
}

}  // namespace detail

/* A device, or a text that names one. */
template <typename T>
struct DeviceTraits : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIDevice;

  static void CopyToAnyView(const DLDevice& src, TVMFFIAny* result) {
    detail::SetInt64(result, kTVMFFIDevice, 0);
    result->v_device = src;
  }
  static void MoveToAny(DLDevice src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIDevice; }
  static DLDevice CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return src->v_device; }
  static DLDevice MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_device; }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIDevice) return src->v_device;
    if (src->type_index == kTVMFFIRawStr) return detail::ParseDevice(src->v_c_str);
    if (detail::TextKind(src->type_index) == kTVMFFIStr) {
      return detail::ParseDevice(ToStringView(detail::TextOf(*src)));
    }
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIDevice; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("Device"); }
};
template <>
struct TypeTraits<DLDevice> : DeviceTraits<DLDevice> {};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_DEVICE_H_
