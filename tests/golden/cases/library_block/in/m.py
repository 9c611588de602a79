# tvm-ffi-stubgen(begin): import-section
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(begin): library/symbols
# tvm-ffi-stubgen(end)


def use(library: SymbolsLibrary) -> None: ...
