import type { LifeFigures } from './life.ts';
import { Life } from './life.ts';
import { Watch } from './watch.ts';

/** What a year is made of besides its seed. */
export interface YearWish {
  readonly seed: number;
  readonly patches: number;
  readonly days: number;
}

/** What a year came to. */
export interface YearFigures extends LifeFigures {
  readonly seed: number;
  readonly zone: string;
  readonly attempts: number;
  readonly statuses: number;
}

/** A promise was broken: where, and what is wrong. */
export class BrokenPromise extends Error {}

/**
 * One year of a site's life, from a seed: so many releases, outages of the host, crashes at any effect, acts of operators. The passes come when the
 * agent's own pace asks for them. Every promise is looked after once each event is over; BrokenPromise where one does not hold.
 */
export async function liveAYear({ seed, patches, days }: YearWish): Promise<YearFigures> {
  const life = new Life(seed, patches);
  const watch = new Watch(life);
  const look = async (event: string): Promise<void> => {
    const wrong = await watch.look();
    if (wrong.length === 0) return;
    const when = new Date(life.world.now).toISOString();
    throw new BrokenPromise(`Seed ${seed}, after ${event} at ${when}: ${wrong.join('; ')}`);
  };
  while (life.day < days) await look(await life.nextEvent());
  await life.calmDown();
  await look('the end');
  const wrong = await watch.lookAtAll();
  if (wrong.length > 0) throw new BrokenPromise(`Seed ${seed}, at the end: ${wrong.join('; ')}`);
  const { figures, zone } = life;
  return { seed, zone, ...figures, ...watch.figures };
}
