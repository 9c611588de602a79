# SPDX-License-Identifier: Apache-2.0
"""Errors in both directions."""

import contextlib
import gc
import pickle
import sys
import traceback
import weakref

import pytest
import tvm_ffi
from tvm_ffi import core

# ---- FFI -> Python


def fail(kind, message=""):
    return tvm_ffi.get_global_func("probe.raise")(kind, message)


@pytest.mark.parametrize(
    "cls",
    [
        RuntimeError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
        AssertionError,
        MemoryError,
        OverflowError,
        RecursionError,
        NotImplementedError,
    ],
)
def test_kinds(probe, cls):
    with pytest.raises(cls) as caught:
        fail(cls.__name__, "the message")
    assert type(caught.value) is cls
    assert caught.value.args == ("the message",)
    error = caught.value.__tvm_ffi_error__
    assert (error.kind, error.message) == (cls.__name__, "the message")


def test_unknown_kinds_are_runtime_errors(probe):
    for kind in ("InternalError", "Whatever", "StopIteration", ""):
        with pytest.raises(RuntimeError) as caught:
            fail(kind, "m")
        assert type(caught.value) is RuntimeError
        assert caught.value.__tvm_ffi_error__.kind == kind


def test_registered_kinds(probe):
    @tvm_ffi.register_error
    class ProbeError(RuntimeError):
        pass

    @tvm_ffi.register_error("Probe.Other")
    class Other(Exception):
        pass

    with pytest.raises(ProbeError):
        fail("ProbeError")
    with pytest.raises(Other, match="why"):
        fail("Probe.Other", "why")
    assert core.ERROR_NAME_TO_TYPE["Probe.Other"] is Other


def test_a_class_that_takes_no_message(probe):
    @tvm_ffi.register_error("Probe.Stubborn")
    class Stubborn(Exception):
        def __init__(self):
            super().__init__("nothing to say")

    with pytest.raises(RuntimeError, match="the message"):
        fail("Probe.Stubborn", "the message")


def test_already_set_without_anything_set(probe):
    with pytest.raises(SystemError):
        fail("EnvErrorAlreadySet")


def test_lines_of_a_backtrace_become_frames(probe):
    error = core.Error(
        "ValueError",
        "m",
        '  File "inner.cc", line 3, in Inner(int, char*)\n  File "outer.cc", line 70000, in Outer()\nnot a line\n',
    )
    exception = error.py_error()
    assert type(exception) is ValueError
    with pytest.raises(ValueError) as caught:
        probe.apply(_raiser(exception))
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[0] == "test_lines_of_a_backtrace_become_frames"


def _raiser(exception):
    def raise_it():
        raise exception

    return raise_it


def test_traceback_of_a_native_error(probe):
    with pytest.raises(ValueError) as caught:
        fail("ValueError", "m")
    frames = traceback.extract_tb(caught.value.__traceback__)
    assert frames[0].filename == __file__
    text = caught.value.__tvm_ffi_error__.backtrace
    native = [line for line in text.splitlines() if line.startswith("  File ")]
    assert len(frames) >= 2 + len(native)  # this function, fail, and the native ones
    if native:
        assert frames[-1].name in native[0]


def test_context_is_implicit(probe):
    with pytest.raises(ValueError) as caught:
        try:
            raise KeyError("first")
        except KeyError:
            fail("ValueError", "second")
    assert isinstance(caught.value.__context__, KeyError)


# ---- Python -> FFI -> Python


class Unregistered(ValueError):
    def __init__(self, text, code):
        super().__init__(text, code)
        self.code = code


@pytest.mark.parametrize("through", ["apply", "apply_in_thread"])
@pytest.mark.parametrize(
    "exception",
    [
        ValueError("v"),
        Unregistered("text", 7),
        KeyError("key"),
        KeyboardInterrupt(),
        SystemExit(3),
        GeneratorExit(),
        StopIteration(1),
        OSError(2, "No such file"),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "r"),
    ],
    ids=lambda exception: type(exception).__name__,
)
def test_the_same_exception_comes_back(probe, exception, through):
    with pytest.raises(BaseException) as caught:
        getattr(probe, through)(_raiser(exception))
    assert caught.value is exception
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[0] == "test_the_same_exception_comes_back"
    assert "raise_it" in names


def test_exceptions_through_several_layers(probe):
    original = Unregistered("deep", 1)

    def middle(n):
        if n == 0:
            raise original
        probe.apply(middle, n - 1)

    with pytest.raises(Unregistered) as caught:
        probe.apply(middle, 5)
    assert caught.value is original
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names.count("middle") == 6


def test_a_native_error_through_a_callback(probe):
    with pytest.raises(IndexError, match="native") as caught:
        probe.apply(lambda: fail("IndexError", "native"))
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert "<lambda>" in names
    assert "fail" in names


def test_kind_and_message_seen_by_native_code(probe):
    seen = {}
    for exception, kind, message in [
        (ValueError("plain"), "ValueError", "plain"),
        (Unregistered("a", 1), "ValueError", "('a', 1)"),
        (KeyError("key"), "KeyError", "key"),
        (StopIteration(), "RuntimeError", ""),
        (UnicodeError("\udc80"), "ValueError", "\\udc80"),
    ]:
        error = probe.echo(exception)
        assert isinstance(error, core.Error)
        seen[type(exception)] = (error.kind, error.message)
        assert seen[type(exception)] == (kind, message)
        assert error.py_error() is exception
    ending = KeyboardInterrupt()
    assert probe.echo(ending) is ending  # only what derives from Exception is an error as a value


def test_text_of_a_broken_str(probe):
    class Broken(Exception):
        def __str__(self):
            raise RuntimeError("no text")

    exception = Broken()
    with pytest.raises(Broken) as caught:
        probe.apply(_raiser(exception))
    assert caught.value is exception


def test_backtrace_text_of_a_python_exception(probe):
    try:
        _raiser(ValueError("x"))()
    except ValueError as exception:
        error = probe.echo(exception)
    lines = error.backtrace.splitlines()
    assert "raise_it" in lines[0]  # most recent call first
    assert "test_backtrace_text_of_a_python_exception" in lines[1]
    assert lines[0].startswith('  File "')


def test_an_exception_that_crossed_can_be_freed(probe):
    class Freed(Exception):
        pass

    alive = []

    def raise_it():
        exception = Freed()
        alive.append(weakref.ref(exception))
        raise exception

    with pytest.raises(Freed):
        probe.apply(raise_it)
    gc.collect()
    assert alive[0]() is None


def test_errors_do_not_leak(probe):
    def once():
        for kind in ("ValueError", "Other"):
            with contextlib.suppress(ValueError, RuntimeError):
                fail(kind, "message")
        with contextlib.suppress(Unregistered):
            probe.apply(_raiser(Unregistered("x", 1)))

    for _ in range(50):
        once()
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(200):
        once()
    gc.collect()
    assert len(gc.get_objects()) - before < 50


# ---- Error objects


def test_error_object():
    error = core.Error("MyKind", "text", '  File "a", line 1, in f\n')
    assert (error.kind, error.message) == ("MyKind", "text")
    assert error.backtrace == '  File "a", line 1, in f\n'
    error.update_backtrace("other")
    assert error.backtrace == "other"
    assert error.extra_context is None
    assert type(error.py_error()) is RuntimeError
    again = pickle.loads(pickle.dumps(error))
    assert (again.kind, again.message, again.backtrace) == ("MyKind", "text", "other")
    assert not isinstance(error, BaseException)


def test_null_error_object():
    error = core.Error.__new__(core.Error)
    with pytest.raises(TypeError, match="NULL"):
        _ = error.kind


def test_register_error_checks_its_argument():
    with pytest.raises(TypeError):
        core.register_error_class("X", int)
    with pytest.raises(TypeError):
        core.register_error_class(1, ValueError)


def test_stale_exceptions_are_not_reported(probe):
    assert probe.apply(lambda: None) is None
    assert sys.exc_info() == (None, None, None)
