/* SPDX-License-Identifier: Apache-2.0 */
/* Starting a program and waiting for it. */
#include "base/process.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

/* Ctrl-C goes to both processes; what it means, the other one says. */
static BOOL WINAPI ignore(DWORD event) {
  (void)event;
  return TRUE;
}

/* A job that ends with its last handle, ours: so the other process does not outlive this one. */
static void tie_to_this_process(HANDLE process) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  HANDLE job = CreateJobObjectW(NULL, NULL);
  if (job == NULL) return;
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  (void)SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  (void)AssignProcessToJobObject(job, process);
  /* The handle is never closed. */
}

bool tf_process_run(const wchar_t* program, wchar_t* command, int* status) {
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION made = {0};
  if (!CreateProcessW(program, command, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &start,
                      &made)) {
    return false;
  }
  (void)SetConsoleCtrlHandler(ignore, TRUE);
  tie_to_this_process(made.hProcess);
  (void)ResumeThread(made.hThread);
  (void)WaitForSingleObject(made.hProcess, INFINITE);
  DWORD code = 1;
  (void)GetExitCodeProcess(made.hProcess, &code);
  (void)CloseHandle(made.hThread);
  (void)CloseHandle(made.hProcess);
  *status = (int)code;
  return true;
}
