# SPDX-License-Identifier: Apache-2.0
"""Inline container code of both sides' headers works on the same objects in one process."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Side

HERE = Path(__file__).parent

# Every operation picks one of the two libraries; a Python model says what must come out.
DRIVE = """
import random
import tvm_ffi

for path in {paths!r}:
    tvm_ffi.load_module(path)

random.seed({seed})
VALUES = ["s", "a value that is an object", 7, None, 2.5]

def call(name, *args):
    return tvm_ffi.get_global_func(random.choice("AB") + "." + name)(*args)

def moved(value):
    return value._move()

steps = 0
for _ in range(60):
    d, l = call("dict_new"), call("list_new")
    m, a = tvm_ffi.Map({{}}), tvm_ffi.Array([])
    model_d, model_m, model_l, model_a = {{}}, {{}}, [], []
    span = random.randrange(1, 120)
    for _ in range(random.randrange(1, 150)):
        steps += 1
        key, value = random.randrange(span), random.choice(VALUES)
        what = random.randrange(10)
        if what < 3:
            call("dict_set", d, key, value)
            model_d[key] = value
        elif what == 3:
            call("dict_erase", d, key)
            model_d.pop(key, None)
        elif what == 4 and random.randrange(30) == 0:
            call("dict_clear", d)
            model_d.clear()
        elif what == 5:
            m = call("map_set", moved(m), key, value)
            model_m[key] = value
        elif what == 6:
            m = call("map_erase", m, key)
            model_m.pop(key, None)
        elif what == 7:
            a = call("array_push", moved(a), value)
            model_a.append(value)
        elif what == 8:
            at = random.randrange(len(model_l) + 1)
            call("list_insert", l, at, value)
            model_l.insert(at, value)
        elif model_l:
            at = random.randrange(len(model_l))
            call("list_erase", l, at)
            del model_l[at]
        else:
            call("list_push", l, value)
            model_l.append(value)
        assert call("dict_get", d, key) == model_d.get(key)
    for get in ("A.", "B."):
        keys = list(tvm_ffi.get_global_func(get + "dict_keys")(d))
        assert sorted(keys) == sorted(model_d), (keys, model_d)
        assert keys == list(d.keys())
        assert list(tvm_ffi.get_global_func(get + "map_keys")(m)) == list(m.keys())
    assert dict(m.items()) == model_m
    assert list(l) == model_l and list(a) == model_a
print("steps", steps)
"""


@pytest.mark.parametrize("library", ["ours", "reference"])
def test_containers_are_changed_by_both(both: tuple[Side, Side], tmp_path: Path, library: str) -> None:
    """Built with our headers and with the reference's, run on either library."""
    built = [
        side.build(HERE / "ext" / "shared_containers.cc", tmp_path / f"{side.name}.so", f'-DPREFIX="{prefix}."')
        for side, prefix in zip(both, "AB")
    ]
    home = next(side for side in both if side.name == library)
    out = home.run(DRIVE.format(paths=[str(path) for path in built], seed=11))
    assert out.startswith("steps "), out
