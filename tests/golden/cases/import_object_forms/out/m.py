# tvm-ffi-stubgen(import-object): ffi.Object;False;_ffi_Object
# tvm-ffi-stubgen(import-object): ffi.Object
# tvm-ffi-stubgen(import-object): ffi.Object
# tvm-ffi-stubgen(import-object):  a.b.C ; TRUE ; D 
# tvm-ffi-stubgen(import-object): numpy;false;np
# tvm-ffi-stubgen(import-object): os
# tvm-ffi-stubgen(import-object): testing.sub.X;yes;
# tvm-ffi-stubgen(import-object): testingx.Y;;Z
# tvm-ffi-stubgen(import-object): ffi.reflection.A;true
# tvm-ffi-stubgen(import-object): alpha.Token;False;_tok
# tvm-ffi-stubgen(import-object): .rel.mod.Name;False
# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
import numpy as np, os
from .rel.mod import Name
from alpha import Token as _tok
from testingx import Y as Z
from tvm_ffi import Object, Object as _ffi_Object
from tvm_ffi.testing.sub import X
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from a.b import C as D
    from tvm_ffi.reflection import A
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
class Token(Object):
    # tvm-ffi-stubgen(begin): object/alpha.Token
    # fmt: off
    id: int
    if TYPE_CHECKING:
        def __init__(self, id: int) -> None: ...
        def __ffi_init__(self, id: int) -> None: ...
    # fmt: on
    # tvm-ffi-stubgen(end)

