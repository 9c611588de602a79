#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fuzzes with libFuzzer.

  fuzz.py run NAME... [--seconds N]      fuzzes targets from their corpora; new finds go to corpus/NAME/found, by hash
  fuzz.py planted [NAME...]              builds each target over a library with a bug in it, which fuzzing from the
                                         seeds has to find within a minute

Without names: every target of targets.txt. Needs clang (CC, CXX in the environment, default clang-19).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "fuzz"
PLANTED_SECONDS = 60

# target -> file, what stands there, what a careless hand might have written.
PLANTED = {
    "dtype": ("src/core/dtype_text.c", "#define MAX_LANES 65535u", "#define MAX_LANES 99999u"),
    "dlpack": (
        "src/core/tensor_check.c",
        "if (tensor->shape[i] == 1) continue;",
        "if (tensor->shape[i] <= 2) continue;",
    ),
    "directive": (
        "stubgen/block.c",
        "piece->end = tf_str_slice(p->text, mark->line.begin, mark->line.next);",
        "piece->end = tf_str_slice(p->text, mark->line.begin, mark->line.end);",
    ),
    "stub_render": (
        "stubgen/render.c",
        "if (!sg_is_name(method->name)) continue;",
        "if (method->name.size == 0) continue;",
    ),
    "tymap": (
        "stubgen/tymap.c",
        "*from = sg_strip(tf_str_slice(line, 0, arrow));",
        "*from = tf_str_slice(line, 0, arrow);",
    ),
    "schema": ("stubgen/schema.c", "if (i != 0) sg_put_char(out, ',');", "if (i > 1) sg_put_char(out, ',');"),
}


def targets():
    lines = (ROOT / "fuzz/targets.txt").read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if re.match("[a-z]", line)]


def build(source, folder, name):
    """Builds one target with the fuzzer's engine; returns its program."""
    compilers = [
        f"-DCMAKE_C_COMPILER={os.environ.get('CC', 'clang-19')}",
        f"-DCMAKE_CXX_COMPILER={os.environ.get('CXX', 'clang++-19')}",
    ]
    subprocess.run(
        [
            "cmake",
            "-S",
            source,
            "-B",
            folder,
            *compilers,
            "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
            "-DTVM_FFI_BUILD_TESTS=ON",
            "-DTVM_FFI_WERROR=OFF",
            "-DTVM_FFI_FUZZ_ENGINE=libfuzzer",
            "-DTVM_FFI_SANITIZE=address,undefined",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    subprocess.run(
        ["cmake", "--build", folder, "--target", f"fuzz_{name}", "--parallel", str(os.cpu_count())],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder / "fuzz" / f"fuzz_{name}"


def fuzz(program, name, seconds, *corpora, artifacts):
    """Runs the fuzzer; returns its exit status and its last words."""
    options = [
        "-use_value_profile=1",
        "-timeout=5",
        "-rss_limit_mb=1024",
        "-malloc_limit_mb=256",
        "-max_len=4096",
        f"-max_total_time={seconds}",
        f"-artifact_prefix={artifacts}/",
    ]
    dictionary = ROOT / "fuzz/dict" / f"{name}.dict"
    if dictionary.exists():
        options.append(f"-dict={dictionary}")
    run = subprocess.run(
        [program, *options, *corpora], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    return run.returncode, run.stdout


def run_targets(names, seconds):
    failed = []
    for name in names:
        program = build(ROOT, BUILD, name)
        folder = ROOT / "corpus" / name
        (folder / "found").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as fresh:
            artifacts = BUILD / "artifacts" / name
            artifacts.mkdir(parents=True, exist_ok=True)
            status, words = fuzz(program, name, seconds, fresh, folder / "seed", folder / "found", artifacts=artifacts)
            print(f"{name}: exit {status}, {' '.join(re.findall('Done.*', words))}")
            if status != 0:
                failed.append(name)
                print(words[-4000:], f"\ninputs that fail are in {artifacts}")
                continue
            subprocess.run(
                [program, "-merge=1", folder / "found", folder / "seed", fresh],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
    return 1 if failed else 0


def copy_with_bug(name, folder):
    """The project as it stands, with one line changed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
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
    for name in set(names) - set(missed):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            copy_with_bug(name, folder / "source")
            program = build(folder / "source", folder / "build", name)
            (folder / "new").mkdir()
            status, words = fuzz(
                program, name, PLANTED_SECONDS, folder / "new", ROOT / "corpus" / name / "seed", artifacts=folder
            )
            said = re.findall(r"not so: .*|ERROR: .*", words)
            print(f"{name}: {'found: ' + said[0] if status != 0 and said else 'NOT FOUND'}")
            if status == 0 or not said:
                missed.append(name)
    if missed:
        print(f"planted bugs not found, or none planted: {', '.join(sorted(missed))}")
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["run", "planted"])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    names = options.names or targets()
    unknown = set(names) - set(targets())
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; targets.txt has {', '.join(targets())}")
    return run_targets(names, options.seconds) if options.command == "run" else check_planted(names)


if __name__ == "__main__":
    sys.exit(main())
