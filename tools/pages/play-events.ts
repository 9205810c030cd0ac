import type { SiteEvent } from '../../src/apps/served-site.ts';
import type { TestSite } from '../../test/worlds/a-served-site.ts';

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

/** Every event of one pass. */
export async function recordEvents(site: TestSite): Promise<readonly SiteEvent[]> {
  const events: SiteEvent[] = [];
  const end = site.watch((event) => events.push(event));
  await site.pass();
  end();
  return events;
}
