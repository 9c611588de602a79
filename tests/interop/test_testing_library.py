# SPDX-License-Identifier: Apache-2.0
"""Our testing library, written in C, beside the reference's in C++: both register the same, but for what is listed."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import ROOT, Side

HERE = Path(__file__).resolve().parent

# Optional references take 16 bytes in C, and a class without metadata cannot be declared.
DIFFERENT = [
    "testing.SchemaAllTypes of",
    "testing.SchemaAllTypes field v_opt_arr_variant",
    "testing.TestObjectPtrHolder of",
    "testing.TestObjectPtrHolder field optional_value",
    "testing.TestFrozenCxx",
]


def shown(side: Side, *arguments: object) -> list[str]:
    """The lines of testing_show.py."""
    script = (HERE / "ext" / "testing_show.py").read_text(encoding="utf-8")
    text = f"import sys\nsys.argv = {['show', *map(str, arguments)]!r}\n" + script
    return side.run(text).splitlines()


def test_the_same_is_registered(both: tuple[Side, Side], tmp_path: Path) -> None:
    """Signatures, fields with their layout, flags and defaults, methods, attributes."""
    ours, reference = both
    sources = sorted((ROOT / "src" / "testing").glob("*.c"))
    library = ours.build(sources[0], tmp_path / "libtesting_c.so", *map(str, sources[1:]))
    mine, theirs = shown(ours, library), shown(reference)
    assert len(theirs) > 200, len(theirs)
    missing = [line for line in theirs if line not in set(mine)]
    added = [line for line in mine if line not in set(theirs)]
    problems = [line for line in missing + added if not line.startswith(tuple(DIFFERENT))]
    assert not problems, "\n".join(problems)
    stale = [start for start in DIFFERENT if not any(line.startswith(start) for line in missing + added)]
    assert not stale, f"no longer different: {stale}"


def test_the_same_answers(both: tuple[Side, Side], tmp_path: Path) -> None:
    """Functions of both libraries give the same for the same arguments."""
    ours, reference = both
    sources = sorted((ROOT / "src" / "testing").glob("*.c"))
    library = ours.build(sources[0], tmp_path / "libtesting_c.so", *map(str, sources[1:]))
    calls = {
        "make_array_with_mixed": "(t, 3)",
        "make_nested_array_with_tensor": "(t,)",
        "make_list_with_tensor": "(t, 3)",
        "make_map_with_tensor": "(t,)",
        "make_dict_with_tensor": "(t,)",
        "make_nested_map_with_tensor": "(t, t)",
        "make_unregistered_object": "()",
        "schema_arr_map_opt": '([1, None], {"a": [2]}, "x")',
        "schema_no_args": "()",
        "schema_packed": "(1, 2)",
        "add_one": "(41,)",
        "optional_tensor_view_has_value": "(None,)",
        "echo": "((1, 2), 3)",
        "enum_variant_get": '("Beta",)',
        "make_visit_region_graph": "(True,)",
        "schema_id_func_typed": '(tvm_ffi.get_global_func("testing.nop"),)',
    }
    text = f"""
import numpy, tvm_ffi
LOAD
t = tvm_ffi.from_dlpack(numpy.zeros(2, "float32"))
for name, arguments in {json.dumps(calls)}.items():
    print(name, tvm_ffi.get_global_func("testing." + name)(*eval(arguments)))
"""
    assert ours.run(text.replace("LOAD", f"tvm_ffi.load_module({str(library)!r})")) == reference.run(
        text.replace("LOAD", "")
    )
