/* SPDX-License-Identifier: Apache-2.0 */
/* The program: the tool without an interpreter. */
#include <stdio.h>

#include "handover.h"
#include "run.h"

/* What `python -m tvm_ffi.stub.cli` does, with one line instead of a traceback for an interpreter without the package. */
const char sg_python_code[] =
    "import sys\n"
    "try:\n"
    "    from tvm_ffi.stub.cli import main\n"
    "except ImportError as error:\n"
    "    sys.stderr.write(f'tvm-ffi-stubgen: error: this needs Python, and {sys.executable} says: "
    "{error}\\n')\n"
    "    sys.exit(2)\n"
    "sys.exit(main(sys.argv[1:]))\n";

int main(int argc, char** argv) {
  sg_host host = {stdout, stderr, NULL, sg_hand_over};
  size_t count = argc > 0 ? (size_t)argc - 1 : 0;
  return sg_run(&host, count, (const char* const*)argv + 1);
}
