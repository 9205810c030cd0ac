import { Failure } from '../base/failure.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { TargetFacts } from '../installed/target-facts.ts';
import { takenBy, whyNotDone } from '../plan/taken-by.ts';
import { checkQuoted, checkRelease } from '../kit/check-release.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { Manifest } from '../kit/manifest.ts';
import { parametersFor } from '../kit/parameters.ts';
import { parseParameters } from '../kit/parse-parameters.ts';
import { readKit } from '../kit/read-kit.ts';
import { readText } from '../kit/read-text.ts';
import type { FetchedRelease } from '../kit/release-record.ts';
import type { FleetSite } from '../desired/fleet.ts';
import type { Ports } from '../ports/ports.ts';
import type { SiteSetup } from './site-setup.ts';
import type { NotStaged } from './why-not-staged.ts';
import { whyNotStaged } from './why-not-staged.ts';

/** A release whose every byte was checked, ready to be put in. */
export interface StagedPatch {
  readonly manifest: Manifest;
  readonly kit: readonly KitDocument[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly signer: string | null;
  readonly bytes: number;
}

export type Staging = { readonly kind: 'staged'; readonly patch: StagedPatch } | NotStaged;

interface StageWorld {
  readonly ports: Ports;
  readonly setup: SiteSetup;
}

/** Where it is to go in. */
interface StagePlace {
  readonly site: FleetSite;
  readonly facts: Pick<TargetFacts, 'can' | 'engine'>;
}

/**
 * Fetches a release, checks signature and digests, and reads its kit. Touches nothing. Small releases that could be staged are kept, since every pass
 * asks for those that wait: a tag's id covers all of the release, so that nothing of it can have changed.
 */
export async function stage(
  { ports, setup }: StageWorld,
  { site, facts }: StagePlace,
  release: ReleaseEntry,
): Promise<Staging> {
  const key = JSON.stringify([textOf(release), site.name, site.ring, facts.engine, facts.can]);
  const kept = keptFor(ports.repository, setup.trust);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const staging = await stageAnew({ ports, setup }, { site, facts }, release);
  if (staging.kind === 'staged' && staging.patch.bytes <= mostKept) keep(kept, key, staging);
  return staging;
}

const texts = new WeakMap<ReleaseEntry, string>();

/** All that the index says of it. */
function textOf(release: ReleaseEntry): string {
  const text = texts.get(release) ?? JSON.stringify(release);
  texts.set(release, text);
  return text;
}

/** Bytes of all releases that are kept. */
const mostKept = 8 * 1024 * 1024;

type Staged = Extract<Staging, { kind: 'staged' }>;
type Kept = Map<string, Staged>;

/** Where it takes more than it may, what came first goes first. */
function keep(kept: Kept, key: string, staged: Staged): void {
  kept.set(key, staged);
  let bytes = [...kept.values()].reduce((sum, { patch }) => sum + patch.bytes, 0);
  for (const [oldest, { patch }] of kept) {
    if (bytes <= mostKept) return;
    kept.delete(oldest);
    bytes -= patch.bytes;
  }
}

/** By the repository that they came from; what was checked with other keys than are trusted now does not count. */
const stagings = new WeakMap<
  Ports['repository'],
  { readonly trust: SiteSetup['trust']; readonly kept: Kept }
>();

function keptFor(repository: Ports['repository'], trust: SiteSetup['trust']): Kept {
  const known = stagings.get(repository);
  if (known?.trust === trust) return known.kept;
  const kept: Kept = new Map();
  stagings.set(repository, { trust, kept });
  return kept;
}

async function stageAnew(
  { ports, setup }: StageWorld,
  { site, facts }: StagePlace,
  release: ReleaseEntry,
): Promise<Staging> {
  try {
    const fetched = await ports.repository.readRelease(release.id, release.tag);
    const { manifest: signed, signer } = await checkRelease(release, fetched, setup.trust);
    checkQuoted(release, signed);
    const why = whyNotDone(signed, facts);
    if (why !== null) return { kind: 'impossible', why };
    const held = takenBy(facts, { manifest: signed, kit: await readKit(signed, fetched.files) });
    if ('why' in held) return { kind: 'impossible', why: held.why };
    const { manifest, kit } = held;
    const parameters = await readParameters(manifest, fetched, site);
    return {
      kind: 'staged',
      patch: { manifest, kit, signer, parameters, bytes: sumOfSizes(fetched) },
    };
  } catch (error) {
    if (error instanceof Failure) return whyNotStaged(String(error.code), error.message);
    throw error;
  }
}

function sumOfSizes({ files }: FetchedRelease): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

async function readParameters(
  manifest: Manifest,
  { files }: FetchedRelease,
  site: FleetSite,
): Promise<Readonly<Record<string, string>>> {
  const file = files.find(({ path }) => path === manifest.parameters);
  if (file === undefined) return {};
  const text = await readText(file.read());
  return parametersFor(parseParameters(file.path, text), site.name, site.ring);
}
