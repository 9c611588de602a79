# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
    from shapes import Base as _Base
    from typing import overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
class Base(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Base
    # fmt: off
    tag: int
    label: str
    if TYPE_CHECKING:
        def __init__(self, label: str, tag: int = ...) -> None: ...
        def __ffi_init__(self, label: str, tag: int = ...) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class Methods(Object):
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
        @overload
        @staticmethod
        def twice(_0: int, /) -> int: ...
        @overload
        @staticmethod
        def twice(_0: str, /) -> str: ...
        def many(self, _1: Sequence[int], _2: Sequence[int], _3: Mapping[str, int], _4: Mapping[str, int], /) -> Sequence[int]: ...
        def mut_out(self, /) -> MutableSequence[int]: ...
        def dict_out(self, /) -> MutableMapping[str, int]: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

