/* SPDX-License-Identifier: Apache-2.0 */
/* Small helpers to register functions, types, fields and methods with hand-written metadata. */
#ifndef RAWREG_H_
#define RAWREG_H_
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tvm/ffi/c_api.h>

/* Documentation of what follows; NULL: none. */
__attribute__((unused)) static const char* rr_doc;
/* Metadata of what follows: a JSON list of parameter names, a JSON object of defaults; NULL: none. */
__attribute__((unused)) static const char* rr_names;
__attribute__((unused)) static const char* rr_defaults;
/* Value of the fields with a default that follow. */
__attribute__((unused)) static TVMFFIAny rr_default;

__attribute__((unused)) static TVMFFIByteArray rr_str(const char* s) {
  TVMFFIByteArray b;
  b.data = s;
  b.size = s ? strlen(s) : 0;
  return b;
}
__attribute__((unused)) static int rr_call(void* self, const TVMFFIAny* args, int32_t n,
                                           TVMFFIAny* ret) {
  (void)self;
  (void)args;
  (void)n;
  memset(ret, 0, sizeof(*ret));
  ret->type_index = kTVMFFINone;
  return 0;
}
__attribute__((unused)) static int rr_get(void* field, TVMFFIAny* ret) {
  (void)field;
  memset(ret, 0, sizeof(*ret));
  return 0;
}
__attribute__((unused)) static int rr_set(void* field, const TVMFFIAny* value) {
  (void)field;
  (void)value;
  return 0;
}
__attribute__((unused)) static TVMFFIAny rr_func(void) {
  TVMFFIAny any;
  TVMFFIObjectHandle h = NULL;
  if (TVMFFIFunctionCreate(NULL, (TVMFFISafeCallType)rr_call, NULL, &h) != 0) abort();
  memset(&any, 0, sizeof(any));
  any.type_index = kTVMFFIFunction;
  any.v_obj = (TVMFFIObject*)h;
  return any;
}
__attribute__((unused)) static size_t rr_room(const char* text) {
  return text ? 2 * strlen(text) + 32 : 32;
}
/* Writes `key` and the JSON text `json` as a string; nothing for NULL. */
__attribute__((unused)) static char* rr_member(char* p, const char* key, const char* json) {
  if (!json) return p;
  p += sprintf(p, "%s\":\"", key);
  for (const char* s = json; *s; ++s) {
    if (*s == '"' || *s == '\\') *p++ = '\\';
    *p++ = *s;
  }
  *p++ = '"';
  return p;
}
/* A metadata object {"type_schema": "..."}, with names and defaults where there are some. */
__attribute__((unused)) static char* rr_meta(const char* schema) {
  char* out = (char*)malloc(rr_room(schema) + rr_room(rr_names) + rr_room(rr_defaults));
  char* p = rr_member(out, "{\"type_schema", schema);
  p = rr_member(p, ",\"arg_names", rr_names);
  p = rr_member(p, ",\"arg_defaults", rr_defaults);
  strcpy(p, "}");
  return out;
}
/* Register a global with a type schema (JSON text), or verbatim metadata when schema == NULL. */
__attribute__((unused)) static void rr_global(const char* name, const char* schema,
                                              const char* metadata) {
  TVMFFIMethodInfo m;
  memset(&m, 0, sizeof(m));
  m.name = rr_str(name);
  char* made = schema ? rr_meta(schema) : NULL;
  m.metadata = rr_str(made ? made : metadata);
  m.doc = rr_str(rr_doc);
  m.method = rr_func();
  if (TVMFFIFunctionSetGlobalFromMethodInfo(&m, 0) != 0) abort();
  TVMFFIObjectDecRef(m.method.v_obj);
  free(made);
}
/* Register a global function without any metadata. */
__attribute__((unused)) static void rr_global_bare(const char* name) {
  TVMFFIByteArray b = rr_str(name);
  TVMFFIAny f = rr_func();
  if (TVMFFIFunctionSetGlobal(&b, f.v_obj, 0) != 0) abort();
  TVMFFIObjectDecRef(f.v_obj);
}
/* Allocate a type below `parent_key` (falls back to ffi.Object when that key is unknown). */
__attribute__((unused)) static int32_t rr_type(const char* key, const char* parent_key) {
  int32_t parent = kTVMFFIObject;
  TVMFFIByteArray b = rr_str(parent_key ? parent_key : "ffi.Object");
  if (TVMFFITypeKeyToIndex(&b, &parent) != 0) parent = kTVMFFIObject;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(parent);
  b = rr_str(key);
  return TVMFFITypeGetOrAllocIndex(&b, -1, info->type_depth + 1, 0, 1, parent);
}
__attribute__((unused)) static void rr_field(int32_t tindex, const char* name, const char* schema,
                                             int64_t flags) {
  TVMFFIFieldInfo f;
  memset(&f, 0, sizeof(f));
  f.name = rr_str(name);
  char* made = schema ? rr_meta(schema) : NULL;
  f.metadata = rr_str(made);
  f.doc = rr_str(rr_doc);
  f.flags = flags;
  f.default_value_or_factory = rr_default;
  f.size = 8;
  f.alignment = 8;
  f.offset = 24;
  f.getter = (TVMFFIFieldGetter)rr_get;
  f.setter = (void*)rr_set;
  f.field_static_type_index = -1;
  if (TVMFFITypeRegisterField(tindex, &f) != 0) abort();
  free(made);
}
__attribute__((unused)) static void rr_method(int32_t tindex, const char* name, const char* schema,
                                              int64_t flags) {
  TVMFFIMethodInfo m;
  memset(&m, 0, sizeof(m));
  m.name = rr_str(name);
  char* made = schema ? rr_meta(schema) : NULL;
  m.metadata = rr_str(made);
  m.doc = rr_str(rr_doc);
  m.flags = flags;
  m.method = rr_func();
  if (TVMFFITypeRegisterMethod(tindex, &m) != 0) abort();
  TVMFFIObjectDecRef(m.method.v_obj);
  free(made);
}
/* Attach an attribute holding a raw string. The bytes must outlive the process. */
__attribute__((unused)) static void rr_attr_str(int32_t tindex, const char* attr,
                                                const char* text) {
  TVMFFIByteArray a = rr_str(attr), t = rr_str(text);
  TVMFFIAny v;
  if (TVMFFIStringFromByteArray(&t, &v) != 0) abort();
  if (TVMFFITypeRegisterAttr(tindex, &a, &v) != 0) abort();
}
__attribute__((unused)) static void rr_attr_func(int32_t tindex, const char* attr) {
  TVMFFIByteArray a = rr_str(attr);
  TVMFFIAny v = rr_func();
  if (TVMFFITypeRegisterAttr(tindex, &a, &v) != 0) abort();
  TVMFFIObjectDecRef(v.v_obj);
}
/* The constructor that the runtime generates from the fields. */
__attribute__((unused)) static void rr_generated_init(int32_t tindex) {
  TVMFFIByteArray name = rr_str("ffi._RegisterFFIInit");
  TVMFFIObjectHandle f = NULL;
  TVMFFIAny arg, result;
  memset(&arg, 0, sizeof(arg));
  memset(&result, 0, sizeof(result));
  arg.type_index = kTVMFFIInt;
  arg.v_int64 = tindex;
  if (TVMFFIFunctionGetGlobal(&name, &f) != 0 || f == NULL) abort();
  if (TVMFFIFunctionCall(f, &arg, 1, &result) != 0) abort();
  TVMFFIObjectDecRef(f);
}
#endif
