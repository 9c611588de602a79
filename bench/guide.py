# SPDX-License-Identifier: Apache-2.0
"""The guide's extension on both implementations, side by side in one run: ./dev bench guide.

Compile time, stripped size and dynamic symbols of examples/python_packaging with each side's headers, and the Python
rows. Both sides alternate within a row; the first row is the reference against itself, and nothing inside its spread is
called faster or slower. Rounds run pinned to one processor when the system allows it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from sides import REFERENCE, ROOT, Worker, pin, prove_different, ratio, steps

SOURCE = ROOT / "examples" / "python_packaging" / "src" / "counting_pairs.cc"

# Runs in each side's interpreter: reads a row's name, prints nanoseconds per operation (best of a few).
WORKER = r"""
import sys, time
import tvm_ffi
module = tvm_ffi.load_module(sys.argv[1])

@tvm_ffi.register_object("counting_pairs.IntPair")
class IntPair(tvm_ffi.Object):
    pass

add_one = tvm_ffi.get_global_func("counting_pairs.add_one")
pair = IntPair(1, 2)
array = tvm_ffi.convert(list(range(1000)))
numbers = list(range(1000))
mapping = tvm_ffi.convert({"key%d" % i: i for i in range(100)})
call_back = tvm_ffi.convert(lambda x: x)

def raise_error():
    try:
        add_one("text")
    except TypeError:
        pass

ROWS = {
    "add_one(int)": "add_one(1)",
    "create an object of 2 fields": "IntPair(1, 2)",
    "get a field": "pair.first",
    "set a field": "pair.first = 3",
    "call a method": "pair.sum()",
    "array index": "array[500]",
    "iterate over 1000": "for _ in array: pass",
    "build from 1000 ints": "tvm_ffi.convert(numbers)",
    "map look-up, short str": 'mapping["key7"]',
    "callback into Python, 1 int": "call_back(1)",
    "error thrown in C++, caught": "raise_error()",
}
import timeit
timers = {name: timeit.Timer(text, globals=globals()) for name, text in ROWS.items()}
counts = {}
for name in map(str.strip, sys.stdin):
    timer = timers[name]
    if name not in counts:
        number, _ = timer.autorange()
        counts[name] = max(1, number // 10)
    number = counts[name]
    print(min(timer.repeat(3, number)) / number * 1e9, flush=True)
"""


class Side:
    """One implementation: environment, flags, and a worker process per module built."""

    def __init__(self, name: str, environment: steps.Environment, work: Path) -> None:
        self.name, self.environment = name, environment
        config = environment.bin / "tvm-ffi-config"
        flags = [steps.run([config, option]).stdout.split() for option in ("--cxxflags", "--ldflags", "--libs")]
        self.flags = [flag for group in flags for flag in group]
        self.library = work / name / "libcounting_pairs.so"
        self.library.parent.mkdir(parents=True, exist_ok=True)

    def compile(self) -> float:
        """Seconds to compile the extension with -O2."""
        begun = time.monotonic()
        steps.run(["g++", "-O2", "-fPIC", "-shared", "-o", self.library, SOURCE, *self.flags])
        return time.monotonic() - begun

    def start_worker(self) -> Worker:
        """A process that times rows on request."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return Worker([self.environment.python, "-c", WORKER, self.library], env)

    def import_time(self) -> float:
        """Seconds of `import tvm_ffi` above a bare interpreter, in one new process each."""
        return self.start_time("import tvm_ffi") - self.start_time("pass")

    def start_time(self, text: str) -> float:
        """Best of a few starts."""
        return min(self.one_start(text) for _ in range(5))

    def one_start(self, text: str) -> float:
        """One start."""
        begun = time.monotonic()
        subprocess.run([self.environment.python, "-c", text], check=True)
        return time.monotonic() - begun

    def loaded(self) -> Path:
        """The library that the package loads."""
        text = "import tvm_ffi; print({l.split()[-1] for l in open('/proc/self/maps') if 'libtvm_ffi.so' in l}.pop())"
        return Path(self.environment.script(text).stdout.strip())


def show(name: str, reference: list[float], ours: list[float], unit: str) -> dict[str, object]:
    """Prints a row and gives it back for the record."""
    middle, least, most = ratio(ours, reference)
    scale = {"ns": 1.0, "s": 1.0, "ms": 1e3}[unit]
    print(
        f"{name:<34}{min(reference) * scale:>12.1f}{min(ours) * scale:>12.1f} {unit:<3}{middle:>9.2f}"
        f"   ({least:.2f} to {most:.2f})",
        flush=True,
    )
    return {
        "row": name,
        "unit": unit,
        "reference": min(reference),
        "ours": min(ours),
        "ratio": middle,
        "least": least,
        "most": most,
    }


def symbols(path: Path) -> tuple[int, int]:
    """Stripped size and number of dynamic symbols."""
    stripped = path.with_suffix(".stripped")
    steps.run(["strip", "-o", stripped, path])
    return stripped.stat().st_size, len(steps.run(["nm", "-D", path]).stdout.splitlines())


def main() -> int:
    """Runs every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", type=Path, help="write the rows here")
    options = parser.parse_args()
    work = options.work.resolve()
    pinned = pin()
    environments = {name: steps.Environment(work / f"env-{name}") for name in ("ours", "reference")}
    environments["ours"].install(options.wheels, "--force-reinstall", "--no-deps", steps.our_wheel(options.wheels))
    environments["reference"].install(options.wheels, REFERENCE)
    ours, reference = (Side(name, environments[name], work) for name in ("ours", "reference"))
    print(f"flags -O2, {pinned}, {options.rounds} rounds, sides alternate, best figures, ratios of paired rounds")
    prove_different({side.name: side.loaded() for side in (ours, reference)})
    print(f"\n{'row':<34}{'reference':>12}{'ours':>12}    {'ratio':>9}   (spread)")

    rows = []
    compiles: dict[str, list[float]] = {"ours": [], "reference": [], "again": []}
    for _ in range(max(3, options.rounds // 3)):
        compiles["reference"].append(reference.compile())
        compiles["ours"].append(ours.compile())
        compiles["again"].append(reference.compile())
    workers = {"reference": reference.start_worker(), "ours": ours.start_worker(), "again": reference.start_worker()}
    names = [line.split('"')[1] for line in WORKER.splitlines() if line.startswith('    "')]
    for number, row in enumerate(names):
        figures: dict[str, list[float]] = {"reference": [], "ours": [], "again": []}
        for _ in range(options.rounds):
            for name in ("reference", "ours", "again"):
                figures[name].append(workers[name].ask(row))
        if number == 0:
            rows.append(show(f"reference against itself: {row}", figures["reference"], figures["again"], "ns"))
        rows.append(show(row, figures["reference"], figures["ours"], "ns"))
    for worker in workers.values():
        worker.close()
    imports: dict[str, list[float]] = {"reference": [], "ours": []}
    for _ in range(3):
        imports["reference"].append(reference.import_time())
        imports["ours"].append(ours.import_time())
    rows.append(show("import tvm_ffi, over bare Python", imports["reference"], imports["ours"], "ms"))
    rows.append(show("compile, reference against itself", compiles["reference"], compiles["again"], "s"))
    rows.append(show("compile the extension", compiles["reference"], compiles["ours"], "s"))
    for name, index in (("stripped size, bytes", 0), ("dynamic symbols", 1)):
        values = [symbols(side.library)[index] for side in (reference, ours)]
        print(f"{name:<34}{values[0]:>12}{values[1]:>12}    {values[1] / values[0]:>9.2f}")
        rows.append({"row": name, "reference": values[0], "ours": values[1], "ratio": values[1] / values[0]})
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
