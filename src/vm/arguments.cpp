// SPDX-License-Identifier: MIT
//
// Binding call arguments to a function's parameters, with python3.11's TypeErrors.
#include <string>
#include <vector>

#include "vm/function.h"
#include "vm/vm_state.h"

namespace eider::vm {

namespace {

std::string quoted_list(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    out += "'" + names[i] + "'";
  }
  return out;
}

std::string qualname(Function* fn) { return to_utf8(fn->qualname.load_relaxed().as<Str>()); }

Failure missing_arguments(Thread& t, Function* fn, const char* kind, const std::vector<std::string>& names) {
  return raise(t, TypeId::kTypeError, "%s() missing %zu required %s argument%s: %s", qualname(fn).c_str(), names.size(), kind,
               names.size() == 1 ? "" : "s", quoted_list(names).c_str());
}

Failure too_many_positional(Thread& t, Function* fn, Code* code, uint32_t given, const Value* locals) {
  uint32_t keyword_given = 0;
  for (uint32_t i = code->argcount; i < code->argcount + code->kwonly; ++i) keyword_given += !locals[i].is_absent();
  Value defaults = fn->defaults.load_relaxed();
  int64_t default_count = defaults.is_absent() ? 0 : defaults.as<Tuple>()->size();
  bool plural;
  std::string takes;
  if (default_count > 0) {
    takes = "from " + std::to_string(code->argcount - default_count) + " to " + std::to_string(code->argcount);
    plural = true;
  } else {
    takes = std::to_string(code->argcount);
    plural = code->argcount != 1;
  }
  std::string extra;
  if (keyword_given > 0) {
    extra = std::string(" positional argument") + (given != 1 ? "s" : "") + " (and " + std::to_string(keyword_given) +
            " keyword-only argument" + (keyword_given != 1 ? "s" : "") + ")";
  }
  return raise(t, TypeId::kTypeError, "%s() takes %s positional argument%s but %u%s %s given", qualname(fn).c_str(), takes.c_str(),
               plural ? "s" : "", given, extra.c_str(), given == 1 && keyword_given == 0 ? "was" : "were");
}

/// The parameter index of keyword `name`, or -1. `*positional_only` when it names a positional-only one.
int find_parameter(Code* code, Str* name, bool* positional_only) {
  *positional_only = false;
  uint32_t named = code->argcount + code->kwonly;
  for (uint32_t i = 0; i < named; ++i) {
    Str* parameter = code->local_names->items[i].get().as<Str>();
    if (parameter == name || str_equal(parameter, name)) {
      if (i < code->posonly) {
        *positional_only = true;
        return -1;
      }
      return static_cast<int>(i);
    }
  }
  return -1;
}

Result<void> bind_keyword(Thread& t, Function* fn, Code* code, Value key, Value v, Value* locals, Dict* kwargs,
                          std::vector<std::string>& positional_only_names) {
  if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s() keywords must be strings", qualname(fn).c_str());
  Str* name = key.as<Str>();
  bool positional_only;
  int index = find_parameter(code, name, &positional_only);
  if (index >= 0) {
    if (!locals[index].is_absent()) {
      return raise(t, TypeId::kTypeError, "%s() got multiple values for argument '%s'", qualname(fn).c_str(), to_utf8(name).c_str());
    }
    locals[index] = v;
    return kDone;
  }
  if (kwargs != nullptr) return dict_set(t, kwargs, key, v);
  if (positional_only) {
    positional_only_names.push_back(to_utf8(name));
    return kDone;
  }
  return raise(t, TypeId::kTypeError, "%s() got an unexpected keyword argument '%s'", qualname(fn).c_str(), to_utf8(name).c_str());
}

}  // namespace

Result<void> bind_arguments(Thread& t, Function* fn, ThreadCode* tc, const Value* args, uint32_t nargs, Tuple* kwnames, Value* locals) {
  Code* code = tc->code;
  Binding binding(t, code);
  uint32_t named = code->argcount + code->kwonly;
  bool var_args = code->flags & bytecode::kVarArgs;
  bool var_keywords = code->flags & bytecode::kVarKeywords;
  int64_t keyword_count = kwnames == nullptr ? 0 : kwnames->size();

  // `locals` may be `args` itself: what is beyond the parameters is taken out first.
  Value few[8];
  const Value* keywords = few;
  if (keyword_count <= 8) {
    for (int64_t i = 0; i < keyword_count; ++i) few[i] = args[nargs + i];
  } else {
    keywords = reinterpret_cast<const Value*>(EIDER_TRY(tuple_from(t, args + nargs, keyword_count))->items);
  }
  Tuple* rest = nullptr;
  if (var_args) {
    uint32_t extra = nargs > code->argcount ? nargs - code->argcount : 0;
    rest = EIDER_TRY(tuple_from(t, args + code->argcount, extra));
  }
  uint32_t positional = nargs < code->argcount ? nargs : code->argcount;
  if (locals != args) {
    for (uint32_t i = 0; i < positional; ++i) locals[i] = args[i];
  }
  for (uint32_t i = positional; i < tc->local_count; ++i) locals[i] = kAbsent;
  Dict* kwargs = nullptr;
  if (var_keywords) {
    kwargs = EIDER_TRY(dict_new(t));
    locals[named + var_args] = kwargs->value();
  }
  if (var_args) locals[named] = rest->value();

  if (keyword_count > 0) {
    std::vector<std::string> positional_only_names;
    for (int64_t i = 0; i < keyword_count; ++i) {
      EIDER_TRY(bind_keyword(t, fn, code, kwnames->items[i].get(), keywords[i], locals, kwargs, positional_only_names));
    }
    if (!positional_only_names.empty()) {
      std::string names;
      for (const std::string& n : positional_only_names) names += (names.empty() ? "" : ", ") + n;
      return raise(t, TypeId::kTypeError, "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                   qualname(fn).c_str(), names.c_str());
    }
  }
  if (nargs > code->argcount && !var_args) return too_many_positional(t, fn, code, nargs, locals);

  if (nargs < code->argcount) {
    Value defaults = fn->defaults.load_relaxed();
    int64_t default_count = defaults.is_absent() ? 0 : defaults.as<Tuple>()->size();
    int64_t first_default = static_cast<int64_t>(code->argcount) - default_count;
    std::vector<std::string> missing;
    for (int64_t i = nargs; i < static_cast<int64_t>(code->argcount); ++i) {
      if (!locals[i].is_absent()) continue;
      if (i >= first_default) {
        locals[i] = defaults.as<Tuple>()->items[i - first_default].get();
      } else {
        missing.push_back(to_utf8(code->local_names->items[i].get().as<Str>()));
      }
    }
    if (!missing.empty()) return missing_arguments(t, fn, "positional", missing);
  }
  if (code->kwonly > 0) {
    Value kwdefaults = fn->kwdefaults.load_relaxed();
    std::vector<std::string> missing;
    for (uint32_t i = code->argcount; i < named; ++i) {
      if (!locals[i].is_absent()) continue;
      Str* name = code->local_names->items[i].get().as<Str>();
      if (!kwdefaults.is_absent() && !kwdefaults.is_none()) locals[i] = dict_get_str(t, kwdefaults.as<Dict>(), name);
      if (locals[i].is_absent()) missing.push_back(to_utf8(name));
    }
    if (!missing.empty()) return missing_arguments(t, fn, "keyword-only", missing);
  }
  return kDone;
}

}  // namespace eider::vm
