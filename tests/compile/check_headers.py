#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles every public header alone, as the only line of a program.

Usage: check_headers.py c|c++ INCLUDE_DIR COMPILER [FLAG...]

`c`: the C headers, with -pedantic. `c++`: every header, C ones included. Prints the compiler's words for each header
that does not stand alone and fails then.
"""

import concurrent.futures
import os
import subprocess
import sys
from pathlib import Path

WARNINGS = ["-Wall", "-Wextra", "-Werror"]


def is_c_header(relative):
    """The C headers: DLPack's, everything in tvm/ffi/c, and every header with a name beginning with c_."""
    return relative.parts[0] == "dlpack" or relative.parent.name == "c" or relative.name.startswith("c_")


def compile_alone(command, include_dir, relative):
    # Twice: the include guard has to hold too.
    program = f"#include <{relative.as_posix()}>\n" * 2
    run = subprocess.run(
        [*command, "-fsyntax-only", "-I", str(include_dir), "-"], input=program, capture_output=True, text=True
    )
    return run.returncode, run.stderr


def main():
    language, include_dir, *command = sys.argv[1:]
    include_dir = Path(include_dir)
    headers = sorted(path.relative_to(include_dir) for path in include_dir.rglob("*.h"))
    if language == "c":
        headers = [header for header in headers if is_c_header(header)]
        command += ["-pedantic"]
    if not headers:
        raise SystemExit(f"no headers under {include_dir}")
    command += [*WARNINGS, "-x", language]
    failed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda header: compile_alone(command, include_dir, header), headers)
        for header, (status, words) in zip(headers, results):
            if status != 0:
                failed.append(header)
                print(f"{header}: does not compile alone\n{words}")
    print(f"{len(headers) - len(failed)} of {len(headers)} headers compile alone: {' '.join(command)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
