# SPDX-License-Identifier: Apache-2.0
"""The Python surface: the same expressions on both sides, and every name that users are promised."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Side

SURFACE = Path(__file__).parent / "ext" / "surface.py"

# What differs on purpose: the expression, and why. One that no longer differs fails the test.
DIFFERENCES = {
    'echo(np.dtype("complex64"))': "says which name is unknown",
    "dtype.from_dlpack_data_type((0, 999, 1))": "says what was asked for",
    "dtype.from_dlpack_data_type((0, 8))": "TypeError for a triple that is none",
    'core.DataType("int8") == core.DataType("int8")': "comparing works",
    "device(2.0)": "a float is no device type",
    "device(None)": "says what was given",
    'device("cuda", 2**40)': "says what was given",
    "Shape((1.5,))": "names the item",
    'Shape(("a",))': "names the item",
    "Shape((2**70,))": "names the item",
    "T.__dlpack__(max_version=(0, 8)) is not None": "gives the unversioned capsule",
    "T.__dlpack__(copy=True) is not None": "BufferError: there is no copy",
    "T.__dlpack__(dl_device=(2, 0)) is not None": "BufferError: it is not there",
    "from_dlpack(3)": "says what was given",
    "from_dlpack(np.float32(3).reshape(())).shape": "says what was given",
    "Array(3)": "says what was given",
    "Array()": "wording",
    "Array([1], 2)": "wording",
    "Array([1, 2]).index(3)": "has a message",
    "pickle.dumps(Array([T]))": "wording",
    "List().remove(1)": "has a message",
    "List([1, 2]).append()": "wording",
    "Map()": "wording",
    "Map({1: 2})[3]": "the key, as dict does",
    "Map({1.0: 3})[1]": "the key, as dict does",
    "Map({(1, 2): 3})[(1, 2)]": "the key, as dict does",
    "Dict().popitem()": "has a message",
    "Dict({1: 2}).update(a=4)": "wording",
    'Dict({1: 2})["x"]': "the key, as dict does",
    "tvm_ffi.get_global_func(3)": "TypeError for a wrong type",
    'tvm_ffi.register_global_func("ffi.Array", lambda: 1)': "names both owners",
    'tvm_ffi.init_ffi_api("typo", "__main__")': "a misspelt namespace is an error",
    "tvm_ffi.convert_func(lambda: 1, tensor_cls=int)": "wording",
    'tvm_ffi.use_raw_stream(device("cuda"), "x")': "says what was given",
}

# Names of ranks A and B that users are promised, by where they are found.
NAMES = {
    "tvm_ffi": """
        Array Device Dict Function List Map Module Object ObjectConvertible Shape StreamContext Tensor DLDeviceType LIB
        __version__ __version_tuple__ convert convert_func device dtype from_dlpack get_global_func
        get_global_func_metadata get_raw_stream init_ffi_api load_module register_error register_global_func
        register_object remove_global_func system_lib use_raw_stream use_torch_stream
        core container error registry module stream libinfo
        bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 bfloat16 float8_e3m4 float8_e4m3
        float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn
        float6_e3m2fn float4_e2m1fn float4_e2m1fnx2
        """,
    "tvm_ffi.core": """
        CObject Object CContainerBase Tensor Function Error OpaquePyObject String Bytes PyNativeObject ObjectConvertible
        ObjectRValueRef CAny DataType Device MISSING KWARGS ERROR_NAME_TO_TYPE ERROR_TYPE_TO_NAME TypeInfo TypeField
        TypeMethod __dlpack_version__
        """,
    "tvm_ffi.core.Object": "same_as is_ __chandle__ __ctypes_handle__ id_ __init_handle_by_constructor__ _move "
    "__move_handle_from__",
    "tvm_ffi.core.Function": "release_gil __from_extern_c__ __call__",
    "tvm_ffi.core.Error": "kind message backtrace extra_context py_error update_backtrace",
    "tvm_ffi.registry": "register_global_func get_global_func get_global_func_metadata remove_global_func "
    "list_global_func_names get_registered_type_keys init_ffi_api register_object",
    "tvm_ffi.module": "Module ModulePropertyMask load_module system_lib",
    "tvm_ffi.module.Module": "get_function implements_function get_function_metadata get_function_doc import_module "
    "imports clear_imports kind inspect_source get_write_formats write_to_file get_property_mask "
    "is_binary_serializable is_runnable is_compilation_exportable entry_name",
    "tvm_ffi.error": "register_error",
    "tvm_ffi.container": "Array List Map Dict",
    "tvm_ffi.stream": "StreamContext use_raw_stream use_torch_stream get_raw_stream",
    "tvm_ffi.libinfo": "find_libtvm_ffi find_include_path find_dlpack_include_path find_cmake_path find_source_path "
    "find_cython_lib find_python_helper_include_path find_windows_implib include_paths load_lib_module load_lib_ctypes",
    "tvm_ffi.config": "",
    "tvm_ffi.stub.cli": "",
    "tvm_ffi.Tensor": "shape strides dtype device ndim numel size data_ptr is_contiguous __dlpack__ __dlpack_device__",
    "tvm_ffi.dtype": "type_code bits lanes itemsize is_bool is_integer is_float is_handle with_lanes "
    "from_dlpack_data_type is_dtype",
    "tvm_ffi.Device": "type index dlpack_device_type",
    "tvm_ffi.List": "append insert pop extend remove clear reverse index count",
    "tvm_ffi.Map": "get keys values items",
    "tvm_ffi.Dict": "get keys values items pop popitem setdefault update clear",
}

# Names that later work brings: each must still be missing, so that the list stays true.
LATER = {
    "tvm_ffi": "DefRegionKind InplaceMode StructuralKey StructuralMutator StructuralVisitor VisitInterrupt WalkOrder "
    "WalkResult access_path cpp dataclasses get_first_structural_mismatch method serialization structural "
    "structural_equal structural_hash structural_map structural_mutate structural_visit structural_walk testing utils",
    "tvm_ffi.core": "TypeSchema",
}

REACH = """
import importlib, json
found = {}
for place, names in json.loads(TEXT).items():
    parts = place.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            holder = importlib.import_module(".".join(parts[:cut]))
            break
        except ImportError:
            continue
    for part in parts[cut:]:
        holder = getattr(holder, part)
    found[place] = [name for name in names.split() if hasattr(holder, name)]
print(json.dumps(found))
"""


def reached(side: Side, names: dict[str, str]) -> dict[str, set[str]]:
    """Which of the names exist on this side."""
    answer = side.run(f"TEXT = {json.dumps(names)!r}\n{REACH}")
    return {place: set(found) for place, found in json.loads(answer).items()}


def outcomes(side: Side) -> dict[str, str]:
    """What came of each expression on this side."""
    lines = side.run(SURFACE.read_text(encoding="utf-8")).splitlines()
    return dict(json.loads(line) for line in lines)


def test_expressions_agree(both: tuple[Side, Side]) -> None:
    ours, reference = (outcomes(side) for side in both)
    assert ours.keys() == reference.keys()
    assert len(ours) > 300
    differing = {expression for expression in ours if ours[expression] != reference[expression]}
    surprises = sorted(differing - DIFFERENCES.keys())
    text = "\n".join(f"{e}\n  ours:      {ours[e]}\n  reference: {reference[e]}" for e in surprises)
    assert not surprises, text
    assert not DIFFERENCES.keys() - differing, "no longer different"


def test_every_promised_name_exists(both: tuple[Side, Side]) -> None:
    ours, reference = (reached(side, NAMES) for side in both)
    for place, text in NAMES.items():
        names = set(text.split())
        assert names - reference[place] == set(), f"not a name of {place} there: the list is wrong"
        assert names - ours[place] == set(), f"missing in {place}"


def test_later_names_are_not_there_yet(both: tuple[Side, Side]) -> None:
    found = reached(both[0], LATER)
    assert {place: names for place, names in found.items() if names} == {}, "move them to NAMES"
