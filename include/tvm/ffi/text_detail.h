/* SPDX-License-Identifier: Apache-2.0 */
/* Putting texts together. Everything in these headers that makes a text goes through these few
   functions: each standard string function that inline code calls is code and a symbol in every
   extension. */
#ifndef TVM_FFI_TEXT_DETAIL_H_
#define TVM_FFI_TEXT_DETAIL_H_

#include <tvm/ffi/base_detail.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

TVM_FFI_INLINE TVMFFIByteArray BytesOf(std::string_view text) { return {text.data(), text.size()}; }

TVM_FFI_INLINE std::string_view ViewOf(const TVMFFIByteArray& bytes) {
  return bytes.size == 0 ? std::string_view() : std::string_view(bytes.data, bytes.size);
}

TVM_FFI_NO_INLINE inline void AppendText(std::string* out, std::string_view text) {
  out->append(text.data(), text.size());
}

/* All parts, one after the other. */
TVM_FFI_NO_INLINE inline std::string JoinText(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (std::string_view part : parts) AppendText(&out, part);
  return out;
}

inline std::string StringOf(const TVMFFIByteArray& bytes) { return JoinText({ViewOf(bytes)}); }

/* A number as text, for JoinText: `JoinText({"got ", IntText(n)})`. */
class IntText {
 public:
  TVM_FFI_NO_INLINE explicit IntText(int64_t value)
      : IntText(value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value),
                value < 0) {}
  TVM_FFI_NO_INLINE IntText(uint64_t magnitude, bool negative) {
    do {
      digits_[--start_] = static_cast<char>('0' + magnitude % 10);
      magnitude /= 10;
    } while (magnitude != 0);
    if (negative) digits_[--start_] = '-';
  }
  operator std::string_view() const {  // NOLINT(*)
    return {digits_ + start_, sizeof(digits_) - static_cast<size_t>(start_)};
  }

 private:
  char digits_[21];
  int start_ = 21;
};

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_TEXT_DETAIL_H_
