# SPDX-License-Identifier: Apache-2.0
"""Array and List, and what all containers share: reading, changing, comparing, copying, life time."""

import collections.abc as abc
import copy
import gc
import pickle
import sys
import threading
import weakref

import numpy as np
import pytest
import tvm_ffi
from hypothesis import given
from hypothesis import strategies as st
from tvm_ffi import Array, Dict, List, Map

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(max_size=12),
    st.binary(max_size=12),
)


def same(a, b):
    """Equal values of equal types: FFI values are typed, Python's 1 == True == 1.0 are not."""
    if isinstance(a, (Array, List, list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    base = next((t for t in (bool, int, float, str, bytes) if isinstance(a, t)), type(a))
    return isinstance(b, base) and isinstance(a, bool) == isinstance(b, bool) and a == b


# ---- Array and List, what both do


@pytest.mark.parametrize("cls", [Array, List])
@given(values=st.lists(SCALARS, max_size=40))
def test_elements_come_back(cls, values):
    seq = cls(values)
    assert len(seq) == len(values)
    assert same(list(seq), values)
    assert same([seq[i] for i in range(len(values))], values)
    assert same([seq[i - len(values)] for i in range(len(values))], values)
    assert same(list(reversed(seq)), values[::-1])
    assert bool(seq) == bool(values)


@pytest.mark.parametrize("cls", [Array, List])
@given(values=st.lists(st.integers(), max_size=20), cut=st.slices(20))
def test_slices_are_lists(cls, values, cut):
    part = cls(values)[cut]
    assert type(part) is list
    assert part == values[cut]


@pytest.mark.parametrize("cls", [Array, List])
def test_index_errors(cls):
    seq = cls([1, 2])
    for index in (2, -3, 10**6):
        with pytest.raises(IndexError, match=rf"Index out of range. size: 2, got index {index}"):
            seq[index]
    with pytest.raises(IndexError):
        seq[2**100]
    for wrong in ("a", 1.0, None):
        with pytest.raises(TypeError, match="indices must be integers or slices, not"):
            seq[wrong]
    assert seq[True] == 2


@pytest.mark.parametrize("cls", [Array, List])
def test_made_from_any_iterable(cls):
    assert list(cls(x for x in "ab")) == ["a", "b"]
    assert list(cls({1: 2})) == [1]
    assert list(cls("abc")) == ["a", "b", "c"]
    assert list(cls(range(3))) == [0, 1, 2]
    assert list(cls(input_list=[1])) == [1]
    with pytest.raises(TypeError, match="iterable"):
        cls(3)
    with pytest.raises(TypeError, match="one argument"):
        cls([1], 2)
    with pytest.raises(TypeError, match="input_list"):
        cls(wrong=[1])


def test_array_needs_an_argument_and_list_does_not():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'input_list'"):
        Array()
    assert list(List()) == []


def test_an_exception_while_iterating_passes_through():
    def broken():
        yield 1
        raise KeyError("x")

    with pytest.raises(KeyError):
        Array(broken())


@pytest.mark.parametrize("cls", [Array, List])
def test_nested_values(cls):
    seq = cls([[1, (2, "three")], {"k": [4]}, None])
    assert isinstance(seq[0], Array)
    assert seq[0][1][1] == "three"
    assert isinstance(seq[1], Map)
    assert seq[1]["k"][0] == 4
    assert seq[2] is None


def test_elements_of_every_kind():
    def function(x):
        return x + 1

    values = [tvm_ffi.dtype("int8"), tvm_ffi.device("cuda:1"), function, 2**70, b"12345678", "x" * 100]
    seq = Array(values)
    assert seq[0] == "int8"
    assert type(seq[0]) is tvm_ffi.dtype
    assert seq[1] == tvm_ffi.device("cuda", 1)
    assert seq[2](1) == 2
    assert seq[3] == 2**70
    assert seq[4] == b"12345678"
    assert seq[5] == "x" * 100


@pytest.mark.parametrize("cls", [Array, List])
def test_search(cls):
    seq = cls([1, "two", 3.0, [4], "a longer text"])
    assert 1 in seq
    assert "two" in seq
    assert "a longer text" in seq
    assert 2 not in seq
    assert True not in seq
    assert 1.0 not in seq
    assert [4] in seq
    assert (4,) in seq
    assert [5] not in seq
    assert seq.index("two") == 1
    assert seq.count(3.0) == 1
    assert cls([1, 2, 1]).index(1, 1) == 2
    with pytest.raises(ValueError, match="9"):
        seq.index(9)
    with pytest.raises(ValueError, match="1 is not in"):
        seq.index(1, 1)


@pytest.mark.parametrize("cls", [Array, List])
def test_equality(cls):
    seq = cls([1, "two", [3]])
    for other in ([1, "two", [3]], (1, "two", (3,)), cls([1, "two", [3]])):
        assert seq == other
        assert other == seq
        assert not (seq != other)  # noqa: SIM202
    assert Array([1, 2]) == List([1, 2])
    assert cls([1, 2]) == range(1, 3)
    for other in ([1], [1, "two", [4]], [1.0, "two", [3]], "ab", {1, 2}, {1: 2}, None, 3):
        assert seq != other
    assert cls("ab") != "ab"
    assert cls([1]) != cls([1.0])
    assert cls([1]) != cls([True])
    assert cls([float("nan")]) == cls([float("nan")])
    assert cls([0.0]) == cls([-0.0])
    with pytest.raises(TypeError):
        seq < seq  # noqa: B015


@given(a=st.lists(SCALARS, max_size=6), b=st.lists(SCALARS, max_size=6))
def test_equality_is_that_of_typed_values(a, b):
    # 0.0 == -0.0 on both sides; everything else goes by type and value.
    assert (Array(a) == Array(b)) == same(a, b)
    assert Array(a) == Array(list(a))


def test_hash():
    assert hash(Array([1, 2])) == 2823377144815479104
    assert hash(Map({1: 2})) == 1832523115044771690
    assert hash(Array([1, "a long text here"])) == hash(Array([1, "a long text here"]))
    assert len({Array([1]), Array([1]), Array([2])}) == 2


def test_repr():
    assert repr(Array([1, "a"])) == '(1, "a")'
    assert repr(Array([1])) == "(1,)"
    assert repr(List([1])) == "[1]"
    assert repr(Map({"a": 1})) == '{"a": 1}'
    assert repr(Dict({1: 2})) == "{1: 2}"


@pytest.mark.parametrize("cls", [Array, List])
def test_concatenation(cls):
    seq = cls([1])
    for result in (seq + [2], seq + (2,), seq + cls([2]), seq + iter([2])):  # noqa: RUF005
        assert type(result) is cls
        assert result == [1, 2]
    assert type([0] + seq) is cls  # noqa: RUF005
    assert [0] + seq == [0, 1]  # noqa: RUF005
    assert (0,) + seq == [0, 1]  # noqa: RUF005
    assert type(Array([1]) + List([2])) is Array
    assert type(List([1]) + Array([2])) is List
    with pytest.raises(TypeError):
        seq + 3
    with pytest.raises(TypeError):
        seq * 2


def test_array_does_not_change():
    seq = Array([1, 2])
    with pytest.raises(TypeError):
        seq[0] = 3
    with pytest.raises(TypeError):
        del seq[0]
    assert not hasattr(seq, "append")
    with pytest.raises(AttributeError):
        seq.attribute = 1


def test_abstract_classes():
    assert isinstance(Array([]), abc.Sequence)
    assert not isinstance(Array([]), abc.MutableSequence)
    assert isinstance(List(), abc.MutableSequence)
    assert isinstance(Map({}), abc.Mapping)
    assert not isinstance(Map({}), abc.MutableMapping)
    assert isinstance(Dict(), abc.MutableMapping)
    for value in (Array([]), List(), Map({}), Dict()):
        assert isinstance(value, tvm_ffi.Object)
        assert isinstance(value, tvm_ffi.core.CContainerBase)
    assert Array[int].__origin__ is Array
    assert Map[str, int].__args__ == (str, int)


def test_every_abstract_method_exists():
    pairs = ((Array, abc.Sequence), (List, abc.MutableSequence), (Map, abc.Mapping), (Dict, abc.MutableMapping))
    for cls, base in pairs:
        # A None says that there is no such method (`__reversed__` of mappings).
        names = [n for n in dir(base) if n[:1] != "_" or n[:2] == "__"]
        names = [n for n in names if getattr(base, n, None) is not None]
        assert [n for n in names if not hasattr(cls, n)] == []


@pytest.mark.parametrize("value", [Array([1, [2, "x"]]), List([1, [2]]), Map({"a": [1]}), Dict({"a": 1})])
def test_copies(value):
    for again in (copy.deepcopy(value), pickle.loads(pickle.dumps(value)), copy.copy(value)):
        assert type(again) is type(value)
        assert again == value


def test_deep_copies_are_distinct():
    inner = List([1])
    again = copy.deepcopy(List([inner]))
    again[0].append(2)
    assert list(inner) == [1]


def test_deep_copies_keep_what_is_shared():
    shared = List([1])
    again = copy.deepcopy(Array([shared, shared, {"k": shared}]))
    again[0].append(2)
    assert list(again[1]) == [1, 2]
    assert list(again[2]["k"]) == [1, 2]
    assert list(shared) == [1]
    itself = List([1])
    itself.append(itself)
    other = copy.deepcopy(itself)
    assert other[1].same_as(other)
    itself.clear()
    other.clear()


def test_pattern_matching_flags():
    """Sequences and mappings for `match`, from Python 3.10."""
    if sys.version_info >= (3, 10):
        assert Array.__flags__ & 1 << 5
        assert List.__flags__ & 1 << 5
        assert Map.__flags__ & 1 << 6
        assert Dict.__flags__ & 1 << 6


# ---- List


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(0, 9)),
        st.tuples(st.just("insert"), st.integers(-6, 6), st.integers(0, 9)),
        st.tuples(st.just("pop"), st.integers(-6, 6)),
        st.tuples(st.just("__setitem__"), st.integers(-6, 6), st.integers(0, 9)),
        st.tuples(st.just("__delitem__"), st.integers(-6, 6)),
        st.tuples(st.just("__setitem__"), st.slices(6), st.lists(st.integers(0, 9), max_size=4)),
        st.tuples(st.just("__delitem__"), st.slices(6)),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("extend"), st.lists(st.integers(0, 9), max_size=4)),
        st.tuples(st.just("reverse")),
        st.tuples(st.just("clear")),
    ),
    max_size=30,
)


def outcome(target, name, *args):
    try:
        return getattr(target, name)(*args)
    except (IndexError, ValueError) as error:
        return type(error)


@given(OPERATIONS)
def test_list_behaves_like_a_list(operations):
    ours, model = List(), []
    for name, *args in operations:
        assert outcome(ours, name, *args) == outcome(model, name, *args), (name, args)
        assert list(ours) == model


def test_list_messages():
    with pytest.raises(IndexError, match="pop from empty list"):
        List().pop()
    with pytest.raises(ValueError, match="attempt to assign sequence of size 1 to extended slice of size 2"):
        List([1, 2, 3])[::2] = [1]
    with pytest.raises(TypeError):
        List([1]).append()


def test_list_extends_itself():
    seq = List([1, 2])
    seq.extend(seq)
    seq += seq
    assert list(seq) == [1, 2] * 4
    seq[1:3] = seq
    assert len(seq) == 14


def test_list_is_shared_not_copied():
    inner = List([1])
    outer = List([inner])
    outer[0].append(2)
    assert list(inner) == [1, 2]


def test_iterating_a_list_that_changes():
    seq = List([1, 2])
    seen = []
    for x in seq:
        seen.append(x)
        seq.append(x)
    assert seen == [1, 2]
    it = iter(seq)
    next(it)
    seq.clear()
    with pytest.raises(IndexError):
        next(it)
    assert list(it) == []


def test_a_list_in_itself():
    seq = List([1])
    seq.append(seq)
    assert "..." in repr(seq)
    assert seq == seq
    seq.clear()


# ---- life time


@pytest.mark.parametrize("cls", [Array, List])
def test_iterators_keep_their_container(cls):
    it = iter(cls(["a long enough text", "another long text"]))
    gc.collect()
    assert list(it) == ["a long enough text", "another long text"]
    assert it.__length_hint__() == 0


def test_elements_outlive_their_container():
    inner = Array([[1, 2, 3]])[0]
    gc.collect()
    assert list(inner) == [1, 2, 3]


def test_list_that_shrinks_while_it_is_converted():
    values = []

    class Shrinks:
        def __tvm_ffi_value__(self):
            values.clear()
            return 1

    values.extend([Shrinks(), Array([2]), 3])
    with pytest.raises(RuntimeError, match="changed"):
        Array(values)


def test_deep_nesting_is_an_error_not_a_crash():
    value = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(RecursionError):
        Array(value)
    itself = []
    itself.append(itself)
    with pytest.raises(RecursionError):
        Array(itself)


def test_deep_nesting_made_step_by_step():
    value = Array([])
    for _ in range(20_000):
        value = Array([value])
    del value
    gc.collect()


def test_null_wrappers():
    for cls in (Array, List, Map, Dict):
        value = cls.__new__(cls)
        for use in (len, list, repr, lambda v: v[0], lambda v: 0 in v, iter):
            try:
                use(value)
            except TypeError:
                continue
            assert use is repr


# ---- more life time, and use from the rest of Python


def test_big_integers_are_values():
    assert 2**70 in Array([2**70])
    assert Array([2**70]) == [2**70]
    assert Map({2**70: "a", -(2**90): "b"})[-(2**90)] == "b"
    many = Map({2**70 + i: i for i in range(50)})
    assert [many[2**70 + i] for i in range(50)] == list(range(50))


@pytest.mark.parametrize(
    "wrap",
    [
        lambda v, i: List([v]),
        lambda v, i: Map({1: v}),
        lambda v, i: Dict({1: v}) if i % 3 else Array([v]),
        lambda v, i: Array([v]) if i % 2 else Map({1: v}),
    ],
)
def test_towers_come_down(wrap):
    """Destruction of deep nesting does not go through the stack, whoever made the levels."""
    value = Array([])
    for i in range(50_000):
        value = wrap(value, i)
    del value
    gc.collect()


def test_cycles_through_containers_are_collected():
    class Node:
        pass

    for hold in (lambda n: Array([n]), lambda n: Map({"k": [n]}), lambda n: List([n]), lambda n: Dict({1: n})):
        node = Node()
        node.held = hold(node)
        alive = weakref.ref(node)
        del node
        gc.collect()
        assert alive() is None


def test_subclasses():
    class Numbers(Array):
        def total(self):
            return sum(self)

    numbers = Numbers([1, 2])
    assert numbers.total() == 3
    assert numbers == Array([1, 2])
    assert type(copy.copy(numbers)) is Numbers


def test_use_from_the_rest_of_python():
    first, *rest = Array([1, 2, 3])
    assert (first, rest) == (1, [2, 3])
    assert (lambda *args: args)(*Array([1, 2])) == (1, 2)
    assert (lambda **names: names)(**Map({"a": 1})) == {"a": 1}
    assert sorted(Array(["b", "a"])) == ["a", "b"]
    assert " ".join(Array(["x", "a long enough text"])) == "x a long enough text"
    assert np.array(Array([1, 2])).tolist() == [1, 2]
    assert np.zeros(Array([2, 3])).shape == (2, 3)


def test_many_threads_make_and_read():
    failures = []

    def work():
        for i in range(500):
            value = Array([i, [i, str(i) * 5], {"k": i}])
            if value[2]["k"] != i or value[1][1] != str(i) * 5:
                failures.append(i)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
