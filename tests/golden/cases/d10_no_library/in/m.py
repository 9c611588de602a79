# tvm-ffi-stubgen(begin): global/beta
# tvm-ffi-stubgen(end)
