# SPDX-License-Identifier: Apache-2.0
from tvm_ffi import Object

class Twin(Object): ...
