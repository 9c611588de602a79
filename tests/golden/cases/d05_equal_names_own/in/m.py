# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): global/odd.twins
# tvm-ffi-stubgen(end)
class Twin:
    # tvm-ffi-stubgen(begin): object/odd.two.Twin
    # tvm-ffi-stubgen(end)
