// SPDX-License-Identifier: MIT
//
// The module _warnings: warn, warn_explicit, and the state that the module `warnings` shares: filters, the once registry.
//
// As CPython: when `warnings` is imported its _showwarnmsg shows a warning; before that the text is printed here.
#include <string>

#include "modules/support.h"
#include "modules/sys/sys.h"
#include "vm/frame.h"

namespace eider::modules {

namespace {

Result<Value> module_attribute(Thread& t, const char* attribute) {
  Value imported = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, "warnings")));
  if (!imported.is_absent() && !imported.is_none()) {
    Value found = EIDER_TRY(find_named(t, imported, attribute));
    if (!found.is_absent()) return found;
  }
  return find_named(t, EIDER_TRY(t.realm->import(t, "_warnings")), attribute);
}

/// The version counter of filters: a registry made under another one is stale.
Result<Value> filters_version(Thread& t) { return find_named(t, EIDER_TRY(t.realm->import(t, "_warnings")), "_filters_version"); }

Result<bool> already(Thread& t, Value registry, Value key, bool set) {
  if (registry.is_absent() || registry.is_none()) return false;
  Dict* d = registry.as<Dict>();
  Value version_key = EIDER_TRY(text_value(t, "version"));
  Value now = EIDER_TRY(filters_version(t)), then = EIDER_TRY(dict_get(t, d, version_key));
  if (then.is_absent() || !EIDER_TRY(equal(t, then, now))) {
    dict_clear(t, d);
    EIDER_TRY(dict_set(t, d, version_key, now));
  } else {
    Value seen = EIDER_TRY(dict_get(t, d, key));
    if (!seen.is_absent() && EIDER_TRY(truth(t, seen))) return true;
  }
  if (set) EIDER_TRY(dict_set(t, d, key, kTrue));
  return false;
}

Result<bool> matches(Thread& t, Value pattern, Value text) {
  if (pattern.is_none()) return true;
  if (is_exact(pattern, TypeId::kStr)) return EIDER_TRY(equal(t, pattern, text));
  return truth(t, EIDER_TRY(call_named(t, pattern, "match", {text})));
}

Result<Value> action_for(Thread& t, Value category, Value text, int64_t line, Value module, Value* item) {
  *item = kNone;
  Value filters = EIDER_TRY(module_attribute(t, "filters"));
  if (!is_instance(t, filters, TypeId::kList)) return raise(t, TypeId::kValueError, "_warnings.filters must be a list");
  for (int64_t i = 0; i < list_size(filters.as<List>()); ++i) {
    Value entry = list_get_checked(filters.as<List>(), i);
    if (entry.is_absent()) break;
    if (!is_exact(entry, TypeId::kTuple) || entry.as<Tuple>()->size() != 5) {
      return raise(t, TypeId::kValueError, "_warnings.filters item %ld isn't a 5-tuple", i);
    }
    Tuple* f = entry.as<Tuple>();
    if (!EIDER_TRY(matches(t, f->items[1].get(), text))) continue;
    if (!EIDER_TRY(is_subclass_of(t, category, f->items[2].get()))) continue;
    if (!EIDER_TRY(matches(t, f->items[3].get(), module))) continue;
    int64_t wanted = EIDER_TRY(argument_index(t, f->items[4].get()));
    if (wanted != 0 && wanted != line) continue;
    *item = entry;
    return f->items[0].get();
  }
  return module_attribute(t, "defaultaction");
}

Result<void> show(Thread& t, Value message, Value text, Value category, Value filename, int64_t line, Value source_line, Value source) {
  Value imported = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, "warnings")));
  Value shower = kAbsent;
  if (!imported.is_absent() && !imported.is_none()) shower = EIDER_TRY(find_named(t, imported, "_showwarnmsg"));
  if (shower.is_absent()) {
    std::string out = to_utf8(EIDER_TRY(to_str(t, filename))) + ":" + std::to_string(line) + ": " + to_utf8(category.as<Type>()->name) + ": " +
                      to_utf8(text.as<Str>()) + "\n";
    std::string code;
    if (!source_line.is_absent() && is_instance(t, source_line, TypeId::kStr)) {
      code = to_utf8(source_line.as<Str>());
    } else if (is_instance(t, filename, TypeId::kStr) && t.realm->hooks.traceback_source_line != nullptr) {
      Result<Str*> read = t.realm->hooks.traceback_source_line(t, filename.as<Str>(), line);
      if (read.ok()) {
        code = to_utf8(read.get());
      } else {
        t.pending_exception = kAbsent;  // shown without its line
      }
    }
    while (!code.empty() && (code.back() == ' ' || code.back() == '\t' || code.back() == '\f' || code.back() == '\n')) code.pop_back();
    size_t start = code.find_first_not_of(" \t\f");
    if (start != std::string::npos) out += "  " + code.substr(start) + "\n";
    write_stderr(t, out);
    return kDone;
  }
  if (!is_callable(t, shower)) return raise(t, TypeId::kTypeError, "warnings._showwarnmsg() must be set to a callable");
  Value make = EIDER_TRY(attr_named(t, imported, "WarningMessage"));
  Value args[] = {message, category, filename, EIDER_TRY(int_from_int64(t, line)), kNone, kNone, source};
  EIDER_TRY(call1(t, shower, EIDER_TRY(call(t, make, args, 7))));
  return kDone;
}

Result<Value> explicit_warning(Thread& t, Value category, Value message, Value filename, int64_t line, Value module, Value registry, Value source_line,
                               Value source) {
  if (module.is_none()) {
    std::string text = to_utf8(EIDER_TRY(to_str(t, filename)));
    if (text.empty()) text = "<unknown>";
    if (text.ends_with(".py")) text.resize(text.size() - 3);
    module = EIDER_TRY(text_value(t, text));
  }
  if (!registry.is_absent() && !registry.is_none() && !is_instance(t, registry, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "'registry' must be a dict or None");
  }
  Value text;
  if (EIDER_TRY(is_instance_of(t, message, type(t, TypeId::kWarning)->value()))) {
    text = EIDER_TRY(to_str(t, message))->value();
    category = type_of(t, message)->value();
  } else {
    text = message;
    if (!is_instance(t, text, TypeId::kStr)) text = EIDER_TRY(to_str(t, message))->value();
    message = EIDER_TRY(call1(t, category, message));
  }
  Value line_value = EIDER_TRY(int_from_int64(t, line));
  Value key = EIDER_TRY(tuple_of(t, text, category, line_value))->value();
  if (EIDER_TRY(already(t, registry, key, false))) return kNone;
  Value item;
  Value action = EIDER_TRY(action_for(t, category, text, line, module, &item));
  std::string what = is_instance(t, action, TypeId::kStr) ? to_utf8(action.as<Str>()) : "";
  if (what == "error") return raise_exception(t, message);
  if (what == "ignore") return kNone;
  bool seen = false;
  if (what == "once") {
    Value once = EIDER_TRY(module_attribute(t, "onceregistry"));
    seen = EIDER_TRY(already(t, once, EIDER_TRY(tuple_of(t, text, category))->value(), true));
  } else if (what == "module") {
    seen = EIDER_TRY(already(t, registry, EIDER_TRY(tuple_of(t, text, category, Value::from_small_int(0)))->value(), true));
  } else if (what == "default") {
    seen = EIDER_TRY(already(t, registry, key, true));
  } else if (what != "always") {
    return raise(t, TypeId::kRuntimeError, "Unrecognized action (%s) in warnings.filters:\n %s", to_utf8(EIDER_TRY(repr(t, action))).c_str(),
                 to_utf8(EIDER_TRY(repr(t, item))).c_str());
  }
  if (seen) return kNone;
  EIDER_TRY(show(t, message, text, category, filename, line, source_line, source));
  return kNone;
}

Result<Value> warnings_warn(Thread& t, Value message, Value category, Value stack_level, Value source) {
  int64_t level = stack_level.is_absent() ? 1 : EIDER_TRY(argument_index(t, stack_level));
  if (EIDER_TRY(is_instance_of(t, message, type(t, TypeId::kWarning)->value()))) {
    category = type_of(t, message)->value();
  } else if (category.is_absent() || category.is_none()) {
    category = type(t, TypeId::kUserWarning)->value();
  }
  if (!is_type(t, category) || !EIDER_TRY(is_subclass_of(t, category, type(t, TypeId::kWarning)->value()))) {
    return raise(t, TypeId::kTypeError, "category must be a Warning subclass, not '%s'", type_name(t, category));
  }
  // Frames of the import system do not count, unless the caller asked for itself only.
  vm::Frame* frame = t.frame;
  for (int64_t n = 1; n < level && frame != nullptr; ++n) frame = frame->previous;
  Value filename = EIDER_TRY(text_value(t, "sys")), globals = t.realm->sys_module.as<Module>()->dict.load_relaxed()->value();
  int64_t line = 1;
  if (frame != nullptr) {
    Value object = t.realm->hooks.frame_object(t, frame);
    if (object.is_absent()) return kFailure;
    globals = EIDER_TRY(attr_named(t, object, "f_globals"));
    filename = EIDER_TRY(attr_named(t, EIDER_TRY(attr_named(t, object, "f_code")), "co_filename"));
    Value number = EIDER_TRY(attr_named(t, object, "f_lineno"));
    if (!number.is_none()) line = EIDER_TRY(argument_index(t, number));
  }
  Value registry_key = EIDER_TRY(text_value(t, "__warningregistry__"));
  Dict* space = globals.as<Dict>();
  Value registry = EIDER_TRY(dict_get(t, space, registry_key));
  if (registry.is_absent()) registry = EIDER_TRY(dict_set_default(t, space, registry_key, EIDER_TRY(dict_new(t))->value()));
  Value module = dict_get_str(t, space, name(t, Name::k__name__));
  if (module.is_absent() || !is_instance(t, module, TypeId::kStr)) module = EIDER_TRY(text_value(t, "<string>"));
  return explicit_warning(t, category, message, filename, line, module, registry, kAbsent, source.is_absent() ? kNone : source);
}

Result<Value> warnings_warn_explicit(Thread& t, const Value* a) {
  auto given = [](Value v) { return v.is_absent() ? kNone : v; };
  return explicit_warning(t, a[1], a[0], a[2], EIDER_TRY(argument_index(t, a[3])), given(a[4]), a[5], kAbsent, given(a[7]));
}

Result<Value> filters_mutated(Thread& t, Value module) {
  Value now = EIDER_TRY(filters_version(t));
  EIDER_TRY(module_set(t, module.as<Module>(), "_filters_version", EIDER_TRY(add(t, now, Value::from_small_int(1)))));
  return kNone;
}

constexpr NativeDef kFunctions[] = {
    {"warn(message, category=None, stacklevel=1, source=None)", bind<warnings_warn>, Sync::kNone, "Issue a warning, or maybe ignore it or raise an exception.", NativeDef::kFunction},
    {"warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)", warnings_warn_explicit, Sync::kNone,
     "Issue a warning, or maybe ignore it or raise an exception.", NativeDef::kFunction},
    {"_filters_mutated(module, /)", bind<filters_mutated>, Sync::kNone, nullptr, NativeDef::kFunction},
};

}  // namespace

Result<void> fill_warnings(Thread& t, Module* module) {
  EIDER_TRY(add_functions(t, module, kFunctions));
  EIDER_TRY(module_set(t, module, "_filters_version", Value::from_small_int(0)));
  Value default_action = EIDER_TRY(text_value(t, "default"));
  EIDER_TRY(module_set(t, module, "_defaultaction", default_action));
  EIDER_TRY(module_set(t, module, "defaultaction", default_action));
  Dict* once = EIDER_TRY(dict_new(t));
  EIDER_TRY(module_set(t, module, "_onceregistry", once->value()));
  EIDER_TRY(module_set(t, module, "onceregistry", once->value()));
  struct Row {
    const char* action;
    TypeId category;
    const char* module;
  };
  static constexpr Row kRows[] = {{"default", TypeId::kDeprecationWarning, "__main__"},
                                  {"ignore", TypeId::kDeprecationWarning, nullptr},
                                  {"ignore", TypeId::kPendingDeprecationWarning, nullptr},
                                  {"ignore", TypeId::kImportWarning, nullptr},
                                  {"ignore", TypeId::kResourceWarning, nullptr}};
  List* filters = EIDER_TRY(list_new(t, 5));
  for (const Row& row : kRows) {
    Value items[] = {EIDER_TRY(text_value(t, row.action)), kNone, type(t, row.category)->value(),
                     row.module == nullptr ? kNone : EIDER_TRY(text_value(t, row.module)), Value::from_small_int(0)};
    EIDER_TRY(list_append(t, filters, EIDER_TRY(tuple_from(t, items, 5))->value()));
  }
  return module_set(t, module, "filters", filters->value());
}

}  // namespace eider::modules
