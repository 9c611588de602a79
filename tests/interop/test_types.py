# SPDX-License-Identifier: Apache-2.0
"""The type table right after loading: types, fields, methods and attributes, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import steps
from conftest import Side

HERE = Path(__file__).parent

# What ours need not have yet: structural mutation.
LATER = re.compile(r"ffi\.\w+\.__s_(mutate|maybe_inplace_mutate)__: ")


def lines_of(side: Side, headers: list[str], folder: Path) -> list[str]:
    """What the program, compiled with one set of headers, prints on this side's library."""
    program = folder / f"types-{side.name}"
    run_paths = [f"-Wl,-rpath,{flag[2:]}" for flag in side.link_flags if flag.startswith("-L")]
    steps.run(["gcc", "-std=c11", "-o", program, HERE / "ext" / "types.c", *headers, *side.link_flags, *run_paths])
    return steps.run([program]).stdout.splitlines()


def test_types_agree(both: tuple[Side, Side], tmp_path: Path) -> None:
    ours, reference = (lines_of(side, both[0].compile_flags, tmp_path) for side in both)
    expected = [line for line in reference if line in ours or not LATER.match(line)]
    assert len(expected) > 100
    assert ours == expected
