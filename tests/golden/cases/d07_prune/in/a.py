x = 1

# tvm-ffi-stubgen(begin): global/alpha.call
old = 1
# tvm-ffi-stubgen(end)
y = 1

# tvm-ffi-stubgen(begin): object/alpha.Gone
# tvm-ffi-stubgen(end)
z = 1
# tvm-ffi-stubgen(begin): global/alphabet
# tvm-ffi-stubgen(end)
