# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: F401, UP045
"""Runs on two sides: structural operations, serialization, access paths and what containers keep."""

from __future__ import annotations

import copy
import pickle
from typing import Any, Optional

import numpy as np
import tvm_ffi
from surface_show import show
from tvm_ffi import (
    Array,
    DefRegionKind,
    Dict,
    InplaceMode,
    List,
    Map,
    Object,
    Shape,
    StructuralKey,
    StructuralMutator,
    StructuralVisitor,
    VisitInterrupt,
    WalkOrder,
    WalkResult,
    access_path,
    dataclasses,
    serialization,
    structural,
)
from tvm_ffi.access_path import AccessKind, AccessPath, AccessStep
from tvm_ffi.container import KeysView
from tvm_ffi.dataclasses import field, py_class
from tvm_ffi.serialization import from_json_graph_str, to_json_graph_str


@py_class("structures.Var", structural_eq="var")
class Var(Object):
    name: str = field(structural_eq="ignore")


@py_class("structures.Let", structural_eq="tree")
class Let(Object):
    var: Any = field(structural_eq="def")
    value: Any = None
    body: Any = None


@py_class("structures.Fun", structural_eq="tree")
class Fun(Object):
    params: list[Any] = field(structural_eq="def-pattern")
    body: Any = None
    note: Optional[str] = field(default=None, structural_eq="ignore")


@py_class("structures.Dag", structural_eq="dag")
class Dag(Object):
    a: Any = None
    b: Any = None


@py_class("structures.One", structural_eq="singleton")
class One(Object):
    a: Any = None


@py_class("structures.None", structural_eq=None)
class Unsupported(Object):
    a: Any = None


@py_class("structures.Own")
class Own(Object):
    a: Any
    b: Any

    def __s_equal__(self, other, compare):
        return compare(self.a, other.a, 0, "a")

    def __s_hash__(self, init, combine):
        return combine(self.a, init, 0)


def fun(name="x", note=None):
    x = Var(name)
    return Fun([x], Let(x, 1, [x, x]), note)


def tensor(fill):
    return tvm_ffi.from_dlpack(np.full(3, fill, dtype="int32"))


def walked(root, **options):
    seen = []
    result = tvm_ffi.structural_walk(root, lambda x: seen.append(repr(x)), **options)
    return seen, result


def walked_by(callbacks, root, **options):
    seen = []
    result = tvm_ffi.structural_walk(root, callbacks(seen), **options)
    return seen, result


def stopped(root):
    seen = []

    def visit(x):
        seen.append(x)
        return VisitInterrupt("enough") if x == 2 else None

    result = tvm_ffi.structural_walk(root, [(int, visit)])
    return seen, type(result).__name__, result.value


def skipped(root):
    seen = []

    def visit(x):
        seen.append(repr(x))
        return WalkResult.SKIP if isinstance(x, Dag) else WalkResult.ADVANCE

    tvm_ffi.structural_walk(root, visit, order=WalkOrder.PREORDER)
    return seen


def regions(root):
    seen = []
    tvm_ffi.structural_walk(root, with_def_region_kind=[(Var, lambda x, kind: seen.append((x.name, int(kind))))])
    return seen


def visited(root):
    seen = []

    def visit(value, visitor):
        seen.append((repr(value), int(visitor.def_region_kind()), isinstance(visitor, StructuralVisitor)))
        return visitor.default_visit(value)

    return tvm_ffi.structural_visit(root, [(Object, visit)]), seen


def visited_by_hand(root):
    seen = []

    def visit(value, visitor):
        seen.append(value.name if isinstance(value, Var) else "fun")
        if isinstance(value, Fun):
            visitor.with_def_region_kind(DefRegionKind.DEF_PATTERN, lambda: visitor.visit(value.params))
            visitor.visit(value.body)
        return None

    tvm_ffi.structural_visit(root, [((Fun, Var), visit)])
    return seen


def renamed(root):
    return tvm_ffi.structural_map(root, [(Var, lambda x: Var(x.name + "2"))])


def increased(root, **options):
    return tvm_ffi.structural_map(root, [(int, lambda x: x + 1)], **options)


def mutated(root):
    def mutate(value, mutator):
        if isinstance(value, Dag):
            return Dag(mutator.mutate(value.a), "new")
        return mutator.default_mutate(value)

    return tvm_ffi.structural_mutate(root, [((Dag, Let), mutate)])


def mutated_in_place(root):
    modes = []

    def mutate(value, mutator, mode):
        modes.append(int(mode))
        return mutator.default_mutate(value)

    return tvm_ffi.structural_mutate(root, [(Dag, mutate)]), modes


def remapped(root):
    def mutate(value, mutator):
        known = mutator.var_remap_get(value)
        if known is None:
            known = Var(value.name + "'")
            mutator.var_remap_set(value, known)
        return known

    return tvm_ffi.structural_mutate(root, [(Var, mutate)])


def shares(a, b):
    return a.same_as(b)


def failing(root):
    def visit(x):
        raise ValueError(f"at {x!r}")

    return tvm_ffi.structural_walk(root, [(int, visit)])


def round_trip(value, metadata=None):
    text = to_json_graph_str(value, metadata)
    back = from_json_graph_str(text)
    return text, back


def sharing_survives():
    inner = List([1])
    back = from_json_graph_str(to_json_graph_str(Array([inner, inner])))
    return back[0].same_as(back[1])


def copied():
    inner = List([1])
    value = List([inner, inner])
    value.append(value)
    other = copy.deepcopy(value)
    return other, other[0].same_as(other[1]), other[2].same_as(other), other[0].same_as(inner)


SHARED = Dag(1, 2)
FUN = fun()
MISMATCH = tvm_ffi.get_first_structural_mismatch
EQUAL = tvm_ffi.structural_equal
HASH = tvm_ffi.structural_hash
P = AccessPath.root()

EXPRESSIONS = r"""
EQUAL([1, 2], [1, 2]), EQUAL([1, 2], [1, 3]), EQUAL(List([1]), Array([1]))
EQUAL({"a": [1]}, {"a": [1]}), EQUAL({"a": 1}, {"b": 1})
EQUAL(fun("x"), fun("y")), EQUAL(fun("x", "n"), fun("y"))
EQUAL(Var("x"), Var("x")), EQUAL(Var("x"), Var("x"), map_free_vars=True)
EQUAL([SHARED, SHARED], [Dag(1, 2), Dag(1, 2)])
EQUAL(One(1), One(1))
EQUAL(Unsupported(1), Unsupported(1))
EQUAL(Own(1, 2), Own(1, 3)), EQUAL(Own(1, 2), Own(2, 2))
EQUAL(float("nan"), float("nan")), EQUAL(0.0, -0.0), EQUAL(1, 1.0), EQUAL("a", b"a"), EQUAL(None, None)
EQUAL(tensor(0), tensor(0)), EQUAL(tensor(0), tensor(1)), EQUAL(tensor(0), tensor(1), skip_tensor_content=True)
HASH(tensor(0)), HASH(tensor(1)), HASH(tensor(1), skip_tensor_content=True)
HASH([1, 2]), HASH({"a": 1}), HASH("abc"), HASH(b"abc"), HASH(None), HASH(1.5), HASH(True)
HASH(fun("x")) == HASH(fun("y")), HASH(FUN)
HASH(Own(1, 2)), HASH(Own(1, 3))
HASH([SHARED, SHARED]) == HASH([SHARED, Dag(1, 2)]), HASH([SHARED, SHARED])
HASH(Unsupported(1))
HASH(Shape((1, 2))), HASH(tvm_ffi.dtype("int8")), HASH(tvm_ffi.device("cuda:1"))
HASH(lambda: 1)
MISMATCH([1, 2], [1, 2])
MISMATCH([1, [2]], [1, [3]])
MISMATCH({"a": 1}, {"a": 2})
MISMATCH({"a": 1}, {"a": 1, "b": 2})
MISMATCH([1], [1, 2])
MISMATCH(fun("x"), Fun([Var("x")], 3))
MISMATCH(Own(1, 2), Own(2, 2))
MISMATCH(1, "a")
walked([1, [2, "a"], {"k": 3}])
walked([1, [2, "a"], {"k": 3}], order="pre")
walked([1, [2]], order=WalkOrder.POSTORDER)
walked([1], order="sideways")
walked(FUN)
walked(Dag(Dag(1, 2), None))
walked_by(lambda seen: [(int, seen.append), (str, lambda x: seen.append(x.upper()))], [1, "a", 2.5])
walked_by(lambda seen: ((int, str), seen.append), [1, "a", 2.5])
walked_by(lambda seen: [(Var, lambda x: seen.append(x.name))], FUN)
walked_by(lambda seen: [(Any, lambda x: seen.append(type(x).__name__))], [1, None, "a"])
walked_by(lambda seen: [(set, seen.append)], [1])
walked_by(lambda seen: 3, [1])
stopped([1, 2, 3])
skipped([Dag(1, 2), 3])
regions(FUN)
regions(Let(Var("v"), Var("w"), Var("u")))
visited([Dag(1, [2])])
visited(FUN)
visited_by_hand(FUN)
failing([[1]])
increased([1, [2], {"a": 3}, "s", Dag(4, 5)])
increased(List([1, 2]))
increased({"a": "b"})
shares(increased(SHARED), SHARED), increased(SHARED)
shares(tvm_ffi.structural_map(SHARED, [(str, lambda x: x)]), SHARED)
renamed(FUN)
EQUAL(renamed(FUN), FUN)
mutated([Dag(1, 2), Let(None, Dag(3, 4))])
mutated_in_place(Dag(1, Dag(2, 3)))
remapped(FUN)
increased([1], order="pre")
tvm_ffi.structural_map([1], [(int, lambda x: 1 / 0)])
StructuralKey([1, 2]) == StructuralKey([1, 2]), hash(StructuralKey([1, 2])) == hash(StructuralKey([1, 2]))
{StructuralKey([1]): 5}[StructuralKey([1])]
Map({StructuralKey([1]): 5})[StructuralKey([1])]
StructuralKey(fun("x")) == StructuralKey(fun("y")), StructuralKey([1]) != StructuralKey([2])
StructuralKey([1]), StructuralKey([1]).key
VisitInterrupt(), VisitInterrupt(3).value
[m for m in ("visit", "default_visit", "def_region_kind", "with_def_region_kind") if not hasattr(StructuralVisitor, m)]
[m for m in ("mutate", "default_mutate", "var_remap_get", "var_remap_set") if not hasattr(StructuralMutator, m)]
list(WalkOrder), list(WalkResult), list(InplaceMode), list(DefRegionKind)
structural.structural_equal is tvm_ffi.structural_equal
round_trip(None)
round_trip([1, "a", b"b", 1.5, True, None, {"k": [2]}])
round_trip(List([1, Dict({"a": 1})]))
round_trip([tvm_ffi.dtype("int8"), tvm_ffi.device("cuda:1"), Shape((1, 2))])
round_trip(2**70)
round_trip([1.0, 1e300, float("inf"), -0.0])
round_trip(SHARED)
round_trip(FUN)
round_trip([1], {"version": "1"})
round_trip(Own(1, [2]))
round_trip(lambda: 1)
round_trip(tensor(0))
sharing_survives()
from_json_graph_str("{}")
from_json_graph_str("[")
from_json_graph_str('{"root_index":0,"nodes":[{"type":"no.such.type","data":{}}]}')
copied()
pickle.loads(pickle.dumps([Array([1, List([2])]), Map({"a": Dict({1: 2})})]))
P, P.attr("a").array_item(2).map_item("k")
P.attr_missing("a"), P.array_item_missing(1), P.map_item_missing("x")
P.attr("a").is_prefix_of(P.attr("a").array_item(1)), P.attr("a").is_prefix_of(P.attr("b"))
P.attr("a").array_item(2).to_steps()
P.attr("a").parent, P.attr("a").step, P.attr("a").depth, P.depth, P.parent
P.attr("a") == P.attr("a"), P.attr("a") != P.attr("b")
AccessStep(AccessKind.ATTR, "x"), AccessStep(AccessKind.ARRAY_ITEM, 3).key
AccessPath()
list(AccessKind)
access_path.AccessPath is AccessPath, serialization.to_json_graph_str is to_json_graph_str
isinstance(Map({1: 2}).keys(), KeysView), len(Map({1: 2}).values()), sorted(Dict({1: 2, 3: 4}).items())
dataclasses.asdict(Let(Var("v"), [1], {"a": Var("w")}))
Array([1, Array([2])]) + [3], List([3, 1]) + (2,), Array([1])[0:1]
tvm_ffi.convert([1, {"a": b"x"}]), type(tvm_ffi.convert({1: 2})).__name__
tvm_ffi.convert_func(lambda *a: len(a))(1, 2)
"""

if __name__ == "__main__":
    show(EXPRESSIONS, globals())
