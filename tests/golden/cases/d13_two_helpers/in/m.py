# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alphabet@.one
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alpha.stl@two.three
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alpha.calls@.one
# tvm-ffi-stubgen(end)
