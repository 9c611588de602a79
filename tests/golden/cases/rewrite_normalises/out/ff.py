a = 1

b = 'xy'
# tvm-ffi-stubgen(begin): global/alphabet
# fmt: off
_FFI_INIT_FUNC("alphabet", __name__)
if TYPE_CHECKING:
    def soup(_0: int, /) -> int: ...
# fmt: on
# tvm-ffi-stubgen(end)
