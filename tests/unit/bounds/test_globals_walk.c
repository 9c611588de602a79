/* SPDX-License-Identifier: Apache-2.0 */
/* The allocation-failure walk over the global functions: each scenario is run with the 1st, 2nd, 3rd ... allocation
   refused, once and from then on, until none is. A refused call says MemoryError, leaves its arguments, the registry and
   the type table as they were and nothing allocated; the same call succeeds afterwards. A recorded function without a
   scenario fails the test.

   Each call runs in a thread of its own, so that what a thread keeps for its next call is made under refusal too. */
#include <pthread.h>

#include "core/typetable.h"
#include "extra/mutator.h"
#include "extra/types.h"
#include "extra/visitor.h"
#include "names.h"
#include "notation.h"
#include "records.h"

typedef struct {
  const char* function;
  const char* arguments;
  const char* error; /* the kind that it raises with all memory there; NULL: it succeeds */
  bool keeps;        /* a success may leave blocks behind */
} scenario;

/* ---- what scenarios call by a word ---- */

static int echo_call(const tf_args* args, tf_any* result) {
  return args->count == 0 ? 0 : tf_any_copy(tf_args_view(args, 0), result);
}

static int nothing_call(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_none();
  return 0;
}

static int rename_call(const tf_args* args, tf_any* result) {
  (void)args;
  return tf_string_new(tf_str_c("another text that is long"), result);
}

static int interrupt_call(const tf_args* args, tf_any* result) {
  tf_any arg = tf_any_int(1);
  (void)args;
  return call_global("ffi.VisitInterrupt", &arg, 1, result);
}

static int fail_call(const tf_args* args, tf_any* result) {
  (void)args;
  (void)result;
  return tf_raise(TF_VALUE_ERROR, "no further");
}

static int safe_nothing(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  *result = tf_any_none().raw;
  return 0;
}

static int convert_copy(void* converter, const TVMFFIAny* value, TVMFFIAny* result) {
  (void)converter;
  return TVMFFIAnyViewToOwnedAny(value, result);
}

static tf_any function_named(const char* word) {
  static const tf_func_def defs[] = {{"echo", "packed", echo_call, NULL},
                                     {"nothing", "packed", nothing_call, NULL},
                                     {"rename", "packed", rename_call, NULL},
                                     {"interrupt", "packed", interrupt_call, NULL},
                                     {"fail", "packed", fail_call, NULL}};
  tf_function* function = NULL;
  for (size_t i = 0; i < TF_COUNT_OF(defs); ++i) {
    if (strcmp(defs[i].name, word) == 0) assert_ok(tf_func_new(&defs[i], &function));
  }
  return tf_any_own(function);
}

static TVMFFIAny visit_parts(tf_visitor* self, TVMFFIAny value) {
  tf_any result = tf_any_none();
  int code = tf_visitor_visit_parts(self, tf_view_raw(&value), &result);
  return tf_visitor_to_expected(code, result);
}

static TVMFFIAny mutate_parts(tf_mutator* self, TVMFFIAny value) {
  tf_any made = tf_mutator_unchanged();
  int code = 0;
  if (value.type_index == kTVMFFIInt) {
    made = tf_any_int(value.v_int64 + 1);
  } else {
    code = tf_mutator_mutate_parts(self, tf_view_raw(&value), false, &made);
  }
  return code == 0 ? made.raw : tf_any_own(tf_error_take_as_value()).raw;
}

static TVMFFIAny no_remap(tf_mutator* self, TVMFFIAny var) {
  (void)self;
  (void)var;
  return tf_any_none().raw;
}

static TVMFFIAny forget_remap(tf_mutator* self, TVMFFIAny var, TVMFFIAny value) {
  (void)value;
  return no_remap(self, var);
}

static tf_any walker_of(int32_t type, const void* table) {
  tf_visitor* made = (tf_visitor*)tf_object_new(sizeof(*made), type, tf_object_delete_leaf);
  assert_non_null(made);
  made->vtable = table;
  return tf_any_own(made);
}

static tf_any point(int64_t x) {
  return MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"), INT(x),
              text_any("tags"), LIST(text_any("a text that is long"), INT(2)));
}

static int32_t new_type(void) {
  static int count;
  char key[32];
  int size = snprintf(key, sizeof(key), "unit.walk.Type%d", ++count);
  const TVMFFIByteArray name = {key, (size_t)size};
  const TVMFFITypeMetadata metadata = {{"", 0}, NULL, 40, kTVMFFISEqHashKindTreeNode};
  int32_t index = TVMFFITypeGetOrAllocIndex(&name, -1, 1, 0, 1, kTVMFFIObject);
  assert_ok(TVMFFITypeRegisterMetadata(index, &metadata));
  return index;
}

static void new_global(const char* name) {
  tf_any function = function_named("nothing");
  const TVMFFIByteArray key = {name, strlen(name)};
  assert_ok(TVMFFIFunctionSetGlobal(&key, function.raw.v_obj, 1));
  tf_any_drop(&function);
}

/* Lists that contain themselves, to be broken after the call. */
static tf_any cycles[8];
static int num_cycles;

static tf_any new_cycle(void) {
  tf_any list = cyclic_list();
  cycles[num_cycles++] = tf_any_copy_owned(&list);
  return list;
}

static void break_cycles(void) {
  while (num_cycles > 0) list_break(&cycles[--num_cycles]);
}

/* The context of an error that came up at the innermost list of root. */
static tf_any trail_of(const tf_any* root) {
  tf_any context = tf_any_none();
  const TVMFFIByteArray column_name = {"__ffi_new__", 11};
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&column_name);
  tf_object* create = column->data[tf_types_known.visit_error_context].v_obj;
  assert_ok(tf_func_call(create, NULL, 0, &context));
  tvm_ffi_visit_error_context_object* c =
      (tvm_ffi_visit_error_context_object*)(void*)context.raw.v_obj;
  const tf_seq* outer = (const tf_seq*)(const void*)root->raw.v_obj;
  assert_ok(
      tf_list_push((tf_seq*)c->reverse_visit_pattern, tf_any_copy_owned(&tf_seq_items(outer)[0])));
  assert_ok(tf_list_push((tf_seq*)c->reverse_visit_pattern, tf_any_copy_owned(root)));
  return context;
}

static tf_any last_root; /* borrowed: what @root made last */

static tf_any make_word(const char* word) {
  static const tf_visitor_vtable visitor_table = {visit_parts};
  static const tf_mutator_vtable mutator_table = {mutate_parts, mutate_parts, no_remap,
                                                  forget_remap};
  tf_any function = function_named(word);
  if (!tf_view_is_none(tf_view_of(&function))) return function;
  if (strcmp(word, "visitor") == 0) {
    return walker_of(tf_types_known.structural_visitor, &visitor_table);
  }
  if (strcmp(word, "mutator") == 0) {
    return walker_of(tf_types_known.structural_mutator, &mutator_table);
  }
  if (strcmp(word, "module") == 0) return MAKE("ffi.ModuleLoadFromFile", text_any(TF_FIXTURE));
  if (strcmp(word, "importing") == 0) {
    tf_any module = make_word("module");
    (void)MAKE("ffi.ModuleImportModule", tf_any_copy_owned(&module), make_word("module"));
    return module;
  }
  if (strcmp(word, "path") == 0) return text_any(TF_FIXTURE);
  if (strcmp(word, "type") == 0) return INT(new_type());
  if (strcmp(word, "point") == 0) return point(1);
  if (strcmp(word, "other_point") == 0) return point(2);
  if (strcmp(word, "cycle") == 0) return new_cycle();
  if (strcmp(word, "kwargs") == 0) return make_with("ffi.GetKwargsObject", NULL, 0);
  if (strcmp(word, "key") == 0) return MAKE("ffi.StructuralKey", ARRAY(INT(1), text_any("k")));
  if (strcmp(word, "dtype") == 0) return tf_any_dtype((DLDataType){kDLFloat, 32, 4});
  if (strcmp(word, "device") == 0) return tf_any_device((DLDevice){kDLCUDA, 1});
  if (strcmp(word, "safe_call") == 0) return tf_any_ptr((void*)(uintptr_t)safe_nothing);
  if (strcmp(word, "convert") == 0) return INT((int64_t)(uintptr_t)convert_copy);
  if (strcmp(word, "deep") == 0) return deep_list(300);
  if (strcmp(word, "shared") == 0) return shared_arrays(41);
  if (strcmp(word, "graph") == 0) {
    return MAKE("ffi.ToJSONGraph", ARRAY(point(3), MAP(text_any("k"), LIST(INT(1)))),
                tf_any_none());
  }
  if (strcmp(word, "graph_text") == 0) {
    return MAKE("ffi.ToJSONGraphString", ARRAY(point(3), MAP(text_any("k"), LIST(INT(1)))),
                tf_any_none());
  }
  if (strcmp(word, "root") == 0) {
    last_root = ARRAY(LIST(INT(1)), INT(2));
    return last_root;
  }
  if (strcmp(word, "trail") == 0) return trail_of(&last_root);
  if (strcmp(word, "global") == 0) {
    new_global("unit.walk.global");
    return text_any("unit.walk.global");
  }
  fail_msg("no value is called @%s", word);
  return tf_any_none();
}

/* ---- the scenarios ---- */

#define LONG "\"a text that needs an object\""

static const scenario scenarios[] = {
#include "globals_walk.inc"
};

/* ---- one run ---- */

typedef struct {
  const scenario* what;
  const tf_any* args;
  int32_t count;
  long refuse;
  bool from_then_on;
  int status;
  long refused;
  char kind[32]; /* of the raised error; empty when there is none */
} run;

/* The copy of a cycle is a cycle. */
static void drop_result(tf_any* result) {
  tf_seq* list = (tf_seq*)tf_view_get_exact(tf_view_of(result), kTVMFFIList);
  if (list != NULL && list->seq.size == 2 && tf_seq_at(list, 1).raw.v_obj == &list->header) {
    tf_list_clear(list);
  }
  tf_any_drop(result);
}

static void call(run* r) {
  tf_view views[NOTATION_MOST];
  tf_any result = tf_any_none();
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(r->what->function));
  for (int32_t i = 0; i < r->count; ++i) views[i] = tf_view_of(&r->args[i]);
  if (r->from_then_on) {
    tf_mem_fail_from(r->refuse);
  } else {
    tf_mem_fail_at(r->refuse);
  }
  r->status = tf_func_call(function, views, r->count, &result);
  r->refused = tf_mem_refused();
  drop_result(&result); /* needs no memory */
  tf_mem_fail_at(0);
  const tf_error* error = tf_error_peek_raised();
  r->kind[0] = '\0';
  if (error != NULL) (void)snprintf(r->kind, sizeof(r->kind), "%s", error->cell.kind.data);
  tf_error_clear();
  tf_object_decref(function);
}

static void* call_in_thread(void* argument) {
  call((run*)argument);
  return NULL;
}

static int num_wrong;

static bool is_as_recorded(const run* r) {
  return r->what->error == NULL ? r->status == 0 && r->kind[0] == '\0'
                                : r->status != 0 && strcmp(r->kind, r->what->error) == 0;
}

/* What the arguments are, as text; not of shared ones, whose text is as long as it has paths. Owned. */
static tf_any fingerprint(const scenario* what, const tf_any* args, int32_t count) {
  tf_seq* all = NULL;
  if (strstr(what->arguments, "@shared") != NULL) return text_any("shared");
  assert_ok(tf_list_new(0, &all));
  for (int32_t i = 0; i < count; ++i) assert_ok(tf_list_push(all, tf_any_copy_owned(&args[i])));
  return MAKE("ffi.ReprPrint", tf_any_own(all));
}

static void assert_same_text(const scenario* what, const tf_any* a, const tf_any* b) {
  tf_view views[] = {tf_view_of(a), tf_view_of(b)};
  tf_str texts[2];
  assert_true(tf_view_get_str(&views[0], &texts[0]) && tf_view_get_str(&views[1], &texts[1]));
  if (!tf_str_equal(texts[0], texts[1])) {
    fail_msg("%s %s: failed and changed %s into %s", what->function, what->arguments, texts[0].data,
             texts[1].data);
  }
}

/* Runs once; true when something was refused. */
static bool run_once(const scenario* what, long refuse, bool from_then_on) {
  tf_any args[NOTATION_MOST];
  run r = {.what = what, .args = args, .refuse = refuse, .from_then_on = from_then_on};
  long before = tf_mem_live();
  pthread_t thread;
  r.count = notation_read(what->arguments, make_word, args);
  tf_any text = fingerprint(what, args, r.count);
  size_t num_functions = tf_registry_size(tf_registry_global());
  int32_t num_types = tf_typetable_end(tf_typetable_global());
  assert_int_equal(pthread_create(&thread, NULL, call_in_thread, &r), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  bool was_refused = r.refused != 0;
  bool as_recorded = is_as_recorded(&r);
  if (!as_recorded && !was_refused) {
    print_error("%s %s: status %d, raised '%s', nothing refused\n", what->function, what->arguments,
                r.status, r.kind);
    ++num_wrong;
    as_recorded = true;
  }
  if (!as_recorded) {
    if (r.status == 0 || strcmp(r.kind, TF_MEMORY_ERROR) != 0) {
      fail_msg("%s %s: allocation %ld refused, status %d, raised '%s'", what->function,
               what->arguments, refuse, r.status, r.kind);
    }
    tf_any after = fingerprint(what, args, r.count);
    assert_same_text(what, &text, &after);
    tf_any_drop(&after);
    assert_int_equal(tf_registry_size(tf_registry_global()), num_functions);
    assert_int_equal(tf_typetable_end(tf_typetable_global()), num_types);
    r = (run){.what = what, .args = args, .count = r.count};
    call(&r);
    if (!is_as_recorded(&r)) {
      fail_msg("%s %s: a retry after refusing allocation %ld: status %d, raised '%s'",
               what->function, what->arguments, refuse, r.status, r.kind);
    }
  }
  tf_any_drop(&text);
  for (int32_t i = 0; i < r.count; ++i) tf_any_drop(&args[i]);
  break_cycles();
  if (tf_mem_live() != before && !what->keeps) {
    fail_msg("%s %s: allocation %ld refused, %ld blocks left behind", what->function,
             what->arguments, refuse, tf_mem_live() - before);
  }
  return was_refused;
}

static long num_runs;

static void walk(const scenario* what) {
  for (int from_then_on = 0; from_then_on < 2; ++from_then_on) {
    for (long n = 1; run_once(what, n, from_then_on != 0); ++n) ++num_runs;
  }
}

static void every_global_function_survives_allocation_failure(void** state) {
  (void)state;
  tf_mem_watch(true);
  /* What is made once, at a first call, is made first. */
  for (size_t i = 0; i < TF_COUNT_OF(scenarios); ++i) {
    (void)run_once(
        &(scenario){scenarios[i].function, scenarios[i].arguments, scenarios[i].error, true}, 0,
        false);
  }
  assert_int_equal(num_wrong, 0);
  for (size_t i = 0; i < TF_COUNT_OF(scenarios); ++i) walk(&scenarios[i]);
  assert_int_equal(num_wrong, 0);
  tf_mem_watch(false);
  print_message("%d scenarios, %ld refused runs\n", (int)TF_COUNT_OF(scenarios), num_runs);
}

static void every_recorded_function_has_a_scenario(void** state) {
  (void)state;
  recorded_names names = names_read(TF_REGISTRY_JSON, false);
  int missing = 0;
  for (size_t i = 0; i < names.count; ++i) {
    size_t at = 0;
    while (at < TF_COUNT_OF(scenarios) &&
           strcmp(scenarios[at].function, names.items[i].function) != 0) {
      ++at;
    }
    if (at < TF_COUNT_OF(scenarios)) continue;
    print_error("no scenario for %s\n", names.items[i].function);
    ++missing;
  }
  assert_int_equal(names.count, 100);
  assert_int_equal(missing, 0);
  names_drop(&names);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_recorded_function_has_a_scenario),
      cmocka_unit_test(every_global_function_survives_allocation_failure),
  };
  if (point_register() != 0) return 1;
  return tf_test_run(tests);
}
