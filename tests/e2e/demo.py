# SPDX-License-Identifier: Apache-2.0
"""The packaging guide in one go: a clean environment, the example's wheel, its exports, its stubs, a type checker.

Called by ./dev demo; prints what each step did and how long it took, and fails when a step is not what the guide says.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
import zipfile
from pathlib import Path

import steps

USE = """
import numpy
import tvm_ffi
import {package}
from {package}._ffi_api import LIB

x = numpy.arange(4, dtype="float32")
y = numpy.empty_like(x)
LIB.add_one_to_all(x, y)
print("C symbol        add_one_to_all(", x, ") ->", y)
assert (y == x + 1).all()

print("global function add_one(3) ->", {package}.add_one(3))
assert {package}.add_one(3) == 4 == tvm_ffi.get_global_func("{package}.add_one")(3)

pair = {package}.IntPair(first=1, second=2)
pair.first = 40
print("class           IntPair(first=40, second=2).sum() ->", pair.sum())
assert pair.sum() == 42
"""

RIGHT = """
from {package} import IntPair, add_one

total: int = add_one(1) + IntPair(first=1, second=2).sum() + IntPair(1, 2).first
"""

WRONG = """
from {package} import IntPair, add_one

add_one("three")
IntPair(first="a", second=2)
text: str = IntPair(1, 2).sum()
"""

KERNELS_USE = """
import numpy
import {package} as k

x = numpy.arange(4, dtype="float32")
out = numpy.empty_like(x)
k.scale(x, out, 2.0)
print("kernel          scale(", x, ", factor=2) ->", out)
assert (out == 2 * x).all()
assert k.dot(x, x) == 14.0
product = numpy.from_dlpack(k.matmul(numpy.ones((2, 3), "float32"), numpy.ones((3, 2), "float32")))
assert (product == 3).all()

k.apply(out, lambda value: value + 1)
print("callback        apply(out, lambda value: value + 1) ->", out)
assert (out == 2 * x + 1).all()

def refuse(value):
    raise KeyError("from Python")

try:
    k.apply(out, refuse)
except KeyError as error:
    print("callback raises", repr(error))
else:
    raise AssertionError("no KeyError")

mean = k.RunningMean("loss", 0.0)
print("object          update(x) ->", mean.update(x), mean)
assert (mean.mean, mean.count, mean.name) == (1.5, 4, "loss")
for wrong, part in ((x.astype("float64"), "float32"), (x.reshape(2, 2), "1-d")):
    try:
        mean.update(wrong)
    except (TypeError, ValueError) as error:
        assert part in str(error), error
    else:
        raise AssertionError(part)
"""

KERNELS_RIGHT = """
import tvm_ffi
from {package} import RunningMean, dot, matmul

def use(x: tvm_ffi.Tensor) -> float:
    mean = RunningMean("loss", 0.5)
    return dot(x, x) + mean.update(x) + mean.count + dot(matmul(x, x), x)
"""

KERNELS_WRONG = """
from {package} import RunningMean, dot

dot(1, "x")
RunningMean(3, "loss")
text: str = RunningMean("loss", 0.5).count
"""


class Report:
    """Prints the steps and, at the end, the figures."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []

    def time(self, name: str) -> Timer:
        """A context that times a step."""
        return Timer(self, name)

    def size(self, name: str, path: Path) -> None:
        """Notes the size of a file."""
        self.rows.append((name, f"{path.stat().st_size / 1000:.1f} kB"))

    def show(self) -> None:
        """Prints what was noted."""
        print("\nfigures")
        width = max(len(name) for name, _ in self.rows)
        for name, value in self.rows:
            print(f"  {name:<{width}}  {value:>10}")


class Timer:
    """Times a step and says that it is done."""

    def __init__(self, report: Report, name: str) -> None:
        self.report, self.name = report, name

    def __enter__(self) -> None:
        print(f"- {self.name} ...", flush=True)
        self.begun = time.monotonic()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.report.rows.append((self.name, f"{time.monotonic() - self.begun:.1f} s"))


def indent(text: str) -> str:
    """Text set off from the steps."""
    return "\n".join(f"    {line}" for line in text.rstrip().splitlines())


def type_check(package: str, right: str, wrong: str, folder: Path, environment: steps.Environment) -> None:
    """mypy accepts the right use of the stubs and names each wrong one."""
    for name, text in (("right", right), ("wrong", wrong)):
        (folder / f"{name}.py").write_text(text.format(package=package))
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--python-executable", environment.python]
    steps.run([*mypy, "right.py"], cwd=folder)
    print("    mypy --strict accepts the right use")
    found = steps.run([*mypy, "wrong.py"], cwd=folder, check=False)
    print(indent(found.stdout))
    expected = [line for line, text in enumerate(wrong.splitlines(), 1) if text and "import" not in text]
    missed = [line for line in expected if f"wrong.py:{line}: error" not in found.stdout]
    if found.returncode != 1 or missed:
        raise steps.StepError(f"mypy let wrong lines pass: {missed}\n{found.stdout}{found.stderr}")


def demo(example: str, package: str, texts: tuple[str, str, str], wheels: Path, work: Path, report: Report) -> None:
    """One example from source to use; `texts` are programs that use it, and that checkers accept and refuse."""
    use, right, wrong = texts
    print(f"\n{example}: import name {package}")
    with report.time(f"{package}: wheel, build isolated"):
        source = steps.copy_example(example, work)
        wheel = steps.build_isolated(source, work / "dist", wheels)
    with report.time(f"{package}: auditwheel repair"):
        wheel = steps.audit(wheel, work / "wheelhouse")
    print(f"    {wheel.name}")
    if "-py3-none-" not in wheel.name:
        raise steps.StepError(f"{wheel.name} is tied to a Python version")
    with report.time(f"{package}: install into a clean environment"):
        environment = steps.Environment(work / "user")
        environment.install(wheels, "--force-reinstall", "--no-deps", steps.our_wheel(wheels), wheel)
        environment.install(wheels, "numpy")
    with report.time(f"{package}: use"):
        print(indent(environment.script(use.format(package=package)).stdout))
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        if f"{package}/py.typed" not in names:
            raise steps.StepError(f"{wheel.name} has no py.typed")
        print("- the generated stub, _ffi_api.py")
        print(indent(archive.read(f"{package}/_ffi_api.py").decode()))
        library = next(name for name in names if name.endswith(".so"))
        path = Path(archive.extract(library, work / "unpacked"))
    with report.time(f"{package}: type check"):
        type_check(package, right, wrong, work, environment)
    report.size(f"{package}: library", path)
    report.size(f"{package}: wheel", wheel)


def main() -> int:
    """Runs the demo on every example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, required=True, help="folder with the wheel of tvm-ffi-c")
    parser.add_argument("--work", type=Path, required=True, help="folder to work in; emptied first")
    options = parser.parse_args()
    work, wheels = options.work.resolve(), options.wheels.resolve()
    os.environ.pop("PYTHONPATH", None)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    report = Report()
    begun = time.monotonic()
    try:
        pairs = (USE, RIGHT, WRONG)
        demo("python_packaging", "counting_pairs", pairs, wheels, work, report)
        demo("c_extension", "counting_pairs_c", pairs, wheels, work, report)
        demo("kernels", "tensor_kernels", (KERNELS_USE, KERNELS_RIGHT, KERNELS_WRONG), wheels, work, report)
    except steps.StepError as error:
        print(f"\nthe demo failed: {error}", file=sys.stderr)
        return 1
    with zipfile.ZipFile(steps.our_wheel(wheels)) as archive:
        for name in ("tvm_ffi/lib/libtvm_ffi.so", "tvm_ffi/bin/tvm-ffi-stubgen"):
            report.size(name, Path(archive.extract(name, work / "unpacked")))
    report.size(steps.our_wheel(wheels).name, steps.our_wheel(wheels))
    report.rows.append(("all of it", f"{time.monotonic() - begun:.1f} s"))
    report.show()
    print("\nthe guide works: wheel, audit, install, call, stubs, types")
    return 0


if __name__ == "__main__":
    sys.exit(main())
