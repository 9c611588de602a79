# tvm-ffi-stubgen(prefix): shapes.solid
