import { performance } from 'node:perf_hooks';

/** Something whose time is taken. A run may answer the milliseconds that count, where not all of it does. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
  /** Puts in place what a run needs; its time does not count. */
  readonly prepare?: () => unknown;
  /** Why it cannot run on this machine; null or missing: it can. */
  readonly missing?: string | null;
}

/** Milliseconds of each round, by contender. */
interface Timed {
  readonly name: string;
  readonly times: readonly number[];
}

/**
 * Times ours and its peers in turns, round by round after a first one that does not count, and prints the medians and the
 * ratios to each peer of the same round, with their ranges. So what else the machine does meets all of them alike.
 */
export async function sideBySide(
  title: string,
  rounds: number,
  [ours, ...peers]: readonly [Contender, ...Contender[]],
): Promise<void> {
  console.log(`\n${title} (${rounds} rounds)`);
  const running = [ours, ...peers.filter((peer) => isThere(peer))];
  const timed = running.map(({ name }) => ({ name, times: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, contender] of running.entries()) {
      const time = await timeOf(contender);
      if (round > 0) timed[index]?.times.push(time);
    }
  }
  const [own, ...others] = timed;
  if (own === undefined) return;
  console.log(line(own, ''));
  for (const other of others) console.log(line(other, ratioText(own, other)));
  for (const { name, missing } of peers) {
    if (typeof missing === 'string') console.log(`  ${name}: skipped, ${missing}`);
  }
}

function isThere({ missing }: Contender): boolean {
  return missing === undefined || missing === null;
}

async function timeOf({ run, prepare }: Contender): Promise<number> {
  await prepare?.();
  const start = performance.now();
  const told = await run();
  return typeof told === 'number' ? told : performance.now() - start;
}

function line({ name, times }: Timed, ratio: string): string {
  const [low, middle, high] = spread(times);
  const time = `${asTime(middle)} (${asTime(low)} – ${asTime(high)})`;
  return `  ${name.padEnd(38)} ${time.padEnd(32)}${ratio}`.trimEnd();
}

/** Ours as a share of the peer's: below 1 ours is faster. */
function ratioText({ times }: Timed, peer: Timed): string {
  const [low, middle, high] = spread(times.map((time, round) => time / (peer.times[round] ?? Number.NaN)));
  return `ours is ${asRatio(middle)} of it (${asRatio(low)} – ${asRatio(high)})`;
}

function spread(values: readonly number[]): readonly [low: number, median: number, high: number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[Math.round(place * (sorted.length - 1))] ?? Number.NaN;
  return [at(0), at(0.5), at(1)];
}

function asTime(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(2)} ms` : `${milliseconds.toFixed(0)} ms`;
}

function asRatio(ratio: number): string {
  return ratio.toPrecision(2).includes('e') ? ratio.toFixed(0) : ratio.toPrecision(2);
}
