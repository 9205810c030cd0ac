import { Failure } from '../base/failure.ts';
import { kindOf } from '../document/document-name.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { TargetFacts } from '../installed/target-facts.ts';
import { asHeldBy } from '../plan/as-held-by.ts';
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
    const why = whyImpossible(signed, facts);
    if (why !== null) return { kind: 'impossible', why };
    const held = asHeldBy(facts.can.routines, {
      manifest: signed,
      kit: await readKit(signed, fetched.files),
    });
    if ('why' in held) return { kind: 'impossible', why: held.why };
    const { manifest, kit } = held;
    const foreign = kit.map(({ document }) => document.name).filter((name) => !canHold(facts, name));
    if (foreign.length > 0) return { kind: 'impossible', why: notHeld(facts, foreign) };
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

function whyImpossible(
  manifest: Manifest,
  { can, engine }: Pick<TargetFacts, 'can' | 'engine'>,
): string | null {
  const { run, production } = manifest.install;
  if (run !== null && can.runs === 'none') {
    return `The patch runs ${run}, and the engine ${engine} runs no code.`;
  }
  if (production !== 'none' && !can.productions) {
    return `The patch wants the production's "${production}", and the engine ${engine} has no productions.`;
  }
  return null;
}

function canHold({ can }: Pick<TargetFacts, 'can'>, name: KitDocument['document']['name']): boolean {
  if (kindOf(name) === 'routine') return can.routines.some((extension) => name.endsWith(`.${extension}`));
  return can.kinds.includes(kindOf(name));
}

function notHeld({ engine }: Pick<TargetFacts, 'engine'>, names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `The engine ${engine} does not hold ${names.slice(0, 5).join(', ')}${more}.`;
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
