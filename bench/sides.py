# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks share: pinning, proof of what was loaded, workers that answer rows, ratios and how they print."""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

import steps  # noqa: E402

REFERENCE = (ROOT / "tests" / "interop" / "requirements.txt").read_text().strip()


def pin() -> str:
    """Pins this process and its children to one processor where the system can; says what was done."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned"
    processor = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {processor})
    return f"pinned to processor {processor}"


def identity(path: Path) -> str:
    """Build id of a library and the beginning of its SHA-256."""
    notes = steps.run(["readelf", "-n", path]).stdout
    ids = [line.split()[-1] for line in notes.splitlines() if "Build ID" in line]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return f"build id {ids[0] if ids else 'none'}, sha256 {digest}"


def prove_different(libraries: dict[str, Path]) -> None:
    """Prints the library of each side and ends the run when two sides have the same one."""
    seen: dict[str, str] = {}
    for name, path in libraries.items():
        found = identity(path)
        print(f"{name}: {path} ({found})")
        if found in seen:
            sys.exit(f"error: {name} and {seen[found]} loaded the same library")
        seen[found] = name


def loaded_library(process: subprocess.Popen[str]) -> Path:
    """The libtvm_ffi that a running process has mapped."""
    lines = Path(f"/proc/{process.pid}/maps").read_text().splitlines()
    return Path({line.split()[-1] for line in lines if "libtvm_ffi.so" in line}.pop())


class Worker:
    """A process that reads names of rows and answers with nanoseconds per operation."""

    def __init__(self, command: list[str | os.PathLike[str]], env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
        )

    def ask(self, row: str) -> float:
        """Times a row once."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(row + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise steps.StepError(f"the worker died in row {row!r}")
        return float(answer)

    def close(self) -> None:
        """Lets it end."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def ratio(first: list[float], second: list[float]) -> tuple[float, float, float]:
    """Median, least and greatest ratio of paired rounds."""
    pairs = [a / b for a, b in zip(first, second)]
    return statistics.median(pairs), min(pairs), max(pairs)
