import type { SiteEvent } from '../../src/apps/served-site.ts';
import type { TestSite } from '../../test/worlds/a-served-site.ts';
import type { Hospital } from './a-hospital.ts';

/** Plays a recorded list of events into whatever follows a site, one at a time, for ever. Returns what ends it. */
export function playEvents(site: TestSite, events: readonly SiteEvent[], every: number): () => void {
  let at = 0;
  const timer = setInterval(() => {
    const event = events[at];
    at = (at + 1) % events.length;
    if (event !== undefined) site.tell(event);
  }, every);
  return () => {
    clearInterval(timer);
  };
}

/** Every event of a pass in which the patch that failed at this site is tried again, and fails again. */
export async function recordEvents({ world, site }: Hospital): Promise<readonly SiteEvent[]> {
  const failed = [...(await world.installed()).patches.values()].find(({ state }) => state === 'failed');
  if (failed === undefined) throw new Error('nothing failed at this site');
  const { patch, releaseDigest } = failed;
  await site.act({ kind: 'retry', patch, releaseDigest, who: 'ana.ruiz', why: 'once more' });
  const events: SiteEvent[] = [];
  const end = site.watch((event) => events.push(event));
  await site.pass();
  end();
  return events;
}
