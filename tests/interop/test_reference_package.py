# SPDX-License-Identifier: Apache-2.0
"""The reference's Python package, with our library in the place of its own: every promised name, used on both.

The package's extension and its testing library need no C++ symbol of the library, only functions of the ABI, so
that nothing stands between them and ours. Their files are the reference's own, copied from its installation."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Side
from crashes import CRASHES, Crash
from names import NAMES

EXT = Path(__file__).parent / "ext"
SCRIPTS = ["surface.py", "surface_classes.py", "surface_functions.py", "surface_structures.py", "surface_system.py"]

# What differs on purpose: the expression, and why. One that no longer differs fails the test.
DIFFERENCES = {
    'load_module("no/such/file.so")': "a load error is one line, without the check that failed",
    'load_module("file.txt")': "the same, with its spaces",
    'tvm_ffi.register_global_func("ffi.Array", lambda: 1)': "names both owners",
}


@dataclass
class Transplant:
    """The two environments: the reference as it is, and with our library."""

    reference: Side
    mixed: Side

    def lines(self, side: Side, script: str, folder: Path) -> dict[str, str]:
        """What came of each expression of a script, run in an empty folder."""
        folder.mkdir()
        env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        env.update(PYTHONPATH=str(EXT), TVM_FFI_CACHE_DIR=str(folder / "cache"))
        done = subprocess.run(
            [side.environment.python, EXT / script], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
        return dict(json.loads(line) for line in done.stdout.splitlines())


PROOF = """
import ctypes, hashlib, tvm_ffi
path, = {line.split()[-1] for line in open("/proc/self/maps") if line.rstrip().endswith("/libtvm_ffi.so")}
ours = hasattr(ctypes.CDLL(path), "tvm_ffi_build_id")
print(path, hashlib.sha256(open(path, "rb").read()).hexdigest(), ours, tvm_ffi.core.__file__)
"""


def build_id(library: Path) -> str:
    """The id that the linker wrote into the library."""
    notes = subprocess.run(["readelf", "-n", library], capture_output=True, text=True, check=True).stdout
    return re.search(r"Build ID: (\w+)", notes)[1]


@pytest.fixture(scope="module")
def transplant(both: tuple[Side, Side], mixed: Side) -> Transplant:
    """Proven: one library each, another one each, ours in the mixed environment, all else the reference's."""
    ours, reference = both
    proofs = [side.run(PROOF).split() for side in (reference, mixed)]
    for side, (path, digest, _, _) in zip((reference, mixed), proofs):
        print(side.name, path, digest[:16], build_id(Path(path)))
    assert [proof[2] for proof in proofs] == ["False", "True"]
    assert proofs[0][1] != proofs[1][1]
    assert build_id(Path(proofs[1][0])) == build_id(ours.library) != build_id(reference.library)
    for name in ("core", "lib/libtvm_ffi_testing"):
        (one,), (other,) = (
            list((side.environment.site_packages / "tvm_ffi").glob(name + "*.so")) for side in (reference, mixed)
        )
        assert one.read_bytes() == other.read_bytes()
        needed = subprocess.run(["nm", "-D", "--undefined-only", one], capture_output=True, text=True, check=True)
        assert not re.search(r"\b_Z\w*3tvm3ffi", needed.stdout)
    return Transplant(reference, mixed)


@pytest.mark.parametrize("script", SCRIPTS)
def test_package_prints_the_same(transplant: Transplant, tmp_path: Path, script: str) -> None:
    reference = transplant.lines(transplant.reference, script, tmp_path / "reference")
    mixed = transplant.lines(transplant.mixed, script, tmp_path / "mixed")
    assert reference.keys() == mixed.keys()
    assert len(reference) > 50
    lost = [line for line, text in reference.items() if text.startswith(("!! NameError", "!! ImportError: cannot"))]
    assert not lost, "the script itself is wrong: " + "\n".join(lost)
    differing = {line for line in reference if reference[line] != mixed[line]}
    surprises = sorted(differing - DIFFERENCES.keys())
    text = "\n".join(f"{e}\n  ours:      {mixed[e]}\n  reference: {reference[e]}" for e in surprises)
    assert not surprises, text
    assert not {line for line in DIFFERENCES if line in reference} - differing, "no longer different"


def used_words(script: Path) -> set[str]:
    """The names that a script uses, in its functions and in the expressions that it evaluates; imports do not count."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    words: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            words.add(node.id)
        elif isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            words.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.update(re.findall(r"\w+", node.value))
    return words


def test_every_name_is_reached(transplant: Transplant) -> None:
    """A name that no script uses is printed, and fails the test."""
    words = set().union(*(used_words(EXT / script) for script in SCRIPTS))
    forgotten = [f"{place}.{name}" for place, names in NAMES.items() for name in names.split() if name not in words]
    assert not forgotten, forgotten
    found = json.loads(transplant.mixed.run(f"TEXT = {json.dumps(NAMES)!r}\n{REACH}"))
    assert found == {place: names.split() for place, names in NAMES.items()}


REACH = """
import importlib, json
found = {}
for place, names in json.loads(TEXT).items():
    parts = place.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            holder = importlib.import_module(".".join(parts[:cut]))
            break
        except ImportError:
            continue
    for part in parts[cut:]:
        holder = getattr(holder, part)
    found[place] = [name for name in names.split() if hasattr(holder, name)]
print(json.dumps(found))
"""


@pytest.mark.parametrize("crash", CRASHES, ids=lambda crash: crash.name)
def test_crashes_are_errors(transplant: Transplant, crash: Crash) -> None:
    """What ends the reference's process, or goes on with memory that is gone, is an error or an answer with ours."""
    ends = [crash.run(side) for side in (transplant.reference, transplant.mixed)]
    print(crash.name, *ends)
    assert ends[0] == crash.reference or crash.reference in ends[0], ends
    assert ends[1] == crash.ours, ends
