# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): __all__
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): __all__
# tvm-ffi-stubgen(end)
