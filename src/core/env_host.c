/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of the host interpreter, which the library knows by pointer only (abi.md section 16).
 */
#include <tvm/ffi/extra/c_env_api.h>

#include "core/error.h"

#include <string.h>

enum { CHECK_SIGNALS, LOCK_HOST, UNLOCK_HOST, HOST_COUNT };

/* Read and written atomically. */
static void* host[HOST_COUNT];

static void* host_function(int which) { return __atomic_load_n(&host[which], __ATOMIC_ACQUIRE); }

int TVMFFIEnvRegisterCAPI(const char* name, void* symbol) {
  static const char* const names[HOST_COUNT] = {
      [CHECK_SIGNALS] = "PyErr_CheckSignals",
      [LOCK_HOST] = "PyGILState_Ensure",
      [UNLOCK_HOST] = "PyGILState_Release",
  };
  if (name == NULL) return tf_raise(TF_TYPE_ERROR, "TVMFFIEnvRegisterCAPI: the name is NULL");
  for (int i = 0; i < HOST_COUNT; ++i) {
    if (strcmp(name, names[i]) != 0) continue;
    __atomic_store_n(&host[i], symbol, __ATOMIC_RELEASE);
    return 0;
  }
  return tf_raise(TF_VALUE_ERROR, "Unknown env API %s", name);
}

/* The state of the lock is an int whose "locked" is 0 (abi.md section 20, 18): what was taken is
   always given back. */
int TVMFFIEnvCheckSignals(void) {
  int (*check)(void) = (int (*)(void))(uintptr_t)host_function(CHECK_SIGNALS);
  int (*lock)(void) = (int (*)(void))(uintptr_t)host_function(LOCK_HOST);
  void (*unlock)(int) = (void (*)(int))(uintptr_t)host_function(UNLOCK_HOST);
  if (check == NULL) return 0;
  if (lock == NULL || unlock == NULL) return check() != 0 ? -1 : 0;
  int state = lock();
  int status = check();
  unlock(state);
  return status != 0 ? -1 : 0;
}
