# SPDX-License-Identifier: Apache-2.0
"""Constructing registered classes: positional and keyword arguments, signatures, Python's own constructors."""

import inspect

import pytest
import tvm_ffi
from tvm_ffi import core


def test_constructor_arguments(probe):
    cls = probe.Cell
    for made in (cls(1, 2), cls(1, i32=2), cls(i64=1, i32=2), cls(i32=2, i64=1), cls(*[1], **{"i32": 2})):
        assert (made.i64, made.i32) == (1, 2)
        assert type(made) is cls
        assert probe.echo(made) is made


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        ((), {}, "missing required argument: 'i64'"),
        ((1,), {}, "missing required argument: 'i32'"),
        ((), {"i32": 1}, "missing required argument: 'i64'"),
        ((1, 2, 3), {}, "at most 2 positional arguments, but 3"),
        ((1, 2), {"i64": 1}, "multiple values for argument 'i64'"),
        ((1,), {"i3": 1}, "unexpected keyword argument 'i3'; did you mean 'i32'"),
        ((1,), {"nothing_like_it": 1}, "unexpected keyword argument 'nothing_like_it'$"),
    ],
)
def test_wrong_constructor_arguments(probe, args, kwargs, message):
    with pytest.raises(TypeError, match=message) as caught:
        probe.Cell(*args, **kwargs)
    assert "Cell" in str(caught.value)


def test_constructor_errors_of_the_library(probe):
    with pytest.raises(OverflowError):
        probe.Cell(1, 2**40)
    with pytest.raises(TypeError):
        probe.Cell("x", 1)


def test_generated_constructor(probe):
    cls = probe.Auto
    made = cls(1, 2)
    assert (made.a, made.b, made.c, made.d) == (1, 2, 5, 5.0)
    made = cls(1, 2, 3, d=4.5)
    assert (made.a, made.b, made.c, made.d) == (1, 2, 3, 4.5)
    made = cls(b=2, a=1, d=0.5)
    assert (made.a, made.b, made.c, made.d) == (1, 2, 5, 0.5)
    made = cls(1, 2, core.MISSING)
    assert made.c == 5
    with pytest.raises(TypeError, match="at most 3"):
        cls(1, 2, 3, 4.5)
    with pytest.raises(TypeError, match="'b'"):
        cls(1)


def test_signatures(probe):
    assert str(inspect.signature(probe.Cell)) == "(i64, i32)"
    assert str(inspect.signature(probe.Auto)) == "(a, b, c=5, *, d=5)"
    assert str(inspect.signature(probe.Cell.__init__)) == "(self, /, i64, i32)"
    assert list(inspect.signature(probe.Cell.add).parameters) == ["self", "args"]

    class Own(probe.Cell):
        def __init__(self, only):
            super().__init__(only, only)

    assert str(inspect.signature(Own)) == "(only)"


def test_python_constructors(probe):
    class Own(probe.Cell):
        def __init__(self, both):
            super().__init__(both, i32=both)

    made = Own(3)
    assert (made.i64, made.i32) == (3, 3)
    assert type(made) is Own
    assert probe.echo(made) is made
    with pytest.raises(TypeError):
        Own(1, 2)

    class Plain(probe.Cell):
        pass

    assert type(Plain(1, i32=2)) is Plain


def test_init_again_replaces(probe):
    cell = probe.Cell(1, 2)
    cell.__init__(3, 4)
    assert cell.i64 == 3
    assert probe.echo(cell) is cell
    cell.__ffi_init__(5, 6)
    assert cell.i64 == 5


def test_init_of_another_class(probe):
    derived = probe.Derived()
    with pytest.raises(TypeError, match="constructor of its own"):
        probe.Cell.__init__(derived, 1, 2)
    with pytest.raises(TypeError, match="instance"):
        probe.Cell.__init__(1, 2, 3)
    with pytest.raises(TypeError):
        probe.Cell.__init__()


def test_replaced_init_is_called(probe):
    @tvm_ffi.register_object("probe.Derived")
    class Derived(probe.Cell):
        pass

    class Below(Derived):
        pass

    calls = []
    assert Derived().i64 == 0
    original = Derived.__init__

    def init(self, *args):
        calls.append(args)
        original(self, *args)

    Derived.__init__ = init
    assert Derived().i64 == 0
    assert Below().i64 == 0
    assert calls == [(), ()]
    Derived.__init__ = original
    assert Derived().i64 == 0
    assert len(calls) == 2

    def new(cls):
        calls.append("new")
        return super(Derived, cls).__new__(cls)

    Derived.__new__ = new
    Derived()
    assert calls[-1] == "new"
    tvm_ffi.register_object("probe.Derived")(probe.Derived)


def test_constructing_without_constructor(probe):
    @tvm_ffi.register_object("probe.parts.Bare")
    class Bare(tvm_ffi.Object):
        pass

    with pytest.raises(TypeError, match="no constructor"):
        Bare()
    with pytest.raises(TypeError, match="no constructor"):
        Bare(1, x=2)
