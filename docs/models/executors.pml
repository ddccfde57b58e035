/* SPDX-License-Identifier: MIT
 *
 * The life of executors: install, enter, link, invalidate, retire, reclaim. For spin; tests/models.py checks it and every mistake below.
 *
 * Three threads do what they like. Two enter the executor of a place, run it, follow its side exit, call a helper (DETACHED) or change
 * the one watched fact from within, find that it does not pay, record, give a recording up; the third changes the fact and reclaims.
 * Two executors exist, each made once: the place's, which folds the fact; then a side trace of it (folds too, and comes back to the
 * entry or the header of the place's), its successor, or another place's executor that jumps or returns to its entry and folds nothing. One statement is one step that other threads can come between; what the code does under one
 * mutex that no lock-free reader looks into is one `atomic`.
 *
 *   here                     there
 *   watch, change            name_cell_watch, name_cell_unwatch, name_cell_try_store (objects/dict_cells.cpp, type_mutation.cpp)
 *   depends, valid           FactSet (jit/lifecycle/facts.cpp), ExecutorHead::valid
 *   publish, discard,        Lifecycle (jit/lifecycle/lifecycle.cpp, Note [The life of an executor])
 *   retire, reclaim
 *   slot, side               HotPlace::executor, Exit::side and Exit::target
 *   in_code, entered         the thread's activation record (one deep), both named by the handshake: whose code runs, and who the visit
 *                            is accounted to, and dropped when it does not pay; behind: the exit a recording continues
 *   copies                   make_copies (jit/exit/exit.cpp): a safepoint between finding an executor and being in it
 *   handshake                ThreadRegistry::handshake. Requests are not merged here; a change is one request of a round either way.
 *
 * Checked: (1) a folded value is used only while it is the fact's value: no thread acts on the old one once the new one can be seen;
 *          (2) no executor is touched after it was freed: code, entry word or metadata;
 *          (3) once everything is quiet, what is linked is reachable and its fact has not changed;
 *          (4) no deadlock.
 * Mistakes, each selected by a define, each found: PUBLISH_FIRST, WATCH_ANY_TIME, NO_RECHECK, NO_CHAINS, NO_EPOCH, NO_TARGETS,
 * NO_SIDES, NO_ENTERED, NO_COPIES, DISCARD_FREES, and NO_COUNT with CHANGES=2.
 * Searched to the end on 2026-11-23, no fault (tests/models.py --long --figures; states, depth, memory, time on a busy machine):
 *   as it stands     4,352,515    293     321 MB    17 s
 *   CHANGES=2       18,982,140    375     945 MB    55 s
 *   ALL_RUN         47,267,150  1,081   2,523 MB   126 s
 *   ALL_MAINTAIN     8,755,829    322     530 MB    21 s
 * Not here: the order of memory operations (all that is shared is seq_cst or under a mutex, or publishes one word), counters, floats;
 * codes that die (the world is stopped then), fork (one thread is left), longer chains of records.
 */
#define THREADS 3
#define NONE 2
#ifdef ALL_RUN       /* many times the states */
#define RUNS true
#else
#define RUNS (me < 2)
#endif
#ifdef ALL_MAINTAIN  /* ... */
#define MAINTAINS true
#else
#define MAINTAINS (me == 2)
#endif
#ifndef CHANGES
#define CHANGES 1
#endif

/* The fact. */
bit value = 0;
bool watched = false, changing = false;
byte count = 0;           /* of changes, in NameCell::state */

/* Executors. Stage: made, linked, retired. */
mtype = { kNo, kMade, kLinked, kRetired };
mtype stage[2] = kNo;
bool valid[2] = true, alive[2] = false, depends[2] = false, late[2] = false, named[2] = false;
bit folded[2] = 0;
byte slot = NONE;         /* the place's executor */
byte other = NONE;        /* the other place's: never executor 0 */
byte side = NONE;         /* the side trace of executor 0, which jumps to the entry of 0 at its end */
bool place_claimed = false;
mtype = { kPlace, kSide, kOther };
mtype what = kPlace;      /* executor 1. Executor 0 is kPlace */

/* Threads. */
bool poll[THREADS] = false, detached[THREADS] = false;
byte in_code[THREADS] = NONE, entered[THREADS] = NONE, behind[THREADS] = NONE;
bool round_lock = false;  /* handshake_mutex_ */
bool naming = false;      /* what this round's operation does: nothing, or name what the thread is in */

/* How much is done in all. */
byte made = 0, changes = 0, reclaims = 0;
byte entries[THREADS] = 0;
bool reclaiming = false;

#define TOUCH(e) assert(alive[e])

/* The handshake's operation for thread i. */
inline operate(i) {
  if
  :: naming ->
     if :: in_code[i] != NONE -> named[in_code[i]] = true :: else fi;
#ifndef NO_ENTERED
     if :: entered[i] != NONE -> named[entered[i]] = true :: else fi;
#endif
     if :: behind[i] != NONE -> named[behind[i]] = true :: else fi
  :: else
  fi;
  poll[i] = false
}

/* A safepoint of a RUNNING thread. */
inline safepoint() {
  if
  :: atomic { poll[me] -> operate(me) }
  :: else
  fi
}

/* Returns when every thread has acted. The requester waits for its turn DETACHED, and acts itself at once. */
inline handshake(what) {
  detached[me] = true;
  atomic { !round_lock -> round_lock = true; detached[me] = false; naming = what; operate(me);
           poll[(me + 1) % THREADS] = true; poll[(me + 2) % THREADS] = true }
  do
  :: atomic { poll[(me + 1) % THREADS] && detached[(me + 1) % THREADS] -> operate((me + 1) % THREADS) }
  :: atomic { poll[(me + 2) % THREADS] && detached[(me + 2) % THREADS] -> operate((me + 2) % THREADS) }
  :: atomic { !poll[(me + 1) % THREADS] && !poll[(me + 2) % THREADS] -> round_lock = false; naming = false; break }
  od
}

/* Under Lifecycle::mutex_: unlink, mark, and with it what was reached through it alone. Lock-free readers see the links go first. */
inline retire(e) {
  atomic {
    TOUCH(e);
    if
    :: stage[e] == kLinked ->
       if :: slot == e -> slot = NONE; place_claimed = false :: else fi;
       if :: side == e -> side = NONE :: else fi;
       if :: other == e -> other = NONE :: else fi;
       valid[e] = false; stage[e] = kRetired; late[e] = true;
#ifndef NO_SIDES
       if
       :: e == 0 && side != NONE -> valid[side] = false; stage[side] = kRetired; late[side] = true; depends[side] = false; side = NONE
       :: else
       fi;
#endif
       depends[e] = false
    :: else
    fi
  }
}

inline change(may) {
  atomic { may && changes < CHANGES -> changes++ }
  do
  :: atomic { changing = true; began = count }
#ifdef PUBLISH_FIRST
     value = 1 - value;
#endif
     /* FactSet::invalidate, then each one is retired. */
     atomic {
       hit = 0;
       if :: depends[0] -> depends[0] = false; valid[0] = false; hit = hit + 1 :: else fi;
       if :: depends[1] -> depends[1] = false; valid[1] = false; hit = hit + 2 :: else fi
     }
     if :: hit == 1 || hit == 3 -> retire(0) :: else fi;
     if :: hit >= 2 -> retire(1) :: else fi;
     hit = 0;
     handshake(false);
     /* name_cell_end_change: the first of several to end clears both bits for all */
     atomic {
       if
#ifdef NO_COUNT
       :: true -> watched = false; changing = false; count++
#else
       :: count == began -> watched = false; changing = false; count++
       :: else
#endif
       fi
     }
     /* name_cell_try_store */
#ifdef PUBLISH_FIRST
     break
#else
     if
     :: atomic { !watched -> value = 1 - value } break
     :: else
     fi
#endif
  od
}

/* Lifecycle::reclaim. */
inline reclaim() {
  atomic { MAINTAINS && reclaims > 0 && !reclaiming && (stage[0] == kRetired && alive[0] || stage[1] == kRetired && alive[1]) ->
           reclaims--; reclaiming = true; late[0] = false; late[1] = false; named[0] = false; named[1] = false }
  handshake(true);
  atomic {
#ifndef NO_EPOCH
    if :: late[0] -> named[0] = true :: else fi;
    if :: late[1] -> named[1] = true :: else fi;
#endif
#ifdef NO_CHAINS
    named[0] = late[0]; named[1] = late[1];
#endif
#ifndef NO_TARGETS
    /* What is linked, or stays, may jump to it. */
    if :: what != kPlace && alive[1] && (stage[1] == kLinked || named[1]) -> named[0] = true :: else fi;
#endif
    if :: stage[0] == kRetired && !named[0] -> alive[0] = false :: else fi;
    if :: stage[1] == kRetired && !named[1] -> alive[1] = false :: else fi;
    reclaiming = false; named[0] = false; named[1] = false
  }
}

/* Recording and compiling: polls come in between. */
inline record(kind) {
  atomic { alive[mine] = true; stage[mine] = kMade; if :: mine == 1 -> what = kind :: else fi; depends[mine] = kind != kOther }
  /* name_cell_watch, after the executor has become a dependent */
  atomic {
    if
    :: kind == kOther  /* reads no fact */
#ifdef WATCH_ANY_TIME
    :: kind != kOther -> watched = true; folded[mine] = value
#else
    :: kind != kOther && !changing -> watched = true; folded[mine] = value
    :: kind != kOther && changing -> valid[mine] = false  /* it would load the value; here it gives up */
#endif
    fi
  }
  safepoint();
  /* Lifecycle::publish: its parent and what it jumps to must be linked still */
  atomic {
    if
    :: true ->  /* Lifecycle::discard: given up, though who changes the fact may hold it */
       depends[mine] = false; stage[mine] = kRetired; late[mine] = true;
#ifdef DISCARD_FREES
       alive[mine] = false;
#endif
       if :: kind == kPlace -> place_claimed = false :: else fi
#ifdef NO_RECHECK
    :: (kind == kPlace && slot == NONE) || (kind != kPlace && stage[0] == kLinked) ->
#else
    :: valid[mine] && ((kind == kPlace && slot == NONE) || (kind != kPlace && stage[0] == kLinked)) ->
#endif
       if :: kind == kPlace -> slot = mine :: kind == kSide -> side = mine :: kind == kOther -> other = mine fi;
       stage[mine] = kLinked
    :: else ->
       depends[mine] = false; stage[mine] = kRetired; late[mine] = true; valid[mine] = false;
       if :: kind == kPlace -> place_claimed = false :: else fi
    fi;
    behind[me] = NONE; mine = NONE
  }
}

proctype Thread(byte me) {
  byte e = NONE;     /* what was just loaded from a link, or is run */
  byte mine = NONE;
  byte at = NONE;    /* whose exit was taken */
  byte hit = 0, began = 0;   /* of change: whose dependents were hit (1 and 2), the count when it began */
again:
  do
  /* The interpreter. */
  :: safepoint()
  :: change(MAINTAINS)
  :: reclaim()
  :: atomic { RUNS && made < 2 && slot == NONE && !place_claimed -> place_claimed = true; mine = made; made++ } record(kPlace)
  :: atomic { RUNS && made == 1 && stage[0] == kLinked -> mine = made; made++ } record(kOther)
  :: atomic { RUNS && entries[me] > 0 && slot != NONE -> entries[me]--; e = slot; goto enter }
  :: atomic { RUNS && entries[me] > 0 && other != NONE -> entries[me]--; e = other; goto enter }
  :: detached[me] = true; break                                /* the thread ends */
  od;
  goto done;
enter:
  /* prepare: no safepoint between the load and the record */
  TOUCH(e);
  if :: !valid[e] -> goto interpret :: else fi;
  if
  :: true ->                                                   /* copies */
#ifndef NO_COPIES
     in_code[me] = e; entered[me] = e;
#endif
     detached[me] = true; detached[me] = false; safepoint();
     TOUCH(e); in_code[me] = NONE; entered[me] = NONE;
     if :: !valid[e] -> goto interpret :: else fi
  :: true
  fi;
  atomic { TOUCH(e); in_code[me] = e; entered[me] = e }
  do
  :: atomic { TOUCH(e); assert(e == 1 && what == kOther || folded[e] == value) }   /* the value in the code */
     if :: poll[me] -> break :: !poll[me] fi                   /* Poll leaves; the interpreter answers */
  :: detached[me] = true; detached[me] = false;                /* a helper that blocks */
     safepoint();
     TOUCH(e); if :: !valid[e] -> break :: else fi             /* CheckValid */
  :: change(true); TOUCH(e); if :: !valid[e] -> break :: else fi
  :: e == 0 ->                                                 /* the side exit */
     e = side;
     if
     :: e == NONE -> e = 0; break
     :: else -> TOUCH(e); if :: valid[e] -> in_code[me] = e :: else -> e = 0; break fi
     fi
  :: e == 1 && what != kPlace ->                               /* JumpEntry */
     TOUCH(0);
     if
     :: valid[0] -> e = 0; in_code[me] = 0
     :: what == kOther && valid[0] -> e = 0; in_code[me] = 0; entered[me] = 0   /* ReturnEntry */
     :: else -> break
     fi
  :: break                                                     /* any other exit */
  od;
  /* leave: frames are written from the metadata of what the record names; boxing may be a safepoint */
  safepoint();
  atomic { TOUCH(in_code[me]); at = in_code[me]; e = entered[me]; in_code[me] = NONE; entered[me] = NONE }
  if
  :: retire(e)                                                 /* the visit did not pay */
  :: atomic { at == 0 && made == 1 && stage[0] == kLinked && !poll[me] -> behind[me] = 0; mine = made; made++ }
     TOUCH(0);                                                 /* the recorder begins with the exit's locations */
     record(kSide)
  :: true
  fi;
interpret:
  e = NONE; at = NONE;
  goto again;
done:
  skip
}

init {
  byte i = 0;
  atomic {
    reclaims = 2;
    do :: i < THREADS -> entries[i] = 1; run Thread(i); i++ :: else -> break od
  }
  (_nr_pr == 1);
  assert(slot == NONE || valid[slot]);
  assert(side == NONE || (valid[side] && stage[0] == kLinked));
  assert(other == NONE || valid[other])
}
