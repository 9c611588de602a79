# tvm-ffi-stubgen(begin): global/raw.arity
# fmt: off
_FFI_INIT_FUNC("raw.arity", __name__)
if TYPE_CHECKING:
    def good() -> int: ...
# fmt: on
# tvm-ffi-stubgen(end)
