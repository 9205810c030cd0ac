import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds at a moment. */
export interface Held {
  /** Resident memory in MiB. */
  readonly memory: number;
  readonly descriptors: number;
}

/** Null where there is no `/proc`, or no such process. */
export function heldBy(pid: number): Held | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
    return { memory: kibibytes / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}

/** The medians of the second and of the last quarter of the samples: what grows shows as a difference. */
export function growthOf(
  samples: readonly Held[],
  of: keyof Held,
): { readonly early: number; readonly late: number } {
  const quarter = Math.floor(samples.length / 4);
  const medianOf = (some: readonly Held[]): number =>
    some.map((held) => held[of]).sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? Number.NaN;
  return { early: medianOf(samples.slice(quarter, 2 * quarter)), late: medianOf(samples.slice(-quarter)) };
}
