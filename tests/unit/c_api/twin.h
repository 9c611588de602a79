/* SPDX-License-Identifier: Apache-2.0 */
/* One class written twice, in C and in C++: the test compares what the type table knows of the two. */
#ifndef TWIN_H_
#define TWIN_H_

#define TWIN_C_KEY "t.TwinC"
#define TWIN_X_KEY "t.TwinX" /* the same but for the last letter */

#endif /* TWIN_H_ */
