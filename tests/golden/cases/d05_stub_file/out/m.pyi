# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence
    from every import Base, Child
    from typing import Any, overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
class Sequences(Object):
    # tvm-ffi-stubgen(begin): object/every.Sequences
    # fmt: off
    if TYPE_CHECKING:
        def narrower(self, _1: int, /) -> Sequence[int]: ...
        def wider(self, _1: int, /) -> None: ...
        def mutable(self, /) -> MutableSequence[Base]: ...
        def more(self, _1: int, /) -> int: ...
        @overload
        def fewer(self, _1: int, /) -> int: ...
        @overload
        def fewer(self, _1: str, /) -> str: ...
        def swapped(self, x: int, y: int) -> None: ...
        @overload
        def reordered(self, _1: int, /) -> int: ...
        @overload
        def reordered(self, _1: str, /) -> str: ...
        @overload
        def renamed(self, x: int) -> int: ...
        @overload
        def renamed(self, y: str) -> str: ...
        def untyped(self, x: int) -> int: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
class SequencesChild(Sequences):
    # tvm-ffi-stubgen(begin): object/every.SequencesChild
    # fmt: off
    if TYPE_CHECKING:
        def narrower(self, _1: float | None, /) -> Sequence[bool]: ...
        def wider(self, _1: int | str, /) -> None: ...
        def mutable(self, /) -> MutableSequence[Child]: ...  # type: ignore[override]
        @overload
        def more(self, _1: int, /) -> int: ...
        @overload
        def more(self, _1: str, /) -> str: ...
        @overload  # type: ignore[override]
        def fewer(self, _1: str, /) -> str: ...
        @overload
        def fewer(self, _1: bytes, /) -> float: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        def swapped(self, y: int, x: int) -> None: ...  # type: ignore[override]
        @overload  # type: ignore[override]
        def reordered(self, _1: str, /) -> str: ...
        @overload
        def reordered(self, _1: int, /) -> int: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        @overload
        def renamed(self, z: int) -> int: ...
        @overload
        def renamed(self, y: str) -> str: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        def untyped(self, *args: Any) -> Any: ...  # pyright: ignore[reportIncompatibleMethodOverride]
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
        @overload
        def __ffi_init__(self, x: int) -> None: ...
        @overload
        def __ffi_init__(self, s: str, x: int = 0) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
