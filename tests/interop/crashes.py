# SPDX-License-Identifier: Apache-2.0
"""Calls that the reference does not survive, or answers from memory that is gone; what ours does instead."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from conftest import Side

BEGIN = """
import ctypes
import tvm_ffi
from tvm_ffi import Array, Dict, List, Map

g = tvm_ffi.get_global_func

def deep():
    value = Array([])
    for _ in range(300000):
        value = Array([value])
    return value

def circle():
    value = List([1])
    value.append(value)
    return value

def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__)

"""

SECONDS = 120


@dataclass
class Crash:
    """A piece of Python; `reference` and `ours` are what it prints, or how it ends."""

    name: str
    reference: str
    ours: str
    text: str

    def run(self, side: Side) -> str:
        """What is printed last, or the number of the signal, or the status of an early exit."""
        command = [side.environment.python, "-c", BEGIN + self.text]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return "timeout"
        if done.returncode < 0:
            return f"signal {-done.returncode}"
        return f"exit {done.returncode}" if done.returncode else done.stdout.strip().rsplit("\n", 1)[-1]


# RuntimeError stands for RecursionError, which the reference's package does not know as a kind.
CRASHES = [
    Crash(
        "type info of an unknown index",
        "exit 255",
        "True",
        "f = tvm_ffi.LIB.TVMFFIGetTypeInfo; f.restype = ctypes.c_void_p; print(bool(f(63)))",
    ),
    Crash(
        "a subclass of a built-in type",
        "exit 255",
        "True",
        """
class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]
key = Text(b"a.b", 3)
print(tvm_ffi.LIB.TVMFFITypeGetOrAllocIndex(ctypes.byref(key), -1, 2, 0, 1, 67) > 0)
""",
    ),
    Crash("JSON nested too deep", "signal 11", "RuntimeError", "show(lambda: g('ffi.json.Parse')('[' * 10**6))"),
    Crash(
        "a deep value as JSON",
        "signal 11",
        "600002",
        "show(lambda: len(g('ffi.json.Stringify')(deep(), None)))",
    ),
    Crash("a deep value dropped", "signal 11", "dropped", "deep(); print('dropped')"),
    Crash("deep values compared", "signal 11", "True", "show(lambda: g('ffi.RecursiveEq')(deep(), deep()))"),
    Crash(
        "deep values compared by structure",
        "signal 11",
        "True",
        "show(lambda: tvm_ffi.structural_equal(deep(), deep()))",
    ),
    Crash("a deep value hashed", "signal 11", "True", "show(lambda: g('ffi.RecursiveHash')(deep()) != 0)"),
    Crash(
        "a deep value hashed by structure", "signal 11", "True", "show(lambda: tvm_ffi.structural_hash(deep()) != 0)"
    ),
    Crash("a deep value copied", "signal 11", "1", "show(lambda: len(g('ffi.DeepCopy')(deep())))"),
    Crash(
        "a deep value as a graph",
        "signal 11",
        "True",
        "show(lambda: len(tvm_ffi.serialization.to_json_graph_str(deep())) > 10**6)",
    ),
    Crash(
        "a circle compared by structure",
        "signal 11",
        "ValueError",
        "show(lambda: tvm_ffi.structural_equal(circle(), circle()))",
    ),
    Crash("a circle hashed by structure", "signal 11", "ValueError", "show(lambda: tvm_ffi.structural_hash(circle()))"),
    Crash(
        "a circle walked",
        "signal 11",
        "RuntimeError",
        "show(lambda: tvm_ffi.structural_walk(circle(), [(str, print)]))",
    ),
    Crash(
        "a graph that contains itself",
        "signal 11",
        "ValueError",
        """
text = '{"root_index":0,"nodes":[{"type":"ffi.Array","data":[0]}]}'
show(lambda: tvm_ffi.serialization.from_json_graph_str(text))
""",
    ),
    Crash(
        "an object of an unknown type",
        "exit 255",
        "RuntimeError",
        "show(lambda: g('ffi.MakeObjectFromPackedArgs')(12345))",
    ),
    Crash(
        "an object of a negative type",
        "exit 255",
        "RuntimeError",
        "show(lambda: g('ffi.MakeObjectFromPackedArgs')(-5))",
    ),
    Crash("a constructor for an unknown type", "exit 255", "None", "show(lambda: g('ffi._RegisterFFIInit')(12345))"),
    Crash(
        "a function without an address",
        "signal 11",
        "ValueError",
        "show(lambda: g('ffi.FunctionFromExternC')(None, None, None)())",
    ),
    Crash(
        "a Dict cleared while it is iterated",
        "ended",
        "RuntimeError",
        """
d = Dict({i: i for i in range(100)})
def walk():
    for count, _ in enumerate(d):
        d.clear()
        if count > 1000:
            break
    return "ended"
show(walk)
""",
    ),
    Crash(
        "an iterator of a Dict that was made anew",
        "ended",
        "RuntimeError",
        """
d = Dict({i: i for i in range(100)})
it = g("ffi.DictForwardIterFunctor")(d)
d.clear()
d.update({i: i for i in range(1000)})
def walk():
    for _ in range(50):
        it(0), it(2)
    return "ended"
show(walk)
""",
    ),
    Crash(
        "an iterator at its end",
        "1",
        "IndexError",
        "it = g('ffi.MapForwardIterFunctor')(Map({1: 2})); it(2); show(lambda: it(0))",
    ),
    Crash(
        "room for more than there is",
        "None",
        "MemoryError",
        "show(lambda: g('ffi.ListReserve')(List(), 2**60))",
    ),
]
