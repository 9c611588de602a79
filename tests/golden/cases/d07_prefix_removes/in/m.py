# tvm-ffi-stubgen(prefix): shapes.solid
# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): global/shapes.solid.gone
old = 1
# tvm-ffi-stubgen(end)

# tvm-ffi-stubgen(begin): object/shapes.solid.Ball
# tvm-ffi-stubgen(end)
