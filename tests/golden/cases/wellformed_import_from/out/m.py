# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from .registry import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from alpha import Token
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alpha@.registry
# fmt: off
_FFI_INIT_FUNC("alpha", __name__)
if TYPE_CHECKING:
    def NUM() -> int: ...
    def Zeta() -> int: ...
    def __dunder__() -> int: ...
    def _hidden() -> int: ...
    def add_one(_0: int, /) -> int: ...
    def make_token(_0: int, /) -> Token: ...
# fmt: on
# tvm-ffi-stubgen(end)
