# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): object/odd.Documented
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.twins
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): library/symbols
# tvm-ffi-stubgen(end)
