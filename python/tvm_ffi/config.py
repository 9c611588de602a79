# SPDX-License-Identifier: Apache-2.0
"""The command `tvm-ffi-config`: prints what compilers and build scripts need to know.

It looks at files only, so it also answers where the runtime cannot be loaded. The order of the output is fixed and
not that of the command line.
"""

from __future__ import annotations

import argparse
import os
import sys

from . import libinfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _libfiles() -> str:
    if sys.platform == "win32":
        return libinfo.find_windows_implib()
    return libinfo.find_libtvm_ffi()


def _libdir() -> str:
    return os.path.dirname(libinfo.find_libtvm_ffi())


def _cflags() -> str:
    return f"-I{libinfo.find_include_path()} -I{libinfo.find_dlpack_include_path()}"


def _libs() -> str:
    return os.path.basename(_libfiles()) if sys.platform == "win32" else "-ltvm_ffi"


def _ldflags() -> str:
    return "" if sys.platform == "win32" else f"-L{_libdir()}"


# Option, help text, what it prints; in the order of the output.
_OPTIONS: list[tuple[str, str, Callable[[], str]]] = [
    ("includedir", "folder of the headers", libinfo.find_include_path),
    ("dlpack-includedir", "folder of the DLPack header", libinfo.find_dlpack_include_path),
    ("cmakedir", "folder of the CMake package (tvm_ffi_DIR)", libinfo.find_cmake_path),
    ("libdir", "folder of the runtime library", _libdir),
    ("libfiles", "the file to link: the runtime library", _libfiles),
    ("sourcedir", "folder of the installed package", libinfo.find_source_path),
    ("cython-lib-path", "the extension module of the Python package", libinfo.find_cython_lib),
    ("cxxflags", "options for a C++ compiler", lambda: _cflags() + " -std=c++17"),
    ("cflags", "options for a C compiler", _cflags),
    ("libs", "libraries for the linker", _libs),
    ("ldflags", "options for the linker", _ldflags),
]


def _warn_when_mixed() -> None:
    """Two distributions that own the folder `tvm_ffi` overwrite each other without a word from the installer."""
    import importlib.metadata

    names = ("apache-tvm-ffi", "tvm-ffi-c")
    for name in names:
        try:
            importlib.metadata.distribution(name)
        except (importlib.metadata.PackageNotFoundError, ValueError):
            return
    print(
        f"tvm-ffi-config: warning: {names[0]} and {names[1]} are both installed and share files: "
        "uninstall both, then install one",
        file=sys.stderr,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="tvm-ffi-config",
        description="Prints what is needed to compile and link with tvm_ffi, one line per option.",
    )
    for name, text, _ in _OPTIONS:
        parser.add_argument(f"--{name}", action="store_true", help=text)
    options = parser.parse_args(argv)
    chosen = [item for item in _OPTIONS if getattr(options, item[0].replace("-", "_"))]
    if not chosen:
        parser.print_help()
        return 0
    _warn_when_mixed()
    try:
        for _, _, answer in chosen:
            print(answer())
    except RuntimeError as error:
        print(f"tvm-ffi-config: error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
