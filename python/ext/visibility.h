/* SPDX-License-Identifier: Apache-2.0 */
/* Making the runtime library visible to libraries that are loaded later. */
#ifndef PYTF_VISIBILITY_H_
#define PYTF_VISIBILITY_H_

/* Extensions and compiled modules that do not name libtvm_ffi as needed find its functions all the same. Does nothing
   where the platform has no such scope. Cannot fail: those that name it do not depend on this. */
void pytf_make_runtime_global(void);

#endif /* PYTF_VISIBILITY_H_ */
