# SPDX-License-Identifier: Apache-2.0
# Lies in <environment>/share/cmake/tvm_ffi, where CMake looks when the environment's bin folder is on PATH, and leads to the
# real file inside the Python package.
get_filename_component(_tvm_ffi_environment "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
file(
  GLOB _tvm_ffi_configs
  "${_tvm_ffi_environment}/lib*/python3*/site-packages/tvm_ffi/share/cmake/tvm_ffi/tvm_ffi-config.cmake"
  "${_tvm_ffi_environment}/lib*/python3*/dist-packages/tvm_ffi/share/cmake/tvm_ffi/tvm_ffi-config.cmake"
  "${_tvm_ffi_environment}/Lib/site-packages/tvm_ffi/share/cmake/tvm_ffi/tvm_ffi-config.cmake"
  "${_tvm_ffi_environment}/tvm_ffi/share/cmake/tvm_ffi/tvm_ffi-config.cmake")
if(_tvm_ffi_configs)
  list(GET _tvm_ffi_configs 0 _tvm_ffi_config)
  include("${_tvm_ffi_config}")
else()
  set(tvm_ffi_FOUND FALSE)
  set(tvm_ffi_NOT_FOUND_MESSAGE
      "no Python package tvm_ffi below ${_tvm_ffi_environment}; pass -Dtvm_ffi_DIR=\"$(tvm-ffi-config --cmakedir)\"")
endif()
unset(_tvm_ffi_configs)
unset(_tvm_ffi_environment)
