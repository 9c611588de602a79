/* SPDX-License-Identifier: Apache-2.0 */
/* Types that the driver registers as any extension would, one for each way to compare structures. */
#include "objects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int32_t indices[NUM_NODE_TYPES];

static const struct {
  const char* key;
  TVMFFISEqHashKind kind;
  int64_t number_flags, first_flags, second_flags;
} types[NUM_NODE_TYPES] = {
    {"seq.Tree", kTVMFFISEqHashKindTreeNode, 0, 0, 0},
    {"seq.Dag", kTVMFFISEqHashKindDAGNode, 0, 0, 0},
    {"seq.Var", kTVMFFISEqHashKindFreeVar, 0, kTVMFFIFieldFlagBitMaskSEqHashIgnore, 0},
    {"seq.Const", kTVMFFISEqHashKindConstTreeNode, 0, 0, 0},
    {"seq.Unique", kTVMFFISEqHashKindUniqueInstance, 0, 0, 0},
    {"seq.Lambda", kTVMFFISEqHashKindTreeNode, 0, kTVMFFIFieldFlagBitMaskSEqHashDefPattern, 0},
    {"seq.Let", kTVMFFISEqHashKindTreeNode, 0, kTVMFFIFieldFlagBitMaskSEqHashDefSimple, 0},
    {"seq.Hidden", kTVMFFISEqHashKindTreeNode,
     kTVMFFIFieldFlagBitMaskSEqHashIgnore | kTVMFFIFieldFlagBitMaskCompareOff, 0,
     kTVMFFIFieldFlagBitMaskReprOff | kTVMFFIFieldFlagBitMaskHashOff},
};

static void delete_node(void* self, int flags) {
  node* n = self;
  if (flags & kTVMFFIObjectDeleterFlagBitMaskStrong) {
    drop(n->first);
    drop(n->second);
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) free(n);
}

any make_node(node_type type, int64_t number, any first, any second) {
  node* n = calloc(1, sizeof *n);
  if (n == NULL) abort();
  n->header.combined_ref_count = ((uint64_t)1 << 32) | 1;
  n->header.type_index = indices[type];
  n->header.deleter = delete_node;
  n->number = number;
  n->first = first;
  n->second = second;
  return (any){.type_index = indices[type], .v_obj = &n->header};
}

node* node_of(any value) {
  for (int i = 0; i < NUM_NODE_TYPES; ++i) {
    if (value.type_index == indices[i]) return (node*)value.v_obj;
  }
  return NULL;
}

/* ---- what is registered ---- */

static int get_number(void* field, any* result) {
  *result = (any){.type_index = kTVMFFIInt, .v_int64 = *(int64_t*)field};
  return 0;
}

static int set_number(void* field, const any* value) {
  if (value->type_index == kTVMFFIInt) *(int64_t*)field = value->v_int64;
  return 0;
}

static int get_any(void* field, any* result) {
  *result = share(*(any*)field);
  return 0;
}

static int set_any(void* field, const any* value) {
  any old = *(any*)field;
  *(any*)field = share(*value);
  drop(old);
  return 0;
}

#define CREATOR(type)                                    \
  static int create_##type(TVMFFIObjectHandle* result) { \
    any none = {.type_index = kTVMFFINone};              \
    *result = make_node(type, 0, none, none).v_obj;      \
    return 0;                                            \
  }
CREATOR(NODE_TREE)
CREATOR(NODE_DAG)
CREATOR(NODE_VAR)
CREATOR(NODE_CONST)
CREATOR(NODE_UNIQUE)
CREATOR(NODE_LAMBDA)
CREATOR(NODE_LET)
CREATOR(NODE_HIDDEN)

static const TVMFFIObjectCreator creators[NUM_NODE_TYPES] = {
    create_NODE_TREE,   create_NODE_DAG,    create_NODE_VAR, create_NODE_CONST,
    create_NODE_UNIQUE, create_NODE_LAMBDA, create_NODE_LET, create_NODE_HIDDEN};

static int copy_node(void* self, const any* args, int32_t count, any* result) {
  (void)self;
  const node* n = count == 1 ? node_of(args[0]) : NULL;
  if (n == NULL) abort();
  for (int i = 0; i < NUM_NODE_TYPES; ++i) {
    if (n->header.type_index != indices[i]) continue;
    *result = make_node((node_type)i, n->number, share(n->first), share(n->second));
  }
  return 0;
}

static void must(int status) {
  if (status == 0) return;
  TVMFFIObjectHandle error = NULL;
  lib.TVMFFIErrorMoveFromRaised(&error);
  fprintf(stderr, "registering: %s\n",
          error != NULL ? ((tvm_ffi_error_object*)error)->error.message.data : "nothing raised");
  exit(2);
}

static TVMFFIByteArray bytes_of(const char* text) { return (TVMFFIByteArray){text, strlen(text)}; }

static void register_field(int32_t index, const char* name, size_t offset, int64_t flags) {
  int is_number = strcmp(name, "number") == 0;
  TVMFFIFieldInfo info = {
      .name = bytes_of(name),
      .metadata = bytes_of(is_number ? "{\"type_schema\":\"{\\\"type\\\":\\\"int\\\"}\"}"
                                     : "{\"type_schema\":\"{\\\"type\\\":\\\"Any\\\"}\"}"),
      .flags = flags | kTVMFFIFieldFlagBitMaskWritable,
      .size = is_number ? 8 : 16,
      .alignment = 8,
      .offset = (int64_t)offset,
      .getter = is_number ? get_number : get_any,
      .setter = NULL,
      .field_static_type_index = is_number ? kTVMFFIInt : kTVMFFIAny,
  };
  TVMFFIFieldSetter setter = is_number ? set_number : set_any;
  memcpy(&info.setter, &setter, sizeof setter);
  must(lib.TVMFFITypeRegisterField(index, &info));
}

void register_node_types(void) {
  TVMFFIObjectHandle copier;
  must(lib.TVMFFIFunctionCreate(NULL, copy_node, NULL, &copier));
  any copier_any = {.type_index = kTVMFFIFunction, .v_obj = copier};
  TVMFFIByteArray shallow_copy = bytes_of("__ffi_shallow_copy__");
  for (int i = 0; i < NUM_NODE_TYPES; ++i) {
    TVMFFIByteArray key = bytes_of(types[i].key);
    indices[i] = lib.TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject);
    TVMFFITypeMetadata metadata = {.creator = creators[i],
                                   .total_size = sizeof(node),
                                   .structural_eq_hash_kind = types[i].kind};
    must(lib.TVMFFITypeRegisterMetadata(indices[i], &metadata));
    register_field(indices[i], "number", offsetof(node, number), types[i].number_flags);
    register_field(indices[i], "first", offsetof(node, first), types[i].first_flags);
    register_field(indices[i], "second", offsetof(node, second), types[i].second_flags);
    must(lib.TVMFFITypeRegisterAttr(indices[i], &shallow_copy, &copier_any));
  }
}
