/* SPDX-License-Identifier: Apache-2.0 */
/* The same code, compiled without debug information. */
#include "backtrace_source_fixture.c"
