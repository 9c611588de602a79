# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from builtins import int as _int
    from collections.abc import Sequence as _Sequence
    from typing import Any as _Any, Callable as _Callable
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.hide
# fmt: off
_FFI_INIT_FUNC("odd.hide", __name__)
if TYPE_CHECKING:
    def Any(_0: _Any, /) -> _Any: ...
    def Callable(_0: _Callable[[float], _int], /) -> _Callable[..., _Any]: ...
    def Sequence(_0: _Sequence[_Any], /) -> _Sequence[_Any]: ...
    def int(_0: _int, /) -> _int: ...
# fmt: on
# tvm-ffi-stubgen(end)
class Twin:
    # tvm-ffi-stubgen(begin): object/odd.one.Twin
    # fmt: off
    ...
    # fmt: on
    # tvm-ffi-stubgen(end)
__all__ = [
# tvm-ffi-stubgen(begin): __all__
"Any",
"Callable",
"Sequence",
"Twin",
"int",
# tvm-ffi-stubgen(end)
]
