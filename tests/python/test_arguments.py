# SPDX-License-Identifier: Apache-2.0
"""Python values as arguments, row by row of the table, and results."""

import collections
import ctypes
import decimal
import enum
import fractions

import numpy as np
import pytest
import tvm_ffi
from tvm_ffi import core

NONE, INT, BOOL, FLOAT, POINTER, DTYPE, DEVICE = 0, 1, 2, 3, 4, 5, 6
SMALL_STR, SMALL_BYTES = 11, 12
STR, BYTES, ERROR, FUNCTION, SHAPE, TENSOR, ARRAY, MAP = 65, 66, 67, 68, 69, 70, 71, 72
OPAQUE, LIST, BIGINT = 74, 75, 78


class Colour(enum.IntEnum):
    RED = 7


class Text(str):
    pass


class Numbers(list):
    pass


Point = collections.namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, NONE),
        (True, BOOL),
        (0, INT),
        (-1, INT),
        (2**30, INT),
        (-(2**30), INT),
        (2**62, INT),
        (2**63 - 1, INT),
        (-(2**63), INT),
        (Colour.RED, INT),
        (np.int8(-3), INT),
        (np.uint32(2**32 - 1), INT),
        (2**63, BIGINT),
        (-(2**63) - 1, BIGINT),
        (2**200, BIGINT),
        (-(2**200), BIGINT),
        (np.uint64(2**64 - 1), BIGINT),
        (1.5, FLOAT),
        (float("inf"), FLOAT),
        (np.float32(0.5), FLOAT),
        (np.float64(0.1), FLOAT),
        (fractions.Fraction(1, 2), FLOAT),
        ("", SMALL_STR),
        ("a", SMALL_STR),
        ("ab", SMALL_STR),
        ("abc", SMALL_STR),
        ("1234567", SMALL_STR),
        ("12345678", STR),
        ("\0mid\0", SMALL_STR),
        ("é", SMALL_STR),
        ("\N{SNOWMAN}" * 3, STR),
        (Text("sub"), SMALL_STR),
        (b"", SMALL_BYTES),
        (b"1234567", SMALL_BYTES),
        (b"12345678", BYTES),
        (bytearray(b"changes"), SMALL_BYTES),
    ],
)
def test_plain_values(probe, value, kind):
    assert probe.kind_of(value) == kind
    back = probe.echo(value)
    assert back == value
    assert isinstance(back, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ((1, 2), ARRAY),
        ([1, 2], ARRAY),
        (Numbers([1, 2]), ARRAY),
        (Point(1, 2), ARRAY),
        ({"a": 1}, MAP),
        (collections.OrderedDict(a=1), MAP),
        (collections.defaultdict(int, a=1), MAP),
        (len, FUNCTION),
        (lambda: None, FUNCTION),
        (int, FUNCTION),
        (ValueError("x"), ERROR),
        (ctypes.c_void_p(16), POINTER),
        (ctypes.c_void_p(), POINTER),
        (np.zeros(3), TENSOR),
        (np.dtype("int8"), DTYPE),
        (tvm_ffi.dtype("int8"), DTYPE),
        (tvm_ffi.device("cpu"), DEVICE),
        (tvm_ffi.Shape((1, 2)), SHAPE),
        (tvm_ffi.Array([1]), ARRAY),
        ({1, 2}, OPAQUE),
        (range(3), OPAQUE),
        (3 + 4j, OPAQUE),
        (decimal.Decimal(1), OPAQUE),
        (np.bool_(True), OPAQUE),
        (..., OPAQUE),
    ],
)
def test_kinds_of_others(probe, value, kind):
    assert probe.kind_of(value) == kind
    assert probe.kind_of(value) == kind  # by the remembered row


def test_opaque_objects_come_back_themselves(probe):
    for value in ({1}, range(3), ..., object(), collections.deque()):
        assert probe.echo(value) is value


def test_lone_surrogates_are_refused(probe):
    with pytest.raises(UnicodeEncodeError):
        probe.echo("\ud800")


def test_nested_containers(probe):
    back = probe.echo([1, [2, {"k": (3, None)}]])
    assert repr(back) == '(1, (2, {"k": (3, None)}))'


def test_containers_in_themselves(probe):
    items = [1]
    items.append(items)
    mapping = {}
    mapping["self"] = mapping
    for value in (items, mapping, [items, mapping]):
        with pytest.raises(RecursionError):
            probe.echo(value)


def test_deep_nesting_is_an_error_or_works(probe):
    value = []
    for _ in range(200):
        value = [value]
    assert probe.kind_of(value) == ARRAY
    for _ in range(100_000):
        value = [value]
    with pytest.raises(RecursionError):
        probe.echo(value)
    while value:  # taken apart by hand: Python's own destruction recurses too
        value = value.pop()


def test_a_failing_element_leaves_nothing_behind(probe):
    marker = tvm_ffi.Array([1, 2, 3])
    with pytest.raises(UnicodeEncodeError):
        probe.echo([marker, {"k": "\ud800"}])
    assert probe.uses(marker) == 1


# ---- protocols


def test_ffi_object_protocol(probe):
    inner = tvm_ffi.Array([1])

    class Holder:
        def __tvm_ffi_object__(self):
            return inner

    assert probe.echo(Holder()) is inner

    class Liar:
        def __tvm_ffi_object__(self):
            return 1

    with pytest.raises(TypeError, match=r"Liar.*int"):
        probe.echo(Liar())


def test_number_protocols(probe):
    class AsInt:
        def __tvm_ffi_int__(self):
            return 2**70

    class AsFloat:
        def __tvm_ffi_float__(self):
            return 1.25

    assert probe.echo(AsInt()) == 2**70
    assert probe.echo(AsFloat()) == 1.25


def test_index_and_float_are_not_consulted(probe):
    class Index:
        def __index__(self):
            return 1

        def __float__(self):
            return 1.0

    value = Index()
    assert probe.echo(value) is value


def test_value_protocol(probe):
    class Wraps:
        def __init__(self, value):
            self.value = value

        def __tvm_ffi_value__(self):
            return self.value

    assert probe.echo(Wraps(Wraps("inner text"))) == "inner text"
    endless = Wraps(None)
    endless.value = endless
    with pytest.raises(RecursionError):
        probe.echo(endless)


def test_pointer_protocols(probe):
    class Pointer:
        def __tvm_ffi_opaque_ptr__(self):
            return 0x1234

    class Stream:
        def __cuda_stream__(self):
            return (0, 0x4321)

    assert probe.echo(Pointer()).value == 0x1234
    assert probe.echo(Stream()).value == 0x4321
    assert probe.echo(ctypes.c_void_p()).value is None


def test_opaque_pointer_handlers(probe):
    class Handle:
        address = 64

    core._OPAQUE_PTR_HANDLERS[Handle] = lambda handle: handle.address
    try:
        assert probe.echo(Handle()).value == 64
    finally:
        del core._OPAQUE_PTR_HANDLERS[Handle]


def test_dtype_and_device_protocols(probe):
    class Type:
        def __dlpack_data_type__(self):
            return (0, 16, 1)

    class Place:
        def __dlpack_device__(self):
            return (1, 3)

    assert probe.echo(Type()) == "int16"
    assert probe.echo(Place()) == tvm_ffi.device("cpu", 3)


def test_convertible(probe):
    class Convertible(tvm_ffi.ObjectConvertible):
        def asobject(self):
            return tvm_ffi.Array([5])

    assert list(probe.echo(Convertible())) == [5]


def test_errors_of_protocols_come_through(probe):
    class Broken:
        def __tvm_ffi_value__(self):
            raise LookupError("not today")

    with pytest.raises(LookupError, match="not today"):
        probe.echo(Broken())


def test_the_row_follows_a_changed_class(probe):
    class Changing:
        pass

    value = Changing()
    assert probe.kind_of(value) == OPAQUE
    Changing.__tvm_ffi_int__ = lambda self: 3
    assert probe.echo(value) == 3
    Changing.__tvm_ffi_object__ = lambda self: tvm_ffi.Array([])
    assert probe.kind_of(value) == ARRAY


# ---- results


def test_strings_keep_their_object(probe):
    back = probe.echo("longer than seven")
    assert type(back) is core.String
    assert type(back + "!") is str
    assert probe.uses(back) == 1  # no copy was made


def test_identity(probe):
    array = tvm_ffi.Array([1])
    assert probe.echo(array) is array
    function = probe.echo
    assert probe.echo(function) is function
    assert probe.echo(tvm_ffi.Array([array]))[0] is array


def test_cany(probe):
    assert repr(core.CAny(1)) == "CAny(int=1)"
    assert repr(core.CAny()) == "CAny(None)"
    holder = core.CAny([1])
    assert holder.type_index == ARRAY
    assert repr(holder) == "CAny(object, type_index=71)"
    assert list(probe.echo(holder)) == [1]
    with pytest.raises(UnicodeEncodeError):
        core.CAny("\ud800")
