# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
class Pair(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Pair
    # fmt: off
    a: int
    b: float
    if TYPE_CHECKING:
        def __init__(self, a: int, b: float) -> None: ...
        def __ffi_init__(self, _0: int, _1: float, /) -> None: ...
        def sum(self, /) -> float: ...
        @staticmethod
        def count(_0: Sequence[int], /) -> int: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
class Unit(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Unit
    # fmt: off
    if TYPE_CHECKING:
        def __init__(self) -> None: ...
        def __ffi_init__(self) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
class Named(Object):
    # tvm-ffi-stubgen(begin): object/every.Named
    # fmt: off
    a: int
    b: int
    if TYPE_CHECKING:
        def __init__(self, width: int, unit: str = "mm") -> None: ...
        def __ffi_init__(self, width: int, unit: str = "mm") -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
class Unnamed(Object):
    # tvm-ffi-stubgen(begin): object/every.Unnamed
    # fmt: off
    a: int
    if TYPE_CHECKING:
        def __init__(self, _0: str, /) -> None: ...
        def __ffi_init__(self, _0: str, /) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
class Two(Object):
    # tvm-ffi-stubgen(begin): object/every.Two
    # fmt: off
    if TYPE_CHECKING:
        @overload
        def __init__(self, x: int) -> None: ...
        @overload
        def __init__(self, s: str, x: int = 0) -> None: ...
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...
        @overload
        def __ffi_init__(self, x: int) -> None: ...
        @overload
        def __ffi_init__(self, s: str, x: int = 0) -> None: ...
        def __ffi_init__(self, *args: Any, **kwargs: Any) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
