a
# tvm-ffi-stubgen(begin): global/alphabet
# tvm-ffi-stubgen(end)b
