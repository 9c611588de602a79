if True:
    # tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
if TYPE_CHECKING:
  from collections.abc import Sequence
# isort: on
# fmt: on
    # tvm-ffi-stubgen(end)
    x = 1
      # tvm-ffi-stubgen(begin): global/alphabet
      # fmt: off
      _FFI_INIT_FUNC("alphabet", __name__)
      if TYPE_CHECKING:
        def soup(_0: int, /) -> int: ...
      # fmt: on
      # tvm-ffi-stubgen(end)
def f():
    class T:
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
    names = [
          # tvm-ffi-stubgen(begin): __all__
          "Pair",
          "soup",
          # tvm-ffi-stubgen(end)
    ]
  # tvm-ffi-stubgen(begin): export/sub
# fmt: off
# isort: off
from .sub import *  # noqa: F403
from .sub import __all__ as sub__all__
if "__all__" not in globals():
    __all__ = []
__all__.extend(sub__all__)
# isort: on
# fmt: on
  # tvm-ffi-stubgen(end)
