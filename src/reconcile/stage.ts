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

/** Fetches a release, checks signature and digests, and reads its kit. Touches nothing. */
export async function stage(
  ports: Ports,
  setup: SiteSetup,
  site: FleetSite,
  release: ReleaseEntry,
  facts: Pick<TargetFacts, 'can' | 'engine'>,
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
