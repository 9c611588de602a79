"""FFI API bindings for every.named."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Sequence
    from every import Base
    from typing import Any
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/every.named
# fmt: off
_FFI_INIT_FUNC("every.named", __name__)
if TYPE_CHECKING:
    def add(x: int, y: int) -> int: ...
    def hidden(a: int = ..., b: str = ..., c: Sequence[int] = ..., d: Base = ..., e: bool = ...) -> None: ...
    def keyword_name(_0: int, _1: int, _2: int, /) -> None: ...
    def literals(i: int = -3, f: float = 1e-5, b: bool = True, s: str = "a \"quoted\" \\ text\n", o: int | None = None, a: Any = "x", whole: float = 2) -> None: ...
    def no_json(_0: int, /) -> None: ...
    def none() -> None: ...
    def not_trailing(_0: int, _1: int, /) -> None: ...
    def repeated_name(_0: int, _1: int, /) -> None: ...
    def scale(value: float, by: float = 0.5) -> float: ...
    def self(self: int) -> None: ...
    def too_few(_0: int, _1: int, /) -> None: ...
    def type_name(int: int, str: str) -> int: ...
    def union(a: int | str = "text", b: None | int = None) -> None: ...
# fmt: on
# tvm-ffi-stubgen(end)

__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "add",
    "hidden",
    "keyword_name",
    "literals",
    "no_json",
    "none",
    "not_trailing",
    "repeated_name",
    "scale",
    "self",
    "too_few",
    "type_name",
    "union",
    # tvm-ffi-stubgen(end)
]
