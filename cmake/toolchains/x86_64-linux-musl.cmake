# SPDX-License-Identifier: Apache-2.0
# Linux on x86-64 with musl instead of glibc. Programs run as they are: musl brings its own loader.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER musl-gcc)
set(CMAKE_FIND_ROOT_PATH /usr/lib/x86_64-linux-musl /usr/include/x86_64-linux-musl)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
# There is no C++ compiler for it.
set(TVM_FFI_TEST_CXX OFF CACHE BOOL "Build the tests of the C++ headers")
set(TVM_FFI_EXTRA_SOURCE "${CMAKE_CURRENT_LIST_DIR}/musl_find_object.c")
# The unwinder finds its tables through this header, which musl-gcc does not ask for.
foreach(kind EXE SHARED MODULE)
  set(CMAKE_${kind}_LINKER_FLAGS_INIT -Wl,--eh-frame-hdr)
endforeach()
