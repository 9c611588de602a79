# tvm-ffi-stubgen(begin): global/alphabet@
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alphabet@a b
# tvm-ffi-stubgen(end)
