/* SPDX-License-Identifier: Apache-2.0 */
/* String and Bytes, and how the raw texts of C and C++ travel (abi.md §4, §6.1). */
#ifndef TVM_FFI_STRING_H_
#define TVM_FFI_STRING_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstring>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

inline std::string_view ToStringView(TVMFFIByteArray bytes) {
  return bytes.size == 0 ? std::string_view() : std::string_view(bytes.data, bytes.size);
}

namespace detail {

/* The objects behind long strings and bytes. Not for subclassing. */
class BytesObjBase : public Object, public TVMFFIByteArray {};

}  // namespace detail

class StringObj : public detail::BytesObjBase {
 public:
  static constexpr int32_t _type_index = kTVMFFIStr;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIStr, StringObj, Object);
};

class BytesObj : public detail::BytesObjBase {
 public:
  static constexpr int32_t _type_index = kTVMFFIBytes;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIBytes, BytesObj, Object);
};

namespace detail {

/* A string or bytes object that keeps its content in a std::string that was moved in. */
template <typename Base>
class StdStringObj : public Base {
 public:
  explicit StdStringObj(std::string&& content) : content_(std::move(content)) {
    this->data = content_.data();
    this->size = content_.size();
  }

 private:
  std::string content_;
};

/* The storage of String and Bytes: a value of the small or of the object kind. */
class TextCell {
 public:
  explicit TextCell(int32_t small_kind) { SetSmall(small_kind, nullptr, 0); }
  TextCell(const TextCell& other) : data_(other.data_) {
    if (IsObject()) IncStrong(data_.v_obj);
  }
  TextCell(TextCell&& other) noexcept : data_(other.data_) { SetNone(&other.data_); }
  TextCell& operator=(const TextCell& other) {
    TextCell(other).swap(*this);
    return *this;
  }
  TextCell& operator=(TextCell&& other) noexcept {
    TextCell(std::move(other)).swap(*this);
    return *this;
  }
  ~TextCell() { Disown(data_); }

  void swap(TextCell& other) noexcept { std::swap(data_, other.data_); }
  bool IsObject() const { return data_.type_index >= kTVMFFIStaticObjectBegin; }
  const char* data() const {
    return IsObject() ? TVMFFIBytesGetByteArrayPtr(data_.v_obj)->data : data_.v_bytes;
  }
  size_t size() const {
    // small_str_len is 0 in the None that a move leaves behind.
    return IsObject() ? TVMFFIBytesGetByteArrayPtr(data_.v_obj)->size : data_.small_str_len;
  }

  static constexpr size_t kMaxSmallSize = 7;

  void SetSmall(int32_t kind, const char* text, size_t size) {
    data_.type_index = kind;
    data_.small_str_len = static_cast<uint32_t>(size);
    data_.v_uint64 = 0;
    if (size != 0) std::memcpy(data_.v_bytes, text, size);
  }

  /* Fill a fresh cell; MemoryError when there is no memory. */
  template <typename Base>
  TVM_FFI_INLINE void CopyIn(int32_t small_kind, const char* text, size_t size) {
#if defined(__GNUC__) || defined(__clang__)
    if (__builtin_constant_p(size) && size <= kMaxSmallSize) {
      SetSmall(small_kind, text, size);
      return;
    }
#endif
    CopyAnyIn<Base>(small_kind, text, size);
  }
  template <typename Base>
  void MoveIn(int32_t small_kind, std::string&& text) {
    if (text.size() <= kMaxSmallSize) {
      SetSmall(small_kind, text.data(), text.size());
      return;
    }
    SetPtr(&data_, Base::_type_index,
           ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(
               make_object<StdStringObj<Base>>(std::move(text))));
  }

  TVMFFIAny data_;

 private:
  template <typename Base>
  TVM_FFI_NO_INLINE void CopyAnyIn(int32_t small_kind, const char* text, size_t size) {
    if (size <= kMaxSmallSize) {
      SetSmall(small_kind, text, size);
      return;
    }
    // The content and a NUL lie right behind the object.
    ObjectPtr<Base> object = make_inplace_array_object<Base, char>(size + 1);
    char* content = reinterpret_cast<char*>(object.get() + 1);
    std::memcpy(content, text, size);
    content[size] = '\0';
    object->data = content;
    object->size = size;
    SetPtr(&data_, Base::_type_index,
           ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(object)));
  }
};

/* Compares as signed characters, then by length. */
inline int CompareText(const char* a, size_t a_size, const char* b, size_t b_size) {
  size_t n = a_size < b_size ? a_size : b_size;
  for (size_t i = 0; i < n; ++i) {
    signed char x = static_cast<signed char>(a[i]);
    signed char y = static_cast<signed char>(b[i]);
    if (x != y) return x < y ? -1 : 1;
  }
  return a_size == b_size ? 0 : (a_size < b_size ? -1 : 1);
}

inline bool EqualText(std::string_view a, std::string_view b) { return a == b; }

}  // namespace detail

/* Immutable bytes. Up to 7 lie inside the value. */
class Bytes {
 public:
  Bytes() : cell_(kTVMFFISmallBytes) {}
  Bytes(const char* data, size_t size) : Bytes() {
    cell_.CopyIn<BytesObj>(kTVMFFISmallBytes, data, size);
  }
  Bytes(TVMFFIByteArray bytes) : Bytes(bytes.data, bytes.size) {}         // NOLINT(*)
  Bytes(const std::string& other) : Bytes(other.data(), other.size()) {}  // NOLINT(*)
  Bytes(std::string&& other) : Bytes() {                                  // NOLINT(*)
    cell_.MoveIn<BytesObj>(kTVMFFISmallBytes, std::move(other));
  }

  void swap(Bytes& other) noexcept { cell_.swap(other.cell_); }
  const char* data() const { return cell_.data(); }
  size_t size() const { return cell_.size(); }
  operator std::string() const { return std::string(data(), size()); }  // NOLINT(*)

  /* Negative, zero or positive, byte by byte as signed characters, then by length. */
  static int memncmp(const char* lhs, const char* rhs, size_t lhs_count, size_t rhs_count) {
    return detail::CompareText(lhs, lhs_count, rhs, rhs_count);
  }
  static bool memequal(const void* lhs, const void* rhs, size_t lhs_count, size_t rhs_count) {
    return lhs_count == rhs_count &&
           (lhs == rhs || lhs_count == 0 || std::memcmp(lhs, rhs, lhs_count) == 0);
  }

  friend bool operator==(const Bytes& a, const Bytes& b) {
    return memequal(a.data(), b.data(), a.size(), b.size());
  }
  friend bool operator!=(const Bytes& a, const Bytes& b) { return !(a == b); }

 private:
  explicit Bytes(detail::TextCell cell) : cell_(std::move(cell)) {}
  detail::TextCell cell_;
  template <typename>
  friend struct BytesTraits;
};

/* Immutable text, NUL-terminated. Up to 7 bytes lie inside the value. */
class String {
 public:
  static constexpr size_t npos = static_cast<size_t>(-1);

  String() : cell_(kTVMFFISmallStr) {}
  String(std::nullptr_t) = delete;
  TVM_FFI_INLINE String(const char* text) : String(text, std::strlen(text)) {}  // NOLINT(*)
  TVM_FFI_INLINE String(const char* text, size_t size) : String() {
    cell_.CopyIn<StringObj>(kTVMFFISmallStr, text, size);
  }
  String(const std::string& other) : String(other.data(), other.size()) {}  // NOLINT(*)
  String(std::string&& other) : String() {                                  // NOLINT(*)
    cell_.MoveIn<StringObj>(kTVMFFISmallStr, std::move(other));
  }
  explicit String(TVMFFIByteArray bytes) : String(bytes.data, bytes.size) {}

  void swap(String& other) noexcept { cell_.swap(other.cell_); }
  String& operator=(const char* text) {
    String(text).swap(*this);
    return *this;
  }
  String& operator=(const std::string& text) {
    String(text).swap(*this);
    return *this;
  }
  String& operator=(std::string&& text) {
    String(std::move(text)).swap(*this);
    return *this;
  }

  const char* data() const { return cell_.data(); }
  const char* c_str() const { return cell_.data(); }
  size_t size() const { return cell_.size(); }
  size_t length() const { return cell_.size(); }
  bool empty() const { return cell_.size() == 0; }
  /* The character; std::out_of_range behind the end. */
  char at(size_t pos) const {
    if (pos >= size()) throw std::out_of_range("tvm::String index out of bounds");
    return data()[pos];
  }
  size_t find(const char* text, size_t pos, size_t count) const {
    return View().find(text, pos, count);
  }
  size_t find(const char* text, size_t pos = 0) const { return View().find(text, pos); }
  size_t find(const String& text, size_t pos = 0) const { return View().find(text.View(), pos); }
  size_t find(const std::string& text, size_t pos = 0) const { return View().find(text, pos); }
  /* A copy of a part; std::out_of_range when `pos` is behind the end. */
  String substr(size_t pos = 0, size_t count = npos) const {
    if (pos > size()) throw std::out_of_range("tvm::String substr index out of bounds");
    std::string_view part = View().substr(pos, count);
    return String(part.data(), part.size());
  }
  bool starts_with(std::string_view prefix) const {
    return View().substr(0, prefix.size()) == prefix;
  }
  bool starts_with(const String& prefix) const { return starts_with(prefix.View()); }
  bool starts_with(const char* prefix) const { return starts_with(std::string_view(prefix)); }
  bool ends_with(std::string_view suffix) const {
    return size() >= suffix.size() && View().substr(size() - suffix.size()) == suffix;
  }
  bool ends_with(const String& suffix) const { return ends_with(suffix.View()); }
  bool ends_with(const char* suffix) const { return ends_with(std::string_view(suffix)); }
  /* Negative, zero or positive; characters compare as signed ones. */
  int compare(const String& other) const { return CompareTo(other.View()); }
  int compare(const std::string& other) const { return CompareTo(other); }
  int compare(const char* other) const { return CompareTo(other); }
  int compare(const TVMFFIByteArray& other) const { return CompareTo(ToStringView(other)); }
  /* The parts between separators, at least one; they borrow from this string. */
  std::vector<std::string_view> Split(char separator) const {
    std::vector<std::string_view> parts;
    std::string_view rest = View();
    for (size_t at = rest.find(separator); at != npos; at = rest.find(separator)) {
      parts.push_back(rest.substr(0, at));
      rest.remove_prefix(at + 1);
    }
    parts.push_back(rest);
    return parts;
  }
  operator std::string() const { return std::string(data(), size()); }  // NOLINT(*)

 private:
  explicit String(detail::TextCell cell) : cell_(std::move(cell)) {}
  std::string_view View() const { return {data(), size()}; }
  int CompareTo(std::string_view other) const {
    return detail::CompareText(data(), size(), other.data(), other.size());
  }

  detail::TextCell cell_;
  template <typename>
  friend struct StringTraits;
};

static_assert(sizeof(String) == sizeof(TVMFFIAny), "layout of String");
static_assert(sizeof(Bytes) == sizeof(TVMFFIAny), "layout of Bytes");

namespace detail {

inline std::string_view TextView(const String& text) { return {text.data(), text.size()}; }
inline std::string_view TextView(const std::string& text) { return text; }
inline std::string_view TextView(const char* text) { return text; }

TVM_FFI_NO_INLINE inline String ConcatText(std::string_view a, std::string_view b) {
  return String(JoinText({a, b}));
}

}  // namespace detail

inline String operator+(const String& a, const String& b) {
  return detail::ConcatText(detail::TextView(a), detail::TextView(b));
}
inline String operator+(const String& a, const std::string& b) {
  return detail::ConcatText(detail::TextView(a), b);
}
inline String operator+(const std::string& a, const String& b) {
  return detail::ConcatText(a, detail::TextView(b));
}
inline String operator+(const String& a, const char* b) {
  return detail::ConcatText(detail::TextView(a), b);
}
inline String operator+(const char* a, const String& b) {
  return detail::ConcatText(a, detail::TextView(b));
}

#define TVM_FFI_STRING_COMPARE_(op, expr)                              \
  inline bool operator op(const String& a, const String& b) {          \
    std::string_view x = detail::TextView(a), y = detail::TextView(b); \
    return expr;                                                       \
  }                                                                    \
  inline bool operator op(const String& a, const std::string& b) {     \
    std::string_view x = detail::TextView(a), y = b;                   \
    return expr;                                                       \
  }                                                                    \
  inline bool operator op(const std::string& a, const String& b) {     \
    std::string_view x = a, y = detail::TextView(b);                   \
    return expr;                                                       \
  }                                                                    \
  inline bool operator op(const String& a, const char* b) {            \
    std::string_view x = detail::TextView(a), y = b;                   \
    return expr;                                                       \
  }                                                                    \
  inline bool operator op(const char* a, const String& b) {            \
    std::string_view x = a, y = detail::TextView(b);                   \
    return expr;                                                       \
  }                                                                    \
  bool operator op(const String&, std::nullptr_t) = delete;            \
  bool operator op(std::nullptr_t, const String&) = delete;
TVM_FFI_STRING_COMPARE_(==, x == y)
TVM_FFI_STRING_COMPARE_(!=, x != y)
TVM_FFI_STRING_COMPARE_(<, detail::CompareText(x.data(), x.size(), y.data(), y.size()) < 0)
TVM_FFI_STRING_COMPARE_(>, detail::CompareText(x.data(), x.size(), y.data(), y.size()) > 0)
TVM_FFI_STRING_COMPARE_(<=, detail::CompareText(x.data(), x.size(), y.data(), y.size()) <= 0)
TVM_FFI_STRING_COMPARE_(>=, detail::CompareText(x.data(), x.size(), y.data(), y.size()) >= 0)
#undef TVM_FFI_STRING_COMPARE_

inline std::ostream& operator<<(std::ostream& os, const String& text) {
  return os.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

namespace std {
template <>
struct hash<::tvm::ffi::String> {
  size_t operator()(const ::tvm::ffi::String& text) const {
    return hash<string_view>()({text.data(), text.size()});
  }
};
template <>
struct hash<::tvm::ffi::Bytes> {
  size_t operator()(const ::tvm::ffi::Bytes& bytes) const {
    return hash<string_view>()({bytes.data(), bytes.size()});
  }
};
}  // namespace std

#include <tvm/ffi/string_escape.h>
#include <tvm/ffi/string_traits.h>

#endif  // TVM_FFI_STRING_H_
