/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "beta": a second library; its class extends one of the library "shapes" if loaded. */
#include "rawreg.h"

__attribute__((constructor)) static void beta_init(void) {
  int32_t t = rr_type("beta.Child", "shapes.Base");
  rr_field(t, "extra", "{\"type\":\"Optional\",\"args\":[{\"type\":\"shapes.Base\"}]}",
           kTVMFFIFieldFlagBitMaskWritable);
  rr_attr_func(t, "__ffi_init__");
  t = rr_type("beta.Alpha", "beta.Child");
  rr_field(t, "more", "{\"type\":\"beta.inner.Leaf\"}", 0);
  t = rr_type("beta.inner.Leaf", "beta.Alpha");
  rr_field(t, "leaf", "{\"type\":\"beta.Child\"}", 0);
  rr_global("beta.use",
            "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"beta.Child\"}],"
            "\"params\":[{\"type\":\"shapes.Base\"},{\"type\":\"beta.inner.Leaf\"}]}}",
            NULL);
  rr_global("beta.inner.Leaf",
            "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"beta.inner.Leaf\"}]"
            ",\"params\":[{\"type\":\"beta.Alpha\"}]}}",
            NULL);
}
