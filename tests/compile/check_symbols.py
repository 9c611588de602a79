#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the symbols of a binary with the checked lists.

Usage: check_symbols.py exports PROJECT_DIR LIBRARY      the library exports the ABI and our additions, nothing else
       check_symbols.py imports PROJECT_DIR BINARY...    binaries of users need functions of the ABI only

The ABI is the list of functions in abi/abi.json; our additions are what include/tvm/ffi/extra/c_runtime_api.h declares.
"""

import json
import re
import subprocess
import sys
from pathlib import Path


def nm(binary, *options):
    run = subprocess.run(["nm", "-D", *options, binary], capture_output=True, text=True, check=True)
    return [line.split() for line in run.stdout.splitlines()]


def abi_functions(project):
    abi = json.loads((project / "abi/abi.json").read_text(encoding="utf-8"))
    names = {function["name"] for function in abi["functions"]}
    if len(names) != 50:
        raise SystemExit(f"abi.json lists {len(names)} functions, expected 50")
    return names


def declared_additions(project):
    text = (project / "include/tvm/ffi/extra/c_runtime_api.h").read_text(encoding="utf-8")
    return set(re.findall(r"^TVM_FFI_DLL [^;(]*?\b(\w+)\(", text, re.MULTILINE))


def report(title, names):
    for name in sorted(names):
        print(f"{title}: {name}")
    return bool(names)


def check_exports(project, library):
    expected = abi_functions(project) | declared_additions(project)
    found = {words[-1].split("@")[0] for words in nm(library, "--defined-only")}
    bad = report("missing from the library", expected - found)
    bad |= report("exported but on no list", found - expected)
    print(f"{library}: {len(found & expected)} of {len(expected)} expected symbols")
    return bad


def check_imports(project, binaries):
    allowed = abi_functions(project)
    bad = False
    for binary in binaries:
        needed = {words[-1].split("@")[0] for words in nm(binary, "--undefined-only")}
        ours = {name for name in needed if name.startswith(("TVMFFI", "tvm_ffi_")) or "3tvm3ffi" in name}
        bad |= report(f"{binary} needs what is no function of the ABI", ours - allowed)
        print(f"{binary}: needs {len(ours & allowed)} functions of the ABI")
    return bad


def main():
    mode, project, *binaries = sys.argv[1:]
    project = Path(project)
    if not binaries:
        raise SystemExit("no binary given")
    if mode == "exports":
        return check_exports(project, *binaries)
    return check_imports(project, binaries)


if __name__ == "__main__":
    sys.exit(main())
