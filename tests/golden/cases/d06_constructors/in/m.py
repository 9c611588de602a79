# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
class Pair(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Pair
    # tvm-ffi-stubgen(end)
class Unit(Object):
    # tvm-ffi-stubgen(begin): object/shapes.Unit
    # tvm-ffi-stubgen(end)
class Named(Object):
    # tvm-ffi-stubgen(begin): object/every.Named
    # tvm-ffi-stubgen(end)
class Unnamed(Object):
    # tvm-ffi-stubgen(begin): object/every.Unnamed
    # tvm-ffi-stubgen(end)
class Two(Object):
    # tvm-ffi-stubgen(begin): object/every.Two
    # tvm-ffi-stubgen(end)
