# SPDX-License-Identifier: Apache-2.0
"""The kernel library in a user's environment: names and defaults of parameters, checks of tensors, callbacks, state."""

from __future__ import annotations

import pytest
import steps

PRELUDE = """
import inspect
import numpy
import tensor_kernels as k

x = numpy.arange(4, dtype="float32")
out = numpy.zeros(4, "float32")

def refused(kind, call, *parts):
    try:
        got = call()
    except kind as error:
        missing = [part for part in parts if part not in str(error)]
        assert not missing, f"{missing} not in {error}"
        return
    raise AssertionError(f"no {kind.__name__}, but {got!r}")
"""

CASES = {
    "defaults": "k.scale(x, out); assert (out == x).all(); k.scale(x, out, 3.0); assert (out == 3 * x).all()",
    "keywords": (
        "k.scale(x, out=out, offset=1.0); assert (out == x + 1).all(); "
        "k.scale(out=out, x=x, factor=2.0); assert (out == 2 * x).all()"
    ),
    "unknown_keyword": 'refused(TypeError, lambda: k.scale(x, out, fctor=2.0), "fctor")',
    "signature": 'assert list(inspect.signature(k.scale).parameters) == ["x", "out", "factor", "offset"]',
    "wrong_dtype": 'refused(TypeError, lambda: k.scale(x.astype("float64"), out), "float32", "float64", "argument #0")',
    "wrong_rank": 'refused(ValueError, lambda: k.dot(x.reshape(2, 2), x), "1-d", "2-d", "argument #0")',
    "strided_where_allowed": "assert k.dot(x[::2], x[::2]) == 4.0",
    "strided_where_not": 'refused(ValueError, lambda: k.scale(x[::2], out[:2]), "contiguous", "strided")',
    "shapes_differ": 'refused(ValueError, lambda: k.scale(x, out[:3]), "shape")',
    "product": (
        'a = numpy.arange(6, dtype="float32").reshape(2, 3); '
        "assert (numpy.from_dlpack(k.matmul(a, a.T.copy())) == a @ a.T).all()"
    ),
    "callback": "k.scale(x, out); k.apply(out, lambda value: value * value); assert (out == x * x).all()",
    "callback_wrong_answer": 'refused(TypeError, lambda: k.apply(out, lambda value: "text"), "float")',
    "state": (
        'm = k.RunningMean("loss"); '
        'assert m.update(x) == 1.5 and (m.mean, m.count, m.name) == (1.5, 4, "loss"); m.reset(); '
        "assert m.count == 0"
    ),
    "constructor_defaults": (
        'm = k.RunningMean(); assert (m.name, m.decay) == ("mean", 0.0); '
        'm = k.RunningMean(decay=0.5); assert (m.name, m.decay) == ("mean", 0.5)'
    ),
    "constructor_check": 'refused(ValueError, lambda: k.RunningMean("a", 3.0), "decay")',
    "read_only_field": "m = k.RunningMean()\ndef f(): m.count = 3\nrefused(AttributeError, f)",
    "copies": (
        'import copy; m = k.RunningMean("a"); m.update(x); n = copy.copy(m); n.update(x); '
        "assert (m.count, n.count) == (4, 8)"
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_kernels(user: steps.Environment, case: str) -> None:
    """Each case runs in a process of its own."""
    done = user.script(PRELUDE + CASES[case], check=False)
    assert done.returncode == 0, done.stderr
