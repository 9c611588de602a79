/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments that are containers: the conversions by copy of abi.md section 4. */
#ifndef TVM_FFI_EXTRA_CONVERT_H_
#define TVM_FFI_EXTRA_CONVERT_H_

#include "container/map.h"
#include "container/seq.h"
#include "core/func.h"

/* The Array (List) in argument `index`, or a copy made from a List (Array). Owned. TypeError in the usual words when it
   is neither. */
TF_NODISCARD int tf_convert_array(const tf_args* args, int32_t index, tf_seq** out);
TF_NODISCARD int tf_convert_list(const tf_args* args, int32_t index, tf_seq** out);

/* The List (Dict) in argument `index`, borrowed, with *out_copy NULL; or a copy made from an Array (Map), which is also
   in *out_copy: the caller drops that. */
TF_NODISCARD int tf_convert_list_view(const tf_args* args, int32_t index, tf_seq** out,
                                      tf_seq** out_copy);
TF_NODISCARD int tf_convert_dict_view(const tf_args* args, int32_t index, tf_map** out,
                                      tf_map** out_copy);

/* Argument `index` as an integer in int32_t. */
TF_NODISCARD int tf_convert_int32(const tf_args* args, int32_t index, int32_t* out);

/* Argument `index` as a value of a kind that containers can hold: raw strings, raw byte arrays and rvalues are converted
   into *holder, which the caller drops afterwards; everything else stays borrowed and *holder None. */
TF_NODISCARD int tf_convert_value(const tf_args* args, int32_t index, tf_any* holder, tf_view* out);

/* The Map or Dict in `view`, borrowed; NULL for other values. */
static inline tf_map* tf_convert_view_map(tf_view view) {
  return view.raw.type_index == kTVMFFIMap || view.raw.type_index == kTVMFFIDict
             ? (tf_map*)(void*)view.raw.v_obj
             : NULL;
}

#endif /* TVM_FFI_EXTRA_CONVERT_H_ */
