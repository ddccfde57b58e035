// SPDX-License-Identifier: MIT
//
// termios: the modes of terminals.
#include <termios.h>

#include <asm/ioctls.h>
#include <linux/serial.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>

#include "builtins/bytes/bytes.h"
#include "modules/module_parts.h"
#include "modules/process/descriptor.h"
#include "threads/safepoint.h"

namespace eider::modules {

namespace {

/// termios.error(errno, text); the class stands in Module::state.
Failure raise_termios(Thread& t, Value module, int error) {
  Value cls = module.as<Module>()->state.load_relaxed();
  Value args[] = {Value::from_small_int(error), EIDER_TRY(str_from_utf8(t, ::strerror(error)))->value()};
  return raise_exception(t, EIDER_TRY(call(t, cls, args, 2)));
}

template <class F>
Result<void> terminal_call(Thread& t, Value module, F call) {
  int result, error;
  {
    threads::Detached away(t);
    result = call();
    error = errno;
  }
  return result == 0 ? kDone : Result<void>(raise_termios(t, module, error));
}

Result<int> int_argument(Thread& t, Value v) {
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT32_MIN || n > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return static_cast<int>(n);
}

Result<Value> tcgetattr(Thread& t, Value module, Value file) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  termios mode;
  EIDER_TRY(terminal_call(t, module, [&] { return ::tcgetattr(fd, &mode); }));
  List* characters = EIDER_TRY(list_new(t, NCCS));
  for (int i = 0; i < NCCS; ++i) {
    bool number = !(mode.c_lflag & ICANON) && (i == VMIN || i == VTIME);
    Value v = number ? Value::from_small_int(mode.c_cc[i]) : EIDER_TRY(builtins::bytes_from(t, &mode.c_cc[i], 1))->value();
    EIDER_TRY(list_append(t, characters, v));
  }
  List* out = EIDER_TRY(list_new(t, 7));
  for (uint32_t word : {mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag, ::cfgetispeed(&mode), ::cfgetospeed(&mode)}) {
    EIDER_TRY(list_append(t, out, Value::from_small_int(word)));
  }
  EIDER_TRY(list_append(t, out, characters->value()));
  return out;
}

Result<uint32_t> mode_word(Thread& t, Value v) {
  return static_cast<uint32_t>(EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C unsigned long")));
}

Result<Value> tcsetattr(Thread& t, Value module, Value file, Value when, Value attributes) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  int how = EIDER_TRY(int_argument(t, when));
  bool good = is_instance(t, attributes, TypeId::kList) && list_size(attributes.as<List>()) == 7;
  if (!good) return raise(t, TypeId::kTypeError, "tcsetattr, arg 3: must be 7 element list");
  Tuple* given = EIDER_TRY(list_to_tuple(t, attributes.as<List>()));
  if (given->size() != 7) return raise(t, TypeId::kTypeError, "tcsetattr, arg 3: must be 7 element list");
  termios mode;
  EIDER_TRY(terminal_call(t, module, [&] { return ::tcgetattr(fd, &mode); }));  // what the list does not name
  tcflag_t* const words[] = {&mode.c_iflag, &mode.c_oflag, &mode.c_cflag, &mode.c_lflag};
  for (int i = 0; i < 4; ++i) *words[i] = EIDER_TRY(mode_word(t, given->items[i].get()));
  speed_t in = EIDER_TRY(mode_word(t, given->items[4].get())), out = EIDER_TRY(mode_word(t, given->items[5].get()));
  Value characters = given->items[6].get();
  if (!is_instance(t, characters, TypeId::kList) || list_size(characters.as<List>()) != NCCS) {
    return raise(t, TypeId::kTypeError, "tcsetattr: attributes[6] must be %d element list", NCCS);
  }
  for (int i = 0; i < NCCS; ++i) {
    Value v = list_get_checked(characters.as<List>(), i);
    if (!v.is_absent() && is_instance(t, v, TypeId::kBytes) && v.as<builtins::Bytes>()->length == 1) {
      mode.c_cc[i] = v.as<builtins::Bytes>()->data[0];
    } else if (!v.is_absent() && is_int(t, v)) {
      mode.c_cc[i] = static_cast<cc_t>(EIDER_TRY(argument_index(t, v)));
    } else {
      return raise(t, TypeId::kTypeError, "tcsetattr: elements of attributes must be characters or integers");
    }
  }
  EIDER_TRY(terminal_call(t, module, [&] { return ::cfsetispeed(&mode, in); }));
  EIDER_TRY(terminal_call(t, module, [&] { return ::cfsetospeed(&mode, out); }));
  EIDER_TRY(terminal_call(t, module, [&] { return ::tcsetattr(fd, how, &mode); }));
  return kNone;
}

template <int (*Call)(int, int)>
Result<Value> with_number(Thread& t, Value module, Value file, Value n) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  int number = EIDER_TRY(int_argument(t, n));
  EIDER_TRY(terminal_call(t, module, [&] { return Call(fd, number); }));
  return kNone;
}
Result<Value> tcdrain(Thread& t, Value module, Value file) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  EIDER_TRY(terminal_call(t, module, [&] { return ::tcdrain(fd); }));
  return kNone;
}
Result<Value> tcgetwinsize(Thread& t, Value module, Value file) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  winsize size;
  EIDER_TRY(terminal_call(t, module, [&] { return ::ioctl(fd, TIOCGWINSZ, &size); }));
  return tuple_of(t, Value::from_small_int(size.ws_row), Value::from_small_int(size.ws_col));
}
Result<Value> tcsetwinsize(Thread& t, Value module, Value file, Value given) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  Tuple* pair = EIDER_TRY(builtins::items_of(t, given, "tcsetwinsize, arg 2: must be a two-item sequence"));
  if (pair->size() != 2) return raise(t, TypeId::kTypeError, "tcsetwinsize, arg 2: must be a two-item sequence");
  winsize size;
  EIDER_TRY(terminal_call(t, module, [&] { return ::ioctl(fd, TIOCGWINSZ, &size); }));
  int64_t numbers[2];
  for (int i = 0; i < 2; ++i) {
    numbers[i] = EIDER_TRY(argument_index(t, pair->items[i].get()));
    if (numbers[i] < 0 || numbers[i] > UINT16_MAX) return raise(t, TypeId::kOverflowError, "winsize value(s) out of range.");
  }
  size.ws_row = static_cast<unsigned short>(numbers[0]);
  size.ws_col = static_cast<unsigned short>(numbers[1]);
  EIDER_TRY(terminal_call(t, module, [&] { return ::ioctl(fd, TIOCSWINSZ, &size); }));
  return kNone;
}

constexpr NativeDef kFunctions[] = {
    {"tcgetattr(module, fd, /)", bind<tcgetattr>, Sync::kNone, "Get the tty attributes for file descriptor fd.", NativeDef::kFunction},
    {"tcsetattr(module, fd, when, attributes, /)", bind<tcsetattr>, Sync::kNone, "Set the tty attributes for file descriptor fd.", NativeDef::kFunction},
    {"tcsendbreak(module, fd, duration, /)", bind<with_number<::tcsendbreak>>, Sync::kNone, "Send a break on file descriptor fd.", NativeDef::kFunction},
    {"tcdrain(module, fd, /)", bind<tcdrain>, Sync::kNone, "Wait until all output written to file descriptor fd has been transmitted.", NativeDef::kFunction},
    {"tcflush(module, fd, queue, /)", bind<with_number<::tcflush>>, Sync::kNone, "Discard queued data on file descriptor fd.", NativeDef::kFunction},
    {"tcflow(module, fd, action, /)", bind<with_number<::tcflow>>, Sync::kNone, "Suspend or resume input or output on file descriptor fd.", NativeDef::kFunction},
    {"tcgetwinsize(module, fd, /)", bind<tcgetwinsize>, Sync::kNone, "Get the tty winsize for file descriptor fd.", NativeDef::kFunction},
    {"tcsetwinsize(module, fd, winsize, /)", bind<tcsetwinsize>, Sync::kNone, "Set the tty winsize for file descriptor fd.", NativeDef::kFunction},
};

struct Number {
  const char* name;
  int64_t value;
};
#define N(name) {#name, name}
constexpr Number kNumbers[] = {
    N(B0), N(B1000000), N(B110), N(B115200), N(B1152000), N(B1200), N(B134), N(B150), N(B1500000), N(B1800), N(B19200), N(B200),
    N(B2000000), N(B230400), N(B2400), N(B2500000), N(B300), N(B3000000), N(B3500000), N(B38400), N(B4000000), N(B460800), N(B4800), N(B50),
    N(B500000), N(B57600), N(B576000), N(B600), N(B75), N(B921600), N(B9600), N(BRKINT), N(BS0), N(BS1), N(BSDLY), N(CBAUD), N(CBAUDEX),
    N(CDSUSP), N(CEOF), N(CEOL), N(CEOT), N(CERASE), N(CFLUSH), N(CIBAUD), N(CINTR), N(CKILL), N(CLNEXT), N(CLOCAL), N(CQUIT), N(CR0),
    N(CR1), N(CR2), N(CR3), N(CRDLY), N(CREAD), N(CRPRNT), N(CRTSCTS), N(CS5), N(CS6), N(CS7), N(CS8), N(CSIZE), N(CSTART), N(CSTOP),
    N(CSTOPB), N(CSUSP), N(CWERASE), N(ECHO), N(ECHOCTL), N(ECHOE), N(ECHOK), N(ECHOKE), N(ECHONL), N(ECHOPRT), N(EXTA), N(EXTB), N(FF0),
    N(FF1), N(FFDLY), N(FIOASYNC), N(FIOCLEX), N(FIONBIO), N(FIONCLEX), N(FIONREAD), N(FLUSHO), N(HUPCL), N(ICANON), N(ICRNL), N(IEXTEN),
    N(IGNBRK), N(IGNCR), N(IGNPAR), N(IMAXBEL), N(INLCR), N(INPCK), N(IOCSIZE_MASK), N(IOCSIZE_SHIFT), N(ISIG), N(ISTRIP), N(IUCLC),
    N(IXANY), N(IXOFF), N(IXON), N(NCC), N(NCCS), N(NL0), N(NL1), N(NLDLY), N(NOFLSH), N(N_MOUSE), N(N_PPP), N(N_SLIP), N(N_STRIP),
    N(N_TTY), N(OCRNL), N(OFDEL), N(OFILL), N(OLCUC), N(ONLCR), N(ONLRET), N(ONOCR), N(OPOST), N(PARENB), N(PARMRK), N(PARODD), N(PENDIN),
    N(TAB0), N(TAB1), N(TAB2), N(TAB3), N(TABDLY), N(TCFLSH), N(TCGETA), N(TCGETS), N(TCIFLUSH), N(TCIOFF), N(TCIOFLUSH), N(TCION),
    N(TCOFLUSH), N(TCOOFF), N(TCOON), N(TCSADRAIN), N(TCSAFLUSH), N(TCSANOW), N(TCSBRK), N(TCSBRKP), N(TCSETA), N(TCSETAF), N(TCSETAW),
    N(TCSETS), N(TCSETSF), N(TCSETSW), N(TCXONC), N(TIOCCONS), N(TIOCEXCL), N(TIOCGETD), N(TIOCGICOUNT), N(TIOCGLCKTRMIOS), N(TIOCGPGRP),
    N(TIOCGSERIAL), N(TIOCGSOFTCAR), N(TIOCGWINSZ), N(TIOCINQ), N(TIOCLINUX), N(TIOCMBIC), N(TIOCMBIS), N(TIOCMGET), N(TIOCMIWAIT),
    N(TIOCMSET), N(TIOCM_CAR), N(TIOCM_CD), N(TIOCM_CTS), N(TIOCM_DSR), N(TIOCM_DTR), N(TIOCM_LE), N(TIOCM_RI), N(TIOCM_RNG), N(TIOCM_RTS),
    N(TIOCM_SR), N(TIOCM_ST), N(TIOCNOTTY), N(TIOCNXCL), N(TIOCOUTQ), N(TIOCPKT), N(TIOCPKT_DATA), N(TIOCPKT_DOSTOP), N(TIOCPKT_FLUSHREAD),
    N(TIOCPKT_FLUSHWRITE), N(TIOCPKT_NOSTOP), N(TIOCPKT_START), N(TIOCPKT_STOP), N(TIOCSCTTY), N(TIOCSERCONFIG), N(TIOCSERGETLSR),
    N(TIOCSERGETMULTI), N(TIOCSERGSTRUCT), N(TIOCSERGWILD), N(TIOCSERSETMULTI), N(TIOCSERSWILD), N(TIOCSER_TEMT), N(TIOCSETD),
    N(TIOCSLCKTRMIOS), N(TIOCSPGRP), N(TIOCSSERIAL), N(TIOCSSOFTCAR), N(TIOCSTI), N(TIOCSWINSZ), N(TOSTOP), N(VDISCARD), N(VEOF), N(VEOL),
    N(VEOL2), N(VERASE), N(VINTR), N(VKILL), N(VLNEXT), N(VMIN), N(VQUIT), N(VREPRINT), N(VSTART), N(VSTOP), N(VSUSP), N(VSWTC), {"VSWTCH",
    7}, N(VT0), N(VT1), N(VTDLY), N(VTIME), N(VWERASE), N(XCASE), N(XTABS)};
#undef N

}  // namespace

Result<void> fill_termios(Thread& t, Module* module) {
  Value error = EIDER_TRY(add_exception(t, module, "termios.error", type(t, TypeId::kException)->value()));
  module->state.init(error);
  for (const Number& row : kNumbers) EIDER_TRY(module_set(t, module, row.name, Value::from_small_int(row.value)));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules
