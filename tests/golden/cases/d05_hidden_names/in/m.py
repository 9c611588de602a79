# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.hide
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.types
# tvm-ffi-stubgen(end)
