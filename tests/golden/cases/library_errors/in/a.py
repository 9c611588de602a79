# tvm-ffi-stubgen(begin): library/symbol
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): library/plain
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): library/alpha
# tvm-ffi-stubgen(end)
