#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fuzzes, and looks after corpora and targets.

  fuzz.py run [NAME ...] [--seconds N] [--engine E]   fuzzes targets from their corpora, with both engines; new finds go
                                                      to corpus/NAME/found, by hash
  fuzz.py minimise [NAME ...]                         drops what in corpus/NAME/found reaches nothing of its own
  fuzz.py planted [NAME ...]                          builds each target over a library with a bug in it, which fuzzing
                                                      from the seeds has to find within a minute
  fuzz.py new NAME PART                               writes the files of a new target (PART: runtime, stubgen)

Without names: every target of targets.txt. Needs clang (CC, CXX in the environment, default clang-19) and AFL++. Inputs
that fail are kept in build/fuzz/artifacts; one that was fixed belongs into corpus/NAME/regress.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from catalog import PLANTED, ROOT, corpora, make_new, targets
from engines import BUILD, Afl, LibFuzzer, existing

ENGINES = {"libfuzzer": LibFuzzer, "afl": Afl}
PLANTED_SECONDS = 60


def sizes(name):
    files = [file for folder in corpora(name) for file in folder.iterdir()]
    return f"{len(files)} inputs, {sum(file.stat().st_size for file in files)} bytes"


def run_one(engine, name, seconds, number):
    """Fuzzes one target with one engine; returns how many crashes there are."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        result = engine.fuzz(name, seconds, fresh, existing(name), BUILD / "artifacts" / name)
        print(f"[{number}] {name}: {result.line()}, {time.monotonic() - begun:.0f} s", flush=True)
        for crash in result.crashes:
            said = re.findall(r"not so: .*|ERROR: .*|SUMMARY: .*", result.words)
            print(f"{name} fails: {said[0] if said else 'a crash or hang'}")
            print("\n".join(engine.commands(name, crash)), flush=True)
        found = ROOT / "corpus" / name / "found"
        found.mkdir(exist_ok=True)
        if not result.crashes:
            # Through the sanitizers in any case: the other engine runs without them.
            LibFuzzer().merge(name, found, [ROOT / "corpus" / name / "seed", fresh])
    return len(result.crashes)


def run_targets(names, seconds, engines):
    crashes = 0
    for i, name in enumerate(names):
        for engine in engines:
            crashes += run_one(ENGINES[engine](), name, seconds, f"{i + 1}/{len(names)}")
        minimise([name])
    print(f"{len(names)} targets, {seconds} s each with {' and '.join(engines)}: {crashes} crashes")
    return 1 if crashes else 0


def minimise(names):
    """Keeps of `found` what reaches something that the seeds do not."""
    for name in names:
        before = sizes(name)
        folder = ROOT / "corpus" / name
        with tempfile.TemporaryDirectory() as work:
            merged = Path(work)
            seeds = {shutil.copy(file, merged) for file in (folder / "seed").iterdir()}
            LibFuzzer().merge(name, merged, [folder / "found"])
            shutil.rmtree(folder / "found", ignore_errors=True)
            (folder / "found").mkdir()
            for file in merged.iterdir():
                if str(file) not in {str(seed) for seed in seeds}:
                    shutil.copy(file, folder / "found")
        print(f"{name}: {before} before, {sizes(name)} after", flush=True)
    return 0


def copy_with_bug(name, folder):
    """The project as it stands, with one line changed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for path in filter(None, listed):
        if (ROOT / path).is_file() and not path.startswith("corpus/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    path, right, wrong = PLANTED[name]
    text = (folder / path).read_text(encoding="utf-8")
    if text.count(right) != 1:
        raise SystemExit(f"{path}: the line to plant a bug in is there {text.count(right)} times: {right}")
    (folder / path).write_text(text.replace(right, wrong), encoding="utf-8")


def check_planted(names):
    missed = [name for name in names if name not in PLANTED]
    for name in [name for name in names if name in PLANTED]:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            copy_with_bug(name, folder / "source")
            (folder / "new").mkdir()
            engine = LibFuzzer(folder / "source", folder / "build")
            seeds = [ROOT / "corpus" / name / "seed"]
            result = engine.fuzz(name, PLANTED_SECONDS, folder / "new", seeds, folder / "artifacts")
            said = re.findall(r"not so: .*|ERROR: .*", result.words)
            found = result.crashes and said
            print(
                f"{name}: {'found: ' + said[0] if found else 'NOT FOUND'} ({time.monotonic() - begun:.0f} s)",
                flush=True,
            )
            if not found:
                missed.append(name)
    if missed:
        print(f"planted bugs not found, or none planted: {', '.join(sorted(missed))}")
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["run", "minimise", "planted", "new"])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    options = parser.parse_args()
    if options.command == "new":
        if len(options.names) != 2:
            parser.error("new wants a name and a part: fuzz.py new NAME runtime")
        print("\n".join(make_new(*options.names)))
        return 0
    names = options.names or targets()
    unknown = set(names) - set(targets())
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; targets.txt has {', '.join(targets())}")
    if options.command == "minimise":
        return minimise(names)
    if options.command == "planted":
        return check_planted(names)
    return run_targets(names, options.seconds, list(ENGINES) if options.engine == "both" else [options.engine])


if __name__ == "__main__":
    sys.exit(main())
