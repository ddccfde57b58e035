# Flags: --jit=on --jit-hot-loop=2 --jit-hot-exit=2 --stress=recycle,invalidate:11,side-exit,gc:5000
# Invariant: as entered_from_cpp.py, where code is also invalidated at every eleventh poll, each exit is hot, and code is freed, filled with
#   traps and reused at once.
# Forbidden: as there.
import entered_from_cpp  # noqa: F401
