// SPDX-License-Identifier: Apache-2.0
// string.h: small and long texts, comparison, search, escaping, conversions.
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <sstream>
#include <unordered_map>

#include "check.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::AnyView;
using ffi::Bytes;
using ffi::String;

static void Forms() {
  for (size_t size : {0, 1, 6, 7, 8, 9, 100, 100000}) {
    std::string text(size, 'x');
    String copied(text);
    String moved{std::string(text)};
    CHECK(copied == text && moved == copied && copied.size() == size && copied.c_str()[size] == 0);
    Any any = copied;
    CHECK((any.type_index() == ffi::TypeIndex::kTVMFFISmallStr) == (size <= 7));
    CHECK(any.cast<String>() == text && any.cast<std::string>() == text);
    String other = copied;
    CHECK(std::move(other) == text);
    Bytes bytes(text);
    CHECK(bytes.size() == size && std::string(bytes) == text && Any(bytes).cast<Bytes>() == bytes);
  }
  static_assert(sizeof(String) == 16 && sizeof(Bytes) == 16);
  String zero("a\0b", 3);
  CHECK(zero.size() == 3 && zero != "a" && std::string(zero) == std::string("a\0b", 3));
}

static void Moves() {
  String a("a string on the heap");
  String b = std::move(a);
  CHECK(a.empty() && a.size() == 0 && std::string(a.c_str()).empty() && b.size() == 20);
  a = b;
  a = "literal";
  a = std::string("std");
  CHECK(a == "std");
  String& alias = b;
  b = alias;
  CHECK(b == "a string on the heap");
  a.swap(b);
  CHECK(b == "std" && a.size() == 20);
}

static void Comparisons() {
  String s("hello");
  CHECK(s == "hello" && "hello" == s && s == std::string("hello") && s == String("hello"));
  CHECK(s != "help" && s < "help" && "help" > s && s <= "hello" && s >= std::string("hello"));
  CHECK(s.compare("abc") > 0 && s.compare(String("hello")) == 0 && s.compare(std::string("z")) < 0);
  CHECK(String("\xff").compare("a") < 0);
  CHECK(String("ab") < "abc" && !(String("abc") < "ab"));
  CHECK(std::hash<String>()(s) == std::hash<std::string_view>()("hello"));
  CHECK(Bytes::memncmp("a", "b", 1, 1) < 0 && Bytes::memncmp("a", "a", 1, 2) < 0);
  CHECK(Bytes::memequal("ab", "ab", 2, 2) && !Bytes::memequal("ab", "ab", 2, 1));
  std::unordered_map<String, int> map;
  map["a"] = 1;
  CHECK(map.count(String("a")) == 1);
}

static void Parts() {
  String s("hello world");
  CHECK(s.find("o") == 4 && s.find("o", 5) == 7 && s.find(String("wor")) == 6);
  CHECK(s.find("zz") == String::npos && s.find(std::string("ell")) == 1 && s.find("wx", 0, 1) == 6);
  CHECK(s.substr(6) == "world" && s.substr(0, 5) == "hello" && s.substr(11).empty());
  CHECK(s.starts_with("hell") && s.ends_with("ld") && !s.starts_with("world") &&
        !s.ends_with("he"));
  CHECK(s.at(1) == 'e' && s.length() == 11);
  CHECK(s + "!" == "hello world!" && "[" + s + std::string("]") == "[hello world]");
  CHECK_ERROR("std::exception: tvm::String index out of bounds", s.at(11));
  CHECK_ERROR("std::exception: tvm::String substr index out of bounds", s.substr(12));
  String list("a,b,,c");
  auto parts = list.Split(',');  // the parts borrow from the string
  CHECK(parts.size() == 4 && parts[0] == "a" && parts[2].empty() && parts[3] == "c");
  CHECK(String("").Split(',').size() == 1);
  std::ostringstream os;
  os << s;
  CHECK(os.str() == "hello world");
}

static void Escapes() {
  CHECK(ffi::EscapeStringJSON("a/b\"\\\n\x01\x7f\xc3\xa9") ==
        "\"a\\/b\\\"\\\\\\n\\u0001\\u007f\xc3\xa9\"");
  CHECK(ffi::EscapeStringJSON("\x1f\b\f\r\t'") == "\"\\u001f\\b\\f\\r\\t'\"");
  CHECK(ffi::EscapedStringPy("\xe4\xb8\xad\xf0\x9f\x98\x80'\"\\\t\b\x80") ==
        "\"\\u4e2d\\U0001f600'\\\"\\\\\\t\\x08\\x80\"");
  // Overlong forms are not UTF-8.
  CHECK(ffi::EscapedStringPy("\xc0\xaf") == "\"\\xc0\\xaf\"");
  CHECK(ffi::EscapedStringPy(String("\0\xe4", 2)) == "\"\\x00\\xe4\"");
}

static void RawTexts() {
  AnyView raw = "literal";
  CHECK(raw.type_index() == ffi::TypeIndex::kTVMFFIRawStr && raw.cast<String>() == "literal");
  CHECK(std::string(raw.cast<const char*>()) == "literal");
  CHECK(!Any("literal").try_cast<const char*>().has_value());
  Any owned = raw;
  CHECK(owned.type_index() == ffi::TypeIndex::kTVMFFISmallStr);
  TVMFFIByteArray bytes{"xyz", 3};
  CHECK(Any(&bytes).cast<Bytes>() == Bytes("xyz", 3) &&
        AnyView(&bytes).cast<std::string>() == "xyz");
  CHECK(AnyView(&bytes).cast<TVMFFIByteArray*>() == &bytes && !AnyView(&bytes).try_cast<String>());
  CHECK(Any(std::string("moved")).cast<String>() == "moved");
  CHECK(!Any(Bytes("ab", 2)).try_cast<String>() && !Any("ab").try_cast<Bytes>());
  CHECK_ERROR("InternalError: Check not null: text ", AnyView(static_cast<const char*>(nullptr)));
  CHECK(ffi::ToStringView(TVMFFIByteArray{nullptr, 0}).empty());
}

int main() {
  Forms();
  Moves();
  Comparisons();
  Parts();
  Escapes();
  RawTexts();
  return check::Failures();
}
