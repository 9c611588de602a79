# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.first
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.second
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.third
# tvm-ffi-stubgen(end)
__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    # tvm-ffi-stubgen(end)
]
