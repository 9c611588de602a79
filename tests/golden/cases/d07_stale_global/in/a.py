# tvm-ffi-stubgen(begin): global/alpha.call
old = 1
# tvm-ffi-stubgen(end)
