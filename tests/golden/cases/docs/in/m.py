# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
class Documented:
    # tvm-ffi-stubgen(begin): object/odd.Documented
    # tvm-ffi-stubgen(end)
