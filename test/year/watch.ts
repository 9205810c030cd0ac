import { isDeepStrictEqual } from 'node:util';
import type { InstalledState } from '../../src/installed/installed-state.ts';
import { readInstalledState } from '../../src/installed/read-installed-state.ts';
import type { JournalEvent } from '../../src/journal/journal-event.ts';
import type { AttemptStory, JournalState } from '../../src/journal/journal-state.ts';
import { foldJournal } from '../../src/journal/journal-state.ts';
import { parseRegisterText } from '../../src/journal/register-file.ts';
import type { StatusCommit } from '../../src/ports/outbox.ts';
import { lookAtSite } from '../../src/reconcile/look-at-site.ts';
import type { World } from '../worlds/a-world.ts';
import type { HandEdits } from './hand-edits.ts';
import type { HostLife } from './host-life.ts';
import { localTextOf } from './local-text.ts';
import { wrongOfHost } from './wrong-of-host.ts';

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
  readonly host: HostLife;
  readonly edits: HandEdits;
}

/** So many events lie between two looks at everything from the start. */
const betweenWholeLooks = 200;

/**
 * DESIGN §4, as far as one site can show it: after every event all of it holds. What was looked at after an earlier event and cannot change is not looked
 * at again, but for every so many events and at the end, when all is.
 */
export class Watch {
  private readonly ground: YearGround;
  private register: readonly string[] = [];
  private events: readonly JournalEvent[] = [];
  private installed: InstalledState = readInstalledState([]);
  private journal: JournalState = foldJournal([]);
  private expected: ReadonlyMap<string, string>;
  private readonly transitions = new Set<string>();
  private looks = 0;

  constructor(ground: YearGround) {
    this.ground = ground;
    this.expected = expectedDocuments(ground, this.installed);
  }

  get figures() {
    return { attempts: this.journal.attempts.size, statuses: this.transitions.size };
  }

  /** What is wrong after an event; empty: nothing. */
  async look(): Promise<readonly string[]> {
    this.looks += 1;
    const before = { counter: this.counter, attempts: this.journal.attempts.size };
    const wrong = [...(await this.readOn())];
    if (this.installed.open !== null) wrong.push('an attempt is open after a pass');
    if (this.installed.inconsistent !== null) wrong.push('the site is inconsistent');
    if (this.counter < before.counter)
      wrong.push(`the channel went back from ${before.counter} to ${this.counter}`);
    const stories = [...this.journal.attempts.values()];
    for (const story of stories.slice(before.attempts)) this.takeEnd(story);
    for (const story of stories.slice(before.attempts))
      wrong.push(...wrongOfAttempt(this.ground, story, stories));
    const { world, host } = this.ground;
    wrong.push(...wrongOfHost(world, host, this.installed, stories.slice(before.attempts)));
    if (stories.length > before.attempts) wrong.push(...triedTooOften(this.ground, stories));
    wrong.push(...untold(stories), ...this.wronglyTold(), ...(await this.documentsThatAreWrong()));
    return this.looks % betweenWholeLooks === 0 ? [...wrong, ...(await this.lookAtAll())] : wrong;
  }

  /** The same from the start: nothing is taken from earlier looks, and what the program holds of its own is compared with it. */
  async lookAtAll(): Promise<readonly string[]> {
    const { world } = this.ground;
    const [installed, journal] = [await world.installed(), await world.journal()];
    const held = await lookAtSite(world.ports, world.setup);
    const wrong: string[] = [];
    if (!isDeepStrictEqual(held.installed, installed))
      wrong.push('the register is not what the agent holds it for');
    if (!isDeepStrictEqual(held.journal, journal))
      wrong.push('the journal is not what the agent holds it for');
    if (!isDeepStrictEqual(this.installed, installed)) wrong.push('the register was not only added to');
    if (!isDeepStrictEqual(this.journal, journal)) wrong.push('the journal was not only added to');
    const stories = [...journal.attempts.values()];
    for (const story of stories) wrong.push(...wrongOfAttempt(this.ground, story, stories));
    const told = world.outbox.told.map(({ transition }) => transition);
    if (new Set(told).size !== told.length) wrong.push('a status was told twice');
    return wrong;
  }

  private takeEnd(story: AttemptStory): void {
    const { edits, kits } = this.ground;
    edits.take(story, Object.keys(kits.get(story.patch) ?? {}));
  }

  private get counter(): number {
    return this.installed.channels.get('default')?.counter ?? 0;
  }

  /** Takes in what register and journal say since the last look; both only grow. */
  private async readOn(): Promise<readonly string[]> {
    const { world } = this.ground;
    const [{ register }, events] = [await world.target.look(), await world.ports.journal.read()];
    const wrong: string[] = [];
    if (!this.register.every((text, index) => text === register[index]))
      wrong.push('the register was rewritten');
    if (!this.events.every((event, index) => event === events[index]))
      wrong.push('the journal was rewritten');
    if (register.length > this.register.length) {
      const more = register.slice(this.register.length).map((text) => parseRegisterText(text));
      this.installed = readInstalledState(more, this.installed);
      this.expected = expectedDocuments(this.ground, this.installed);
    }
    this.journal = foldJournal(events.slice(this.events.length), this.journal);
    [this.register, this.events] = [[...register], events];
    return wrong;
  }

  private async documentsThatAreWrong(): Promise<readonly string[]> {
    const { target } = this.ground.world;
    const found = new Map<string, string>();
    for (const { name } of await target.inventory('all'))
      found.set(name, Buffer.from((await target.read(name)) ?? new Uint8Array()).toString());
    const { standing } = this.ground.edits;
    return [...new Set([...this.expected.keys(), ...found.keys()])]
      .filter((name) => (standing.get(name) ?? this.expected.get(name)) !== found.get(name))
      .map((name) => `${name} is wrong`);
  }

  private wronglyTold(): readonly string[] {
    const { told } = this.ground.world.outbox;
    return told.slice(this.transitions.size).flatMap((commit) => {
      const twice = this.transitions.has(commit.transition) ? [`${commit.transition} was told twice`] : [];
      this.transitions.add(commit.transition);
      return [...twice, ...(textOf(commit).includes('planted-token') ? ['a secret was told'] : [])];
    });
  }
}

function textOf({ message, files }: StatusCommit): string {
  return [message, ...[...files.values()].map((bytes) => Buffer.from(bytes).toString())].join('\n');
}

/** Every document is what the last installed patch that carries it left, or what was there before all patches. */
function expectedDocuments(
  { kits, base }: YearGround,
  { patches }: InstalledState,
): ReadonlyMap<string, string> {
  const expected = new Map(Object.entries(base));
  const inOrder = [...patches.values()]
    .filter(({ state }) => state === 'installed')
    .sort((a, b) => a.order - b.order);
  for (const { patch } of inOrder)
    for (const [name, text] of Object.entries(kits.get(patch) ?? {})) expected.set(name, text);
  return expected;
}

/** The site's hours, told by another clock than the program's own rules: from 22 to 5 o'clock, never in the second half of December. */
function wrongOfAttempt(
  { zone, schedules }: YearGround,
  story: AttemptStory,
  stories: readonly AttemptStory[],
): readonly string[] {
  const local = localTextOf(story.startedAt, zone);
  const hour = Number(local.slice(11, 13));
  const due = schedules.get(story.patch);
  const who = `attempt ${story.attempt} of ${story.patch} at ${local}`;
  return [
    ...(hour >= 22 || hour < 5 ? [] : [`${who} is outside of the window`]),
    ...(local.slice(5) < '12-16' ? [] : [`${who} is inside of the freeze`]),
    ...(due === undefined ||
    story.action === 'remove' ||
    leaveOf(story, stories) === 'operator' ||
    local >= due
      ? []
      : [`${who} is before ${due}`]),
  ];
}

/** A second try stands under the leave of the attempt that was cut short. */
function leaveOf({ attempt, patch, trigger }: AttemptStory, stories: readonly AttemptStory[]): string {
  if (trigger !== 'second-try') return trigger;
  const earlier = stories.filter((one) => one.patch === patch && one.attempt < attempt);
  return earlier.findLast((one) => one.trigger !== 'second-try')?.trigger ?? trigger;
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

function untold(stories: readonly AttemptStory[]): readonly string[] {
  return stories
    .filter(({ end, told }) => end !== null && !told)
    .map(({ attempt }) => `attempt ${attempt} was not told`);
}
