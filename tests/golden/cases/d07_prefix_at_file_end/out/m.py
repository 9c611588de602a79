import os
# tvm-ffi-stubgen(prefix): shapes.solid.

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
    from shapes import Base
    from typing import Any
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): object/shapes.solid.Cube
# fmt: off
faces: Sequence[Base]
groups: Mapping[str, Sequence[int]]
history: MutableSequence[int]
attrs: MutableMapping[str, Any]
if TYPE_CHECKING:
    def __init__(self, label: str, width: float, faces: Sequence[Base], groups: Mapping[str, Sequence[int]], history: Sequence[int], attrs: Mapping[str, Any], tag: int = ..., height: float = ..., *, inner: Base | None = ...) -> None: ...
    def __ffi_init__(self, label: str, width: float, faces: Sequence[Base], groups: Mapping[str, Sequence[int]], history: Sequence[int], attrs: Mapping[str, Any], tag: int = ..., height: float = ..., *, inner: Base | None = ...) -> None: ...
# fmt: on
# tvm-ffi-stubgen(end)
