// SPDX-License-Identifier: MIT
//
// _random.Random: the Mersenne Twister.
//
// Thread rule: the generator's state changes under the object's byte lock, one number at a time; threads that share one get
// different numbers of one sequence.
#include <sys/random.h>

#include "builtins/kernels/mt19937.h"
#include "builtins/numbers/numbers.h"
#include "modules/module_parts.h"

namespace eider::modules {

namespace {

using builtins::kernels::BigBuf;
using builtins::kernels::BigStatus;
using builtins::kernels::Mt19937;

struct Random : Object {  // kNone: no references
  Mt19937 generator;
};

Result<Value> seed(Thread& t, Value self, Value number) {
  auto* r = self.as<Random>();
  if (number.is_absent() || number.is_none()) {
    uint32_t words[Mt19937::kWords];
    // The kernel gives up to 256 bytes at once without interruption.
    for (size_t done = 0; done < sizeof(words);) {
      ssize_t n = getrandom(reinterpret_cast<char*>(words) + done, std::min<size_t>(256, sizeof(words) - done), 0);
      if (n <= 0) return raise_errno(t, 5);
      done += static_cast<size_t>(n);
    }
    LockedObject locked(t, *r);
    r->generator.seed_words(words, std::size(words));
    return kNone;
  }
  Value n = number;
  if (is_int(t, number)) {
    n = EIDER_TRY(absolute(t, number));
  } else {
    n = EIDER_TRY(int_from_uint64(t, static_cast<uint64_t>(EIDER_TRY(hash(t, number)))));
  }
  objects::IntView view(n);
  LockedObject locked(t, *r);
  r->generator.seed(builtins::view_of_int(view));
  return kNone;
}
Result<Value> random_seed(Thread& t, const Value* a) { return seed(t, a[0], a[1]); }
/// What a seed means is said by __init__: random.Random turns its own into a number first.
Result<Value> random_new(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) { return EIDER_TRY(make<Random>(t, cls))->value(); }
Result<void> random_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "Random() takes no keyword arguments");
  if (nargs > 1) return raise(t, TypeId::kTypeError, "Random() requires 0 or 1 argument");
  EIDER_TRY(seed(t, self, nargs == 1 ? args[0] : kAbsent));
  return kDone;
}
Result<Value> random_random(Thread& t, const Value* a) {
  double d;
  {
    LockedObject locked(t, *a[0].as<Object>());
    d = a[0].as<Random>()->generator.next_double();
  }
  return float_value(t, d);
}
Result<Value> random_bits(Thread& t, const Value* a) {
  int64_t bits;
  if (a[1].is_small_int()) {
    bits = a[1].small_int();
  } else {
    bits = EIDER_TRY(index_int64(t, a[1], TypeId::kOverflowError, "Python int too large to convert to C int"));
  }
  if (bits < 0) return raise(t, TypeId::kValueError, "number of bits must be non-negative");
  auto* r = a[0].as<Random>();
  if (bits == 0) return Value::from_small_int(0);
  if (bits <= 64) {
    uint64_t n;
    {
      LockedObject locked(t, *r);
      n = r->generator.random_bits_small(static_cast<uint32_t>(bits));
    }
    return int_from_uint64(t, n);
  }
  if (bits > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  BigBuf out;
  BigStatus status;
  {
    LockedObject locked(t, *r);
    status = r->generator.random_bits(static_cast<uint64_t>(bits), out);
  }
  if (status != BigStatus::kOk) return builtins::raise_big_status(t, status);
  return builtins::int_from_big(t, out);
}
Result<Value> get_state(Thread& t, const Value* a) {
  uint32_t words[Mt19937::kWords + 1];
  {
    LockedObject locked(t, *a[0].as<Object>());
    a[0].as<Random>()->generator.get_state(words);
  }
  Tuple* all = EIDER_TRY(tuple_new(t, std::size(words)));
  for (size_t i = 0; i < std::size(words); i++) all->items[i].init(Value::from_small_int(words[i]));
  return all->value();
}
Result<Value> set_state(Thread& t, const Value* a) {
  if (!is_instance(t, a[1], TypeId::kTuple)) return raise(t, TypeId::kTypeError, "state vector must be a tuple");
  auto* state = a[1].as<Tuple>();
  uint32_t words[Mt19937::kWords + 1];
  if (state->size() != static_cast<int64_t>(std::size(words))) return raise(t, TypeId::kValueError, "state vector is the wrong size");
  for (size_t i = 0; i < std::size(words); i++) {
    Value v = state->items[i].get();
    if (!is_int(t, v)) return raise(t, TypeId::kTypeError, "an integer is required");
    int64_t n;
    if (!int_fits_int64(v, &n)) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C unsigned long");
    if (n < 0) return raise(t, TypeId::kOverflowError, "can't convert negative value to unsigned int");
    words[i] = static_cast<uint32_t>(n);
  }
  if (words[Mt19937::kWords] > Mt19937::kWords) return raise(t, TypeId::kValueError, "invalid state");
  LockedObject locked(t, *a[0].as<Object>());
  (void)a[0].as<Random>()->generator.set_state(words);  // the position was checked above
  return kNone;
}

constexpr NativeDef kMethods[] = {
    {"random(self, /)", random_random, Sync::kLocksSelf, "random() -> x in the interval [0, 1)."},
    {"seed(self, n=None, /)", random_seed, Sync::kLocksSelf,
     "seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier."},
    {"getstate(self, /)", get_state, Sync::kLocksSelf, "getstate() -> tuple containing the current state."},
    {"setstate(self, state, /)", set_state, Sync::kLocksSelf, "setstate(state) -> None.  Restores generator state."},
    {"getrandbits(self, k, /)", random_bits, Sync::kLocksSelf, "getrandbits(k) -> x.  Generates an int with k random bits."},
};

}  // namespace

Result<void> fill_random(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "_random.Random";
  spec.doc = "Random() -> create a random number generator with its own internal state.";
  spec.flags = kImmutable | kBaseType;
  spec.native_bytes = sizeof(Random);
  spec.slots.new_ = random_new;
  spec.slots.init = random_init;
  spec.slots.trace = [](Header*, gc::Tracer&) {};  // subclasses have attributes behind a part without references
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  EIDER_TRY(add_type(t, module, spec));
  return kDone;
}

}  // namespace eider::modules
