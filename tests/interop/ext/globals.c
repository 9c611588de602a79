/* SPDX-License-Identifier: Apache-2.0 */
/* Calls the global functions with real values and prints each call and its result. Runs on either
   library; the lines are compared.

   Usage: globals LIBRARY     a shared library made of globals_library.c */
#include "show.h"
#include "walks.h"

/* ---- Functions and core. ---- */

static int add_all(void* handle, const any* args, int32_t count, any* result) {
  (void)handle;
  *result = num(0);
  for (int32_t i = 0; i < count; ++i) result->v_int64 += args[i].v_int64;
  return 0;
}

static void core_functions(void) {
  any function = CALL("ffi.FunctionFromExternC", pointer(NULL), pointer((void*)(uintptr_t)add_all),
                      pointer(NULL));
  call_function("made", function.v_obj, ARGS(num(1), num(2), num(3)));
  TVMFFIByteArray name = {"globals.sum", 11};
  if (TVMFFIFunctionSetGlobal(&name, function.v_obj, 0) != 0) abort();
  CALL("globals.sum", num(20), num(22));
  CALL("ffi.GetGlobalFuncMetadata", raw("globals.sum"));
  CALL("ffi.GetGlobalFuncMetadata", raw("ffi.ArrayGetItem"));
  CALL("ffi.GetGlobalFuncMetadata", raw("globals.none"));
  CALL("ffi.FunctionRemoveGlobal", raw("globals.sum"));
  CALL("ffi.FunctionRemoveGlobal", raw("globals.sum"));
  CALL("ffi.String", raw("a raw string of some length"));
  CALL("ffi.String", text("short"));
  CALL("ffi.String", num(1));
  CALL("ffi.Bytes", bytes_of("short"));
  CALL("ffi.Bytes", bytes_of("bytes of some length"));
  CALL("ffi.Bytes", text("text"));
  CALL("ffi.Shape", num(2), num(-3), truth(1));
  CALL0("ffi.Shape");
  CALL("ffi.Shape", num(2), text("x"));
  CALL("ffi.Shape", real(2));
  any missing = CALL0("ffi.GetInvalidObject"), kwargs = CALL0("ffi.GetKwargsObject");
  printf("sentinels differ: %d\n", missing.v_obj != kwargs.v_obj);
}

static int compare_texts(const void* a, const void* b) {
  return strcmp(*(char* const*)a, *(char* const*)b);
}

/* The names that both libraries have are the test's business: it compares the sorted lists. */
static void list_names(void) {
  TVMFFIObjectHandle functor = find("ffi.FunctionListGlobalNamesFunctor");
  if (functor == NULL) return;
  any list = none(), count = none();
  if (TVMFFIFunctionCall(functor, NULL, 0, &list) != 0) abort();
  if (TVMFFIFunctionCall(keep(list).v_obj, ARGS(num(-1)), &count) != 0) abort();
  char** names = malloc((size_t)count.v_int64 * sizeof(char*));
  for (int64_t i = 0; i < count.v_int64; ++i) {
    any name = none();
    if (TVMFFIFunctionCall(list.v_obj, ARGS(num(i)), &name) != 0) abort();
    keep(name);
    TVMFFIByteArray content = name.type_index == kTVMFFISmallStr
                                  ? TVMFFISmallBytesGetContentByteArray(&name)
                                  : *TVMFFIBytesGetByteArrayPtr(name.v_obj);
    names[i] = malloc(content.size + 1);
    memcpy(names[i], content.data, content.size);
    names[i][content.size] = '\0';
  }
  qsort(names, (size_t)count.v_int64, sizeof(char*), compare_texts);
  for (int64_t i = 0; i < count.v_int64; ++i) {
    printf("listed %s\n", names[i]);
    free(names[i]);
  }
  free(names);
  TVMFFIObjectDecRef(functor);
}

/* ---- Arrays and lists. ---- */

static void array_functions(void) {
  any array = CALL("ffi.Array", num(1), raw("a raw string of some length"), none(), real(2.5));
  any empty = CALL0("ffi.Array");
  CALL("ffi.ArraySize", array);
  CALL("ffi.ArraySize", empty);
  CALL("ffi.ArraySize", num(1));
  CALL("ffi.ArraySize", array, array);
  CALL("ffi.ArrayGetItem", array, num(1));
  CALL("ffi.ArrayGetItem", array, num(3));
  CALL("ffi.ArrayGetItem", array, num(4));
  CALL("ffi.ArrayGetItem", array, num(-1));
  CALL("ffi.ArrayGetItem", array, text("1"));
  CALL("ffi.ArrayGetItem", array);
  CALL("ffi.ArrayContains", array, text("a raw string of some length"));
  CALL("ffi.ArrayContains", array, real(1));
  CALL("ffi.ArrayContains", array, num(1));
  CALL("ffi.ArrayContains", array, none());
}

static void list_functions(void) {
  any list = CALL("ffi.List", num(1), num(2), num(3));
  CALL("ffi.ListAppend", list, text("four"));
  CALL("ffi.ListInsert", list, num(0), num(0));
  CALL("ffi.ListInsert", list, num(5), num(5));
  CALL("ffi.ListInsert", list, num(7), num(7));
  CALL("ffi.ListInsert", list, num(-1), num(7));
  CALL("ffi.ListSize", list);
  CALL("ffi.ListSetItem", list, num(1), text("a text of some length"));
  CALL("ffi.ListSetItem", list, num(6), num(1));
  CALL("ffi.ListGetItem", list, num(1));
  CALL("ffi.ListGetItem", list, num(6));
  CALL("ffi.ListContains", list, text("four"));
  CALL("ffi.ListContains", list, real(3));
  CALL("ffi.ListReverse", list);
  CALL("ffi.ListPop", list, num(0));
  CALL("ffi.ListPop", list, num(5));
  CALL("ffi.ListPop", list, num(-1));
  CALL("ffi.ListErase", list, num(0));
  CALL("ffi.ListErase", list, num(9));
  CALL("ffi.ListReplaceSlice", list, num(1), num(2), list);
  CALL("ffi.ListReplaceSlice", list, num(1), num(9), list);
  CALL("ffi.ListReplaceSlice", list, num(2), num(1), list);
  CALL("ffi.ListEraseRange", list, num(1), num(3));
  CALL("ffi.ListEraseRange", list, num(1), num(1));
  CALL("ffi.ListEraseRange", list, num(2), num(1));
  CALL("ffi.ListEraseRange", list, num(0), num(99));
  CALL("ffi.ListReserve", list, num(100));
  printf("capacity %d\n", ((tvm_ffi_seq_object*)list.v_obj)->seq.capacity >= 100);
  CALL("ffi.ListClear", list);
  CALL("ffi.ListSize", list);
  CALL("ffi.ListPop", list, num(0));
  CALL("ffi.ListSize", CALL("ffi.Array", num(1)));
}

/* ---- Maps and dicts. ---- */

static void walk(const char* functor, any map) {
  any iterator = CALL(functor, map);
  if (iterator.type_index != kTVMFFIFunction) return;
  for (int i = 0; i < 3; ++i) {
    call_function("key", iterator.v_obj, ARGS(num(0)));
    call_function("value", iterator.v_obj, ARGS(num(1)));
    any more = call_function("next", iterator.v_obj, ARGS(num(2)));
    if (more.v_int64 == 0) return;
  }
}

static void map_functions(void) {
  any map = CALL("ffi.Map", text("one"), num(1), num(2), text("two"), real(2), none());
  CALL("ffi.Map", num(1));
  CALL("ffi.MapSize", map);
  CALL("ffi.MapSize", CALL0("ffi.Map"));
  CALL("ffi.MapGetItem", map, text("one"));
  CALL("ffi.MapGetItem", map, num(2));
  CALL("ffi.MapGetItem", map, real(2));
  CALL("ffi.MapGetItem", map, num(3));
  CALL("ffi.MapGetItemOrMissing", map, num(3));
  CALL("ffi.MapGetItemOrMissing", map, raw("one"));
  CALL("ffi.MapCount", map, text("one"));
  CALL("ffi.MapCount", map, text("none"));
  CALL("ffi.Map", num(1), num(1), num(1), num(2));
  walk("ffi.MapForwardIterFunctor", map);
}

static void dict_functions(void) {
  any dict = CALL("ffi.Dict", num(1), text("a"), num(2), text("b"));
  for (int i = 0; i < 12; ++i) CALL("ffi.DictSetItem", dict, num(i % 9), num(i));
  CALL("ffi.DictSetItem", dict, text("a key of some length"), dict.v_obj ? num(7) : none());
  CALL("ffi.DictSize", dict);
  CALL("ffi.DictGetItem", dict, num(2));
  CALL("ffi.DictGetItem", dict, text("none"));
  CALL("ffi.DictGetItemOrMissing", dict, text("none"));
  CALL("ffi.DictCount", dict, text("a key of some length"));
  CALL("ffi.DictErase", dict, num(3));
  CALL("ffi.DictErase", dict, num(3));
  CALL("ffi.DictCount", dict, num(3));
  walk("ffi.DictForwardIterFunctor", dict);
  CALL("ffi.DictSize", dict);
  CALL("ffi.DictClear", dict);
  CALL("ffi.DictSize", dict);
  CALL("ffi.DictGetItem", CALL("ffi.Map", num(1), num(1)), num(1));
}

/* ---- Tensors in containers. ---- */

static any tensor_on(DLDeviceType type, int32_t id) {
  static int64_t dims[] = {1};
  DLTensor prototype = {
      .device = {type, id}, .ndim = 1, .dtype = {kDLInt, 8, 1}, .shape = dims, .strides = dims};
  TVMFFIObjectHandle tensor;
  if (TVMFFITensorCreateUnsafeView(NULL, &prototype, &tensor) != 0) abort();
  return keep(of_object(tensor));
}

static void device_functions(void) {
  any host = tensor_on(kDLCPU, 0), device = tensor_on(kDLCUDA, 3), other = tensor_on(kDLROCM, 1);
  CALL("ffi.ContainerFindFirstNonCPUDevice", CALL("ffi.Array", host, num(1), device, other));
  CALL("ffi.ContainerFindFirstNonCPUDevice",
       CALL("ffi.List", host, CALL("ffi.Map", num(1), CALL("ffi.Array", other)), device));
  CALL("ffi.ContainerFindFirstNonCPUDevice",
       CALL("ffi.Dict", num(1), CALL("ffi.Dict", num(2), host)));
  CALL("ffi.ContainerFindFirstNonCPUDevice", device);
  CALL("ffi.ContainerFindFirstNonCPUDevice", num(1));
}

/* ---- Values as wholes. ---- */

static void whole_values(void) {
  any inner = CALL("ffi.Array", num(1), num(2));
  any a = CALL("ffi.Array", inner, text("x"), real(1.5));
  any b = CALL("ffi.Array", CALL("ffi.Array", num(1), num(2)), text("x"), real(1.5));
  any c = CALL("ffi.Array", inner, text("y"));
  any map = CALL("ffi.Map", num(1), num(2));
  const char* const comparisons[] = {"ffi.RecursiveEq", "ffi.RecursiveLt", "ffi.RecursiveLe",
                                     "ffi.RecursiveGt", "ffi.RecursiveGe"};
  for (int i = 0; i < 5; ++i) {
    CALL(comparisons[i], a, b);
    CALL(comparisons[i], a, c);
    CALL(comparisons[i], map, map);
    CALL(comparisons[i], num(1), text("x"));
    CALL(comparisons[i], none(), num(1));
  }
  CALL("ffi.RecursiveHash", num(1));
  CALL("ffi.RecursiveHash", inner);
  CALL("ffi.RecursiveHash", map);
  CALL("ffi.RecursiveHash", text("a text of some length"));
  CALL("ffi.DeepCopy", a);
  CALL("ffi.DeepCopy", CALL("ffi.List", a, num(1)));
  CALL("ffi.StructuralHash", inner, truth(0), truth(0));
  CALL("ffi.StructuralEqual", a, b, truth(0), truth(0));
  CALL("ffi.StructuralEqual", a, c, truth(0), truth(0));
  CALL("ffi.GetFirstStructuralMismatch", a, b, truth(0), truth(0));
}

static void printed_values(void) {
  const any values[] = {none(),
                        num(-5),
                        truth(1),
                        real(1),
                        real(1.5),
                        real(1e30),
                        text("a \"b\"\n"),
                        bytes_of("by\x01te"),
                        CALL("ffi.Array", num(1)),
                        CALL("ffi.Array", num(1), text("x")),
                        CALL0("ffi.Array"),
                        CALL("ffi.List", num(1), none()),
                        CALL("ffi.Map", text("k"), num(1)),
                        CALL("ffi.Dict", num(1), real(2)),
                        CALL("ffi.Shape", num(1), num(2)),
                        tensor_on(kDLCUDA, 2),
                        CALL0("ffi.GetInvalidObject"),
                        CALL0("ffi.GetKwargsObject"),
                        (any){.type_index = kTVMFFIDevice, .v_device = {kDLCUDA, 1}},
                        (any){.type_index = kTVMFFIDataType, .v_dtype = {kDLFloat, 16, 4}},
                        pointer(NULL)};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; ++i) CALL("ffi.ReprPrint", values[i]);
  CALL("ffi.VisitInterrupt", num(4));
  CALL("ffi.ReprPrint",
       CALL("ffi.MakeObjectFromPackedArgs", num(kTVMFFIVisitInterrupt), raw("value"), num(4)));
}

static void json_values(void) {
  const char* const texts[] = {"{\"a\": [1, 2.5, null, true, \"x\\u00e9\"]}",
                               "[]",
                               "1e3",
                               "-7",
                               "[1,",
                               "{\"a\" 1}",
                               "\"\\ud800\"",
                               "nul",
                               "NaN"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i) {
    any parsed = CALL("ffi.json.Parse", raw(texts[i]));
    if (parsed.type_index != kTVMFFINone) CALL("ffi.json.Stringify", parsed, none());
  }
  CALL("ffi.json.Stringify", CALL("ffi.Array", real(1), real(0.1), text("a/b")), num(2));
}

static void graph_values(void) {
  any shared = CALL("ffi.Array", num(1), text("x"));
  any root = CALL("ffi.Array", shared, shared, CALL("ffi.Map", text("k"), real(2.5)), none(),
                  CALL("ffi.Shape", num(3)), bytes_of("bytes"),
                  (any){.type_index = kTVMFFIDevice, .v_device = {kDLCUDA, 1}},
                  (any){.type_index = kTVMFFIDataType, .v_dtype = {kDLFloat, 16, 4}});
  any graph = CALL("ffi.ToJSONGraph", root, none());
  any json = CALL("ffi.ToJSONGraphString", root, CALL("ffi.Map", text("version"), num(1)));
  if (graph.type_index != kTVMFFINone) CALL("ffi.FromJSONGraph", graph);
  if (json.type_index != kTVMFFINone) CALL("ffi.FromJSONGraphString", json);
  CALL("ffi.ToJSONGraphString", CALL("ffi.List", num(1), CALL("ffi.Dict", num(1), num(2))), none());
  CALL("ffi.FromJSONGraphString", raw("{\"root_index\":5,\"nodes\":[{\"type\":\"None\"}]}"));
  CALL("ffi.FromJSONGraphString", raw("{\"root_index\":0,\"nodes\":[{\"type\":\"none.such\"}]}"));
  CALL("ffi.FromJSONGraphString", raw("{\"nodes\":[]}"));
  CALL("ffi.FromJSONGraphString", raw("{"));
}

static void structural_keys(void) {
  any a = CALL("ffi.StructuralKey", CALL("ffi.Array", num(1), num(2)));
  any b = CALL("ffi.StructuralKey", CALL("ffi.Array", num(1), num(2)));
  any c = CALL("ffi.StructuralKey", num(3));
  CALL("ffi.StructuralKeyEqual", a, b);
  CALL("ffi.StructuralKeyEqual", a, c);
  CALL("ffi.ReprPrint", a);
  CALL("ffi.MapCount", CALL("ffi.Map", a, num(1)), b);
}

/* ---- Types and objects. ---- */

static void object_functions(void) {
  CALL("ffi.MakeObjectFromPackedArgs", raw("ffi.reflection.AccessStep"), raw("kind"), num(1),
       raw("key"), num(3));
  CALL("ffi.MakeObjectFromPackedArgs", raw("ffi.reflection.AccessStep"), raw("kind"), num(1));
  CALL("ffi.MakeObjectFromPackedArgs", raw("ffi.reflection.AccessStep"), raw("kind"), num(1),
       raw("key"), num(3), raw("other"), num(1));
  CALL("ffi.MakeObjectFromPackedArgs", raw("ffi.NoSuchType"));
  CALL("ffi.MakeObjectFromPackedArgs", num(kTVMFFIVisitInterrupt), raw("value"), num(1));
  CALL("ffi.MakeObjectFromPackedArgs", num(kTVMFFIArray));
  any keys = none();
  TVMFFIObjectHandle function = find("ffi.GetRegisteredTypeKeys");
  if (function == NULL || TVMFFIFunctionCall(function, NULL, 0, &keys) != 0) return;
  const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)keep(keys).v_obj;
  printf("type keys: %d\n", seq->seq.size > 20);
  TVMFFIObjectDecRef(function);
}

static void field_functions(void) {
  const int32_t kinds[] = {kTVMFFIAny, kTVMFFIInt, kTVMFFIBool, kTVMFFIFloat, kTVMFFIObject};
  for (int i = 0; i < 5; ++i) {
    TVMFFIObjectHandle make = find("ffi.MakeFieldGetter");
    any address = none(), value = none();
    if (make == NULL) return;
    if (TVMFFIFunctionCall(make, ARGS(num(kinds[i])), &address) != 0) abort();
    TVMFFIFieldGetter getter = (TVMFFIFieldGetter)(uintptr_t)address.v_int64;
    uint64_t cell[2] = {0, 0};
    printf("getter of kind %d: status %d ", kinds[i], getter(cell, &value));
    show(value);
    printf("\n");
    TVMFFIObjectDecRef(make);
  }
}

/* ---- Modules. ---- */

static void module_functions(const char* path) {
  TVMFFIObjectHandle load = find("ffi.ModuleLoadFromFile");
  any module = none();
  if (load == NULL) return;
  if (TVMFFIFunctionCall(load, ARGS(raw(path)), &module) != 0) {
    show_error();
    printf("\n");
    return;
  }
  keep(module);
  CALL("ffi.ModuleGetKind", module);
  CALL("ffi.ModuleGetPropertyMask", module);
  CALL("ffi.ModuleGetWriteFormats", module);
  CALL("ffi.ModuleImplementsFunction", module, raw("add_one"), truth(0));
  CALL("ffi.ModuleImplementsFunction", module, raw("none"), truth(1));
  CALL("ffi.ModuleGetFunctionMetadata", module, raw("add_one"), truth(0));
  CALL("ffi.ModuleGetFunctionDoc", module, raw("add_one"), truth(0));
  CALL("ffi.ModuleGetFunctionDoc", module, raw("none"), truth(0));
  CALL("ffi.ModuleInspectSource", module, raw(""));
  CALL("ffi.ModuleGetFunction", module, raw("none"), truth(0));
  any function = CALL("ffi.ModuleGetFunction", module, raw("add_one"), truth(0));
  if (function.type_index == kTVMFFIFunction) {
    call_function("add_one", function.v_obj, ARGS(num(41)));
    call_function("add_one", function.v_obj, ARGS(text("x")));
  }
  CALL("ffi.ModuleImportModule", module, module);
  any again = none();
  if (TVMFFIFunctionCall(load, ARGS(raw(path)), &again) != 0) abort();
  CALL("ffi.ModuleImportModule", module, keep(again));
  CALL("ffi.ModuleImportModule", again, module);
  CALL("ffi.ModuleClearImports", module);
  CALL("ffi.ModuleGlobalsAdd", module);
  CALL("ffi.ModuleGlobalsRemove", module);
  CALL("ffi.ModuleWriteToFile", module, raw("/nowhere/x.so"), raw("so"));
  CALL("ffi.ModuleGetKind", num(1));
  any system = CALL0("ffi.SystemLib");
  CALL("ffi.ModuleGetKind", system);
  CALL("ffi.ModuleGetPropertyMask", system);
  CALL("ffi.ModuleGetFunction", system, raw("none"), truth(0));
  TVMFFIObjectDecRef(load);
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  core_functions();
  list_names();
  array_functions();
  list_functions();
  map_functions();
  dict_functions();
  device_functions();
  whole_values();
  printed_values();
  json_values();
  graph_values();
  structural_keys();
  walks();
  maps();
  error_paths();
  mutations();
  object_functions();
  field_functions();
  module_functions(argv[1]);
  return 0;
}
