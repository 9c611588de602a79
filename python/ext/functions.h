/* SPDX-License-Identifier: Apache-2.0 */
/* Global functions and conversions as functions of the module. */
#ifndef PYTF_FUNCTIONS_H_
#define PYTF_FUNCTIONS_H_

#include "object.h"

int pytf_setup_functions(pytf_state* st, PyObject* module);

#endif /* PYTF_FUNCTIONS_H_ */
