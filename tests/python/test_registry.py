# SPDX-License-Identifier: Apache-2.0
"""Global functions by name, classes for types, and converting values once."""

import ctypes
import fractions
import sys
import types

import numpy as np
import pytest
import tvm_ffi
from tvm_ffi import core, registry


@pytest.fixture
def name(request):
    """A global name of the test's own, free again afterwards."""
    text = f"test_registry.{request.node.name.replace('[', '_').replace(']', '_')}"
    yield text
    tvm_ffi.remove_global_func(text)


# ---- global functions


def test_register_and_get(name):
    function = tvm_ffi.register_global_func(name, lambda x: x + 1)
    assert isinstance(function, tvm_ffi.Function)
    assert tvm_ffi.get_global_func(name)(1) == 2
    assert tvm_ffi.get_global_func(name) == function
    assert name in registry.list_global_func_names()


def test_decorators(name):
    @tvm_ffi.register_global_func(name)
    def doubled(x):
        return 2 * x

    assert isinstance(doubled, tvm_ffi.Function)
    assert tvm_ffi.get_global_func(name)(4) == 8

    @tvm_ffi.register_global_func
    def test_registry_bare_decorator():
        return "bare"

    assert tvm_ffi.get_global_func("test_registry_bare_decorator")() == "bare"
    tvm_ffi.remove_global_func("test_registry_bare_decorator")


def test_a_taken_name(name):
    tvm_ffi.register_global_func(name, lambda: 1)
    with pytest.raises(RuntimeError, match="already registered"):
        tvm_ffi.register_global_func(name, lambda: 2)
    assert tvm_ffi.get_global_func(name)() == 1
    old = tvm_ffi.get_global_func(name)
    tvm_ffi.register_global_func(name, lambda: 2, override=True)
    assert tvm_ffi.get_global_func(name)() == 2
    assert old() == 1


def test_remove(name):
    tvm_ffi.register_global_func(name, lambda: 1)
    kept = tvm_ffi.get_global_func(name)
    assert tvm_ffi.remove_global_func(name) is None
    assert tvm_ffi.get_global_func(name, allow_missing=True) is None
    assert kept() == 1
    tvm_ffi.remove_global_func(name)


def test_a_missing_function_names_the_nearest():
    with pytest.raises(ValueError, match=r"Cannot find global function ffi.Arrayy; did you mean 'ffi.Array'\?"):
        tvm_ffi.get_global_func("ffi.Arrayy")
    with pytest.raises(ValueError, match=r"Cannot find global function no.relation.at.all$"):
        tvm_ffi.get_global_func("no.relation.at.all")
    assert tvm_ffi.get_global_func("ffi.Arrayy", allow_missing=True) is None


def test_wrong_types():
    with pytest.raises(TypeError):
        tvm_ffi.get_global_func(3)
    with pytest.raises(TypeError, match="func_name must be a str or a callable, got int"):
        tvm_ffi.register_global_func(3, len)
    with pytest.raises(TypeError, match=r"expected a callable to register as 'a.b', got int"):
        tvm_ffi.register_global_func("a.b", 3)


def test_metadata(name):
    assert "type_schema" in tvm_ffi.get_global_func_metadata("ffi.ArraySize")
    tvm_ffi.register_global_func(name, lambda: 1)
    assert tvm_ffi.get_global_func_metadata(name) == {}
    with pytest.raises(RuntimeError, match="nope"):
        tvm_ffi.get_global_func_metadata("nope")


# ---- init_ffi_api


@pytest.fixture
def target():
    module = types.ModuleType("test_registry_target")
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


@pytest.fixture
def functions():
    names = ["test_ns.one", "test_ns.two", "test_ns.deeper.three"]
    for i, text in enumerate(names):
        tvm_ffi.register_global_func(text, lambda i=i: i)
    yield
    for text in names:
        tvm_ffi.remove_global_func(text)


def test_init_ffi_api(target, functions):
    tvm_ffi.init_ffi_api("test_ns", target.__name__)
    assert (target.one(), target.two()) == (0, 1)
    assert target.one.__name__ == "one"
    assert not hasattr(target, "deeper")
    tvm_ffi.init_ffi_api("tvm.test_ns.deeper", target.__name__)
    assert target.three() == 2


def test_init_ffi_api_defaults_to_the_module_of_that_name(target, functions):
    tvm_ffi.register_global_func(f"{target.__name__}.f", lambda: 5)
    tvm_ffi.init_ffi_api(target.__name__)
    assert target.f() == 5
    tvm_ffi.remove_global_func(f"{target.__name__}.f")


def test_init_ffi_api_of_a_misspelt_namespace(target, functions):
    with pytest.raises(ValueError, match=r"begins with 'test_nss.'.*did you mean 'test_ns'\?"):
        tvm_ffi.init_ffi_api("test_nss", target.__name__)


def test_init_ffi_api_of_a_namespace_with_types_only(target):
    """A library may register classes and no function."""
    tvm_ffi.init_ffi_api("ffi.reflection", target.__name__)


def test_init_ffi_api_of_a_namespace_with_deeper_names_only(target):
    tvm_ffi.register_global_func("test_outer.inner.f", lambda: 1)
    tvm_ffi.init_ffi_api("test_outer", target.__name__)
    tvm_ffi.remove_global_func("test_outer.inner.f")


def test_init_ffi_api_into_a_module_that_is_not_there():
    with pytest.raises(KeyError, match="no_such_module"):
        tvm_ffi.init_ffi_api("ffi", "no_such_module")


# ---- register_object


def test_an_unknown_type_names_the_nearest():
    with pytest.raises(ValueError, match=r"Cannot find object type index for ffi.Modul; did you mean 'ffi.Module'\?"):

        @tvm_ffi.register_object("ffi.Modul")
        class Module(tvm_ffi.Object):
            pass


def test_register_object_takes_text():
    with pytest.raises(TypeError, match="type_key must be a str, got int"):
        tvm_ffi.register_object(3)


def test_type_keys():
    keys = list(registry.get_registered_type_keys())
    assert "ffi.Array" in keys
    assert len(set(keys)) == len(keys)


# ---- convert


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        2.5,
        np.int64(3),
        fractions.Fraction(1, 2),
        tvm_ffi.dtype("int8"),
        tvm_ffi.device("cuda"),
        ctypes.c_void_p(3),
        tvm_ffi.Array([1]),
        tvm_ffi.Shape((1, 2)),
    ],
)
def test_values_that_stay(value):
    assert tvm_ffi.convert(value) is value


def test_values_that_are_converted():
    assert isinstance(tvm_ffi.convert([1, 2]), tvm_ffi.Array)
    assert isinstance(tvm_ffi.convert((1, 2)), tvm_ffi.Array)
    assert isinstance(tvm_ffi.convert({1: 2}), tvm_ffi.Map)
    assert type(tvm_ffi.convert("a")) is core.String
    assert type(tvm_ffi.convert(b"a")) is core.Bytes
    assert tvm_ffi.convert(bytearray(b"a")) == b"a"
    assert isinstance(tvm_ffi.convert(len), tvm_ffi.Function)
    assert isinstance(tvm_ffi.convert(np.zeros(3)), tvm_ffi.Tensor)
    assert tvm_ffi.convert(np.dtype("int8")) == "int8"
    error = tvm_ffi.convert(ValueError("x"))
    assert isinstance(error, core.Error)
    assert (error.kind, error.message) == ("ValueError", "x")


def test_anything_else_is_carried():
    value = {1, 2}
    carried = tvm_ffi.convert(value)
    assert isinstance(carried, core.OpaquePyObject)
    assert carried.pyobject() is value
    assert tvm_ffi.convert(lambda x: x)(value) is value


def test_convertible_objects():
    class Wraps(tvm_ffi.ObjectConvertible):
        def asobject(self):
            return tvm_ffi.Array([7])

    assert list(tvm_ffi.convert(Wraps())) == [7]


def test_strings_that_came_out_go_back_in():
    text = "a text of more than seven bytes"
    echo = tvm_ffi.convert(lambda x: x)
    result = echo(text)
    assert result == text
    assert isinstance(result, str)
    assert echo(result) == text
    assert type(result + "") is str
    assert hash(result) == hash(text)
    assert {text: 1}[result] == 1
    assert echo(core.String("made here, not there")) == "made here, not there"
    assert echo(b"bytes of more than seven") == b"bytes of more than seven"
    with pytest.raises(UnicodeEncodeError):
        echo("\ud800")


# ---- errors


def test_registered_errors_keep_their_class():
    @tvm_ffi.register_error
    class FirstTestError(RuntimeError):
        pass

    @tvm_ffi.register_error("SecondKind")
    class SecondTestError(ValueError):
        pass

    assert tvm_ffi.register_error("ThirdKind", SecondTestError) is SecondTestError
    assert core.Error("FirstTestError", "m", "").py_error().__class__ is FirstTestError
    assert core.Error("SecondKind", "m", "").py_error().__class__ is SecondTestError
    assert core.Error("ThirdKind", "m", "").py_error().__class__ is SecondTestError
    with pytest.raises(TypeError, match="the kind must be a str"):
        tvm_ffi.register_error(3)


@pytest.mark.parametrize(
    "kind",
    [RuntimeError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, MemoryError],
)
def test_builtin_kinds(kind):
    assert core.Error(kind.__name__, "m", "").py_error().__class__ is kind
