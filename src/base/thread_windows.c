/* SPDX-License-Identifier: Apache-2.0 */
/* Threads on Windows. */
#if !defined(_WIN32_WINNT) || _WIN32_WINNT < 0x0602
#undef _WIN32_WINNT
#define _WIN32_WINNT 0x0602 /* GetCurrentThreadStackLimits */
#endif
#define WIN32_LEAN_AND_MEAN
#include <process.h>
#include <windows.h>

#include "base/thread.h"

/* ---- Mutex ---- */

_Static_assert(sizeof(SRWLOCK) == sizeof(void*), "tf_mutex.raw is an SRWLOCK");
_Static_assert(sizeof(INIT_ONCE) == sizeof(tf_once), "tf_once is an INIT_ONCE");

static SRWLOCK* raw_of(tf_mutex* mutex) { return (SRWLOCK*)(void*)&mutex->raw; }

void tf_mutex_init_recursive(tf_mutex* mutex) {
  *mutex = (tf_mutex)TF_MUTEX_INIT;
  mutex->is_recursive = true;
}

/* Only the owner finds its own id there, so the look without the lock cannot mislead. */
void tf_mutex_lock(tf_mutex* mutex) {
  unsigned long self = mutex->is_recursive ? GetCurrentThreadId() : 0;
  if (mutex->is_recursive && __atomic_load_n(&mutex->owner, __ATOMIC_RELAXED) == self) {
    ++mutex->depth;
    return;
  }
  AcquireSRWLockExclusive(raw_of(mutex));
  if (mutex->is_recursive) __atomic_store_n(&mutex->owner, self, __ATOMIC_RELAXED);
}

void tf_mutex_unlock(tf_mutex* mutex) {
  if (mutex->is_recursive) {
    if (mutex->depth > 0) {
      --mutex->depth;
      return;
    }
    __atomic_store_n(&mutex->owner, 0, __ATOMIC_RELAXED);
  }
  ReleaseSRWLockExclusive(raw_of(mutex));
}

/* ---- Once ---- */

typedef struct once_call {
  void (*action)(void);
} once_call;

static BOOL CALLBACK call_once(PINIT_ONCE once, PVOID argument, PVOID* result) {
  (void)once, (void)result;
  ((const once_call*)argument)->action();
  return TRUE;
}

void tf_once_run(tf_once* once, void (*action)(void)) {
  once_call call = {action};
  (void)InitOnceExecuteOnce((PINIT_ONCE)(void*)once, call_once, &call, NULL);
}

/* ---- Ends of threads ----

   The system visits each of its slots once when a thread ends, so an action that arms a slot again would be too late for an
   earlier one. One slot of the system therefore stands for all of ours. */

enum { EXITS = 16, ROUNDS = 4 };

typedef struct armed {
  void (*action)(void* argument);
  void* argument;
} armed;

static TF_THREAD_LOCAL armed exits[EXITS];

static tf_mutex key_lock = TF_MUTEX_INIT;
static unsigned long keys_used;
static DWORD system_slot = FLS_OUT_OF_INDEXES;

static bool run_exits(void) {
  bool ran = false;
  for (size_t i = 0; i < EXITS; ++i) {
    armed now = exits[i];
    if (now.argument == NULL) continue;
    exits[i].argument = NULL;
    now.action(now.argument);
    ran = true;
  }
  return ran;
}

static void CALLBACK leave_thread(PVOID unused) {
  (void)unused;
  for (int round = 0; round < ROUNDS && run_exits(); ++round) {
  }
}

/* Gives `exit` its place in the table. Called with the lock held. */
static void make_key(tf_thread_exit* exit) {
  if (system_slot == FLS_OUT_OF_INDEXES) system_slot = FlsAlloc(leave_thread);
  if (system_slot == FLS_OUT_OF_INDEXES || keys_used == EXITS) return;
  exit->key = keys_used++;
  __atomic_store_n(&exit->usable, true, __ATOMIC_RELEASE);
}

bool tf_thread_at_exit(tf_thread_exit* exit, void* argument) {
  if (!__atomic_load_n(&exit->usable, __ATOMIC_ACQUIRE)) {
    tf_mutex_lock(&key_lock);
    if (!exit->usable) make_key(exit);
    tf_mutex_unlock(&key_lock);
    if (!__atomic_load_n(&exit->usable, __ATOMIC_ACQUIRE)) return false;
  }
  if (!FlsSetValue(system_slot, exits)) return false;
  exits[exit->key] = (armed){exit->action, argument};
  return true;
}

/* ---- Running several ---- */

enum { MOST_RUNNERS = 63 };

typedef struct runner {
  void (*action)(void* argument);
  void* argument;
} runner;

static unsigned __stdcall start_runner(void* argument) {
  const runner* r = argument;
  r->action(r->argument);
  return 0;
}

void tf_thread_run(size_t count, void (*action)(void* argument), void* argument) {
  HANDLE threads[MOST_RUNNERS];
  runner r = {action, argument};
  size_t started = 0;
  size_t others = count == 0 ? 0 : count - 1;
  if (others > MOST_RUNNERS) others = MOST_RUNNERS;
  for (; started < others; ++started) {
    threads[started] = (HANDLE)_beginthreadex(NULL, 0, start_runner, &r, 0, NULL);
    if (threads[started] == NULL) break;
  }
  action(argument);
  for (size_t i = 0; i < started; ++i) {
    (void)WaitForSingleObject(threads[i], INFINITE);
    (void)CloseHandle(threads[i]);
  }
}

/* ---- The rest ---- */

bool tf_thread_prepare_barrier(void) { return true; }

bool tf_thread_barrier(void) {
  FlushProcessWriteBuffers();
  return true;
}

void tf_thread_yield(void) { (void)SwitchToThread(); }

/* There is no fork. */
void tf_thread_at_fork(void (*before)(void), void (*in_parent)(void), void (*in_child)(void)) {
  (void)before, (void)in_parent, (void)in_child;
}

bool tf_thread_ask_stack(const char** low, const char** high) {
  /* The lowest page is never given out, the two above it raise the alarm. */
  enum { GUARD = 3 * 4096 };
  ULONG_PTR begin = 0, end = 0;
  GetCurrentThreadStackLimits(&begin, &end);
  if (end <= begin + GUARD) return false;
  *low = (const char*)begin + GUARD;
  *high = (const char*)end;
  return true;
}
