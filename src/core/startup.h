/* SPDX-License-Identifier: Apache-2.0 */
/* How a layer registers what it brings along when the library is loaded:

     static int register_containers(void) { TF_TRY(tf_registry_add_defs(...)); ... return 0; }
     TF_CONSTRUCTOR(120) static void load(void) { tf_startup_report("containers", register_containers()); }  */
#ifndef TVM_FFI_CORE_STARTUP_H_
#define TVM_FFI_CORE_STARTUP_H_

/* Says in one line on stderr why a layer could not be registered; nothing when `status` is 0. The library stays usable
   without it. */
void tf_startup_report(const char* layer, int status);

#endif /* TVM_FFI_CORE_STARTUP_H_ */
