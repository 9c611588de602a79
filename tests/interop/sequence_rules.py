# SPDX-License-Identifier: Apache-2.0
"""Where random sequences may differ, by decision. Each rule explains one line of ours and the reference's."""

from __future__ import annotations

import re

from sequences import Rule

JSON = "json_read json_write graph graph_text"


def small_numbers_are_read(ours: str, reference: str) -> bool:
    """Every finite double survives being written and read; what is too small for one is zero."""
    number = re.search(r"\d[eE]-\d{3,}", ours)
    return bool(number and re.search(r'"ValueError" "Expecting value|refused', reference))


def whole_floats_stay_floats(ours: str, reference: str) -> bool:
    """From 2^53 on the reference writes them as integers are written."""
    return re.search(r"\d{16,}\.0", ours) is not None and re.search(r"\d{16,}(?!\.0|\d)", reference) is not None


def lenient_numbers_are_refused(ours: str, reference: str) -> bool:
    """`01`, `1.`, `.5`, `+1` and the like are no JSON."""
    lenient = r"(?<![\w.+-])[+-]?(0\d|\.\d|\d+\.(?!\d)|\+\d|[\d.]*[eE][+-]?(?!\d))"
    return '! "ValueError"' in ours or "refused" in ours if re.search(lenient, ours) else False


def refused_in_other_words(ours: str, reference: str) -> bool:
    """Texts that end too early or hold a bad escape are refused by both; ours follows Python's wording."""
    words = r'"(Invalid \\x5cuXXXX escape|Invalid \\x5cescape|Syntax error near|Invalid surrogate pair)'
    return '! "ValueError"' in ours and re.search('! "ValueError" ' + words, reference) is not None


def repeated_keys_keep_their_place(ours: str, reference: str) -> bool:
    """In a JSON object, whatever its size; in the reference's from four members on they move to the end."""
    read = [line.split(" ffi.json.Stringify ")[0].split() for line in (ours, reference)]
    return "ffi.Map" in read[0] and read[0] != read[1] and sorted(read[0]) == sorted(read[1])


def bytes_are_base64(ours: str, reference: str) -> bool:
    """The reference skips what it does not know."""
    return '"type":"ffi.Bytes"' in ours and ours.endswith(" refused") and not reference.endswith(" refused")


def texts_are_ordered_by_unsigned_bytes(ours: str, reference: str) -> bool:
    """As Python orders them; with the reference a byte above 127 comes before all others."""
    order = r"ffi\.Recursive(Lt|Le|Gt|Ge) "
    return re.search(order, ours) is not None and re.search(r"\\x[89a-f]", ours.split(" = ")[0]) is not None


def one_of_two_is_named(ours: str, reference: str) -> bool:
    """A value that holds two objects that cannot be copied: either may be found first."""
    words = r'Cannot deep copy object of type "ffi\.(Tensor|Function)"'
    return re.sub(words, "", ours) == re.sub(words, "", reference)


def huge_indices_are_named_as_given(ours: str, reference: str) -> bool:
    """The reference prints what is left of them after a multiplication."""
    pattern = r'"Index -?\d{12,} out'
    return re.search(pattern, ours) is not None and re.sub(pattern, "", ours) == re.sub(pattern, "", reference)


def circles_are_printed_anew(ours: str, reference: str) -> bool:
    """The reference repeats the text that an object got when it was first met, also inside itself."""
    return "ffi.ReprPrint" in ours and "..." in ours and "..." in reference


def scalable_small_floats_are_read(ours: str, reference: str) -> bool:
    """Both print them; only ours reads them."""
    return "xvscale" in ours and '"ValueError"' in reference and '"ValueError"' not in ours


def numbers_do_not_wrap(ours: str, reference: str) -> bool:
    """Lanes that no data type has, and what stands behind a whole name, are refused."""
    return 'read "' in ours and '"ValueError"' in ours and '"ValueError"' not in reference


RULES = [
    Rule("small numbers are read", JSON, small_numbers_are_read),
    Rule("whole floats stay floats", JSON, whole_floats_stay_floats),
    Rule("lenient numbers are refused", JSON, lenient_numbers_are_refused),
    Rule("refused in other words", JSON, refused_in_other_words),
    Rule("repeated keys keep their place", "json_read", repeated_keys_keep_their_place),
    Rule("bytes are base64", "graph_text", bytes_are_base64),
    Rule("texts are ordered by unsigned bytes", "recursive", texts_are_ordered_by_unsigned_bytes),
    Rule("one of two that cannot be copied is named", "copy", one_of_two_is_named),
    Rule("huge indices are named as given", "list", huge_indices_are_named_as_given),
    Rule("circles are printed anew", "repr", circles_are_printed_anew),
    Rule("scalable small floats are read", "dtype_read dtype_write", scalable_small_floats_are_read),
    Rule("numbers of data types do not wrap", "dtype_read", numbers_do_not_wrap),
]
