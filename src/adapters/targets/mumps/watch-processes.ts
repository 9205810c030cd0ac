import { existsSync } from 'node:fs';
import { isOfRun, numbersInProc } from './run-processes.ts';
import type { RunRoom } from './run-folder.ts';
import { readIfThere, runPlaces } from './run-folder.ts';

/** What was seen of the machine's processes before a run and during it. A number in none of the lists was never seen. */
export interface SeenProcesses {
  /** The run's own, by its id in their environment. */
  readonly children: readonly number[];
  /** Those that were there before it, and those without its id. */
  readonly strangers: readonly number[];
  /** When the run began and ended, in milliseconds since 1970; null: it is not known when it ended. */
  readonly from: number;
  readonly to: number | null;
}

/** Often enough to meet a program of the database, which takes longer to start. Milliseconds. */
const interval = 20;

/**
 * Looks again and again which processes there are, until it is stopped. Called before the run's process is started: what is there by then is
 * none of its children. What was seen is kept, also where this process is killed meanwhile. Failure DISK_FULL.
 */
export function watchProcesses(room: RunRoom, run: string): { stop(): void } {
  const strangers = new Set(numbersInProc());
  const children = new Set<number>();
  const from = Date.now();
  const keep = (to: number | null = null): void => {
    writeSeen(room, { children: [...children], strangers: [...strangers], from, to });
  };
  keep();
  let judged = new Set(strangers);
  const look = (): void => {
    const there = new Set(numbersInProc());
    judged = new Set([...judged].filter((pid) => there.has(pid))); // a number can be used again
    const before = children.size;
    for (const pid of there) {
      const isOwn = judged.has(pid) ? null : isOfRun(pid, run);
      if (isOwn === null) continue;
      judged.add(pid);
      (isOwn ? children : strangers).add(pid);
    }
    if (children.size > before) keepQuietly(keep);
  };
  const timer = setInterval(look, interval);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      keep(Date.now());
    },
  };
}

/** Where there is no room it is told when the run has ended: all is written once more then. */
function keepQuietly(keep: () => void): void {
  try {
    keep();
  } catch {
    // see above
  }
}

/** Where what is kept of the run was removed meanwhile, nothing can be said of its writes any more. */
function writeSeen({ database, disk }: RunRoom, seen: SeenProcesses): void {
  if (existsSync(runPlaces(database).folder))
    disk.replace(runPlaces(database).processes, Buffer.from(`${JSON.stringify(seen)}\n`));
}

/** What was seen during the run that is kept, and the living processes of now: after its end none of them is the run's. */
export function seenProcesses({ database }: Pick<RunRoom, 'database'>): SeenProcesses {
  const kept = readIfThere(runPlaces(database).processes);
  const seen =
    kept === null
      ? { children: [], strangers: [], from: 0, to: null }
      : (JSON.parse(kept.toString()) as SeenProcesses);
  return { ...seen, strangers: [...seen.strangers, ...numbersInProc()] };
}
