# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: F401
"""Runs on two sides, in an empty folder: modules, files, streams, tensors, C++ sources, tools."""

from __future__ import annotations

import ctypes
import io
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import tvm_ffi
from surface_show import kind_of_error, show
from tvm_ffi import (
    LIB,
    Array,
    Device,
    DLDeviceType,
    Function,
    Module,
    Shape,
    StreamContext,
    Tensor,
    config,
    container,
    core,
    cpp,
    device,
    dtype,
    error,
    from_dlpack,
    get_raw_stream,
    libinfo,
    load_module,
    module,
    registry,
    stream,
    system_lib,
    use_raw_stream,
    use_torch_stream,
    utils,
)
from tvm_ffi.utils import FileLock, kwargs_wrapper, unpack_dataclass

g = tvm_ffi.get_global_func

SOURCE = """
int add(int a, int b) { return a + b; }
void fill(tvm::ffi::TensorView x) {
  TVM_FFI_ICHECK(x.ndim() == 1);
  for (int64_t i = 0; i < x.size(0); ++i) static_cast<float*>(x.data_ptr())[i] = static_cast<float>(i);
}
tvm::ffi::Array<tvm::ffi::String> words(int n) {
  tvm::ffi::Array<tvm::ffi::String> out;
  for (int i = 0; i < n; ++i) out.push_back("word " + std::to_string(i));
  return out;
}
tvm::ffi::Any fails(tvm::ffi::String what) { TVM_FFI_THROW(ValueError) << "no " << what; }
"""

Path("file.cpp").write_text(
    "#include <tvm/ffi/function.h>\nint twice(int x) { return 2 * x; }\nTVM_FFI_DLL_EXPORT_TYPED_FUNC(twice, twice)\n"
)
INLINE = cpp.load_inline(
    "surface_inline",
    cpp_sources=SOURCE,
    functions={"add": "adds", "fill": "", "words": "", "fails": ""},
    build_directory="inline",
)
BUILT = Path(cpp.build("surface_file", cpp_files=["file.cpp"], build_directory="file"))
FILE = load_module(BUILT)
Path("file/libsurface_file.so").write_bytes(BUILT.read_bytes())
X = from_dlpack(np.zeros(3, dtype="float32"))


def tool(*args):
    """Output of a tool, without its folders."""
    done = subprocess.run([sys.executable, "-m", *args], capture_output=True, text=True, check=False)
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    return done.returncode, [line for line in lines if line.strip()][:3]


def exists(path):
    return os.path.isabs(path) and os.path.exists(path)


def streams():
    cuda = device("cuda", 1)
    found = [get_raw_stream(cuda)]
    with use_raw_stream(cuda, 16):
        found.append(get_raw_stream(cuda))
        with StreamContext(cuda, 32):
            found.append(get_raw_stream(cuda))
        found.append(get_raw_stream(cuda))
    found.append(get_raw_stream(cuda))
    return found


def locked():
    held = FileLock("released-file")
    held.acquire()
    held.release()
    with FileLock("lock-file") as lock:
        other = FileLock("lock-file")
        first = other.acquire()
        late = kind_of_error(lambda: FileLock("lock-file").blocking_acquire(timeout=0.05, poll_interval=0.01))
        again = kind_of_error(lock.blocking_acquire)
    return first, late.split(" @")[0], again.split(" @")[0], FileLock("lock-file").acquire()


def with_keywords():
    f = kwargs_wrapper.make_kwargs_wrapper(tvm_ffi.convert(lambda *a: list(a)), ["a", "b"], (5,), ["k"], {"k": None})
    return list(f(1)), list(f(1, b=2, k=3))


def with_signature():
    import inspect

    def shape(a, b=2, *, k=True):
        pass

    f = kwargs_wrapper.make_kwargs_wrapper_from_signature(tvm_ffi.convert(lambda *a: list(a)), inspect.signature(shape))
    return list(f(1)), list(f(1, k=False)), kind_of_error(lambda: f())


def unpacked():
    import dataclasses

    @dataclasses.dataclass
    class Inner:
        x: int

    @dataclasses.dataclass
    class Outer:
        a: Inner
        b: list

    return unpack_dataclass.unpack_dataclass_to_tuple(Outer(Inner(1), [Inner(2)]))


def api():
    home = type(sys)("surface_home")
    sys.modules["surface_home"] = home
    tvm_ffi.register_global_func("surface_home.first", lambda: 1)
    tvm_ffi.register_global_func("surface_home.deep.second", lambda: 2)
    tvm_ffi.init_ffi_api("surface_home")
    return home.first(), home.first.__name__, hasattr(home, "deep"), hasattr(home, "second")


def registered():
    @tvm_ffi.register_global_func("surface.decorated")
    def one(x):
        return x

    @tvm_ffi.register_global_func
    def surface_bare():
        return 2

    names = registry.list_global_func_names()
    tvm_ffi.remove_global_func("surface.decorated")
    gone = g("surface.decorated", allow_missing=True)
    return type(one).__name__, "surface.decorated" in names, g("surface_bare")(), gone, one(4)


def imports():
    main = load_module(BUILT)
    main.import_module(INLINE)
    found = main.get_function("add", query_imports=True)
    missing = kind_of_error(lambda: main.get_function("add"))
    count = len(main.imports)
    main.clear_imports()
    return found(1, 2), missing.split(" @")[0], count, len(main.imports), main.implements_function("add", True)


def options_of_config():
    options = (
        "includedir dlpack-includedir cmakedir sourcedir libfiles libdir libs ldflags cxxflags cflags cython-lib-path"
    )
    return [(option, *tool("tvm_ffi.config", f"--{option}")) for option in options.split()]


def types(names):
    found = [getattr(tvm_ffi, name) for name in names.split()]
    return [(str(one), one.type_code, one.bits, one.lanes) for one in found]


def protocols():
    class Stream:
        def __cuda_stream__(self):
            return (0, 77)

    class Pointer:
        def __tvm_ffi_opaque_ptr__(self):
            return 88

    class Real:
        def __tvm_ffi_float__(self):
            return 2.5

    class Held:
        def __tvm_ffi_object__(self):
            return Array([3])

    return [g("testing.echo")(kind()) for kind in (Stream, Pointer, Real, Held)]


EXPRESSIONS = r"""
INLINE, type(INLINE).__name__, INLINE.kind, isinstance(INLINE, Module)
INLINE.add(1, 2), INLINE["add"](3, 4), INLINE.get_function("add")(5, 6)
INLINE.fill(X), np.from_dlpack(X).tolist()
INLINE.fill(np.zeros((2, 2), dtype="float32"))
INLINE.add("a", 1)
INLINE.add(2**40, 1)
INLINE.words(3), INLINE.words(0)
INLINE.fails("way")
kind_of_error(lambda: INLINE.fails("way")).split(" @")[0]
INLINE.nothing
INLINE["nothing"]
INLINE[3]
INLINE()
INLINE.entry_name
INLINE.implements_function("add"), INLINE.implements_function("nothing")
INLINE.get_function_metadata("add"), INLINE.get_function_doc("add"), INLINE.get_function_doc("nothing")
INLINE.get_property_mask(), INLINE.is_binary_serializable(), INLINE.is_runnable(), INLINE.is_compilation_exportable()
list(module.ModulePropertyMask)
list(INLINE.get_write_formats()), INLINE.inspect_source()
INLINE.write_to_file("x.so")
INLINE.imports, imports()
FILE.twice(4), BUILT.name
load_module("no/such/file.so")
load_module("file.txt")
load_module("noextension")
load_module(str(BUILT), keep_module_alive=False).twice(3)
system_lib().kind, system_lib("prefix_").implements_function("x"), system_lib()
kind_of_error(lambda: cpp.build("surface_bad", sources="int f( {", build_directory="bad"))[:12]
cpp.build("surface_bad", sources="int f(", cuda_files=["none.cu"], backend="nope", build_directory="bad2")
Path(cpp.build_inline("surface_inline", cpp_sources=SOURCE, functions=["add"], build_directory="inline2")).name
cpp.load("surface_file", cpp_files=["file.cpp"], build_directory="file").twice(5)
[cpp.to_cpp_dtype(name) for name in ("int8", "uint64", "float32", "float64", "bool")]
cpp.to_cpp_dtype("nope")
[exists(path) for path in (libinfo.find_libtvm_ffi(), libinfo.find_include_path(), libinfo.find_dlpack_include_path())]
[exists(path) for path in (libinfo.find_cmake_path(), libinfo.find_source_path(), libinfo.find_cython_lib())]
libinfo.find_libtvm_ffi(), libinfo.find_include_path(), libinfo.find_cmake_path()
libinfo.find_python_helper_include_path(), libinfo.include_paths()
libinfo.find_windows_implib()
kind_of_error(lambda: libinfo.load_lib_module("no-such-package", "nothing")).splitlines()[:3]
libinfo.load_lib_module("numpy", "surface_file", extra_lib_paths=[Path("file")]).twice(6)
libinfo.load_lib_module("numpy", "surface_file", extra_lib_paths="file")
type(libinfo.load_lib_ctypes("numpy", "surface_file", "RTLD_LOCAL", extra_lib_paths=[Path("file")])).__name__
options_of_config()
tool("tvm_ffi.config", "--nonsense")[0]
tool("tvm_ffi.stub.cli", "--nonsense")[0]
Path("stubs.py").write_text("# tvm-ffi-stubgen(begin): global/testing.schema_id_arr\n# tvm-ffi-stubgen(end)\n")
tool("tvm_ffi.stub.cli", "stubs.py")[0], Path("stubs.py").read_text()
tool("tvm_ffi.stub.cli", "--imports", "tvm_ffi", "--dry-run", "stubs.py")[0]
streams()
use_torch_stream()
use_raw_stream(device("cpu"), "x")
type(use_raw_stream(device("cuda"), ctypes.c_void_p(3))).__name__
stream.get_raw_stream is get_raw_stream
locked()
with_keywords()
with_signature()
unpacked()
api()
registered()
registry.get_global_func_metadata("ffi.ArraySize"), registry.get_global_func is tvm_ffi.get_global_func
len(registry.get_registered_type_keys()) > 39
sorted(n for n in registry.list_global_func_names() if n.startswith("ffi."))
protocols()
error.register_error("SystemSurface")(type("SystemSurface", (OSError,), {})).__name__
g("testing.test_raise_error")("SystemSurface", "m")
X.shape, X.strides, X.dtype, X.device, X.ndim, X.numel(), X.size(0), X.is_contiguous(), X.data_ptr() != 0
X.__dlpack_device__(), isinstance(X, Tensor)
from_dlpack(np.zeros(4), require_alignment=8, require_contiguous=True).shape
from_dlpack(np.zeros((4, 4))[:, 1], require_contiguous=True)
from_dlpack(np.zeros(9, dtype="int8")[1:], require_alignment=64)
from_dlpack(X.__dlpack__()).shape, from_dlpack(X.__dlpack__(max_version=(1, 1))).shape
g("testing.make_array_with_tensor")(X)[0].shape, g("testing.make_map_with_tensor")(X)
g("testing.make_nested_map_with_tensor")(X, X), g("testing.make_list_with_tensor")(X, 2)
Device("cuda", 1).type, device("cuda:1").index, device("cpu").dlpack_device_type(), DLDeviceType.kDLCUDA
[str(device(name)) for name in "cpu cuda opencl vulkan metal vpi rocm ext_dev hexagon webgpu maia trn".split()]
dtype("float32x4").type_code, dtype("float32x4").bits, dtype("float32x4").lanes, dtype("float32x4").itemsize
types("bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 bfloat16 float8_e3m4 float8_e4m3")
types("float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu")
types("float6_e2m3fn float6_e3m2fn float4_e2m1fn float4_e2m1fnx2")
dtype("int8").is_bool, dtype("int8").is_integer, dtype("float16").is_float, dtype("handle").is_handle, dtype.is_dtype(3)
dtype.from_dlpack_data_type((0, 8, 1)), dtype("int8").with_lanes(2)
Shape((1, 2)), container.Array is Array, isinstance(LIB, ctypes.CDLL)
tvm_ffi.__version__, tvm_ffi.__version_tuple__
isinstance(g("testing.echo"), Function), core.Function is Function, utils.FileLock is FileLock
"""

if __name__ == "__main__":
    show(EXPRESSIONS, globals())
