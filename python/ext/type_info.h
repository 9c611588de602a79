/* SPDX-License-Identifier: Apache-2.0 */
/* `__tvm_ffi_type_info__`: reflection records as Python values, read when asked for. */
#ifndef PYTF_TYPE_INFO_H_
#define PYTF_TYPE_INFO_H_

#include "object.h"

/* New reference. */
PyObject* pytf_type_info_new(pytf_state* st, int32_t type_index, PyTypeObject* cls);

int pytf_setup_type_info(pytf_state* st, PyObject* module);

#endif /* PYTF_TYPE_INFO_H_ */
