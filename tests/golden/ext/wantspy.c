/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "wantspy": uses a function of the Python interpreter, which no library that it names provides. */
void* PyList_New(long size);
void* make_list(void);
void* make_list(void) { return PyList_New(1); }
