# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: F401, UP045
"""Runs on two sides: classes of native and of Python types, reflection, enums."""

from __future__ import annotations

import copy
import ctypes
import pickle
from typing import Any, ClassVar, Optional

import numpy as np
import tvm_ffi
from surface_show import kind_of_error, show
from tvm_ffi import Array, Dict, List, Map, Object, core, dataclasses, error, registry
from tvm_ffi.core import TypeSchema
from tvm_ffi.dataclasses import (
    KW_ONLY,
    MISSING,
    Enum,
    EnumAttrMap,
    EnumState,
    Field,
    IntEnum,
    StrEnum,
    asdict,
    astuple,
    auto,
    c_class,
    entry,
    field,
    fields,
    init_property,
    is_dataclass,
    py_class,
    replace,
)

g = tvm_ffi.get_global_func


# ---- native types ----


@c_class("testing.TestIntPair")
class IntPair(Object):
    a: int
    b: int


@c_class("testing.TestObjectBase")
class Base(Object):
    v_i64: int
    v_f64: float
    v_str: str


@tvm_ffi.register_object("testing.TestObjectDerived")
class Derived(Base):
    pass


@c_class("testing.TestCxxKwOnly")
class KwOnly(Object):
    x: int
    y: int
    z: int
    w: int


@c_class("testing.TestCxxAutoInit")
class AutoInit(Object):
    a: int
    b: int
    c: int
    d: int


@c_class("testing.TestCompare", eq=True, order=True)
class Compare(Object):
    key: int
    name: str
    ignored_field: int


@c_class("testing.TestHash", eq=True, unsafe_hash=True)
class Hash(Object):
    key: int
    name: str
    hash_ignored: int


@c_class("testing.TestFrozenCxx", frozen=True)
class Frozen(Object):
    x: int
    y: str


@tvm_ffi.register_object("testing.TestNonCopyable")
class NonCopyable(Object):
    pass


@tvm_ffi.register_object("testing.TestDeepCopyEdges")
class Edges(Object):
    pass


@tvm_ffi.register_object("testing.TestCxxNoAutoInit")
class NoInit(Object):
    pass


# ---- types of Python ----


@py_class("surface.Point", eq=True, order=True, unsafe_hash=True)
class Point(Object):
    x: int
    y: int = 2
    label: Optional[str] = field(default=None, compare=False, doc="a name")
    tags: list[int] = field(default_factory=list, repr=False, hash=False, kw_only=True)


@py_class("surface.Deep")
class Deep(Point):
    _: KW_ONLY
    child: Optional[Object] = None
    count: ClassVar[int] = 3

    @init_property
    def doubled(self) -> int:
        return self.x * 2

    @tvm_ffi.method
    def total(self, extra: int) -> int:
        return self.x + self.y + extra

    @tvm_ffi.method
    @staticmethod
    def make(x: int) -> Any:
        return Deep(x)

    def __post_init__(self):
        POSTED.append(self.x)


@py_class("surface.Iced", frozen=True, structural_eq="dag")
class Iced(Object):
    any: Any
    real: float = 1.5
    flag: bool = False
    device: tvm_ffi.Device = field(default=tvm_ffi.device("cpu", 0))
    dtype: tvm_ffi.dtype = field(default=tvm_ffi.dtype("int8"))


@py_class("surface.Hooked")
class Hooked(Object):
    x: int

    def __ffi_repr__(self, fn_repr):
        return "hooked " + fn_repr(self.x)

    def __ffi_eq__(self, other, fn_eq):
        return self.x % 10 == other.x % 10

    def __ffi_hash__(self, fn_hash):
        return self.x % 10

    def __data_to_json__(self):
        return [self.x]


class Suit(Enum, type_key="surface.Suit"):
    hearts = entry()
    spades = auto()


class Small(IntEnum, type_key="surface.Small"):
    one = 1
    ten = entry(value=10)


class Word(StrEnum, type_key="surface.Word"):
    plus = "+"
    minus = "-"


POSTED: list = []
COLOUR = Suit.def_attr("colour", default="none")
COLOUR[Suit.hearts] = "red"


def null_wrapper():
    o = Object()
    return o.__chandle__(), repr(o)


def set_on(o, name, value):
    setattr(o, name, value)
    return getattr(o, name)


def field_info(cls):
    info = cls.__tvm_ffi_type_info__
    return [
        (f.name, f.doc, f.size, f.alignment, f.offset, f.frozen, f.c_init, f.c_kw_only, f.c_has_default, f.c_repr)
        for f in info.fields
    ]


def field_more(cls):
    info = cls.__tvm_ffi_type_info__
    return [
        (f.c_compare, f.c_hash, f.c_structural_eq, str(f.ty), f.metadata, f.field_static_type_index)
        for f in info.fields
    ]


def method_info(cls):
    info = cls.__tvm_ffi_type_info__
    return [(m.name, m.doc, m.is_static, m.metadata, type(m.func).__name__) for m in info.methods]


def type_info(cls):
    info = cls.__tvm_ffi_type_info__
    parent = info.parent_type_info and info.parent_type_info.type_key
    return info.type_key, len(info.type_ancestors), info.total_size, parent, info.type_cls is cls, info.type_index > 127


def sub_annotation(text):
    return str(TypeSchema.from_annotation(eval(text)))


SELF_LIST = List([1])
PAIR = IntPair(1, 2)
DERIVED = g("testing.make_unregistered_object")()

EXPRESSIONS = r"""
PAIR
PAIR.a, PAIR.b
set_on(PAIR, "a", 5)
PAIR.sum()
IntPair(3)
IntPair()
IntPair(1, b=2)
IntPair(1, 2, 3)
IntPair("x", 2)
IntPair(2**63, 2)
IntPair.__init__ is not Object.__init__
PAIR.same_as(PAIR), PAIR.is_(PAIR), PAIR == IntPair(1, 2), PAIR != PAIR
hash(PAIR) == PAIR.__chandle__() or isinstance(hash(PAIR), int)
PAIR.id_ == PAIR.__chandle__()
type(PAIR.__ctypes_handle__()).__name__
PAIR.__dict__
setattr(PAIR, "nothing", 1)
__import__("weakref").ref(PAIR)
copy.copy(PAIR)
copy.deepcopy(PAIR)
copy.copy(NonCopyable(3))
copy.deepcopy(NonCopyable(3))
pickle.loads(pickle.dumps(PAIR))
PAIR.__reduce__()[0].__name__
PAIR.__getstate__()
Base(v_i64=1, v_f64=2.5, v_str="s")
Base(1, 2.5, "s").add_i64(4)
Base(1, 2.5, "s").v_str
setattr(Base(1, 2.5, "s"), "v_str", "t")
setattr(Base(1, 2.5, "s"), "v_i64", "t")
setattr(Base(1, 2.5, "s"), "v_i64", 3)
delattr(Base(1, 2.5, "s"), "v_i64")
Base.v_i64.__doc__
Base.add_i64.__doc__
Base.v_str.set(Base(1, 2.5, "s"), "u")
issubclass(Derived, Base), Derived.__mro__[1].__name__
type(Derived.v_map).__name__
KwOnly(x=1, y=2, z=3)
KwOnly(1, y=2, z=3)
KwOnly(x=1)
AutoInit(1, c=2)
AutoInit(1)
AutoInit()
AutoInit(1, 2, 3, 4, 5)
AutoInit(1, q=2)
AutoInit(1, a=2)
str(AutoInit.__signature__)
str(__import__("inspect").signature(KwOnly))
NoInit()
Compare(1, "a", 2) == Compare(1, "a", 3)
Compare(1, "a", 2) < Compare(2, "a", 1)
Compare(1, "a", 2) >= Compare(1, "b", 1)
Compare(1, "a", 2) == 3
Compare(1, "a", 2) < 3
hash(Hash(1, "a", 2)) == hash(Hash(1, "a", 3))
hash(Hash(1, "a", 2))
set_on(Frozen(1, "y"), "x", 2)
copy.replace(Frozen(1, "y"), x=3) if hasattr(copy, "replace") else replace(Frozen(1, "y"), x=3)
Frozen.__match_args__
DERIVED
type(DERIVED).__name__, type(DERIVED).__module__
[n for n in dir(type(DERIVED)) if n.startswith("v")]
DERIVED.v1, DERIVED.v2
DERIVED.get_v1_plus_v2() if hasattr(DERIVED, "get_v1_plus_v2") else DERIVED.get_v2_plus_two()
type_info(IntPair)
type_info(Derived)
type_info(Deep)
field_info(Base)
field_more(Base)
field_info(Deep)
field_more(Deep)
method_info(IntPair)
method_info(Deep)
type(IntPair.__tvm_ffi_type_info__.fields[0].getter).__name__
IntPair.__tvm_ffi_type_info__.fields[0].getter(PAIR)
IntPair.__tvm_ffi_type_info__.fields[0].setter(PAIR, 9), PAIR.a
IntPair.__tvm_ffi_type_info__.fields[0].as_property(IntPair).__get__(PAIR)
IntPair.__tvm_ffi_type_info__.methods[0].as_callable(IntPair) is not None
isinstance(IntPair.__tvm_ffi_type_info__, core.TypeInfo), core.TypeField.__name__, core.TypeMethod.__name__
Point.__tvm_ffi_type_info__.fields[1].c_default
type(Point.__tvm_ffi_type_info__.fields[3].c_default_factory).__name__
Point.__tvm_ffi_type_info__.fields[0].normalize_value(3)
type(Point.__tvm_ffi_type_info__.fields[0].dataclass_field).__name__
Point(1)
Point(1, 3, "l", tags=[4])
Point(1, tags=[4]).tags
Point(1).label
Point("a")
Point(1.5)
Point(True)
Point()
Point(1, 2, "a", [1])
Point(1, y=None)
Point(1, q=3)
Point(1, x=3)
Point(1, tags=["a"])
Point(1, tags=[2**70])
Point(1) == Point(1, 2, "other"), Point(1) < Point(2), Point(3) >= Point(1, 9)
hash(Point(1)) == hash(Point(1))
hash(Point(1))
{Point(1): 2}[Point(1)]
set_on(Point(1), "x", 4)
set_on(Point(1), "x", "no")
set_on(Point(1), "z", 4)
set_on(Point(1), "tags", (1, 2))
set_on(Point(1), "label", b"no")
Point.label.__doc__
Point.__match_args__
str(Point.__signature__)
copy.copy(Point(1, tags=[1])).tags
copy.deepcopy(Point(1, tags=[1])).tags
replace(Point(1), y=8)
replace(Point(1), q=8)
asdict(Point(1, tags=[1]))
astuple(Point(1, tags=[1]))
asdict(Deep(1, child=Point(2)))
[f.name for f in fields(Deep)]
[(f.default, f.default_factory, f.kw_only, f.repr, f.compare, f.hash) for f in fields(Point)]
isinstance(fields(Point)[0], Field)
is_dataclass(Point), is_dataclass(Point(1)), is_dataclass(3), is_dataclass(PAIR)
asdict(3)
Deep(4)
Deep(4, child=Point(1)).child
Deep(4).doubled
Deep(4).total(5)
Deep.make(6)
Deep(4, count=2)
POSTED
Deep(4, child=3)
Iced(1)
Iced(Point(1), 2, True).any
set_on(Iced(1), "any", 2)
Iced(1, "x")
Iced(1, 2**70)
Iced(1, device="cuda:1", dtype="float16").device
Iced(1, device="cuda:1", dtype="float16").dtype
Hooked(12)
Array([Hooked(12)])
g("ffi.RecursiveEq")(Hooked(12), Hooked(2)), g("ffi.RecursiveHash")(Hooked(12))
tvm_ffi.serialization.to_json_graph_str(Hooked(12))
pickle.loads(pickle.dumps(Point(1, tags=[7]))).tags
py_class("surface.Point")(type("Again", (Object,), {"__annotations__": {"x": int}}))
py_class("surface.NoBase")(type("NoBase", (), {"__annotations__": {"x": int}}))
py_class("surface.OrderOnly", order=True)(type("OrderOnly", (Object,), {"__annotations__": {"x": int}}))
py_class("surface.BadDefault")(type("BadDefault", (Object,), {"__annotations__": {"x": "int"}, "x": 3.5})))
field(default=1, default_factory=int)
field(nonsense=3)
type(field(default=3)).__name__
KW_ONLY, MISSING, MISSING is core.MISSING, core.KWARGS
Suit.hearts, Suit.spades
[str(s) for s in Suit]
len(list(Suit))
Suit.hearts.attr_dict if hasattr(Suit.hearts, "attr_dict") else Suit.attr_dict
COLOUR[Suit.hearts], COLOUR[Suit.spades]
type(COLOUR).__name__, isinstance(COLOUR, EnumAttrMap)
COLOUR[3]
Suit.get("hearts")
Suit.get("clubs")
Suit("hearts")
Suit(99)
Suit.hearts is Suit.hearts, Suit.hearts == Suit.hearts, Suit.hearts == Suit.spades
pickle.loads(pickle.dumps(Suit.hearts)) == Suit.hearts
list(Suit.all_entries())
Small.one, Small.ten.value, Small(10), Small.one == 1, hash(Small.one) == hash(1)
str(Small.one), Small.one + 1 if isinstance(Small.one, int) else None
Small(99)
Small.get(1) if hasattr(Small, "get") else None
Word.plus, Word("+"), Word.plus == "+", str(Word.plus), Word.plus.value
Word("nope")
type(core._lookup_type_attr(Suit.__tvm_ffi_type_info__.type_index, "__ffi_enum__")).__name__
isinstance(core._lookup_type_attr(Suit.__tvm_ffi_type_info__.type_index, "__ffi_enum__"), EnumState)
core._lookup_type_attr(Point.__tvm_ffi_type_info__.type_index, "__no_such__")
registry.register_object("testing.TestIntPair")(IntPair) is IntPair
registry.register_object("no.such.key")(IntPair)
registry.register_object
null_wrapper()
sub_annotation("Point")
dataclasses.gen_abi_cpp(["surface.Point"])
"""

if __name__ == "__main__":
    show(EXPRESSIONS, globals())
