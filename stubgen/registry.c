/* SPDX-License-Identifier: Apache-2.0 */
#include "registry.h"

#include <string.h>

#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_runtime_api.h>

#include "base/dynlib.h"
#include "base/mem.h"
#include "elf.h"
#include "metadata.h"
#include "names.h"
#include "pe.h"
#include "source.h"

/* The bytes of a String in either form; false for anything else. */
static bool text_of(const TVMFFIAny* value, tf_str* out) {
  if (value->type_index == kTVMFFISmallStr) {
    *out = tf_str_of(value->v_bytes, value->small_str_len);
    return true;
  }
  if (value->type_index != kTVMFFIStr) return false;
  const TVMFFIByteArray* cell = (const TVMFFIByteArray*)(const void*)(value->v_obj + 1);
  *out = tf_str_of(cell->data, cell->size);
  return true;
}

/* What belongs to the runtime while a function of this file uses it. Kept here, so that it can be given back when the
   arena runs out of memory and jumps. */
struct sg_registry {
  TVMFFIAny lister;
  TVMFFIAny name;
  TVMFFIAny value;
  TVMFFIAny raised;
  tvm_ffi_constructor* constructor;
};

static void drop(TVMFFIAny* value) {
  if (value->type_index >= kTVMFFIStaticObjectBegin) (void)TVMFFIObjectDecRef(value->v_obj);
  memset(value, 0, sizeof *value);
}

sg_registry* sg_registry_new(void) { return tf_mem_zalloc(sizeof(sg_registry)); }

static void drop_constructor(sg_registry* registry) {
  if (registry->constructor != NULL) tvm_ffi_constructor_free(registry->constructor);
  registry->constructor = NULL;
}

void sg_registry_drop(sg_registry** registry) {
  sg_registry* r = *registry;
  if (r == NULL) return;
  drop(&r->lister);
  drop(&r->name);
  drop(&r->value);
  drop(&r->raised);
  drop_constructor(r);
  tf_mem_free(r);
  *registry = NULL;
}

/* Takes the raised error away: the caller does without. But memory that is short now is no answer, so that ends the run. */
static void forget_raised(sg_arena* arena) {
  TVMFFIObjectHandle raised = NULL;
  TVMFFIErrorMoveFromRaised(&raised);
  if (raised == NULL) return;
  const TVMFFIErrorCell* cell = (const TVMFFIErrorCell*)(const void*)((TVMFFIObject*)raised + 1);
  bool memory = tf_str_equal_c(tf_str_of(cell->kind.data, cell->kind.size), "MemoryError");
  (void)TVMFFIObjectDecRef(raised);
  if (memory) sg_arena_fail(arena);
}

/* Takes the raised error and records its lines as `path: line`. */
static void report_raised(sg_registry* registry, sg_arena* arena, tf_str path, sg_diags* diags) {
  TVMFFIObjectHandle raised = NULL;
  TVMFFIErrorMoveFromRaised(&raised);
  if (raised != NULL) registry->raised.type_index = kTVMFFIError;
  registry->raised.v_obj = raised;
  if (raised == NULL) {
    sg_error(diags, path, 0, "failed without a message");
    return;
  }
  const TVMFFIErrorCell* cell = (const TVMFFIErrorCell*)(const void*)((TVMFFIObject*)raised + 1);
  tf_str rest = sg_copy(arena, tf_str_of(cell->message.data, cell->message.size));
  tf_str line;
  while (tf_str_next_line(&rest, &line)) {
    if (line.size != 0) sg_error(diags, path, 0, "%.*s", SG_ARG(line));
  }
  drop(&registry->raised);
}

void* sg_registry_open(sg_registry* registry, sg_arena* arena, tf_str path, sg_diags* diags) {
  TVMFFIByteArray bytes = {path.data, path.size};
  void* handle = NULL;
  if (tvm_ffi_library_open(&bytes, &handle) == 0) return handle;
  report_raised(registry, arena, tf_str_of("", 0), diags);
  return NULL;
}

/* Calls the global function `name`. */
static int call_global(const char* name, TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  TVMFFIByteArray bytes = {name, strlen(name)};
  TVMFFIObjectHandle function = NULL;
  if (TVMFFIFunctionGetGlobal(&bytes, &function) != 0) return -1;
  if (function == NULL) {
    TVMFFIErrorSetRaisedFromCStr("ValueError", "the runtime lacks a listing function");
    return -1;
  }
  int status = TVMFFIFunctionCall(function, args, count, result);
  (void)TVMFFIObjectDecRef(function);
  return status;
}

static int name_at(TVMFFIObjectHandle lister, int64_t index, TVMFFIAny* out) {
  TVMFFIAny arg;
  memset(&arg, 0, sizeof arg);
  arg.type_index = kTVMFFIInt;
  arg.v_int64 = index;
  return TVMFFIFunctionCall(lister, &arg, 1, out);
}

static int list_functions(sg_registry* r, sg_model* model) {
  if (call_global("ffi.FunctionListGlobalNamesFunctor", NULL, 0, &r->lister) != 0) return -1;
  int status = name_at(r->lister.v_obj, -1, &r->value);
  int64_t count = status == 0 ? r->value.v_int64 : 0;
  drop(&r->value);
  for (int64_t i = 0; status == 0 && i < count; i++) {
    tf_str name;
    status = name_at(r->lister.v_obj, i, &r->value);
    if (status == 0 && text_of(&r->value, &name)) {
      sg_model_add_function(model, sg_copy(model->arena, name));
    }
    drop(&r->value);
  }
  drop(&r->lister);
  return status;
}

static int list_types(sg_registry* r, sg_model* model) {
  if (call_global("ffi.GetRegisteredTypeKeys", NULL, 0, &r->value) != 0) return -1;
  const TVMFFISeqCell* cell = (const TVMFFISeqCell*)(const void*)(r->value.v_obj + 1);
  const TVMFFIAny* items = cell->data;
  for (int64_t i = 0; i < cell->size; i++) {
    tf_str key;
    if (text_of(&items[i], &key)) sg_model_add_type(model, sg_copy(model->arena, key));
  }
  drop(&r->value);
  return 0;
}

static const TVMFFITypeInfo* info_of(sg_arena* arena, tf_str key) {
  TVMFFIByteArray bytes = {key.data, key.size};
  int32_t index = -1;
  if (TVMFFITypeKeyToIndex(&bytes, &index) != 0) {
    forget_raised(arena);
    return NULL;
  }
  return TVMFFIGetTypeInfo(index);
}

static void link_parents(sg_model* model) {
  for (size_t i = 0; i < model->types.count; i++) {
    sg_type* type = model->types.items[i];
    const TVMFFITypeInfo* info = info_of(model->arena, type->key);
    if (info == NULL || info->type_depth <= 0) continue;
    const TVMFFITypeInfo* parent = info->type_ancestors[info->type_depth - 1];
    type->parent =
        sg_model_peek_type(model, tf_str_of(parent->type_key.data, parent->type_key.size));
  }
}

static void find_schema(void* context, sg_model* model, sg_function* function) {
  TVMFFIByteArray bytes = {function->name.data, function->name.size};
  sg_registry* r = context;
  tf_str metadata;
  function->why = "no metadata";
  if (TVMFFIStringFromByteArray(&bytes, &r->name) != 0 ||
      call_global("ffi.GetGlobalFuncMetadata", &r->name, 1, &r->value) != 0) {
    forget_raised(model->arena);
  } else if (text_of(&r->value, &metadata)) {
    function->schema =
        sg_schema_of_metadata(model->arena, sg_copy(model->arena, metadata), &function->why);
  }
  drop(&r->name);
  drop(&r->value);
  bytes = tvm_ffi_function_doc(&bytes);
  function->doc = tf_str_of(bytes.data, bytes.size);
}

/* The value of an attribute for one type; NULL when it has none. */
static const TVMFFIAny* attribute(const TVMFFITypeInfo* info, const char* name) {
  TVMFFIByteArray bytes = {name, strlen(name)};
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&bytes);
  if (column == NULL) return NULL;
  int64_t at = (int64_t)info->type_index - column->begin_index;
  if (at < 0 || at >= column->size || column->data[at].type_index == kTVMFFINone) return NULL;
  return &column->data[at];
}

static tf_str bytes_of(TVMFFIByteArray bytes) { return tf_str_of(bytes.data, bytes.size); }

static void add_fields(sg_model* model, const TVMFFITypeInfo* info, sg_type* type) {
  for (int32_t i = 0; i < info->num_fields; i++) {
    const TVMFFIFieldInfo* from = &info->fields[i];
    const char* why = NULL;
    sg_field* field = SG_PUSH(model->arena, &type->fields);
    field->name = bytes_of(from->name);
    field->doc = bytes_of(from->doc);
    field->has_default = (from->flags & kTVMFFIFieldFlagBitMaskHasDefault) != 0;
    field->keyword_only = (from->flags & kTVMFFIFieldFlagBitMaskKwOnly) != 0;
    field->init_off = (from->flags & kTVMFFIFieldFlagBitMaskInitOff) != 0;
    field->schema = sg_schema_of_metadata(model->arena, bytes_of(from->metadata), &why);
    if (field->schema == NULL && type->problem.size == 0) {
      type->problem =
          sg_format(model->arena, "field `%.*s` has no type schema (%s)", SG_ARG(field->name), why);
    }
  }
}

static void add_methods(sg_model* model, const TVMFFITypeInfo* info, sg_type* type) {
  for (int32_t i = 0; i < info->num_methods; i++) {
    const TVMFFIMethodInfo* from = &info->methods[i];
    const char* why = NULL;
    sg_method* method = SG_PUSH(model->arena, &type->methods);
    method->name = sg_last_part(bytes_of(from->name));
    method->doc = bytes_of(from->doc);
    method->is_static = (from->flags & kTVMFFIFieldFlagBitMaskIsStaticMethod) != 0;
    method->schema = sg_schema_of_metadata(model->arena, bytes_of(from->metadata), &why);
    if (method->schema == NULL && type->problem.size == 0) {
      type->problem = sg_format(model->arena, "method `%.*s` has no type schema (%s)",
                                SG_ARG(method->name), why);
    } else if (method->schema != NULL && method->schema->kind != SG_KIND_CALLABLE &&
               type->problem.size == 0) {
      type->problem = sg_format(model->arena, "the type schema of method `%.*s` is no function",
                                SG_ARG(method->name));
    }
  }
}

static bool add_constructor(sg_registry* r, sg_model* model, const TVMFFITypeInfo* info,
                            sg_type* type) {
  if (tvm_ffi_constructor_of(info->type_index, &r->constructor) != 0) {
    forget_raised(model->arena);
    return false;
  }
  const tvm_ffi_constructor* found = r->constructor;
  bool exists = found->protocol != tvmFfiConstructorNone;
  if (exists) {
    sg_signature* init = SG_PUSH(model->arena, &type->inits);
    init->count = (size_t)found->num_params;
    init->params = sg_resize(model->arena, NULL, 0, init->count, sizeof *init->params);
    for (size_t i = 0; i < init->count; i++) {
      const tvm_ffi_param* from = &found->params[i];
      sg_param* param = &init->params[i];
      param->name = sg_copy(model->arena, bytes_of(from->name));
      param->kind = (sg_param_kind)from->kind;
      param->has_default = from->has_default != 0;
      if (from->type_schema.size != 0) {
        tf_str schema = sg_copy(model->arena, bytes_of(from->type_schema));
        param->schema = sg_schema_parse(model->arena, schema, NULL);
      }
    }
  }
  drop_constructor(r);
  return exists;
}

/* The constructors: overloads each by its own schema, one as the runtime describes it, and one that
   exists only as a method (its type has no attribute `__ffi_init__`) by the same rule. */
static void add_inits(sg_registry* r, sg_model* model, const TVMFFITypeInfo* info, sg_type* type) {
  size_t count = 0;
  const sg_method* only = NULL;
  for (size_t i = 0; i < type->methods.count; i++) {
    if (!tf_str_equal_c(type->methods.items[i].name, "__ffi_init__")) continue;
    only = &type->methods.items[i];
    count++;
  }
  type->has_init = count != 0 || attribute(info, "__ffi_init__") != NULL;
  if (!type->has_init) return;
  /* Names in its metadata are the constructor's own; else the runtime says what they are. Without a method nothing is
     known but the fields. */
  bool named = count == 1 && only->schema->names != NULL;
  if (count == 1 && !named && add_constructor(r, model, info, type)) return;
  for (size_t i = 0; i < type->methods.count && only != NULL; i++) {
    const sg_method* method = &type->methods.items[i];
    if (!tf_str_equal_c(method->name, "__ffi_init__")) continue;
    *SG_PUSH(model->arena, &type->inits) = sg_model_signature_of(model, type, method->schema);
  }
  if (type->inits.count == 0) *SG_PUSH(model->arena, &type->inits) = type->by_fields;
}

static void describe(void* context, sg_model* model, sg_type* type) {
  const TVMFFITypeInfo* info = info_of(model->arena, type->key);
  if (info == NULL) return;
  if (info->metadata != NULL) type->doc = bytes_of(info->metadata->doc);
  add_fields(model, info, type);
  add_methods(model, info, type);
  if (type->problem.size != 0) return;
  sg_model_order_fields(model, type);
  add_inits(context, model, info, type);
  tf_str text;
  const TVMFFIAny* accepts = attribute(info, "__ffi_convert_type_schema__");
  if (accepts != NULL && text_of(accepts, &text)) {
    type->accepts = sg_schema_parse(model->arena, sg_copy(model->arena, text), NULL);
  }
}

/* ---- C symbols of a library ---- */

/* Calls the library's own function `__tvm_ffi__KIND_NAME`, which returns a text. Empty when there is none. */
static tf_str ask_library(sg_registry* r, sg_arena* arena, void* handle, const char* kind,
                          tf_str name) {
  TVMFFISafeCallType function = NULL;
  tf_str text = {NULL, 0};
  tf_str symbol = sg_format(arena, "__tvm_ffi__%s_%.*s", kind, SG_ARG(name));
  void* address = tf_dynlib_symbol(handle, symbol.data);
  if (address == NULL) return text;
  memcpy(&function, &address, sizeof function);
  if (function(NULL, NULL, 0, &r->value) != 0) {
    forget_raised(arena);
  } else if (text_of(&r->value, &text)) {
    text = sg_copy(arena, text);
  }
  drop(&r->value);
  return text;
}

/* True for symbols of the convention that are no functions of the user's. */
static bool is_helper(tf_str name) {
  static const char* const helpers[] = {"_metadata_", "_doc_", "_library_ctx", "_library_bin"};
  for (size_t i = 0; i < TF_COUNT_OF(helpers); i++) {
    if (tf_str_starts_with(name, tf_str_c(helpers[i]))) return true;
  }
  return false;
}

static void list_exports(void* context, sg_model* model, sg_library* library) {
  sg_arena* arena = model->arena;
  sg_diags none = sg_diags_new(arena);
  sg_names names;
  tf_str file;
  const char* why = "cannot be read";
  if (sg_source_read(arena, library->path, &none, &file)) {
    bool is_pe = tf_str_starts_with(file, tf_str_c("MZ"));
    why = (is_pe ? sg_pe_exports : sg_elf_exports)(arena, file, tf_str_c("__tvm_ffi_"), &names);
  }
  if (why != NULL) {
    library->problem = tf_str_c(why);
    return;
  }
  for (size_t i = 0; i < names.list.count; i++) {
    tf_str name = names.list.items[i];
    if (is_helper(name)) continue;
    sg_export* function = SG_PUSH(arena, &library->exports);
    tf_str metadata = ask_library(context, arena, library->handle, "metadata", name);
    function->name = name;
    function->doc = ask_library(context, arena, library->handle, "doc", name);
    function->schema = sg_schema_of_metadata(arena, metadata, NULL);
    if (function->schema != NULL && function->schema->kind != SG_KIND_CALLABLE) {
      function->schema = NULL;
    }
    library->with_schema += function->schema != NULL;
  }
}

bool sg_registry_list(sg_registry* registry, sg_arena* arena, sg_model* out, sg_diags* diags) {
  sg_model_begin(out, arena);
  out->hooks.context = registry;
  out->hooks.find_schema = find_schema;
  out->hooks.describe = describe;
  out->hooks.list_exports = list_exports;
  if (list_functions(registry, out) != 0 || list_types(registry, out) != 0) {
    report_raised(registry, arena, tf_str_of("", 0), diags);
    return false;
  }
  link_parents(out);
  sg_model_finish(out);
  return true;
}
