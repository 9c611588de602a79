# tvm-ffi-stubgen(end)
