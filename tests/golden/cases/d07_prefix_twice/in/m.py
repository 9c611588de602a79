# tvm-ffi-stubgen(prefix): shapes.solid
# tvm-ffi-stubgen(prefix): shapes
