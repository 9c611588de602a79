# SPDX-License-Identifier: Apache-2.0
"""Uses that no sane program makes: each ends with an exception and a process that goes on."""

import contextlib
import copy
import gc
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import weakref

import numpy
import pytest
import tvm_ffi
from tvm_ffi import core

CONTAINERS = [tvm_ffi.Array, tvm_ffi.List, tvm_ffi.Map, tvm_ffi.Dict]
LONG = "a text that is long enough for an object"


def run_python(source, *arguments):
    """Runs the source in an interpreter of its own, which must end with status 0 and say nothing on stderr."""
    command = [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(source), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def ffi(name):
    return tvm_ffi.get_global_func("ffi." + name)


# ---- iterators


@pytest.mark.parametrize("cls", [tvm_ffi.Array, tvm_ffi.List])
def test_iterators_past_the_end_stay_there(cls):
    items = iter(cls([1, 2]))
    assert list(items) == [1, 2]
    for _ in range(3):
        with pytest.raises(StopIteration):
            next(items)
    backwards = reversed(cls([1, 2]))
    assert list(backwards) == [2, 1]
    with pytest.raises(StopIteration):
        next(backwards)


@pytest.mark.parametrize("cls", [tvm_ffi.Map, tvm_ffi.Dict])
@pytest.mark.parametrize("view", ["keys", "values", "items"])
def test_iterators_of_mappings_past_the_end_stay_there(cls, view):
    items = iter(getattr(cls({1: 2, 3: 4}), view)())
    assert len(list(items)) == 2
    for _ in range(3):
        with pytest.raises(StopIteration):
            next(items)


@pytest.mark.parametrize("kind", ["Map", "Dict"])
def test_cursors_past_the_end_are_an_error(kind):
    cursor = ffi(f"{kind}ForwardIterFunctor")(getattr(tvm_ffi, kind)({1: 2}))
    assert cursor(0) == 1
    assert not cursor(2)
    for command in (0, 1):
        with pytest.raises(IndexError):
            cursor(command)
    assert not cursor(2)
    for command in (-1, 3, 2**62):
        assert not cursor(command)


@pytest.mark.parametrize("count", [3, 30])
def test_a_dict_that_changes_while_it_is_iterated(count):
    """As with Python's own: an error, or the end; never an element that is gone."""
    for change in (
        lambda d: d.clear(),
        lambda d: d.pop(1),
        lambda d: d.__setitem__("new", 1),
        lambda d: d.update({f"k{i}": i for i in range(100)}),
    ):
        values = tvm_ffi.Dict({i: str(i) * 20 for i in range(count)})
        seen = []
        try:
            for key in values:
                seen.append(key)
                assert len(seen) < 1000
                change(values)
        except (RuntimeError, KeyError):
            pass
        assert set(map(type, seen)) <= {int, str}


def test_a_list_that_changes_while_it_is_iterated():
    values = tvm_ffi.List([LONG] * 50)
    seen = 0
    with pytest.raises(IndexError):
        for item in values:
            assert item == LONG
            values.pop()
            seen += 1
    assert seen == 25


# ---- objects that hold nothing


def classes():
    # "ffi" classes of the package and everything that is registered
    return [tvm_ffi.Object, tvm_ffi.Array, tvm_ffi.List, tvm_ffi.Map, tvm_ffi.Dict, tvm_ffi.Function, tvm_ffi.Tensor,
            tvm_ffi.Shape, tvm_ffi.Module, core.Error]  # fmt: skip


def use_everything(value):
    """Calls whatever a class offers on a value; only Exceptions may come out."""
    for use in (repr, str, hash, len, iter, list, bool, copy.copy, copy.deepcopy, pickle.dumps, dir, reversed, float,
                lambda v: v == v, lambda v: v < v, lambda v: v[0], lambda v: v["a"], lambda v: v(), lambda v: v(1),
                lambda v: 1 in v, lambda v: v + v, lambda v: v.shape, lambda v: v.same_as(v), lambda v: v.__chandle__(),
                lambda v: numpy.from_dlpack(v), lambda v: tvm_ffi.convert(v), lambda v: ffi("ReprPrint")(v),
                lambda v: ffi("ArraySize")(v), lambda v: v._move(), lambda v: ffi("RecursiveHash")(v)):  # fmt: skip
        with contextlib.suppress(Exception):
            use(value)
    for name in dir(type(value)):
        try:
            attribute = getattr(value, name)
            if callable(attribute) and not name.startswith("__") and name != "__class__":
                attribute()
        except Exception:
            pass


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_objects_made_by_new_alone(cls):
    try:
        value = cls.__new__(cls)
    except TypeError:
        return
    use_everything(value)
    del value
    gc.collect()


@pytest.mark.parametrize("make", [lambda: tvm_ffi.Array([1]), lambda: tvm_ffi.List([1]), lambda: tvm_ffi.Map({1: 2}),
                                  lambda: tvm_ffi.Dict({1: 2}), lambda: tvm_ffi.convert_func(len),
                                  lambda: tvm_ffi.from_dlpack(numpy.zeros(2))])  # fmt: skip
def test_moved_from_objects(make, probe):
    value = make()
    probe.take(value._move())
    assert value.__chandle__() == 0
    use_everything(value)
    with pytest.raises((TypeError, ValueError)):
        probe.take(value._move())


def test_types_of_values_cannot_be_made_by_new():
    for cls in (core.dtype, core.Device):
        try:
            value = cls.__new__(cls)
        except TypeError:
            continue
        assert repr(value)


# ---- pickles


STATES = [None, 0, -1, 2**64 - 1, "", "x", "{", "[]", '{"root_index": 5, "nodes": []}', b"", b"\xff", (), (1, 2), [],
          {}, {"handle": 1}, {"handle": "{}"}, {"handle": None}, {"handle": 2**64 - 1}, {1: 2}, object(),
          '{"root_index":0,"nodes":[{"type":"ffi.List","data":[0]}]}',
          '{"root_index":0,"nodes":[{"type":"no such type","data":[0]}]}',
          '{"root_index":0,"nodes":[{"type":"int","data":1}]}']  # fmt: skip


@pytest.mark.parametrize("cls", CONTAINERS, ids=lambda cls: cls.__name__)
def test_tampered_pickle_state(cls):
    good = cls({1: 2}) if cls in (tvm_ffi.Map, tvm_ffi.Dict) else cls([1, 2])
    restore, arguments = good.__reduce__()[:2]
    for state in STATES:
        for target in (lambda s: cls.__new__(cls).__setstate__(s), lambda s: restore(s), lambda s: restore(cls, s),
                       lambda s: restore(*arguments[:-1], s), lambda s: good.__setstate__(s)):  # fmt: skip
            try:
                made = target(state)
            except Exception:
                continue
            use_everything(made)
    use_everything(good)


@pytest.mark.parametrize("cls", CONTAINERS, ids=lambda cls: cls.__name__)
def test_tampered_pickles(cls):
    """Each byte of a pickle in turn is another one. Whatever loads can be used."""
    text = pickle.dumps(cls({1: LONG}) if cls in (tvm_ffi.Map, tvm_ffi.Dict) else cls([1, LONG]), protocol=2)
    for at in range(len(text)):
        for flip in (1, 0x20, 0x80):
            broken = text[:at] + bytes([text[at] ^ flip]) + text[at + 1 :]
            if b"system" in broken:
                continue
            try:
                made = pickle.loads(broken)
            except Exception:
                continue
            if isinstance(made, tvm_ffi.Object):
                use_everything(made)


def test_cut_pickles():
    text = pickle.dumps(tvm_ffi.Array([1, LONG]))
    for end in range(len(text)):
        with pytest.raises(Exception):  # noqa: B017 the kind is the unpickler's
            pickle.loads(text[:end])


# ---- exceptions and callbacks


def test_endless_callback_recursion(probe):
    def again(x):
        return probe.apply(again, x)

    for _ in range(3):
        with pytest.raises(RecursionError):
            probe.apply(again, 1)
    assert probe.apply(lambda x: x, 5) == 5


def test_endless_recursion_through_containers():
    def again(x):
        return ffi("StructuralMap")(tvm_ffi.Array([x]), [(1, function)], [], 0)

    function = tvm_ffi.convert_func(again)
    with pytest.raises(RecursionError):
        again(1)


class BrokenText(Exception):
    def __str__(self):
        raise ValueError("no text")


class EndlessText(Exception):
    def __str__(self):
        return str(self)


class NoText(Exception):
    def __str__(self):
        return 5


@pytest.mark.parametrize("error", [BrokenText(), EndlessText(), NoText(), ValueError("lone \ud800 surrogate"),
                                   ValueError("\0\0"), ValueError("x" * 10**6), ValueError(ValueError()),
                                   UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), OSError(), KeyError(),
                                   SystemExit(3), KeyboardInterrupt(), StopIteration(), GeneratorExit(),
                                   BaseException()],
                         ids=lambda e: type(e).__name__)  # fmt: skip
def test_exceptions_without_a_decent_text(probe, error):
    def fail(*arguments):
        raise error

    with pytest.raises(type(error)) as info:
        probe.apply(fail, 1)
    assert info.value is error
    with pytest.raises(type(error)):
        ffi("StructuralWalk")(tvm_ffi.Array([1]), [(1, tvm_ffi.convert_func(fail))], [], 0)


def test_an_exception_that_is_its_own_cause(probe):
    error = ValueError("x")
    error.__cause__ = error
    error.__context__ = error

    def fail(x):
        raise error

    with pytest.raises(ValueError) as info:
        probe.apply(fail, 1)
    assert info.value is error


def test_exception_classes_that_cannot_be_made(probe):
    class Picky(Exception):
        def __init__(self, a, b, c):
            super().__init__(a)

    tvm_ffi.register_error("HostilePicky", Picky)
    with pytest.raises(Exception, match="hello"):
        probe.__getattr__("raise")("HostilePicky", "hello")


# ---- names, sizes, files


@pytest.mark.parametrize("name", [None, 1, b"x", [], object()])
def test_names_that_are_no_texts(name):
    class Local(tvm_ffi.Object):
        pass

    for use in (tvm_ffi.get_global_func, tvm_ffi.remove_global_func, tvm_ffi.get_global_func_metadata,
                lambda n: tvm_ffi.register_global_func(n, len), lambda n: tvm_ffi.dtype(n),
                lambda n: tvm_ffi.init_ffi_api(n)):  # fmt: skip
        with pytest.raises((TypeError, ValueError, KeyError)):
            use(name)
    if name is not None:
        with pytest.raises((TypeError, ValueError)):
            tvm_ffi.register_object(name)(Local)


def test_a_type_key_of_none():
    """`register_object(None)` names the class by itself, which nobody registered natively."""

    class NobodyKnowsMe(tvm_ffi.Object):
        pass

    with pytest.raises((TypeError, ValueError, RuntimeError)):
        tvm_ffi.register_object(None)(NobodyKnowsMe)
    with pytest.raises(TypeError):
        core.type_key_to_index(None)


@pytest.mark.parametrize("size", [2**64 - 1, 2**63, -(2**63) - 1, 2**64, 2**200])
def test_a_size_of_two_to_the_64_minus_1(size):
    values = tvm_ffi.List([1, 2])
    for use in (lambda: values[size], lambda: values.insert(size, 1), lambda: values.pop(size),
                lambda: values.__setitem__(size, 1), lambda: ffi("ListReserve")(values, size),
                lambda: ffi("ArrayGetItem")(tvm_ffi.Array([1]), size), lambda: tvm_ffi.Shape((size,)),
                lambda: tvm_ffi.Array([1])[size], lambda: tvm_ffi.device("cuda", size),
                lambda: values * size):  # fmt: skip
        with contextlib.suppress(IndexError, OverflowError, ValueError, TypeError, MemoryError):
            use()
    assert [v for v in values if v in (1, 2)][-1] == 2
    assert tvm_ffi.convert(size) == size


@pytest.mark.parametrize("shape", [(-1,), (2, -3), (2**62, 2**62), (2**64 - 1,), (None,), ("2",), None])
def test_shapes_that_are_none(shape):
    for use in (
        lambda: numpy.from_dlpack(tvm_ffi.from_dlpack(numpy.zeros(6)).reshape(shape)),
        lambda: tvm_ffi.Shape(shape),
    ):
        with contextlib.suppress(TypeError, ValueError, OverflowError, AttributeError, RuntimeError):
            use()


def test_truncated_libraries(probe_path, tmp_path):
    """Cut anywhere before the end of what is loaded: one line that names the file and says so."""
    whole = probe_path.read_bytes()
    for cut in [0, 1, 3, 4, 15, 16, 17, 52, 63, 64, 100, 200, 400, 1000, 4096, len(whole) // 4]:
        path = tmp_path / f"cut{cut}.so"
        path.write_bytes(whole[:cut])
        with pytest.raises((RuntimeError, OSError), match=path.name) as info:
            tvm_ffi.load_module(path)
        assert "\n" not in str(info.value)


def test_files_that_are_no_libraries(tmp_path):
    for name, content in {"text.so": b"hello", "empty.so": b"", "script.so": b"#!/bin/sh\n"}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises((RuntimeError, OSError), match=name):
            tvm_ffi.load_module(tmp_path / name)
    with pytest.raises((RuntimeError, OSError, ValueError)):
        tvm_ffi.load_module(tmp_path)
    with pytest.raises((RuntimeError, OSError, ValueError, TypeError)):
        tvm_ffi.load_module("a\0b.so")


# ---- what the collector does not enter


@pytest.mark.parametrize(
    ("depth", "width", "is_collected"), [(20, 1, True), (40, 1, False), (1, 3000, True), (1, 5000, False)]
)
def test_cycles_that_are_too_deep_or_wide_stay(depth, width, is_collected):
    class Node:
        pass

    node = Node()
    value = node
    for _ in range(depth):
        value = tvm_ffi.List([None] * (width - 1) + [value])
    node.value = value
    alive = weakref.ref(node)
    del node, value
    gc.collect()
    assert (alive() is None) == is_collected
    if alive():
        del alive().value
        gc.collect()
        assert alive() is None


# ---- processes and threads


def test_daemon_threads_at_exit():
    run_python("""
        import threading, time, tvm_ffi
        def work():
            while True:
                value = tvm_ffi.List([1, "a text that is long enough", {"k": [1, 2]}])
                value.append(tvm_ffi.convert_func(lambda x: x)(5))
                try:
                    value[100]
                except IndexError:
                    pass
        for _ in range(6):
            threading.Thread(target=work, daemon=True).start()
        time.sleep(0.2)
    """)


def test_live_objects_at_exit():
    run_python("""
        import sys, atexit, tvm_ffi
        keep = [tvm_ffi.List([1, {"k": [1, 2]}]), tvm_ffi.convert_func(lambda x: x), tvm_ffi.dtype("int32")]
        keep.append(keep)
        sys.keep = keep
        cycle = tvm_ffi.List([])
        cycle.append(cycle)
        cycle.append(tvm_ffi.convert_func(lambda: cycle))
        class AtEnd:
            def __del__(self, make=tvm_ffi.List):
                make([1])[0]
        sys.at_end = AtEnd()
        atexit.register(lambda: keep[0].append(keep[1](5)))
        tvm_ffi.register_global_func("hostile.at_exit", lambda: keep)
    """)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_forks_while_threads_work():
    run_python("""
        import os, sys, threading, time, warnings, tvm_ffi
        warnings.simplefilter("ignore")
        stop = False
        def work():
            i = 0
            while not stop:
                i += 1
                tvm_ffi.register_global_func(f"hostile.fork{i % 50}", lambda: i, override=True)
                try:
                    tvm_ffi.Array([1])[5]
                except IndexError:
                    pass
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            child = os.fork()
            if child == 0:
                tvm_ffi.register_global_func("hostile.child", lambda x: x, override=True)
                assert tvm_ffi.get_global_func("hostile.child")(7) == 7
                try:
                    tvm_ffi.Array([1])[5]
                except IndexError:
                    os._exit(0)
                os._exit(1)
            assert os.waitpid(child, 0)[1] == 0
        stop = True
        for thread in threads:
            thread.join()
    """)


def test_sixteen_threads_register_and_look_up():
    problems = []

    def work(number):
        for i in range(100):
            name = f"hostile.thread{number}.{i}"
            tvm_ffi.register_global_func(name, lambda n=number, i=i: (n, i))
            if tuple(tvm_ffi.get_global_func(name)()) != (number, i):
                problems.append(name)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    for number in range(16):
        for i in range(100):
            tvm_ffi.remove_global_func(f"hostile.thread{number}.{i}")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers")
def test_a_signal_in_a_callback(probe):
    class Alarm(Exception):
        pass

    def on_alarm(*arguments):
        raise Alarm

    before = signal.signal(signal.SIGALRM, on_alarm)
    try:
        for _ in range(20):
            with pytest.raises(Alarm):
                signal.setitimer(signal.ITIMER_REAL, 0.002)
                while True:
                    probe.apply(lambda x: list(tvm_ffi.Array([x] * 50)), 1)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
