# SPDX-License-Identifier: Apache-2.0
"""What the three checkers of Python's types say about installed packages: mypy --strict, pyright, stubtest."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
import steps

GOLDEN_EXT = steps.ROOT / "tests" / "golden" / "ext"

PYPROJECT = """
[build-system]
requires = ["scikit-build-core>=0.10.0", "tvm-ffi-c"]
build-backend = "scikit_build_core.build"

[project]
name = "every-ext"
version = "1.0"
dependencies = ["tvm-ffi-c"]

[tool.scikit-build]
wheel.py-api = "py3"
wheel.packages = ["python/every"]
"""

CMAKE = """
cmake_minimum_required(VERSION 3.20)
project(every_ext LANGUAGES C)
find_package(tvm_ffi CONFIG REQUIRED)
add_library(every SHARED every.c)
tvm_ffi_configure_target(every STUB_DIR python STUB_INIT ON STUB_PREFIX every.)
install(TARGETS every DESTINATION every)
"""

# What stubtest may say of a package, and why. A line that fits none fails, and so does an entry that fits no line.
COMMON = {
    r"[\w.]+\.__all__ names exported": "stubtest does not follow the guide's lines in __init__.py",
    r"[\w.]+\.lib\w+ failed to find stubs": "the library lies in the package and is no module",
    r"[\w.]+\._ffi_api\.[a-z]\w* is not a function": "a function of the library is an object that can be called",
}
ALLOWED = {
    "counting_pairs": {},
    "counting_pairs_c": {},
    "tensor_kernels": {},
    "every": {
        r"\S+\.(make|becomes_static) is not a function": "a static method is such an object too",
        r"\S+\.(make|becomes_static) .* stub is a staticmethod": "the same",
        r"\S+\.(overloaded|renamed) is inconsistent": "of overloads the runtime knows the last one",
        r"\S+\.Two\w*\.__(ffi_)?init__ is inconsistent": "the same",
        r"\S+\.Sequences(Child)?\.__init__ is inconsistent": "no constructor: the stub has that of Object",
        r"\S+\.hidden is inconsistent, runtime parameter": "its metadata has defaults that do not fit the types",
    },
}


@pytest.fixture(scope="module")
def checked(user: steps.Environment, wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> steps.Environment:
    """The user's environment with a package that has every shape of schema, and with mypy."""
    source = tmp_path_factory.mktemp("every")
    (source / "python" / "every").mkdir(parents=True)
    (source / "python" / "every" / "py.typed").touch()
    (source / "pyproject.toml").write_text(PYPROJECT)
    (source / "CMakeLists.txt").write_text(CMAKE)
    for name in ("every.c", "rawreg.h"):
        shutil.copy(GOLDEN_EXT / name, source)
    wheel = steps.build_isolated(source, source / "dist", wheels)
    user.install(wheels, "--no-deps", wheel)
    user.install(wheels, "mypy>=1.13")
    return user


PACKAGES = list(ALLOWED)


@pytest.mark.parametrize("package", PACKAGES)
def test_mypy(package: str, checked: steps.Environment) -> None:
    """Every module of the package."""
    command = [checked.bin / "mypy", "--strict", "--config-file=", "--cache-dir=.mypy", "-p", package]
    steps.run(command, cwd=checked.folder)


@pytest.mark.parametrize("package", PACKAGES)
def test_pyright(package: str, checked: steps.Environment) -> None:
    """All but the guide's own lines about `__all__`."""
    folder = checked.site_packages / package
    pyright = Path(sys.executable).parent / "pyright"
    done = steps.run([pyright, "--pythonpath", checked.python, folder], cwd=checked.folder, check=False)
    errors = [line for line in done.stdout.splitlines() if " error: " in line]
    assert errors or done.returncode == 0, done.stdout
    assert not [line for line in errors if "reportPossiblyUnbound" not in line or "__init__.py" not in line]


@pytest.mark.parametrize("package", PACKAGES)
def test_stubtest(package: str, checked: steps.Environment) -> None:
    """What is written is what there is when the package is imported."""
    done = steps.run([checked.bin / "stubtest", "--concise", package], cwd=checked.folder, check=False)
    allowed = {**COMMON, **ALLOWED[package]}
    lines = done.stdout.splitlines()
    assert lines and not done.stderr, done.stderr
    assert not [line for line in lines if not any(re.match(pattern, line) for pattern in allowed)]
    assert not [pattern for pattern in allowed if not any(re.match(pattern, line) for line in lines)]
