/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the type table of a library that nobody else has added to: one line a type, field, method
   and attribute. Numbers of types from 128 on depend on the order of loading and are not shown. */
#include "show.h"

static void show_bytes(const char* name, TVMFFIByteArray content) {
  printf(" %s ", name);
  show_text(content, '"');
}

static void show_fields(const TVMFFITypeInfo* type) {
  for (int32_t i = 0; i < type->num_fields; ++i) {
    const TVMFFIFieldInfo* field = &type->fields[i];
    printf(
        "%s.%s: field %d flags %lld size %lld alignment %lld offset %lld kind %d getter %d setter "
        "%d",
        type->type_key.data, field->name.data, i, (long long)field->flags, (long long)field->size,
        (long long)field->alignment, (long long)field->offset, field->field_static_type_index,
        field->getter != NULL, field->setter != NULL);
    show_bytes("metadata", field->metadata);
    printf(" default ");
    show(field->default_value_or_factory);
    printf("\n");
  }
}

static void show_methods(const TVMFFITypeInfo* type) {
  for (int32_t i = 0; i < type->num_methods; ++i) {
    const TVMFFIMethodInfo* method = &type->methods[i];
    printf("%s.%s: method %d flags %lld", type->type_key.data, method->name.data, i,
           (long long)method->flags);
    show_bytes("metadata", method->metadata);
    printf(" kind %d\n", method->method.type_index);
  }
}

static void show_metadata(const TVMFFITypeInfo* type) {
  const TVMFFITypeMetadata* metadata = type->metadata;
  if (metadata == NULL) {
    printf(" no metadata");
    return;
  }
  printf(" size %d kind %d creator %d", metadata->total_size,
         (int)metadata->structural_eq_hash_kind, metadata->creator != NULL);
}

static const char* const columns[] = {"__ffi_new__",          "__ffi_init__",
                                      "__ffi_convert__",      "__ffi_convert_type_schema__",
                                      "__ffi_shallow_copy__", "__ffi_type_final__",
                                      "__ffi_enum__",         "__ffi_repr__",
                                      "__ffi_hash__",         "__ffi_eq__",
                                      "__ffi_compare__",      "__any_hash__",
                                      "__any_equal__",        "__s_equal__",
                                      "__s_hash__",           "__s_visit__",
                                      "__s_mutate__",         "__s_maybe_inplace_mutate__",
                                      "__data_to_json__",     "__data_from_json__"};

static void show_attributes(const TVMFFITypeInfo* type) {
  for (size_t i = 0; i < sizeof columns / sizeof columns[0]; ++i) {
    TVMFFIByteArray name = {columns[i], strlen(columns[i])};
    const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
    if (column == NULL || type->type_index >= column->begin_index + column->size) continue;
    any value = column->data[type->type_index - column->begin_index];
    if (value.type_index == kTVMFFINone) continue;
    printf("%s.%s: ", type->type_key.data, columns[i]);
    show(value);
    printf("\n");
  }
}

static void show_type(const TVMFFITypeInfo* type) {
  printf("%s: depth %d", type->type_key.data, type->type_depth);
  if (type->type_index < kTVMFFIDynObjectBegin) printf(" index %d", type->type_index);
  for (int32_t i = 0; i < type->type_depth; ++i) {
    printf(" < %s", type->type_ancestors[i]->type_key.data);
  }
  printf(" hash %llu", (unsigned long long)type->type_key_hash);
  show_metadata(type);
  printf("\n");
  show_fields(type);
  show_methods(type);
  show_attributes(type);
}

int main(void) {
  TVMFFIObjectHandle list = find("ffi.GetRegisteredTypeKeys");
  any keys = none();
  for (size_t i = 0; i < sizeof columns / sizeof columns[0]; ++i) {
    TVMFFIByteArray name = {columns[i], strlen(columns[i])};
    printf("column %s: %d\n", columns[i], TVMFFIGetTypeAttrColumn(&name) != NULL);
  }
  if (list == NULL || TVMFFIFunctionCall(list, NULL, 0, &keys) != 0) return 1;
  const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)keep(keys).v_obj;
  for (int64_t i = 0; i < seq->seq.size; ++i) {
    const any* key = &((const any*)seq->seq.data)[i];
    TVMFFIByteArray text = key->type_index == kTVMFFISmallStr
                               ? TVMFFISmallBytesGetContentByteArray(key)
                               : *TVMFFIBytesGetByteArrayPtr(key->v_obj);
    int32_t index;
    if (TVMFFITypeKeyToIndex(&text, &index) != 0) return 1;
    show_type(TVMFFIGetTypeInfo(index));
  }
  TVMFFIObjectDecRef(list);
  return 0;
}
