# tvm-ffi-stubgen(begin): global/alphabat
# tvm-ffi-stubgen(end)
