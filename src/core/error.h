/* SPDX-License-Identifier: Apache-2.0 */
/* Errors: raising, taking, and the objects themselves (abi.md sections 6.2 and 10).

   One slot per thread holds at most one error. A function that fails puts its error there and
   returns -1. */
#ifndef TVM_FFI_CORE_ERROR_H_
#define TVM_FFI_CORE_ERROR_H_

#include <stdarg.h>

#include "base/buf.h"
#include "core/any.h"

/* The kinds that the library itself raises. Any other text is a kind as well. */
#define TF_INTERNAL_ERROR "InternalError"
#define TF_RUNTIME_ERROR "RuntimeError"
#define TF_TYPE_ERROR "TypeError"
#define TF_VALUE_ERROR "ValueError"
#define TF_INDEX_ERROR "IndexError"
#define TF_KEY_ERROR "KeyError"
#define TF_ATTRIBUTE_ERROR "AttributeError"
#define TF_OVERFLOW_ERROR "OverflowError"
#define TF_RECURSION_ERROR "RecursionError"
#define TF_MEMORY_ERROR "MemoryError"

typedef struct tf_error {
  tf_object header;
  TVMFFIErrorCell cell;
} tf_error;

/* Raises an error with a formatted message and returns -1, so that `return tf_raise(...)` is the
   whole failure path. When memory runs out it raises MemoryError instead. Never fails otherwise; a
   message is cut at 64 KiB. */
int tf_raise(const char* kind, const char* format, ...) TF_PRINTF(2, 3) TF_COLD;
int tf_raise_va(const char* kind, const char* format, va_list args) TF_PRINTF(2, 0) TF_COLD;

/* The same with a finished message of any bytes. */
int tf_raise_str(tf_str kind, tf_str message) TF_COLD;

/* Raises MemoryError without allocating. Returns -1. */
int tf_raise_memory(void) TF_COLD;

/* Raises RecursionError "<what> is nested too deeply". Returns -1. For walks when
   tf_thread_has_stack says no. */
int tf_raise_depth(const char* what) TF_COLD;

/* Raises an error object. Consumes the reference. Returns -1. */
int tf_raise_error(tf_error* error) TF_COLD;

/* Lets the compiler see that raising fails: it then knows that what the failing call would have set is not read. */
#define tf_raise(...) ((void)tf_raise(__VA_ARGS__), -1)
#define tf_raise_str(kind, message) ((void)tf_raise_str(kind, message), -1)
#define tf_raise_memory() ((void)tf_raise_memory(), -1)
#define tf_raise_depth(what) ((void)tf_raise_depth(what), -1)

/* ---- The slot. ---- */

/* Takes the raised error out of the slot, backtrace text made; NULL when there is none. Owned. */
tf_error* tf_error_take_raised(void);

/* Looks at the raised error; NULL when there is none. Borrowed. Its backtrace text may not be made
   yet. */
const tf_error* tf_error_peek_raised(void);

static inline bool tf_error_is_raised(void) { return tf_error_peek_raised() != NULL; }

/* Is an error of this kind raised? */
bool tf_error_is_raised_of(const char* kind);

/* Empties the slot. */
void tf_error_clear(void);

/* ---- Objects. ---- */

/* A new error from copies of the texts; `cause` (an Error) and `context` (any object) are
   referenced anew, NULL for none. NULL without anything raised when memory runs out: abi.md says so
   of TVMFFIErrorCreate. Owned. */
TF_NODISCARD tf_error* tf_error_new(tf_str kind, tf_str message, tf_str backtrace, tf_object* cause,
                                    tf_object* context);

/* For hooks that return an error inside a value: takes the raised error, or makes an InternalError
   when none is. Owned, never NULL. */
tf_error* tf_error_take_as_value(void);

/* Replaces the raised error by one of the same kind (or `kind` when not NULL), a new message and
   the old one as cause. Returns -1. */
int tf_error_chain(const char* kind, const char* format, ...) TF_PRINTF(2, 3);

/* "Traceback ... kind: message": what a person wants to see. Appended to `buf`; failure is sticky
   there. */
void tf_error_render(const tf_error* error, tf_buf* buf);

#endif /* TVM_FFI_CORE_ERROR_H_ */
