/* SPDX-License-Identifier: Apache-2.0 */
/* How much of the calling thread's stack is left. Python counts its own calls, not what native code between them takes. */
#ifndef PYTF_STACK_H_
#define PYTF_STACK_H_

/* Whether less than a safe reserve is left. 0 where the platform does not tell. No GIL needed. */
int pytf_stack_is_short(void);

#endif /* PYTF_STACK_H_ */
