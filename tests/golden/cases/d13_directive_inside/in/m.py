# tvm-ffi-stubgen(begin): global/alphabet
# tvm-ffi-stubgen(ty-map): a -> b
# tvm-ffi-stubgen(end)
