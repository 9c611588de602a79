"""FFI API bindings for shapes."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import Object as _ffi_Object, init_ffi_api as _FFI_INIT_FUNC, register_object as _FFI_REG_OBJ
from tvm_ffi.libinfo import load_lib_module as _FFI_LOAD_LIB
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
    from typing import Any, overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.libinfo.load_lib_module;False;_FFI_LOAD_LIB
LIB = _FFI_LOAD_LIB("shapes-ext", "shapes_lib")
# tvm-ffi-stubgen(begin): global/shapes
# fmt: off
_FFI_INIT_FUNC("shapes", __name__)
if TYPE_CHECKING:
    def area_size(_0: Area, /) -> float: ...
    def identity(_0: Root, /) -> Root: ...
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ
# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.AllOff")
class AllOff(_ffi_Object):
    """FFI binding for `shapes.AllOff`."""

    # tvm-ffi-stubgen(begin): object/shapes.AllOff
    # fmt: off
    p: int
    q: int
    if TYPE_CHECKING:
        def __init__(self) -> None: ...
        def __ffi_init__(self) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Base")
class Root(_ffi_Object):
    """FFI binding for `shapes.Base`."""

    # tvm-ffi-stubgen(begin): object/shapes.Base
    # fmt: off
    tag: int
    label: str
    if TYPE_CHECKING:
        def __init__(self, label: str, tag: int = ...) -> None: ...
        def __ffi_init__(self, label: str, tag: int = ...) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

@_FFI_REG_OBJ("shapes.Area")
class Area(Root):
    """FFI binding for `shapes.Area`."""

    # tvm-ffi-stubgen(begin): object/shapes.Area
    # fmt: off
    width: float
    height: float
    inner: Root | None
    if TYPE_CHECKING:
        def __init__(self, label: str, width: float, tag: int = ..., height: float = ..., *, inner: Root | None = ...) -> None: ...
        def __ffi_init__(self, label: str, width: float, tag: int = ..., height: float = ..., *, inner: Root | None = ...) -> None: ...  # type: ignore[override]
        def size(self, /) -> float: ...
        def grow(self, _1: float, _2: str | None, /) -> float: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Empty")
class Empty(_ffi_Object):
    """FFI binding for `shapes.Empty`."""

    # tvm-ffi-stubgen(begin): object/shapes.Empty
    # fmt: off
    # fmt: on
    # tvm-ffi-stubgen(end)

@_FFI_REG_OBJ("shapes.Ghost")
class Ghost(Root):
    """FFI binding for `shapes.Ghost`."""

    # tvm-ffi-stubgen(begin): object/shapes.Ghost
    # fmt: off
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Knobs")
class Knobs(_ffi_Object):
    """FFI binding for `shapes.Knobs`."""

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

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Methods")
class Methods(_ffi_Object):
    """FFI binding for `shapes.Methods`."""

    # tvm-ffi-stubgen(begin): object/shapes.Methods
    # fmt: off
    n: int
    base: Root
    if TYPE_CHECKING:
        def __init__(self, n: int, base: Root) -> None: ...
        def __ffi_init__(self, n: int, base: Root) -> None: ...
        def __len__(self, /) -> int: ...
        def _hidden(self, /) -> int: ...
        def Base(self, _1: Root, /) -> Root: ...
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

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Pair")
class Pair(_ffi_Object):
    """FFI binding for `shapes.Pair`."""

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

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Plain")
class Plain(_ffi_Object):
    """FFI binding for `shapes.Plain`."""

    # tvm-ffi-stubgen(begin): object/shapes.Plain
    # fmt: off
    x: int
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("shapes.Unit")
class Unit(_ffi_Object):
    """FFI binding for `shapes.Unit`."""

    # tvm-ffi-stubgen(begin): object/shapes.Unit
    # fmt: off
    if TYPE_CHECKING:
        def __init__(self) -> None: ...
        def __ffi_init__(self) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)


__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "LIB",
    "AllOff",
    "Area",
    "Empty",
    "Ghost",
    "Knobs",
    "Methods",
    "Pair",
    "Plain",
    "Root",
    "Unit",
    "area_size",
    "identity",
    # tvm-ffi-stubgen(end)
]
