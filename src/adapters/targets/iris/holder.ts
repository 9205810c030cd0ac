import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../../base/instant.ts';
import { instantAsText } from '../../../base/instant.ts';
import type { Busy, Hold } from './reach.ts';

/** Who holds the target, in words. */
export function holderAsText(holder: string, now: Instant): string {
  return `${holder} (process ${process.pid} on ${hostname()}, since ${instantAsText(now)})`;
}

/**
 * Takes the target. Where its holder was a process of this machine that is gone, what that left inside the database ends by itself within a
 * while: that is waited for, at most so many milliseconds. Any other holder is respected at once.
 */
export async function waitsForTheDead(take: () => Promise<Hold | Busy>, limit: number): Promise<Hold | Busy> {
  const end = performance.now() + limit;
  for (;;) {
    const taken = await take();
    if (taken.kind === 'held' || !isDead(taken.holder) || performance.now() > end) return taken;
    await sleep(200);
  }
}

function isDead(holder: string): boolean {
  const [, pid = '', host] = /\(process (\d+) on (.+), since [^,()]+\)$/.exec(holder) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
