# tvm-ffi-stubgen(begin): global/alphabet
# fmt: off
old
# tvm-ffi-stubgen(end)