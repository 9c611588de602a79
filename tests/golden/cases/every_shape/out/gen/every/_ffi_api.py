"""FFI API bindings for every."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import Object as _ffi_Object, register_object as _FFI_REG_OBJ
from tvm_ffi.libinfo import load_lib_module as _FFI_LOAD_LIB
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence
    from every.inner import Leaf
    from typing import Any, overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.libinfo.load_lib_module;False;_FFI_LOAD_LIB
LIB = _FFI_LOAD_LIB("every-ext", "every")
# tvm-ffi-stubgen(begin): global/every
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ
# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("every.Base")
class Base(_ffi_Object):
    """FFI binding for `every.Base`."""

    # tvm-ffi-stubgen(begin): object/every.Base
    # fmt: off
    number: int
    text: str
    if TYPE_CHECKING:
        def __init__(self, number: int, text: str = ...) -> None: ...
        def __ffi_init__(self, number: int, text: str = ...) -> None: ...
        def same_names(self, x: int) -> int: ...
        def other_names(self, x: int) -> int: ...
        def loses_names(self, x: int) -> int: ...
        def gains_names(self, _1: int, /) -> int: ...
        def gains_default(self, x: int) -> int: ...
        def loses_default(self, x: int = 1) -> int: ...
        def gains_parameter(self, x: int) -> int: ...
        def other_types(self, _1: int, /) -> int: ...
        def narrower_result(self, /) -> Base: ...
        def becomes_static(self, _1: int, /) -> int: ...
        @staticmethod
        def make(number: int, text: str = "") -> Base: ...
        def __len__(self, /) -> int: ...
        @overload
        def overloaded(self, x: int) -> int: ...
        @overload
        def overloaded(self, _1: str, /) -> str: ...
        def overloaded(self, *args: Any, **kwargs: Any) -> Any: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

@_FFI_REG_OBJ("every.Child")
class Child(Base):
    """FFI binding for `every.Child`."""

    # tvm-ffi-stubgen(begin): object/every.Child
    # fmt: off
    child: Base | None
    if TYPE_CHECKING:
        def __init__(self, number: int, text: str = ..., child: Base | None = ...) -> None: ...
        def __ffi_init__(self, number: int, text: str = ..., child: Base | None = ...) -> None: ...
        def same_names(self, x: int) -> int: ...
        def other_names(self, y: int) -> int: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        def loses_names(self, _1: int, /) -> int: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        def gains_names(self, x: int) -> int: ...
        def gains_default(self, x: int = 1) -> int: ...
        def loses_default(self, x: int) -> int: ...  # type: ignore[override]
        def gains_parameter(self, x: int, y: int = 1) -> int: ...
        def other_types(self, _1: str, /) -> str: ...  # type: ignore[override]
        def narrower_result(self, /) -> Child: ...
        @staticmethod
        def becomes_static(_0: int, /) -> int: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        @staticmethod
        def make(number: int) -> Child: ...  # type: ignore[override]
        def overloaded(self, x: int) -> int: ...  # type: ignore[override]
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("every.Frozen")
class Frozen(_ffi_Object):
    """FFI binding for `every.Frozen`."""

    # tvm-ffi-stubgen(begin): object/every.Frozen
    # fmt: off
    needed: int
    keyword: str
    keyword_default: str
    inner: Leaf | None
    if TYPE_CHECKING:
        def __init__(self, needed: int, inner: Leaf | None = ..., *, keyword: str, keyword_default: str = ...) -> None: ...
        def __ffi_init__(self, needed: int, inner: Leaf | None = ..., *, keyword: str, keyword_default: str = ...) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("every.Named")
class Named(_ffi_Object):
    """FFI binding for `every.Named`."""

    # tvm-ffi-stubgen(begin): object/every.Named
    # fmt: off
    a: int
    b: int
    if TYPE_CHECKING:
        def __init__(self, width: int, unit: str = "mm") -> None: ...
        def __ffi_init__(self, width: int, unit: str = "mm") -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

@_FFI_REG_OBJ("every.NamedChild")
class NamedChild(Named):
    """FFI binding for `every.NamedChild`."""

    # tvm-ffi-stubgen(begin): object/every.NamedChild
    # fmt: off
    if TYPE_CHECKING:
        def __init__(self, length: int, unit: str) -> None: ...
        def __ffi_init__(self, length: int, unit: str) -> None: ...  # type: ignore[override]
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("every.Sequences")
class Sequences(_ffi_Object):
    """FFI binding for `every.Sequences`."""

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
        def fewer(self, *args: Any) -> Any: ...
        def swapped(self, x: int, y: int) -> None: ...
        @overload
        def reordered(self, _1: int, /) -> int: ...
        @overload
        def reordered(self, _1: str, /) -> str: ...
        def reordered(self, *args: Any) -> Any: ...
        @overload
        def renamed(self, x: int) -> int: ...
        @overload
        def renamed(self, y: str) -> str: ...
        def renamed(self, *args: Any, **kwargs: Any) -> Any: ...
        def untyped(self, x: int) -> int: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

@_FFI_REG_OBJ("every.SequencesChild")
class SequencesChild(Sequences):
    """FFI binding for `every.SequencesChild`."""

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
        def more(self, *args: Any) -> Any: ...
        @overload  # type: ignore[override]
        def fewer(self, _1: str, /) -> str: ...
        @overload
        def fewer(self, _1: bytes, /) -> float: ...
        def fewer(self, *args: Any) -> Any: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        def swapped(self, y: int, x: int) -> None: ...  # type: ignore[override]
        @overload  # type: ignore[override]
        def reordered(self, _1: str, /) -> str: ...
        @overload
        def reordered(self, _1: int, /) -> int: ...
        def reordered(self, *args: Any) -> Any: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        @overload
        def renamed(self, z: int) -> int: ...
        @overload
        def renamed(self, y: str) -> str: ...
        def renamed(self, *args: Any, **kwargs: Any) -> Any: ...  # pyright: ignore[reportIncompatibleMethodOverride]
        def untyped(self, *args: Any) -> Any: ...  # pyright: ignore[reportIncompatibleMethodOverride]
    # fmt: on
    # tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("every.Two")
class Two(_ffi_Object):
    """FFI binding for `every.Two`."""

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

@_FFI_REG_OBJ("every.TwoChild")
class TwoChild(Two):
    """FFI binding for `every.TwoChild`."""

    # tvm-ffi-stubgen(begin): object/every.TwoChild
    # fmt: off
    if TYPE_CHECKING:
        @overload
        def __init__(self, x: int) -> None: ...
        @overload
        def __init__(self, f: float) -> None: ...
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...
        @overload  # type: ignore[override]
        def __ffi_init__(self, x: int) -> None: ...
        @overload
        def __ffi_init__(self, f: float) -> None: ...
        def __ffi_init__(self, *args: Any, **kwargs: Any) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride]
    # fmt: on
    # tvm-ffi-stubgen(end)

@_FFI_REG_OBJ("every.TwoSame")
class TwoSame(Two):
    """FFI binding for `every.TwoSame`."""

    # tvm-ffi-stubgen(begin): object/every.TwoSame
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

# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
@_FFI_REG_OBJ("every.Unnamed")
class Unnamed(_ffi_Object):
    """FFI binding for `every.Unnamed`."""

    # tvm-ffi-stubgen(begin): object/every.Unnamed
    # fmt: off
    a: int
    if TYPE_CHECKING:
        def __init__(self, _0: str, /) -> None: ...
        def __ffi_init__(self, _0: str, /) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)


__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "LIB",
    "Base",
    "Child",
    "Frozen",
    "Named",
    "NamedChild",
    "Sequences",
    "SequencesChild",
    "Two",
    "TwoChild",
    "TwoSame",
    "Unnamed",
    # tvm-ffi-stubgen(end)
]
