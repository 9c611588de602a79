# tvm-ffi-stubgen(begin): global/alpha.box
# tvm-ffi-stubgen(end)
