/* SPDX-License-Identifier: Apache-2.0 */
/* The names of one generated file: what it defines, what it imports, and under which name each thing is shown where.

   Used in two rounds. In the first sg_scope_show answers with the last part of each name and remembers the use; then
   sg_imports_settle gives every name one that is free in the module. If those are the last parts, as nearly always, what
   the first round wrote stands. Else there is a second round, in which sg_scope_show answers with that name, or with an
   alias where a member of the class in hand hides it, and records the import. */
#ifndef TVM_FFI_STUBGEN_IMPORTS_H_
#define TVM_FFI_STUBGEN_IMPORTS_H_

#include <stdbool.h>

#include "arena.h"

typedef struct sg_import {
  tf_str module;
  tf_str name;
  tf_str alias; /* empty: none */
} sg_import;

typedef struct sg_imports {
  sg_arena* arena;
  bool settled;
  bool wants_second; /* the first round met something that only the second one can decide */
  size_t fixed_at_run_time, fixed_when_checking; /* imports from before the first round */
  sg_map
      defined; /* name -> what defines it in the module: tf_str*, a full name or a text of its own */
  sg_map own_types; /* full names of classes that the file itself defines */
  sg_map shown;     /* full name -> sg_shown */
  sg_map helpers;   /* module of init_ffi_api -> name shown */
  sg_map
      providers; /* name of a function -> the block that binds it last when the module is imported */
  SG_LIST(struct sg_shown*) uses;
  SG_LIST(sg_import) at_run_time;
  SG_LIST(sg_import) when_checking;
} sg_imports;

void sg_imports_begin(sg_imports* imports, sg_arena* arena);

/* A function, variable or alias called `name` exists in the module. `what` tells it from others of that name: the full
   name of an imported thing. The first one counts. */
void sg_imports_define(sg_imports* imports, tf_str name, tf_str what);

/* The file has the class of full name `full` (a Python name). */
void sg_imports_define_class(sg_imports* imports, tf_str full);

/* Records an import, whatever else there is. */
void sg_imports_add(sg_imports* imports, tf_str full, tf_str alias, bool checking);

/* Begins the first round: imports recorded before it stay. */
void sg_imports_start(sg_imports* imports);

/* Ends the first round. True when its texts stand and all imports are recorded; false when a second round is needed, for
   which the imports that the first one recorded are forgotten. */
bool sg_imports_settle(sg_imports* imports);

/* The name under which `init_ffi_api` of a module is shown: `_FFI_INIT_FUNC`, or with a number for further modules. */
tf_str sg_imports_helper(sg_imports* imports, tf_str module);

/* True when nothing was imported. */
bool sg_imports_is_empty(const sg_imports* imports);

/* Writes the body of an import section, LF ended lines. `inner` spaces indent what stands under TYPE_CHECKING. */
void sg_imports_render(sg_imports* imports, size_t inner, sg_text* out);

/* A place where names are shown: the module (`members` empty), or the body of a class with its members. */
typedef struct sg_scope {
  sg_imports* imports;
  sg_map members; /* name -> anything */
} sg_scope;

/* The name to write for the full Python name `full`: `int`, `typing.Any`, `my.mod.Class`. Names without a module are
   shown as they are, except builtins that something hides. */
tf_str sg_scope_show(sg_scope* scope, tf_str full);

#endif /* TVM_FFI_STUBGEN_IMPORTS_H_ */
