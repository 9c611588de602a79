# SPDX-License-Identifier: Apache-2.0
"""A binary built with one side's headers runs on the other side's library, and prints what it prints at home."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Side

HERE = Path(__file__).parent

USE = """
import sys
import numpy
import tvm_ffi
from tvm_ffi import get_global_func as g

def show(label, call):
    try:
        value = call()
    except Exception as error:
        value = f"{{type(error).__name__}}: {{str(error).splitlines()[0]}}"
    print(label, value)

module = tvm_ffi.load_module({path!r})

@tvm_ffi.register_object("kitchen.Node")
class Node(tvm_ffi.Object):
    pass

@tvm_ffi.register_object("kitchen.Leaf")
class Leaf(Node):
    pass

show("symbol", lambda: module.mean(numpy.arange(5, dtype="float64")))
show("symbol strided", lambda: module["mean"](numpy.arange(10, dtype="float64")[::2]))
show("symbol rank", lambda: module.mean(numpy.zeros((2, 2))))
for value in ("short", "a longer piece of text", 5, None, True, 2.5, [1], {{"a": 1}}, Leaf(4)):
    show("describe", lambda: g("kitchen.describe")(value))
show("squares", lambda: list(g("kitchen.squares")(6)))
show("lengths", lambda: sorted(g("kitchen.lengths")(["a", "three", "a word of nineteen"]).items()))
show("lengths of many", lambda: list(g("kitchen.lengths")([str(i) * (i % 9) for i in range(40)]).items())[-3:])
show("sum_map", lambda: g("kitchen.sum_map")({{i: i for i in range(30)}}))
show("call_twice", lambda: g("kitchen.call_twice")(lambda x: x + 1, 40))
show("callback error", lambda: g("kitchen.call_twice")(lambda x: {{}}[x], 40))
show("fail", lambda: g("kitchen.fail")("ValueError"))
show("fail other", lambda: g("kitchen.fail")("Strange"))
def thrower():
    raise ValueError("from Python")
show("catch_kind", lambda: g("kitchen.catch_kind")(thrower))
show("catch_kind none", lambda: g("kitchen.catch_kind")(lambda: None))
show("pair", lambda: list(g("kitchen.pair")(1, "x")))
show("pair none", lambda: list(g("kitchen.pair")(1, None)))
show("either", lambda: (g("kitchen.either")(True), g("kitchen.either")(False)))
show("count", lambda: g("kitchen.count")(1, "2", None))
show("stream", lambda: g("kitchen.stream_of")(tvm_ffi.device("cpu", 0)))
show("device text", lambda: g("kitchen.stream_of")("cuda:1"))
for args in ((), (1, 2), ("x",)):
    show("arity", lambda: g("kitchen.squares")(*args))
show("element type", lambda: g("kitchen.lengths")([1]))
leaf = Leaf(21)
show("leaf", lambda: (leaf.value, leaf.times(2), leaf.weight, leaf.scale, leaf.flag))
show("static", lambda: Leaf.twice(8).value)
node = Node(name="n", weight=9)
show("node", lambda: (node.name, node.weight, node.scale, node.note, node.anything, len(node.children), len(node.attrs)))
def assign(name, value):
    setattr(node, name, value)
    return getattr(node, name)
show("set", lambda: assign("weight", 11))
show("set text", lambda: assign("note", "something longer than seven"))
show("set any", lambda: list(assign("anything", [1, "b"])))
show("set wrong", lambda: type(assign("name", 3)))
show("child", lambda: isinstance(g("kitchen.describe"), tvm_ffi.Function))
for key in ("kitchen.describe", "kitchen.lengths", "kitchen.pair", "kitchen.either", "kitchen.count", "kitchen.mean"):
    show("metadata", lambda: sorted(tvm_ffi.get_global_func_metadata(key).items()))
"""

# Where ours answers better by decision (ARCHITECTURE, "Differences"): the line's label.
DECIDED = {
    "callback error": "a KeyError that crosses keeps its class and message",
    "set wrong": "the field and its class are named",
}


@pytest.fixture(scope="session")
def libraries(both: tuple[Side, Side], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """kitchen.cc, built by each side."""
    folder = tmp_path_factory.mktemp("kitchen")
    return {side.name: side.build(HERE / "ext" / "kitchen.cc", folder / f"libkitchen_{side.name}.so") for side in both}


def lines(side: Side, path: Path) -> list[str]:
    """What the script prints, one line a call."""
    return side.run(USE.format(path=str(path))).splitlines()


@pytest.mark.parametrize("built_by", ["ours", "reference"])
def test_same_binary_on_both_libraries(both: tuple[Side, Side], libraries: dict[str, Path], built_by: str) -> None:
    """One binary, two run-time libraries, one text."""
    ours, reference = (lines(side, libraries[built_by]) for side in both)
    assert len(ours) == len(reference) > 40
    different = [
        (a, b) for a, b in zip(ours, reference) if a != b and not any(a.startswith(label) for label in DECIDED)
    ]
    assert not different, "\n".join(f"ours:      {a}\nreference: {b}" for a, b in different)


def test_same_source_at_home(both: tuple[Side, Side], libraries: dict[str, Path]) -> None:
    """One source, each side with its own headers and library."""
    ours, reference = (lines(side, libraries[side.name]) for side in both)
    different = [
        (a, b) for a, b in zip(ours, reference) if a != b and not any(a.startswith(label) for label in DECIDED)
    ]
    assert not different, "\n".join(f"ours:      {a}\nreference: {b}" for a, b in different)


def test_clash_of_a_reference_binary(both: tuple[Side, Side], libraries: dict[str, Path], tmp_path: Path) -> None:
    """An extension built with the reference's headers, loaded under two names: one exception, the process alive."""
    ours, _ = both
    copy = tmp_path / "libkitchen_copy.so"
    copy.write_bytes(libraries["reference"].read_bytes())
    out = ours.run(
        f"""
import tvm_ffi
tvm_ffi.load_module({str(libraries["reference"])!r})
try:
    tvm_ffi.load_module({str(copy)!r})
except RuntimeError as error:
    print(error)
print("alive", tvm_ffi.get_global_func("kitchen.squares")(3)[2])
"""
    )
    for part in ("kitchen.describe", "kitchen.Node", "libkitchen_reference.so", "libkitchen_copy.so", "alive 4"):
        assert part in out, out


def test_example_symbols(both: tuple[Side, Side], tmp_path: Path) -> None:
    """The examples, built with our headers, ask the library for functions of the ABI alone, and run on the reference's."""
    import json
    import subprocess

    root = HERE.parents[1]
    allowed = {function["name"] for function in json.loads((root / "abi" / "abi.json").read_text())["functions"]}
    ours, reference = both
    for source, package in (
        ("python_packaging/src/counting_pairs.cc", "counting_pairs"),
        ("c_extension/src/counting_pairs.c", "counting_pairs_c"),
    ):
        path = ours.build(root / "examples" / source, tmp_path / f"lib{package}.so")
        symbols = subprocess.run(
            ["nm", "-D", "--undefined-only", path], capture_output=True, text=True, check=True
        ).stdout
        used = {
            line.split()[-1] for line in symbols.splitlines() if "TVMFFI" in line or "tvm_ffi" in line or "3ffi" in line
        }
        assert used and used <= allowed, used - allowed
        text = f"""
import numpy, tvm_ffi
m = tvm_ffi.load_module({str(path)!r})
x = numpy.arange(3, dtype="float32"); y = numpy.zeros_like(x)
m.add_one_to_all(x, y)
@tvm_ffi.register_object("{package}.IntPair")
class IntPair(tvm_ffi.Object): pass
print(list(y), tvm_ffi.get_global_func("{package}.add_one")(4), IntPair(1, 2).sum())
"""
        assert ours.run(text) == reference.run(text)
