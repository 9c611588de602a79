"""FFI API bindings for beta.inner."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from beta import Alpha as _beta_Alpha
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC, register_object as _FFI_REG_OBJ
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from beta import Child
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/beta.inner
# fmt: off
_FFI_INIT_FUNC("beta.inner", __name__)
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ
# tvm-ffi-stubgen(import-object): beta.Alpha;False;_beta_Alpha
@_FFI_REG_OBJ("beta.inner.Leaf")
class Leaf(_beta_Alpha):
    """FFI binding for `beta.inner.Leaf`."""

    # tvm-ffi-stubgen(begin): object/beta.inner.Leaf
    # fmt: off
    leaf: Child
    # fmt: on
    # tvm-ffi-stubgen(end)


__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "Leaf",
    # tvm-ffi-stubgen(end)
]
