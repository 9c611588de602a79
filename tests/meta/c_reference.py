# SPDX-License-Identifier: Apache-2.0
"""Makes docs/c-reference.md out of the headers of the C API: their comments and declarations.

python3 tests/meta/c_reference.py --update writes the file; test_c_reference.py compares it.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "include/tvm/ffi/c"
TARGET = ROOT / "docs/c-reference.md"

# What authors read, in the order in which they need it. The other headers are machinery.
HEADERS = [
    "export",
    "type",
    "class_table",
    "class",
    "enum",
    "base",
    "error",
    "any",
    "string",
    "ref",
    "array",
    "map",
    "tensor",
    "function",
    "device",
]

HEAD = """# Reference of the C API

Made from the headers in `include/tvm/ffi/c` by `python3 tests/meta/c_reference.py --update`; the tests compare the two.
The tour is in c-authoring.md. A name that ends in an underscore, or a header that is not listed here, is machinery.
"""

FUNCTION = re.compile(
    r"(?P<comment>/\*(?:(?!\*/)[\s\S])*\*/\n)?"
    r"(?:TVM_FFI_PRINTF_LIKE\(\d, \d\)\n)?"
    r"(?:static inline|TVM_FFI_NODISCARD_INT|(?:TVM_FFI_COLD_FUNCTION|TVM_FFI_SHARED_FUNCTION))\s+"
    r"(?P<prototype>[^;{}#]*?\b(?P<name>tvm_ffi_\w+)\([^{};]*?\))\s*\{"
)
MACRO = re.compile(
    r"(?P<comment>/\*(?:(?!\*/)[\s\S])*\*/\n)(?:#if[^\n]*\n)?#define (?P<name>TVM_FFI_[A-Z_]+)(?P<args>\([^)]*\))?"
)
TYPE = re.compile(r"(?P<comment>/\*(?:(?!\*/)[\s\S])*\*/\n)typedef struct (?P<name>tvm_ffi_\w+) \{")
INTERNAL = re.compile(
    r"_$|^tvm_ffi_raw_|^tvm_ffi_is_instance$|^TVM_FFI_(C_|HAS_AUTO$|ENTRY|WITH_)|_(FUNCTION|row|plan|storage)$"
)


def plain(comment):
    """A comment's text, its lines joined where they are prose."""
    lines = comment.strip()[2:-2].strip().splitlines()
    return "\n".join(line.strip() if not line.startswith("     ") else line for line in lines)


def opening(text):
    """The comment at the head of a header, behind the licence line."""
    return plain(re.search(r"\*/\n(/\*[\s\S]*?\*/)", text).group(1))


def entries(text):
    """Declarations with comments, in the order of the header: (position, name, declaration, comment)."""
    found = []
    for match in FUNCTION.finditer(text):
        returns = "int " if "TVM_FFI_NODISCARD_INT" in match.group(0) else ""
        prototype = re.sub(r"\s+", " ", match.group("prototype")).strip()
        found.append((match.start(), match.group("name"), returns + prototype, match.group("comment")))
    for match in MACRO.finditer(text):
        shown = match.group("name") + (match.group("args") or "")
        found.append((match.start(), match.group("name"), shown, match.group("comment")))
    for match in TYPE.finditer(text):
        found.append((match.start(), match.group("name"), "struct " + match.group("name"), match.group("comment")))
    return sorted(entry for entry in found if not INTERNAL.search(entry[1]))


def section(stem):
    """The part of the reference about one header."""
    text = (FOLDER / f"{stem}.h").read_text(encoding="utf-8")
    parts = [f"## c/{stem}.h\n", "```text\n" + opening(text) + "\n```\n"]
    for _, _, declaration, comment in entries(text):
        words = plain(comment) if comment and not comment.startswith("/* ----") else ""
        parts.append(f"`{declaration}`" + (f"\n: {words}".replace("\n", "\n  ").rstrip() if words else "") + "\n")
    return "\n".join(parts)


def reference():
    """The whole file."""
    return HEAD + "\n" + "\n".join(section(stem) for stem in HEADERS)


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        TARGET.write_text(reference(), encoding="utf-8")
    else:
        print(reference(), end="")
