# tvm-ffi-stubgen(ty-map): alpha.Token -> alpha._Token
# tvm-ffi-stubgen(ty-map): Callable -> my.Func
# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Sequence
    from my import Func
    from typing import Any
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alpha
# fmt: off
_FFI_INIT_FUNC("alpha", __name__)
if TYPE_CHECKING:
    def NUM() -> int: ...
    def Zeta() -> int: ...
    def __dunder__() -> int: ...
    def _hidden() -> int: ...
    def add_one(_0: int, /) -> int: ...
    def make_token(_0: int, /) -> _Token: ...
# fmt: on
# tvm-ffi-stubgen(end)
class _Token(Object):
    # tvm-ffi-stubgen(begin): object/alpha.Token
    # fmt: off
    id: int
    if TYPE_CHECKING:
        def __init__(self, id: int) -> None: ...
        def __ffi_init__(self, id: int) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): global/alpha.calls
# fmt: off
_FFI_INIT_FUNC("alpha.calls", __name__)
if TYPE_CHECKING:
    def arr_fn(_0: Sequence[Func[[int], int]], /) -> int: ...
    def higher(_0: Func[[Func[..., Any] | None], Func[[], int]], /) -> None: ...
    def no_args(_0: Func[[], int], /) -> int: ...
    def opt_fn(_0: Func[..., Any] | None, /) -> Func[..., Any] | None: ...
    def packed(*args: Any) -> Any: ...
    def packed_doc(*args: Any) -> Any: ...
    def to_void(_0: Func[[Any], None], /) -> None: ...
    def two_args(_0: Func[[int, Sequence[float]], str], /) -> Func[[int, Sequence[float]], str]: ...
    def untyped(_0: Func[..., Any], /) -> Func[..., Any]: ...
# fmt: on
# tvm-ffi-stubgen(end)
__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "NUM",
    "Zeta",
    "_Token",
    "__dunder__",
    "_hidden",
    "add_one",
    "arr_fn",
    "higher",
    "make_token",
    "no_args",
    "opt_fn",
    "packed",
    "packed_doc",
    "to_void",
    "two_args",
    "untyped",
    # tvm-ffi-stubgen(end)
]
