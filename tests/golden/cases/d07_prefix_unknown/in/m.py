# tvm-ffi-stubgen(prefix): shape
