# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
class Sequences(Object):
    # tvm-ffi-stubgen(begin): object/every.Sequences
    # tvm-ffi-stubgen(end)
class SequencesChild(Sequences):
    # tvm-ffi-stubgen(begin): object/every.SequencesChild
    # tvm-ffi-stubgen(end)
class Two(Object):
    # tvm-ffi-stubgen(begin): object/every.Two
    # tvm-ffi-stubgen(end)
