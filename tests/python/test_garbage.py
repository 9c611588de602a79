# SPDX-License-Identifier: Apache-2.0
"""Cycles through the FFI, and that nothing is left behind."""

import gc
import weakref

import pytest
import tvm_ffi


class Node:
    """Something that the collector can see gone."""


def collected(make):
    alive = weakref.ref(make())
    gc.collect()
    return alive() is None


def test_cycles_through_containers():
    def through_array():
        node = Node()
        node.array = tvm_ffi.Array([[{"k": node}]])
        return node

    def through_callback():
        node = Node()
        node.function = tvm_ffi.convert_func(lambda: node)
        return node

    def through_list():
        node = Node()
        node.list = tvm_ffi.List([node])
        return node

    assert collected(through_array)
    assert collected(through_callback)
    assert collected(through_list)


def test_cycles_through_maps_and_dicts_of_the_library():
    def through_dict():
        node = Node()
        node.dict = tvm_ffi.Dict({"k": node})
        node.dict["another"] = 1
        return node

    def through_map():
        node = Node()
        node.map = tvm_ffi.Map({str(i): node for i in range(20)})
        return node

    def through_changed_list():
        node = Node()
        node.list = tvm_ffi.List([])
        for _ in range(10):
            node.list.append(1)
        node.list.append(node)
        return node

    assert collected(through_dict)
    assert collected(through_map)
    assert collected(through_changed_list)


def test_containers_of_others_are_not_entered(probe):
    """Who made the container decides what it owns: the collector leaves its elements alone."""

    def inside_foreign():
        node = Node()
        node.array = probe.foreign_array(node)
        return weakref.ref(node)

    before = probe.foreign_count()
    alive = inside_foreign()
    gc.collect()
    assert alive() is not None
    assert alive().array[0] is alive()
    assert probe.foreign_count() == before
    del alive().array
    gc.collect()
    assert alive() is None
    assert probe.foreign_count() == before + 1


def test_a_foreign_container_inside_one_of_ours_is_not_entered(probe):
    node = Node()
    node.array = tvm_ffi.Array([probe.foreign_array(node)])
    alive = weakref.ref(node)
    del node
    gc.collect()
    assert alive() is not None
    del alive().array
    gc.collect()
    assert alive() is None


def test_shared_cycles_are_left_alone(probe):
    node = Node()
    node.array = tvm_ffi.Array([node])
    probe.keep(node.array)
    alive = weakref.ref(node)
    del node
    gc.collect()
    assert alive() is not None
    assert alive().array[0] is alive()
    probe.keep()
    gc.collect()
    assert alive() is None


def test_collection_inside_a_call(probe):
    def inside():
        node = Node()
        node.array = tvm_ffi.Array([node])
        alive = weakref.ref(node)
        del node
        probe.apply(gc.collect)
        return alive

    alive = inside()
    gc.collect()
    assert alive() is None


def test_garbage_of_wrappers_does_not_leak(probe):
    def once():
        cell = probe.Cell(1, 2)
        cell.any = [cell.i64, "a text that is long"]
        probe.Auto(1, b=2)
        with pytest.raises(TypeError):
            probe.Cell(1)

    for _ in range(20):
        once()
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(300):
        once()
    gc.collect()
    assert len(gc.get_objects()) - before < 30
