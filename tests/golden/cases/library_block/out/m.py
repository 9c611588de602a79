# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from tvm_ffi import Module, Tensor as _Tensor
    from typing import Any
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): library/symbols
# fmt: off
if TYPE_CHECKING:
    class SymbolsLibrary(Module):
        def Tensor(self, _0: int, /) -> _Tensor: ...
        def _private(self, /) -> int: ...
        def add_one(self, _0: _Tensor, _1: _Tensor, /) -> None:
            """Adds one.

              x: input with \"quotes\" and a \\ backslash"""
            ...
        def bare(self, *args: Any) -> Any: ...
        def scale(self, _0: float, /) -> tuple[int]: ...
# fmt: on
# tvm-ffi-stubgen(end)


def use(library: SymbolsLibrary) -> None: ...
