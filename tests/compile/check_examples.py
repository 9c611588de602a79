#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles every example extension with the project's headers and looks at what the library needs: functions of the
ABI and nothing else of ours, so that it runs on any implementation.

Usage: check_examples.py PROJECT_DIR C_COMPILER CXX_COMPILER
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import check_symbols


def build(project, source, compiler, folder):
    out = Path(folder) / (source.stem + source.suffix.replace(".", "_") + ".so")
    standard = "-std=c11" if source.suffix == ".c" else "-std=c++17"
    subprocess.run(
        [
            compiler,
            standard,
            "-O1",
            "-fPIC",
            "-shared",
            "-fvisibility=hidden",
            "-I",
            project / "include",
            "-o",
            out,
            source,
        ],
        check=True,
    )
    return str(out)


def main():
    project, c_compiler, cxx_compiler = Path(sys.argv[1]), *sys.argv[2:]
    sources = sorted(path for path in project.glob("examples/*/src/*") if path.suffix in (".c", ".cc"))
    if not sources:
        raise SystemExit("no examples found")
    with tempfile.TemporaryDirectory() as folder:
        compilers = {".c": c_compiler, ".cc": cxx_compiler}
        built = [build(project, source, compilers[source.suffix], folder) for source in sources]
        return check_symbols.check_imports(project, built)


if __name__ == "__main__":
    sys.exit(main())
