# SPDX-License-Identifier: Apache-2.0
"""The reference of the C API says what the headers say, and what the tour uses exists."""

import re

import c_reference


def test_the_reference_is_that_of_the_headers():
    written = c_reference.TARGET.read_text(encoding="utf-8")
    assert written == c_reference.reference(), "run python3 tests/meta/c_reference.py --update"


def test_the_reference_names_what_authors_call():
    text = c_reference.TARGET.read_text(encoding="utf-8")
    for name in (
        "TVM_FFI_TRY",
        "TVM_FFI_CHECK",
        "TVM_FFI_AUTO",
        "tvm_ffi_raise",
        "tvm_ffi_array_push",
        "tvm_ffi_map_walk",
        "tvm_ffi_any_copy",
        "tvm_ffi_call_global",
        "TVM_FFI_NEW",
        "tvm_ffi_tensor_new",
        "struct tvm_ffi_any",
    ):
        assert f"`{name}" in text or f" {name}(" in text, name


def test_every_name_in_the_tour_exists():
    tour = (c_reference.ROOT / "docs/c-authoring.md").read_text(encoding="utf-8")
    headers = "\n".join(path.read_text(encoding="utf-8") for path in c_reference.FOLDER.glob("*.h"))
    # Names that macros make of a noun: tvm_ffi_NOUN_drop and so on.
    made = re.compile(
        r"tvm_ffi_(?:any_from|view_from|view_is|view_get|any_take)_\w+|tvm_ffi_\w+_(?:drop|copy|move|peek|view)$"
    )
    missing = sorted(
        name
        for name in set(re.findall(r"\b(?:tvm_ffi_\w+|TVM_FFI_\w+)\b", tour))
        if not re.search(rf"\b{name}\b", headers)
        and not made.fullmatch(name)
        and not name.startswith("tvm_ffi_configure")
    )
    assert not missing, missing
