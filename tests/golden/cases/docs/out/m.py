# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from typing import TYPE_CHECKING
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
class Documented:
    # tvm-ffi-stubgen(begin): object/odd.Documented
    # fmt: off
    a: int
    """The first field."""
    b: int
    if TYPE_CHECKING:
        def __init__(self, a: int, b: int) -> None:
            """Makes one."""
            ...
        def add(self, _1: int, /) -> int:
            """Adds.

                Keeps \"quotes\", \\ and indents."""
            ...
        def __ffi_init__(self, _0: int, _1: int, /) -> None:
            """Makes one."""
            ...
    # fmt: on
    # tvm-ffi-stubgen(end)
