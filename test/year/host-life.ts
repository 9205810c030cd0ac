import type { ObjectId } from '../../src/base/names.ts';
import type { Terms } from '../../src/desired/terms.ts';
import { signTerms, termsPath } from '../../src/desired/terms.ts';
import { writeTerms } from '../../src/desired/terms-file.ts';
import { aRelease, testSigner } from '../worlds/a-release.ts';
import type { World } from '../worlds/a-world.ts';
import type { Chance } from './chance.ts';
import { oneOf } from './chance.ts';

const day = 24 * 3_600_000;

/** What a channel that the publisher really published says. */
export interface Published {
  readonly counter: number;
  /** Until when, by patch: only what a trusted operator signed. */
  readonly holds: ReadonlyMap<string, number>;
  readonly recalls: ReadonlyMap<string, 'keep' | 'remove'>;
}

/** What happens on the host: channels with holds and recalls, real and forged ones, and now and then a host that offers what nobody published. */
export class HostLife {
  readonly published = new Map<ObjectId, Published>();
  private readonly world: World;
  private readonly chance: Chance;
  private readonly holds = new Map<string, number>();
  private readonly recalls = new Map<string, 'keep' | 'remove'>();
  private honest: (() => void) | null = null;

  constructor(world: World, chance: Chance) {
    this.world = world;
    this.chance = chance;
  }

  /** The next channel, as the publisher publishes it. */
  publish(): void {
    this.beHonest();
    const commit = this.world.publish({ expiresIn: (this.chance() < 0.1 ? 2 : 400) * day });
    const { counter } = this.world;
    this.published.set(commit, { counter, holds: new Map(this.holds), recalls: new Map(this.recalls) });
  }

  /** Somebody says something of a release, for the next channel to carry; half of them have no right to. */
  drawTerms(): void {
    const { entry } = oneOf(this.chance, this.world.released.slice(-20)) ?? {};
    if (entry === undefined) return;
    const mayDo = this.chance() < 0.5;
    const { now } = this.world;
    const said = { patch: entry.id, releaseDigest: entry.digest, who: 'ben', why: 'a reason', at: now };
    const until = now + Math.floor(this.chance() * 20 * day) + day;
    const installed = this.chance() < 0.5 ? 'keep' : 'remove';
    const terms: Terms =
      this.chance() < 0.6
        ? { kind: 'hold', site: this.world.setup.site, until, ...said }
        : { kind: 'recall', installed, ...said };
    const path = termsPath(terms);
    if (this.world.terms.has(path)) return;
    this.world.terms.set(path, writeTerms(signTerms(terms, testSigner(mayDo ? 'ben' : 'stranger'))));
    if (!mayDo) return;
    if (terms.kind === 'hold') this.holds.set(entry.id, until);
    else this.recalls.set(entry.id, installed);
  }

  /** The host offers something else than what was published, until `beHonest`. */
  forge(): void {
    const { world } = this;
    const [tip, last] = [world.host.tip, world.released.at(-1)];
    if (this.honest !== null || tip === null || last === undefined) return;
    const { entry, fetched } = last;
    const evil = aRelease(
      entry.id,
      entry.sequence,
      { kit: { 'Lab.C1.cls': 'Class Lab.C1\n{\n// evil\n}\n' } },
      testSigner('stranger'),
    );
    this.honest = () => {
      world.host.tip = tip;
      world.host.releases.set(entry.id, fetched);
    };
    const drawn = this.chance();
    if (drawn < 0.3) {
      world.host.tip = oneOf(this.chance, [...this.published.keys()]) ?? tip;
      return;
    }
    world.host.releases.set(entry.id, evil.fetched);
    if (drawn < 0.5) return;
    const { tag, digest } = entry;
    world.misquote(entry.id, { tag: evil.entry.tag, digest: evil.entry.digest });
    const forged = world.channelTree(world.counter + 1, day, drawn < 0.8 ? testSigner('stranger') : null);
    world.misquote(entry.id, { tag, digest });
    world.host.channels.set(forged.commit, forged);
    world.host.tip = forged.commit;
  }

  beHonest(): void {
    this.honest?.();
    this.honest = null;
  }
}
