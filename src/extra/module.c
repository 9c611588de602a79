/* SPDX-License-Identifier: Apache-2.0 */
/* Module objects, their imports, and look-ups through them. */
#include "extra/module.h"

#include "base/mem.h"
#include "base/thread.h"
#include "container/array.h"
#include "container/map.h"
#include "core/error.h"
#include "core/func.h"
#include "core/registry.h"
#include "core/string.h"
#include "extra/module_foreign.h"
#include "extra/worklist.h"

/* The block starts with the C++ vptr; handles point behind it. */
typedef struct {
  const void* vptr;
  tf_module module;
  const tf_module_kind* kind;
  void* context;
} block;

_Static_assert(offsetof(block, module) == sizeof(void*), "the header follows the vptr");

static block* block_of(const tf_module* module) {
  return (block*)(uintptr_t)((const char*)module - offsetof(block, module));
}

static tf_seq** imports_of(tf_module* module) { return (tf_seq**)(void*)&module->imports; }

static void module_destroy(tf_object* self) {
  tf_module* module = (tf_module*)(void*)self;
  block* all = block_of(module);
  tf_object_drop(&module->imports);
  tf_object_drop(&module->import_lookup_cache);
  if (all->kind->drop != NULL) all->kind->drop(all->context);
}

static void module_release(tf_object* self) { tf_mem_free(block_of((tf_module*)(void*)self)); }

static void module_delete(void* self, int flags) {
  tf_object_delete(self, flags, module_destroy, module_release);
}

static bool is_ours(const tf_module* module) { return module->header.deleter == module_delete; }

int tf_module_new(const tf_module_kind* kind, void* context, tf_module** out) {
  tf_seq* imports = NULL;
  tf_map* cache = NULL;
  TF_TRY(tf_array_new(0, &imports));
  if (tf_map_new(kTVMFFIMap, 0, &cache) != 0) {
    tf_object_drop(&imports);
    return -1;
  }
  block* all = (block*)tf_mem_zalloc(sizeof(*all));
  if (all == NULL) {
    tf_object_drop(&imports);
    tf_object_drop(&cache);
    return tf_raise_memory();
  }
  all->vptr = tf_module_foreign_vtable();
  tf_object_init(&all->module.header, kTVMFFIModule, module_delete);
  all->module.imports = imports;
  all->module.import_lookup_cache = cache;
  all->kind = kind;
  all->context = context;
  *out = &all->module;
  return 0;
}

void* tf_module_context(const tf_module* module, const tf_module_kind* kind) {
  if (!is_ours(module) || block_of(module)->kind != kind) return NULL;
  return block_of(module)->context;
}

/* ---- one module ---- */

const char* tf_module_kind_name(tf_module* module) {
  return is_ours(module) ? block_of(module)->kind->name : tf_module_foreign_kind(module);
}

int32_t tf_module_property_mask(tf_module* module) {
  return is_ours(module) ? block_of(module)->kind->property_mask
                         : tf_module_foreign_property_mask(module);
}

static int get_own(tf_module* module, tf_module_item item, tf_str name, tf_any* out) {
  if (!is_ours(module)) return tf_module_foreign_get(module, item, name, out);
  block* all = block_of(module);
  return all->kind->get(module, all->context, item, name, out);
}

static int implements_own(tf_module* module, tf_str name, bool* out) {
  if (!is_ours(module)) return tf_module_foreign_implements(module, name, out);
  *out = block_of(module)->kind->implements(block_of(module)->context, name);
  return 0;
}

/* ---- imports ---- */

static tf_module* import_at(tf_module* module, int64_t index) {
  tf_view view = tf_seq_at(*imports_of(module), index);
  return (tf_module*)tf_view_get_exact(view, kTVMFFIModule);
}

/* Pushes the imports of a module, last first, so that they come off in order. */
static int push_imports(tf_worklist* list, tf_module* module) {
  if (*imports_of(module) == NULL) return 0;
  for (int64_t i = (*imports_of(module))->seq.size - 1; i >= 0; --i) {
    tf_module* import = import_at(module, i);
    if (import != NULL) TF_TRY(tf_worklist_push(list, &import->header));
  }
  return 0;
}

/* Visits the module and, with `deep`, everything it imports, each once, depth first in order. Stops at a non-zero result
   of `visit` and returns it. */
static int visit_modules(tf_module* module, bool deep, int (*visit)(void* context, tf_module* one),
                         void* context) {
  if (!deep) return visit(context, module);
  tf_worklist list = tf_worklist_new();
  int code = tf_worklist_push(&list, &module->header);
  for (tf_object* next; code == 0 && (next = tf_worklist_pop(&list)) != NULL;) {
    tf_module* one = (tf_module*)(void*)next;
    code = visit(context, one);
    if (code == 0) code = push_imports(&list, one);
  }
  tf_worklist_drop(&list);
  return code;
}

enum { FOUND = 1 };

typedef struct {
  tf_module_item item;
  tf_str name;
  tf_any found;
} search;

static int search_one(void* context, tf_module* one) {
  search* what = (search*)context;
  TF_TRY(get_own(one, what->item, what->name, &what->found));
  return tf_view_is_none(tf_view_of(&what->found)) ? 0 : FOUND;
}

int tf_module_get(tf_module* module, tf_module_item item, tf_str name, bool query_imports,
                  tf_any* out) {
  search what = {item, name, tf_any_none()};
  if (visit_modules(module, query_imports, search_one, &what) < 0) return -1;
  *out = what.found;
  return 0;
}

typedef struct {
  tf_str name;
  bool found;
} question;

static int ask_one(void* context, tf_module* one) {
  question* what = (question*)context;
  TF_TRY(implements_own(one, what->name, &what->found));
  return what->found ? FOUND : 0;
}

int tf_module_implements(tf_module* module, tf_str name, bool query_imports, bool* out) {
  question what = {name, false};
  if (visit_modules(module, query_imports, ask_one, &what) < 0) return -1;
  *out = what.found;
  return 0;
}

static int is_same(void* context, tf_module* one) { return context == one ? FOUND : 0; }

int tf_module_import(tf_module* module, tf_module* other) {
  int reached = visit_modules(other, true, is_same, module);
  if (reached < 0) return -1;
  if (reached == FOUND) {
    return tf_raise(TF_RUNTIME_ERROR, "Cyclic dependency detected during import");
  }
  /* The array may be in somebody's hands: it is replaced, not changed. */
  tf_seq* imports = *imports_of(module);
  tf_seq* longer = NULL;
  TF_TRY(tf_array_new((size_t)imports->seq.size + 1, &longer));
  for (int64_t i = 0; i < imports->seq.size; ++i) {
    tf_array_fill(longer, tf_any_copy_owned(&tf_seq_items(imports)[i]));
  }
  tf_array_fill(longer, tf_any_share(other));
  *imports_of(module) = longer;
  tf_object_drop(&imports);
  return 0;
}

int tf_module_clear_imports(tf_module* module) {
  tf_seq* none = NULL;
  TF_TRY(tf_array_new(0, &none));
  tf_seq* old = *imports_of(module);
  *imports_of(module) = none;
  tf_object_drop(&old);
  return 0;
}

/* ---- look-up for generated code ---- */

static tf_mutex lookup_lock = TF_MUTEX_INIT;

/* Finds the function in the imports, then among the global ones. Owned. */
static int search_imports(tf_module* module, tf_str name, tf_any* out) {
  int64_t count = *imports_of(module) == NULL ? 0 : (*imports_of(module))->seq.size;
  for (int64_t i = 0; i < count; ++i) {
    tf_module* import = import_at(module, i);
    if (import == NULL) continue;
    TF_TRY(tf_module_get(import, TF_MODULE_FUNCTION, name, true, out));
    if (!tf_view_is_none(tf_view_of(out))) return 0;
  }
  tf_object* global = tf_registry_find(tf_registry_global(), name);
  if (global == NULL) {
    return tf_raise(TF_RUNTIME_ERROR,
                    "Cannot find function %.*s in the imported modules or global registry.",
                    (int)name.size, name.data);
  }
  *out = tf_any_own(global);
  return 0;
}

/* Under the lock. */
static int lookup_cached(tf_module* module, tf_str name, tf_object** out) {
  tf_map** cache = (tf_map**)(void*)&module->import_lookup_cache;
  const tf_any* known = tf_map_find_str(*cache, name);
  if (known != NULL) {
    *out = known->raw.v_obj;
    return 0;
  }
  tf_any function = tf_any_none();
  tf_any key = tf_any_none();
  TF_TRY(search_imports(module, name, &function));
  if (tf_string_new(name, &key) != 0) {
    tf_any_drop(&function);
    return -1;
  }
  tf_object* object = function.raw.v_obj;
  TF_TRY(tf_map_set(*cache, key, function));
  *out = object;
  return 0;
}

int tf_module_lookup_from_imports(tf_module* module, tf_str name, tf_object** out) {
  tf_mutex_lock(&lookup_lock);
  int code = lookup_cached(module, name, out);
  tf_mutex_unlock(&lookup_lock);
  return code;
}
