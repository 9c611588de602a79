# SPDX-License-Identifier: Apache-2.0
# What goes into the wheel and where (docs/packaging.md draws it). The importable .py files come from wheel.packages.
include(CMakePackageConfigHelpers)

set(cmake_dir "tvm_ffi/share/cmake/tvm_ffi")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/tvm_ffi-config-version.cmake" COMPATIBILITY SameMajorVersion)

install(TARGETS tvm_ffi LIBRARY DESTINATION tvm_ffi/lib RUNTIME DESTINATION tvm_ffi/lib ARCHIVE DESTINATION tvm_ffi/lib)
install(TARGETS tvm_ffi_stubgen RUNTIME DESTINATION tvm_ffi/bin)
if(WIN32)
  # There is no RPATH. What the tool loads finds this copy by its name, so there is one runtime all the same.
  install(TARGETS tvm_ffi RUNTIME DESTINATION tvm_ffi/bin)
endif()
install(TARGETS tvm_ffi_launcher RUNTIME DESTINATION "${SKBUILD_SCRIPTS_DIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION tvm_ffi/include)
install(FILES "${PROJECT_SOURCE_DIR}/cmake/package/tvm_ffi-config.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/package/tvm_ffi-functions.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/tvm_ffi-config-version.cmake" DESTINATION "${cmake_dir}")
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/tvm_ffi-config-version.cmake" DESTINATION "${SKBUILD_DATA_DIR}/share/cmake/tvm_ffi")
install(FILES "${PROJECT_SOURCE_DIR}/cmake/package/forward-config.cmake" RENAME tvm_ffi-config.cmake
        DESTINATION "${SKBUILD_DATA_DIR}/share/cmake/tvm_ffi")
