/* SPDX-License-Identifier: Apache-2.0 */
/* CAny as an argument. */
#ifndef PYTF_CANY_H_
#define PYTF_CANY_H_

#include "object.h"

/* The value that a CAny owns, as a view that lives as long as it. Cannot fail. */
void pytf_cany_view(PyObject* cany, TVMFFIAny* view);

#endif /* PYTF_CANY_H_ */
