# SPDX-License-Identifier: Apache-2.0
"""Both examples in a user's environment: what works, and what a wrong use gets."""

from __future__ import annotations

import pytest
import steps

PACKAGES = ["counting_pairs", "counting_pairs_c"]
DISTRIBUTIONS = {"counting_pairs": "counting-pairs", "counting_pairs_c": "counting-pairs-c"}

PRELUDE = """
import importlib, sys
import numpy, tvm_ffi
P = importlib.import_module({package!r})
LIB = importlib.import_module({package!r} + "._ffi_api").LIB

def refused(kind, call, *parts):
    try:
        got = call()
    except kind as error:
        text = str(error)
        missing = [part for part in parts if part not in text]
        assert not missing, f"{{missing}} not in {{type(error).__name__}}: {{text}}"
        assert type(error) is kind, f"{{type(error).__name__}} instead of {{kind.__name__}}: {{text}}"
        return
    raise AssertionError(f"no {{kind.__name__}}, but {{got!r}}")
"""

CASES = {
    "c_symbol": 'x = numpy.arange(4, dtype="float32"); y = numpy.zeros_like(x); LIB.add_one_to_all(x, y); assert (y == x + 1).all()',
    "c_symbol_strided": 'x = numpy.arange(8, dtype="float32")[::2]; y = numpy.zeros(4, "float32"); LIB.add_one_to_all(x, y); assert (y == x + 1).all()',
    "c_symbol_wrong_dtype": 'x = numpy.arange(4); refused(TypeError, lambda: LIB.add_one_to_all(x, x), "float32")',
    "c_symbol_not_a_tensor": "refused(TypeError, lambda: LIB.add_one_to_all(1, 2))",
    "c_symbol_missing": 'refused(AttributeError, lambda: LIB.add_one_to_al, "add_one_to_al")',
    "function": 'assert P.add_one(3) == 4 == tvm_ffi.get_global_func(P.__name__ + ".add_one")(3)',
    "function_str": 'refused(TypeError, lambda: P.add_one("a"), "add_one")',
    "function_too_few": 'refused(TypeError, lambda: P.add_one(), "add_one")',
    "function_too_many": 'refused(TypeError, lambda: P.add_one(1, 2), "add_one")',
    # C++ says nothing of names; what C says is bound.
    "function_keyword": 'refused(TypeError, lambda: P.add_one(x=1), "x") if P.__name__ == "counting_pairs" else None; assert P.__name__ == "counting_pairs" or P.add_one(x=1) == 2',
    "function_wrong_keyword": 'refused(TypeError, lambda: P.add_one(y=1), "y")',
    "function_huge": "refused(OverflowError, lambda: P.add_one(2**63 - 1))",
    "class_positional": "p = P.IntPair(1, 2); assert (p.first, p.second, p.sum()) == (1, 2, 3)",
    "class_keywords": "p = P.IntPair(second=2, first=1); assert (p.first, p.second) == (1, 2); p = P.IntPair(1, second=5); assert p.sum() == 6",
    "class_signature": 'import inspect; assert str(inspect.signature(P.IntPair)).replace(" ", "").startswith("(first"), inspect.signature(P.IntPair)',
    "class_write": "p = P.IntPair(1, 2); p.first = 40; assert p.sum() == 42",
    "class_missing_argument": 'refused(TypeError, lambda: P.IntPair(1), "IntPair", "second")',
    "class_unknown_keyword": 'refused(TypeError, lambda: P.IntPair(first=1, secnd=2), "secnd")',
    "class_twice": 'refused(TypeError, lambda: P.IntPair(1, first=2), "first")',
    "field_wrong_type": 'p = P.IntPair(1, 2)\ndef f(): p.first = "x"\nrefused(TypeError, f, "IntPair", "first"); assert p.first == 1',
    "field_unknown": "p = P.IntPair(1, 2)\ndef f(): p.third = 1\nrefused(AttributeError, f, 'third')",
    "field_delete": "p = P.IntPair(1, 2)\ndef f(): del p.first\nrefused(AttributeError, f)",
    "method_argument": "refused(TypeError, lambda: P.IntPair(1, 2).sum(1))",
    "method_wrong_self": "refused(TypeError, lambda: P.IntPair.sum(3))",
    "unknown_function": 'refused(ValueError, lambda: tvm_ffi.get_global_func(P.__name__ + ".add_on"), ".add_on", P.__name__ + ".add_one")',
    "init_ffi_api_typo": 'refused(ValueError, lambda: tvm_ffi.init_ffi_api(P.__name__[:-1] + "x", __name__), P.__name__)',
    "not_installed": 'from tvm_ffi.libinfo import load_lib_module\nrefused(RuntimeError, lambda: load_lib_module("no-such-dist", "x"), "no distribution named", "no-such-dist")',
    "import_name_as_distribution": "from tvm_ffi.libinfo import load_lib_module\nassert load_lib_module(package={distribution!r}, target_name=P.__name__).add_one_to_all",
    "wrong_target": 'from tvm_ffi.libinfo import load_lib_module\nrefused(RuntimeError, lambda: load_lib_module({distribution!r}, "nope"), "libnope.so")',
    "metadata": 'import json; m = tvm_ffi.get_global_func_metadata(P.__name__ + ".add_one"); assert json.loads(m["type_schema"])["type"] == "ffi.Function"',
}


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("case", CASES)
def test_use(user: steps.Environment, package: str, case: str) -> None:
    """Each case runs in a process of its own."""
    done = user.script(
        PRELUDE.format(package=package) + CASES[case].replace("{distribution!r}", repr(DISTRIBUTIONS[package])),
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_c_int_is_range_checked(user: steps.Environment) -> None:
    """A C `int` parameter refuses what does not fit instead of cutting it."""
    done = user.script(
        PRELUDE.format(package="counting_pairs") + 'refused(OverflowError, lambda: P.add_one(2**40), "add_one")',
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_callbacks_keep_the_class(user: steps.Environment) -> None:
    """A Python exception that crosses the FFI and comes back is of the class it started as."""
    user.script(
        """
import tvm_ffi

class Mine(LookupError): pass

for kind in (ValueError, KeyError, Mine, KeyboardInterrupt, SystemExit, StopIteration, NotImplementedError):
    def thrower(kind=kind):
        raise kind("text")
    f = tvm_ffi.convert(thrower)
    try:
        f()
    except BaseException as error:
        assert type(error) is kind, (type(error), kind)
        assert error.args == ("text",), error.args
    else:
        raise AssertionError(kind)
"""
    )
