/* SPDX-License-Identifier: Apache-2.0 */
/* Declaring a class: one struct and one table.

     typedef struct int_pair {
       TVMFFIObject header;
       int64_t first;
       int64_t second;
     } int_pair;

     static int64_t int_pair_sum(int_pair* self) { return self->first + self->second; }

     TVM_FFI_CLASS(int_pair, "pkg.IntPair", "Two integers.",
                   field(int64, first, "the number in front", rw),
                   field(int64, second, "the number behind", rw, value(0)),
                   method(sum, int_pair_sum, "first + second", int64));

   The struct begins with `TVMFFIObject header;`, that of a subclass with the parent's struct, called `base`. The struct's
   name has to be one word: a typedef. Entries, in the order in which they are registered:

     field(T, name, doc, ro | rw, options...)          options: value(default)  factory(fn)  kw_only  no_init  no_repr
                                                       no_compare  no_hash  no_structural  def_pattern  def_simple
     method(name, fn, doc, result, parameters...)      fn(struct* self, parameters...)
     static_method(name, fn, doc, result, parameters...)
     init(fn, doc, parameters...)                      int fn(struct* self, parameters...): the constructor
     attr(name, fn, result, parameters...)             a function of self under an attribute, "__ffi_eq__"
     static_attr(name, fn, result, parameters...)      the same without self in front
     member(name)  member(name, number)                of an enumeration: enum.h
     repr(fn)                                          int fn(struct* self, tvm_ffi_function_view repr,
                                                              tvm_ffi_string* out)
     destroy(fn)                                       void fn(struct* self): before the fields are released
     structural(TreeNode)                              FreeVar, DAGNode, ConstTreeNode, UniqueInstance
     child_slots(n)  final  no_copy  no_new  no_init

   Fields of owned types (texts, any, containers, objects) are owned by the object: released with it, retained in
   copies. `ro` keeps front ends from writing; your own functions may. Without `init` a constructor is made of the
   fields, with their defaults and keywords, unless `no_init` says not to. An object that only the constructor may make
   has `no_new`. A class with `destroy` cannot be copied. A factory is `int fn(T* out)`. Up to 40 entries. */
#ifndef TVM_FFI_C_CLASS_TABLE_H_
#define TVM_FFI_C_CLASS_TABLE_H_

#include <tvm/ffi/c/enum.h>

/* ---- Entries as forms: `entry, arguments...` ---- */

#define TVM_FFI_ENTRY_field(...) tvm_ffi_field, __VA_ARGS__
#define TVM_FFI_ENTRY_method(...) tvm_ffi_method, __VA_ARGS__
#define TVM_FFI_ENTRY_static_method(...) tvm_ffi_static_method, __VA_ARGS__
#define TVM_FFI_ENTRY_init(...) tvm_ffi_init, __VA_ARGS__
#define TVM_FFI_ENTRY_attr(...) tvm_ffi_attr, __VA_ARGS__
#define TVM_FFI_ENTRY_static_attr(...) tvm_ffi_static_attr, __VA_ARGS__
#define TVM_FFI_ENTRY_member(...) tvm_ffi_member, __VA_ARGS__
#define TVM_FFI_ENTRY_repr(fn) tvm_ffi_attr, "__ffi_repr__", fn, or_error(str), (function, repr)
#define TVM_FFI_ENTRY_destroy(fn) tvm_ffi_destroy, fn
#define TVM_FFI_ENTRY_structural(kind) tvm_ffi_plan, structural = kTVMFFISEqHashKind##kind
#define TVM_FFI_ENTRY_child_slots(n) tvm_ffi_plan, child_slots = n
#define TVM_FFI_ENTRY_final tvm_ffi_plan, is_final = true
#define TVM_FFI_ENTRY_no_copy tvm_ffi_plan, can_copy = false
#define TVM_FFI_ENTRY_no_new tvm_ffi_plan, creator = NULL
#define TVM_FFI_ENTRY_no_init tvm_ffi_plan, derive_init = false

/* Calls PASS_ENTRY(type, key, arguments...). */
#define TVM_FFI_ENTRY(pass, c, ...) TVM_FFI_ENTRY_GO(pass, c, __VA_ARGS__)
#define TVM_FFI_ENTRY_GO(pass, c, entry, ...) \
  TVM_FFI_ENTRY_CALL(pass##_##entry, TVM_FFI_PP_UNPACK c, __VA_ARGS__)
#define TVM_FFI_ENTRY_CALL(f, ...) f(__VA_ARGS__)

#define TVM_FFI_OPTION_value(x) tvm_ffi_value, x
#define TVM_FFI_OPTION_factory(fn) tvm_ffi_factory, fn
#define TVM_FFI_OPTION_kw_only tvm_ffi_flag, kTVMFFIFieldFlagBitMaskKwOnly
#define TVM_FFI_OPTION_no_init tvm_ffi_flag, kTVMFFIFieldFlagBitMaskInitOff
#define TVM_FFI_OPTION_no_repr tvm_ffi_flag, kTVMFFIFieldFlagBitMaskReprOff
#define TVM_FFI_OPTION_no_compare tvm_ffi_flag, kTVMFFIFieldFlagBitMaskCompareOff
#define TVM_FFI_OPTION_no_hash tvm_ffi_flag, kTVMFFIFieldFlagBitMaskHashOff
#define TVM_FFI_OPTION_no_structural tvm_ffi_flag, kTVMFFIFieldFlagBitMaskSEqHashIgnore
#define TVM_FFI_OPTION_def_pattern tvm_ffi_flag, kTVMFFIFieldFlagBitMaskSEqHashDefPattern
#define TVM_FFI_OPTION_def_simple tvm_ffi_flag, kTVMFFIFieldFlagBitMaskSEqHashDefSimple
#define TVM_FFI_MODE_ro 0
#define TVM_FFI_MODE_rw kTVMFFIFieldFlagBitMaskWritable

/* PASS_OPTION(type, key, T, name, argument) */
#define TVM_FFI_OPTION(pass, c, ...) TVM_FFI_OPTION_GO(pass, c, __VA_ARGS__)
#define TVM_FFI_OPTION_GO(pass, c, option, argument) \
  TVM_FFI_ENTRY_CALL_2(pass##_##option, TVM_FFI_PP_UNPACK c, argument)
#define TVM_FFI_ENTRY_CALL_2(f, ...) f(__VA_ARGS__)

/* ---- Signatures of methods: `self` in front of the parameters ---- */

#define TVM_FFI_WITH_SELF(type, key, ...) \
  TVM_FFI_WITH_SELF_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), type, key, __VA_ARGS__)
#define TVM_FFI_WITH_SELF_N(n, ...) TVM_FFI_WITH_SELF_N_(n, __VA_ARGS__)
#define TVM_FFI_WITH_SELF_N_(n, ...) TVM_FFI_WITH_SELF_##n(__VA_ARGS__)
#define TVM_FFI_WITH_SELF_0(type, key, result) result, (object(type, key), self)
#define TVM_FFI_WITH_SELF_MORE(type, key, result, ...) \
  result, (object(type, key), self), __VA_ARGS__
#define TVM_FFI_WITH_SELF_1 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_2 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_3 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_4 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_5 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_6 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_7 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_8 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_9 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_10 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_11 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_12 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_13 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_14 TVM_FFI_WITH_SELF_MORE
#define TVM_FFI_WITH_SELF_15 TVM_FFI_WITH_SELF_MORE

/* `result, parameters...` of `anything, parameters...` */
#define TVM_FFI_WITH_RESULT(result, ...) \
  TVM_FFI_WITH_RESULT_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), result, __VA_ARGS__)
#define TVM_FFI_WITH_RESULT_N(n, ...) TVM_FFI_WITH_RESULT_N_(n, __VA_ARGS__)
#define TVM_FFI_WITH_RESULT_N_(n, ...) TVM_FFI_WITH_RESULT_##n(__VA_ARGS__)
#define TVM_FFI_WITH_RESULT_0(result, head) result
#define TVM_FFI_WITH_RESULT_MORE(result, head, ...) result, __VA_ARGS__
#define TVM_FFI_WITH_RESULT_1 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_2 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_3 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_4 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_5 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_6 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_7 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_8 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_9 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_10 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_11 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_12 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_13 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_14 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_15 TVM_FFI_WITH_RESULT_MORE
#define TVM_FFI_WITH_RESULT_16 TVM_FFI_WITH_RESULT_MORE

/* ---- Pass 1, at file scope: checks, wrappers, setters ---- */

#define TVM_FFI_MAKE(c, a) TVM_FFI_ENTRY(TVM_FFI_MAKE, c, TVM_FFI_ENTRY_##a)
#define TVM_FFI_MAKE_tvm_ffi_plan(type, key, ...)
#define TVM_FFI_MAKE_tvm_ffi_destroy(type, key, fn)             \
  TVM_FFI_STATIC_ASSERT(TVM_FFI_HAS_TYPE(&fn, void (*)(type*)), \
                        "destructor of a class has to be declared as: void " #fn "(" #type "*)");
#define TVM_FFI_MAKE_tvm_ffi_field(type, key, T, name, doc, ...)                    \
  TVM_FFI_STATIC_ASSERT(TVM_FFI_HAS_TYPE(((type*)0)->name, TVM_FFI_RETURN_TYPE(T)), \
                        "field of a class has to be declared as: " TVM_FFI_PP_STR(  \
                            TVM_FFI_RETURN_TYPE(T)) " " #name);                     \
  static int tvm_ffi_set_##type##_##name(void* field, const TVMFFIAny* value) {     \
    return TVM_FFI_ON(TVM_FFI_SETTER, (field, value, TVM_FFI_CODE(T)), T);          \
  }                                                                                 \
  TVM_FFI_PP_EACH(TVM_FFI_MAKE_OPTION, (type, key, T, name), __VA_ARGS__)
#define TVM_FFI_MAKE_OPTION(c, i, a) TVM_FFI_OPTION(TVM_FFI_MAKE_OPTION, c, TVM_FFI_OPTION_##a)
#define TVM_FFI_MAKE_OPTION_tvm_ffi_flag(type, key, T, name, flag)
#define TVM_FFI_MAKE_OPTION_tvm_ffi_value(type, key, T, name, x)
#define TVM_FFI_MAKE_OPTION_tvm_ffi_factory(type, key, T, name, fn)                   \
  TVM_FFI_STATIC_ASSERT(TVM_FFI_HAS_TYPE(&fn, int (*)(TVM_FFI_RETURN_TYPE(T)*)),      \
                        "factory of a field has to be declared as: int " #fn "(T*)"); \
  static int tvm_ffi_factory_##type##_##name(void* handle, const TVMFFIAny* args,     \
                                             int32_t num_args, TVMFFIAny* result) {   \
    TVM_FFI_RETURN_TYPE(T) made = TVM_FFI_ZERO;                                       \
    (void)handle;                                                                     \
    (void)args;                                                                       \
    (void)num_args;                                                                   \
    TVM_FFI_TRY(fn(&made));                                                           \
    return TVM_FFI_GIVE(made, T);                                                     \
  }
#define TVM_FFI_MAKE_tvm_ffi_method(type, key, name, fn, doc, ...)                  \
  TVM_FFI_DEFINE_WRAPPER(static, tvm_ffi_method_##type##_##name, fn, key "." #name, \
                         TVM_FFI_WITH_SELF(type, key, __VA_ARGS__));
#define TVM_FFI_MAKE_tvm_ffi_static_method(type, key, name, fn, doc, ...) \
  TVM_FFI_DEFINE_WRAPPER(static, tvm_ffi_method_##type##_##name, fn, key "." #name, __VA_ARGS__);
#define TVM_FFI_MAKE_tvm_ffi_attr(type, key, name, fn, ...)                    \
  TVM_FFI_DEFINE_WRAPPER(static, tvm_ffi_attr_##type##_##fn, fn, key "." name, \
                         TVM_FFI_WITH_SELF(type, key, __VA_ARGS__));
#define TVM_FFI_MAKE_tvm_ffi_static_attr(type, key, name, fn, ...) \
  TVM_FFI_DEFINE_WRAPPER(static, tvm_ffi_attr_##type##_##fn, fn, key "." name, __VA_ARGS__);
#define TVM_FFI_MAKE_tvm_ffi_member(...)
/* The constructor of outside makes the object and lets the author's function fill it. */
#define TVM_FFI_MAKE_tvm_ffi_init(type, key, fn, ...)                                            \
  TVM_FFI_STATIC_ASSERT(                                                                         \
      TVM_FFI_HAS_TYPE(                                                                          \
          &fn, TVM_FFI_PROTOTYPE(                                                                \
                   (*), TVM_FFI_WITH_SELF(type, key,                                             \
                                          TVM_FFI_WITH_RESULT(or_error(none), __VA_ARGS__)))),   \
      "constructor of a class has to be declared as: " TVM_FFI_PP_STR(TVM_FFI_PROTOTYPE(         \
          fn, TVM_FFI_WITH_SELF(type, key, TVM_FFI_WITH_RESULT(or_error(none), __VA_ARGS__))))); \
  static int tvm_ffi_construct_##type(TVM_FFI_PP_EACH(TVM_FFI_LIST_ARG_EACH, ~, __VA_ARGS__)     \
                                          tvm_ffi_object* made) {                                \
    type* self = TVM_FFI_NEW(type);                                                              \
    if (self == NULL) return -1;                                                                 \
    const int status = fn(self TVM_FFI_PP_EACH(TVM_FFI_COMMA_PASS_EACH, ~, __VA_ARGS__));        \
    made->object = (TVMFFIObject*)self;                                                          \
    if (status != 0) tvm_ffi_object_drop(made);                                                  \
    return status;                                                                               \
  }                                                                                              \
  TVM_FFI_DEFINE_WRAPPER(static, tvm_ffi_init_##type, tvm_ffi_construct_##type,                  \
                         key ".__ffi_init__", TVM_FFI_WITH_RESULT(or_error(handle), __VA_ARGS__));
#define TVM_FFI_LIST_ARG_EACH(c, i, p) TVM_FFI_LIST_ARG_EACH_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_LIST_ARG_EACH_(...) TVM_FFI_LIST_ARG_EACH__(__VA_ARGS__)
#define TVM_FFI_LIST_ARG_EACH__(T, name, ...) TVM_FFI_PARAM_TYPE(T) arg_##name,
#define TVM_FFI_COMMA_PASS_EACH(c, i, p) , TVM_FFI_PASS(c, p)

/* ---- Pass 2: what the fields keep; pass 3: the author's destructor ---- */

#define TVM_FFI_KEEP(c, a) TVM_FFI_ENTRY(TVM_FFI_KEEP, c, TVM_FFI_ENTRY_##a)
#define TVM_FFI_KEEP_tvm_ffi_field(type, key, T, name, ...) \
  {(int32_t)offsetof(type, name), TVM_FFI_ON(TVM_FFI_KEEPS, ~, T)},
#define TVM_FFI_KEEP_tvm_ffi_plan(...)
#define TVM_FFI_KEEP_tvm_ffi_destroy(...)
#define TVM_FFI_KEEP_tvm_ffi_method(...)
#define TVM_FFI_KEEP_tvm_ffi_static_method(...)
#define TVM_FFI_KEEP_tvm_ffi_attr(...)
#define TVM_FFI_KEEP_tvm_ffi_static_attr(...)
#define TVM_FFI_KEEP_tvm_ffi_member(...)
#define TVM_FFI_KEEP_tvm_ffi_init(...)

#define TVM_FFI_UNMAKE(c, a) TVM_FFI_ENTRY(TVM_FFI_UNMAKE, c, TVM_FFI_ENTRY_##a)
#define TVM_FFI_UNMAKE_tvm_ffi_destroy(type, key, fn) fn((type*)object);
#define TVM_FFI_UNMAKE_tvm_ffi_field(...)
#define TVM_FFI_UNMAKE_tvm_ffi_plan(...)
#define TVM_FFI_UNMAKE_tvm_ffi_method(...)
#define TVM_FFI_UNMAKE_tvm_ffi_static_method(...)
#define TVM_FFI_UNMAKE_tvm_ffi_attr(...)
#define TVM_FFI_UNMAKE_tvm_ffi_static_attr(...)
#define TVM_FFI_UNMAKE_tvm_ffi_member(...)
#define TVM_FFI_UNMAKE_tvm_ffi_init(...)

/* ---- Pass 4: facts about the class ---- */

#define TVM_FFI_PLAN(c, a) TVM_FFI_ENTRY(TVM_FFI_PLAN, c, TVM_FFI_ENTRY_##a)
#define TVM_FFI_PLAN_tvm_ffi_plan(type, key, assignment) plan.assignment;
#define TVM_FFI_PLAN_tvm_ffi_destroy(...) plan.can_copy = false;
#define TVM_FFI_PLAN_tvm_ffi_init(...) plan.derive_init = false;
#define TVM_FFI_PLAN_tvm_ffi_field(...)
#define TVM_FFI_PLAN_tvm_ffi_method(...)
#define TVM_FFI_PLAN_tvm_ffi_static_method(...)
#define TVM_FFI_PLAN_tvm_ffi_attr(...)
#define TVM_FFI_PLAN_tvm_ffi_static_attr(...)
#define TVM_FFI_PLAN_tvm_ffi_member(...)

/* ---- Pass 5: registration ---- */

#define TVM_FFI_ADD(c, a) TVM_FFI_ENTRY(TVM_FFI_ADD, c, TVM_FFI_ENTRY_##a)
#define TVM_FFI_ADD_tvm_ffi_plan(...)
#define TVM_FFI_ADD_tvm_ffi_destroy(...)
#define TVM_FFI_ADD_tvm_ffi_field(type, key, T, name, doc, ...)            \
  {                                                                        \
    static const tvm_ffi_field_row row = {                                 \
        #name,                                                             \
        doc,                                                               \
        "{\"type_schema\":\"" TVM_FFI_SCHEMA(T) "\"}",                     \
        TVM_FFI_FIELD_FLAGS(TVM_FFI_PP_HEAD(__VA_ARGS__), __VA_ARGS__),    \
        sizeof(TVM_FFI_RETURN_TYPE(T)),                                    \
        TVM_FFI_ALIGNOF(TVM_FFI_RETURN_TYPE(T)),                           \
        offsetof(type, name),                                              \
        TVM_FFI_ON(TVM_FFI_STATIC_INDEX, ~, T),                            \
        TVM_FFI_ON(TVM_FFI_GETTER, ~, T),                                  \
        tvm_ffi_set_##type##_##name};                                      \
    TVMFFIAny value = tvm_ffi_raw_none();                                  \
    TVMFFISafeCallType factory = NULL;                                     \
    TVM_FFI_PP_EACH(TVM_FFI_ADD_OPTION, (type, key, T, name), __VA_ARGS__) \
    TVM_FFI_TRY(tvm_ffi_class_add_field_(self, &row, value, factory));     \
  }
#define TVM_FFI_FIELD_FLAGS(mode, ...) TVM_FFI_FIELD_FLAGS_(mode, __VA_ARGS__)
#define TVM_FFI_FIELD_FLAGS_(mode, ...) \
  (TVM_FFI_MODE_##mode TVM_FFI_PP_EACH(TVM_FFI_FLAG_OPTION, (~, ~, ~, ~), __VA_ARGS__))
#define TVM_FFI_FLAG_OPTION(c, i, a) TVM_FFI_OPTION(TVM_FFI_FLAG_OPTION, c, TVM_FFI_OPTION_##a)
#define TVM_FFI_FLAG_OPTION_tvm_ffi_flag(type, key, T, name, flag) | flag
#define TVM_FFI_FLAG_OPTION_tvm_ffi_value(type, key, T, name, x) | kTVMFFIFieldFlagBitMaskHasDefault
#define TVM_FFI_FLAG_OPTION_tvm_ffi_factory(type, key, T, name, fn) \
  | kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitMaskDefaultFromFactory
#define TVM_FFI_ADD_OPTION(c, i, a) TVM_FFI_OPTION(TVM_FFI_ADD_OPTION, c, TVM_FFI_OPTION_##a)
#define TVM_FFI_ADD_OPTION_tvm_ffi_flag(type, key, T, name, flag)
#define TVM_FFI_ADD_OPTION_tvm_ffi_value(type, key, T, name, x) \
  value = TVM_FFI_ON(TVM_FFI_RAW, x, T);
#define TVM_FFI_ADD_OPTION_tvm_ffi_factory(type, key, T, name, fn) \
  factory = tvm_ffi_factory_##type##_##name;

#define TVM_FFI_ADD_ROW_(name, doc, metadata, call, flags, method, attribute) \
  {                                                                           \
    static const tvm_ffi_method_row row = {name, doc, metadata, call, flags}; \
    TVM_FFI_TRY(tvm_ffi_class_add_method_(self, &row, method, attribute));    \
  }
#define TVM_FFI_ADD_tvm_ffi_method(type, key, name, fn, doc, ...)                           \
  TVM_FFI_ADD_ROW_(#name, doc, TVM_FFI_METADATA(TVM_FFI_WITH_SELF(type, key, __VA_ARGS__)), \
                   tvm_ffi_method_##type##_##name, 0, true, false)
#define TVM_FFI_ADD_tvm_ffi_static_method(type, key, name, fn, doc, ...)                      \
  TVM_FFI_ADD_ROW_(#name, doc, TVM_FFI_METADATA(__VA_ARGS__), tvm_ffi_method_##type##_##name, \
                   kTVMFFIFieldFlagBitMaskIsStaticMethod, true, false)
#define TVM_FFI_ADD_tvm_ffi_attr(type, key, name, fn, ...)                                \
  TVM_FFI_ADD_ROW_(name, "", TVM_FFI_METADATA(TVM_FFI_WITH_SELF(type, key, __VA_ARGS__)), \
                   tvm_ffi_attr_##type##_##fn, 0, false, true)
#define TVM_FFI_ADD_tvm_ffi_static_attr(type, key, name, fn, ...)                                 \
  TVM_FFI_ADD_ROW_(name, "", TVM_FFI_METADATA(__VA_ARGS__), tvm_ffi_attr_##type##_##fn, 0, false, \
                   true)
#define TVM_FFI_ADD_tvm_ffi_member(type, key, ...) \
  TVM_FFI_ADD_MEMBER_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), __VA_ARGS__)
#define TVM_FFI_ADD_MEMBER_N(n, ...) TVM_FFI_ADD_MEMBER_N_(n, __VA_ARGS__)
#define TVM_FFI_ADD_MEMBER_N_(n, ...) TVM_FFI_ADD_MEMBER_##n(__VA_ARGS__)
#define TVM_FFI_ADD_MEMBER_0(name) TVM_FFI_TRY(tvm_ffi_enum_add_(self, #name, NULL));
#define TVM_FFI_ADD_MEMBER_1(name, number)               \
  {                                                      \
    const int64_t value = (number);                      \
    TVM_FFI_TRY(tvm_ffi_enum_add_(self, #name, &value)); \
  }
#define TVM_FFI_ADD_tvm_ffi_init(type, key, fn, ...)                                     \
  TVM_FFI_ADD_ROW_("__ffi_init__", TVM_FFI_PP_HEAD(__VA_ARGS__),                         \
                   TVM_FFI_METADATA(TVM_FFI_WITH_RESULT(or_error(handle), __VA_ARGS__)), \
                   tvm_ffi_init_##type, kTVMFFIFieldFlagBitMaskIsStaticMethod, true, true)

/* ---- The declaration ---- */

/* Makes a class of another source file of the library known: for TVM_FFI_NEW and as a parent. */
#define TVM_FFI_DECLARE_CLASS(type) TVM_FFI_CLASS_STORAGE tvm_ffi_class tvm_ffi_class_##type
#define TVM_FFI_CLASS_STORAGE extern TVM_FFI_HIDDEN_SYMBOL

#define TVM_FFI_CLASS(type, key, ...)                                                    \
  TVM_FFI_STATIC_ASSERT(                                                                 \
      offsetof(type, header) == 0 && TVM_FFI_HAS_TYPE(((type*)0)->header, TVMFFIObject), \
      "struct of a class has to begin with: TVMFFIObject header; " #type);               \
  TVM_FFI_DEFINE_CLASS(type, key, NULL, __VA_ARGS__)

/* A class derived from another C class of this library or from a foreign one, whose struct is the first member,
   `base`. */
#define TVM_FFI_SUBCLASS(type, parent, key, ...)                                                 \
  TVM_FFI_STATIC_ASSERT(offsetof(type, base) == 0 && TVM_FFI_HAS_TYPE(((type*)0)->base, parent), \
                        "struct of a subclass has to begin with its parent: " #parent            \
                        " base; " #type);                                                        \
  TVM_FFI_DECLARE_CLASS(parent);                                                                 \
  TVM_FFI_DEFINE_CLASS(type, key, &tvm_ffi_class_##parent, __VA_ARGS__)

/* Makes a class known that the runtime or another library registers, once in a library, as a parent:
       TVM_FFI_FOREIGN_CLASS(their_struct, "their.Key", field(T, name, "", ro)...);
   `type` is the layout of its objects, the fields are those that own something. What is wrong about the size is
   reported when the library is loaded. A class whose objects need a destructor of their own is no such parent. */
#define TVM_FFI_FOREIGN_CLASS(type, ...) TVM_FFI_DEFINE_FOREIGN_CLASS(type, NULL, __VA_ARGS__)
#define TVM_FFI_FOREIGN_SUBCLASS(type, parent, ...) \
  TVM_FFI_DECLARE_CLASS(parent);                    \
  TVM_FFI_DEFINE_FOREIGN_CLASS(type, &tvm_ffi_class_##parent, __VA_ARGS__)
#define TVM_FFI_DEFINE_FOREIGN_CLASS(type, parent, ...)                                   \
  TVM_FFI_DECLARE_CLASS(type);                                                            \
  static const tvm_ffi_storage tvm_ffi_storage_##type[] = {                               \
      TVM_FFI_PP_TABLE(TVM_FFI_KEEP, (type, ~), __VA_ARGS__){-1, TVM_FFI_KEEPS_NOTHING}}; \
  tvm_ffi_class tvm_ffi_class_##type = {                                                  \
      TVM_FFI_PP_HEAD(__VA_ARGS__), sizeof(type), parent, tvm_ffi_storage_##type,         \
      tvm_ffi_class_no_destroy_,    NULL,         0};                                     \
  TVM_FFI_AT_LOAD(tvm_ffi_load_class_##type) {                                            \
    tvm_ffi_report_registration_(tvm_ffi_class_##type.key,                                \
                                 tvm_ffi_class_check_(&tvm_ffi_class_##type));            \
  }                                                                                       \
  TVM_FFI_STATIC_ASSERT(true, "")

#define TVM_FFI_DEFINE_CLASS(type, key, parent, ...)                                        \
  TVM_FFI_DECLARE_CLASS(type);                                                              \
  TVM_FFI_PP_TABLE(TVM_FFI_MAKE, (type, key), __VA_ARGS__)                                  \
  static const tvm_ffi_storage tvm_ffi_storage_##type[] = {                                 \
      TVM_FFI_PP_TABLE(TVM_FFI_KEEP, (type, key), __VA_ARGS__){-1, TVM_FFI_KEEPS_NOTHING}}; \
  static void tvm_ffi_destroy_##type(void* object) {                                        \
    (void)object;                                                                           \
    TVM_FFI_PP_TABLE(TVM_FFI_UNMAKE, (type, key), __VA_ARGS__)                              \
  }                                                                                         \
  static void tvm_ffi_delete_##type(void* object, int flags) {                              \
    tvm_ffi_class_delete_(&tvm_ffi_class_##type, object, flags);                            \
  }                                                                                         \
  tvm_ffi_class tvm_ffi_class_##type = {key,                                                \
                                        sizeof(type),                                       \
                                        parent,                                             \
                                        tvm_ffi_storage_##type,                             \
                                        tvm_ffi_destroy_##type,                             \
                                        tvm_ffi_delete_##type,                              \
                                        0};                                                 \
  static int tvm_ffi_create_##type(TVMFFIObjectHandle* out) {                               \
    return tvm_ffi_class_create_(&tvm_ffi_class_##type, out);                               \
  }                                                                                         \
  TVM_FFI_COLD_FUNCTION int tvm_ffi_register_##type(void) {                                 \
    tvm_ffi_class* self = &tvm_ffi_class_##type;                                            \
    tvm_ffi_class_plan plan = {TVM_FFI_PP_HEAD(__VA_ARGS__),                                \
                               tvm_ffi_create_##type,                                       \
                               kTVMFFISEqHashKindUnsupported,                               \
                               0,                                                           \
                               false,                                                       \
                               true,                                                        \
                               true};                                                       \
    TVM_FFI_PP_TABLE(TVM_FFI_PLAN, (type, key), __VA_ARGS__)                                \
    TVM_FFI_TRY(tvm_ffi_class_begin_(self, &plan));                                         \
    TVM_FFI_PP_TABLE(TVM_FFI_ADD, (type, key), __VA_ARGS__)                                 \
    return tvm_ffi_class_end_(self, &plan);                                                 \
  }                                                                                         \
  TVM_FFI_AT_LOAD(tvm_ffi_load_class_##type) {                                              \
    tvm_ffi_report_registration_(key, tvm_ffi_register_##type());                           \
  }                                                                                         \
  TVM_FFI_STATIC_ASSERT(true, "")

#endif /* TVM_FFI_C_CLASS_TABLE_H_ */
