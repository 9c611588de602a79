# SPDX-License-Identifier: Apache-2.0
# macOS on arm64 with Zig, which brings the headers and stubs of the system's libraries. What comes out links and cannot be
# run here.
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR arm64)
set(CMAKE_C_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig" cc -target aarch64-macos)
set(CMAKE_CXX_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig" c++ -target aarch64-macos)
set(CMAKE_AR "${CMAKE_CURRENT_LIST_DIR}/zig-ar")
# Nothing is installed, and static libraries have their index already.
set(CMAKE_INSTALL_NAME_TOOL /bin/true)
set(CMAKE_RANLIB /bin/true)
set(CMAKE_OSX_SYSROOT "")
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE NEVER)
