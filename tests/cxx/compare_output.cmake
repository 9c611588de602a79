# SPDX-License-Identifier: Apache-2.0
# Runs PROGRAM, by EMULATOR when it is made for another system, writes what it prints to ACTUAL and fails unless that is EXPECTED, byte for byte.
separate_arguments(EMULATOR UNIX_COMMAND "${EMULATOR}")
execute_process(COMMAND ${EMULATOR} "${PROGRAM}" OUTPUT_FILE "${ACTUAL}" ERROR_VARIABLE errors RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}\n${errors}")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${ACTUAL}" "${EXPECTED}" RESULT_VARIABLE differs)
if(differs)
  execute_process(COMMAND diff -u "${EXPECTED}" "${ACTUAL}" OUTPUT_VARIABLE lines)
  string(SUBSTRING "${lines}" 0 4000 lines)
  message(FATAL_ERROR "${PROGRAM} prints something else than ${EXPECTED}\n${lines}")
endif()
