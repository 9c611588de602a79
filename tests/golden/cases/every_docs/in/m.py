# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/every.named
# tvm-ffi-stubgen(end)
class Base(Object):
    # tvm-ffi-stubgen(begin): object/every.Base
    # tvm-ffi-stubgen(end)
class Named(Object):
    # tvm-ffi-stubgen(begin): object/every.Named
    # tvm-ffi-stubgen(end)
