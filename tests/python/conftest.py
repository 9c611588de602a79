# SPDX-License-Identifier: Apache-2.0
"""What several test files need."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest
import tvm_ffi
from tvm_ffi import libinfo


@pytest.fixture(scope="session")
def probe_path(tmp_path_factory):
    """Path of the library made of ext/probe.c, with the C compiler of the machine."""
    source = Path(__file__).parent / "ext" / "probe.c"
    out = tmp_path_factory.mktemp("probe") / "libprobe.so"
    compiler = shlex.split(os.environ.get("CC", "cc"))
    flags = ["-std=c11", "-O1", "-g", "-fPIC", "-shared", "-pthread", f"-I{libinfo.find_include_path()}"]
    library = libinfo.find_libtvm_ffi()
    subprocess.run([*compiler, *flags, str(source), library, "-o", str(out)], check=True)
    return out


class Probe:
    """The functions and classes of ext/probe.c."""

    def __init__(self, path):
        self.module = tvm_ffi.load_module(path)

        @tvm_ffi.register_object("probe.Cell")
        class Cell(tvm_ffi.Object):
            pass

        @tvm_ffi.register_object("probe.Derived")
        class Derived(Cell):
            pass

        @tvm_ffi.register_object("probe.Auto")
        class Auto(tvm_ffi.Object):
            pass

        self.Cell, self.Derived, self.Auto = Cell, Derived, Auto

    def __getattr__(self, name):
        return tvm_ffi.get_global_func("probe." + name)


@pytest.fixture(scope="session")
def probe(probe_path):
    """The library of ext/probe.c, loaded."""
    return Probe(probe_path)
