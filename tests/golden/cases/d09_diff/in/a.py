1
2
3
4
5
# tvm-ffi-stubgen(begin): global/alphabet
# tvm-ffi-stubgen(end)
6
7
8
9
