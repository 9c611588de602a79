# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.hide
# tvm-ffi-stubgen(end)
class Twin:
    # tvm-ffi-stubgen(begin): object/odd.one.Twin
    # tvm-ffi-stubgen(end)
__all__ = [
# tvm-ffi-stubgen(begin): __all__
# tvm-ffi-stubgen(end)
]
