# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
class Hider:
    # tvm-ffi-stubgen(begin): object/odd.Hider
    # tvm-ffi-stubgen(end)
