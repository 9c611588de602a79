#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills the tool at the n-th call of the system of each kind, for every n, over a tree of 20 files.

  kill_test.py --tool TOOL --libs DIR [--calls open,write,...] [--kinds kill,fail] [--emulator COMMAND]

After each kill every file is old or new, whole; the next run completes the work, leaves nothing else behind, and a
third run changes nothing. The same can be done with failing calls instead of kills (test_run_io.c does it for more
commands and faults): then also the exit status is looked at, and unless a rename failed, nothing may have changed. The
last line is `N kills, M failures`.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import tempfile

FILES = 20
CALLS = ("open", "read", "write", "rename", "sync", "chmod", "unlink", "close", "stat")
# Where flushing costs nothing: the page cache outlives a process that is killed, on any file system.
FAST = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def block(name: str) -> str:
    return f"# tvm-ffi-stubgen(begin): {name}\n# tvm-ffi-stubgen(end)\n"


def make_tree(root: pathlib.Path) -> None:
    """Twenty files in five folders, of different line ends and sizes, and one that needs no change."""
    for i in range(FILES):
        text = f"before = {i}\n" + block("import-section") + block("global/alpha.box") + "after = 1\n" * i
        path = root / f"d{i % 5}" / f"f{i}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((text.replace("\n", "\r\n") if i % 3 == 0 else text).encode())
        path.chmod(0o600 + i % 8)
    (root / "same.py").write_text("x = 1\n")


def tree(root: pathlib.Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


class Failed(Exception):
    pass


def check(condition: bool, what: str) -> None:
    if not condition:
        raise Failed(what)


class Walk:
    def __init__(self, tool: list[str], lib: pathlib.Path, work: pathlib.Path) -> None:
        self.command = [*tool, "tree", "--dlls", str(lib.resolve())]
        self.work = work
        self.root = work / "tree"
        self.root.mkdir()
        make_tree(self.root)
        self.old = tree(self.root)
        check(self.run("").returncode == 0, "the plain run fails")
        self.new = tree(self.root)
        check(self.old != self.new and self.old.keys() == self.new.keys(), "the plain run changes nothing")

    def run(self, fault: str) -> subprocess.CompletedProcess:
        env = {"PATH": "/nonexistent", "TVM_FFI_STUBGEN_FAULT": fault}
        return subprocess.run(self.command, cwd=self.work, env=env, capture_output=True, check=False)

    def reset(self) -> None:
        for name, data in self.old.items():
            (self.root / name).write_bytes(data)

    def finish(self, what: str) -> None:
        """The next run completes the work and removes what the broken one left behind."""
        check(self.run("").returncode == 0, f"{what}: the next run fails")
        check(tree(self.root) == self.new, f"{what}: the next run does not complete the work")
        before = {p: p.stat().st_mtime_ns for p in self.root.rglob("*") if p.is_file()}
        check(self.run("").returncode == 0, f"{what}: the third run fails")
        check(before == {p: p.stat().st_mtime_ns for p in self.root.rglob("*") if p.is_file()}, f"{what}: not settled")

    def one(self, kind: str, call: str, n: int) -> bool:
        """Returns whether the fault happened."""
        what = f"{kind} at {call} {n}"
        self.reset()
        done = self.run(f"{kind}:{call}:{n}")
        now = {k: v for k, v in tree(self.root).items() if ".tvmffi-" not in k}
        check(now.keys() == self.old.keys(), f"{what}: {set(now) ^ set(self.old)}")
        fresh = [k for k in now if now[k] == self.new[k] and now[k] != self.old[k]]
        for name, data in now.items():
            check(data in (self.old[name], self.new[name]), f"{what}: {name} is neither old nor new")
        happened = done.returncode == -signal.SIGKILL if kind == "kill" else done.returncode != 0
        if not happened:
            check(done.returncode == 0, f"{what}: exit {done.returncode}: {done.stderr[-200:]!r}")
        elif kind == "fail":
            check(done.returncode == 2, f"{what}: exit {done.returncode}")
            check(bool(done.stderr), f"{what}: no message")
            check(call == "rename" or not fresh, f"{what}: {fresh} changed")
            left = [k for k in tree(self.root) if ".tvmffi-" in k]
            check(call == "unlink" or not left, f"{what}: left behind: {left}")
        self.finish(what)
        return happened


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--libs", required=True, type=pathlib.Path)
    parser.add_argument("--calls", default=",".join(CALLS))
    parser.add_argument("--kinds", default="kill")
    parser.add_argument("--emulator", default="", help="what runs the tool when it is made for another system")
    options = parser.parse_args()
    tool = [*shlex.split(options.emulator), str(pathlib.Path(options.tool).resolve())]
    kills = failures = 0
    for kind in options.kinds.split(","):
        for call in options.calls.split(","):
            with tempfile.TemporaryDirectory(prefix="kill-", dir=FAST) as folder:
                walk = Walk(tool, options.libs / "libalpha.so", pathlib.Path(folder))
                quiet = n = 0
                # Calls of several threads interleave; a few numbers beyond the last are tried before the walk ends.
                while quiet < 3:
                    n += 1
                    try:
                        happened = walk.one(kind, call, n)
                    except Failed as failed:
                        print(f"FAIL {failed}")
                        failures += 1
                        happened = True
                        make_tree(walk.root)
                    kills += happened and kind == "kill"
                    quiet = 0 if happened else quiet + 1
                    check(n < 1000, f"{kind} at {call}: no end")
    print(f"{kills} kills, {failures} failures")
    return 1 if failures or ("kill" in options.kinds and not kills) else 0


if __name__ == "__main__":
    sys.exit(main())
