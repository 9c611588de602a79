/* SPDX-License-Identifier: Apache-2.0 */
/* Set-up functions of files that need no header of their own. Each enters its types into the module: 0, or -1 with an
   exception. */
#ifndef PYTF_SETUP_H_
#define PYTF_SETUP_H_

#include "state.h"

int pytf_setup_object(pytf_state* st, PyObject* module);
int pytf_setup_error(pytf_state* st, PyObject* module);
int pytf_setup_function(pytf_state* st, PyObject* module);
int pytf_setup_opaque(pytf_state* st, PyObject* module);
int pytf_setup_pickle(pytf_state* st, PyObject* module);
int pytf_setup_cany(pytf_state* st, PyObject* module);
int pytf_setup_rvalue(pytf_state* st, PyObject* module);

#endif /* PYTF_SETUP_H_ */
