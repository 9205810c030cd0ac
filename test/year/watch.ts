import type { ExecutionContext } from 'ava';
import type { AttemptStory } from '../../src/journal/journal-state.ts';
import type { World } from '../worlds/a-world.ts';

/** What the year's driver knows, besides what the site says of itself. */
export interface YearGround {
  readonly world: World;
  readonly zone: string;
  /** Documents of each patch, as its kit carries them. */
  readonly kits: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Local start, for patches that have one. */
  readonly schedules: ReadonlyMap<string, string>;
  /** Retries that operators asked for. */
  readonly retries: ReadonlyMap<string, number>;
  readonly base: Readonly<Record<string, string>>;
}

/** What was seen before, to compare with. */
export interface Seen {
  counter: number;
  attempts: number;
}

/** DESIGN §4, as far as one site can show it: after every event of the year all of it holds. */
export async function checkInvariants(
  t: ExecutionContext,
  ground: YearGround,
  seen: Seen,
  where: string,
): Promise<void> {
  const { world } = ground;
  const [installed, journal] = [await world.installed(), await world.journal()];
  const stories = [...journal.attempts.values()];
  const wrong: string[] = [];
  if (installed.open !== null) wrong.push('an attempt is open after a pass');
  if (installed.inconsistent !== null) wrong.push('the site is inconsistent');
  wrong.push(...(await documentsThatAreWrong(ground)));
  const counter = installed.channels.get('default')?.counter ?? 0;
  if (counter < seen.counter) wrong.push(`the channel went back from ${seen.counter} to ${counter}`);
  for (const story of stories.slice(seen.attempts)) wrong.push(...wrongOfAttempt(ground, story));
  wrong.push(...triedTooOften(ground, stories), ...wronglyTold(world, stories));
  seen.counter = counter;
  seen.attempts = stories.length;
  t.deepEqual(wrong, [], where);
}

/** Every document is what the last installed patch that carries it left, or what was there before all patches. */
async function documentsThatAreWrong({ world, kits, base }: YearGround): Promise<readonly string[]> {
  const expected = new Map(Object.entries(base));
  const { patches } = await world.installed();
  const inOrder = [...patches.values()]
    .filter(({ state }) => state === 'installed')
    .sort((a, b) => a.order - b.order);
  for (const { patch } of inOrder)
    for (const [name, text] of Object.entries(kits.get(patch) ?? {})) expected.set(name, text);
  const found = new Map<string, string>();
  for (const { name } of await world.inventory())
    found.set(name, Buffer.from((await world.target.read(name)) ?? new Uint8Array()).toString());
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names]
    .filter((name) => expected.get(name) !== found.get(name))
    .map((name) => `${name} is wrong`);
}

/** The site's hours, told by another clock than the program's own rules: from 22 to 5 o'clock, never in the second half of December. */
function wrongOfAttempt({ zone, schedules }: YearGround, story: AttemptStory): readonly string[] {
  const local = localTextOf(story.startedAt, zone);
  const hour = Number(local.slice(11, 13));
  const due = schedules.get(story.patch);
  const who = `attempt ${story.attempt} of ${story.patch} at ${local}`;
  return [
    ...(hour >= 22 || hour < 5 ? [] : [`${who} is outside of the window`]),
    ...(local.slice(5) < '12-16' ? [] : [`${who} is inside of the freeze`]),
    ...(due === undefined || story.action === 'remove' || story.trigger === 'operator' || local >= due
      ? []
      : [`${who} is before ${due}`]),
  ];
}

/** Once by itself, once more after each cut, once for each retry and each act that asked for it. */
function triedTooOften({ retries }: YearGround, stories: readonly AttemptStory[]): readonly string[] {
  const tries = new Map<string, number>();
  for (const { patch, action, facts, end } of stories) {
    const cut =
      end?.outcome === 'abandoned' || facts.some((fact) => fact.kind === 'rolling-back' && fact.interrupted);
    if (action === 'install' && !cut) tries.set(patch, (tries.get(patch) ?? 0) + 1);
  }
  return [...tries]
    .filter(([patch, count]) => count > 1 + (retries.get(patch) ?? 0))
    .map(([patch, count]) => `${patch} was tried ${count} times`);
}

function wronglyTold({ outbox }: World, stories: readonly AttemptStory[]): readonly string[] {
  const transitions = outbox.told.map(({ transition }) => transition);
  const twice = transitions.length - new Set(transitions).size;
  const lost = stories.filter(({ end, told }) => end !== null && !told);
  const last = outbox.told.at(-1);
  const said = last === undefined ? '' : [last.message, ...[...last.files.values()].map(String)].join('\n');
  return [
    ...(twice === 0 ? [] : [`${twice} statuses were told twice`]),
    ...lost.map(({ attempt }) => `attempt ${attempt} was not told`),
    ...(said.includes('planted-token') ? ['a secret was told'] : []),
  ];
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-30T02:00` as clocks on the wall of that zone show it. */
export function localTextOf(instant: number, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  return format.format(instant).replace(' ', 'T').slice(0, 16);
}
