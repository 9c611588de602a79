#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mistakes that the C API has to name at compile time.

Usage: check_mistakes.py INCLUDE_DIR FOLDER COMPILER [FLAG...]

Each file of FOLDER compiles without a warning as it stands, and fails with -DMISTAKE: one line of what the compiler
says contains the text (a regular expression, parentheses and brackets taken as they are) behind `EXPECT:` in the file.

The examples and the testing library compile without a warning, too: all that is written with the C API.
"""

import concurrent.futures
import os
import re
import subprocess
import sys
from pathlib import Path

WARNINGS = ["-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Werror", "-fno-diagnostics-color"]


def expected(path):
    text = re.search(r"/\* EXPECT: (.*) \*/", path.read_text(encoding="utf-8")).group(1)
    # Types are written as they are; only `.`, `.*` and `|` keep their meaning.
    return re.compile(re.sub(r"([()\[\]{}+?^$]|(?<!\.)\*)", r"\\\1", text))


def check_right(path, command):
    right = subprocess.run([*command, path], capture_output=True, text=True)
    return f"{path.name}: does not compile\n{right.stderr}" if right.returncode != 0 else None


def check(path, command):
    problem = check_right(path, command)
    if problem:
        return problem
    wrong = subprocess.run([*command, "-DMISTAKE", path], capture_output=True, text=True)
    if wrong.returncode == 0:
        return f"{path.name}: the mistake compiles"
    errors = [line for line in wrong.stderr.splitlines() if "error:" in line]
    if not any(expected(path).search(line) for line in errors):
        return f"{path.name}: no error line has `{expected(path).pattern}`\n" + "\n".join(errors)
    return None


def main():
    include_dir, folder, *command = sys.argv[1:]
    # Not -fsyntax-only: gcc looks for unused functions only when it compiles.
    command += [*WARNINGS, "-c", "-o", os.devnull, "-I", include_dir]
    if any("++" in word for word in command):
        command += ["-x", "c++"]
    paths = sorted(Path(folder).glob("*.c"))
    if not paths:
        raise SystemExit(f"nothing in {folder}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(lambda path: check(path, command), paths) if problem]
        project = Path(include_dir).parent
        users = sorted([*project.glob("examples/*/src/*.c"), *project.glob("src/testing/*.c")])
        wrong = [problem for problem in pool.map(lambda path: check_right(path, command), users) if problem]
    print("\n".join(problems + wrong))
    print(f"{len(users) - len(wrong)} of {len(users)} users of the C API compile")
    print(f"{len(paths) - len(problems)} of {len(paths)} mistakes are named: {' '.join(command)}")
    return 1 if problems or wrong or not users else 0


if __name__ == "__main__":
    sys.exit(main())
