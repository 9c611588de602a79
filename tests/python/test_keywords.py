# SPDX-License-Identifier: Apache-2.0
"""Calls with keywords, and signatures, of functions and methods whose metadata name their parameters."""

import inspect
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import tvm_ffi
from tvm_ffi import libinfo


class Named:
    def __init__(self, path):
        self.module = tvm_ffi.load_module(path)

        @tvm_ffi.register_object("named.Counter")
        class Counter(tvm_ffi.Object):
            pass

        @tvm_ffi.register_object("named.Mean")
        class Mean(tvm_ffi.Object):
            pass

        self.Counter, self.Mean = Counter, Mean

    def __getattr__(self, name):
        return tvm_ffi.get_global_func("named." + name)


@pytest.fixture(scope="session")
def named(tmp_path_factory):
    """The library of ext/named.c, loaded."""
    out = tmp_path_factory.mktemp("named") / "libnamed.so"
    compiler = shlex.split(os.environ.get("CC", "cc"))
    flags = ["-std=c11", "-O1", "-fPIC", "-shared", f"-I{libinfo.find_include_path()}"]
    source = str(Path(__file__).parent / "ext" / "named.c")
    subprocess.run([*compiler, *flags, source, libinfo.find_libtvm_ffi(), "-o", str(out)], check=True)
    return Named(out)


def test_keywords_are_bound_by_name(named):
    assert named.sub(left=5, right=3) == 2
    assert named.sub(right=3, left=5) == 2
    assert named.sub(5, right=3) == 2
    assert named.sub(5, 3) == 2


def test_defaults_fill_gaps(named):
    show = named.show
    assert show(1) == "1 2 1.5 a longer text 0"
    assert show(a=1) == "1 2 1.5 a longer text 0"
    assert show(1, c=2.5) == "1 2 2.5 a longer text 0"
    assert show(1, e=7) == "1 2 1.5 a longer text 1"
    assert show(1, d="x", b=9) == "1 9 1.5 x 0"
    assert show(a=1, b=2, c=3.0, d="4", e=None) == "1 2 3 4 0"


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        ((), {"left": 1}, "named.sub() missing required argument: 'right'"),
        ((), {"right": 1}, "named.sub() missing required argument: 'left'"),
        ((1,), {"left": 1}, "named.sub() got multiple values for argument 'left'"),
        ((1,), {"rigth": 1}, "named.sub() got an unexpected keyword argument 'rigth'; did you mean 'right'?"),
        ((1,), {"zzzzz": 1}, "named.sub() got an unexpected keyword argument 'zzzzz'"),
        ((1, 2, 3), {"left": 1}, "named.sub() takes at most 2 positional arguments, but 3 were given"),
    ],
)
def test_wrong_calls_name_what_is_wrong(named, args, kwargs, message):
    with pytest.raises(TypeError) as caught:
        named.sub(*args, **kwargs)
    assert str(caught.value) == message


def test_no_keywords_is_a_positional_call(named):
    assert named.sub(*(5, 3), **{}) == 2


def test_functions_of_modules_take_keywords(named):
    assert named.module.show(1, d="x") == "1 2 1.5 x 0"
    assert named.module["show"](a=1, b=3) == "1 3 1.5 a longer text 0"
    with pytest.raises(TypeError, match=r"^show\(\) got an unexpected keyword argument 'q'$"):
        named.module.show(1, q=1)


def test_methods_take_keywords(named):
    counter = named.Counter(10)
    assert counter.step(by=2, times=3) == 16
    assert counter.step(2, times=2) == 20
    assert counter.step(by=1) == 21
    assert named.Counter.step(counter, by=1) == 22
    assert named.Counter.span(to=5, **{"from": 2}) == 3
    assert named.Counter.span(2, to=5) == 3
    with pytest.raises(TypeError, match=r"^Counter\.step\(\) missing required argument: 'by'$"):
        counter.step(times=3)
    with pytest.raises(TypeError, match=r"Counter\.step\(\) got an unexpected keyword argument 'self'"):
        counter.step(self=counter, by=1)
    with pytest.raises(TypeError, match="needs an instance"):
        named.Counter.step(by=1)
    with pytest.raises(TypeError, match="takes at most 2 positional arguments, but 3 were given"):
        counter.step(1, 2, 3, by=1)


def test_constructors_take_keywords(named):
    def made(*args, **kwargs):
        mean = named.Mean(*args, **kwargs)
        return str(mean.name), mean.decay

    assert made() == ("arithmetic mean", 0.5)
    assert made("x") == ("x", 0.5)
    assert made("x", 1.0, 3) == ("x", 3.0)
    assert made(decay=0.75) == ("arithmetic mean", 1.5)
    assert made(times=4) == ("arithmetic mean", 1.0)
    assert made("y", times=4) == ("y", 1.0)
    assert made(times=1, decay=0.5, name="z") == ("z", 0.5)
    with pytest.raises(TypeError, match="unexpected keyword argument 'tims'; did you mean 'times'"):
        named.Mean(tims=1)
    with pytest.raises(TypeError, match="multiple values for argument 'name'"):
        named.Mean("x", name="y")
    assert str(inspect.signature(named.Mean)) == "(name='arithmetic mean', decay=0.25, times=2)"


def test_signatures_tell_names_and_defaults(named):
    assert str(inspect.signature(named.sub)) == "(left, right)"
    assert str(inspect.signature(named.show)) == "(a, b=2, c=1.5, d='a longer text', e=None)"
    assert type(inspect.signature(named.show).parameters["d"].default) is str
    assert type(inspect.signature(named.Mean).parameters["name"].default) is str
    assert str(inspect.signature(named.module.show)) == "(a, b=2, c=1.5, d='a longer text', e=None)"
    assert str(inspect.signature(named.Counter.step)) == "(self, /, by, times=1)"
    assert str(inspect.signature(named.Counter(1).step)) == "(by, times=1)"


def test_a_keyword_that_is_a_word_of_the_language_is_bound(named):
    assert str(inspect.signature(named.Counter.span)) == "(_0, _1, /)"
    with pytest.raises(TypeError, match="missing required argument: 'from'"):
        named.Counter.span(to=5)


def test_without_names_functions_are_positional(named):
    silent = "bare schema_only not_json not_object is_object no_params too_few twice no_names no_identifiers"
    for name in silent.split():
        function = getattr(named, name)
        assert function(1, 2, 3) == 3
        with pytest.raises(TypeError) as caught:
            function(1, x=2)
        expected = f"named.{name}() takes positional arguments only (its library does not name its parameters), "
        assert str(caught.value) == expected + "got the keyword argument 'x'"
    assert named.bad_defaults(x=1, y=2) == 2
    with pytest.raises(TypeError, match="missing required argument: 'y'"):
        named.bad_defaults(x=1)


def test_without_names_signatures_tell_how_many(named):
    assert str(inspect.signature(named.schema_only)) == "(_0, _1, /)"
    assert str(inspect.signature(named.bad_inner)) == "(_0, _1, /)"
    assert named.bare.__signature__ is None


def test_a_signature_can_be_replaced(named):
    function = tvm_ffi.convert(lambda *args: len(args))
    function.__signature__ = inspect.signature(lambda x: x)
    assert str(inspect.signature(function)) == "(x)"
    del function.__signature__
    assert function.__signature__ is None


def test_a_replaced_global_function_does_not_lend_its_names(named):
    tvm_ffi.register_global_func("named.replaced", lambda *args: len(args))
    old = tvm_ffi.get_global_func("named.replaced")
    tvm_ffi.register_global_func("named.replaced", lambda *args: -1, override=True)
    with pytest.raises(TypeError, match="takes positional arguments only"):
        old(x=1)
    assert old(1, 2) == 2


def test_asking_for_names_imports_inspect_only_for_signatures():
    code = (
        "import sys, tvm_ffi\n"
        "f = tvm_ffi.get_global_func('ffi.MapSize')\n"
        "try: f(x=1)\n"
        "except TypeError: pass\n"
        "assert 'inspect' not in sys.modules and 'json' not in sys.modules\n"
        "assert f.__signature__ is not None\n"
        "assert 'inspect' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_values_do_not_leak(named):
    marker = tvm_ffi.convert([1, 2, 3])
    before = sys.getrefcount(marker)
    for _ in range(50):
        assert named.show(1, e=marker).endswith(" 71")
        with pytest.raises(TypeError):
            named.show(b=marker, zzz=marker)
    assert sys.getrefcount(marker) <= before + 1
