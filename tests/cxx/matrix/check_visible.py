# SPDX-License-Identifier: Apache-2.0
"""Looks at what a library built with the headers lets others see: of namespace tvm::ffi only the type of Error."""

import re
import subprocess
import sys

ALLOWED = {"_ZTVN3tvm3ffi5ErrorE", "_ZTIN3tvm3ffi5ErrorE", "_ZTSN3tvm3ffi5ErrorE"}
# A mangled name whose own scope is tvm::ffi; templates of the standard library over our types are not ours.
OURS = re.compile(r"^_Z(T[A-Za-z]|GV|GR|Z)?N[KVOR]*3tvm3ffi")


def main() -> int:
    failed = 0
    for library in sys.argv[1:]:
        listing = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True)
        names = {line.split()[-1].split("@")[0] for line in listing.stdout.splitlines()}
        if not names & ALLOWED:
            print(f"{library}: does not show the type of Error: is it built with the headers?")
            failed = 1
        for name in sorted(name for name in names - ALLOWED if OURS.match(name)):
            print(f"{library}: {name} is visible")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
