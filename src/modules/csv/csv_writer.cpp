// SPDX-License-Identifier: MIT
//
// _csv.writer: rows to lines of text.
//
// Thread rule: a row is put together in the call's own memory and given to the file's write() in one piece.
#include "modules/csv/csv.h"

namespace eider::modules {

namespace {

struct CsvWriter : Object {  // kValues
  Field<Value> write;        // the file's method
  Field<Value> dialect;      // CsvDialect
};

class RowWriter {
 public:
  RowWriter(Thread& t, CsvDialect* d)
      : t_(t), out_(t), delimiter_(CsvDialect::char_of(d->delimiter)), quote_(CsvDialect::char_of(d->quotechar)), escape_(CsvDialect::char_of(d->escapechar)),
        quoting_(d->how()), doubles_(d->doublequote.get() == kTrue), terminator_(d->line_terminator.get().as<Str>()) {}

  Result<void> field(Value v) {
    bool quoted = quoting_ == CsvQuoting::kAll || (quoting_ == CsvQuoting::kNonNumeric && !is_number(v));
    if (is_instance(t_, v, TypeId::kStr)) return append(v.as<Str>(), quoted);
    if (v.is_none()) return append(nullptr, quoted);
    return append(EIDER_TRY(to_str(t_, v)), quoted);
  }
  Result<Value> finish() {
    if (fields_ > 0 && out_.length() == 0) {
      if (quoting_ == CsvQuoting::kNone) return csv_error(t_, "single empty field record must be quoted");
      fields_--;
      EIDER_TRY(append(nullptr, true));
    }
    if (!out_.add(terminator_)) return kFailure;
    return out_.finish();
  }

 private:
  bool is_number(Value v) const {
    if (is_int(t_, v) || is_float(t_, v)) return true;
    const TypeSlots& slots = type_of(t_, v)->slots;
    return slots.index != nullptr || slots.to_int != nullptr || slots.to_float != nullptr || is_instance(t_, v, TypeId::kComplex);
  }
  bool special(uint32_t c) const {
    if (c == delimiter_ || c == escape_ || c == quote_) return true;
    for (int64_t i = 0; i < terminator_->length(); i++) {
      if (terminator_->at(i) == c) return true;
    }
    return false;
  }
  Result<void> append(Str* text, bool quoted) {
    if (fields_++ > 0 && !out_.add_char(delimiter_)) return kFailure;
    StrBuilder body(t_);
    for (int64_t i = 0, n = text == nullptr ? 0 : text->length(); i < n; i++) {
      uint32_t c = text->at(i);
      if (special(c)) {
        bool escaped = quoting_ == CsvQuoting::kNone;
        if (!escaped) {
          if (c == quote_) {
            escaped = !doubles_;
            if (doubles_ && !body.add_char(quote_)) return kFailure;
          } else {
            escaped = c == escape_;
          }
          quoted |= !escaped;
        }
        if (escaped) {
          if (escape_ == kNoChar) return csv_error(t_, "need to escape, but no escapechar set");
          if (!body.add_char(escape_)) return kFailure;
        }
      }
      if (!body.add_char(c)) return kFailure;
      EIDER_TRY(poll(t_));
    }
    Str* made = EIDER_TRY(body.finish());
    if (quoted && !out_.add_char(quote_)) return kFailure;
    if (!out_.add(made)) return kFailure;
    if (quoted && !out_.add_char(quote_)) return kFailure;
    return kDone;
  }

  Thread& t_;
  StrBuilder out_;
  uint32_t delimiter_, quote_, escape_;
  CsvQuoting quoting_;
  bool doubles_;
  Str* terminator_;
  int64_t fields_ = 0;
};

Result<Value> write_row(Thread& t, Value self, Value row) {
  auto* writer = self.as<CsvWriter>();
  Result<Value> iterator = get_iter(t, row);
  if (!iterator.ok()) {
    if (clear_if(t, TypeId::kTypeError)) return csv_error(t, "iterable expected, not %s", type_name(t, row));
    return kFailure;
  }
  RowWriter line(t, writer->dialect.get().as<CsvDialect>());
  for (;;) {
    Value field = EIDER_TRY(iter_next(t, iterator.get()));
    if (field.is_absent()) break;
    EIDER_TRY(line.field(field));
  }
  return call1(t, writer->write.get(), EIDER_TRY(line.finish()));
}
Result<Value> writerow(Thread& t, const Value* a) { return write_row(t, a[0], a[1]); }
Result<Value> writerows(Thread& t, const Value* a) {
  Value iterator = EIDER_TRY(get_iter(t, a[1]));
  for (;;) {
    Value row = EIDER_TRY(iter_next(t, iterator));
    if (row.is_absent()) return kNone;
    EIDER_TRY(write_row(t, a[0], row));
    EIDER_TRY(poll(t));
  }
}

constexpr NativeDef kWriterMethods[] = {
    {"writerow(self, iterable, /)", writerow, Sync::kNone,
     "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string."},
    {"writerows(self, iterables, /)", writerows, Sync::kNone,
     "writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  Non-string\nelements will be converted to string."},
};
constexpr MemberDef kWriterMembers[] = {{"dialect", offsetof(CsvWriter, dialect), true, nullptr}};

Result<Value> make_writer(Thread& t, const Value* a) {
  auto* made = EIDER_TRY(make<CsvWriter>(t, module_type(t, ModuleType::kCsvWriter)));
  made->dialect.init(EIDER_TRY(csv_dialect_of(t, a[1], a[2].as<Dict>()))->value());
  Value write = EIDER_TRY(find_named(t, a[0], "write"));
  if (write.is_absent() || !is_callable(t, write)) return raise(t, TypeId::kTypeError, "argument 1 must have a \"write\" method");
  made->write.init(write);
  return made->value();
}
constexpr NativeDef kFunctions[] = {
    {"writer(fileobj, dialect='excel', /, **fmtparams)", make_writer, Sync::kNone,
     "    csv_writer = csv.writer(fileobj [, dialect='excel']\n                            [optional keyword args])\n    for row in sequence:\n        "
     "csv_writer.writerow(row)\n\n    [or]\n\n    csv_writer = csv.writer(fileobj [, dialect='excel']\n                            [optional keyword args])\n    "
     "csv_writer.writerows(rows)\n\nThe \"fileobj\" argument can be any object that supports the file API.", NativeDef::kFunction, Texts::kParseTuple},
};

}  // namespace

Result<void> add_writer(Thread& t, Module* module) {
  TypeSpec spec = values_spec<CsvWriter>("_csv.writer", "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n");
  spec.flags = kImmutable | kDisallowInstantiation;
  set_methods(spec, kWriterMethods);
  spec.members = kWriterMembers;
  spec.member_count = std::size(kWriterMembers);
  Type* made = EIDER_TRY(make_builtin_type(t, spec));
  set_module_type(t, ModuleType::kCsvWriter, made);
  EIDER_TRY(module_set(t, module, "Writer", made->value()));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
