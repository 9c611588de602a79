# tvm-ffi-stubgen(ty-map): Optional -> my.Opt
# tvm-ffi-stubgen(ty-map): Union -> my.Either
# tvm-ffi-stubgen(ty-map): tuple -> my.Tup
# tvm-ffi-stubgen(ty-map): Callable -> collections.abc.Callable
# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alpha.box
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alpha.calls
# tvm-ffi-stubgen(end)
