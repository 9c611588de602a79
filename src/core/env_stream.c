/* SPDX-License-Identifier: Apache-2.0 */
/* Current streams: one small sorted table per thread, made by the thread's first set and freed at
   its end (abi.md section 16). */
#include <tvm/ffi/extra/c_env_api.h>

#include "base/mem.h"
#include "base/thread.h"
#include "core/error.h"

#include <string.h>

/* A thread that sets more streams than this is counting, not computing. */
#define MAX_STREAMS 65536

typedef struct {
  uint64_t device; /* type and id, see device_key */
  TVMFFIStreamHandle stream;
} stream_entry;

typedef struct {
  size_t count;
  size_t room;
  stream_entry* entries; /* sorted by device */
} stream_table;

static TF_THREAD_LOCAL stream_table* streams;

static uint64_t device_key(int32_t device_type, int32_t device_id) {
  return (uint64_t)(uint32_t)device_type << 32 | (uint32_t)device_id;
}

static void drop_table(void* argument) {
  stream_table* table = argument;
  streams = NULL;
  tf_mem_free(table->entries);
  tf_mem_free(table);
}

static tf_thread_exit at_thread_end = TF_THREAD_EXIT_INIT(drop_table);

/* Index of the first entry that is not before `device`. */
static size_t lower_bound(const stream_table* table, uint64_t device) {
  size_t low = 0, high = table->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (table->entries[middle].device < device) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static stream_entry* find_entry(const stream_table* table, uint64_t device) {
  if (table == NULL) return NULL;
  size_t at = lower_bound(table, device);
  return at < table->count && table->entries[at].device == device ? &table->entries[at] : NULL;
}

/* The calling thread's table, made now when there is none. NULL with MemoryError raised. */
static stream_table* own_table(void) {
  if (streams != NULL) return streams;
  stream_table* table = tf_mem_zalloc(sizeof *table);
  if (table == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  /* Without a slot for the action the table stays behind when the thread ends, which harms nobody.
   */
  (void)tf_thread_at_exit(&at_thread_end, table);
  streams = table;
  return table;
}

static int grow(stream_table* table) {
  size_t room;
  if (table->count >= MAX_STREAMS) {
    return tf_raise(TF_RUNTIME_ERROR, "more than %d devices have a stream", MAX_STREAMS);
  }
  if (!tf_size_grow(table->room, table->count + 1, sizeof(stream_entry), &room)) {
    return tf_raise_memory();
  }
  stream_entry* entries = tf_mem_realloc(table->entries, room * sizeof(stream_entry));
  if (entries == NULL) return tf_raise_memory();
  table->entries = entries;
  table->room = room;
  return 0;
}

static int add_entry(uint64_t device, TVMFFIStreamHandle stream) {
  stream_table* table = own_table();
  if (table == NULL) return -1;
  if (table->count == table->room) TF_TRY(grow(table));
  size_t at = lower_bound(table, device);
  stream_entry* entry = &table->entries[at];
  memmove(entry + 1, entry, (table->count - at) * sizeof(stream_entry));
  *entry = (stream_entry){.device = device, .stream = stream};
  ++table->count;
  return 0;
}

int TVMFFIEnvSetStream(int32_t device_type, int32_t device_id, TVMFFIStreamHandle stream,
                       TVMFFIStreamHandle* opt_out_original_stream) {
  if (device_type < 0 || device_id < 0) {
    return tf_raise(TF_VALUE_ERROR,
                    "TVMFFIEnvSetStream: device type %d and id %d must not be negative",
                    (int)device_type, (int)device_id);
  }
  uint64_t device = device_key(device_type, device_id);
  stream_entry* entry = find_entry(streams, device);
  TVMFFIStreamHandle original = entry != NULL ? entry->stream : NULL;
  if (entry != NULL) {
    entry->stream = stream;
  } else if (stream != NULL) {
    TF_TRY(add_entry(device, stream));
  }
  if (opt_out_original_stream != NULL) *opt_out_original_stream = original;
  return 0;
}

TVMFFIStreamHandle TVMFFIEnvGetStream(int32_t device_type, int32_t device_id) {
  const stream_entry* entry = find_entry(streams, device_key(device_type, device_id));
  return entry != NULL ? entry->stream : NULL;
}
