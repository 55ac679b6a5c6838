/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The claim protocol as a Promela model for spin: two callers, two secondaries,
 * firmware that delivers a CPU at any time, twice or never, and deadlines that
 * pass at any moment. README.md says which lines of C and assembly each part
 * stands for, and what is left out.
 *
 * What must hold stands here as assertions. Each -DMUTANT takes one part of the
 * protocol away, and spin must then find an assertion that fails.
 */
#define CPUS 2

#ifndef GENERATIONS
#define GENERATIONS 3 /* starts of one CPU */
#endif
#ifndef CALLS
#define CALLS 3 /* bring-up calls in all, spread over the two callers in any way */
#endif
#ifndef RESETS
#define RESETS 1 /* how often a CPU comes to the entry again by itself */
#endif
#ifndef SETS
#define SETS 3 /* what a call may ask for: 1: only CPU 0; 3: either, or both */
#endif
#ifndef COHERENT
#define COHERENT 1 /* 0: the kernel runs with its MMU off */
#endif
#ifndef RELEASE
#define RELEASE 0 /* 1: a release word that the CPUs share, instead of PSCI */
#endif
#ifndef HELPERS
#define HELPERS 0 /* 1: a call prepares all, and CPUs that are online start others */
#endif
#ifndef MUTANT
#define MUTANT 0
#endif

#define CLAIM_WITHOUT_COMPARE     1
#define ONLINE_WITHOUT_COMPARE    2
#define DEADLINE_WITHOUT_COMPARE  3
#define SAME_GENERATION           4
#define ADOPT_WITHOUT_PEN         6
#define START_WITHOUT_OUTCOME     7
#define STARTING_BEFORE_STACK     8
#define REFUSED_IS_GONE           9
#define NO_LOOK_BEFORE_STACK      11
#define NOT_BUSY                  12
#define ANSWER_WITHOUT_GENERATION 13
#define ANSWER_NOT_CHECKED        14
#define WAIT_FOR_GRANT_ALONE      15
#define TAKE_WITHOUT_COMPARE      16
#define START_WITHOUT_COMPARE     17
#define OPEN_WHILE_ASKING         18
#define SETTLE_WHILE_ASKING       19
#define TAKE_WITHOUT_MARK         20
#define NO_SECOND_LOOK            21

/* enum smpboot_state */
#define PRESENT   0
#define STARTING  1
#define ARRIVED   2
#define ONLINE    3
#define ACTIVE    4
#define FAILED    5
#define ABANDONED 6

/* A claim word, or an announcement: generation and state. */
#define WORD(generation, state) ((generation) * 8 + (state))
#define STATE(word)             ((word) % 8)
#define GENERATION(word)        ((word) / 8)
#define IN_FLIGHT(word)         (STATE(word) == STARTING || STATE(word) == ARRIVED)

/* enum smpboot_power, as the firmware has it */
#define OFF     0
#define PENDING 1
#define ON      2

/*
 * The slots, through caches. memory[] is what of claim[] is in memory, where a
 * CPU with its caches off looks: to that, all states but STARTING are the same.
 */
byte claim[CPUS];
byte memory[CPUS];
#define SEEN_FROM_PEN(word) (STATE(word) == STARTING -> GENERATION(word) : 0)

byte stack_top[CPUS]; /* as the generation that the stack was given for */
bit awaited[CPUS];    /* slot.deadline != 0 */
bit refused[CPUS];    /* slot.reason == STARTING_REFUSED */
bit hook[CPUS];       /* slot.hook_code: ops.starting has refused */
bit queued[CPUS];     /* slot.deadline == QUEUED: prepared, and anybody may take it */
byte asking[CPUS];    /* slot.asking */

/* The early records. */
byte crumb[CPUS];
#define NO_CRUMB 0
#define PEN      1
#define ENTRY(generation) (1 + (generation)) /* or a later stage */
byte announce[CPUS];

bit busy;
byte calls = CALLS;

/* The machine. */
byte power[CPUS];
bit released; /* the shared word holds our entry */
bit again[CPUS];
byte resets = RESETS;

/* Not in the library: what is asserted about. */
byte on_stack[CPUS]; /* the generation whose stack the CPU is on; 0: none */
byte lent[CPUS];     /* the generation for which the kernel has given a stack away; 0: it has all of them */
bit started[CPUS];   /* ops.starting ran in this generation */
bit ran[CPUS];       /* and ops.main */
bit told[CPUS];      /* the kernel was told its outcome */
bit online[CPUS];    /* and it was a good one */

/* ---- Whoever starts a CPU ------------------------------------------------- */

inline clean(i)
{
#if COHERENT
	memory[i] = SEEN_FROM_PEN(claim[i])
#else
	skip
#endif
}

/* smpboot_claim_move(): from c, which is what the word was when it was last read */
inline move(i, to, blind)
{
	atomic {
#if COHERENT
		won = (claim[i] == c || blind);
#else
		won = true;
#endif
		if
		:: won -> claim[i] = WORD(GENERATION(c), to)
		:: else -> c = claim[i]
		fi
	};
	if
	:: won -> clean(i)
	:: else
	fi
}

/* method.power and method.start: what the firmware does, and answers. */
inline ask(i)
{
#if RELEASE
	/*
	 * The word was ours already, or is ours now; or it holds something else,
	 * so that no CPU comes by it that has not come yet.
	 */
	if
	:: accepted = true; released = true
	:: !released || crumb[i] != NO_CRUMB -> accepted = false
	fi
#else
	if
	:: power[i] == OFF -> accepted = true; power[i] = PENDING
	:: power[i] == OFF -> accepted = false
	:: power[i] == PENDING -> accepted = true
	:: power[i] == ON -> accepted = false
#ifdef LIAR
	:: power[i] == OFF -> accepted = false; power[i] = PENDING
#endif
	fi
#endif
}

/* smpboot_may_come() */
#define MAY_COME(i) (MUTANT != REFUSED_IS_GONE && crumb[i] != NO_CRUMB)

/* smpboot_start_take() */
inline take(i)
{
	atomic {
		taken = queued[i] || MUTANT == TAKE_WITHOUT_COMPARE;
		queued[i] = false;
		if
		:: taken -> awaited[i] = true; asking[i] = asking[i] + (MUTANT != TAKE_WITHOUT_MARK)
		:: else
		fi
	}
}

/* smpboot_start_drop() */
inline drop(i)
{
	atomic { taken = false; asking[i] = asking[i] - (MUTANT != TAKE_WITHOUT_MARK) }
}

/* refuse(): not FAILED when it is here all the same, or may be on its way */
inline refuse(i)
{
	c = claim[i];
	if
	:: STATE(c) == STARTING && !MAY_COME(i) ->
		move(i, FAILED, false);
		if
		:: won && MAY_COME(i) && MUTANT != NO_SECOND_LOOK -> c = claim[i]; move(i, ABANDONED, false)
		:: else
		fi
	:: else
	fi
}

/* The second half of smpboot_start_now(), or, with helpers, smpboot_start_cpu() */
inline start_cpu(i)
{
	c = claim[i];
	if
	:: STATE(c) == PRESENT || MUTANT == STARTING_BEFORE_STACK ->
		/* The caller alone knows of it where no queue does. */
		move(i, STARTING, MUTANT == START_WITHOUT_COMPARE || !HELPERS);
		if
		:: won ->
			atomic {
				if
				:: crumb[i] == PEN -> accepted = true
				:: else -> ask(i)
				fi
			};
			if
			:: accepted
			:: else -> refuse(i)
			fi
		:: else
		fi;
		atomic { c = 0; won = 0; accepted = 0 }
	:: else -> c = 0
	fi
}

/* ---- The secondary ------------------------------------------------------ */

/* A load past the caches: a dirty line may have been written back by now, or not. */
inline look_past_caches(seen)
{
#if COHERENT
	atomic {
		if
		:: true
		:: memory[me] != SEEN_FROM_PEN(claim[me]) -> memory[me] = SEEN_FROM_PEN(claim[me])
		fi;
		seen = memory[me]
	}
#else
	seen = SEEN_FROM_PEN(claim[me])
#endif
}

/* The same again and again: looks that see no STARTING change nothing. */
inline wait_past_caches(seen)
{
#if COHERENT
	atomic {
		if
		:: memory[me] != 0
		:: STATE(claim[me]) == STARTING -> memory[me] = SEEN_FROM_PEN(claim[me])
		fi;
		seen = memory[me]
	}
#else
	atomic { STATE(claim[me]) == STARTING -> seen = SEEN_FROM_PEN(claim[me]) }
#endif
}

/* smpboot_claim_advance() */
inline advance(from, to, blind)
{
#if COHERENT
	atomic {
		won = (claim[me] == WORD(generation, from) || blind);
		if
		:: won -> claim[me] = WORD(generation, to)
		:: else
		fi
	}
#else
	announce[me] = WORD(generation, to);
	if
	:: MUTANT == WAIT_FOR_GRANT_ALONE -> claim[me] == WORD(generation, to)
	:: MUTANT != WAIT_FOR_GRANT_ALONE -> claim[me] != WORD(generation, from)
	fi;
	won = (claim[me] == WORD(generation, to) || MUTANT == ANSWER_NOT_CHECKED)
#endif
}

/* On a stack that is this start's, and that the kernel has not taken back. */
inline check_stack()
{
	assert(on_stack[me] == generation && lent[me] == generation)
}

proctype secondary(byte me)
{
	byte generation, c;
	bit won, accepted, taken;

end_off: /* the firmware need not deliver it; then it may be off again */
	do
	:: atomic { power[me] == PENDING -> power[me] = ON; goto entry }
	:: atomic { power[me] == PENDING -> power[me] = OFF }
	:: atomic { released && power[me] == OFF -> power[me] = ON; goto entry }
	od;

entry:
	{
		look_past_caches(generation);
		if
		:: generation != 0
		:: else ->
			crumb[me] = PEN;
end_pen:
			wait_past_caches(generation)
		fi;
		crumb[me] = ENTRY(generation);

		/* At the kernel's virtual address, caches on. */
		if
		:: claim[me] == WORD(generation, STARTING) || MUTANT == NO_LOOK_BEFORE_STACK
		:: else -> goto lost
		fi;
		atomic { on_stack[me] = stack_top[me]; check_stack() };
		advance(STARTING, ARRIVED, MUTANT == CLAIM_WITHOUT_COMPARE);
		if
		:: won
		:: else -> goto lost
		fi;
		/* ops.starting */
		atomic { check_stack(); assert(!started[me]); started[me] = true };
		if
		:: hook[me] = true; advance(ARRIVED, FAILED, false); goto lost
		:: advance(ARRIVED, ONLINE, MUTANT == ONLINE_WITHOUT_COMPARE)
		fi;
		if
		:: won
		:: else -> goto lost
		fi;
		/* ops.main */
		atomic {
			assert(claim[me] == WORD(generation, ONLINE));
			claim[me] = WORD(generation, ACTIVE);
			check_stack();
			assert(started[me] && !ran[me]);
			assert(!told[me] || online[me]);
			ran[me] = true
		};
		/* smpboot_work_help(), which is a little before; it may stop at any of its steps. */
end_main:
		do
		:: HELPERS && queued[1 - me] ->
			take(1 - me);
			if
			:: taken -> start_cpu(1 - me); drop(1 - me)
			:: else
			fi
		od
	} unless { atomic { again[me] -> again[me] = false; on_stack[me] = 0 } };
	goto entry;

/*
 * It leaves its stack, then switches its MMU off. It may turn round as long as
 * memory says STARTING: until the caller, which does not wait there, has cleaned it.
 */
lost:
progress_lost:
	on_stack[me] = 0;
	goto entry
}

/* A CPU that has come may come again: a second delivery, or a reset of its own. */
proctype mishaps()
{
end_mishaps:
	do
	:: atomic { resets > 0 && power[0] == ON && !again[0] -> again[0] = true; resets-- }
	:: atomic { resets > 0 && power[1] == ON && !again[1] -> again[1] = true; resets-- }
	od
}

/* ---- The caller --------------------------------------------------------- */

/* The kernel uses the stack for something else from here on. */
inline take_back(i)
{
	assert(on_stack[i] == 0 || on_stack[i] != lent[i]);
	lent[i] = 0
}

/* The kernel is told the outcome of a start: the only one, and a true one. */
inline tell(i, good)
{
	assert(!told[i]);
	assert(good || !ran[i]);
	assert(!good || (started[i] && (STATE(claim[i]) == ONLINE || STATE(claim[i]) == ACTIVE)));
	told[i] = true;
	online[i] = good;
	awaited[i] = false
}

/* smpboot_engine_can_start(): these states only a caller leaves, so one step is as good as two. */
inline can_start(i)
{
	if
	:: awaited[i] && MUTANT != START_WITHOUT_OUTCOME -> may = false
	:: asking[i] != 0 && MUTANT != OPEN_WHILE_ASKING -> may = false
	:: else ->
		if
		:: STATE(claim[i]) == PRESENT || STATE(claim[i]) == FAILED -> may = true
		:: STATE(claim[i]) == ABANDONED -> may = (crumb[i] == PEN || MUTANT == ADOPT_WITHOUT_PEN)
		:: else -> may = false
		fi
	fi;
	/* The model's end. */
	may = may && GENERATION(claim[i]) < GENERATIONS
}

/* open_slot() */
inline open(i)
{
	/* PRESENT: it was prepared, and the call was over before anybody took it. */
	assert(told[i] || claim[i] == 0 || STATE(claim[i]) == PRESENT);
	told[i] = false;
	online[i] = false;
	stack_top[i] = 0;
	hook[i] = false;
	if
	:: MUTANT == SAME_GENERATION && claim[i] != 0 -> claim[i] = WORD(GENERATION(claim[i]), PRESENT)
	:: else ->
		claim[i] = WORD(GENERATION(claim[i]) + 1, PRESENT);
		started[i] = false;
		ran[i] = false
	fi;
	if
	:: MUTANT == STARTING_BEFORE_STACK -> claim[i] = WORD(GENERATION(claim[i]), STARTING)
	:: else
	fi
}

/*
 * prepare(): the kernel gives a stack for this start. One that a start which
 * was given up still had it may take back, since the CPU is in the pen; one
 * that ops.starting refused on stays the CPU's. To refuse is an outcome at once.
 */
inline prepare(i)
{
	if
	:: refused[i] -> refused[i] = false
	:: else -> take_back(i)
	fi;
	if
	:: lent[i] = GENERATION(claim[i]); stack_top[i] = lent[i]
	:: lent[i] = 0; claim[i] = WORD(GENERATION(claim[i]), FAILED); tell(i, false); may = false
	fi
}

/*
 * smpboot_verdict() of a CPU that was given up: when it left no sign, and the
 * firmware says that it is off, the kernel has its stack back.
 */
inline verdict(i)
{
	if
	:: power[i] == OFF && !RELEASE && crumb[i] != ENTRY(GENERATION(claim[i])) ->
		claim[i] = WORD(GENERATION(claim[i]), FAILED);
		take_back(i)
	:: else
	fi;
	tell(i, false)
}

/*
 * settle(): a turn that finds an outcome, or that the deadline has passed.
 * Turns that find nothing change nothing.
 */
inline settle(i)
{
	c = claim[i];
	/* Its deadline has passed, and whoever took it has not started it: then the caller does. */
	if
	:: STATE(c) == PRESENT -> start_cpu(i); c = claim[i]
	:: else
	fi;
	do
	:: IN_FLIGHT(c) ->
		move(i, ABANDONED, MUTANT == DEADLINE_WITHOUT_COMPARE);
		if
		:: won -> atomic { verdict(i) }; clean(i); break
		:: else
		fi
	:: STATE(c) == PRESENT || (asking[i] != 0 && MUTANT != SETTLE_WHILE_ASKING &&
	                           (STATE(c) == FAILED || STATE(c) == ABANDONED)) ->
		/* Not now: another is busy with it. */
		break
	:: else ->
		atomic {
			if
			:: STATE(claim[i]) == FAILED && hook[i] -> refused[i] = true; tell(i, false)
			:: STATE(claim[i]) == FAILED && !hook[i] -> tell(i, false); take_back(i)
			:: STATE(claim[i]) == ABANDONED -> tell(i, false)
			:: else -> tell(i, true)
			fi
		};
		break
	od
}

/* smpboot_claim_answer(): an announcement that asks for something */
#define ASKS(i) \
	(!COHERENT && STATE(announce[i]) > STATE(claim[i]) && \
	 (GENERATION(announce[i]) == GENERATION(claim[i]) || MUTANT == ANSWER_WITHOUT_GENERATION))
#define GRANT(i) claim[i] = WORD(GENERATION(claim[i]), STATE(announce[i]))

#define WANTED(i) ((set >> (i)) & 1)

inline start_all()
{
	i = 0;
	do
	:: i < CPUS && WANTED(i) ->
		atomic {
			can_start(i);
			if
			:: may -> open(i)
			:: else
			fi
		};
		if
		:: atomic { may -> prepare(i) }
		:: else
		fi;
		if
		:: may && HELPERS -> queued[i] = true
		:: may && !HELPERS -> awaited[i] = true; start_cpu(i)
		:: else
		fi;
		i++
	:: i < CPUS && !WANTED(i) -> i++
	:: i == CPUS -> break
	od
}

/*
 * wait_all(). A call that does not wait to the end has no deadline, or
 * smpboot_wait() was asked to look only.
 */
inline wait_all(to_the_end)
{
	do
	:: atomic { awaited[0] && ASKS(0) -> GRANT(0) }
	:: atomic { awaited[1] && ASKS(1) -> GRANT(1) }
	:: awaited[0] -> settle(0)
	:: awaited[1] -> settle(1)
	:: queued[0] -> take(0); if :: taken -> start_cpu(0); drop(0) :: else fi
	:: queued[1] -> take(1); if :: taken -> start_cpu(1); drop(1) :: else fi
	:: !awaited[0] && !awaited[1] && !queued[0] && !queued[1] -> break
	:: !to_the_end -> break
	od
}

proctype caller()
{
	byte set, i, c;
	bit may, accepted, won, taken;

	/* A call while the other runs is refused and changes nothing: it is as if it had not been made. */
	do
	:: atomic {
		calls > 0 && (!busy || MUTANT == NOT_BUSY) ->
		busy = true;
		calls--;
		select(set : 1 .. SETS)
	   };
	   start_all();
	   wait_all(false);
	   /* smpboot_work_close() */
	   atomic { queued[0] = false; queued[1] = false };
	   atomic { busy = false; set = 0; i = 0; c = 0; may = 0; accepted = 0; won = 0; taken = 0 }
	:: atomic { calls == 0 && !busy -> busy = true; break }
	od;
	/* Who has started CPUs without waiting waits in the end: then each start has its outcome. */
	wait_all(true);
	assert(told[0] || claim[0] == 0 || (HELPERS && STATE(claim[0]) == PRESENT));
	assert(told[1] || claim[1] == 0 || (HELPERS && STATE(claim[1]) == PRESENT));
	busy = false
}

init {
	atomic {
		run secondary(0);
		run secondary(1);
		run mishaps();
		run caller();
		run caller()
	}
}
