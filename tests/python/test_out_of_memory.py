# SPDX-License-Identifier: Apache-2.0
"""Memory that runs out: every n-th allocation of our library and our extension fails, once and from then on.

The operations run in a process of their own, with a shim around malloc that refuses what our code asks for.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    out = tmp_path_factory.mktemp("refuse") / "librefuse.so"
    compiler = shlex.split(os.environ.get("CC", "cc"))
    source = str(HERE / "ext" / "refuse.c")
    subprocess.run([*compiler, "-O1", "-g", "-fPIC", "-shared", "-pthread", source, "-o", str(out)], check=True)
    return out


def run_operations(probe_path, mode, environment):
    command = [sys.executable, "-X", "faulthandler", str(HERE / "memory_operations.py"), str(probe_path), mode]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-4000:]
    count, runs = done.stdout.split()[-2:]
    assert int(count) >= 150
    assert int(runs) > int(count)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the shim is preloaded the way of ELF")
@pytest.mark.parametrize("mode", ["once", "from then on"])
def test_operations_survive(shim, probe_path, mode):
    """Each operation fails with MemoryError or succeeds, leaks nothing, and succeeds afterwards."""
    run_operations(probe_path, mode, {"LD_PRELOAD": str(shim)})


def test_operations_survive_failures_of_python_allocations(probe_path):
    """The same for the memory that our extension asks Python for."""
    pytest.importorskip("_testcapi", reason="an interpreter without its test modules")
    run_operations(probe_path, "python", {})
