/* SPDX-License-Identifier: Apache-2.0 */
/* The rows that go through the C ABI. One binary serves both sides: the loader's search path says which library it gets. */
#include "call.h"

int main(int argc, char** argv) {
  bench_group groups[] = {registry_rows(), value_rows(), container_rows(), walk_rows()};
  bench_row all[128];
  size_t count = 0;
  for (size_t i = 0; i < sizeof groups / sizeof groups[0]; ++i) {
    BENCH_CHECK(count + groups[i].count <= sizeof all / sizeof all[0]);
    memcpy(&all[count], groups[i].rows, groups[i].count * sizeof all[0]);
    count += groups[i].count;
  }
  return bench_serve(argc, argv, all, count);
}
