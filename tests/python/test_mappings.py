# SPDX-License-Identifier: Apache-2.0
"""Map and Dict: look-up in every layout, changes, views, and iteration over what changes meanwhile."""

import collections.abc as abc
import operator

import pytest
import tvm_ffi
from hypothesis import given
from hypothesis import strategies as st
from tvm_ffi import Array, Dict, Map

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
    base = next((t for t in (bool, int, float, str, bytes) if isinstance(a, t)), type(a))
    return isinstance(b, base) and isinstance(a, bool) == isinstance(b, bool) and a == b


# ---- Map and Dict, what both do


@pytest.mark.parametrize("cls", [Map, Dict])
@given(
    model=st.dictionaries(st.one_of(st.integers(), st.text(max_size=20), st.binary(max_size=20)), SCALARS, max_size=40)
)
def test_entries_come_back(cls, model):
    ours = cls(model)
    assert len(ours) == len(model)
    assert list(ours) == list(model)
    for key, value in model.items():
        assert same(ours[key], value)
        assert key in ours
    assert list(ours.keys()) == list(model)
    assert all(map(same, ours.values(), model.values()))
    assert [k for k, _ in ours.items()] == list(model)


@pytest.mark.parametrize("cls", [Map, Dict])
@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 8, 100, 1000])
def test_every_layout(cls, size):
    ours = cls({f"key number {i}": i for i in range(size)})
    assert [ours[f"key number {i}"] for i in range(size)] == list(range(size))
    assert f"key number {size}" not in ours
    assert list(ours.values()) == list(range(size))


@pytest.mark.parametrize("cls", [Map, Dict])
def test_missing_keys(cls):
    ours = cls({1: 2})
    for key in ("x", 2, 1.0, True, None, (1, 2)):
        with pytest.raises(KeyError) as caught:
            ours[key]
        assert caught.value.args == (key,)
        assert key not in ours
        assert ours.get(key) is None
        assert ours.get(key, 5) == 5
    assert ours.get(1, default=5) == 2
    assert ours.get(default=5, key=3) == 5
    for wrong in (lambda: ours.get(), lambda: ours.get(1, 2, 3), lambda: ours.get(1, key=1), lambda: ours.get(1, x=2)):
        with pytest.raises(TypeError, match=r"get\(\)"):
            wrong()


@pytest.mark.parametrize("cls", [Map, Dict])
def test_keys_are_typed(cls):
    ours = cls({1: "int"})
    assert True not in ours
    assert 1.0 not in ours
    assert cls({1.5: 2})[1.5] == 2
    assert cls({None: 2})[None] == 2
    assert cls({tvm_ffi.dtype("int8"): 2})[tvm_ffi.dtype("int8")] == 2
    assert cls({b"bytes": 2})[b"bytes"] == 2
    assert "bytes" not in cls({b"bytes": 2})


def test_object_keys_go_by_identity():
    key = Array([1, 2])
    ours = Map({key: 3})
    assert ours[key] == 3
    assert ours[next(iter(ours))] == 3
    with pytest.raises(KeyError):
        ours[Array([1, 2])]


@pytest.mark.parametrize("cls", [Map, Dict])
def test_made_from_any_mapping(cls):
    class Pairs:
        def items(self):
            return iter([("a", 1), ["b", 2]])

    assert dict(cls(Pairs())) == {"a": 1, "b": 2}
    assert dict(cls(cls({1: 2}))) == {1: 2}
    assert dict(cls(input_dict={1: 2})) == {1: 2}
    with pytest.raises(AttributeError, match="items"):
        cls([(1, 2)])

    class Triples:
        def items(self):
            return [(1, 2, 3)]

    with pytest.raises(ValueError, match="pairs"):
        cls(Triples())


def test_map_needs_an_argument_and_dict_does_not():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'input_dict'"):
        Map()
    assert dict(Dict()) == {}
    assert dict(Dict(None)) == {}


def test_maps_compare_with_their_own_kind():
    assert Map({1: 2, "a": [3]}) == Map({"a": [3], 1: 2})
    assert Map({1: 2}) != Map({1: 3})
    assert Map({1: 2}) != Map({2: 2})
    assert Map({1: 2}) != {1: 2}
    assert Map({1: 2}) != Dict({1: 2})
    assert Dict({1: 2}) == Dict({1: 2})
    assert Dict({1: 2}) != {1: 2}


@pytest.mark.parametrize("cls", [Map, Dict])
def test_views(cls):
    ours = cls({"a": 1, "b": 2})
    assert len(ours.keys()) == 2
    assert "a" in ours.keys()  # noqa: SIM118
    assert 2 in ours.values()
    assert ("a", 1) in ours.items()
    assert ("a", 2) not in ours.items()
    assert ours.keys() & {"a", "x"} == {"a"}
    assert ours.keys() | {"x"} == {"a", "b", "x"}
    assert ours.keys() == {"a", "b"}
    assert isinstance(ours.keys(), abc.KeysView)
    assert isinstance(ours.values(), abc.ValuesView)
    assert isinstance(ours.items(), abc.ItemsView)
    assert "KeysView" in repr(ours.keys())
    assert dict(ours) == {"a": 1, "b": 2}
    assert {**ours} == {"a": 1, "b": 2}


def test_map_does_not_change():
    ours = Map({1: 2})
    with pytest.raises(TypeError):
        ours[1] = 3
    with pytest.raises(TypeError):
        del ours[1]
    assert not hasattr(ours, "pop")


# ---- Dict


DICT_OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("__setitem__"), st.integers(0, 30), st.integers()),
        st.tuples(st.just("__delitem__"), st.integers(0, 30)),
        st.tuples(st.just("pop"), st.integers(0, 30)),
        st.tuples(st.just("pop"), st.integers(0, 30), st.integers()),
        st.tuples(st.just("setdefault"), st.integers(0, 30), st.integers()),
        st.tuples(st.just("update"), st.dictionaries(st.integers(0, 30), st.integers(), max_size=9)),
        st.tuples(st.just("get"), st.integers(0, 30)),
        st.tuples(st.just("clear")),
    ),
    max_size=60,
)


@given(DICT_OPERATIONS)
def test_dict_behaves_like_a_dict(operations):
    def run(target, name, *args):
        try:
            return getattr(target, name)(*args)
        except KeyError as error:
            return error.args

    ours, model = Dict(), {}
    for name, *args in operations:
        assert run(ours, name, *args) == run(model, name, *args), (name, args)
        # The order is not dict's: storing under a present key may move the entry to the end.
        assert dict(ours) == model
        assert len(ours) == len(model)


def test_dict_popitem_takes_the_first():
    ours = Dict({"a": 1, "b": 2})
    assert ours.popitem() == ("a", 1)
    assert ours.popitem() == ("b", 2)
    with pytest.raises(KeyError):
        ours.popitem()


def test_dict_update_takes_a_mapping_only():
    with pytest.raises(TypeError):
        Dict({1: 2}).update(a=4)
    ours = Dict({1: 2})
    ours.update(ours)
    ours.update(Map({3: 4}))
    assert dict(ours) == {1: 2, 3: 4}


@pytest.mark.parametrize("size", [1, 3, 4, 20, 200])
@pytest.mark.parametrize(
    "change",
    [
        lambda d, k: d.pop(k),
        lambda d, k: d.clear(),
        lambda d, k: d.update({f"new {i}": i for i in range(300)}),
        lambda d, k: operator.setitem(d, "another key", 1),
    ],
)
def test_iterating_a_dict_that_changes(size, change):
    """The reference may crash here; a change of size is an error as for dict."""
    ours = Dict({f"key {i}": i for i in range(size)})
    it = iter(ours)
    change(ours, next(it))
    if size == 1:  # that was the last one: there is nothing left to visit
        assert list(it) == []
        return
    with pytest.raises(RuntimeError, match="changed during iteration"):
        next(it)
    assert list(it) == []


@pytest.mark.parametrize("size", [1, 3, 4, 20])
def test_storing_under_present_keys_while_iterating(size):
    ours = Dict({i: i for i in range(size)})
    seen = []
    for key in ours:
        ours[key] = key * 2
        seen.append(key)
    assert seen == list(range(size))
    assert dict(ours) == {i: 2 * i for i in range(size)}


def test_erasing_and_inserting_while_iterating_is_safe():
    ours = Dict({i: str(i) * 20 for i in range(50)})
    with pytest.raises(RuntimeError):
        for key, _ in ours.items():
            del ours[key + 1]
            ours[1000 + key] = "x" * 20
