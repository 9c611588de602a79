/* SPDX-License-Identifier: Apache-2.0 */
/* Preprocessor machinery of the declarations: counting and walking lists. Nothing here is for authors.

   Lists are walked by chains of macros that name each other from N down to 1, so that nothing recurses; there are two
   chains because a class table is a list whose members hold lists. Every variadic call passes at least one argument
   for `...`, as C11 asks. Words that choose a branch (`tvm_ffi_leaf`) are written like functions so that no user's
   macro of the same name exists. */
#ifndef TVM_FFI_C_PP_H_
#define TVM_FFI_C_PP_H_

#ifdef __cplusplus
#define TVM_FFI_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define TVM_FFI_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#endif

#define TVM_FFI_PP_STR(...) TVM_FFI_PP_STR_(__VA_ARGS__)
#define TVM_FFI_PP_STR_(...) #__VA_ARGS__

#define TVM_FFI_PP_UNPACK(...) __VA_ARGS__

#define TVM_FFI_PP_HEAD(...) TVM_FFI_PP_HEAD_(__VA_ARGS__, ~)
#define TVM_FFI_PP_HEAD_(head, ...) head

/* How many elements follow the first one: 0 to 16 for lists of parameters, 0 to 40 for class tables. */
#define TVM_FFI_PP_TAIL_COUNT(...)                                                                \
  TVM_FFI_PP_TAIL_COUNT_(__VA_ARGS__, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, \
                         25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, \
                         6, 5, 4, 3, 2, 1, 0, ~)
#define TVM_FFI_PP_TAIL_COUNT_(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14,    \
                               a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27,    \
                               a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, n, \
                               ...)                                                                \
  n
TVM_FFI_STATIC_ASSERT(
    TVM_FFI_PP_TAIL_COUNT(a, b, c) == 2,
    "the C API needs a standard preprocessor: MSVC has one with /std:c11 or /Zc:preprocessor");

/* `m(context, index, element)` for every element behind the first one. */
#define TVM_FFI_PP_EACH(m, c, ...) \
  TVM_FFI_PP_EACH_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), m, c, __VA_ARGS__)
#define TVM_FFI_PP_EACH_N(n, ...) TVM_FFI_PP_EACH_N_(n, __VA_ARGS__)
#define TVM_FFI_PP_EACH_N_(n, ...) TVM_FFI_PP_EACH_##n(__VA_ARGS__)
#define TVM_FFI_PP_EACH_0(m, c, head)
#define TVM_FFI_PP_EACH_1(m, c, head, a) m(c, 0, a)
#define TVM_FFI_PP_EACH_2(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_1(m, c, 2, __VA_ARGS__)
#define TVM_FFI_PP_EACH_3(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_2(m, c, 3, __VA_ARGS__)
#define TVM_FFI_PP_EACH_4(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_3(m, c, 4, __VA_ARGS__)
#define TVM_FFI_PP_EACH_5(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_4(m, c, 5, __VA_ARGS__)
#define TVM_FFI_PP_EACH_6(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_5(m, c, 6, __VA_ARGS__)
#define TVM_FFI_PP_EACH_7(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_6(m, c, 7, __VA_ARGS__)
#define TVM_FFI_PP_EACH_8(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_7(m, c, 8, __VA_ARGS__)
#define TVM_FFI_PP_EACH_9(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_8(m, c, 9, __VA_ARGS__)
#define TVM_FFI_PP_EACH_10(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_9(m, c, 10, __VA_ARGS__)
#define TVM_FFI_PP_EACH_11(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_10(m, c, 11, __VA_ARGS__)
#define TVM_FFI_PP_EACH_12(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_11(m, c, 12, __VA_ARGS__)
#define TVM_FFI_PP_EACH_13(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_12(m, c, 13, __VA_ARGS__)
#define TVM_FFI_PP_EACH_14(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_13(m, c, 14, __VA_ARGS__)
#define TVM_FFI_PP_EACH_15(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_14(m, c, 15, __VA_ARGS__)
#define TVM_FFI_PP_EACH_16(m, c, head, a, ...) m(c, 0, a) TVM_FFI_PP_REST_15(m, c, 16, __VA_ARGS__)
#define TVM_FFI_PP_REST_1(m, c, n, a) m(c, ((n) - 1), a)
#define TVM_FFI_PP_REST_2(m, c, n, a, ...) \
  m(c, ((n) - 2), a) TVM_FFI_PP_REST_1(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_3(m, c, n, a, ...) \
  m(c, ((n) - 3), a) TVM_FFI_PP_REST_2(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_4(m, c, n, a, ...) \
  m(c, ((n) - 4), a) TVM_FFI_PP_REST_3(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_5(m, c, n, a, ...) \
  m(c, ((n) - 5), a) TVM_FFI_PP_REST_4(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_6(m, c, n, a, ...) \
  m(c, ((n) - 6), a) TVM_FFI_PP_REST_5(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_7(m, c, n, a, ...) \
  m(c, ((n) - 7), a) TVM_FFI_PP_REST_6(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_8(m, c, n, a, ...) \
  m(c, ((n) - 8), a) TVM_FFI_PP_REST_7(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_9(m, c, n, a, ...) \
  m(c, ((n) - 9), a) TVM_FFI_PP_REST_8(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_10(m, c, n, a, ...) \
  m(c, ((n) - 10), a) TVM_FFI_PP_REST_9(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_11(m, c, n, a, ...) \
  m(c, ((n) - 11), a) TVM_FFI_PP_REST_10(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_12(m, c, n, a, ...) \
  m(c, ((n) - 12), a) TVM_FFI_PP_REST_11(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_13(m, c, n, a, ...) \
  m(c, ((n) - 13), a) TVM_FFI_PP_REST_12(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_14(m, c, n, a, ...) \
  m(c, ((n) - 14), a) TVM_FFI_PP_REST_13(m, c, n, __VA_ARGS__)
#define TVM_FFI_PP_REST_15(m, c, n, a, ...) \
  m(c, ((n) - 15), a) TVM_FFI_PP_REST_14(m, c, n, __VA_ARGS__)

/* The same for two macros: `m(context, element)` for all but the last, `last(context, element)` for that. */
#define TVM_FFI_PP_JOIN(m, last, c, ...) \
  TVM_FFI_PP_JOIN_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), m, last, c, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_N(n, ...) TVM_FFI_PP_JOIN_N_(n, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_N_(n, ...) TVM_FFI_PP_JOIN_##n(__VA_ARGS__)
#define TVM_FFI_PP_JOIN_0(m, last, c, head)
#define TVM_FFI_PP_JOIN_1(m, last, c, head, a) last(c, a)
#define TVM_FFI_PP_JOIN_2(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_1(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_3(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_2(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_4(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_3(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_5(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_4(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_6(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_5(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_7(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_6(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_8(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_7(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_9(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_8(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_10(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_9(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_11(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_10(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_12(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_11(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_13(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_12(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_14(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_13(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_15(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_14(m, last, c, head, __VA_ARGS__)
#define TVM_FFI_PP_JOIN_16(m, last, c, head, a, ...) \
  m(c, a) TVM_FFI_PP_JOIN_15(m, last, c, head, __VA_ARGS__)

/* `m(context, element)` for every element behind the first one of a class table. */
#define TVM_FFI_PP_TABLE(m, c, ...) \
  TVM_FFI_PP_TABLE_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), m, c, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_N(n, ...) TVM_FFI_PP_TABLE_N_(n, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_N_(n, ...) TVM_FFI_PP_TABLE_##n(__VA_ARGS__)
#define TVM_FFI_PP_TABLE_0(m, c, head)
#define TVM_FFI_PP_TABLE_1(m, c, head, a) m(c, a)
#define TVM_FFI_PP_TABLE_2(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_1(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_3(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_2(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_4(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_3(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_5(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_4(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_6(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_5(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_7(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_6(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_8(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_7(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_9(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_8(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_10(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_9(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_11(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_10(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_12(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_11(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_13(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_12(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_14(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_13(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_15(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_14(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_16(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_15(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_17(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_16(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_18(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_17(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_19(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_18(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_20(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_19(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_21(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_20(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_22(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_21(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_23(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_22(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_24(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_23(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_25(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_24(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_26(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_25(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_27(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_26(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_28(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_27(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_29(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_28(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_30(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_29(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_31(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_30(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_32(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_31(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_33(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_32(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_34(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_33(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_35(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_34(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_36(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_35(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_37(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_36(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_38(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_37(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_39(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_38(m, c, head, __VA_ARGS__)
#define TVM_FFI_PP_TABLE_40(m, c, head, a, ...) m(c, a) TVM_FFI_PP_TABLE_39(m, c, head, __VA_ARGS__)

#endif /* TVM_FFI_C_PP_H_ */
