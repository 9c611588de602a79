"""FFI API bindings for every.inner."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from every import Child as _every_Child
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC, register_object as _FFI_REG_OBJ
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from every import Base, Frozen
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/every.inner
# fmt: off
_FFI_INIT_FUNC("every.inner", __name__)
if TYPE_CHECKING:
    def grow(_0: Base, _1: Leaf, /) -> Leaf: ...
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ
# tvm-ffi-stubgen(import-object): every.Child;False;_every_Child
@_FFI_REG_OBJ("every.inner.Leaf")
class Leaf(_every_Child):
    """FFI binding for `every.inner.Leaf`."""

    # tvm-ffi-stubgen(begin): object/every.inner.Leaf
    # fmt: off
    owner: Frozen | None
    if TYPE_CHECKING:
        def __init__(self, number: int, text: str = ..., child: Base | None = ..., owner: Frozen | None = ...) -> None: ...
        def __ffi_init__(self, number: int, text: str = ..., child: Base | None = ..., owner: Frozen | None = ...) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)


__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "Leaf",
    "grow",
    # tvm-ffi-stubgen(end)
]
