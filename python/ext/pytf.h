/* SPDX-License-Identifier: Apache-2.0 */
/* What every file of the extension includes: the nouns, in the order in which they build on each
   other.

   Glossary. *handle*: pointer to an FFI object, strong when owned. *wrapper*: the Python object
   that owns one handle (CObject or below); there is at most one live wrapper per handle. *view*: a
   borrowed TVMFFIAny. *value*: an owned TVMFFIAny. *context*: one conversion in progress with its
   temporaries (pytf_ctx). *native frame*: a call into code behind the ABI that has not returned.

   Everything here needs the GIL unless it says otherwise. Functions return 0 or an object; -1 or
   NULL with a Python exception set. A file that defines a type ends in `pytf_setup_<file>(state,
   module)`, listed in module.c. */
#ifndef PYTF_PYTF_H_
#define PYTF_PYTF_H_

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>
/* structmember.h must follow Python.h. */
#include <structmember.h>
#include <tvm/ffi/c/layout.h>
#include <tvm/ffi/c_api.h>

#include "compat.h"
#include "handle.h"
#include "state.h"
#include "object.h"
#include "convert.h"
#include "call.h"
#include "error.h"
#include "values.h"

#endif /* PYTF_PYTF_H_ */
