/* SPDX-License-Identifier: Apache-2.0 */
/* A target for the test of the replay driver: dies of inputs that begin with `#`. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size != 0 && data[0] == '#') abort();
  return 0;
}
