# SPDX-License-Identifier: Apache-2.0
"""The stub generator, as seen from Python: `python -m tvm_ffi.stub.cli`."""
