# SPDX-License-Identifier: Apache-2.0
"""The names that users of the Python package are promised (ranks A and B), by where they are found."""

NAMES = {
    "tvm_ffi": """
        Array DLDeviceType DefRegionKind Device Dict Function InplaceMode LIB List Map Module Object ObjectConvertible
        Shape StreamContext StructuralKey StructuralMutator StructuralVisitor Tensor VisitInterrupt WalkOrder WalkResult
        __version__ __version_tuple__ access_path convert convert_func cpp dataclasses device dtype from_dlpack
        get_first_structural_mismatch get_global_func get_global_func_metadata get_raw_stream init_ffi_api load_module
        method register_error register_global_func register_object remove_global_func serialization structural
        structural_equal structural_hash structural_map structural_mutate structural_visit structural_walk system_lib
        use_raw_stream use_torch_stream
        CAny CContainerBase core container error registry module stream libinfo
        bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 bfloat16 float8_e3m4 float8_e4m3
        float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn
        float6_e3m2fn float4_e2m1fn float4_e2m1fnx2
        """,
    "tvm_ffi.core": """
        CObject Object CContainerBase Tensor Function Error OpaquePyObject String Bytes PyNativeObject ObjectConvertible
        ObjectRValueRef CAny DataType Device MISSING KWARGS ERROR_NAME_TO_TYPE ERROR_TYPE_TO_NAME TypeInfo TypeField
        TypeMethod TypeSchema __dlpack_version__
        """,
    "tvm_ffi.core.Object": "same_as is_ __chandle__ __ctypes_handle__ id_ __init_handle_by_constructor__ _move "
    "__move_handle_from__ __reduce__ __getstate__",
    "tvm_ffi.core.ObjectConvertible": "asobject",
    "tvm_ffi.core.Function": "release_gil __from_extern_c__ __from_mlir_packed_safe_call__",
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
    "tvm_ffi.dataclasses": "c_class py_class field Field KW_ONLY MISSING Object Enum IntEnum StrEnum entry auto "
    "EnumAttrMap EnumState fields is_dataclass asdict astuple replace",
    "tvm_ffi.dataclasses.Enum": "get all_entries attr_dict def_attr",
    "tvm_ffi.structural": "StructuralKey StructuralMutator StructuralVisitor VisitInterrupt WalkOrder WalkResult "
    "InplaceMode DefRegionKind structural_equal structural_hash get_first_structural_mismatch structural_walk "
    "structural_map structural_visit structural_mutate",
    "tvm_ffi.StructuralVisitor": "visit default_visit def_region_kind with_def_region_kind",
    "tvm_ffi.StructuralMutator": "mutate default_mutate var_remap_get var_remap_set def_region_kind "
    "with_def_region_kind",
    "tvm_ffi.serialization": "to_json_graph_str from_json_graph_str",
    "tvm_ffi.cpp": "build build_inline load load_inline to_cpp_dtype",
    "tvm_ffi.utils": "FileLock",
    "tvm_ffi.utils.FileLock": "acquire blocking_acquire release",
    "tvm_ffi.utils.kwargs_wrapper": "make_kwargs_wrapper make_kwargs_wrapper_from_signature",
    "tvm_ffi.utils.unpack_dataclass": "unpack_dataclass_to_tuple",
}

# Names of NAMES that later work brings to our package: each must still be missing, so that the list stays true.
LATER = {
    "tvm_ffi": "DefRegionKind InplaceMode StructuralKey StructuralMutator StructuralVisitor VisitInterrupt WalkOrder "
    "WalkResult access_path cpp dataclasses get_first_structural_mismatch method serialization structural "
    "structural_equal structural_hash structural_map structural_mutate structural_visit structural_walk",
    "tvm_ffi.core": "TypeSchema",
} | {
    place: NAMES[place]
    for place in NAMES
    if place.startswith(
        (
            "tvm_ffi.dataclasses",
            "tvm_ffi.structural",
            "tvm_ffi.Structural",
            "tvm_ffi.serialization",
            "tvm_ffi.cpp",
            "tvm_ffi.utils",
        )
    )
}
