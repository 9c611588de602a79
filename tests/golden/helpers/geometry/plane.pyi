# SPDX-License-Identifier: Apache-2.0
from tvm_ffi import Object

class Area(Object):
    def __ffi_init__(self, label: str) -> None: ...
