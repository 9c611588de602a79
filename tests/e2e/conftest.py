# SPDX-License-Identifier: Apache-2.0
"""Folders and environments that the end-to-end tests share. Our wheel lies in build/dist (./dev makes it)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import steps


@pytest.fixture(scope="session")
def wheels() -> Path:
    """The folder with our wheel."""
    folder = Path(os.environ.get("TVM_FFI_WHEELS", steps.ROOT / "build" / "dist"))
    steps.our_wheel(folder)
    return folder


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this run."""
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="session")
def user(work: Path, wheels: Path) -> steps.Environment:
    """A user's environment: our wheel, numpy, all examples as audited wheels."""
    environment = steps.Environment(work / "user")
    environment.install(wheels, "--no-deps", steps.our_wheel(wheels))
    for example in ("python_packaging", "c_extension", "kernels"):
        source = steps.copy_example(example, work / "wheel-sources")
        wheel = steps.audit(
            steps.build_isolated(source, work / "dist" / example, wheels), work / "wheelhouse" / example
        )
        environment.install(wheels, "--no-deps", wheel)
    environment.install(wheels, "numpy")
    return environment


@pytest.fixture(scope="session")
def developer(work: Path, wheels: Path) -> steps.Environment:
    """An environment with our wheel and the build tools, for builds without isolation and for plain CMake."""
    environment = steps.Environment(work / "developer")
    environment.install(wheels, steps.our_wheel(wheels), "cmake>=3.28", "ninja", "setuptools>=70", "wheel")
    return environment
