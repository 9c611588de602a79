class Empty:
    # tvm-ffi-stubgen(begin): object/shapes.Empty
    # fmt: off
    ...
    # fmt: on
    # tvm-ffi-stubgen(end)

class Ghost:
    """Has a docstring."""
    # tvm-ffi-stubgen(begin): object/shapes.Ghost
    # fmt: off
    # fmt: on
    # tvm-ffi-stubgen(end)
class Again:
    # tvm-ffi-stubgen(begin): object/shapes.Empty
    # fmt: off
    # fmt: on
    # tvm-ffi-stubgen(end)
    x = 1
