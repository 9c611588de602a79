# tvm-ffi-stubgen(begin): global/raw
# tvm-ffi-stubgen(end)
