# SPDX-License-Identifier: Apache-2.0
"""Functions as Python callables: calls, callbacks, lifetime."""

import gc
import subprocess
import sys
import textwrap
import threading
import weakref

import pytest
import tvm_ffi
from tvm_ffi import core


def run_python(code, *args):
    """Runs a program in a process of its own; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(code), *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# ---- calls


def test_arguments_are_positional(probe):
    assert probe.count() == 0
    assert probe.count(*range(8)) == 8
    assert probe.count(*range(100)) == 100
    with pytest.raises(TypeError, match="'speed'"):
        probe.count(1, speed=2)
    with pytest.raises(TypeError, match="'speed'"):
        probe.count(**{"speed": 1})


def test_empty_keywords_are_none(probe):
    assert probe.count(*[], **{}) == 0


def test_null_function_raises():
    with pytest.raises(TypeError, match="NULL"):
        core.Function()()


def test_repr_and_type():
    function = tvm_ffi.convert_func(lambda: 1)
    assert repr(function) == "ffi.Function"
    assert not isinstance(function, tvm_ffi.Object)
    assert isinstance(function, core.CObject)


def test_attributes_can_be_set():
    function = tvm_ffi.convert_func(lambda: 1)
    function.note = "kept"
    function.__name__ = "f"
    assert (function.note, function.__name__) == ("kept", "f")


def test_release_gil_is_settable(probe):
    nop = probe.nop
    assert nop.release_gil is True
    nop.release_gil = False
    assert nop.release_gil is False
    assert nop() is None
    nop.release_gil = True
    with pytest.raises(AttributeError):
        del nop.release_gil


def test_release_gil_default_from_environment():
    code = "import tvm_ffi; print(tvm_ffi.get_global_func('ffi.ReprPrint').release_gil)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**__import__("os").environ, "TVM_FFI_RELEASE_GIL_BY_DEFAULT": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_a_function_that_fails_without_saying_why(probe):
    with pytest.raises(SystemError, match="without saying why"):
        probe.fail_silently()


def test_from_packed_addresses():
    """The packed interface: addresses of handle, args, num_args, result and status."""
    import ctypes

    pointers = ctypes.POINTER(ctypes.c_void_p)

    @ctypes.CFUNCTYPE(None, pointers)
    def call(arguments):
        handle, count = (ctypes.cast(arguments[i], pointers) for i in (0, 2))
        seen.append((handle[0], ctypes.cast(count, ctypes.POINTER(ctypes.c_int32))[0]))
        ctypes.cast(arguments[4], ctypes.POINTER(ctypes.c_int32))[0] = status

    seen, status = [], 0
    kept = type("Kept", (), {})()
    alive = weakref.ref(kept)
    address = ctypes.cast(call, ctypes.c_void_p).value
    function = core.Function.__from_mlir_packed_safe_call__(address, keep_alive_object=kept)
    del kept
    assert function(1, 2, 3) is None
    assert seen == [(None, 3)]
    status = -1
    with pytest.raises(SystemError, match="without saying why"):
        function()
    assert alive() is not None
    del function
    assert alive() is None
    with pytest.raises(ValueError, match="address is 0"):
        core.Function.__from_mlir_packed_safe_call__(0)


def test_from_extern_c(probe_path, probe):
    import ctypes

    library = ctypes.CDLL(str(probe_path))
    seen = []

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32, ctypes.c_void_p)
    def call(handle, args, count, result):
        seen.append(count)
        return 0

    class Kept:
        pass

    kept = Kept()
    alive = weakref.ref(kept)
    address = ctypes.cast(call, ctypes.c_void_p).value
    function = core.Function.__from_extern_c__(address, keep_alive_object=kept)
    del kept
    assert function(1, 2) is None
    assert seen == [2]
    assert alive() is not None
    del function
    assert alive() is None
    with pytest.raises(ValueError):
        core.Function.__from_extern_c__(0)
    assert library is not None


# ---- callbacks


def test_callback_arguments_and_result(probe):
    got = []
    result = probe.apply(lambda *args: got.append(args) or [1, "two"], 1, "text", None, 2.5)
    assert got == [(1, "text", None, 2.5)]
    assert list(result) == [1, "two"]


def test_callback_with_many_arguments(probe):
    assert probe.apply(lambda *args: len(args), *range(50)) == 50
    assert tvm_ffi.convert_func(lambda *args: len(args))(*range(50)) == 50


def test_raw_arguments_become_str_and_bytes(probe):
    got = []
    probe.call_with_raw(lambda *args: got.extend(args))
    assert got == ["text", b"by\0tes"]
    assert [type(value) for value in got] == [str, bytes]


def test_callback_from_another_thread(probe):
    names = []

    def note(x):
        names.append(threading.current_thread().name)
        return x + 1

    assert probe.apply_in_thread(note, 41) == 42
    assert names != [threading.main_thread().name]


def test_callback_is_released(probe):
    def callback():
        return None

    alive = weakref.ref(callback)
    probe.apply(callback)
    function = tvm_ffi.convert_func(callback)
    del callback
    assert alive() is not None
    del function
    assert alive() is None


def test_callback_may_drop_its_own_function(probe):
    def callback():
        probe.keep()
        gc.collect()
        return "still here"

    probe.keep(callback)
    function = probe.keep(None)
    probe.keep(function)
    del callback
    assert function() == "still here"


def test_deep_recursion_is_an_error(probe):
    apply = probe.apply

    def deeper(n):
        return apply(deeper, n + 1)

    with pytest.raises(RecursionError):
        deeper(0)
    function = tvm_ffi.convert_func(lambda n: function(n + 1))
    with pytest.raises(RecursionError):
        function(0)


def test_recursion_without_limit_does_not_crash(probe_path):
    out = run_python(
        """
        import sys
        import tvm_ffi
        tvm_ffi.load_module(sys.argv[1])
        apply = tvm_ffi.get_global_func("probe.apply")
        sys.setrecursionlimit(10**6 if sys.version_info < (3, 12) else 20000)
        import threading
        def run():
            def deeper(n):
                return apply(deeper, n + 1)
            try:
                deeper(0)
            except RecursionError as error:
                print("RecursionError")
        threading.stack_size(8 * 2**20)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        """,
        probe_path,
    )
    assert out.split() == ["RecursionError"]


def test_threads_at_exit(probe_path):
    """A native thread keeps calling a Python function while the interpreter ends."""
    out = run_python(
        """
        import sys, time
        import tvm_ffi
        tvm_ffi.load_module(sys.argv[1])
        calls = []
        tvm_ffi.get_global_func("probe.call_for_ever")(lambda: calls.append(1))
        while len(calls) < 5:
            time.sleep(0.001)
        print("done")
        """,
        probe_path,
    )
    assert out.split() == ["done"]


def test_calls_from_many_threads(probe):
    function = tvm_ffi.convert_func(lambda x: x + 1)
    results = []

    def work():
        total = 0
        for _ in range(300):
            total = function(total)
            total = probe.apply(lambda x: x, total)
        results.append(total)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [300] * 4


# ---- r-values


def test_moved_argument(probe):
    array = tvm_ffi.Array([1, 2])
    assert probe.take(array._move()) == 1
    assert array.__chandle__() == 0
    assert repr(array) == "Array(chandle=None)"


def test_moved_argument_that_nobody_takes(probe):
    array = tvm_ffi.Array([1, 2])
    probe.nop(array._move())
    assert list(array) == [1, 2]
    moved = array._move()
    with pytest.raises(ValueError, match="being moved"):
        probe.nop(moved, moved)
    assert list(array) == [1, 2]


def test_rvalue_needs_an_object():
    with pytest.raises(TypeError):
        core.ObjectRValueRef(1)
