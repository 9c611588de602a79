# tvm-ffi-stubgen(prefix): shapes

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
    from shapes import Base as _Base
    from typing import Any, overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(skip): shapes.Ghost
# tvm-ffi-stubgen(skip): shapes.Knobs
x = 1
# tvm-ffi-stubgen(begin): object/shapes.Area
# fmt: off
width: float
height: float
inner: Base | None
if TYPE_CHECKING:
    def __init__(self, label: str, width: float, tag: int = ..., height: float = ..., *, inner: Base | None = ...) -> None: ...
    def __ffi_init__(self, label: str, width: float, tag: int = ..., height: float = ..., *, inner: Base | None = ...) -> None: ...
    def size(self, /) -> float: ...
    def grow(self, _1: float, _2: str | None, /) -> float: ...
# fmt: on
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): object/shapes.AllOff
# fmt: off
p: int
q: int
if TYPE_CHECKING:
    def __init__(self) -> None: ...
    def __ffi_init__(self) -> None: ...
# fmt: on
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): object/shapes.Base
# fmt: off
tag: int
label: str
if TYPE_CHECKING:
    def __init__(self, label: str, tag: int = ...) -> None: ...
    def __ffi_init__(self, label: str, tag: int = ...) -> None: ...
# fmt: on
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): object/shapes.Empty
# fmt: off
# fmt: on
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): object/shapes.Methods
# fmt: off
n: int
base: _Base
if TYPE_CHECKING:
    def __init__(self, n: int, base: _Base) -> None: ...
    def __ffi_init__(self, n: int, base: _Base) -> None: ...
    def __len__(self, /) -> int: ...
    def _hidden(self, /) -> int: ...
    def Base(self, _1: _Base, /) -> _Base: ...
    @overload
    def add(self, _1: int, /) -> int: ...
    @overload
    def add(self, _1: float, /) -> float: ...
    @overload
    def add(self, _1: str, /) -> str: ...
    def add(self, *args: Any) -> Any: ...
    @overload
    @staticmethod
    def twice(_0: int, /) -> int: ...
    @overload
    @staticmethod
    def twice(_0: str, /) -> str: ...
    @staticmethod
    def twice(*args: Any) -> Any: ...
    def many(self, _1: Sequence[int], _2: Sequence[int], _3: Mapping[str, int], _4: Mapping[str, int], /) -> Sequence[int]: ...
    def mut_out(self, /) -> MutableSequence[int]: ...
    def dict_out(self, /) -> MutableMapping[str, int]: ...
# fmt: on
# tvm-ffi-stubgen(end)

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

# tvm-ffi-stubgen(begin): object/shapes.Plain
# fmt: off
x: int
# fmt: on
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): object/shapes.Unit
# fmt: off
if TYPE_CHECKING:
    def __init__(self) -> None: ...
    def __ffi_init__(self) -> None: ...
# fmt: on
# tvm-ffi-stubgen(end)
end = 1
