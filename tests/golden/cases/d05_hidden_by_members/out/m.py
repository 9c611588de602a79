# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from builtins import int as _int, staticmethod as _staticmethod, str as _str
    from odd.one import Twin as _Twin
    from typing import Any, overload as _overload
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
class Hider:
    # tvm-ffi-stubgen(begin): object/odd.Hider
    # fmt: off
    int: _int
    str: _str
    Twin: _Twin
    if TYPE_CHECKING:
        def __init__(self, int: _int, str: _str, Twin: _Twin) -> None: ...
        def __ffi_init__(self, int: _int, str: _str, Twin: _Twin) -> None: ...
        @_overload
        def overload(self, _1: _int, /) -> _int: ...
        @_overload
        def overload(self, _1: _str, /) -> _str: ...
        def overload(self, *args: Any) -> Any: ...
        @_staticmethod
        def staticmethod(_0: _int, /) -> _int: ...
    # fmt: on
    # tvm-ffi-stubgen(end)
