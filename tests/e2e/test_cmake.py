# SPDX-License-Identifier: Apache-2.0
"""find_package, tvm_ffi_configure_target and the stub step, in plain CMake."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import steps

GENERATORS = ["Ninja", "Unix Makefiles"]

ANSWER = (Path(__file__).parent / "ext" / "answer.c").read_text()


def source(name: str, answer: int) -> str:
    """A library that registers NAME.answer."""
    return f'#define NAME "{name}"\n#define ANSWER {answer}\n{ANSWER}'


class Project:
    """A CMake project in a folder, built with the tools of an environment."""

    def __init__(
        self, folder: Path, developer: steps.Environment, generator: str, body: str, names: tuple[str, ...] = ("alpha",)
    ) -> None:
        self.source, self.build = folder / "source", folder / "build"
        self.source.mkdir(parents=True)
        for number, name in enumerate(names):
            (self.source / f"{name}.c").write_text(source(name, 40 + number))
        head = "cmake_minimum_required(VERSION 3.20)\nproject(p LANGUAGES C)\n"
        (self.source / "CMakeLists.txt").write_text(head + "find_package(tvm_ffi 0.1.16 CONFIG REQUIRED)\n" + body)
        self.generator = generator
        self.env = {**os.environ, "PATH": f"{developer.bin}{os.pathsep}{os.environ['PATH']}"}

    def configure(self, *options: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Configures."""
        return steps.run(
            ["cmake", "-G", self.generator, "-S", self.source, "-B", self.build, *options], env=self.env, check=check
        )

    def make(self, *, check: bool = True) -> int:
        """Builds; how many times the tool ran."""
        out = steps.run(["cmake", "--build", self.build], env=self.env, check=check)
        self.output = out.stdout + out.stderr
        return self.output.count("Stubs of ")


ONE = "add_library(alpha SHARED alpha.c)\ntvm_ffi_configure_target(alpha STUB_DIR python STUB_INIT ON)\n"
TWO = (
    "add_library(alpha SHARED alpha.c)\nadd_library(beta SHARED beta.c)\n"
    "tvm_ffi_configure_target(alpha STUB_DIR python STUB_INIT ON STUB_PKG both STUB_PREFIX alpha.)\n"
    "tvm_ffi_configure_target(beta STUB_DIR python STUB_INIT ON STUB_PKG both STUB_PREFIX beta.)\n"
)


TYPED = (
    "enable_language(CXX)\nadd_library(typed SHARED typed.cc)\n"
    "tvm_ffi_configure_target(typed STUB_DIR python STUB_INIT ON STUB_LIBRARY_CLASS {on})\n"
)


def later() -> None:
    """Lets file times move on."""
    time.sleep(0.02)


@pytest.mark.parametrize("generator", GENERATORS)
def test_stub_step_runs_when_needed(generator: str, developer: steps.Environment, tmp_path: Path) -> None:
    """Once at first, never when nothing changed, again after each kind of change."""
    project = Project(tmp_path, developer, generator, ONE)
    project.configure()
    package = project.source / "python" / "alpha"
    assert project.make() == 1
    assert "def answer() -> int: ..." in (package / "_ffi_api.py").read_text()
    project.make()
    assert project.make() == 0
    later()
    (project.source / "alpha.c").write_text(source("alpha", 1))
    assert project.make() == 1
    assert project.make() == 0
    later()
    stub = package / "_ffi_api.py"
    good = stub.read_text()
    stub.write_text(good.replace("def answer() -> int: ...", "def wrong() -> int: ..."))
    assert project.make() == 1
    assert stub.read_text() == good
    project.make()
    assert project.make() == 0
    later()
    (package / "more.py").write_text("x = 1\n")
    assert project.make() == 1
    later()
    (package / "more.py").unlink()
    assert project.make() == 1


@pytest.mark.parametrize("generator", GENERATORS)
def test_two_libraries_share_a_folder(generator: str, developer: steps.Environment, tmp_path: Path) -> None:
    """One step serves both; each gets its package."""
    project = Project(tmp_path, developer, generator, TWO, ("alpha", "beta"))
    project.configure()
    project.make()
    for name in ("alpha", "beta"):
        text = (project.source / "python" / name / "_ffi_api.py").read_text()
        assert f'_FFI_INIT_FUNC("{name}", __name__)' in text
        assert f'LIB = _FFI_LOAD_LIB("both", "{name}")' in text
    project.make()
    assert project.make() == 0


@pytest.mark.parametrize("on", ["ON", "OFF"])
def test_library_class(on: str, developer: steps.Environment, tmp_path: Path) -> None:
    """LIB has a class with the library's C symbols if asked for; else the output is the reference's."""
    project = Project(tmp_path, developer, "Ninja", TYPED.format(on=on))
    shutil.copy(Path(__file__).parent / "ext" / "typed.cc", project.source)
    project.configure()
    project.make()
    text = (project.source / "python" / "typed" / "_ffi_api.py").read_text()
    define = "-DTVM_FFI_DLL_EXPORT_INCLUDE_METADATA=1"
    assert (define in (project.build / "build.ninja").read_text()) == (on == "ON")
    if on == "OFF":
        assert "library/" not in text
        assert '\nLIB = _FFI_LOAD_LIB("typed", "typed")\n' in text
        return
    assert "    class TypedLibrary(Module):" in text
    assert "        def scale(self, _0: Sequence[float], _1: float, /) -> Sequence[float]:" in text
    assert '"""Multiplies every number."""' in text
    assert "\nLIB: TypedLibrary = _FFI_LOAD_LIB(" in text
    assert project.make() == 0
    # The text of a library whose symbols do not describe themselves names the macro and the line.
    lists = project.source / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("STUB_LIBRARY_CLASS ON", "STUB_LIBRARY_CLASS OFF"))
    project.make(check=False)
    line = text.splitlines().index("# tvm-ffi-stubgen(begin): library/typed") + 1
    assert f"_ffi_api.py:{line}: error:" in project.output
    assert "TVM_FFI_DLL_EXPORT_INCLUDE_METADATA" in project.output
    assert (project.source / "python" / "typed" / "_ffi_api.py").read_text() == text


def test_failed_stub_step_keeps_the_library(developer: steps.Environment, tmp_path: Path) -> None:
    """A malformed stub fails the build with file and line, keeps the library, and is tried again."""
    project = Project(tmp_path, developer, "Ninja", ONE)
    package = project.source / "python" / "alpha"
    package.mkdir(parents=True)
    (package / "broken.py").write_text("x = 1\n# tvm-ffi-stubgen(begin): globl/alpha\n# tvm-ffi-stubgen(end)\n")
    project.configure()
    project.make(check=False)
    assert "broken.py:2: error:" in project.output
    assert (project.build / "libalpha.so").exists()
    (package / "broken.py").unlink()
    assert project.make() == 1


def test_read_only_source(developer: steps.Environment, tmp_path: Path) -> None:
    """STUB_OUTPUT writes elsewhere; nothing appears in the source."""
    project = Project(tmp_path, developer, "Ninja", ONE.replace("STUB_DIR python", "STUB_DIR python STUB_OUTPUT stubs"))
    project.configure()
    project.make()
    assert (project.build / "stubs" / "alpha" / "_ffi_api.py").exists()
    assert not (project.source / "python").exists()
    project.make()
    assert project.make() == 0


def test_found_without_an_interpreter(developer: steps.Environment, tmp_path: Path) -> None:
    """The activated environment's bin folder on PATH is enough; so is -Dtvm_ffi_DIR. No Python is started for it."""
    project = Project(tmp_path / "path", developer, "Ninja", ONE)
    assert "Found tvm_ffi" in project.configure().stdout
    project = Project(tmp_path / "dir", developer, "Ninja", ONE)
    folder = steps.run([developer.bin / "tvm-ffi-config", "--cmakedir"]).stdout.strip()
    assert "Python" not in project.configure(f"-Dtvm_ffi_DIR={folder}").stdout


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("tvm_ffi_configure_target(alpha STUBDIR x)", "unknown argument 'STUBDIR"),
        ("tvm_ffi_configure_target(nope)", "'nope' is not an existing CMake target"),
        ("tvm_ffi_configure_target(alpha STUB_INIT ON)", "STUB_INIT=ON requires STUB_DIR to be set."),
        ("tvm_ffi_configure_target(alpha STUB_LIBRARY_CLASS ON)", "STUB_LIBRARY_CLASS requires STUB_DIR to be set."),
        ("tvm_ffi_configure_target(alpha STUB_PKG p)", "STUB_PKG/STUB_PREFIX require STUB_DIR to be set."),
        ("tvm_ffi_configure_target(alpha STUB_DIR d STUB_PKG p)", "cannot be set when STUB_INIT is OFF."),
        ("tvm_ffi_configure_target(alpha STUB_TARGET rust)", "'rust' is not supported"),
        ("tvm_ffi_install(nope)", "'nope' is not an existing CMake target"),
        ("tvm_ffi_install(alpha DEST x)", "unknown argument 'DEST"),
    ],
)
def test_wrong_calls(call: str, message: str, developer: steps.Environment, tmp_path: Path) -> None:
    """Each mistake stops the configuration with its reason."""
    project = Project(tmp_path, developer, "Ninja", f"add_library(alpha SHARED alpha.c)\n{call}\n")
    done = project.configure(check=False)
    assert done.returncode != 0
    assert message in " ".join(done.stderr.split())


@pytest.mark.parametrize("example", ["python_packaging", "c_extension"])
def test_not_found_says_what_to_add(example: str, tmp_path: Path) -> None:
    """Without the build requirement the example names the line that is missing."""
    folder = steps.copy_example(example, tmp_path)
    command = ["cmake", "-S", folder, "-B", tmp_path / "build", "-DCMAKE_DISABLE_FIND_PACKAGE_tvm_ffi=ON"]
    done = steps.run(command, check=False)
    assert done.returncode != 0
    assert '"tvm-ffi-c" to [build-system] requires' in " ".join(done.stderr.split())
