/* SPDX-License-Identifier: Apache-2.0 */
/* Loading scopes: what happens to registrations while one of our loaders is inside dlopen on this
   thread.

   Outside a scope a clashing registration is an error for its caller. Inside one, that error would
   make an already built C++ extension throw out of its ELF constructor and end the process; so the
   clash is recorded, the ABI call returns 0, and the loader deals with it afterwards:

     tf_loading scope;
     tf_loading_begin(&scope, path);
     void *handle = dlopen(...);
     if (tf_loading_end(&scope) > 0) {            // libraries with clashes have lost what they registered
       tf_loading_put_clashes(&scope, &buf);      // one line each
       ...
     }
     if (scope.num_registered > 0) pin the library
     tf_loading_drop(&scope);

   Scopes nest (a constructor may load another module): what the outer library does while the inner one is loaded, called
   back from there, belongs to the outer scope. A scope belongs to its thread. */
#ifndef TVM_FFI_CORE_LOADING_H_
#define TVM_FFI_CORE_LOADING_H_

#include "base/buf.h"
#include "core/owner.h"
#include "core/types.h"

typedef struct tf_loading_clash {
  const tf_owner* owner; /* whose registration was refused */
  char* text;            /* what it was and whose it clashes with */
} tf_loading_clash;

/* How to take one registration back. */
typedef struct tf_loading_undo {
  const tf_owner* owner; /* whose registration it is */
  void (*undo)(const struct tf_loading_undo* step);
  void* table;
  const char* key; /* permanent text */
  int32_t number;
  void* saved; /* what was there before, or NULL */
  void (*forget)(
      void*
          saved); /* gives `saved` back; called once, after `undo` if that is called; NULL without `saved` */
} tf_loading_undo;

/* Everything in it is private but `num_registered`, what was registered through it, and `refused`, which may be set after
   tf_loading_begin. */
typedef struct tf_loading {
  struct tf_loading* outer;
  tf_str path; /* borrowed until end */
  tf_loading_clash* clashes;
  size_t num_clashes;
  size_t num_registered;
  tf_loading_undo* undos;
  size_t num_undos;
  size_t room_clashes;
  size_t room_undos;
  struct tf_loading_bar* bars;
  size_t num_bars;
  size_t room_bars;
  bool out_of_memory; /* something could not be recorded: counts as a clash */
  /* Called when the first reason to refuse this load is recorded, while its constructors still run. May be NULL. */
  void (*refused)(const struct tf_loading* scope, const char* reason);
} tf_loading;

/* Opens a scope on this thread. `path` names the file being loaded; it must live until
   tf_loading_end. */
void tf_loading_begin(tf_loading* scope, tf_str path);

/* Closes it, and takes back what libraries with clashes registered inside it: functions,
   attributes, metadata with fields and methods. Returns the number of clashes. Must be called on
   the same thread, innermost scope first. */
size_t tf_loading_end(tf_loading* scope);

/* The clashes as text, one line each: ``Global Function `X` is already registered (by libA.so; now
   by libB.so)``. */
void tf_loading_put_clashes(const tf_loading* scope, tf_buf* buf);

/* Frees the records. May be called twice. */
void tf_loading_drop(tf_loading* scope);

/* ---- For the tables. ---- */

/* The innermost scope of this thread, or NULL. */
tf_loading* tf_loading_current(void);

/* Reports a clash: inside a scope it is recorded and 0 comes back; outside, an error of `kind` is
   raised and -1. */
TF_NODISCARD int tf_loading_clash_or_raise(const tf_owner* owner, const char* kind,
                                           const char* format, ...) TF_PRINTF(3, 4);

/* Remembers that `owner` may not change type `type_index` within this scope, because its metadata clashed. */
void tf_loading_bar_type(const tf_owner* owner, int32_t type_index);
bool tf_loading_is_barred(const tf_owner* owner, int32_t type_index);

/* Remembers how to take a registration back, if the load in progress should fail; `step` is copied, what it saved is
   consumed. Outside a scope the registration is final. Without memory for it the registration is taken back at once and
   the load will fail. */
void tf_loading_record(const tf_loading_undo* step);

/* Says that something of `owner` could not be registered for want of memory. Inside a scope the load will fail and 0 comes
   back; outside, MemoryError is raised and -1. */
TF_NODISCARD int tf_loading_no_memory(const tf_owner* owner);

#endif /* TVM_FFI_CORE_LOADING_H_ */
