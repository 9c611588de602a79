/* SPDX-License-Identifier: Apache-2.0 */
/* `--json`: the model and everything a run has to say, for editors and build systems. */
#ifndef TVM_FFI_STUBGEN_REPORT_H_
#define TVM_FFI_STUBGEN_REPORT_H_

#include "generate.h"

/* Writes one JSON object and a line end:
     version, status (the exit status)
     diagnostics: severity, path, line, message
     files: path, changed, blocks (kind, argument, line, end_line)
     functions: name, signature, used (path and line of the blocks that show it)
     classes: key, name, parent, doc, fields (name, type, doc, has_default, keyword_only), methods (name, signature, doc,
       static), constructors (signatures), used
     libraries: target, path, exports (name, signature, doc)
   What has no schema has no signature. Functions and classes of the runtime itself (`ffi.`) are listed when used. */
void sg_report_write(sg_generator* generator, const sg_files* files, const char* version,
                     int status, sg_text* out);

#endif /* TVM_FFI_STUBGEN_REPORT_H_ */
