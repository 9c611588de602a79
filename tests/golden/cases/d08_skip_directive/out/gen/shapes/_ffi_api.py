"""FFI API bindings for shapes."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import Object as _ffi_Object, init_ffi_api as _FFI_INIT_FUNC, register_object as _FFI_REG_OBJ
from tvm_ffi.libinfo import load_lib_module as _FFI_LOAD_LIB
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from shapes import Area, Base
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.libinfo.load_lib_module;False;_FFI_LOAD_LIB
LIB = _FFI_LOAD_LIB("shapes-ext", "shapes_lib")
# tvm-ffi-stubgen(begin): global/shapes
# fmt: off
_FFI_INIT_FUNC("shapes", __name__)
if TYPE_CHECKING:
    def area_size(_0: Area, /) -> float: ...
    def identity(_0: Base, /) -> Base: ...
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ
# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Empty")
class Empty(_ffi_Object):
    """FFI binding for `shapes.Empty`."""

    # tvm-ffi-stubgen(begin): object/shapes.Empty
    # fmt: off
    # fmt: on
    # tvm-ffi-stubgen(end)


__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "LIB",
    "Empty",
    "area_size",
    "identity",
    # tvm-ffi-stubgen(end)
]
