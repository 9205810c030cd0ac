import { BrokenPromise, liveAYear } from '../../test/year/live-a-year.ts';

/** What a process says of a year that is over. */
export interface LivedYear {
  readonly seed: number;
  readonly figures: Readonly<Record<string, number>>;
  /** The promise that was broken; null: none. */
  readonly why: string | null;
}

// Lives the years of the seeds that it is sent, one at a time.
process.on('message', (seed: number) => {
  void live(seed).then((year) => process.send?.(year));
});

async function live(seed: number): Promise<LivedYear> {
  try {
    const year = await liveAYear({ seed, patches: 200, days: 365 });
    const counts = Object.entries(year).filter(([name]) => name !== 'seed');
    const figures = counts.filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    return { seed, figures: Object.fromEntries(figures), why: null };
  } catch (error) {
    const said = error instanceof BrokenPromise ? error.message : String((error as Error).stack);
    return { seed, figures: {}, why: said };
  }
}
