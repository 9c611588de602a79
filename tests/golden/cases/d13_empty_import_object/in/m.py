# tvm-ffi-stubgen(import-object):
# tvm-ffi-stubgen(import-object): ;True
# tvm-ffi-stubgen(import-object): a b
# tvm-ffi-stubgen(import-object): a;;b c
