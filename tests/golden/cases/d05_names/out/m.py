# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.names
# fmt: off
_FFI_INIT_FUNC("odd.names", __name__)
if TYPE_CHECKING:
    def größe() -> int: ...
    def match() -> int: ...
    def ok() -> int: ...
# fmt: on
# tvm-ffi-stubgen(end)
__all__ = [
# tvm-ffi-stubgen(begin): __all__
"größe",
"match",
"ok",
# tvm-ffi-stubgen(end)
]
