# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Sequence
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

class Area(Object):
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

class Knobs(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Knobs
    # fmt: off
    dflt: int
    req: int
    ro_req: int
    fac: Sequence[int]
    kw_dflt: str
    kw: str
    skipped: int
    late_req: int
    if TYPE_CHECKING:
        def __init__(self, req: int, ro_req: int, late_req: int, dflt: int = ..., fac: Sequence[int] = ..., *, kw: str, kw_dflt: str = ...) -> None: ...
        def __ffi_init__(self, req: int, ro_req: int, late_req: int, dflt: int = ..., fac: Sequence[int] = ..., *, kw: str, kw_dflt: str = ...) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class Plain(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Plain
    # fmt: off
    x: int
    # fmt: on
    # tvm-ffi-stubgen(end)

class Empty(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Empty
    # fmt: off
    ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class AllOff(Object):
    # tvm-ffi-stubgen(begin): object/shapes.AllOff
    # fmt: off
    p: int
    q: int
    if TYPE_CHECKING:
        def __init__(self) -> None: ...
        def __ffi_init__(self) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class Ghost(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Ghost
    # fmt: off
    ...
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

