# SPDX-License-Identifier: Apache-2.0
"""The C level of both implementations, side by side in one run: ./dev bench c.

The programs of bench/c go through the C ABI (one binary, which the loader's search path gives to either library) or
are inline C++ code (one source, compiled against each side's headers). Sides alternate within a row: reference, ours,
the reference again. A ratio is the median of paired rounds with its least and greatest value; the column `itself` is
the reference against itself in the same rounds. A row without a number to reach has to be not slower, which means:
not beyond what the reference shows against itself.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from sides import ROOT, Worker, loaded_library, pin, prove_different, ratio, steps

SOURCES = ROOT / "bench" / "c"
C_FLAGS = ["-O2", "-std=c11", "-D_GNU_SOURCE", "-Wall"]
CXX_FLAGS = ["-O2", "-std=c++17"]

# The numbers of the design as ratios: what is to be reached over what the reference took then.
TO_REACH = {
    "function look-up, 100 names": 20 / 96,
    "function look-up, 10^6 names, 1,024 in use": 25 / 142,
    "function look-up, 10^6 names, random": 150 / 157,
    "type key to index": 10 / 62,
    "error: raise and take, repeated stack": 0.1 / 3.1,
    "error: raise and take, new stack, 3 frames": 0.6 / 3.1,
    "Map: insert, int keys, 1e5": 0.65,
    "Map: look-up, int keys, 1e5": 0.65,
    "JSON: parse 130 bytes, drop": 0.4,
    "JSON: write 130 bytes, drop": 0.4,
}
SIZE_TO_REACH = 400_000
MAY_NEED = {"libc.so.6", "libm.so.6"}

# Rows that change the process for good get a process of their own each time; rows that want a large registry share one.
FRESH = {"register 10^6 functions, each", "register 100,000 types, each"}
LARGE = {"function look-up, 10^6 names, 1,024 in use", "function look-up, 10^6 names, random"}


@dataclass
class Side:
    """One implementation: its library, and the programs that run on it."""

    name: str
    library: Path
    flags: list[str]
    folder: Path

    @classmethod
    def make(cls, name: str, config: str, folder: Path) -> Side:
        """Asks the side's tvm-ffi-config where everything is."""

        def ask(option: str) -> str:
            return steps.run([config, option]).stdout.strip()

        folder.mkdir(parents=True, exist_ok=True)
        return cls(name, Path(ask("--libdir")) / "libtvm_ffi.so", ask("--cxxflags").split(), folder)

    def build_inline(self) -> None:
        """Compiles the inline rows against this side's headers."""
        command = ["g++", *CXX_FLAGS, SOURCES / "inline.cc", *self.flags, "-o", self.folder / "inline"]
        steps.run([*command, f"-L{self.library.parent}", "-ltvm_ffi"])

    def worker(self, program: Path) -> Worker:
        """A process of the program on this side's library."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("TVM_")}
        return Worker([program], dict(env, LD_LIBRARY_PATH=str(self.library.parent)))


def build_shared(ours: Side, work: Path) -> tuple[Path, Path]:
    """The binaries that serve both sides, compiled against our C headers."""
    rows, load = work / "rows", work / "load"
    includes = [flag for flag in ours.flags if flag.startswith("-I")]
    sources = sorted(path for path in SOURCES.glob("*.c") if path.name != "load.c")
    steps.run(["gcc", *C_FLAGS, *includes, *sources, "-o", rows, f"-L{ours.library.parent}", "-ltvm_ffi", "-lpthread"])
    steps.run(["gcc", *C_FLAGS, SOURCES / "load.c", "-o", load, "-ldl"])
    return rows, load


def row_names(side: Side, program: Path) -> list[str]:
    """What a program can measure."""
    return steps.run(
        [program, "--rows"], env=dict(os.environ, LD_LIBRARY_PATH=str(side.library.parent))
    ).stdout.splitlines()


class Table:
    """Prints rows and keeps them."""

    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []
        print(
            f"\n{'row':<44}{'reference':>12}{'ours':>12}     {'ratio':>6} {'(spread)':<16}"
            f"{'itself':>6} {'(spread)':<16}{'to reach':>8}"
        )

    def add(self, name: str, figures: dict[str, list[float]], unit: str = "ns", scale: float = 1.0) -> None:
        """A row of times."""
        middle, least, most = ratio(figures["ours"], figures["reference"])
        own, own_least, own_most = ratio(figures["again"], figures["reference"])
        target = TO_REACH.get(name)
        good = middle <= target if target is not None else middle <= max(1.0, own_most)
        self.rows.append(
            {
                "row": name,
                "unit": unit,
                "reference": min(figures["reference"]) * scale,
                "ours": min(figures["ours"]) * scale,
                "ratio": middle,
                "spread": [least, most],
                "itself": own,
                "spread_itself": [own_least, own_most],
                "to_reach": target,
                "reached": good,
            }
        )
        verdict = "" if good else "  MISSED" if target is not None else "  SLOWER"
        spread, own_spread = f"({least:.2f} to {most:.2f})", f"({own_least:.2f} to {own_most:.2f})"
        print(
            f"{name:<44}{min(figures['reference']) * scale:>12.1f}{min(figures['ours']) * scale:>12.1f} {unit:<3} "
            f"{middle:>6.2f} {spread:<16}{own:>6.2f} {own_spread:<16}"
            f"{'1' if target is None else f'{target:.2f}':>8}{verdict}",
            flush=True,
        )

    def add_size(self, name: str, reference: int, ours: int, target: int) -> None:
        """A row of sizes."""
        good = ours <= target
        self.rows.append(
            {
                "row": name,
                "reference": reference,
                "ours": ours,
                "ratio": ours / reference,
                "to_reach": target,
                "reached": good,
            }
        )
        print(
            f"{name:<44}{reference:>12}{ours:>12}     {ours / reference:>6.2f} {'':<39}{target:>8}"
            f"{'' if good else '  MISSED'}"
        )

    def summary(self) -> str:
        """The last line."""
        missed = [str(row["row"]) for row in self.rows if not row["reached"]]
        return f"{len(self.rows)} rows, {len(self.rows) - len(missed)} reached" + "".join(
            f"\n  not: {row}" for row in missed
        )


ORDER = ("reference", "ours", "again")


def measure(
    sides: dict[str, tuple[Side, Path]], rows: list[str], rounds: int, table: Table, fresh: bool = False
) -> None:
    """Times rows; `fresh` gives each measurement a process of its own."""
    workers = {} if fresh else {name: side.worker(program) for name, (side, program) in sides.items()}
    for row in rows:
        figures: dict[str, list[float]] = {name: [] for name in ORDER}
        for _ in range(rounds):
            for name in ORDER:
                worker = sides[name][0].worker(sides[name][1]) if fresh else workers[name]
                figures[name].append(worker.ask(row))
                if fresh:
                    worker.close()
        if not table.rows:
            itself = {"reference": figures["reference"], "ours": figures["again"], "again": figures["again"]}
            table.add("reference against itself: " + row[:17], itself)
        table.add(row, figures)
    for worker in workers.values():
        worker.close()


def measure_load(sides: dict[str, Side], load: Path, rounds: int, table: Table) -> None:
    """Loading the library into a fresh process."""
    figures: dict[str, list[float]] = {name: [] for name in ORDER}
    for _ in range(rounds):
        for name in ORDER:
            figures[name].append(min(float(steps.run([load, sides[name].library]).stdout) for _ in range(5)))
    table.add("load the library, fresh process", figures, "ms", 1e-6)


def stripped_size(side: Side) -> int:
    """Bytes of the library without its symbols."""
    target = side.folder / "stripped.so"
    steps.run(["strip", "-o", target, side.library])
    return target.stat().st_size


def needed(side: Side) -> list[str]:
    """Libraries that the dynamic section names."""
    lines = steps.run(["readelf", "-d", side.library]).stdout.splitlines()
    return [line.split("[")[1].rstrip("]") for line in lines if "(NEEDED)" in line]


def prove(sides: dict[str, Side], rows: Path) -> None:
    """Fails unless each side's process has that side's library, and the libraries differ."""
    loaded = {}
    for name in ("reference", "ours"):
        worker = sides[name].worker(rows)
        worker.ask("type key to index")
        loaded[name] = loaded_library(worker.process)
        worker.close()
        if not loaded[name].samefile(sides[name].library):
            sys.exit(f"error: {name} loaded {loaded[name]} in place of {sides[name].library}")
    prove_different(loaded)


def main() -> int:
    """Runs every row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True, help="our tvm-ffi-config")
    parser.add_argument("--reference", required=True, help="the reference's tvm-ffi-config")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="rows whose name contains this text")
    parser.add_argument("--json", type=Path, help="write the rows here")
    options = parser.parse_args()
    pinned = pin()
    work = options.work.resolve() / "c"
    reference = Side.make("reference", options.reference, work / "reference")
    ours = Side.make("ours", options.ours, work / "ours")
    sides = {"reference": reference, "ours": ours, "again": reference}
    rows, load = build_shared(ours, work)
    for side in (reference, ours):
        side.build_inline()
    compiler = steps.run(["gcc", "--version"]).stdout.splitlines()[0]
    print(
        f"{compiler}; C {' '.join(C_FLAGS)}; C++ {' '.join(CXX_FLAGS)}; "
        "the reference's library as released, ours of the default build type"
    )
    print(
        f"{pinned}, {options.rounds} rounds, order in a round: {', '.join(ORDER)}; processor time of the thread, "
        "best figures, ratios of paired rounds"
    )
    prove(sides, rows)

    def chosen(names: list[str]) -> list[str]:
        return [name for name in names if options.only in name]

    table = Table()
    names = row_names(ours, rows)
    shared = {name: (side, rows) for name, side in sides.items()}
    inline = {name: (side, side.folder / "inline") for name, side in sides.items()}
    measure(shared, chosen([name for name in names if name not in FRESH | LARGE]), options.rounds, table)
    measure(shared, chosen(sorted(LARGE)), options.rounds, table)
    measure(shared, chosen(sorted(FRESH)), max(3, options.rounds // 3), table, fresh=True)
    measure(inline, chosen(row_names(ours, ours.folder / "inline")), options.rounds, table)
    if not options.only:
        measure_load(sides, load, options.rounds, table)
        table.add_size("library, stripped, bytes", stripped_size(reference), stripped_size(ours), SIZE_TO_REACH)
        for side in (reference, ours):
            print(f"needed libraries, {side.name}: {' '.join(needed(side)) or 'none'}")
        extra = set(needed(ours)) - MAY_NEED
        if extra:
            print(f"MISSED: ours needs {' '.join(sorted(extra))}")
    print(table.summary())
    if options.json:
        options.json.write_text(json.dumps(table.rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
