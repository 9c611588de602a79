# tvm-ffi-stubgen(ty-map): a
# tvm-ffi-stubgen(begin): object/alpha.Tocken
# tvm-ffi-stubgen(end)
