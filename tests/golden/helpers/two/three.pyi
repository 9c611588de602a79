# SPDX-License-Identifier: Apache-2.0
from tvm_ffi import init_ffi_api as init_ffi_api
