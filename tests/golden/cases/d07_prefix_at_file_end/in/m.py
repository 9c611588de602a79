import os
# tvm-ffi-stubgen(prefix): shapes.solid.