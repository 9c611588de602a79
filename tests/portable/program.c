/* SPDX-License-Identifier: Apache-2.0 */
/* program EXTENSION: loads the extension as a module and uses it. Status 0 when all was as it should be. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <tvm/ffi/c_api.h>

static int failures;

static void check(bool holds, const char* what) {
  if (holds) return;
  printf("failed: %s\n", what);
  ++failures;
}

static TVMFFIAny int_of(int64_t number) {
  TVMFFIAny value;
  memset(&value, 0, sizeof value);
  value.type_index = kTVMFFIInt;
  value.v_int64 = number;
  return value;
}

static TVMFFIAny text_of(const char* text) {
  TVMFFIAny value;
  memset(&value, 0, sizeof value);
  value.type_index = kTVMFFIRawStr;
  value.v_c_str = text;
  return value;
}

static TVMFFIAny object_of(TVMFFIObjectHandle handle, int32_t type_index) {
  TVMFFIAny value;
  memset(&value, 0, sizeof value);
  value.type_index = type_index;
  value.v_obj = handle;
  return value;
}

static void drop(TVMFFIAny* value) {
  if (value->type_index >= kTVMFFIStaticObjectBegin) (void)TVMFFIObjectDecRef(value->v_obj);
}

/* The error that was raised is of this kind and its message contains `part`. */
static void check_raised(const char* kind, const char* part, const char* what) {
  TVMFFIObjectHandle raised = NULL;
  TVMFFIErrorMoveFromRaised(&raised);
  check(raised != NULL, what);
  if (raised == NULL) return;
  const TVMFFIErrorCell* cell = (const TVMFFIErrorCell*)(const void*)((TVMFFIObject*)raised + 1);
  bool same = strcmp(cell->kind.data, kind) == 0 && strstr(cell->message.data, part) != NULL;
  if (!same) printf("%s: %s\n", cell->kind.data, cell->message.data);
  check(same, what);
  (void)TVMFFIObjectDecRef(raised);
}

static int call_global(const char* name, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  TVMFFIByteArray bytes = {name, strlen(name)};
  TVMFFIObjectHandle function = NULL;
  memset(result, 0, sizeof *result);
  if (TVMFFIFunctionGetGlobal(&bytes, &function) != 0 || function == NULL) {
    printf("no function %s\n", name);
    ++failures;
    return -1;
  }
  int status = TVMFFIFunctionCall(function, (TVMFFIAny*)args, count, result);
  (void)TVMFFIObjectDecRef(function);
  return status;
}

static void use_symbol(const TVMFFIAny* module) {
  TVMFFIAny args[3] = {*module, text_of("triple"), int_of(0)};
  TVMFFIAny function, result;
  args[2].type_index = kTVMFFIBool;
  check(call_global("ffi.ModuleGetFunction", args, 3, &function) == 0, "a symbol is looked up");
  check(function.type_index == kTVMFFIFunction, "a symbol is a function");
  if (function.type_index != kTVMFFIFunction) return;
  TVMFFIAny number = int_of(((int64_t)1 << 40) + 1);
  memset(&result, 0, sizeof result);
  check(TVMFFIFunctionCall(function.v_obj, &number, 1, &result) == 0, "triple is called");
  check(result.type_index == kTVMFFIInt && result.v_int64 == 3 * (((int64_t)1 << 40) + 1),
        "triple gives three times the number");
  TVMFFIAny text = text_of("seven");
  memset(&result, 0, sizeof result);
  check(TVMFFIFunctionCall(function.v_obj, &text, 1, &result) != 0, "triple refuses a text");
  check_raised("TypeError", "triple takes one int", "its error arrives");
  drop(&function);
}

static void use_global(void) {
  TVMFFIAny args[2] = {text_of("ab"), text_of("cd")};
  TVMFFIAny result;
  check(call_global("portable.join", args, 2, &result) == 0, "join is called");
  check(result.type_index == kTVMFFISmallStr && result.small_str_len == 4 &&
            memcmp(result.v_bytes, "abcd", 4) == 0,
        "a short text lies in the value");
  drop(&result);
  args[1] = text_of("cdefghijklmnop");
  check(call_global("portable.join", args, 2, &result) == 0, "join is called again");
  check(result.type_index == kTVMFFIStr, "a long text is an object");
  if (result.type_index == kTVMFFIStr) {
    const TVMFFIByteArray* bytes = (const TVMFFIByteArray*)(const void*)(result.v_obj + 1);
    check(bytes->size == 16 && memcmp(bytes->data, "abcdefghijklmnop", 16) == 0, "its bytes");
  }
  drop(&result);
}

int main(int argc, char** argv) {
  TVMFFIAny module;
  if (argc != 2) return 2;
  TVMFFIAny path = text_of("no/such/library");
  check(call_global("ffi.ModuleLoadFromFile", &path, 1, &module) != 0, "no file, no module");
  check_raised("RuntimeError", "no/such/library", "the missing file is named");
  path = text_of(argv[1]);
  if (call_global("ffi.ModuleLoadFromFile", &path, 1, &module) != 0) {
    check_raised("", "", "the extension is loaded");
    return 1;
  }
  check(module.type_index == kTVMFFIModule, "a module comes back");
  TVMFFIAny borrowed = object_of(module.v_obj, kTVMFFIModule);
  use_symbol(&borrowed);
  use_global();
  drop(&module);
  printf("%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
