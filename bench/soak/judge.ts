import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SoakHost } from './soak-site.ts';
import type { Held } from './watch-process.ts';
import { growthOf } from './watch-process.ts';

interface SoakVerdict {
  /** Whole sentences. */
  readonly figures: readonly string[];
  readonly faults: readonly string[];
}

/** How long the agent has after the last fault, in seconds: its longest backoff and some passes. */
const patience = 240;
/** What counts as growth: more than a tenth and so much. */
const slack = { memory: 12, descriptors: 3 };

/**
 * Waits until the site has said on the host that every patch is in, then looks whether each was installed once, each transition told
 * once and in order, and whether memory and file descriptors of the agent stayed as they were.
 */
export async function judge(soak: {
  readonly folder: string;
  readonly host: SoakHost;
  readonly released: () => number;
  readonly samples: readonly Held[];
}): Promise<SoakVerdict> {
  const seconds = await secondsUntilAllIsTold(soak);
  const commits = await soak.host.statusCommits();
  const transitions = commits.map((message) => trailer(message, 'Transition'));
  const attempts = attemptsIn(join(soak.folder, 'state', 'journal.jsonl'));
  const memory = growthOf(soak.samples, 'memory');
  const descriptors = growthOf(soak.samples, 'descriptors');
  const times = commits.map((message) => trailer(message, 'Status-Time'));
  return {
    figures: [
      `${soak.released()} patches released, ${attempts.length} attempts, ${commits.length} status commits; all was told ${seconds ?? 'never'} s after the last fault.`,
      `Memory, minute by minute (MiB): ${byMinute(soak.samples).join(' ')}.`,
      `Memory ${memory.early.toFixed(0)} MiB early, ${memory.late.toFixed(0)} MiB late; file descriptors ${descriptors.early} early, ${descriptors.late} late (medians of quarters of ${soak.samples.length} samples).`,
    ],
    faults: [
      ...(seconds === null
        ? [`Not all ${soak.released()} patches were told as installed within ${patience} s.`]
        : []),
      ...repeated(transitions).map((one) => `The transition ${one} was told more than once.`),
      ...repeated(attempts).map((one) => `${one} was attempted more than once.`),
      ...(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? ''))
        ? []
        : ['Statuses arrived out of order.']),
      ...grown('Memory (MiB)', memory, slack.memory),
      ...grown('The number of file descriptors', descriptors, slack.descriptors),
    ],
  };
}

async function secondsUntilAllIsTold({
  host,
  released,
}: Parameters<typeof judge>[0]): Promise<number | null> {
  for (let seconds = 0; seconds <= patience; seconds += 1) {
    const last = (await host.statusCommits()).at(-1) ?? '';
    if (Number(trailer(last, 'Installed-Count')) === released()) return seconds;
    await sleep(1000);
  }
  return null;
}

function trailer(message: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1] ?? '';
}

/** The patch of each attempt that the journal tells of. */
function attemptsIn(journal: string): readonly string[] {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(
      (line) =>
        (JSON.parse(line) as { readonly event: { readonly kind: string; readonly patch?: string } }).event,
    )
    .filter(({ kind }) => kind === 'started')
    .map(({ patch }) => patch ?? '');
}

function byMinute(samples: readonly Held[]): readonly string[] {
  return samples.filter((_, second) => second % 60 === 59).map(({ memory }) => memory.toFixed(0));
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function grown(
  what: string,
  { early, late }: { readonly early: number; readonly late: number },
  by: number,
): readonly string[] {
  return late > early * 1.1 && late > early + by
    ? [`${what} grew from ${early.toFixed(0)} to ${late.toFixed(0)}.`]
    : [];
}
