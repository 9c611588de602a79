# SPDX-License-Identifier: Apache-2.0
"""`tvm-ffi-config`: all options, their order, and what it needs to run."""

import os
import subprocess
import sys
from pathlib import Path

from tvm_ffi import libinfo

ORDER = [
    "includedir",
    "dlpack-includedir",
    "cmakedir",
    "libdir",
    "libfiles",
    "sourcedir",
    "cython-lib-path",
    "cxxflags",
    "cflags",
    "libs",
    "ldflags",
]


def config(*options, python_options=()):
    return subprocess.run(
        [sys.executable, *python_options, "-m", "tvm_ffi.config", *options],
        capture_output=True,
        text=True,
        check=False,
    )


def one(option):
    done = config(option)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\n")
    return done.stdout[:-1]


def test_paths_exist_and_hold_what_they_promise():
    assert Path(one("--includedir"), "tvm/ffi/c_api.h").is_file()
    assert Path(one("--dlpack-includedir"), "dlpack/dlpack.h").is_file()
    assert Path(one("--cmakedir"), "tvm_ffi-config.cmake").is_file()
    assert Path(one("--libfiles")).is_file()
    assert Path(one("--libdir")).is_dir()
    assert Path(one("--sourcedir"), "include").is_dir()
    assert Path(one("--cython-lib-path")).name.startswith("core.")


def test_flags():
    include, dlpack, libdir = one("--includedir"), one("--dlpack-includedir"), one("--libdir")
    assert one("--cflags") == f"-I{include} -I{dlpack}"
    assert one("--cxxflags") == f"-I{include} -I{dlpack} -std=c++17"
    assert one("--libs") == "-ltvm_ffi"
    assert one("--ldflags") == f"-L{libdir}"


def test_order_is_fixed_and_not_that_of_the_command_line():
    alone = [one(f"--{name}") for name in ORDER]
    together = config(*(f"--{name}" for name in reversed(ORDER)))
    assert together.stdout.splitlines() == alone


def test_no_option_prints_help():
    done = config()
    assert done.returncode == 0
    for name in ORDER:
        assert f"--{name}" in done.stdout


def test_unknown_option():
    done = config("--nope")
    assert done.returncode == 2
    assert "--nope" in done.stderr


def test_starts_without_loading_the_runtime():
    done = config("--libs", python_options=("-v",))
    assert done.returncode == 0
    loaded = [line for line in done.stderr.splitlines() if line.startswith("import 'tvm_ffi.core'")]
    assert loaded == []


def test_command_on_path_answers_the_same(tmp_path):
    command = Path(sys.executable).with_name("tvm-ffi-config")
    done = subprocess.run([command, "--includedir"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == libinfo.find_include_path()


def test_missing_files_are_one_line(tmp_path):
    """A package without its compiled part says what is missing, and where it looked."""
    package = tmp_path / "tvm_ffi"
    package.mkdir()
    source = Path(libinfo.__file__).parent
    for name in ("__init__.py", "_version.py", "libinfo.py", "config.py"):
        (package / name).write_text((source / name).read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tvm_ffi.config", "--libdir"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("tvm-ffi-config: error: Cannot find the runtime library")
    assert str(package) in done.stderr
    assert "Traceback" not in done.stderr
