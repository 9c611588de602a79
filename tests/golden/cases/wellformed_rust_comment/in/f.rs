// tvm-ffi-stubgen(begin): global/alphabet
// tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/alphabet
# tvm-ffi-stubgen(end)
