# tvm-ffi-stubgen(import-object): other.Twin;True
# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from odd.one import Twin as _Twin
    from odd.two import Twin as _odd_two_Twin
    from other import Twin
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.twins
# fmt: off
_FFI_INIT_FUNC("odd.twins", __name__)
if TYPE_CHECKING:
    def swap(_0: _odd_two_Twin, /) -> _Twin: ...
# fmt: on
# tvm-ffi-stubgen(end)
