# tvm-ffi-stubgen(ty-map): shapes.Base -> shapes.Root
# tvm-ffi-stubgen(ty-map): shapes.Area -> geometry.plane.Area
