import type { JournalRecord } from './journal-record.ts';
import type { SeenProcesses } from './watch-processes.ts';

/** The run whose writes are looked for: its process, and between which moments (milliseconds since 1970) it lived. */
export interface RunProcess {
  readonly pid: number;
  /** Who it runs as; null: not known before the journal tells. */
  readonly user: string | null;
  /** What its process writes into `^PATCHFLEET("run")` before anything else; another process writes it once more when the run has ended. */
  readonly mark: string;
  readonly since: number;
  readonly until: number;
  readonly seen: SeenProcesses;
  /** How many regions the journals are of. Only those of one stand in the order in which they were written. */
  readonly regions: number;
  /** Nobody else works in this database: whoever begins to write during the run is the run's. */
  readonly alone: boolean;
}

/** Whose a write is. doubtful: its process began to write during the run, and nobody knows who started it. */
type WriteOwner = 'run' | 'doubtful' | 'other';

/** Clocks are put right by a little now and then. */
export const leeway = 5_000;

/**
 * Tells whose the writes of a process are, in one walk through the journals. A journal knows a process by its number, its user and the moment at which it
 * began to write, and not who started it; the number is used again. The run's are: its own process, and those that began to write between
 * the run's mark and the mark of its end (where there are several regions: between the seconds of its start and its end) and were seen to carry the run's id. Others are: who began before or after, was seen without that id, or is
 * of another user. What is left (a process that lived too short to be seen) is doubtful.
 */
export class RunOwners {
  private readonly run: RunProcess;
  private readonly children: ReadonlySet<number>;
  private readonly strangers: ReadonlySet<number>;
  private readonly owners = new Map<number, WriteOwner>();
  private readonly mark: string;
  private user: string | null = null;
  private goesOn = false;
  private hasEnded = false;

  constructor(run: RunProcess) {
    this.run = run;
    this.children = new Set(run.seen.children);
    this.strangers = new Set(run.seen.strangers);
    this.mark = `^PATCHFLEET("run")="${run.mark}"`;
  }

  of(pid: number): WriteOwner {
    return this.owners.get(pid) ?? 'other';
  }

  begins(record: Extract<JournalRecord, { kind: 'process' }>): void {
    this.owners.set(record.pid, this.ownerOf(record));
  }

  /** Looks for the two marks. */
  passes({ pid, code, node }: Extract<JournalRecord, { kind: 'write' }>): void {
    if (code !== '05' || node !== this.mark) return;
    if (pid === this.run.pid) this.goesOn = this.of(pid) === 'run' && !this.hasEnded;
    else if (this.goesOn && !this.children.has(pid)) {
      this.goesOn = false;
      this.hasEnded = true;
    }
  }

  private ownerOf({ pid, at, user }: Extract<JournalRecord, { kind: 'process' }>): WriteOwner {
    if (!this.isInTime(at)) return 'other';
    if (pid === this.run.pid) {
      this.user = user;
      return 'run';
    }
    if (!(this.run.regions > 1 ? this.isMeanwhile(at) : this.goesOn)) return 'other';
    if (this.run.alone || this.children.has(pid)) return 'run';
    return this.strangers.has(pid) || this.isOfAnother(user) ? 'other' : 'doubtful';
  }

  /** A journal cuts long names short. Journals of other regions can come before the one that has the run's own record. */
  private isOfAnother(user: string): boolean {
    if (this.user !== null) return user !== this.user;
    return this.run.user !== null && !this.run.user.startsWith(user);
  }

  /** Of records the whole second is known. */
  private isMeanwhile(at: number): boolean {
    const { from, to } = this.run.seen;
    return at + 1_000 > from && at <= (to ?? this.run.until);
  }

  private isInTime(at: number): boolean {
    return at >= this.run.since - leeway && at <= this.run.until + leeway;
  }
}
