# SPDX-License-Identifier: Apache-2.0
"""Every way the guide names to build and install, on both examples and on our own package."""

from __future__ import annotations

import os
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import steps

EXAMPLES = [("python_packaging", "counting_pairs"), ("c_extension", "counting_pairs_c")]


def works(environment: steps.Environment, package: str) -> None:
    """The package answers, and its stubs are there."""
    text = f"import {package} as p; assert p.add_one(1) == 2; assert p.IntPair(1, second=2).sum() == 3"
    environment.script(text)


def user_of(folder: Path, wheels: Path, *what: str | os.PathLike[str]) -> steps.Environment:
    """A new environment with our wheel and something more."""
    environment = steps.Environment(folder)
    environment.install(wheels, "--no-deps", steps.our_wheel(wheels), *what)
    return environment


@pytest.mark.parametrize(("example", "package"), EXAMPLES)
def test_sdist_then_wheel(example: str, package: str, wheels: Path, tmp_path: Path) -> None:
    """The source distribution builds the same kind of wheel."""
    source = steps.copy_example(example, tmp_path)
    env = steps.isolated_environment(wheels)
    steps.run([sys.executable, "-m", "build", "--sdist", "-o", tmp_path / "sdist", source], env=env)
    sdist = steps.newest(tmp_path / "sdist", "*.tar.gz")
    wheel = steps.build_isolated(sdist, tmp_path / "dist", wheels)
    assert "-py3-none-" in wheel.name
    works(user_of(tmp_path / "env", wheels, wheel), package)


def test_uv_build(wheels: Path, tmp_path: Path) -> None:
    """uv builds it too."""
    source = steps.copy_example("python_packaging", tmp_path)
    uv = [
        sys.executable,
        "-m",
        "uv",
        "build",
        "--wheel",
        "--python",
        sys.executable,
        "--out-dir",
        tmp_path / "dist",
        source,
    ]
    steps.run(uv, env=steps.isolated_environment(wheels))
    works(user_of(tmp_path / "env", wheels, steps.newest(tmp_path / "dist")), "counting_pairs")


@pytest.mark.parametrize(("example", "package"), EXAMPLES)
def test_editable(example: str, package: str, wheels: Path, tmp_path: Path) -> None:
    """An editable install finds the library, which lies elsewhere than the .py files."""
    source = steps.copy_example(example, tmp_path)
    environment = user_of(tmp_path / "env", wheels)
    environment.install(wheels, "--no-deps", "-e", source)
    works(environment, package)
    assert (source / "python" / package / "_ffi_api.py").exists()


def test_wheel_content(wheels: Path, tmp_path: Path) -> None:
    """The library at the package's root, the generated files, the marker for type checkers, no foreign library."""
    source = steps.copy_example("python_packaging", tmp_path)
    wheel = steps.audit(steps.build_isolated(source, tmp_path / "dist", wheels), tmp_path / "wheelhouse")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {"libcounting_pairs.so", "__init__.py", "_ffi_api.py", "py.typed"}
    assert {f"counting_pairs/{name}" for name in expected} <= names
    assert not [name for name in names if "libtvm_ffi" in name]


def test_setuptools(wheels: Path, tmp_path: Path, developer: steps.Environment) -> None:
    """Another backend: setuptools, with the flags of tvm-ffi-config and a build step of its own."""
    source = steps.copy_example("c_extension", tmp_path)
    (source / "CMakeLists.txt").unlink()
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools>=70", "tvm-ffi-c"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "counting-pairs-c"\nversion = "0.1.0"\n'
        '[tool.setuptools]\npackages = ["counting_pairs_c"]\npackage-dir = {"" = "python"}\n'
        '[tool.setuptools.package-data]\ncounting_pairs_c = ["*.so", "py.typed"]\n'
    )
    (source / "setup.py").write_text(
        "import subprocess\nfrom setuptools import setup\nfrom setuptools.command.build_py import build_py\n"
        "from tvm_ffi import libinfo\n"
        "LIB = 'python/counting_pairs_c/libcounting_pairs_c.so'\n"
        "class Build(build_py):\n"
        "    def run(self):\n"
        "        subprocess.check_call(['gcc', '-std=c11', '-fPIC', '-shared', '-o', LIB, 'src/counting_pairs.c',\n"
        "            '-I' + libinfo.find_include_path()])\n"
        "        subprocess.check_call(['tvm-ffi-stubgen', 'python', '--dlls', LIB,\n"
        "            '--init-pypkg', 'counting-pairs-c', '--init-lib', 'counting_pairs_c',\n"
        "            '--init-prefix', 'counting_pairs_c.'])\n"
        "        super().run()\n"
        "setup(cmdclass={'build_py': Build})\n"
    )
    wheel = steps.build_isolated(source, tmp_path / "dist", wheels)
    works(user_of(tmp_path / "env", wheels, wheel), "counting_pairs_c")


def test_our_package_from_sdist_and_folder(wheels: Path, tmp_path: Path) -> None:
    """Ours installs from its sdist and from a folder or a git URL as well as from a wheel."""
    env = steps.isolated_environment(wheels)
    steps.run([sys.executable, "-m", "build", "--sdist", "-o", tmp_path, steps.ROOT], env=env)
    sdist = steps.newest(tmp_path, "*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
    assert not [name for name in names if "/corpus/" in name or "/tests/" in name]
    environment = steps.Environment(tmp_path / "env")
    environment.install(wheels, "--no-deps", "--no-binary", "tvm-ffi-c", sdist)
    environment.script("import tvm_ffi; assert tvm_ffi.convert([1, 2])[1] == 2")
    folder = steps.Environment(tmp_path / "env-git")
    folder.install(wheels, "--no-deps", "--no-binary", "tvm-ffi-c", f"git+file://{steps.ROOT}")
    folder.script("import tvm_ffi; assert tvm_ffi.convert([1, 2])[1] == 2")


def test_our_package_editable(wheels: Path, tmp_path: Path) -> None:
    """Redirect mode works and every path that is printed exists; in-place mode is refused with a reason."""
    source = tmp_path / "source"
    steps.run(["git", "clone", "-q", steps.ROOT, source])
    environment = steps.Environment(tmp_path / "env")
    environment.install(wheels, "--no-deps", "-e", source)
    for flag in ("--includedir", "--cmakedir", "--libdir", "--libfiles"):
        path = steps.run([environment.bin / "tvm-ffi-config", flag]).stdout.strip()
        assert Path(path).exists(), path
    steps.run([environment.bin / "tvm-ffi-stubgen", "--version"])
    command = [
        environment.python,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--config-settings",
        "editable.mode=inplace",
        "-e",
        source,
    ]
    refused = steps.run(command, check=False, env=steps.isolated_environment(wheels))
    assert refused.returncode != 0
    assert "inplace" in refused.stdout + refused.stderr


@pytest.mark.parametrize("flag", ["--target", "--prefix"])
def test_launcher_finds_the_tool(flag: str, wheels: Path, tmp_path: Path) -> None:
    """The command works wherever an installer puts it."""
    steps.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", flag, tmp_path / "there", steps.our_wheel(wheels)]
    )
    command = tmp_path / "there" / "bin" / "tvm-ffi-stubgen"
    assert "0.1.16" in steps.run([command, "--version"], env={"PATH": "/nowhere"}).stdout
    link = tmp_path / "linked"
    link.symlink_to(command)
    assert "0.1.16" in steps.run([link, "--version"], env={"PATH": "/nowhere"}).stdout


def test_mixed_with_the_reference(wheels: Path, tmp_path: Path) -> None:
    """The reference's files over ours are noticed at import: one line that says what to do."""
    environment = user_of(tmp_path / "env", wheels)
    package = environment.site_packages / "tvm_ffi"
    version = package / "_version.py"
    version.write_text(version.read_text().replace("tvm-ffi-c 0.1.16", "something else 0.1.16"))
    done = environment.script("import tvm_ffi", check=False)
    assert done.returncode == 1
    assert (
        "files of apache-tvm-ffi and tvm-ffi-c are mixed: uninstall both, then install one"
        in done.stderr.splitlines()[-1]
    )


def test_libraries_needed(wheels: Path, tmp_path: Path) -> None:
    """The runtime and the tool need libc and libm alone."""
    with zipfile.ZipFile(steps.our_wheel(wheels)) as archive:
        for name in ("tvm_ffi/lib/libtvm_ffi.so", "tvm_ffi/bin/tvm-ffi-stubgen"):
            path = archive.extract(name, tmp_path)
            out = steps.run(["readelf", "-d", path]).stdout
            needed = {line.split("[")[1].rstrip("]") for line in out.splitlines() if "(NEEDED)" in line}
            assert needed <= {"libc.so.6", "libm.so.6", "libtvm_ffi.so"}, needed
