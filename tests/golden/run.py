#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run the golden cases of tvm-ffi-stubgen.

  run.py --tool TOOL --libs DIR [--update] [--emulator COMMAND] [CASE ...]

A case is a folder of cases/:
  cmd     the arguments, as a shell would split them; {LIB:x} is lib<x>.so of DIR, {WORK} the working directory
  in/     the tree before (absent: empty); the tool runs in a copy of it
  out/    the whole tree after (absent: the same as before)
  exit    the exit status (absent: 0)
  stdout, stderr   what is printed, with {WORK} and {LIB:x} for paths (absent: nothing)
  links   lines `name -> target`; dirs: lines of empty folders; runs: how often to run; all optional
  env     lines NAME=VALUE, optional
The tool runs with an empty PATH, so that no interpreter can be reached. --update writes what came out as what is
expected: review the difference like code. The last line is `N passed, M failed`.
"""

from __future__ import annotations

import argparse
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def tree(root: pathlib.Path) -> dict[str, bytes]:
    """Every file below a folder, with the kind of file where it is not a plain one."""
    out = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            out[name] = b"link to " + str(path.readlink()).encode()
        elif path.is_file():
            out[name] = path.read_bytes()
    return out


def lines_of(path: pathlib.Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def prepare(case: pathlib.Path, work: pathlib.Path) -> None:
    """Makes the tree of a case in an empty folder."""
    if (case / "in").exists():
        shutil.copytree(case / "in", work, dirs_exist_ok=True)
    for name in lines_of(case / "dirs"):
        (work / name).mkdir(parents=True, exist_ok=True)
    for line in lines_of(case / "links"):
        name, _, target = line.partition(" -> ")
        (work / name).symlink_to(target)


class Runner:
    def __init__(self, tool: str, libs: pathlib.Path, emulator: str) -> None:
        self.tool = [*shlex.split(emulator), str(pathlib.Path(tool).resolve())]
        self.libs = libs.resolve()
        done = subprocess.run([*self.tool, "--version"], capture_output=True, text=True, check=True)
        self.version = done.stdout.split()[-1]

    def posix(self, text: str) -> str:
        """Under wine the root of the file system is a drive."""
        return text.replace("Z:/", "/") if self.tool[-1].endswith(".exe") else text

    def posix_bytes(self, data: bytes) -> bytes:
        return data.replace(b"Z:/", b"/") if self.tool[-1].endswith(".exe") else data

    def run(self, case: pathlib.Path, work: pathlib.Path) -> tuple[int, str, str]:
        """The exit status and both outputs of a case, paths replaced."""
        command = (case / "cmd").read_text(encoding="utf-8").replace("{WORK}", str(work))
        args = shlex.split(command)
        libs = {p.name[3:-3]: str(p) for p in self.libs.glob("lib*.so")}
        for name, path in libs.items():
            args = [a.replace(f"{{LIB:{name}}}", path) for a in args]
        env = {"PATH": "/nonexistent"}
        env.update(line.split("=", 1) for line in lines_of(case / "env"))
        runs = int((case / "runs").read_text()) if (case / "runs").exists() else 1
        for _ in range(runs):
            done = subprocess.run([*self.tool, *args], cwd=work, env=env, capture_output=True, check=False)
        texts = []
        for data in (done.stdout, done.stderr):
            text = self.posix(data.decode("utf-8", "surrogateescape"))
            for name, path in libs.items():
                text = text.replace(path, f"{{LIB:{name}}}")
            texts.append(text.replace(str(work), "{WORK}").replace(f'"{self.version}"', '"{VERSION}"'))
        return done.returncode, texts[0], texts[1]


def first_difference(want: bytes, got: bytes) -> str:
    a, b = want.split(b"\n"), got.split(b"\n")
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"line {at + 1}: expected {a[at : at + 1]}, got {b[at : at + 1]}"


def compare(case: pathlib.Path, before: dict, after: dict, status: int, out: str, err: str) -> list[str]:
    problems = []
    want_status = int((case / "exit").read_text()) if (case / "exit").exists() else 0
    if status != want_status:
        problems.append(f"exit {status}, expected {want_status}; {err[-300:]}")
    for name, text in (("stdout", out), ("stderr", err)):
        want = (case / name).read_bytes() if (case / name).exists() else b""
        got = text.encode("utf-8", "surrogateescape")
        if want != got:
            problems.append(f"{name}: {first_difference(want, got)}")
    want_tree = tree(case / "out") if (case / "out").exists() else before
    for name in sorted(set(want_tree) | set(after)):
        if name not in after:
            problems.append(f"missing file {name}")
        elif name not in want_tree:
            if not after[name].startswith(b"link to "):
                problems.append(f"unexpected file {name}")
        elif want_tree[name] != after[name]:
            problems.append(f"{name}: {first_difference(want_tree[name], after[name])}")
    return problems


def update(case: pathlib.Path, before: dict, after: dict, result: tuple[int, str, str]) -> None:
    shutil.rmtree(case / "out", ignore_errors=True)
    if after != before:
        for name, data in after.items():
            if not data.startswith(b"link to "):
                path = case / "out" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    for name, text in (("stdout", result[1]), ("stderr", result[2]), ("exit", f"{result[0]}\n")):
        path = case / name
        path.unlink(missing_ok=True)
        if text and (name != "exit" or result[0] != 0):
            path.write_bytes(text.encode("utf-8", "surrogateescape"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--libs", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--emulator", default="", help="what runs the tool when it is made for another system")
    parser.add_argument("--without", default="", help="names of cases, with commas, that are left out")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    runner = Runner(options.tool, options.libs, options.emulator)
    cases = [p for p in sorted((HERE / "cases").iterdir()) if not options.names or p.name in options.names]
    cases = [p for p in cases if p.name not in options.without.split(",")]
    failed = 0
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="golden-") as folder:
            work = pathlib.Path(folder).resolve() / "work"
            work.mkdir()
            prepare(case, work)
            before = tree(work)
            result = runner.run(case, work)
            after = {
                name: runner.posix_bytes(data).replace(str(work).encode(), b"{WORK}")
                for name, data in tree(work).items()
            }
            problems = compare(case, before, after, *result)
            if problems and options.update:
                update(case, before, after, result)
        if problems:
            failed += not options.update
            print(f"{'UPDATED' if options.update else 'FAIL'} {case.name}")
            for problem in problems[:8]:
                print(f"     {problem}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
