# SPDX-License-Identifier: Apache-2.0
"""The operations of test_out_of_memory.py. Run by it: memory_operations.py PROBE MODE.

MODE is "once" or "from then on" (allocations of our libraries, refused by the preloaded shim), or "python" (those of
the interpreter, which our extension asks for too, refused by its own test module).
"""

import copy
import ctypes
import gc
import pickle
import sys

import numpy
import tvm_ffi

LONG = "a text that is long enough for an object"
OPERATIONS = []


def operation(function):
    OPERATIONS.append((function.__name__, function))
    return function


def each(name, make, functions):
    """One operation for each function, on a value that is made while memory is there."""
    for label, function in functions.items():
        OPERATIONS.append((f"{name} {label}", (make, function)))


PLAIN = [1, LONG, 2.5, None, True, b"bytes that need an object", (1, 2), {"k": LONG}]

each(
    "Array",
    lambda: tvm_ffi.Array(PLAIN),
    {
        "index": lambda a: a[1],
        "slice": lambda a: a[1:5],
        "iterate": list,
        "iterate backwards": lambda a: list(reversed(a)),
        "repr": repr,
        "hash": hash,
        "equal": lambda a: a == tvm_ffi.Array(PLAIN),
        "contains": lambda a: LONG in a,
        "index of": lambda a: a.index(LONG),
        "count": lambda a: a.count(LONG),
        "plus": lambda a: a.__add__([LONG]),
        "right plus": lambda a: a.__radd__([LONG]),
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
        "pickle": lambda a: pickle.loads(pickle.dumps(tvm_ffi.Array([1, LONG]))),
    },
)
each(
    "List",
    lambda: tvm_ffi.List(PLAIN),
    {
        "index": lambda a: a[1],
        "slice": lambda a: a[1:5],
        "iterate": list,
        "append": lambda a: a.append(LONG),
        "extend": lambda a: a.extend([1, LONG, 3, 4, 5, 6, 7, 8, 9]),
        "extend itself": lambda a: a.extend(a),
        "insert": lambda a: a.insert(2, LONG),
        "set": lambda a: a.__setitem__(1, LONG),
        "set slice": lambda a: a.__setitem__(slice(1, 3), [LONG, 1, 2, 3, 4, 5, 6, 7]),
        "delete": lambda a: a.__delitem__(1),
        "delete slice": lambda a: a.__delitem__(slice(0, 3)),
        "pop": lambda a: a.pop(),
        "remove": lambda a: a.remove(LONG),
        "reverse": lambda a: a.reverse(),
        "clear": lambda a: a.clear(),
        "repr": repr,
        "equal": lambda a: a == tvm_ffi.List(PLAIN),
        "plus": lambda a: a.__add__([LONG]),
        "in-place plus": lambda a: a.__iadd__([LONG]),
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
    },
)
MAPPING = {1: LONG, LONG: 2, "c": [1, 2], "d": {"e": 5}, 6: None, 7: 8}
each(
    "Map",
    lambda: tvm_ffi.Map(MAPPING),
    {
        "index": lambda m: m[LONG],
        "get": lambda m: m.get("absent", LONG),
        "contains": lambda m: LONG in m,
        "keys": lambda m: list(m.keys()),
        "values": lambda m: list(m.values()),
        "items": lambda m: list(m.items()),
        "iterate": list,
        "repr": repr,
        "equal": lambda m: m == tvm_ffi.Map(MAPPING),
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
    },
)
each(
    "Dict",
    lambda: tvm_ffi.Dict(MAPPING),
    {
        "index": lambda m: m[LONG],
        "set new": lambda m: m.__setitem__("another key that is long", LONG),
        "set old": lambda m: m.__setitem__(LONG, LONG),
        "delete": lambda m: m.__delitem__(LONG),
        "pop": lambda m: m.pop(LONG),
        "setdefault": lambda m: m.setdefault("another key that is long", LONG),
        "update": lambda m: m.update({str(i) * 9: i for i in range(20)}),
        "items": lambda m: list(m.items()),
        "clear": lambda m: m.clear(),
        "repr": repr,
        "deepcopy": copy.deepcopy,
    },
)
for label, value in {
    "int": 5,
    "big int": 1 << 200,
    "negative big int": -(1 << 200),
    "float": 2.5,
    "short str": "abc",
    "long str": LONG,
    "bytes": b"bytes that need an object",
    "bytearray": bytearray(b"bytes that need an object"),
    "tuple": (1, LONG, (2, 3)),
    "list": [1, LONG, [2, 3]],
    "dict": {"k": LONG, 2: {"x": 1}},
    "function": len,
    "object": object(),
    "numpy array": numpy.arange(6, dtype="float32").reshape(2, 3),
    "dtype": tvm_ffi.dtype("float32x4"),
    "device": tvm_ffi.device("cpu:0"),
    "Shape": tvm_ffi.Shape((1, 2, 3)),
    "Array": tvm_ffi.Array([1, LONG]),
    "exception": ValueError(LONG),
}.items():
    each(
        label,
        lambda value=value: value,
        {
            "as argument": lambda v: tvm_ffi.get_global_func("probe.echo")(v),
            "converted": tvm_ffi.convert,
            "in an Array": lambda v: tvm_ffi.Array([v, v])[1],
            "as a value of a Dict": lambda v: tvm_ffi.Dict({"k": v})["k"],
            "through a callback": lambda v: tvm_ffi.get_global_func("probe.apply")(lambda x: x, v),
        },
    )


@operation
def look_up_a_function():
    return tvm_ffi.get_global_func("ffi.ArraySize")


@operation
def look_up_nothing():
    return tvm_ffi.get_global_func("no such function of any name", allow_missing=True)


@operation
def list_functions():
    return len(tvm_ffi.registry.list_global_func_names()) > 100


@operation
def register_a_function():
    tvm_ffi.register_global_func("memory.function", lambda x: x, override=True)
    return tvm_ffi.get_global_func("memory.function")(LONG)


@operation
def remove_a_function():
    tvm_ffi.register_global_func("memory.removed", lambda x: x, override=True)
    tvm_ffi.registry.remove_global_func("memory.removed")


@operation
def callback_that_raises():
    def fail(x):
        raise KeyError(LONG)

    try:
        tvm_ffi.get_global_func("probe.apply")(fail, 1)
    except KeyError as error:
        return str(error)


@operation
def native_error():
    try:
        tvm_ffi.get_global_func("probe.raise")("ValueError", LONG)
    except ValueError as error:
        return str(error)


@operation
def wrong_argument():
    try:
        tvm_ffi.get_global_func("ffi.ArraySize")(LONG)
    except TypeError as error:
        return str(error)


@operation
def nested_conversion():
    return repr(tvm_ffi.convert([{"a": [1, (2, [LONG])]}, {"b": None}]))


@operation
def make_dtype():
    return repr(tvm_ffi.dtype("int8x4"))


@operation
def make_bad_dtype():
    try:
        tvm_ffi.dtype("no such type")
    except ValueError as error:
        return str(error)


@operation
def make_device():
    return repr(tvm_ffi.device("cuda:3"))


@operation
def make_shape():
    return repr(tvm_ffi.Shape((1, 2, 3, 4, 5, 6, 7, 8)))


@operation
def tensor_round_trip():
    tensor = tvm_ffi.from_dlpack(numpy.arange(6, dtype="int32").reshape(2, 3))
    return repr(tensor.shape), tensor.dtype, numpy.from_dlpack(tensor).sum()


@operation
def load_a_module():
    # One that is kept alive stays: each load is another module.
    return tvm_ffi.load_module(PROBE, keep_module_alive=False).kind


@operation
def make_an_object():
    return tvm_ffi.get_global_func("probe.make_bare") is not None


@operation
def json_round_trip():
    parse = tvm_ffi.get_global_func("ffi.json.Parse")
    write = tvm_ffi.get_global_func("ffi.json.Stringify")
    return write(parse('{"a": [1, 2.5, "x", null, true]}'), None)


@operation
def graph_round_trip():
    write = tvm_ffi.get_global_func("ffi.ToJSONGraphString")
    read = tvm_ffi.get_global_func("ffi.FromJSONGraphString")
    return repr(read(write(tvm_ffi.Array([1, LONG, {"k": [1]}]), None)))


# These fail in code of others, which loses the MemoryError: the pickle module, the interpreter's `raise`, numpy.
NOT_OURS = {"Array pickle", "callback_that_raises", "tensor_round_trip"}
MOST_OF_PYTHON = 60


def fail_python_allocations():
    import _testcapi

    problems = []
    runs = 0
    gc.disable()
    for name, body in OPERATIONS:
        if name in NOT_OURS:
            continue
        print(name, flush=True)
        make, function = body if isinstance(body, tuple) else (None, body)
        for n in range(MOST_OF_PYTHON):
            value = make() if make else None
            runs += 1
            try:
                _testcapi.set_nomemory(n, n + 1)
                try:
                    function(value) if make else function()
                finally:
                    _testcapi.remove_mem_hooks()
            except MemoryError:
                pass
            except BaseException as error:
                problems.append(f"{name}, allocation {n} of Python: {type(error).__name__}: {error}")
            value = None
    print("\n".join(problems), file=sys.stderr)
    print(len(OPERATIONS) - len(NOT_OURS), runs)
    return 1 if problems else 0


def main():
    global PROBE
    PROBE = sys.argv[1]
    tvm_ffi.load_module(PROBE)
    if sys.argv[2] == "python":
        return fail_python_allocations()
    from_then_on = sys.argv[2] != "once"
    refuse = ctypes.CDLL(None)
    refuse.refuse_count.restype = refuse.refuse_blocks.restype = ctypes.c_long
    refuse.refuse_at.argtypes = [ctypes.c_long, ctypes.c_int]
    assert refuse.refuse_begin() == 2, "one of our libraries was not found"

    def attempt(body, n):
        """What came out, and how many allocations were refused."""
        make, function = body if isinstance(body, tuple) else (None, body)
        value = make() if make else None
        refuse.refuse_at(n, from_then_on)
        try:
            made = function(value) if make else function()
            outcome = "ok"
        except MemoryError:
            made = None
            outcome = "memory"
        except BaseException as error:
            made = None
            outcome = f"{type(error).__name__}: {error}"
        finally:
            refused = refuse.refuse_count()
            refuse.refuse_at(0, 0)
        del made, value
        return outcome, refused

    problems = []
    runs = 0
    gc.disable()
    for name, body in OPERATIONS:
        print(name, flush=True)
        usual = attempt(body, 0)[0]
        if usual != "ok":
            problems.append(f"{name}: {usual} with nothing refused")
            continue
        for n in range(1, 10000):
            outcome, refused = attempt(body, n)
            if refused == 0:
                break
            runs += 1
            if outcome not in ("ok", "memory"):
                problems.append(f"{name}, allocation {n}: {outcome}")
            retry = attempt(body, 0)[0]
            if retry != "ok":
                problems.append(f"{name}, after allocation {n}: {retry}")
            # What a first failure leaves may be a cache; what each further one leaves is a leak.
            attempt(body, n)
            gc.collect()
            before = refuse.refuse_blocks()
            for _ in range(3):
                attempt(body, n)
            gc.collect()
            if refuse.refuse_blocks() >= before + 3:
                problems.append(f"{name}, allocation {n}: {refuse.refuse_blocks() - before} blocks left behind")
    print("\n".join(problems), file=sys.stderr)
    print(len(OPERATIONS), runs)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
