# SPDX-License-Identifier: Apache-2.0
"""Objects: wrappers, registered classes, fields, methods, constructors."""

import abc
import copy
import gc
import pickle
import weakref

import pytest
import tvm_ffi
from tvm_ffi import core

# ---- wrappers


def test_null_wrapper():
    empty = tvm_ffi.Object()
    assert (empty.__chandle__(), empty.id_) == (0, 0)
    assert empty.__ctypes_handle__().value is None
    assert repr(empty) == "Object(chandle=None)"
    assert empty == empty
    with pytest.raises(TypeError, match="takes no arguments"):
        tvm_ffi.Object(1)


def test_null_is_none_as_argument(probe):
    assert probe.echo(tvm_ffi.Object()) is None


def test_equality_is_identity(probe):
    one, other = probe.Cell(1, 2), probe.Cell(1, 2)
    assert one == one
    assert one != other
    assert one.same_as(one)
    assert one.is_(one)
    assert not one.same_as(other)
    assert not one.same_as("text")
    assert one != 1
    assert hash(one) == hash(probe.echo(one))
    assert one.__ctypes_handle__().value == one.__chandle__() == one.id_
    with pytest.raises(TypeError):
        one < other  # noqa: B015


def test_one_wrapper_per_object(probe):
    cell = probe.Cell(1, 2)
    assert probe.echo(cell) is cell
    cell.any = probe.Cell(3, 4)
    assert cell.any is cell.any
    inner = cell.any
    inner_id = inner.__chandle__()
    assert cell.any is inner
    del inner
    assert cell.any.__chandle__() == inner_id
    assert cell.any.i64 == 3


def test_many_wrappers_are_found_again(probe):
    cells = [probe.Cell(i, 0) for i in range(3000)]
    assert all(probe.echo(cell) is cell for cell in cells)
    del cells[::2]
    assert all(probe.echo(cell) is cell for cell in cells)
    more = [probe.Cell(i, 1) for i in range(3000)]
    assert all(probe.echo(cell) is cell for cell in cells + more)


def test_reference_counts(probe):
    cell = probe.Cell(1, 2)
    assert probe.uses(cell) == 1
    array = tvm_ffi.Array([cell, cell])
    assert probe.uses(cell) == 3
    del array
    assert probe.uses(cell) == 1


def test_weak_references(probe):
    cell = probe.Cell(1, 2)
    gone = []
    alive = weakref.ref(cell, lambda ref: gone.append(ref))
    assert alive() is cell
    del cell
    assert alive() is None
    assert len(gone) == 1
    array = tvm_ffi.Array([1])
    function = tvm_ffi.convert_func(lambda: None)
    assert weakref.ref(array)() is array
    assert weakref.ref(function)() is function


def test_a_new_wrapper_during_destruction(probe):
    """Code that runs while a wrapper dies must not get the dying one."""
    cell = probe.Cell(7, 0)
    holder = tvm_ffi.Array([cell])
    found = []
    weak = weakref.ref(cell, lambda ref: found.append(holder[0]))
    del cell
    assert found[0].i64 == 7
    assert probe.echo(found[0]) is found[0]
    assert weak() is None


def test_finalizers_and_resurrection(probe):
    kept = []

    class Rising(probe.Cell):
        def __del__(self):
            kept.append(self)

    Rising(1, 2)
    assert kept[0].i64 == 1
    assert probe.echo(kept[0]) is kept[0]


def test_finalizers_of_registered_classes(probe):
    calls = []

    @tvm_ffi.register_object("probe.Derived")
    class Loud(probe.Cell):
        def __del__(self):
            calls.append(self.i64)

    Loud()
    assert calls == [0]
    del Loud.__del__
    Loud()
    assert calls == [0]
    Loud.__del__ = lambda self: calls.append("later")
    Loud()
    assert calls == [0, "later"]
    tvm_ffi.register_object("probe.Derived")(probe.Derived)


def test_move_handle(probe):
    cell, empty = probe.Cell(1, 2), tvm_ffi.Object()
    handle = cell.__chandle__()
    empty.__move_handle_from__(cell)
    assert (cell.__chandle__(), empty.__chandle__()) == (0, handle)
    empty.__move_handle_from__(empty)
    assert empty.__chandle__() == handle
    with pytest.raises(TypeError):
        empty.__move_handle_from__(1)


def test_init_handle_by_constructor(probe):
    class Made(tvm_ffi.Object):
        def __init__(self, n):
            self.__init_handle_by_constructor__(probe.make_bare, n)

    assert repr(Made(1)).startswith("probe.parts.Bare")
    with pytest.raises(TypeError, match="Function"):
        tvm_ffi.Object().__init_handle_by_constructor__(len)
    with pytest.raises(TypeError, match="did not return an object"):
        tvm_ffi.Object().__init_handle_by_constructor__(probe.count)


def test_repr_never_raises(probe, monkeypatch):
    array = tvm_ffi.Array([probe.Cell(1, 2)])
    assert "probe.Cell" in repr(array)
    inner = tvm_ffi.Object()
    assert repr(inner) == "Object(chandle=None)"


# ---- classes


def test_metaclass():
    assert issubclass(type(tvm_ffi.Object), abc.ABCMeta)

    class Slotless(tvm_ffi.Object):
        pass

    assert Slotless.__slots__ == ()
    with pytest.raises(AttributeError):
        Slotless().anything = 1

    class WithDict(tvm_ffi.Object):
        __slots__ = ("__dict__",)

    opened = WithDict()
    opened.anything = 1
    assert opened.anything == 1

    class WithSlot(tvm_ffi.Object):
        __slots__ = ("extra",)

    slotted = WithSlot()
    slotted.extra = [slotted]
    del slotted
    gc.collect()


def test_abstract_methods_work():
    class Shape(tvm_ffi.Object):
        @abc.abstractmethod
        def area(self):
            """The area."""

    with pytest.raises(TypeError, match="area"):
        Shape()

    class Virtual:
        pass

    Shape.register(Virtual)
    assert isinstance(Virtual(), Shape)


def test_init_subclass_and_class_arguments():
    seen = []

    class Base(tvm_ffi.Object):
        def __init_subclass__(cls, tag=None, **kwargs):
            super().__init_subclass__(**kwargs)
            seen.append(tag)

    class Derived(Base, tag="t"):
        def name(self):
            return __class__.__name__

    assert seen == ["t"]
    assert Derived().name() == "Derived"


def test_unregistered_types_get_a_class(probe):
    other = probe.make_other()
    cls = type(other)
    assert (cls.__name__, cls.__module__) == ("Other", "probe.parts")
    assert isinstance(other, tvm_ffi.Object)
    assert other.i64 == 0
    assert type(probe.make_other()) is cls
    with pytest.raises(TypeError, match="no constructor"):
        cls()


def test_register_checks(probe):
    with pytest.raises(TypeError, match=r"tvm_ffi\.Object"):
        tvm_ffi.register_object("probe.parts.Bare")(type("Plain", (), {}))
    with pytest.raises(ValueError, match=r"probe\.Cel'?.*probe\.Cell"):
        tvm_ffi.register_object("probe.Cel")

        class Wrong(tvm_ffi.Object):
            pass

        tvm_ffi.register_object("probe.Cel")(Wrong)
    for index in (-1, 2**24 - 1, 2**31 - 1):
        with pytest.raises(ValueError, match="no type"):
            core.register_class(index, tvm_ffi.Object, False)


def test_the_body_wins(probe):
    @tvm_ffi.register_object("probe.parts.Bare")
    class Bare(tvm_ffi.Object):
        i64 = "mine"

        def __init__(self):
            self.__init_handle_by_constructor__(probe.make_bare)

    assert Bare.i64 == "mine"
    assert isinstance(probe.make_bare(), Bare)
    assert isinstance(Bare(), Bare)


def test_type_info(probe):
    info = probe.Cell.__tvm_ffi_type_info__
    assert info.type_key == "probe.Cell"
    assert info.type_cls is probe.Cell
    assert info.type_index >= 128
    assert info.type_ancestors == [64]
    assert [field.name for field in info.fields][:2] == ["i64", "i32"]
    assert info.fields[0].size == 8
    assert info.fields[6].frozen
    assert {method.name for method in info.methods} == {"__ffi_init__", "add", "twice"}
    assert probe.Derived.__tvm_ffi_type_info__.parent_type_info == info
    assert info.total_size > 0


# ---- fields


RANGES = {
    "i64": (-(2**63), 2**63 - 1),
    "i32": (-(2**31), 2**31 - 1),
    "u32": (0, 2**32 - 1),
    "i16": (-(2**15), 2**15 - 1),
    "u16": (0, 2**16 - 1),
    "i8": (-128, 127),
    "odd": (-(2**63), 2**63 - 2),
}


@pytest.mark.parametrize("name", RANGES)
def test_integer_fields(probe, name):
    cell = probe.Cell(0, 0)
    low, high = RANGES[name]
    for value in (low, high, 0, 1, 42, True):
        setattr(cell, name, value)
        assert getattr(cell, name) == value
        assert type(getattr(cell, name)) is int
    for value in (low - 1, high + 1, 2**200):
        with pytest.raises((OverflowError, TypeError), match=f"Cell.{name}"):
            setattr(cell, name, value)
    assert getattr(cell, name) == 1
    for value in ("x", 1.5, None, [1]):
        with pytest.raises(TypeError, match=f"Cell.{name}"):
            setattr(cell, name, value)


@pytest.mark.parametrize("name", ["i64", "i32", "u32", "i16", "u16", "i8"])
def test_out_of_range_is_an_overflow(probe, name):
    with pytest.raises(OverflowError):
        setattr(probe.Cell(0, 0), name, RANGES[name][1] + 1)


def test_fields_do_not_touch_their_neighbours(probe):
    cell = probe.Cell(0, 0)
    names = ["i64", "i32", "u32", "i16", "u16", "i8", "odd"]
    for value in (-1, 0):
        for name in names:
            setattr(cell, name, max(value, RANGES[name][0]))
        cell.f32, cell.f64, cell.flag = 0.5, 0.25, True
        for name in names:
            assert getattr(cell, name) == max(value, RANGES[name][0])
        assert (cell.f32, cell.f64, cell.flag, cell.u8) == (0.5, 0.25, True, 0)


def test_float_and_bool_fields(probe):
    cell = probe.Cell(0, 0)
    for name in ("f64", "f32"):
        for value in (1.5, -2, True, float("inf")):
            setattr(cell, name, value)
            assert getattr(cell, name) == value
            assert type(getattr(cell, name)) is float
        with pytest.raises(TypeError, match=f"Cell.{name}: expected float, got str"):
            setattr(cell, name, "x")
    for value in (True, False, 5, 0):
        cell.flag = value
        assert cell.flag is bool(value)
    with pytest.raises(TypeError, match=r"Cell\.flag: expected bool, got float"):
        cell.flag = 1.0


def test_read_only_fields(probe):
    cell = probe.Cell(0, 0)
    with pytest.raises(AttributeError, match=r"Cell\.u8"):
        cell.u8 = 1
    probe.Cell.u8.set(cell, 200)
    assert cell.u8 == 200
    with pytest.raises(AttributeError, match="deleted"):
        del cell.i64


def test_fields_by_getter_and_setter(probe):
    cell = probe.Cell(0, 0)
    for value in ("text", "a longer text", [1, 2], None, cell):
        cell.any = value
        assert cell.any == value or list(cell.any) == value
    cell.any = None
    with pytest.raises(TypeError, match=r"Cell\.any: no floats here"):
        cell.any = 1.5
    assert probe.uses(cell) == 1


def test_field_descriptors(probe):
    field = probe.Cell.i64
    assert field.__name__ == "i64"
    assert field.__doc__ == "a field"
    assert field.__objclass__ is probe.Cell
    assert repr(field) == "<field 'i64' of 'Cell'>"
    with pytest.raises(TypeError, match="does not apply"):
        field.__get__(tvm_ffi.Array([]))
    with pytest.raises(TypeError):
        field.__set__("text", 1)
    with pytest.raises(TypeError):
        type(field)()
    assert probe.Derived.i64 is field


def test_field_of_a_null_object(probe):
    empty = probe.Cell.__new__(probe.Cell)
    with pytest.raises(AttributeError, match="NULL"):
        _ = empty.i64
    with pytest.raises(AttributeError, match="NULL"):
        empty.i64 = 1
    with pytest.raises(TypeError, match="NULL"):
        empty.add(1)


# ---- methods


def test_methods(probe):
    cell = probe.Cell(40, 0)
    assert cell.add(2) == 42
    bound = cell.add
    assert bound(3) == 43
    assert probe.Cell.add(cell, 4) == 44
    assert probe.Derived().add(1) == 1
    assert probe.Cell.add.__doc__ == "a method"
    assert probe.Cell.add.__qualname__ == "Cell.add"
    with pytest.raises(TypeError, match="'Cell' object"):
        probe.Cell.add(1, 2)
    with pytest.raises(TypeError, match="instance"):
        probe.Cell.add()
    with pytest.raises(TypeError, match="'other'"):
        cell.add(other=1)


def test_static_methods(probe):
    assert probe.Cell.twice(21) == 42
    assert probe.Cell(0, 0).twice(4) == 8
    assert probe.Cell.twice.__name__ == "twice"
    assert probe.Cell.twice.__doc__ == "a method"


# ---- copies


def test_copies(probe):
    empty = copy.copy(tvm_ffi.Object())
    assert type(empty) is tvm_ffi.Object
    assert empty.__chandle__() == 0
    assert pickle.loads(pickle.dumps(tvm_ffi.Object())).__chandle__() == 0
    function = tvm_ffi.convert_func(lambda: None)
    for copier in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            copier(function)
    with pytest.raises(TypeError, match="handle"):
        tvm_ffi.Object().__setstate__({})


def test_copy_by_graph(probe):
    if tvm_ffi.get_global_func("ffi.ToJSONGraphString", allow_missing=True) is None:
        with pytest.raises(TypeError, match=r"ffi\.ToJSONGraphString"):
            copy.copy(probe.Auto(1, 2))
        return
    again = copy.copy(probe.Auto(1, 2, 3))
    assert type(again) is probe.Auto
    assert (again.a, again.b, again.c) == (1, 2, 3)


# ---- a class holds objects of its type and no others: it reads them as such


def test_a_handle_of_another_type_is_not_taken():
    function = tvm_ffi.Function.__new__(tvm_ffi.Function)
    array = tvm_ffi.Array([1, 2])
    with pytest.raises(TypeError, match="cannot take the object of a"):
        function.__move_handle_from__(array)
    assert list(array) == [1, 2]
    with pytest.raises(TypeError, match=r"cannot hold an object of type ffi\.Array"):
        function.__init_handle_by_constructor__(tvm_ffi.get_global_func("ffi.Array"), 1)
    assert function.__chandle__() == 0
    holder = tvm_ffi.Object()
    holder.__move_handle_from__(array)
    assert (holder.__chandle__() != 0, array.__chandle__()) == (True, 0)


def test_a_pickled_object_of_another_type_is_not_taken():
    state = tvm_ffi.Array([1, 2]).__getstate__()
    for cls in (tvm_ffi.Function, tvm_ffi.Map, tvm_ffi.Tensor):
        empty = cls.__new__(cls)
        with pytest.raises(TypeError, match=r"cannot hold an object of type ffi\.Array"):
            empty.__setstate__(state)
        assert empty.__chandle__() == 0


def test_the_class_cannot_become_one_of_another_type(probe):
    cell = probe.Cell(1, 2)
    other = next(cls for cls in vars(probe).values() if isinstance(cls, type) and cls is not probe.Cell)
    with pytest.raises(TypeError, match="__class__"):
        cell.__class__ = other
    with pytest.raises(TypeError):
        cell.__class__ = 3
    with pytest.raises(TypeError):
        del cell.__class__
    assert type(cell) is probe.Cell

    class Special(probe.Cell):
        __slots__ = ()

    cell.__class__ = Special
    assert (type(cell), cell.__class__) == (Special, Special)


def test_a_class_cannot_stand_for_a_type_that_its_base_cannot_read():
    with pytest.raises(TypeError, match=r"cannot stand for probe\.Cell"):

        @tvm_ffi.register_object("probe.Cell")
        class Wrong(tvm_ffi.Array):
            pass


def test_fields_are_read_from_objects_of_their_type_only(probe):
    """Also where a class was registered for a type whose parent is not the type of its base."""
    saved = probe.Auto
    try:

        @tvm_ffi.register_object("probe.Auto")
        class Below(probe.Cell):
            pass

        mixed = Below(1, b=2)
        assert (mixed.a, mixed.b) == (1, 2)
        with pytest.raises(TypeError, match=r"field .u32. of .Cell. does not apply to an object of type probe\.Auto"):
            mixed.u32  # noqa: B018
    finally:
        tvm_ffi.register_object("probe.Auto")(saved)
    assert type(probe.Auto(1, b=2)) is saved
