"""FFI API bindings for shapes.solid."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from geometry.plane import Area as _geometry_plane_Area
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC, register_object as _FFI_REG_OBJ
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
    from shapes import Root
    from typing import Any
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/shapes.solid
# fmt: off
_FFI_INIT_FUNC("shapes.solid", __name__)
if TYPE_CHECKING:
    def count(_0: Sequence[Root], /) -> int: ...
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ
# tvm-ffi-stubgen(import-object): geometry.plane.Area;False;_geometry_plane_Area
@_FFI_REG_OBJ("shapes.solid.Cube")
class Cube(_geometry_plane_Area):
    """FFI binding for `shapes.solid.Cube`."""

    # tvm-ffi-stubgen(begin): object/shapes.solid.Cube
    # fmt: off
    faces: Sequence[Root]
    groups: Mapping[str, Sequence[int]]
    history: MutableSequence[int]
    attrs: MutableMapping[str, Any]
    if TYPE_CHECKING:
        def __init__(self, label: str, width: float, faces: Sequence[Root], groups: Mapping[str, Sequence[int]], history: Sequence[int], attrs: Mapping[str, Any], tag: int = ..., height: float = ..., *, inner: Root | None = ...) -> None: ...
        def __ffi_init__(self, label: str, width: float, faces: Sequence[Root], groups: Mapping[str, Sequence[int]], history: Sequence[int], attrs: Mapping[str, Any], tag: int = ..., height: float = ..., *, inner: Root | None = ...) -> None: ...  # type: ignore[override]
    # fmt: on
    # tvm-ffi-stubgen(end)


__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "Cube",
    "count",
    # tvm-ffi-stubgen(end)
]
