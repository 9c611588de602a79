# SPDX-License-Identifier: Apache-2.0
import ctypes

from . import config as config
from . import container as container
from . import core as core
from . import error as error
from . import libinfo as libinfo
from . import module as module
from . import registry as registry
from . import stream as stream
from . import stub as stub
from ._convert import convert as convert
from ._enums import DataTypeCode as DataTypeCode
from ._enums import DLDeviceType as DLDeviceType
from ._version import __version__ as __version__
from ._version import __version_tuple__ as __version_tuple__
from .core import Array as Array
from .core import CAny as CAny
from .core import CContainerBase as CContainerBase
from .core import Device as Device
from .core import Dict as Dict
from .core import Function as Function
from .core import List as List
from .core import Map as Map
from .core import Object as Object
from .core import ObjectConvertible as ObjectConvertible
from .core import Shape as Shape
from .core import Tensor as Tensor
from .core import convert_func as convert_func
from .core import device as device
from .core import dtype as dtype
from .core import from_dlpack as from_dlpack
from .error import register_error as register_error
from .module import Module as Module
from .module import load_module as load_module
from .module import system_lib as system_lib
from .registry import get_global_func as get_global_func
from .registry import get_global_func_metadata as get_global_func_metadata
from .registry import init_ffi_api as init_ffi_api
from .registry import register_global_func as register_global_func
from .registry import register_object as register_object
from .registry import remove_global_func as remove_global_func
from .stream import StreamContext as StreamContext
from .stream import get_raw_stream as get_raw_stream
from .stream import use_raw_stream as use_raw_stream
from .stream import use_torch_stream as use_torch_stream

LIB: ctypes.CDLL

bool: dtype
int8: dtype
int16: dtype
int32: dtype
int64: dtype
uint8: dtype
uint16: dtype
uint32: dtype
uint64: dtype
float16: dtype
float32: dtype
float64: dtype
bfloat16: dtype
float8_e3m4: dtype
float8_e4m3: dtype
float8_e4m3b11fnuz: dtype
float8_e4m3fn: dtype
float8_e4m3fnuz: dtype
float8_e5m2: dtype
float8_e5m2fnuz: dtype
float8_e8m0fnu: dtype
float6_e2m3fn: dtype
float6_e3m2fn: dtype
float4_e2m1fn: dtype
float4_e2m1fnx2: dtype

__all__ = [
    "LIB",
    "Array",
    "DLDeviceType",
    "Device",
    "Dict",
    "Function",
    "List",
    "Map",
    "Module",
    "Object",
    "ObjectConvertible",
    "Shape",
    "StreamContext",
    "Tensor",
    "__version__",
    "__version_tuple__",
    "convert",
    "convert_func",
    "device",
    "dtype",
    "from_dlpack",
    "get_global_func",
    "get_global_func_metadata",
    "get_raw_stream",
    "init_ffi_api",
    "load_module",
    "register_error",
    "register_global_func",
    "register_object",
    "remove_global_func",
    "system_lib",
    "use_raw_stream",
    "use_torch_stream",
]
