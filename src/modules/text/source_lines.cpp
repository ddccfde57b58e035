// SPDX-License-Identifier: MIT
//
// Source lines for tracebacks, and which part of a line's expression the carets point at.
//
// The lines of a file are read once per realm. Like CPython's C code, it looks for the file at its name, then on sys.path.
#include <fcntl.h>
#include <unistd.h>

#include "builtins/str/codec_glue.h"
#include "frontend/parser.h"
#include "modules/io/io.h"
#include "modules/support.h"
#include "runtime/frontend_stack.h"
#include "threads/safepoint.h"

namespace eider::modules {

namespace {

bool read_file(Thread& t, const std::string& path, std::string* out) {
  threads::Detached away(t);
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char buffer[65536];
  ssize_t n;
  while ((n = ::read(fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR)) {
    if (n > 0) out->append(buffer, static_cast<size_t>(n));
  }
  ::close(fd);
  return n == 0;
}

/// The encoding a cookie in the first two lines names; "utf-8" without one.
std::string cookie(std::string_view source) {
  for (int line = 0; line < 2 && !source.empty(); ++line) {
    size_t end = source.find('\n');
    std::string_view text = source.substr(0, end);
    size_t start = text.find_first_not_of(" \t\f");
    if (start == std::string_view::npos || text[start] == '\r') {
      // blank: look at the next
    } else if (text[start] != '#') {
      break;
    } else if (size_t at = text.find("coding"); at != std::string_view::npos && at + 6 < text.size() && (text[at + 6] == ':' || text[at + 6] == '=')) {
      at += 7;
      while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
      size_t stop = at;
      while (stop < text.size() && (std::isalnum(static_cast<unsigned char>(text[stop])) || text[stop] == '-' || text[stop] == '_' || text[stop] == '.')) ++stop;
      if (stop > at) return std::string(text.substr(at, stop - at));
    }
    if (end == std::string_view::npos) break;
    source.remove_prefix(end + 1);
  }
  return "utf-8";
}

Dict* source_cache(Thread& t) { return io(t).source_lines.as<Dict>(); }

/// A tuple of the file's lines, cached in the realm's Dict (name -> Tuple).
Result<Value> lines_of(Thread& t, Str* filename) {
  Dict* lines = source_cache(t);
  Value present = EIDER_TRY(dict_get(t, lines, filename->value()));
  if (!present.is_absent()) return present;
  std::string path, source;
  EIDER_TRY(os_bytes(t, filename->value(), &path));
  bool found = !path.empty() && path[0] != '<' && read_file(t, path, &source);
  if (!found && !path.empty() && path[0] != '<' && path[0] != '/') {
    std::string tail = path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
    Value search = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kpath)));
    if (!search.is_absent() && is_instance(t, search, TypeId::kList)) {
      Tuple* directories = EIDER_TRY(list_to_tuple(t, search.as<List>()));
      for (int64_t i = 0; i < directories->size() && !found; ++i) {
        Value directory = directories->items[i].get();
        if (!is_instance(t, directory, TypeId::kStr)) continue;
        std::string base;
        EIDER_TRY(os_bytes(t, directory, &base));
        if (!base.empty()) found = read_file(t, base + "/" + tail, &source);
      }
    }
  }
  Value made = t.realm->empty_tuple->value();
  if (found) {
    if (source.starts_with("\xef\xbb\xbf")) source.erase(0, 3);
    builtins::ByteSpan bytes(reinterpret_cast<const uint8_t*>(source.data()), source.size());
    Result<Str*> text = builtins::decode(t, bytes, cookie(source).c_str(), "replace");
    if (!text.ok()) {
      t.pending_exception = kAbsent;
      text = builtins::decode(t, bytes, "latin-1");
    }
    std::string utf8 = to_utf8(EIDER_TRY(text));
    List* list = EIDER_TRY(list_new(t, 0));
    for (size_t at = 0; at < utf8.size();) {
      size_t end = utf8.find_first_of("\r\n", at);
      EIDER_TRY(list_append(t, list, EIDER_TRY(text_value(t, std::string_view(utf8).substr(at, end == std::string::npos ? end : end - at)))));
      if (end == std::string::npos) break;
      at = end + (utf8[end] == '\r' && end + 1 < utf8.size() && utf8[end + 1] == '\n' ? 2 : 1);
    }
    made = EIDER_TRY(list_to_tuple(t, list))->value();
  }
  EIDER_TRY(dict_set(t, lines, filename->value(), made));
  return made;
}

/// RealmHooks::traceback_source_line.
Result<Str*> source_line(Thread& t, Str* filename, int64_t line) {
  Tuple* lines = EIDER_TRY(lines_of(t, filename)).as<Tuple>();
  if (line < 1 || line > lines->size()) return t.realm->empty_str;
  return lines->items[line - 1].get().as<Str>();
}

/// RealmHooks::caret_anchors: in characters.
void caret_anchors(std::string_view segment, int64_t* left, int64_t* right) {
  namespace f = frontend;
  f::Arena arena;
  f::ParseOptions options;
  options.warn = false;
  options.stack_bytes = runtime::frontend_stack_bytes(*Thread::current());
  std::string source = "(\n" + std::string(segment) + "\n)";
  f::ParseResult parsed = f::parse(source, options, arena);
  if (!parsed.ok() || parsed.mod->kind != f::ast::ModKind::kModule) return;
  auto* module = static_cast<f::ast::Module*>(parsed.mod);
  if (module->body.size() != 1 || module->body[0]->kind != f::ast::StmtKind::kExprStmt) return;
  f::ast::Expr* e = static_cast<f::ast::ExprStmt*>(module->body[0])->value;
  auto characters = [&](int64_t bytes) {
    int64_t n = 0;
    for (int64_t i = 0; i < bytes && i < static_cast<int64_t>(segment.size()); ++i) n += (static_cast<uint8_t>(segment[static_cast<size_t>(i)]) & 0xc0) != 0x80;
    return n;
  };
  if (e->kind == f::ast::ExprKind::kBinOp) {
    auto* op = static_cast<f::ast::BinOp*>(e);
    if (op->left->end_lineno != 2 || op->right->lineno != 2) return;
    int64_t at = op->left->end_col_offset, end = op->right->col_offset;
    while (at < end && (segment[static_cast<size_t>(at)] == ' ' || segment[static_cast<size_t>(at)] == '\t')) ++at;
    int64_t stop = at + 1;
    if (stop < end && segment[static_cast<size_t>(stop)] != ' ' && segment[static_cast<size_t>(stop)] != '\t') ++stop;
    *left = characters(at);
    *right = characters(stop);
  } else if (e->kind == f::ast::ExprKind::kSubscript) {
    auto* item = static_cast<f::ast::Subscript*>(e);
    if (item->value->end_lineno != 2 || item->slice->end_lineno != 2) return;
    *left = characters(item->value->end_col_offset);
    *right = characters(item->slice->end_col_offset + 1);
  }
}

// --- "Did you mean": CPython 3.11's suggestions.c
constexpr int kMove = 2, kCase = 1;
int substitution_cost(char a, char b) {
  if ((a & 31) != (b & 31)) return kMove;
  if (a == b) return 0;
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return lower(a) == lower(b) ? kCase : kMove;
}
int distance(std::string_view a, std::string_view b, int limit) {
  if (a == b) return 0;
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size()) * kMove;
  if (a.size() > 40 || b.size() > 40) return limit + 1;
  if (b.size() < a.size()) std::swap(a, b);
  if (static_cast<int>(b.size() - a.size()) * kMove > limit) return limit + 1;
  int row[41];
  for (size_t i = 0; i < a.size(); ++i) row[i] = static_cast<int>(i + 1) * kMove;
  int result = 0;
  for (size_t bi = 0; bi < b.size(); ++bi) {
    int d = result = static_cast<int>(bi) * kMove, least = INT32_MAX;
    for (size_t i = 0; i < a.size(); ++i) {
      int substitute = d + substitution_cost(b[bi], a[i]);
      d = row[i];
      int insert = std::min(result, d) + kMove;
      result = std::min(insert, substitute);
      row[i] = result;
      least = std::min(least, result);
    }
    if (least > limit) return limit + 1;
  }
  return result;
}

Result<Str*> best_match(Thread& t, Value names, Str* wrong) {
  if (!is_instance(t, names, TypeId::kList) || list_size(names.as<List>()) >= 750) return t.realm->empty_str;
  std::string text = to_utf8(wrong);
  int best = INT32_MAX;
  Str* found = t.realm->empty_str;
  Tuple* all = EIDER_TRY(list_to_tuple(t, names.as<List>()));
  for (int64_t i = 0; i < all->size(); ++i) {
    if (!is_instance(t, all->items[i].get(), TypeId::kStr)) continue;
    Str* item = all->items[i].get().as<Str>();
    std::string candidate = to_utf8(item);
    if (candidate == text) continue;
    int limit = static_cast<int>(text.size() + candidate.size() + 3) * kMove / 6;
    limit = std::min(limit, best - 1);
    int d = distance(text, candidate, limit);
    if (d > limit) continue;
    if (d < best) {
      best = d;
      found = item;
    }
  }
  return found;
}

/// RealmHooks::suggestion.
Result<Str*> suggestion(Thread& t, Value exc) {
  auto* e = exc.as<BaseException>();
  if (is_instance(t, exc, TypeId::kAttributeError)) {
    Value wrong = e->fields[0].load_relaxed(), object = e->fields[1].load_relaxed();
    if (wrong.is_absent() || object.is_absent() || !is_instance(t, wrong, TypeId::kStr)) return t.realm->empty_str;
    Value dir = EIDER_TRY(attr_named(t, t.realm->builtins_module, "dir"));
    return best_match(t, EIDER_TRY(call1(t, dir, object)), wrong.as<Str>());
  }
  if (is_instance(t, exc, TypeId::kNameError)) {
    Value wrong = e->fields[0].load_relaxed();
    Value at = e->traceback.load_relaxed();
    if (wrong.is_absent() || at.is_absent() || !is_instance(t, wrong, TypeId::kStr)) return t.realm->empty_str;
    while (!at.as<Traceback>()->next.load_relaxed().is_absent()) at = at.as<Traceback>()->next.load_relaxed();
    Value frame = at.as<Traceback>()->frame.load_relaxed();
    Value code = EIDER_TRY(attr_named(t, frame, "f_code"));
    Value locals = EIDER_TRY(to_list(t, EIDER_TRY(attr_named(t, code, "co_varnames"))))->value();
    Str* found = EIDER_TRY(best_match(t, locals, wrong.as<Str>()));
    if (found->length() > 0) return found;
    for (const char* scope : {"f_globals", "f_builtins"}) {
      Value space = EIDER_TRY(find_named(t, frame, scope));
      if (space.is_absent()) continue;
      found = EIDER_TRY(best_match(t, EIDER_TRY(to_list(t, space))->value(), wrong.as<Str>()));
      if (found->length() > 0) return found;
    }
  }
  return t.realm->empty_str;
}

}  // namespace

Result<void> install_source_hooks(Thread& t) {
  io(t).source_lines = EIDER_TRY(dict_new(t))->value();
  t.realm->add_root(io(t).source_lines);
  t.realm->hooks.traceback_source_line = source_line;
  t.realm->hooks.caret_anchors = caret_anchors;
  t.realm->hooks.suggestion = suggestion;
  return kDone;
}

}  // namespace eider::modules
