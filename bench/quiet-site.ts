import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteName } from '../src/base/names.ts';
import { readSiteConfig } from '../src/apps/config.ts';
import type { WiredSite } from '../src/apps/wire.ts';
import { wireSite } from '../src/apps/wire.ts';
import type { ReleaseEntry } from '../src/desired/desired-state.ts';
import { proofOf } from '../src/document/inventory.ts';
import type { RegisterEvent } from '../src/journal/register-entry.ts';
import { registerText } from '../src/journal/register-file.ts';
import { reconcileOnce } from '../src/reconcile/reconcile-once.ts';
import { publisher } from './release-patches.ts';

/** What a site is made of. */
export interface SiteWish {
  readonly folder: string;
  readonly git: 'system' | 'embedded';
  readonly patches: string;
  readonly status: string;
  /** Releases that it registers as a baseline before its first pass. */
  readonly baseline: readonly ReleaseEntry[];
}

/** A site that has all that the channel asks for and has said so. */
export interface QuietSite {
  /** Path of its site.yaml. */
  readonly config: string;
  /** One pass in this process, with ports that stay open; throws where it found something to do. */
  readonly pass: () => Promise<void>;
}

/** Installs what the channel asks for, by as many passes as that takes. */
export async function makeQuietSite(wish: SiteWish): Promise<QuietSite> {
  mkdirSync(join(wish.folder, 'namespace'), { recursive: true });
  const config = join(wish.folder, 'site.yaml');
  writeFileSync(config, JSON.stringify(siteFileOf(wish)));
  const site = await wireSite(readSiteConfig(config, {}));
  if (wish.baseline.length > 0) await registerBaseline(site, wish.baseline);
  for (let left = 5; left > 0 && !(await isQuiet(site)); left -= 1);
  return {
    config,
    pass: async () => {
      if (!(await isQuiet(site))) throw new Error(`the site in ${wish.folder} does not come to rest`);
    },
  };
}

async function isQuiet({ ports, setup }: WiredSite): Promise<boolean> {
  const outcome = await reconcileOnce(ports, setup);
  if (outcome.kind !== 'passed') throw new Error(outcome.message);
  const { plan, attempts, delivery, problems } = outcome;
  const problem = problems[0] ?? attempts.find((attempt) => attempt.outcome !== 'installed');
  if (problem !== undefined) throw new Error(JSON.stringify(problem));
  return plan?.steps.length === 0 && attempts.length === 0 && delivery.kind === 'nothing';
}

function siteFileOf({ git, patches, status }: SiteWish) {
  const keys = [publisher.publicKey];
  return {
    site: 'uat-1',
    remotes: { patches: { url: patches }, status: { url: status } },
    engine: { directory: { folder: 'namespace' } },
    trust: { publisher: keys, release: keys },
    state: 'state',
    git,
  };
}

async function registerBaseline(
  { ports, setup }: WiredSite,
  releases: readonly ReleaseEntry[],
): Promise<void> {
  const { target } = await ports.target.look();
  const owner: RegisterEvent = { kind: 'owner', site: setup.site satisfies SiteName, target };
  const found = releases.map(({ id, digest }): RegisterEvent => {
    return {
      kind: 'baselined',
      patch: id,
      releaseDigest: digest,
      proof: proofOf([]),
      documents: [],
      who: 'ines',
    };
  });
  const session = await ports.target.open(setup.agent);
  const at = ports.clock.now();
  await session.appendRegister([owner, ...found].map((event) => registerText({ ...event, at })));
  await session.close();
}
