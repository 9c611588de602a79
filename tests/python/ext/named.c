/* SPDX-License-Identifier: Apache-2.0 */
/* Functions and methods whose metadata name their parameters, and some whose metadata make no sense. */
#include <tvm/ffi/c/ffi.h>

#include <stdlib.h>
#include <string.h>

static int show(int64_t a, int64_t b, double c, tvm_ffi_string_view d, tvm_ffi_view e,
                tvm_ffi_string* out) {
  return tvm_ffi_string_print(out, "%lld %lld %g %.*s %d", (long long)a, (long long)b, c,
                              (int)d.size, d.data, (int)e.raw.type_index);
}
TVM_FFI_FUNCTION(show, "named.show", "Shows what it got.", or_error(str), (int64, a), (int64, b, 2),
                 (float64, c, 1.5), (str, d, "a longer text"), (optional(any), e, none));
TVM_FFI_SYMBOL(show, show, "Shows what it got.", or_error(str), (int64, a), (int64, b, 2),
               (float64, c, 1.5), (str, d, "a longer text"), (optional(any), e, none));

static int64_t sub(int64_t left, int64_t right) { return left - right; }
TVM_FFI_FUNCTION(sub, "named.sub", "", int64, (int64, left), (int64, right));

typedef struct counter {
  TVMFFIObject header;
  int64_t value;
} counter;

static int64_t counter_step(counter* self, int64_t by, int64_t times) {
  return self->value += by * times;
}
static int64_t counter_span(int64_t from, int64_t to) { return to - from; }

TVM_FFI_CLASS(counter, "named.Counter", "Counts.", field(int64, value, "", rw),
              method(step, counter_step, "Adds.", int64, (int64, by), (int64, times, 1)),
              static_method(span, counter_span, "Measures.", int64, (int64, from), (int64, to)));

typedef struct mean {
  TVMFFIObject header;
  tvm_ffi_string name;
  double decay;
} mean;

static int mean_init(mean* self, tvm_ffi_string_view name, double decay, int64_t times) {
  self->decay = decay * (double)times;
  return tvm_ffi_string_new(name, &self->name);
}

TVM_FFI_CLASS(mean, "named.Mean", "Averages.", field(str, name, "", ro),
              field(float64, decay, "", ro),
              init(mean_init, "Begins.", (str, name, "arithmetic mean"), (float64, decay, 0.25),
                   (int64, times, 2)));

static int answer(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)self, (void)args;
  result->type_index = kTVMFFIInt;
  result->v_int64 = num_args;
  return 0;
}

static void add(const char* name, const char* metadata) {
  TVMFFIMethodInfo info = {.name = {name, strlen(name)}, .metadata = {metadata, strlen(metadata)}};
  TVMFFIObjectHandle function = NULL;
  if (TVMFFIFunctionCreate(NULL, answer, NULL, &function) != 0) abort();
  info.method.type_index = kTVMFFIFunction;
  info.method.v_obj = (TVMFFIObject*)function;
  if (TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0) != 0) abort();
  (void)TVMFFIObjectDecRef(function);
}

#define TWO_INTS                                                                              \
  "\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{\\\"return\\\":[" \
  "{\\\"type\\\":\\\"int\\\"}],\\\"params\\\":[{\\\"type\\\":\\\"int\\\"},"                   \
  "{\\\"type\\\":\\\"int\\\"}]}}\""

__attribute__((constructor)) static void load(void) {
  add("named.bare", "");
  add("named.schema_only", "{" TWO_INTS "}");
  add("named.not_json", "{{{");
  add("named.is_object", "{" TWO_INTS ",\"arg_names\":\"{\\\"x\\\":1,\\\"y\\\":2}\"}");
  add("named.no_params",
      "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\"}\",\"arg_names\":"
      "\"[\\\"x\\\",\\\"y\\\"]\"}");
  add("named.not_object", "[1,2]");
  add("named.too_few", "{" TWO_INTS ",\"arg_names\":\"[\\\"x\\\"]\"}");
  add("named.twice", "{" TWO_INTS ",\"arg_names\":\"[\\\"x\\\",\\\"x\\\"]\"}");
  add("named.no_names", "{" TWO_INTS ",\"arg_names\":\"[1,2]\"}");
  add("named.no_identifiers", "{" TWO_INTS ",\"arg_names\":\"[\\\"a b\\\",\\\"c\\\"]\"}");
  add("named.bad_inner", "{" TWO_INTS ",\"arg_names\":\"[\\\"x\\\"\"}");
  add("named.bad_defaults",
      "{" TWO_INTS ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"]\",\"arg_defaults\":\"[3]\"}");
}
