# SPDX-License-Identifier: Apache-2.0
"""The Python surface: the same expressions on both sides, and every name that users are promised."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Side
from names import LATER, NAMES

SURFACE = Path(__file__).parent / "ext" / "surface.py"

# What differs on purpose: the expression, and why. One that no longer differs fails the test.
DIFFERENCES = {
    'echo(np.dtype("complex64"))': "says which name is unknown",
    "dtype.from_dlpack_data_type((0, 999, 1))": "says what was asked for",
    "dtype.from_dlpack_data_type((0, 8))": "TypeError for a triple that is none",
    'core.DataType("int8") == core.DataType("int8")': "comparing works",
    "device(2.0)": "a float is no device type",
    "device(None)": "says what was given",
    'device("cuda", 2**40)': "says what was given",
    "Shape((1.5,))": "names the item",
    'Shape(("a",))': "names the item",
    "Shape((2**70,))": "names the item",
    "T.__dlpack__(max_version=(0, 8)) is not None": "gives the unversioned capsule",
    "T.__dlpack__(copy=True) is not None": "BufferError: there is no copy",
    "T.__dlpack__(dl_device=(2, 0)) is not None": "BufferError: it is not there",
    "from_dlpack(3)": "says what was given",
    "from_dlpack(np.float32(3).reshape(())).shape": "says what was given",
    "Array(3)": "says what was given",
    "Array()": "wording",
    "Array([1], 2)": "wording",
    "Array([1, 2]).index(3)": "has a message",
    "pickle.dumps(Array([T]))": "wording",
    "List().remove(1)": "has a message",
    "List([1, 2]).append()": "wording",
    "Map()": "wording",
    "Map({1: 2})[3]": "the key, as dict does",
    "Map({1.0: 3})[1]": "the key, as dict does",
    "Map({(1, 2): 3})[(1, 2)]": "the key, as dict does",
    "Dict().popitem()": "has a message",
    "Dict({1: 2}).update(a=4)": "wording",
    'Dict({1: 2})["x"]': "the key, as dict does",
    "tvm_ffi.get_global_func(3)": "TypeError for a wrong type",
    'tvm_ffi.register_global_func("ffi.Array", lambda: 1)': "names both owners",
    'tvm_ffi.init_ffi_api("typo", "__main__")': "a misspelt namespace is an error",
    "tvm_ffi.convert_func(lambda: 1, tensor_cls=int)": "wording",
    'tvm_ffi.use_raw_stream(device("cuda"), "x")': "says what was given",
}

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
        holder = getattr(holder, part, None)
    found[place] = [name for name in names.split() if hasattr(holder, name)]
print(json.dumps(found))
"""


def reached(side: Side, names: dict[str, str]) -> dict[str, set[str]]:
    """Which of the names exist on this side."""
    answer = side.run(f"TEXT = {json.dumps(names)!r}\n{REACH}")
    return {place: set(found) for place, found in json.loads(answer).items()}


def outcomes(side: Side) -> dict[str, str]:
    """What came of each expression on this side."""
    lines = side.run(SURFACE.read_text(encoding="utf-8")).splitlines()
    return dict(json.loads(line) for line in lines)


def test_expressions_agree(both: tuple[Side, Side]) -> None:
    ours, reference = (outcomes(side) for side in both)
    assert ours.keys() == reference.keys()
    assert len(ours) > 300
    differing = {expression for expression in ours if ours[expression] != reference[expression]}
    surprises = sorted(differing - DIFFERENCES.keys())
    text = "\n".join(f"{e}\n  ours:      {ours[e]}\n  reference: {reference[e]}" for e in surprises)
    assert not surprises, text
    assert not DIFFERENCES.keys() - differing, "no longer different"


def test_every_promised_name_exists(both: tuple[Side, Side]) -> None:
    ours, reference = (reached(side, NAMES) for side in both)
    for place, text in NAMES.items():
        names = set(text.split())
        assert names - reference[place] == set(), f"not a name of {place} there: the list is wrong"
        assert names - ours[place] - set(LATER.get(place, "").split()) == set(), f"missing in {place}"


def test_later_names_are_not_there_yet(both: tuple[Side, Side]) -> None:
    found = reached(both[0], LATER)
    assert {place: names for place, names in found.items() if names} == {}, "take them out of LATER"
