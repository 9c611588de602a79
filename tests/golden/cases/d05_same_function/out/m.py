# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.first
# fmt: off
_FFI_INIT_FUNC("odd.first", __name__)
if TYPE_CHECKING:
    def only() -> int: ...
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.second
# fmt: off
_FFI_INIT_FUNC("odd.second", __name__)
if TYPE_CHECKING:
    def same(_0: str, /) -> str: ...
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.third
# fmt: off
_FFI_INIT_FUNC("odd.third", __name__)
if TYPE_CHECKING:
    def same(_0: str, /) -> str: ...
# fmt: on
# tvm-ffi-stubgen(end)
__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "only",
    "same",
    # tvm-ffi-stubgen(end)
]
