/* SPDX-License-Identifier: Apache-2.0 */
/* Texts as JSON and as Python write them. Part of string.h. */
#ifndef TVM_FFI_STRING_ESCAPE_H_
#define TVM_FFI_STRING_ESCAPE_H_

#include <tvm/ffi/string.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

inline void AppendHex(std::string* out, const char* prefix, uint32_t value, int digits) {
  AppendText(out, prefix);
  for (int i = digits - 1; i >= 0; --i) *out += "0123456789abcdef"[(value >> (4 * i)) & 15];
}

/* The letter behind the backslash of a control character both languages abbreviate, or 0. */
inline char ShortEscape(char c) {
  switch (c) {
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '\\':
    case '"':
      return c;
    default:
      return 0;
  }
}

/* Decodes the character at the start of `text`, which is not empty. Returns its length, 0 when the
   bytes are not UTF-8. */
inline size_t DecodeUtf8(std::string_view text, uint32_t* code) {
  unsigned char first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) {
    *code = first;
    return 1;
  }
  size_t length = first >= 0xf0 ? 4 : (first >= 0xe0 ? 3 : 2);
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  uint32_t value = first & (0xffU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    unsigned char next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0) != 0x80) return 0;
    value = (value << 6) | (next & 0x3f);
  }
  static constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kLeast[length] || value > 0x10ffff) return 0;
  *code = value;
  return length;
}

}  // namespace detail

/* The text as a JSON string, quotes included. `/` is escaped, UTF-8 passes through. */
inline String EscapeStringJSON(const String& value) {
  std::string out = detail::JoinText({"\""});
  for (char c : detail::TextView(value)) {
    char letter = detail::ShortEscape(c);
    if (c == '/') letter = c;
    if (c == '\b') letter = 'b';
    if (c == '\f') letter = 'f';
    unsigned char byte = static_cast<unsigned char>(c);
    if (letter != 0) {
      out += '\\';
      out += letter;
    } else if (byte < 0x20 || byte == 0x7f) {
      detail::AppendHex(&out, "\\u", byte, 4);
    } else {
      out += c;
    }
  }
  out += '"';
  return String(std::move(out));
}

/* The text in ASCII, much as Python's repr() has it, in double quotes. Bytes that are not UTF-8 come
   out as `\xNN`. */
inline String EscapedStringPy(const String& value) {
  std::string out = detail::JoinText({"\""});
  std::string_view rest = detail::TextView(value);
  while (!rest.empty()) {
    uint32_t code = 0;
    size_t length = detail::DecodeUtf8(rest, &code);
    char letter = detail::ShortEscape(rest[0]);
    if (length == 0) {
      detail::AppendHex(&out, "\\x", static_cast<unsigned char>(rest[0]), 2);
      length = 1;
    } else if (letter != 0) {
      out += '\\';
      out += letter;
    } else if (code < 0x20 || code == 0x7f) {
      detail::AppendHex(&out, "\\x", code, 2);
    } else if (code < 0x80) {
      out += rest[0];
    } else if (code < 0x10000) {
      detail::AppendHex(&out, "\\u", code, 4);
    } else {
      detail::AppendHex(&out, "\\U", code, 8);
    }
    rest.remove_prefix(length);
  }
  out += '"';
  return String(std::move(out));
}

/* Old name of EscapeStringJSON. */
[[deprecated("use EscapeStringJSON")]] inline String EscapeString(const String& value) {
  return EscapeStringJSON(value);
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_STRING_ESCAPE_H_
