# SPDX-License-Identifier: Apache-2.0
"""Two environments side by side: ours and the reference's, which is installed here and nowhere else."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

import steps  # noqa: E402

REFERENCE = (ROOT / "tests" / "interop" / "requirements.txt").read_text().strip()


@dataclass
class Side:
    """One implementation: its environment and the flags to compile against its headers."""

    name: str
    environment: steps.Environment
    compile_flags: list[str]
    link_flags: list[str]

    def build(self, source: Path, out: Path, *more: str) -> Path:
        """Compiles a C++ or C file into a library with this side's headers."""
        driver = ["g++", "-std=c++17"] if source.suffix == ".cc" else ["gcc", "-std=c11"]
        steps.run(
            [
                *driver,
                "-O2",
                "-fPIC",
                "-shared",
                "-fvisibility=hidden",
                "-o",
                out,
                source,
                *self.compile_flags,
                *more,
                *self.link_flags,
            ]
        )
        return out

    @property
    def library(self) -> Path:
        """The run-time library."""
        folder = next(Path(flag[2:]) for flag in self.link_flags if flag.startswith("-L"))
        return folder / "libtvm_ffi.so"

    def run(self, text: str) -> str:
        """Runs Python text with this side's package."""
        return self.environment.script(text).stdout


def make_side(name: str, environment: steps.Environment) -> Side:
    """Asks the side's own tvm-ffi-config for the flags."""

    def flags(option: str) -> list[str]:
        return steps.run([environment.bin / "tvm-ffi-config", option]).stdout.split()

    includes = [flag for flag in flags("--cxxflags") if flag.startswith("-I")]
    return Side(name, environment, includes, [*flags("--ldflags"), *flags("--libs")])


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """Our implementation, from the wheel."""
    wheels = Path(os.environ.get("TVM_FFI_WHEELS", ROOT / "build" / "dist"))
    environment = steps.Environment(tmp_path_factory.mktemp("ours") / "env")
    environment.install(wheels, "--no-deps", steps.our_wheel(wheels))
    environment.install(wheels, "numpy")
    return make_side("ours", environment)


@pytest.fixture(scope="session")
def reference() -> Side:
    """The reference; kept between runs, installed when it is not there. Not having it is a failure, not a skip."""
    folder = ROOT / "build" / f"reference-env-{sys.version_info[0]}{sys.version_info[1]}"
    environment = steps.Environment(folder)
    installed = steps.run([environment.python, "-m", "pip", "list", "--format=freeze"]).stdout
    if REFERENCE not in installed:
        steps.run([environment.python, "-m", "pip", "install", "-q", REFERENCE, "numpy"])
    return make_side("reference", environment)


@pytest.fixture(scope="session")
def mixed(ours: Side, reference: Side, tmp_path_factory: pytest.TempPathFactory) -> Side:
    """The reference's Python package in an environment of its own, with our library in the place of its library."""
    folder = tmp_path_factory.mktemp("mixed") / "env"
    steps.run([sys.executable, "-m", "venv", "--without-pip", folder])
    environment = steps.Environment(folder)
    target = environment.site_packages
    for part in reference.environment.site_packages.iterdir():
        if part.name.startswith(("tvm_ffi", "apache_tvm_ffi", "typing_extensions")):
            copy = shutil.copytree if part.is_dir() else shutil.copyfile
            copy(part, target / part.name)
        elif part.name.startswith("numpy"):
            (target / part.name).symlink_to(part)
    library = target / "tvm_ffi" / "lib" / "libtvm_ffi.so"
    library.unlink()
    shutil.copyfile(ours.library, library)
    return Side("mixed", environment, reference.compile_flags, [f"-L{library.parent}", "-ltvm_ffi"])


@pytest.fixture(scope="session")
def both(ours: Side, reference: Side) -> tuple[Side, Side]:
    """Both sides, after a proof that they load different libraries."""
    text = """
import hashlib, tvm_ffi
paths = {line.split()[-1] for line in open("/proc/self/maps") if "libtvm_ffi.so" in line}
path, = paths
print(path, hashlib.sha256(open(path, "rb").read()).hexdigest()[:16])
"""
    loaded = [side.run(text).split() for side in (ours, reference)]
    print("ours:", *loaded[0], "reference:", *loaded[1])
    assert loaded[0][0] != loaded[1][0] and loaded[0][1] != loaded[1][1], loaded
    return ours, reference
