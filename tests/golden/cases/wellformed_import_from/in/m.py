# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alpha@.registry
# tvm-ffi-stubgen(end)
