/* SPDX-License-Identifier: Apache-2.0 */
/* Binding Python classes to registered types. */
#ifndef PYTF_REGISTER_H_
#define PYTF_REGISTER_H_

#include "object.h"

/* Gives `cls` the type's fields and methods where its body does not define the name, its constructor, and makes it the
   class of the type. With `install_init` also an `__init__`. TypeError for a class that is not below CObject. */
int pytf_register_class(pytf_state* st, int32_t type_index, PyTypeObject* cls, int install_init);

/* The runtime's MISSING and KWARGS; called once Object exists. */
int pytf_setup_register(pytf_state* st, PyObject* module);

#endif /* PYTF_REGISTER_H_ */
