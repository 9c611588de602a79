# SPDX-License-Identifier: Apache-2.0
"""Every header of the reference: used by an extension that runs on both libraries, or listed with the reason."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import steps
from conftest import ROOT, Side

EXT = Path(__file__).parent / "ext"
CXX = ROOT / "tests" / "cxx"

# Headers whose functions are C++ symbols of the reference's library, which ours does not provide: what is called here.
NEED_CXX_SYMBOLS = {
    "tvm/ffi/extra/dataclass.h": "tvm::ffi::DeepCopy(tvm::ffi::Any(1))",
    "tvm/ffi/extra/json.h": 'tvm::ffi::json::Parse("1")',
    "tvm/ffi/extra/module.h": 'tvm::ffi::Module::LoadFromFile("x")',
    "tvm/ffi/extra/serialization.h": "tvm::ffi::ToJSONGraph(tvm::ffi::Any(1))",
    "tvm/ffi/extra/structural_equal.h": "tvm::ffi::StructuralEqual::Equal(tvm::ffi::Any(1), tvm::ffi::Any(1))",
    "tvm/ffi/extra/structural_hash.h": "tvm::ffi::StructuralHash::Hash(tvm::ffi::Any(1))",
    "tvm/ffi/extra/structural_key.h": "tvm::ffi::StructuralKey(tvm::ffi::Any(1))",
}

# Headers that are no matter of the library.
ELSEWHERE = {
    "tvm/ffi/extra/cuda/base.h": "needs the headers of CUDA",
    "tvm/ffi/extra/cuda/cubin_launcher.h": "needs the headers of CUDA",
    "tvm/ffi/extra/cuda/device_guard.h": "needs the headers of CUDA",
    "tvm/ffi/extra/cuda/internal/unified_api.h": "needs the headers of CUDA",
    "tvm_ffi_python_helpers.h": "a part of the reference's Python extension",
    "tvm_ffi_python_object.h": "a part of the reference's Python extension",
}

FUNCTIONS = ["Objects", "Values", "Functions", "Containers", "Tensors", "Reflection", "Extras"]

RUN = """
import tvm_ffi
tvm_ffi.load_module({path!r})
for name in {functions!r}:
    print(name, tvm_ffi.get_global_func("headers." + name)())
"""


def include_folder(side: Side) -> Path:
    return next(Path(flag[2:]) for flag in side.compile_flags if flag.startswith("-I"))


def included(side: Side, source: Path) -> set[str]:
    """The side's headers that a source pulls in."""
    folder = include_folder(side)
    text = steps.run(["g++", "-std=c++17", "-M", f"-I{CXX}", *side.compile_flags, source]).stdout
    files = [Path(word) for word in text.replace("\\\n", " ").split() if word.endswith(".h")]
    return {str(file.relative_to(folder)) for file in files if file.is_relative_to(folder)}


def test_every_header_is_covered(reference: Side) -> None:
    folder = include_folder(reference)
    there = {str(file.relative_to(folder)) for file in folder.rglob("*.h")}
    used = included(reference, EXT / "headers.cc") | included(reference, EXT / "kitchen.cc")
    listed = NEED_CXX_SYMBOLS.keys() | ELSEWHERE.keys()
    assert len(there) > 50
    assert listed <= there, f"not there any more: {sorted(listed - there)}"
    assert there - used - listed == set()
    assert used & ELSEWHERE.keys() == set(), "used after all"


@pytest.mark.parametrize("built_by", ["ours", "reference"])
def test_headers_on_both_libraries(both: tuple[Side, Side], tmp_path: Path, built_by: str) -> None:
    """One binary, two libraries, one text. With our headers the parts are left out that we do not have."""
    side = next(side for side in both if side.name == built_by)
    library = side.build(EXT / "headers.cc", tmp_path / "libheaders.so")
    symbols = steps.run(["nm", "-D", "--undefined-only", library]).stdout
    assert "3tvm3ffi" not in symbols
    text = RUN.format(path=str(library), functions=FUNCTIONS)
    ours, reference = (home.run(text) for home in both)
    assert ours == reference
    assert len(ours.splitlines()) == len(FUNCTIONS)


EXCHANGE = """
import itertools
import numpy
import tvm_ffi
for path in {paths!r}:
    tvm_ffi.load_module(path)
g = tvm_ffi.get_global_func
tensor = tvm_ffi.from_dlpack(numpy.zeros((2, 3), dtype="float32"))
for a, b in itertools.product(("one.", "two."), repeat=2):
    for kind in ("ValueError", "TypeError", "OwnKind"):
        print(a, b, g(a + "Catch")(g(b + "Fail"), kind))
    cell = g(a + "Make")(4, [1, "a text of some length"])
    back = tvm_ffi.convert(lambda value: [value.number, list(value.held)])
    print(a, b, g(b + "Take")(cell, [1, "two"], {{"k": 2.5}}, tensor, back))
    try:
        g(b + "Fail")(a)
    except RuntimeError as error:
        print(a, b, error)
for name in {functions!r}:
    print(str(g("one." + name)()).replace("one.", "two.") == str(g("two." + name)()), name)
"""


def test_two_extensions_exchange_what_they_have(both: tuple[Side, Side], tmp_path: Path) -> None:
    """One built with each side's headers, in one process: objects, errors, containers, tensors and functions."""
    built = [
        side.build(EXT / "headers.cc", tmp_path / f"lib{prefix}so", f'-DPREFIX="{prefix}"', "-w")
        for side, prefix in zip(both, ("one.", "two."))
    ]
    functions = [name for name in FUNCTIONS if name != "Extras"]
    text = EXCHANGE.format(paths=[str(path) for path in built], functions=functions)
    ours, reference = (side.run(text) for side in both)
    assert ours == reference
    lines = ours.splitlines()
    assert len(lines) == 4 * 5 + len(functions)
    assert all(line.startswith("True ") for line in lines[-len(functions) :]), ours
    assert "one. two. caught by one. OwnKind: thrown by two." in lines


@pytest.mark.parametrize("header", NEED_CXX_SYMBOLS)
def test_cxx_symbols_are_refused_by_name(both: tuple[Side, Side], tmp_path: Path, header: str) -> None:
    """That the header needs such a symbol is true, and loading says which one, in one line."""
    ours, reference = both
    source = tmp_path / "probe.cc"
    source.write_text(
        f"#include <tvm/ffi/tvm_ffi.h>\n#include <{header}>\n"
        f"static void Probe() {{ (void)({NEED_CXX_SYMBOLS[header]}); }}\n"
        "TVM_FFI_DLL_EXPORT_TYPED_FUNC(probe, Probe)\n"
    )
    library = reference.build(source, tmp_path / "libprobe.so", "-w")
    symbols = steps.run(["nm", "-D", "-C", "--undefined-only", library]).stdout.splitlines()
    needed = [line.split(maxsplit=1)[1] for line in symbols if "tvm::ffi::" in line]
    assert needed
    out = ours.run(
        f"""
import tvm_ffi
try:
    tvm_ffi.load_module({str(library)!r})
except RuntimeError as error:
    print(error)
"""
    )
    assert len(out.splitlines()) == 1
    assert any(symbol in out for symbol in needed), (out, needed)


PROGRAMS = sorted(path.stem for path in (CXX / "expected").glob("*.txt"))


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_print_what_is_recorded(both: tuple[Side, Side], tmp_path: Path, name: str) -> None:
    """The printing tests of our C++ headers: built with each side's headers, run on each side's library."""
    recorded = (CXX / "expected" / f"{name}.txt").read_text()
    for built_by in both:
        program = tmp_path / f"{name}-{built_by.name}"
        flags = ["-std=c++17", "-w", f"-I{CXX}", *built_by.compile_flags]
        steps.run(["g++", *flags, "-o", program, CXX / f"{name}.cc", *built_by.link_flags, "-ldl"])
        for home in both:
            env = {**os.environ, "LD_LIBRARY_PATH": str(home.library.parent)}
            done = subprocess.run([program], env=env, capture_output=True, text=True, check=False)
            assert done.stdout == recorded, f"built by {built_by.name}, on the library of {home.name}: {done.stderr}"
