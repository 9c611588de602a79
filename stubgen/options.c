/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "names.h"

typedef enum {
  OPT_FLAG, /* a bool */
  OPT_TEXT, /* a tf_str */
  OPT_LIST, /* items separated by `;` */
  OPT_NUMBER,
  OPT_COLOR,
  OPT_TARGET, /* must be `python` */
  OPT_REFUSED
} opt_kind;

typedef struct opt {
  const char* name;
  opt_kind kind;
  size_t offset; /* of the field */
} opt;

#define FIELD(member) offsetof(sg_options, member)

static const opt options[] = {
    {"--help", OPT_FLAG, FIELD(help)},
    {"--version", OPT_FLAG, FIELD(version)},
    {"--imports", OPT_LIST, FIELD(imports)},
    {"--dlls", OPT_LIST, FIELD(dlls)},
    {"--init-pypkg", OPT_TEXT, FIELD(init_package)},
    {"--init-lib", OPT_TEXT, FIELD(init_library)},
    {"--init-prefix", OPT_TEXT, FIELD(init_prefix)},
    {"--init-library-class", OPT_FLAG, FIELD(init_library_class)},
    {"--indent", OPT_NUMBER, FIELD(indent)},
    {"--target", OPT_TARGET, 0},
    {"--verbose", OPT_FLAG, FIELD(verbose)},
    {"--dry-run", OPT_FLAG, FIELD(dry_run)},
    {"--check", OPT_FLAG, FIELD(check)},
    {"--diff", OPT_FLAG, FIELD(diff)},
    {"--color", OPT_COLOR, FIELD(color)},
    {"--docs", OPT_FLAG, FIELD(docs)},
    {"--json", OPT_FLAG, FIELD(json)},
    {"--prune", OPT_FLAG, FIELD(prune)},
    {"--depfile", OPT_TEXT, FIELD(depfile)},
    {"--stamp", OPT_TEXT, FIELD(stamp)},
    {"--output-dir", OPT_TEXT, FIELD(output_dir)},
    {"--coverage-out", OPT_REFUSED, 0},
};

typedef struct reader {
  sg_arena* arena;
  sg_options* out;
  size_t count;
  const char* const* args;
  size_t at; /* of the next argument */
} reader;

/* Finds an option by its name or an unambiguous beginning of it. */
static const opt* find_option(sg_arena* arena, tf_str name, const char** why) {
  const opt* found = NULL;
  sg_text matches = sg_text_new(arena);
  size_t count = 0;
  sg_nearest nearest = sg_nearest_to(name);
  for (size_t i = 0; i < TF_COUNT_OF(options); i++) {
    tf_str known = tf_str_c(options[i].name);
    sg_nearest_offer(&nearest, known);
    if (tf_str_equal(known, name)) return &options[i];
    if (!tf_str_starts_with(known, name)) continue;
    found = &options[i];
    sg_putf(&matches, "%s%s", count++ == 0 ? "" : ", ", options[i].name);
  }
  if (count == 1) return found;
  if (count > 1) {
    *why = sg_format(arena, "ambiguous option: %.*s could match %.*s", SG_ARG(name),
                     SG_ARG(sg_text_view(&matches)))
               .data;
  } else {
    tf_str hint = sg_nearest_hint(&nearest, arena);
    *why = sg_format(arena, "unrecognized arguments: %.*s%.*s", SG_ARG(name), SG_ARG(hint)).data;
  }
  return NULL;
}

static void split_list(sg_arena* arena, tf_str value, void* field) {
  SG_LIST(tf_str)* list = field;
  while (value.size != 0) {
    size_t end = tf_str_find_byte(value, ';');
    tf_str item = sg_strip(tf_str_slice(value, 0, end));
    if (item.size != 0) *SG_PUSH(arena, list) = item;
    value = end == TF_STR_NONE ? tf_str_of("", 0) : tf_str_slice(value, end + 1, value.size);
  }
}

static const char* read_number(sg_arena* arena, const char* name, tf_str value, size_t* out) {
  char* end = NULL;
  const char* text = sg_c_str(arena, value);
  long number = strtol(text, &end, 10);
  if (value.size == 0 || *end != '\0' || number > 1000) {
    return sg_format(arena, "argument %s: invalid int value: '%s'", name, text).data;
  }
  *out = number < 0 ? 0 : (size_t)number;
  return NULL;
}

static const char* read_color(sg_arena* arena, tf_str value, sg_color* out) {
  static const char* const names[] = {"auto", "always", "never"};
  for (size_t i = 0; i < TF_COUNT_OF(names); i++) {
    if (!tf_str_equal_c(value, names[i])) continue;
    *out = (sg_color)i;
    return NULL;
  }
  return sg_format(arena,
                   "argument --color: invalid choice: '%.*s' (choose from auto, always, never)",
                   SG_ARG(value))
      .data;
}

static const char* read_value(reader* r, const opt* option, tf_str value) {
  char* field = (char*)r->out + option->offset;
  switch (option->kind) {
    case OPT_TEXT:
      *(tf_str*)(void*)field = value;
      return NULL;
    case OPT_LIST: {
      memset(field, 0, sizeof r->out->dlls);
      split_list(r->arena, value, field);
      return NULL;
    }
    case OPT_NUMBER:
      return read_number(r->arena, option->name, value, (size_t*)(void*)field);
    case OPT_COLOR:
      return read_color(r->arena, value, (sg_color*)(void*)field);
    case OPT_TARGET:
      if (tf_str_equal_c(value, "python")) return NULL;
      return sg_format(r->arena, "argument --target: `%.*s` is not supported; only python is",
                       SG_ARG(value))
          .data;
    default:
      return sg_format(r->arena, "argument %s: not supported by this implementation", option->name)
          .data;
  }
}

static const char* read_option(reader* r, tf_str text) {
  const char* why = NULL;
  size_t equals = tf_str_find_byte(text, '=');
  const opt* option = find_option(r->arena, tf_str_slice(text, 0, equals), &why);
  if (option == NULL) return why;
  if (option->kind == OPT_FLAG) {
    if (equals != TF_STR_NONE) {
      return sg_format(r->arena, "argument %s: takes no value", option->name).data;
    }
    *((bool*)r->out + option->offset) = true;
    return NULL;
  }
  if (equals != TF_STR_NONE) {
    return read_value(r, option, tf_str_slice(text, equals + 1, text.size));
  }
  bool has_next = r->at < r->count;
  tf_str next = tf_str_c(has_next ? r->args[r->at] : "");
  bool is_option = next.size > 1 && next.data[0] == '-' &&
                   !(option->kind == OPT_NUMBER && next.data[1] >= '0' && next.data[1] <= '9');
  if (!has_next || is_option) {
    return sg_format(r->arena, "argument %s: expected one argument", option->name).data;
  }
  r->at++;
  return read_value(r, option, next);
}

static const char* check(sg_options* out) {
  int given =
      (out->init_package.size != 0) + (out->init_library.size != 0) + (out->init_prefix.size != 0);
  if (given != 0 && given != 3) {
    return "--init-pypkg, --init-lib, and --init-prefix must be provided together";
  }
  out->init = given == 3;
  if (out->check && out->init) return "--check cannot be combined with --init-* flags";
  if (out->init_library_class && !out->init) return "--init-library-class needs the --init-* flags";
  if (out->check) out->dry_run = true;
  return NULL;
}

const char* sg_options_parse(sg_arena* arena, size_t count, const char* const* args,
                             sg_options* out) {
  bool only_paths = false;
  memset(out, 0, sizeof *out);
  out->indent = 4;
  reader r = {arena, out, count, args, 0};
  while (r.at < count) {
    tf_str text = tf_str_c(args[r.at++]);
    if (!only_paths && tf_str_equal_c(text, "--")) {
      only_paths = true;
    } else if (!only_paths && tf_str_equal_c(text, "-h")) {
      out->help = true;
    } else if (!only_paths && text.size > 1 && text.data[0] == '-') {
      const char* why = read_option(&r, text);
      if (why != NULL) return why;
    } else {
      *SG_PUSH(arena, &out->paths) = text;
    }
    if (out->help || out->version) return NULL;
  }
  return check(out);
}
