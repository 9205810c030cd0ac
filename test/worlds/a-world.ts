import type { Instant } from '../../src/base/instant.ts';
import type { ObjectId, PatchId, SiteName } from '../../src/base/names.ts';
import { signedCommit } from '../../src/base/signed-object.ts';
import type { Signer } from '../../src/base/signer.ts';
import type { ChannelTree } from '../../src/desired/channel-tree.ts';
import { writeChannel } from '../../src/desired/write-channel.ts';
import type { Inventory } from '../../src/document/inventory.ts';
import { proofOf } from '../../src/document/inventory.ts';
import type { InstalledState } from '../../src/installed/installed-state.ts';
import { readInstalledState } from '../../src/installed/read-installed-state.ts';
import { foldJournal } from '../../src/journal/journal-state.ts';
import type { JournalState } from '../../src/journal/journal-state.ts';
import { parseRegisterText } from '../../src/journal/register-file.ts';
import type { TargetSession } from '../../src/ports/target.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { PassOutcome } from '../../src/reconcile/reconcile-once.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { SiteSetup } from '../../src/reconcile/site-setup.ts';
import type { PatchWish, TestRelease } from './a-release.ts';
import { aRelease, objectId, testSigner } from './a-release.ts';
import { Crash } from './failing-disk.ts';
import { memoryJournal } from './memory-journal.ts';
import type { MemoryOutbox } from './memory-outbox.ts';
import { memoryOutbox } from './memory-outbox.ts';
import type { MemoryHost } from './memory-repository.ts';
import { memoryHost, memoryRepository } from './memory-repository.ts';
import type { MemoryTarget, MemoryTargetOptions } from './memory-target.ts';
import { memoryTarget } from './memory-target.ts';
import type { MemoryVault } from './memory-vault.ts';
import { memoryVault } from './memory-vault.ts';

/** What a world is about; all else is as in a small fleet with one site. */
export interface WorldWish {
  readonly patches?: Readonly<Record<string, PatchWish>>;
  /** Documents that the target holds before the first pass. */
  readonly target?: Readonly<Record<string, string>>;
  readonly engine?: Omit<MemoryTargetOptions, 'onEffect'>;
  /** The whole of fleet.yaml; default: site `here` alone in ring `uat`. */
  readonly fleet?: string;
  readonly site?: string;
  readonly now?: Instant;
}

/** A site with its host, target, vault, journal and outbox in memory; nothing survives but what a real one would keep. */
export class World {
  readonly host: MemoryHost = memoryHost();
  readonly publisher = testSigner('publisher');
  readonly target: MemoryTarget;
  readonly setup: SiteSetup;
  readonly terms = new Map<string, string>();
  vault!: MemoryVault;
  outbox!: MemoryOutbox;
  ports!: Ports;
  now: Instant;
  counter = 0;
  private fleet: string;
  private readonly releases: TestRelease[] = [];
  private effectsLeft = Number.POSITIVE_INFINITY;
  private done: string[] = [];
  private hook: (effect: string) => void = () => undefined;

  constructor(wish: WorldWish) {
    this.now = wish.now ?? Date.parse('2026-11-30T12:00:00Z');
    this.fleet = wish.fleet ?? oneSite;
    this.target = memoryTarget({ ...wish.engine, onEffect: this.effect });
    this.setup = {
      site: (wish.site ?? 'here') as SiteName,
      channel: 'default',
      agent: 'agent of the test',
      secrets: ['planted-token'],
      trust: {
        ...{ publisher: [this.publisher.publicKey], release: [this.publisher.publicKey] },
        approver: [{ name: 'rita', key: testSigner('rita').publicKey }],
        operator: [{ name: 'ben', key: testSigner('ben').publicKey }],
        unsigned: false,
      },
    };
    for (const [name, text] of Object.entries(wish.target ?? {})) this.target.write(name, text);
    this.newState();
    for (const [id, patch] of Object.entries(wish.patches ?? {})) this.release(id, patch);
    this.publish();
  }

  /** One pass of an agent that was just started. */
  pass(ports: Ports = this.ports): Promise<PassOutcome> {
    this.target.dropLock();
    return reconcileOnce(ports, this.setup);
  }

  /** The process dies before the effect after so many. */
  crashAfter(effects: number): void {
    this.effectsLeft = effects;
    this.done = [];
  }

  /** Effects since the last `crashAfter`. */
  get effects(): readonly string[] {
    return this.done;
  }

  /** Told before each effect, to do something in the middle of a pass. */
  onEffect(hook: (effect: string) => void): void {
    this.hook = hook;
  }

  /** Called before each change of the target, outside of the engine's own comparing and writing. */
  beforeApply: () => void = () => undefined;

  /** The state directory is gone: journal, vault, outbox and local mirror begin anew. The host keeps what it has. */
  loseState(): void {
    this.newState(this.outbox.told.slice(0, this.outbox.delivered()));
  }

  release(id: string, wish: PatchWish): TestRelease {
    const release = aRelease(id, this.releases.length + 1, wish, this.publisher);
    this.releases.push(release);
    this.host.releases.set(id as PatchId, release.fetched);
    return release;
  }

  /** From the next channel on, the index says this of a release, whatever the release says itself. */
  misquote(id: string, words: Partial<TestRelease['entry']>): void {
    const index = this.releases.findIndex(({ entry }) => entry.id === id);
    const release = this.releases[index];
    if (release === undefined) throw new Error(`no release ${id}`);
    this.releases[index] = { ...release, entry: { ...release.entry, ...words } };
  }

  get released(): readonly TestRelease[] {
    return this.releases;
  }

  setFleet(fleet: string): void {
    this.fleet = fleet;
  }

  /** Publishes the next state of the channel. */
  publish(wish: { readonly expiresIn?: number; readonly signer?: Signer | null } = {}): ObjectId {
    this.counter += 1;
    const tree = this.channelTree(this.counter, wish.expiresIn ?? 30 * day, wish.signer);
    this.host.channels.set(tree.commit, tree);
    this.host.tip = tree.commit;
    return tree.commit;
  }

  channelTree(counter: number, expiresIn: number, signer: Signer | null = this.publisher): ChannelTree {
    const files = writeChannel({
      name: 'default',
      counter,
      publishedAt: this.now,
      expiresAt: this.now + expiresIn,
      releases: this.releases.map(({ entry }) => entry),
      policyFiles: new Map([['fleet.yaml', Buffer.from(this.fleet)], ...texts(this.terms)]),
    });
    const author = { name: 'Publisher', email: 'publisher@example.org', at: this.now };
    const tree = objectId(
      [...files].map(([path, bytes]) => `${path}\n${Buffer.from(bytes).toString()}`).join('\n'),
    );
    const commitObject = signedCommit({ tree, parents: [], author, message: `Channel ${counter}` }, signer);
    const commit = objectId(Buffer.from(commitObject).toString('latin1'));
    return { name: 'default', commit, commitObject, files };
  }

  async installed(): Promise<InstalledState> {
    const { register } = await this.target.look();
    return readInstalledState(register.map((text) => parseRegisterText(text)));
  }

  async journal(): Promise<JournalState> {
    return foldJournal(await this.ports.journal.read());
  }

  async inventory(): Promise<Inventory> {
    return this.target.inventory('all');
  }

  /** Proof over everything that the target holds. */
  async proof(): Promise<string> {
    return proofOf(await this.inventory());
  }

  private readonly effect = (name: string): void => {
    if (this.effectsLeft <= 0) throw new Crash(name);
    this.effectsLeft -= 1;
    this.done.push(name);
    this.hook(name);
  };

  private watched(): Ports['target'] {
    const { target } = this;
    const watch = (session: TargetSession): TargetSession => ({
      ...session,
      apply: (change) => {
        this.beforeApply();
        return session.apply(change);
      },
      applyTogether: (edits) => {
        this.beforeApply();
        return session.applyTogether(edits);
      },
    });
    return { ...target, open: async (holder) => watch(await target.open(holder)) };
  }

  private newState(delivered: MemoryOutbox['told'] = []): void {
    const onEffect = this.effect;
    this.vault = memoryVault({ onEffect });
    this.outbox = memoryOutbox(this.host, onEffect, delivered);
    this.ports = {
      repository: memoryRepository(this.host),
      target: this.watched(),
      vault: this.vault,
      journal: memoryJournal({ onEffect }),
      outbox: this.outbox,
      clock: { now: () => this.now },
    };
  }
}

const day = 24 * 60 * 60 * 1000;

const oneSite = `
rings:
  - name: uat
    title: Acceptance
sites:
  - name: here
    title: The only site
    ring: uat
    timezone: Europe/Madrid
`;

function texts(files: ReadonlyMap<string, string>): [string, Uint8Array][] {
  return [...files].map(([path, text]) => [path, Buffer.from(text)]);
}
