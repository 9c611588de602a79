# SPDX-License-Identifier: Apache-2.0
"""`python -m tvm_ffi.stub.cli`: the stub generator run inside this interpreter.

It is the same C code as the program `tvm-ffi-stubgen`, built as an extension module; where that module was not built,
the program itself takes over the process.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the stub generator with the arguments of the command line; returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        from ._tool import run
    except ImportError as error:
        if error.name != "tvm_ffi.stub._tool":
            raise
        return _run_program(arguments)
    status: int = run(arguments)
    return status


def _run_program(arguments: list[str]) -> int:
    from ..libinfo import find_stubgen

    try:
        program = find_stubgen()
    except RuntimeError as error:
        print(f"tvm-ffi-stubgen: {error}", file=sys.stderr)
        return 127
    if sys.platform == "win32":  # exec returns to the shell at once there
        import subprocess

        return subprocess.run([program, *arguments], check=False).returncode
    os.execv(program, [program, *arguments])


if __name__ == "__main__":
    sys.exit(main())
