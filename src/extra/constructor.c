/* SPDX-License-Identifier: Apache-2.0 */
/* tvm_ffi_constructor_of: what a caller has to know to construct a type. The stub generator and the Python extension both
   ask here, so that stubs, signatures and calls agree. */
#include <tvm/ffi/extra/c_runtime_api.h>

#include "base/mem.h"
#include "core/column.h"
#include "core/error.h"
#include "core/typetable.h"
#include "extra/init.h"
#include "extra/init_plan.h"
#include "extra/schema_text.h"

#define TEXT_LIMIT (16 * 1024 * 1024)

/* One block: the answer, its parameters, and the texts they point at. */
typedef struct {
  tvm_ffi_constructor answer;
  tvm_ffi_param params[];
} constructor_block;

/* ---- collecting: parameters with their schemas at offsets of one text buffer ---- */

typedef struct {
  size_t begin;
  size_t size;
} range;

/* What the metadata of an explicit constructor tell of a parameter besides its schema. */
typedef struct {
  range name;
  range default_json; /* empty when it has none */
} label;

typedef struct {
  tf_buf texts;  /* schemas, each followed by a NUL; then names and defaults */
  tf_buf ranges; /* of range */
  size_t count;
  tf_buf labels; /* of label: as many as schemas, or none */
} schemas;

static void schemas_drop(schemas* list) {
  tf_buf_drop(&list->texts);
  tf_buf_drop(&list->ranges);
  tf_buf_drop(&list->labels);
}

static schemas schemas_new(void) {
  schemas list = {tf_buf_new(TEXT_LIMIT), tf_buf_new(TEXT_LIMIT), 0, tf_buf_new(TEXT_LIMIT)};
  return list;
}

static range schemas_at(const schemas* list, size_t index) {
  range found;
  memcpy(&found, list->ranges.data + index * sizeof(found), sizeof(found));
  return found;
}

static tf_str schemas_text(const schemas* list, size_t index) {
  range found = schemas_at(list, index);
  return tf_str_of(list->texts.data + found.begin, found.size);
}

/* Closes the schema that was appended to `texts` from `begin` on. */
static bool schemas_close(schemas* list, size_t begin) {
  range entry = {begin, list->texts.size - begin};
  (void)tf_buf_put_char(&list->texts, '\0');
  (void)tf_buf_put(&list->ranges, &entry, sizeof(entry));
  list->count += 1;
  return list->texts.status == TF_BUF_OK && list->ranges.status == TF_BUF_OK;
}

static bool add_schema(void* context, tf_str schema) {
  schemas* list = (schemas*)context;
  size_t begin = list->texts.size;
  (void)tf_buf_put_str(&list->texts, schema);
  return schemas_close(list, begin);
}

/* The schemas of the fields of a plan; an empty one where metadata say nothing. */
static int collect_fields(const tf_init_plan* plan, schemas* list) {
  for (int32_t i = 0; i < plan->num_params; ++i) {
    size_t begin = list->texts.size;
    (void)tf_schema_text_of_metadata(tf_str_from_ffi(&plan->params[i]->metadata), &list->texts);
    if (!schemas_close(list, begin)) return tf_raise_memory();
  }
  return 0;
}

/* The schemas of the parameters of an explicit constructor. *out_known is false when its schema names none. */
static int collect_explicit(tf_str metadata, schemas* list, bool* out_known) {
  tf_buf schema = tf_buf_new(TEXT_LIMIT);
  bool known = tf_schema_text_of_metadata(metadata, &schema) &&
               tf_schema_text_visit_params(tf_buf_view(&schema), add_schema, list);
  bool no_memory = schema.status == TF_BUF_NO_MEMORY || list->texts.status == TF_BUF_NO_MEMORY ||
                   list->ranges.status == TF_BUF_NO_MEMORY;
  tf_buf_drop(&schema);
  if (no_memory) return tf_raise_memory();
  *out_known = known;
  return 0;
}

/* ---- names and defaults that metadata tell ---- */

typedef struct {
  schemas* list;
  tf_str defaults; /* a JSON object, or empty */
} labelling;

static range put_text(schemas* list, tf_str text) {
  range place = {list->texts.size, text.size};
  (void)tf_buf_put_str(&list->texts, text);
  (void)tf_buf_put_char(&list->texts, '\0');
  return place;
}

static bool add_label(void* context, tf_str name) {
  const labelling* work = (const labelling*)context;
  if (name.size == 0) return false;
  label entry = {put_text(work->list, name), {0, 0}};
  tf_str value;
  if (tf_schema_text_find(work->defaults, name, &value)) {
    entry.default_json = put_text(work->list, value);
  }
  return tf_buf_put(&work->list->labels, &entry, sizeof(entry)) == TF_BUF_OK;
}

/* Collects a label for each schema, or none at all when the metadata do not name each parameter. */
static int collect_labels(tf_str metadata, schemas* list) {
  tf_buf names = tf_buf_new(TEXT_LIMIT);
  tf_buf defaults = tf_buf_new(TEXT_LIMIT);
  bool has_names = tf_schema_text_of_key(metadata, "arg_names", &names);
  (void)tf_schema_text_of_key(metadata, "arg_defaults", &defaults);
  labelling work = {list, tf_str_of(tf_buf_c_str(&defaults), defaults.size)};
  bool fits = has_names && tf_schema_text_visit_names(tf_buf_view(&names), add_label, &work) &&
              list->labels.size == list->count * sizeof(label);
  bool no_memory = names.status == TF_BUF_NO_MEMORY || defaults.status == TF_BUF_NO_MEMORY ||
                   list->labels.status == TF_BUF_NO_MEMORY ||
                   list->texts.status == TF_BUF_NO_MEMORY;
  if (!fits) tf_buf_clear(&list->labels);
  tf_buf_drop(&names);
  tf_buf_drop(&defaults);
  return no_memory ? tf_raise_memory() : 0;
}

/* ---- the answer ---- */

/* A block with room for the parameters and a copy of `texts` behind them. */
static constructor_block* new_block(size_t count, tf_str texts, char** out_texts) {
  size_t size = sizeof(constructor_block) + count * sizeof(tvm_ffi_param);
  constructor_block* block = (constructor_block*)tf_mem_zalloc(size + texts.size + 1);
  if (block == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  *out_texts = (char*)block + size;
  if (texts.size > 0) memcpy(*out_texts, texts.data, texts.size);
  block->answer.num_params = (int32_t)count;
  block->answer.params = block->params;
  return block;
}

static constructor_block* new_with_schemas(const schemas* list) {
  char* texts = NULL;
  constructor_block* block = new_block(list->count, tf_buf_view(&list->texts), &texts);
  if (block == NULL) return NULL;
  for (size_t i = 0; i < list->count; ++i) {
    range schema = schemas_at(list, i);
    block->params[i].type_schema = (TVMFFIByteArray){texts + schema.begin, schema.size};
    block->params[i].name = (TVMFFIByteArray){"", 0};
    block->params[i].default_json = (TVMFFIByteArray){"", 0};
  }
  for (size_t i = 0; i < list->labels.size / sizeof(label); ++i) {
    label entry;
    memcpy(&entry, list->labels.data + i * sizeof(entry), sizeof(entry));
    tvm_ffi_param* param = &block->params[i];
    param->name = (TVMFFIByteArray){texts + entry.name.begin, entry.name.size};
    if (entry.default_json.size != 0) {
      param->default_json =
          (TVMFFIByteArray){texts + entry.default_json.begin, entry.default_json.size};
    }
    param->has_default = entry.default_json.size != 0;
    param->kind = tvmFfiParamPositionalOrKeyword;
  }
  return block;
}

static constructor_block* new_plain(int32_t protocol, size_t count) {
  char* texts = NULL;
  constructor_block* block = new_block(count, tf_str_c(""), &texts);
  if (block == NULL) return NULL;
  block->answer.protocol = protocol;
  for (size_t i = 0; i < count; ++i) {
    block->params[i].name = (TVMFFIByteArray){"args", 4};
    block->params[i].type_schema = (TVMFFIByteArray){"", 0};
    block->params[i].default_json = (TVMFFIByteArray){"", 0};
    block->params[i].kind = tvmFfiParamVariadic;
  }
  return block;
}

/* Names the parameters after the fields of the plan. */
static void name_params(constructor_block* block, const tf_init_plan* plan) {
  for (int32_t i = 0; i < plan->num_params; ++i) {
    const TVMFFIFieldInfo* field = plan->params[i];
    block->params[i].name = field->name;
    block->params[i].field = field;
    block->params[i].kind = tvmFfiParamPositionalOrKeyword;
  }
}

static constructor_block* describe_generated(const tf_init_plan* plan) {
  schemas list = schemas_new();
  constructor_block* block = NULL;
  if (collect_fields(plan, &list) == 0) block = new_with_schemas(&list);
  schemas_drop(&list);
  if (block == NULL) return NULL;
  name_params(block, plan);
  block->answer.protocol = tvmFfiConstructorKeyword;
  for (int32_t i = 0; i < plan->num_params; ++i) {
    block->params[i].has_default = tf_init_plan_has_default(plan->params[i]);
    if (i >= plan->num_positional) block->params[i].kind = tvmFfiParamKeywordOnly;
  }
  return block;
}

static bool has_same_schemas(const schemas* a, const schemas* b) {
  if (a->count != b->count) return false;
  for (size_t i = 0; i < a->count; ++i) {
    if (!tf_str_equal(schemas_text(a, i), schemas_text(b, i))) return false;
  }
  return true;
}

static constructor_block* describe_explicit(const tf_init_plan* plan, tf_str metadata) {
  schemas own = schemas_new();
  schemas fields = schemas_new();
  constructor_block* block = NULL;
  bool known = false;
  if (collect_explicit(metadata, &own, &known) == 0 && collect_fields(plan, &fields) == 0 &&
      (!known || collect_labels(metadata, &own) == 0)) {
    block = known ? new_with_schemas(&own) : new_plain(tvmFfiConstructorPositional, 1);
    if (block != NULL && known) {
      block->answer.protocol = tvmFfiConstructorPositional;
      if (own.labels.size == 0 && has_same_schemas(&own, &fields)) name_params(block, plan);
    }
  }
  schemas_drop(&own);
  schemas_drop(&fields);
  return block;
}

/* Metadata of the method record `__ffi_init__` of exactly this type; an empty text when there is none. */
static tf_str find_init_metadata(const TVMFFITypeInfo* info) {
  for (int32_t i = info->num_methods - 1; i >= 0; --i) {
    if (tf_str_equal_c(tf_str_from_ffi(&info->methods[i].name), "__ffi_init__")) {
      return tf_str_from_ffi(&info->methods[i].metadata);
    }
  }
  return tf_str_c("");
}

int tvm_ffi_constructor_of(int32_t type_index, tvm_ffi_constructor** out) {
  const TVMFFITypeInfo* info = tf_typetable_info(tf_typetable_global(), type_index);
  if (out == NULL) return tf_raise(TF_VALUE_ERROR, "%s: a null pointer was passed", __func__);
  if (info == NULL) return tf_raise(TF_TYPE_ERROR, "there is no type with index %d", type_index);
  tf_view function = tf_column_get(TF_COLUMN_INIT, type_index);
  constructor_block* block = NULL;
  if (tf_view_get_exact(function, kTVMFFIFunction) == NULL) {
    block = new_plain(tvmFfiConstructorNone, 0);
  } else {
    tf_init_plan* plan = tf_init_plan_new(type_index);
    if (plan == NULL) return -1;
    block = tf_init_is_generated(function.raw.v_obj)
                ? describe_generated(plan)
                : describe_explicit(plan, find_init_metadata(info));
    tf_mem_free(plan);
    if (block != NULL) block->answer.function = function.raw.v_obj;
  }
  if (block == NULL) return -1;
  *out = &block->answer;
  return 0;
}

void tvm_ffi_constructor_free(tvm_ffi_constructor* constructor) { tf_mem_free(constructor); }
