# SPDX-License-Identifier: Apache-2.0
"""The one place that says which version this is.

The first three numbers are those of the ABI (`TVMFFIGetVersion`), so that minimum-version checks of clients pass; what
follows counts our own releases. The build reads this file as text: keep the two assignments on lines of their own.
"""

__version__ = "0.1.16.post1"
BUILD_ID = "tvm-ffi-c 0.1.16.post1"

__version_tuple__ = (0, 1, 16, "post1")
