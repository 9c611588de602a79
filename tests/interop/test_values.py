# SPDX-License-Identifier: Apache-2.0
"""Data types, tensors and the environment: one C program linked to each library, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import steps
from conftest import Side

HERE = Path(__file__).parent

# What differs on purpose: the case, and why. A pattern that matches no difference is out of date and fails the test.
DIFFERENCES = {
    r"read '\w*(18446744073709551624|18446744073709551617)'": "numbers do not wrap at 2^64",
    r"read '\w*xvscalex(32769|65535)'": "more than 32768 scalable lanes would read as plain ones",
    r"read '\w*xvscale'": "scalable lanes need a number",
    r"read 'f\w*_e\w+xvscalex4'": "small floats print with scalable lanes, so they are read with them",
    r"read 'f\w*4_e2m1fn_'": "nothing may follow a whole name",
    r"import [01] negative extent": "no tensor has a negative extent",
}


def lines_of(side: Side, headers: list[str], folder: Path) -> list[str]:
    """What the program, compiled with one set of headers, prints on this side's library."""
    program = folder / f"values-{side.name}"
    folders = [flag[2:] for flag in side.link_flags if flag.startswith("-L")]
    run_paths = [f"-Wl,-rpath,{path}" for path in folders]
    steps.run(["gcc", "-std=c11", "-o", program, HERE / "ext" / "values.c", *headers, *side.link_flags, *run_paths])
    return steps.run([program]).stdout.splitlines()


def test_values_agree(both: tuple[Side, Side], tmp_path: Path) -> None:
    ours, reference = (lines_of(side, both[0].compile_flags, tmp_path) for side in both)
    assert len(ours) == len(reference) > 10_000
    differing = [(a, b) for a, b in zip(ours, reference) if a != b]
    unused = set(DIFFERENCES)
    surprises = []
    for a, b in differing:
        known = [pattern for pattern in DIFFERENCES if re.match(pattern, a)]
        unused.difference_update(known)
        if not known:
            surprises.append(f"ours:      {a}\nreference: {b}")
    assert not surprises, "\n".join(surprises)
    assert not unused, f"no longer different: {unused}"
