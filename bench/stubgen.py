# SPDX-License-Identifier: Apache-2.0
"""tvm-ffi-stubgen against the reference's, side by side in one run.

  bench/stubgen.py --tool TOOL --library-dir DIR --reference CMD --reference-library-dir DIR [--rounds N]

Two extensions (C, generated: 17 and 5,000 functions) serve both sides. Within a row the sides alternate; each round of
the row that rewrites files starts from fresh stale copies. Printed: best and median wall time in milliseconds, the
ratio of the medians, peak memory. The first row is the reference against itself: nothing inside its spread is called
faster or slower. The tool flushes what it writes to disk, the reference does not.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SCHEMA = {
    "type": "ffi.Function",
    "named_args": {
        "return": [{"type": "int"}],
        "params": [
            {"type": "ffi.Array", "args": [{"type": "ffi.String"}]},
            {"type": "Optional", "args": [{"type": "float"}]},
        ],
    },
}


def block(title: str) -> str:
    return f"# tvm-ffi-stubgen(begin): {title}\n# tvm-ffi-stubgen(end)\n"


def build(work: pathlib.Path, library_dir: str, prefix: str, functions: int) -> pathlib.Path:
    text = json.dumps(json.dumps(SCHEMA, separators=(",", ":")))
    lines = [
        '#include "rawreg.h"',
        "#include <stdio.h>",
        f"static const char schema[] = {text};",
        "static void add(const char* prefix, int count) {",
        "  char name[64];",
        "  for (int i = 0; i < count; i++) {",
        '    snprintf(name, sizeof name, "%s.fn_%d", prefix, i);',
        "    rr_global(name, schema, NULL);",
        "  }",
        "}",
        f'__attribute__((constructor)) static void init(void) {{ add("{prefix}", {functions}); }}',
    ]
    source = work / f"{prefix}.c"
    source.write_text("\n".join(lines) + "\n")
    out = work / f"lib{prefix}.so"
    subprocess.run(
        [
            "cc",
            "-O1",
            "-shared",
            "-fPIC",
            f"-I{ROOT / 'include'}",
            f"-I{ROOT / 'tests' / 'golden' / 'ext'}",
            str(source),
            "-o",
            str(out),
            f"-L{library_dir}",
            "-ltvm_ffi",
        ],
        check=True,
    )
    return out


def make_tree(root: pathlib.Path, files: int, prefix: str) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for i in range(files):
        path = root / f"d{i % 20}" / f"f{i}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1  # some text of the file\n" * 80 + block("import-section") + block(f"global/{prefix}"))


class Side:
    def __init__(self, command: str, library_dir: str) -> None:
        self.command = shlex.split(command)
        self.env = dict(os.environ, LD_LIBRARY_PATH=library_dir, PYTHONDONTWRITEBYTECODE="1")

    def run(self, args: list[str]) -> float:
        """Milliseconds of one run."""
        start = time.perf_counter()
        child = subprocess.Popen([*self.command, *args], env=self.env, stdout=subprocess.DEVNULL)
        status = child.wait()
        if status != 0:
            raise SystemExit(f"{self.command[0]} {args}: status {status}")
        return (time.perf_counter() - start) * 1e3

    def peak(self, args: list[str]) -> str:
        """Peak megabytes of one run. Asked of a small program: what Python itself starts counts Python's own memory."""
        if shutil.which("time") is None:
            return "?"
        command = ["time", "-f", "%M", *self.command, *args]
        done = subprocess.run(
            command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True
        )
        return f"{int(done.stderr.split()[-1]) / 1024:.1f}"


def measure(name: str, sides: list[Side], rounds: int, prepare) -> None:
    times: list[list[float]] = [[], []]
    for _ in range(rounds):
        for i, side in enumerate(sides):
            times[i].append(side.run(prepare(i)))
    memory = [side.peak(prepare(i)) for i, side in enumerate(sides)]
    best = [min(t) for t in times]
    middle = [statistics.median(t) for t in times]
    print(
        f"{name:34} {best[0]:8.1f} {middle[0]:8.1f} | {best[1]:8.1f} {middle[1]:8.1f} | "
        f"{middle[0] / middle[1]:6.3f} | {memory[0]:>6} {memory[1]:>6} MB",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--tool", "--library-dir", "--reference", "--reference-library-dir"):
        parser.add_argument(name, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--work", type=pathlib.Path, help="a folder on the disk to measure")
    options = parser.parse_args()
    ours = Side(options.tool, options.library_dir)
    theirs = Side(options.reference, options.reference_library_dir)
    print(
        f"processors {os.sched_getaffinity(0)}, load {os.getloadavg()[0]:.1f}, order alternating, not pinned; "
        f"limit of open files {resource.getrlimit(resource.RLIMIT_NOFILE)[0]}"
    )
    print(f"{'row':34} {'best':>8} {'median':>8} | {'best':>8} {'median':>8} |  ratio | peak memory")
    with tempfile.TemporaryDirectory(prefix="bench-stubgen-", dir=options.work) as folder:
        work = pathlib.Path(folder)
        libs = {name: build(work, options.library_dir, name, count) for name, count in (("small", 17), ("large", 5000))}
        trees = [work / "a", work / "b"]

        def stale(files: int, prefix: str):
            def prepare(i: int) -> list[str]:
                make_tree(trees[i], files, prefix)
                os.sync()
                return arguments(i, prefix)

            return prepare

        def arguments(i: int, prefix: str) -> list[str]:
            return [str(trees[i]), "--dlls", str(libs[prefix])]

        measure("reference against itself, --help", [theirs, theirs], options.rounds, lambda i: ["--help"])
        sides = [ours, theirs]
        measure("--help", sides, options.rounds, lambda i: ["--help"])
        measure("one file, 17 functions", sides, options.rounds, stale(1, "small"))
        measure("1,000 files, all rewritten", sides, options.rounds, stale(1000, "small"))
        measure("1,000 files, nothing to change", sides, options.rounds, lambda i: arguments(i, "small"))
        measure("one block of 5,000 functions", sides, options.rounds, stale(1, "large"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
