# SPDX-License-Identifier: Apache-2.0
"""Compiles rejected.cc once for every case: the empty one must compile, the others must not."""

import subprocess
import sys
from pathlib import Path

CASES = 12


def compiles(compiler: list[str], case: int) -> bool:
    source = Path(__file__).with_name("rejected.cc")
    command = [*compiler, "-fsyntax-only", f"-DCASE={case}", str(source)]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    compiler = sys.argv[1:]
    if not compiles(compiler, 0):
        print("rejected.cc does not compile without a case")
        return 1
    accepted = [case for case in range(1, CASES + 1) if compiles(compiler, case)]
    for case in accepted:
        print(f"case {case} of rejected.cc compiles and must not")
    return 1 if accepted else 0


if __name__ == "__main__":
    sys.exit(main())
