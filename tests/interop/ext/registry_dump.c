/* SPDX-License-Identifier: Apache-2.0 */
/* Prints what a library registers by itself, as JSON of the shape of abi/registry.json. */
#include "show.h"

#define COUNT_OF(list) (sizeof(list) / sizeof((list)[0]))

static void put_string(TVMFFIByteArray text) {
  putchar('"');
  for (size_t i = 0; i < text.size; ++i) {
    unsigned char c = (unsigned char)text.data[i];
    if (c == '"' || c == '\\') {
      printf("\\%c", c);
    } else if (c < ' ') {
      printf("\\u%04x", c);
    } else {
      putchar(c);
    }
  }
  putchar('"');
}

static TVMFFIByteArray content_of(const any* value) {
  return value->type_index == kTVMFFISmallStr ? TVMFFISmallBytesGetContentByteArray(value)
                                              : *TVMFFIBytesGetByteArrayPtr(value->v_obj);
}

static void put_value(any value) {
  switch (value.type_index) {
    case kTVMFFINone:
      printf("null");
      return;
    case kTVMFFIBool:
      printf("%s", value.v_int64 != 0 ? "true" : "false");
      return;
    case kTVMFFIInt:
      printf("%lld", (long long)value.v_int64);
      return;
    case kTVMFFIOpaquePtr:
      printf("\"native pointer\"");
      return;
    case kTVMFFIFunction:
      printf("\"function\"");
      return;
    default:
      put_string(TVMFFIGetTypeInfo(value.type_index)->type_key);
      return;
  }
}

static void put_fields(const TVMFFITypeInfo* type) {
  printf("\"fields\":[");
  for (int32_t i = 0; i < type->num_fields; ++i) {
    const TVMFFIFieldInfo* field = &type->fields[i];
    printf("%s{\"name\":", i > 0 ? "," : "");
    put_string(field->name);
    printf(
        ",\"offset\":%lld,\"size\":%lld,\"alignment\":%lld,\"flags\":%lld,\"field_static_type_index"
        "\":%d,\"has_setter\":%s,\"default\":",
        (long long)field->offset, (long long)field->size, (long long)field->alignment,
        (long long)field->flags, field->field_static_type_index,
        field->setter != NULL ? "true" : "false");
    put_value(field->default_value_or_factory);
    printf(",\"metadata\":");
    put_string(field->metadata);
    printf("}");
  }
  printf("]");
}

static void put_methods(const TVMFFITypeInfo* type) {
  printf(",\"methods\":[");
  for (int32_t i = 0; i < type->num_methods; ++i) {
    const TVMFFIMethodInfo* method = &type->methods[i];
    printf("%s{\"name\":", i > 0 ? "," : "");
    put_string(method->name);
    printf(",\"flags\":%lld,\"metadata\":", (long long)method->flags);
    put_string(method->metadata);
    printf("}");
  }
  printf("]");
}

static void put_attributes(const TVMFFITypeInfo* type, char** columns, int count) {
  const char* between = "";
  printf(",\"attrs\":{");
  for (int i = 0; i < count; ++i) {
    TVMFFIByteArray name = {columns[i], strlen(columns[i])};
    const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
    if (column == NULL || type->type_index >= column->begin_index + column->size) continue;
    any value = column->data[type->type_index - column->begin_index];
    if (value.type_index == kTVMFFINone) continue;
    printf("%s\"%s\":", between, columns[i]);
    put_value(value);
    between = ",";
  }
  printf("}");
}

static void put_type(const TVMFFITypeInfo* type, char** columns, int count) {
  static const char* const kinds[] = {"Unsupported", "TreeNode",      "FreeVar",
                                      "DAGNode",     "ConstTreeNode", "UniqueInstance"};
  printf("{\"type_key\":");
  put_string(type->type_key);
  printf(",\"observed_type_index\":%d,\"depth\":%d,\"type_key_hash\":%llu,\"ancestors\":[",
         type->type_index, type->type_depth, (unsigned long long)type->type_key_hash);
  for (int32_t i = 0; i < type->type_depth; ++i) {
    if (i > 0) printf(",");
    put_string(type->type_ancestors[i]->type_key);
  }
  const TVMFFITypeMetadata* metadata = type->metadata;
  printf("],\"has_metadata\":%s", metadata != NULL ? "true" : "false");
  if (metadata != NULL) {
    printf(",\"total_size\":%d,\"has_native_creator\":%s,\"structural_eq_hash_kind\":\"%s\"",
           metadata->total_size, metadata->creator != NULL ? "true" : "false",
           kinds[metadata->structural_eq_hash_kind]);
  }
  printf(",");
  put_fields(type);
  put_methods(type);
  put_attributes(type, columns, count);
  printf("}");
}

static void put_functions(void) {
  TVMFFIObjectHandle lister = find("ffi.FunctionListGlobalNamesFunctor");
  TVMFFIObjectHandle describer = find("ffi.GetGlobalFuncMetadata");
  any list = none(), count = none();
  if (TVMFFIFunctionCall(lister, NULL, 0, &list) != 0) abort();
  if (TVMFFIFunctionCall(keep(list).v_obj, ARGS(num(-1)), &count) != 0) abort();
  printf("\"functions\":[");
  for (int64_t i = 0; i < count.v_int64; ++i) {
    any name = none(), metadata = none();
    if (TVMFFIFunctionCall(list.v_obj, ARGS(num(i)), &name) != 0) abort();
    if (TVMFFIFunctionCall(describer, ARGS(keep(name)), &metadata) != 0) abort();
    printf("%s{\"name\":", i > 0 ? ",\n" : "");
    put_string(content_of(&name));
    printf(",\"metadata_raw\":");
    put_string(content_of(&metadata));
    keep(metadata);
    printf("}");
  }
  printf("]");
}

/* The arguments are the names of attribute columns to look for. */
int main(int argc, char** argv) {
  TVMFFIVersion version;
  TVMFFIGetVersion(&version);
  printf("{\"runtime_version\":[%u,%u,%u],\n\"type_attr_columns\":{", version.major, version.minor,
         version.patch);
  const char* between = "";
  for (int i = 1; i < argc; ++i) {
    TVMFFIByteArray name = {argv[i], strlen(argv[i])};
    const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
    if (column == NULL) continue;
    printf("%s\"%s\":{\"size\":%d,\"begin_index\":%d}", between, argv[i], column->size,
           column->begin_index);
    between = ",";
  }
  printf("},\n\"types\":[");
  TVMFFIObjectHandle list = find("ffi.GetRegisteredTypeKeys");
  any keys = none();
  if (TVMFFIFunctionCall(list, NULL, 0, &keys) != 0) return 1;
  const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)keep(keys).v_obj;
  for (int64_t i = 0; i < seq->seq.size; ++i) {
    TVMFFIByteArray text = content_of(&((const any*)seq->seq.data)[i]);
    int32_t index;
    if (TVMFFITypeKeyToIndex(&text, &index) != 0) return 1;
    printf("%s", i > 0 ? ",\n" : "");
    put_type(TVMFFIGetTypeInfo(index), argv + 1, argc - 1);
  }
  printf("],\n");
  put_functions();
  printf("}\n");
  return 0;
}
