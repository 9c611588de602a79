# tvm-ffi-stubgen(begin): global/raw.arity
# tvm-ffi-stubgen(end)
