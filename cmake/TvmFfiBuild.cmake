# SPDX-License-Identifier: Apache-2.0
# How our own C files are compiled: one interface target that every part links.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# -O2 and not CMake's -O3: the library is to be small, and the hot paths gain nothing from more.
if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang" AND CMAKE_C_FLAGS_RELEASE STREQUAL "-O3 -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(WIN32)
  set(threads)
else()
  find_package(Threads REQUIRED)
  set(threads Threads::Threads)
endif()

add_library(tvm_ffi_build INTERFACE)
target_include_directories(tvm_ffi_build INTERFACE "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src")
target_compile_definitions(tvm_ffi_build INTERFACE "TVM_FFI_BUILD_ID=\"tvm-ffi-c ${TVM_FFI_FULL_VERSION}\""
                                                   "TVM_FFI_FULL_VERSION=\"${TVM_FFI_FULL_VERSION}\"")
target_link_libraries(tvm_ffi_build INTERFACE ${threads} ${CMAKE_DL_LIBS})

if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
  # Unwind tables: clients' C++ exceptions may pass through our frames while a handler is looked for.
  target_compile_options(
    tvm_ffi_build
    INTERFACE -Wall -Wextra -Wshadow $<$<COMPILE_LANGUAGE:C>:-Wconversion> $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
              # The two words of a value stay in two registers: joining them in a vector register for one store costs more.
              -fno-tree-slp-vectorize
              -fasynchronous-unwind-tables "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
  if(TVM_FFI_WERROR)
    target_compile_options(tvm_ffi_build INTERFACE -Werror)
  endif()
  if(TVM_FFI_SANITIZE)
    target_compile_options(
      tvm_ffi_build INTERFACE "-fsanitize=${TVM_FFI_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    target_link_options(tvm_ffi_build INTERFACE "-fsanitize=${TVM_FFI_SANITIZE}")
    if(TVM_FFI_SANITIZE MATCHES "thread" AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
      # Its calls between the statements hide from gcc what was set ahead of them.
      target_compile_options(tvm_ffi_build INTERFACE -Wno-maybe-uninitialized)
    endif()
  endif()
endif()
# What a toolchain file has to add to every program and library.
if(TVM_FFI_EXTRA_SOURCE)
  target_sources(tvm_ffi_build INTERFACE "${TVM_FFI_EXTRA_SOURCE}")
endif()
if(MINGW)
  # printf and strtod as C says they are and not as the old C library of Windows has them; macros of its math.h turn every
  # argument into each type. Programs get the stack that other systems give them.
  target_compile_definitions(tvm_ffi_build INTERFACE __USE_MINGW_ANSI_STDIO=1)
  target_compile_options(tvm_ffi_build INTERFACE -Wno-float-conversion)
  target_link_options(tvm_ffi_build INTERFACE -static-libgcc -Wl,--stack,8388608)
endif()
if(MSVC)
  target_compile_options(tvm_ffi_build INTERFACE /std:c11 /W3)
endif()

# Windows looks for libraries beside the program.
if(WIN32)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
endif()

# Old-style RPATH: with RUNPATH a foreign libtvm_ffi.so in LD_LIBRARY_PATH would be taken instead of ours.
if(UNIX AND NOT APPLE)
  set(TVM_FFI_OLD_DTAGS "-Wl,--disable-new-dtags")
endif()
