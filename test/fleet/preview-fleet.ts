import type { Digest } from '../../src/base/digest.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { SiteName } from '../../src/base/names.ts';
import { signedCommit } from '../../src/base/signed-object.ts';
import { readChannelContent } from '../../src/desired/read-desired-state.ts';
import { parseManifest } from '../../src/kit/parse-manifest.ts';
import { readKit } from '../../src/kit/read-kit.ts';
import { readText } from '../../src/kit/read-text.ts';
import { computePreview } from '../../src/fleet/preview/compute-preview.ts';
import { kitsWanted } from '../../src/fleet/preview/concerned-documents.ts';
import { concernedByPolicy } from '../../src/fleet/preview/concerned-patches.ts';
import type {
  PatchContent,
  PatchPreview,
  Preview,
  PreviewedPatch,
  SiteRecord,
} from '../../src/fleet/preview/preview.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { parseAttemptFacts } from '../../src/status/attempt-file.ts';
import { readSiteReports } from '../../src/status/read-site-reports.ts';
import type { StatusTip } from '../../src/ports/repository.ts';
import type { PatchWish, TestRelease } from '../worlds/a-release.ts';
import { aRelease, objectId, testSigner } from '../worlds/a-release.ts';
import { World } from '../worlds/a-world.ts';

/** fleet.yaml as an object; site keys are filled in. */
export interface FleetWish {
  readonly rings: readonly Readonly<Record<string, unknown>>[];
  readonly sites: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
  readonly freezes?: readonly Readonly<Record<string, unknown>>[];
}

/** Several sites in memory that follow one channel, and hear of each other by what they sign. */
export class PreviewFleet {
  readonly worlds: ReadonlyMap<string, World>;
  private fleet = '';
  private terms: ReadonlyMap<string, string> = new Map();
  private published: ReadonlyMap<string, Uint8Array> = new Map();

  constructor(wish: FleetWish, now: Instant, target: Readonly<Record<string, string>> = {}) {
    const engine = { facts: { engine: 'directory' } };
    const fleet = withKeys(wish);
    this.worlds = new Map(
      wish.sites.map(({ name }) => [name, new World({ site: name, fleet, now, target, engine })]),
    );
    this.follow(wish);
  }

  /** From the next channel on, all follow this fleet.yaml. */
  follow(wish: FleetWish): void {
    this.fleet = withKeys(wish);
    for (const world of this.worlds.values()) world.setFleet(this.fleet);
  }

  world(name: string): World {
    const world = this.worlds.get(name);
    if (world === undefined) throw new Error(`no site ${name}`);
    return world;
  }

  /** From the next channel on, these are the rollouts, approvals, holds and recalls, by path. */
  carry(terms: ReadonlyMap<string, string>): void {
    this.terms = terms;
    for (const world of this.worlds.values()) {
      world.terms.clear();
      for (const [path, text] of terms) world.terms.set(path, text);
    }
  }

  /** Releases a patch and publishes the channel, everywhere. */
  release(id: string, wish: PatchWish, now: Instant): void {
    for (const world of this.worlds.values()) world.release(id, wish);
    this.publish(now);
  }

  /** Publishes the channel, everywhere. */
  publish(now: Instant): void {
    this.published = this.policyFiles();
    for (const world of this.worlds.values()) {
      world.now = now;
      world.publish();
    }
  }

  private policyFiles(): ReadonlyMap<string, Uint8Array> {
    return new Map(
      [['fleet.yaml', this.fleet] as const, ...this.terms].map(([path, text]) => [path, Buffer.from(text)]),
    );
  }

  /** One pass of a site at an instant; then the others hear what it said. */
  async pass(name: string, now: Instant): Promise<void> {
    const world = this.world(name);
    world.now = now;
    world.target.dropLock();
    await reconcileOnce(world.ports, world.setup, undefined, { checksDrift: true });
    this.tell(name);
  }

  /** The others hear what a site said last. */
  private tell(name: string): void {
    const tip = this.tipOf(name);
    for (const world of this.worlds.values()) world.host.statuses.set(tip.site, tip);
  }

  private tipOf(name: string): StatusTip {
    const { outbox, now } = this.world(name);
    const statusFile = outbox.told
      .findLast(({ files }) => files.has('status.json'))
      ?.files.get('status.json');
    if (statusFile === undefined) throw new Error(`${name} has said nothing`);
    const tree = objectId(Buffer.from(statusFile).toString());
    const author = { name, email: `${name}@sites.patchfleet`, at: now };
    const commitObject = signedCommit({ tree, parents: [], author, message: 'Status' }, testSigner(name));
    return { site: name as SiteName, commit: objectId(String(tree)), commitObject, statusFile };
  }

  /** What somebody who has the status branches would see of a patch, were it released now. */
  async preview(id: string, wish: PatchWish, now: Instant): Promise<PatchPreview> {
    const first = this.first();
    const release = aRelease(id, first.released.length + 1, wish, first.publisher);
    const { patches } = await this.previewAll(now, [release]);
    const told = patches.find((one) => one.release.id === id);
    if (told === undefined) throw new Error('no preview');
    return told;
  }

  /** What they would see, were these patches released and policy published as it is to be carried. */
  async previewAll(now: Instant, fresh: readonly TestRelease[] = []): Promise<Preview> {
    const { released, setup } = this.first();
    const sites = this.records(now);
    const word = { ...this.word([...released, ...fresh], this.policyFiles(), now), trust: setup.trust };
    const published = { ...this.word(released, this.published, now), trust: setup.trust };
    const ids = fresh.map(({ entry }) => entry.id);
    const concerned = concernedByPolicy({ ...word, published, sites, fresh: ids });
    const patches = await Promise.all([
      ...fresh.map((one) => previewed(one, 'new')),
      ...released.filter(({ entry }) => concerned.includes(entry.id)).map((one) => previewed(one, 'policy')),
    ]);
    const kits = new Map<Digest, PatchContent>();
    for (const { releaseDigest } of kitsWanted({ patches, sites })) {
      const known = released.find(({ entry }) => entry.digest === releaseDigest);
      if (known !== undefined) kits.set(releaseDigest, await contentOf(known));
    }
    return computePreview({ ...word, now, published, patches, sites, kits });
  }

  private first(): World {
    const [first] = [...this.worlds.values()];
    if (first === undefined) throw new Error('no sites');
    return first;
  }

  private word(releases: readonly TestRelease[], policyFiles: ReadonlyMap<string, Uint8Array>, now: Instant) {
    const head = { name: 'default', counter: this.first().counter + 1, publishedAt: now, expiresAt: now };
    const entries = releases.map(({ entry }) => entry);
    const content = { ...head, releases: entries, policyFiles };
    return { desired: readChannelContent(content, objectId('the next channel')), policyFiles };
  }

  private records(now: Instant): ReadonlyMap<SiteName, SiteRecord> {
    const named = [...this.worlds.keys()].map((name) => ({
      name: name as SiteName,
      key: testSigner(name).publicKey,
    }));
    const tips = named.map(({ name }) => this.tipOf(name));
    const reports = readSiteReports(named, tips, now);
    return new Map(
      reports.map((report) => [report.site, { report, attempts: this.attemptsOf(report.site) }]),
    );
  }

  private attemptsOf(name: string): SiteRecord['attempts'] {
    return this.world(name)
      .outbox.told.flatMap(({ files }) => [...files])
      .filter(([path]) => path.startsWith('attempts/'))
      .map(([path, bytes]) => parseAttemptFacts(path, bytes));
  }
}

function withKeys(wish: FleetWish): string {
  const sites = wish.sites.map((site) => ({ ...site, key: testSigner(site.name).publicKey }));
  return JSON.stringify({ ...wish, sites });
}

async function previewed(release: TestRelease, change: 'new' | 'policy'): Promise<PreviewedPatch> {
  const signer = change === 'new' ? null : testSigner('publisher').publicKey;
  return { patch: release.entry.id, change, signer, content: await contentOf(release) };
}

async function contentOf({ fetched }: TestRelease): Promise<PatchContent> {
  const file = fetched.files.find(({ path }) => path === 'patch.yaml');
  const manifest = parseManifest('patch.yaml', file === undefined ? '' : await readText(file.read()));
  return { manifest, kit: await readKit(manifest, fetched.files) };
}
