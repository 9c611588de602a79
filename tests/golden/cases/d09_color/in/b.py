__all__ = [
# tvm-ffi-stubgen(begin): __all__
# tvm-ffi-stubgen(end)
]
