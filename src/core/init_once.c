/* SPDX-License-Identifier: Apache-2.0 */
/* Handles that are made once (abi.md section 17.1). */
#include "core/error.h"

#include <stddef.h>

#include "base/thread.h"

/* One lock for all handles, as documented; recursive, so that an init function may make another handle. */
static tf_mutex lock;
static tf_once lock_once = TF_ONCE_INIT;

static void make_lock(void) { tf_mutex_init_recursive(&lock); }

/* The handles this thread is making, innermost first: making one while making it would never end. */
typedef struct making {
  void** handle_addr;
  const struct making* outer;
} making;

static TF_THREAD_LOCAL const making* innermost;

static bool is_being_made(void** handle_addr) {
  for (const making* m = innermost; m != NULL; m = m->outer) {
    if (m->handle_addr == handle_addr) return true;
  }
  return false;
}

/* Under the lock. */
static int make(void** handle_addr, int (*init_func)(void** result)) {
  if (__atomic_load_n(handle_addr, __ATOMIC_ACQUIRE) != NULL) return 0;
  if (is_being_made(handle_addr)) {
    return tf_raise(TF_RUNTIME_ERROR, "TVMFFIHandleInitOnce: init_func asks for its own handle");
  }
  making self = {handle_addr, innermost};
  void* result = NULL;
  innermost = &self;
  int status = init_func(&result);
  innermost = self.outer;
  if (status != 0) return status;
  if (result == NULL) {
    return tf_raise(TF_RUNTIME_ERROR, "init_func must return a non-NULL handle");
  }
  __atomic_store_n(handle_addr, result, __ATOMIC_RELEASE);
  return 0;
}

int TVMFFIHandleInitOnce(void** handle_addr, int (*init_func)(void** result)) {
  if (handle_addr == NULL || init_func == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIHandleInitOnce: an argument is NULL");
  }
  if (TF_LIKELY(__atomic_load_n(handle_addr, __ATOMIC_ACQUIRE) != NULL)) return 0;
  tf_once_run(&lock_once, make_lock);
  tf_mutex_lock(&lock);
  int status = make(handle_addr, init_func);
  tf_mutex_unlock(&lock);
  return status;
}

int TVMFFIHandleDeinitOnce(void** handle_addr, int (*deinit_func)(void* handle)) {
  if (handle_addr == NULL || deinit_func == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIHandleDeinitOnce: an argument is NULL");
  }
  void* old = __atomic_exchange_n(handle_addr, NULL, __ATOMIC_ACQ_REL);
  return old == NULL ? 0 : deinit_func(old);
}
