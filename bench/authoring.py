# SPDX-License-Identifier: Apache-2.0
"""The guide's extension three times, side by side in one run: C++ on the reference, C++ on ours, C on ours.

    ./dev bench authoring

Lines, compile time with the flags that tvm-ffi-config gives and -O2, stripped size, dynamic symbols, and calls from
Python. The three alternate within a row; a fourth, the reference again, shows what the noise is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import guide  # noqa: E402
from sides import REFERENCE, Worker, pin, prove_different, steps  # noqa: E402

C_SOURCE = ROOT / "examples" / "c_extension" / "src" / "counting_pairs.c"
ROWS = ["add_one(int)", "create an object of 2 fields", "get a field", "call a method"]


class Author:
    """One way to write the extension: a source, a compiler, and the implementation that it is built and run with."""

    def __init__(self, name: str, side: guide.Side, source: Path, compiler: list[str], package: str) -> None:
        self.name, self.side, self.source, self.compiler, self.package = name, side, source, compiler, package
        self.library = side.library.parent / (name.replace(" ", "_").replace("+", "p") + ".so")

    def compile(self) -> float:
        """Processor seconds of one compilation."""
        flags = [flag for flag in self.side.flags if not flag.startswith("-std=")]
        begun = os.times()
        steps.run([*self.compiler, "-O2", "-fPIC", "-shared", "-o", self.library, self.source, *flags])
        done = os.times()
        return done.children_user + done.children_system - begun.children_user - begun.children_system

    def start_worker(self) -> Worker:
        """A process that times rows on request."""
        text = guide.WORKER.replace('"counting_pairs.', f'"{self.package}.')
        env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return Worker([self.side.environment.python, "-c", text, self.library], env)

    def lines(self) -> int:
        """Lines of the source that are not blank."""
        return sum(1 for line in self.source.read_text(encoding="utf-8").splitlines() if line.strip())


def show(name: str, values: list[float], unit: str, scale: float = 1.0) -> None:
    """A row: each author's figure, and the ratios to the first."""
    figures = "".join(f"{value * scale:>16.1f}" for value in values)
    ratios = " ".join(f"{value / values[0]:.2f}" for value in values[1:])
    print(f"{name:<30}{figures} {unit:<3} ratios {ratios}", flush=True)


def main() -> int:
    """Runs every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    work = options.work.resolve()
    environments = {name: steps.Environment(work / f"env-{name}") for name in ("ours", "reference")}
    environments["ours"].install(options.wheels, "--force-reinstall", "--no-deps", steps.our_wheel(options.wheels))
    environments["reference"].install(options.wheels, REFERENCE)
    ours, reference = (guide.Side(name, environments[name], work) for name in ("ours", "reference"))
    cxx = ["g++", "-std=c++17"]
    authors = [
        Author("C++ reference", reference, guide.SOURCE, cxx, "counting_pairs"),
        Author("C++ ours", ours, guide.SOURCE, cxx, "counting_pairs"),
        Author("C ours", ours, C_SOURCE, ["gcc", "-std=c11"], "counting_pairs_c"),
        Author("reference again", reference, guide.SOURCE, cxx, "counting_pairs"),
    ]
    print(f"flags -O2, {pin()}, {options.rounds} rounds, authors alternate, best figures")
    prove_different({side.name: side.loaded() for side in (ours, reference)})
    print(f"\n{'row':<30}" + "".join(f"{author.name:>16}" for author in authors))
    show("lines that are not blank", [author.lines() for author in authors], "")
    compiles: list[list[float]] = [[] for _ in authors]
    for _ in range(max(3, options.rounds)):
        for figures, author in zip(compiles, authors):
            figures.append(author.compile())
    show("compile, processor time", [statistics.median(figures) for figures in compiles], "ms", 1e3)
    for name, index in (("stripped size", 0), ("dynamic symbols", 1)):
        show(name, [guide.symbols(author.library)[index] for author in authors], "B" if index == 0 else "")
    workers = [author.start_worker() for author in authors]
    for row in ROWS:
        best = [float("inf")] * len(authors)
        for _ in range(options.rounds):
            for i, worker in enumerate(workers):
                best[i] = min(best[i], worker.ask(row))
        show(row, best, "ns")
    for worker in workers:
        worker.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
