# SPDX-License-Identifier: Apache-2.0
"""Mistakes around the stub generator, in a user's environment: said with file and line, nothing written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import steps


@pytest.fixture
def package(user: steps.Environment, tmp_path: Path) -> Path:
    """A writable copy of the installed example package."""
    target = tmp_path / "python" / "counting_pairs"
    shutil.copytree(user.site_packages / "counting_pairs", target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def library(package: Path) -> str:
    """The library of the package."""
    return str(package / "libcounting_pairs.so")


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(environment: steps.Environment, folder: Path, *arguments: str | Path, **options: object) -> str:
    """Runs the tool, which has to fail with status 2 and leave everything as it was; its error output."""
    before = snapshot(folder)
    done = steps.run([environment.bin / "tvm-ffi-stubgen", *arguments], check=False, **options)
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    assert snapshot(folder) == before
    return done.stderr


def test_unchanged_package_is_fresh(user: steps.Environment, package: Path) -> None:
    """What the build wrote is what --check expects."""
    steps.run([user.bin / "tvm-ffi-stubgen", package, "--dlls", library(package), "--check"])


@pytest.mark.parametrize(
    ("right", "wrong", "hint"),
    [
        ("object/counting_pairs.IntPair", "object/counting_pairs.IntPiar", "counting_pairs.IntPair"),
        ("global/counting_pairs", "global/counting_pear", "counting_pairs"),
    ],
)
def test_typo_in_a_block(user: steps.Environment, package: Path, right: str, wrong: str, hint: str) -> None:
    """File, line and the nearest name."""
    path = package / "_ffi_api.py"
    text = path.read_text().replace(right, wrong)
    path.write_text(text)
    line = next(number for number, row in enumerate(text.splitlines(), 1) if wrong in row)
    message = refused(user, package, package, "--dlls", library(package))
    assert f"_ffi_api.py:{line}: error:" in message
    assert hint in message


def test_wrong_prefix_lists_those_that_exist(user: steps.Environment, package: Path) -> None:
    """A prefix that matches nothing."""
    init = ["--init-pypkg", "p", "--init-lib", "l", "--init-prefix", "counting_parrots."]
    message = refused(user, package.parent, package.parent, "--dlls", library(package), *init)
    assert "counting_parrots" in message and "counting_pairs" in message


def test_forgotten_dlls(user: steps.Environment, package: Path) -> None:
    """Without the library its names are unknown."""
    message = refused(user, package, package)
    assert "counting_pairs" in message and "_ffi_api.py:" in message


@pytest.mark.parametrize("content", [None, b"not a library"])
def test_bad_dll(user: steps.Environment, package: Path, tmp_path: Path, content: bytes | None) -> None:
    """A library that cannot be loaded is named."""
    path = tmp_path / "libother.so"
    if content is not None:
        path.write_bytes(content)
    assert "libother.so" in refused(user, package, package, "--dlls", path)


def test_unwritable_folder(user: steps.Environment, package: Path, tmp_path: Path) -> None:
    """One clear line, no file touched."""
    path = package / "_ffi_api.py"
    path.write_text(path.read_text().replace("def add_one(", "def add_two("))
    for folder in [package, *package.parents][:2]:
        folder.chmod(0o555)
    options: dict[str, object] = {}
    if os.getuid() == 0:  # whom no folder stops
        for place in (*package.parents, *user.folder.parents, user.folder):
            if place.stat().st_mode & 0o055 != 0o055:
                place.chmod(place.stat().st_mode | 0o055)
        options["user"] = 65534
    try:
        message = refused(user, package, package, "--dlls", library(package), **options)
    finally:
        for folder in [package, *package.parents][:2]:
            folder.chmod(0o755)
    assert "_ffi_api.py" in message or str(package) in message
    assert len(message.splitlines()) == 1
