# SPDX-License-Identifier: Apache-2.0
"""Random sequences of operations on two libraries: running them, comparing them, making a differing one small."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = sorted((HERE / "ext" / "sequences").glob("*.c"))


@dataclass
class Rule:
    """A decided difference: its name, the surfaces where it shows, and whether two lines differ because of it."""

    name: str
    surfaces: str
    explains: Callable[[str, str], bool]

    def holds(self, surface: str, ours: str, reference: str) -> bool:
        return surface in self.surfaces.split() and self.explains(ours, reference)


@dataclass
class Outcome:
    """What came of comparing a surface."""

    sequences: int = 0
    died: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    surprises: list[int] = field(default_factory=list)


def build(driver: Path, headers: list[str]) -> Path:
    """Compiles the driver; it links neither library."""
    flags = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-Wno-maybe-uninitialized"]
    subprocess.run(["gcc", *flags, *headers, "-o", driver, *SOURCES, "-ldl", "-lm"], check=True)
    return driver


class Driver:
    """The program on one library."""

    def __init__(self, program: Path, library: Path) -> None:
        self.program = program
        self.library = library

    def run(self, *args: object, text: str = "") -> list[str]:
        done = subprocess.run(
            [self.program, self.library, *map(str, args)], input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout.splitlines()

    def proof(self) -> tuple[str, str]:
        """The path and the build id of what is in memory."""
        _, path, build_id = self.run("digest", "array", 0, 0)[0].split()
        return path, build_id

    def start(self, surface: str, count: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.program, self.library, "digest", surface, "0", str(count)], stdout=subprocess.PIPE, text=True
        )

    def traces(self, surface: str, names: list[str]) -> dict[str, list[str]]:
        """What each of these sequences shows, step by step."""
        found: dict[str, list[str]] = {}
        lines: list[str] = []
        for line in self.run("trace", surface, text="".join(f"{name}\n" for name in names))[1:]:
            if line.startswith("sequence "):
                lines = found.setdefault(line.split()[1], [])
            lines.append(line)
        return found


class Comparison:
    """Two drivers, and the rules about where they may differ."""

    def __init__(self, ours: Driver, reference: Driver, rules: list[Rule]) -> None:
        self.ours = ours
        self.reference = reference
        self.rules = rules

    def rules_for(self, surface: str, ours: list[str], reference: list[str]) -> list[str] | None:
        """The rules that explain every line that differs; None when one is not explained.

        A sequence goes on from what it made: what follows a decided difference may differ because of it, so lines
        are compared as long as both sides have them, and each must be explained by itself."""
        if any(line.startswith("died") for line in reference) and not any(line.startswith("died") for line in ours):
            return ["the reference dies"]
        names = []
        for a, b in zip(ours, reference):
            if a == b:
                continue
            found = [rule.name for rule in self.rules if rule.holds(surface, a, b)]
            if not found:
                return None
            names.append(found[0])
        return names if names and len(ours) == len(reference) else None

    def compare(self, surface: str, count: int) -> Outcome:
        """Runs the sequences 0 to count - 1 on both, at the same time."""
        running = [driver.start(surface, count) for driver in (self.ours, self.reference)]
        ours, reference = (process.communicate()[0].splitlines()[1:] for process in running)
        assert len(ours) == len(reference) == count
        outcome = Outcome(count)
        outcome.died["ours"] = sum(line.startswith("died") for line in ours)
        outcome.died["reference"] = sum(line.startswith("died") for line in reference)
        differing = [seed for seed in range(count) if ours[seed] != reference[seed]]
        names = [str(seed) for seed in differing]
        traced = [driver.traces(surface, names) for driver in (self.ours, self.reference)] if names else [{}, {}]
        for seed in differing:
            rules = self.rules_for(surface, traced[0][str(seed)], traced[1][str(seed)])
            if rules is None:
                outcome.surprises.append(seed)
            else:
                outcome.decided.update(set(rules))
        return outcome

    def is_surprise(self, surface: str, name: str) -> bool:
        ours, reference = (driver.traces(surface, [name])[name] for driver in (self.ours, self.reference))
        return ours != reference and self.rules_for(surface, ours, reference) is None

    def smallest(self, surface: str, seed: int) -> str:
        """Leaves out steps as long as the two still differ; the rest, as it is printed on both."""
        count = int(self.ours.traces(surface, [str(seed)])[str(seed)][0].split()[-1])
        mask = (1 << count) - 1
        size = count
        while size > 0:
            for begin in range(0, count, size):
                without = mask & ~(((1 << size) - 1) << begin)
                if without != mask and self.is_surprise(surface, f"{seed}/{without:x}"):
                    mask = without
            size //= 2
        name = f"{seed}/{mask:x}"
        ours, reference = (driver.traces(surface, [name])[name] for driver in (self.ours, self.reference))
        text = [f"{surface} {name}"]
        for a, b in zip(ours[1:], reference[1:]):
            text += [f"  both:      {a}"] if a == b else [f"  ours:      {a}", f"  reference: {b}"]
        longer, side = (ours, "ours:     ") if len(ours) > len(reference) else (reference, "reference:")
        text += [f"  {side} {line}" for line in longer[min(len(ours), len(reference)) :]]
        return "\n".join(text)
