# tvm-ffi-stubgen(begin): export/
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): export/a b
# tvm-ffi-stubgen(end)
