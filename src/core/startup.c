/* SPDX-License-Identifier: Apache-2.0 */
/* What this layer registers when the library is loaded. */
#include "core/startup.h"

#include <stdio.h>

#include "core/bigint.h"
#include "core/column.h"
#include "core/error.h"
#include "core/typetable.h"

#include <tvm/ffi/extra/c_runtime_api.h>

const char* tvm_ffi_build_id(void) { return TVM_FFI_BUILD_ID; }

void tf_startup_report(const char* layer, int status) {
  if (status == 0) return;
  tf_error* error = tf_error_take_raised();
  (void)fprintf(stderr, "tvm_ffi: %s could not be registered: %s\n", layer,
                error == NULL ? "unknown reason" : error->cell.message.data);
  tf_object_decref(error);
}

TF_CONSTRUCTOR(110) static void load(void) {
  (void)tf_typetable_global();
  (void)tf_columns_global();
  tf_startup_report("the core", tf_bigint_register());
}
