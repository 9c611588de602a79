# SPDX-License-Identifier: Apache-2.0
# find_package(tvm_ffi CONFIG): tvm_ffi::header, tvm_ffi::shared, tvm_ffi::stubgen, tvm_ffi_configure_target, tvm_ffi_install.
# Starts no interpreter: every path follows from where this file lies, tvm_ffi/share/cmake/tvm_ffi in the Python package.

if(TARGET tvm_ffi::shared)
  return()
endif()
if(CMAKE_VERSION VERSION_LESS 3.20)
  set(tvm_ffi_FOUND FALSE)
  set(tvm_ffi_NOT_FOUND_MESSAGE "tvm_ffi needs CMake 3.20 or newer, this is ${CMAKE_VERSION}")
  return()
endif()

get_filename_component(_tvm_ffi_package "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(tvm_ffi_INCLUDE_DIR "${_tvm_ffi_package}/include")
if(WIN32)
  set(tvm_ffi_LIBRARY "${_tvm_ffi_package}/lib/tvm_ffi.dll")
elseif(APPLE)
  set(tvm_ffi_LIBRARY "${_tvm_ffi_package}/lib/libtvm_ffi.dylib")
else()
  set(tvm_ffi_LIBRARY "${_tvm_ffi_package}/lib/libtvm_ffi.so")
endif()
set(_tvm_ffi_stubgen "${_tvm_ffi_package}/bin/tvm-ffi-stubgen${CMAKE_EXECUTABLE_SUFFIX}")
foreach(_tvm_ffi_file IN ITEMS "${tvm_ffi_INCLUDE_DIR}/tvm/ffi/c_api.h" "${tvm_ffi_LIBRARY}" "${_tvm_ffi_stubgen}")
  if(NOT EXISTS "${_tvm_ffi_file}")
    set(tvm_ffi_FOUND FALSE)
    set(tvm_ffi_NOT_FOUND_MESSAGE
        "${_tvm_ffi_file} is missing: the installation of tvm-ffi-c in ${_tvm_ffi_package} is damaged or mixed with apache-tvm-ffi")
    return()
  endif()
endforeach()

# Global: the stub step is made in the top folder, wherever find_package was called.
add_library(tvm_ffi::header INTERFACE IMPORTED GLOBAL)
set_target_properties(tvm_ffi::header PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${tvm_ffi_INCLUDE_DIR}")
if(CMAKE_CXX_COMPILER_LOADED)
  set_target_properties(tvm_ffi::header PROPERTIES INTERFACE_COMPILE_FEATURES cxx_std_17)
endif()

add_library(tvm_ffi::shared SHARED IMPORTED GLOBAL)
set_target_properties(tvm_ffi::shared PROPERTIES IMPORTED_LOCATION "${tvm_ffi_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES
                                                                                       "${tvm_ffi_INCLUDE_DIR}")
if(WIN32)
  set_target_properties(tvm_ffi::shared PROPERTIES IMPORTED_IMPLIB "${_tvm_ffi_package}/lib/tvm_ffi.lib")
elseif(NOT APPLE)
  # An extension finds the library by this name: the interpreter has loaded it when tvm_ffi was imported.
  set_target_properties(tvm_ffi::shared PROPERTIES IMPORTED_SONAME "libtvm_ffi.so")
endif()

add_executable(tvm_ffi::stubgen IMPORTED GLOBAL)
set_target_properties(tvm_ffi::stubgen PROPERTIES IMPORTED_LOCATION "${_tvm_ffi_stubgen}")

include("${CMAKE_CURRENT_LIST_DIR}/tvm_ffi-functions.cmake")
if(NOT tvm_ffi_FIND_QUIETLY)
  message(STATUS "Found tvm_ffi: ${tvm_ffi_LIBRARY}")
endif()
unset(_tvm_ffi_package)
unset(_tvm_ffi_stubgen)
unset(_tvm_ffi_file)
