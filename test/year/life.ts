import { openPace } from '../../src/apps/agent/pace.ts';
import { Failure } from '../../src/base/failure.ts';
import type { PatchRecord } from '../../src/installed/installed-state.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { lookAtSite } from '../../src/reconcile/look-at-site.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { World } from '../worlds/a-world.ts';
import { Crash } from '../worlds/failing-disk.ts';
import type { Chance } from './chance.ts';
import { chanceOf, oneOf } from './chance.ts';
import { drawAct } from './draw-act.ts';
import { HandEdits } from './hand-edits.ts';
import { HostLife } from './host-life.ts';
import { localTextOf } from './local-text.ts';
import { fleetOf } from './year-fleet.ts';
import type { YearGround } from './watch.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.parse('2026-01-02T12:00:00Z');

/** What happened in a life. */
export interface LifeFigures {
  readonly passes: number;
  readonly crashes: number;
  readonly outages: number;
  readonly acts: number;
}

const zones = ['Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe'];

/** A site's life, event by event, as its seed has it. */
export class Life implements YearGround {
  readonly world: World;
  readonly zone: string;
  readonly kits = new Map<string, Readonly<Record<string, string>>>();
  readonly schedules = new Map<string, string>();
  readonly retries = new Map<string, number>();
  readonly base: Readonly<Record<string, string>>;
  readonly host: HostLife;
  readonly edits = new HandEdits();
  readonly figures = { passes: 0, crashes: 0, outages: 0, acts: 0 };
  private readonly chance: Chance;
  private readonly patches: number;
  private readonly mended = new Set<string>();
  private readonly pace = openPace(begin);
  private outageUntil = 0;
  private released = 0;
  private nextRelease = begin;
  private nextAct = begin + day;

  constructor(seed: number, patches: number) {
    this.patches = patches;
    this.zone = zones[seed % zones.length] ?? 'UTC';
    this.chance = chanceOf(seed);
    this.base = Object.fromEntries(
      range(10).map((n) => [`Lab.C${n}.cls`, `Class Lab.C${n}\n{\n// of before\n}\n`]),
    );
    this.world = new World({ target: this.base, fleet: fleetOf(this.zone), now: begin });
    this.world.onEffect((effect) => {
      if (effect === 'vault.save') this.world.now += Math.floor(this.chance() * 60_000);
    });
    this.host = new HostLife(this.world, this.chance);
    this.host.publish();
  }

  /** Days since it began. */
  get day(): number {
    return (this.world.now - begin) / day;
  }

  /** What comes first: a release, an act, the end of an outage, or what the agent wakes for. */
  async nextEvent(): Promise<string> {
    const { world } = this;
    const wake = this.pace.nextWake({
      now: world.now,
      poll: day,
      chance: this.chance(),
      driftDueIn: null,
    }).at;
    const at = Math.min(wake, this.nextRelease, this.nextAct, world.host.answers ? wake : this.outageUntil);
    world.now = Math.max(world.now, at);
    if (!world.host.answers && world.now >= this.outageUntil) world.host.answers = true;
    if (world.now >= this.nextRelease) await this.release();
    let event = 'a pass';
    if (world.now >= this.nextAct) event = await this.act();
    if (world.host.answers && this.chance() < 0.03) this.beginOutage();
    if (this.chance() < 0.3) this.host.beHonest();
    if (this.chance() < 0.03) this.host.forge();
    if (this.chance() < 0.03) await this.writeByHand();
    await this.pass();
    return event;
  }

  /** The host answers, nobody is held up, and all the patches that can go in have had their nights. */
  async calmDown(): Promise<void> {
    this.world.host.answers = true;
    this.host.beHonest();
    for (let night = 0; night < 3; night += 1) {
      await this.pass();
      this.world.now += day;
    }
  }

  private async pass(): Promise<void> {
    const { world } = this;
    this.figures.passes += 1;
    if (this.chance() < 0.08) await this.crash();
    world.target.dropLock();
    const result = await reconcileOnce(world.ports, world.setup);
    this.pace.takeResult({ result, remedy: 'retry', at: world.now, wokenBy: 'time' });
  }

  /** Somebody changes a document that a patch had put, as the hospital's own people do. */
  private async writeByHand(): Promise<void> {
    const put = (await this.records())
      .filter(({ state }) => state === 'installed')
      .flatMap(({ documents }) => documents.map(({ name }) => name));
    const name = oneOf(this.chance, put);
    const { standing } = this.edits;
    if (name === undefined || standing.size >= 2 || standing.has(name)) return;
    const text = `Class ${name.slice(0, -4)}\n{\n// by hand ${this.world.now}\n}\n`;
    this.edits.write(name, text);
    this.world.target.write(name, text);
  }

  /** A pass whose process dies at any effect, and some time until it is started again. */
  private async crash(): Promise<void> {
    const { world } = this;
    world.crashAfter(Math.floor(this.chance() * 20));
    world.target.dropLock();
    try {
      await reconcileOnce(world.ports, world.setup);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.figures.crashes += 1;
    }
    world.crashAfter(Number.POSITIVE_INFINITY);
    world.now += Math.floor(this.chance() * 6 * hour);
    if (this.chance() < 0.1) await this.writeByHand();
  }

  private beginOutage(): void {
    this.world.host.answers = false;
    this.outageUntil = this.world.now + Math.floor(this.chance() ** 3 * 21 * day) + hour;
    this.figures.outages += 1;
  }

  private async records(): Promise<readonly PatchRecord[]> {
    const { installed } = await lookAtSite(this.world.ports, this.world.setup);
    return [...installed.patches.values()];
  }

  /** Mostly something new; where something failed here, often what takes its place. */
  private async release(): Promise<void> {
    const failed = (await this.records()).filter(
      ({ state, patch }) => state === 'failed' && !this.mended.has(patch),
    );
    const mends = this.chance() < 0.6 ? failed[0]?.patch : undefined;
    this.nextRelease =
      this.released + 1 < this.patches
        ? this.world.now + Math.floor(this.chance() * (680 / this.patches) * day)
        : Number.POSITIVE_INFINITY;
    const number = this.released;
    this.released += 1;
    const id = `LAB-${number}`;
    const kit = Object.fromEntries(
      range(1 + Math.floor(this.chance() * 3)).map((n) => {
        const name = `Lab.C${(number * 3 + n) % 25}.cls`;
        return [name, `Class ${name.slice(0, -4)}\n{\n// of ${id}\n}\n`];
      }),
    );
    this.kits.set(id, kit);
    const required = number > 0 && this.chance() < 0.3 ? [`LAB-${Math.floor(this.chance() * number)}`] : [];
    const supersedes = mends === undefined ? [] : [mends];
    for (const patch of supersedes) this.mended.add(patch);
    const verify = this.chance() < 0.1 ? { verify: [{ global: '^LabNone', equals: 'never' }] } : {};
    const manifest = { requires: required, supersedes, ...verify, policy: { default: this.rule(id) } };
    this.world.release(id, { kit, manifest });
    if (this.chance() < 0.2) this.host.drawTerms();
    this.host.publish();
  }

  private rule(id: string): unknown {
    const drawn = this.chance();
    if (drawn < 0.5) return 'automatic';
    if (drawn < 0.75) return 'operator';
    const at = `${localTextOf(this.world.now + Math.floor(this.chance() * 10 * day), this.zone).slice(0, 11)}02:30`;
    this.schedules.set(id, at);
    return { at };
  }

  private async act(): Promise<string> {
    this.nextAct = this.world.now + Math.floor(this.chance() * 3 * day);
    if (this.chance() < 0.4) return this.goThroughWhatWaits();
    const fact = drawAct(this.chance, await this.records(), this.world.now);
    if (fact === null) return 'no act';
    await this.say(fact);
    return fact.kind;
  }

  /** An operator lets in what waits for one, and agrees to what some of it goes over. */
  private async goThroughWhatWaits(): Promise<string> {
    const { plan, consents } = await lookAhead(this.world.ports, this.world.setup);
    for (const { release, ...step } of plan?.steps ?? []) {
      const { id: patch, digest: releaseDigest } = release;
      const isWaiting =
        step.kind === 'wait' && step.blockers.some(({ reason }) => reason === 'AwaitingOperator');
      if (!isWaiting || this.chance() < 0.3) continue;
      const said = { patch, releaseDigest, who: 'ines', why: 'because of planted-token' };
      const wanted = consents.get(patch);
      if (wanted !== undefined) {
        await this.say({ kind: 'consent', seen: wanted.digest, ...said });
        this.edits.consent(patch);
      }
      await this.say({ kind: 'install-now', ...said });
    }
    return 'going through what waits';
  }

  private async say(fact: ActFact): Promise<void> {
    const { world } = this;
    try {
      world.target.dropLock();
      await recordAct(world.ports, world.setup, fact);
      this.figures.acts += 1;
      if ('patch' in fact && ['retry', 'install-now', 'remove'].includes(fact.kind))
        this.retries.set(fact.patch, (this.retries.get(fact.patch) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'ACT_SENSELESS') throw error;
    }
  }
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
