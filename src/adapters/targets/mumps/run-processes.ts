import { readdirSync, readFileSync } from 'node:fs';

/** The name under which each process of a run carries the run's id in its environment. */
export const runVariable = 'PATCHFLEET_RUN';

/** The living processes of a run: the one that was started for it, and all that its code started. On systems without `/proc` none is found. */
function processesOf(run: string): readonly number[] {
  return numbersInProc().filter((pid) => isOfRun(pid, run) === true && isAlive(pid));
}

/** True: this process carries the run's id; null: it cannot be told, as it has no environment (any more), or another user's. */
export function isOfRun(pid: number, run: string): boolean | null {
  const lines = environmentLines(pid);
  return lines.length === 0 ? null : lines.includes(`${runVariable}=${run}`);
}

/**
 * Ends all processes of a run, asking first: an open transaction is rolled back then. How many there were; null: some
 * are left even so.
 */
export async function endProcesses(run: string): Promise<number | null> {
  const found = processesOf(run);
  if (found.length === 0) return 0;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of processesOf(run)) tell(pid, signal);
    for (let waited = 0; waited < grace; waited += step) {
      if (processesOf(run).length === 0) return found.length;
      await new Promise((resolve) => setTimeout(resolve, step));
    }
  }
  return null;
}

const grace = 3_000;
const step = 20;

/** The numbers of all processes of this machine; none on systems without `/proc`. */
export function numbersInProc(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Empty for a process that is gone, or another user's. */
function environmentLines(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}

/** A zombie has ended. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended since
  }
}
