# SPDX-License-Identifier: Apache-2.0
"""Libraries that are missing, broken, throwing or clashing: one Python exception each, the process lives on."""

from __future__ import annotations

from pathlib import Path

import pytest
import steps

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def flags(user: steps.Environment) -> list[str]:
    """Compiler and linker flags as tvm-ffi-config gives them."""
    out = [
        steps.run([user.bin / "tvm-ffi-config", flag]).stdout.split() for flag in ("--cflags", "--ldflags", "--libs")
    ]
    return [word for words in out for word in words]


@pytest.fixture(scope="module")
def build(flags: list[str], tmp_path_factory: pytest.TempPathFactory) -> object:
    """Compiles a file of ext/ into a library."""
    folder = tmp_path_factory.mktemp("libraries")

    def compile_library(source: str, name: str, *more: str) -> Path:
        out = folder / f"lib{name}.so"
        driver = ["g++", "-std=c++17"] if source.endswith(".cc") else ["gcc", "-std=c11"]
        steps.run([*driver, "-O1", "-fPIC", "-shared", "-o", out, HERE / "ext" / source, *more, *flags])
        return out

    return compile_library


def load(user: steps.Environment, *paths: Path, then: str = "") -> str:
    """Loads libraries one after another, printing what each attempt gave; `then` runs afterwards."""
    text = f"""
import tvm_ffi
for path in {[str(path) for path in paths]!r}:
    try:
        tvm_ffi.load_module(path)
        print("loaded")
    except RuntimeError as error:
        print(str(error).replace("\\n", " | "))
{then}
print("alive")
"""
    out = user.script(text).stdout.splitlines()
    assert out[-1] == "alive"
    return "\n".join(out[:-1])


def test_missing(user: steps.Environment, tmp_path: Path) -> None:
    """The path is named."""
    text = load(user, tmp_path / "libgone.so")
    assert "libgone.so" in text and "\n" not in text


@pytest.mark.parametrize("content", [b"", b"hello", b"\x7fELF", b"\x7fELF" + bytes(60)])
def test_not_a_library(user: steps.Environment, tmp_path: Path, content: bytes) -> None:
    """A file that is no library is said to be none."""
    path = tmp_path / "libbad.so"
    path.write_bytes(content)
    text = load(user, path)
    assert "libbad.so" in text and "loaded" not in text


def test_truncated(user: steps.Environment, build, tmp_path: Path) -> None:
    """Every cut of a good library is refused or loads; none kills the process."""
    good = build("clash.c", "whole", "-DANSWER=1", '-DOWN_NAME="clash.whole"').read_bytes()
    cuts = [64, 200, 1000, len(good) // 2, len(good) - 1000]
    paths = []
    for cut in cuts:
        paths.append(tmp_path / f"libcut{cut}.so")
        paths[-1].write_bytes(good[:cut])
    lines = load(user, *paths).splitlines()
    assert len(lines) == len(cuts)
    assert all(f"libcut{cut}.so" in line for cut, line in zip(cuts[:4], lines))


def test_unresolved_symbol(user: steps.Environment, flags: list[str], tmp_path: Path) -> None:
    """The first missing symbol is named, demangled."""
    source = tmp_path / "missing.cc"
    source.write_text('namespace far { int away(int); }\nextern "C" int go() { return far::away(1); }\n')
    out = tmp_path / "libmissing.so"
    steps.run(["g++", "-fPIC", "-shared", "-o", out, source])
    text = load(user, out)
    assert "libmissing.so" in text and "far::away(int)" in text


def test_throwing(user: steps.Environment, build) -> None:
    """Whatever C++ throws arrives as an exception."""
    path = build("throws.cc", "throws")
    out = user.script(
        f"""
import tvm_ffi
tvm_ffi.load_module({str(path)!r})
throw = tvm_ffi.get_global_func("throws.throw")
for what in "int struct pointer runtime_error bad_alloc ffi none".split():
    try:
        print(what, throw(what))
    except Exception as error:
        print(what, type(error).__name__, str(error).splitlines()[0])

@tvm_ffi.register_object("throws.Fragile")
class Fragile(tvm_ffi.Object):
    pass

for call in (lambda: Fragile(-1), lambda: Fragile(1).fail()):
    try:
        call()
        print("no error")
    except Exception as error:
        print(type(error).__name__)
"""
    ).stdout.splitlines()
    assert [line.split()[:2] for line in out[:7]] == [
        ["int", "RuntimeError"],
        ["struct", "RuntimeError"],
        ["pointer", "RuntimeError"],
        ["runtime_error", "RuntimeError"],
        ["bad_alloc", out[4].split()[1]],
        ["ffi", "IndexError"],
        ["none", "None"],
    ]
    assert out[5].endswith("an ffi error 7")
    assert out[4].split()[1] in ("MemoryError", "RuntimeError")
    assert out[7:] == ["RuntimeError", "RuntimeError"]


def test_clash(user: steps.Environment, build) -> None:
    """Two libraries with the same names: one error lists each clash and both owners; the first stays."""
    first = build("clash.c", "first", "-DANSWER=1", '-DOWN_NAME="clash.one"')
    second = build("clash.c", "second", "-DANSWER=2", '-DOWN_NAME="clash.two"')
    then = """
names = set(tvm_ffi.registry.list_global_func_names())
print("clash.one" in names, "clash.two" in names, tvm_ffi.get_global_func("clash.answer")())
"""
    lines = load(user, first, second, then=then).splitlines()
    assert lines[0] == "loaded"
    for part in ("clash.answer", "clash.Thing", "libfirst.so", "libsecond.so"):
        assert part in lines[1], lines[1]
    assert lines[2] == "True False 1"


def test_same_library_twice(user: steps.Environment, build) -> None:
    """One file under one path is loaded once."""
    path = build("clash.c", "again", "-DANSWER=1", '-DOWN_NAME="clash.again"')
    assert load(user, path, path) == "loaded\nloaded"
