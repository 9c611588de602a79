# SPDX-License-Identifier: Apache-2.0
"""Every global function of ours, called with real values through the ABI on both libraries, line by line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import steps
from conftest import ROOT, Side

HERE = Path(__file__).parent

# Lines that differ on purpose, and why. One that matches nothing is out of date and fails the test.
DIFFERENCES = {
    r"ffi\.VisitErrorContext\.FindAccessPaths\(": "a trail through containers is found in the value it came from",
    r"ffi\.json\.Parse\(raw \"\[1,\"": "a value that is missing is named as Python names it",
}


def lines_of(side: Side, headers: list[str], folder: Path) -> list[str]:
    """What the program, compiled with one set of headers, prints on this side's library."""
    library = side.build(HERE / "ext" / "globals_library.c", folder / f"globals_library_{side.name}.so")
    program = folder / f"globals-{side.name}"
    run_paths = [f"-Wl,-rpath,{flag[2:]}" for flag in side.link_flags if flag.startswith("-L")]
    steps.run(["gcc", "-std=c11", "-o", program, HERE / "ext" / "globals.c", *headers, *side.link_flags, *run_paths])
    return steps.run([program, library]).stdout.splitlines()


def named(lines: list[str], word: str) -> set[str]:
    return {line.split()[1] for line in lines if line.startswith(word + " ")}


def calls(lines: list[str], without: set[str]) -> list[str]:
    """The lines of calls, less those of functions that one side does not have and of what was made with them."""
    kept = [line for line in lines if not line.startswith(("listed ", "absent "))]
    return [line for line in kept if line.split("(")[0] not in without]


def test_global_functions_agree(both: tuple[Side, Side], tmp_path: Path) -> None:
    ours, reference = (lines_of(side, both[0].compile_flags, tmp_path) for side in both)
    absent = named(ours, "absent")
    assert not named(reference, "absent")
    a, b = calls(ours, absent), calls(reference, absent)
    assert len(a) == len(b) > 200
    surprises = [
        f"ours:      {x}\nreference: {y}"
        for x, y in zip(a, b)
        if x != y and not any(re.match(pattern, x) for pattern in DIFFERENCES)
    ]
    assert not surprises, "\n".join(surprises)
    unused = [pattern for pattern in DIFFERENCES if not any(re.match(pattern, x) and x != y for x, y in zip(a, b))]
    assert not unused, f"no longer different: {unused}"


def test_ours_are_recorded_and_called(both: tuple[Side, Side], tmp_path: Path) -> None:
    """No function of a name that the reference does not have, and none that the program above leaves out."""
    ours = lines_of(both[0], both[0].compile_flags, tmp_path)
    recorded = {function["name"] for function in json.loads((ROOT / "abi/registry.json").read_text())["functions"]}
    listed = named(ours, "listed")
    assert listed <= recorded
    called = {line.split("(")[0] for line in ours if " = " in line}
    # Called without a line of their own: their results are addresses and lists.
    silent = {
        "ffi.FunctionListGlobalNamesFunctor",
        "ffi.GetRegisteredTypeKeys",
        "ffi.MakeFieldGetter",
        "ffi.ModuleLoadFromFile",
        "ffi.Module.load_from_file.so",
    }
    # Called from callbacks, which print what came of it.
    silent |= {name for name in listed if name.startswith(("ffi.StructuralVisitor", "ffi.StructuralMutator"))}
    # Called by the class machinery of both front ends; python/ and cxx/ tests make classes with them.
    machinery = {"ffi._RegisterFFIInit", "ffi._PyClassRegisterTypeAttrColumns", "ffi.MakeFieldSetter"}
    assert listed - called - silent - machinery == set()
