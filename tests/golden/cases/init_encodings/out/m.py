# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from typing import Any, overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
class InitBare(Object):
    # tvm-ffi-stubgen(begin): object/raw.InitBare
    # fmt: off
    if TYPE_CHECKING:
        def __init__(self, *args: Any) -> None: ...
        def __ffi_init__(self, *args: Any) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class InitRet(Object):
    # tvm-ffi-stubgen(begin): object/raw.InitRet
    # fmt: off
    if TYPE_CHECKING:
        def __init__(self, *args: Any) -> None: ...
        def __ffi_init__(self, *args: Any) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class InitTwice(Object):
    # tvm-ffi-stubgen(begin): object/raw.InitTwice
    # fmt: off
    x: int
    if TYPE_CHECKING:
        @overload
        def __init__(self, x: int) -> None: ...
        @overload
        def __init__(self, _0: str, /) -> None: ...
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...
        @overload
        def __ffi_init__(self, _0: int, /) -> None: ...
        @overload
        def __ffi_init__(self, _0: str, /) -> None: ...
        def __ffi_init__(self, *args: Any) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class MemberNoArgs(Object):
    # tvm-ffi-stubgen(begin): object/raw.MemberNoArgs
    # fmt: off
    if TYPE_CHECKING:
        def weird(self, /) -> int: ...
        def packed(self, *args: Any) -> Any: ...
        @staticmethod
        def packed_static(*args: Any) -> Any: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class Colour(Object):
    # tvm-ffi-stubgen(begin): object/raw.Colour
    # fmt: off
    code: int
    # fmt: on
    # tvm-ffi-stubgen(end)

