import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it holds; throws where that lasts longer than even a busy machine needs. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${patience / 1000} seconds: ${what}`);
    await sleep(10);
  }
}

/** Milliseconds; below the time that AVA waits for any news. */
const patience = 100_000;
