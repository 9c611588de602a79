# tvm-ffi-stubgen(begin): global/alphabet
old
# tvm-ffi-stubgen(end)