# SPDX-License-Identifier: Apache-2.0
"""The printing tests of our C++ headers print the same when they are built with the reference's headers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import steps
from conftest import Side

CXX = Path(__file__).resolve().parents[1] / "cxx"
PROGRAMS = sorted(
    path.stem for path in (CXX / "expected").glob("*.txt") if path.stem.startswith(("container_", "reflection_"))
)


@pytest.mark.parametrize("name", PROGRAMS)
def test_reference_prints_what_is_recorded(reference: Side, tmp_path: Path, name: str) -> None:
    """One source, two implementations of the headers, one output."""
    program = tmp_path / name
    folders = [flag[2:] for flag in reference.link_flags if flag.startswith("-L")]
    steps.run(
        [
            "g++",
            "-std=c++17",
            "-w",
            "-o",
            program,
            CXX / f"{name}.cc",
            f"-I{CXX}",
            *reference.compile_flags,
            *reference.link_flags,
            "-ldl",
        ]
    )
    done = steps.run([program], env={**os.environ, "LD_LIBRARY_PATH": ":".join(folders)})
    assert done.stdout == (CXX / "expected" / f"{name}.txt").read_text()
