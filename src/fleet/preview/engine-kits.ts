import { digestOf } from '../../base/digest.ts';
import type { Digest } from '../../base/digest.ts';
import type { DocumentName } from '../../document/document-name.ts';
import type { Inventory } from '../../document/inventory.ts';
import { engineAbilities } from '../../installed/engine-abilities.ts';
import type { EngineAbilities } from '../../installed/target-facts.ts';
import { intentionsOf } from '../../plan/intended.ts';
import { takenBy, whyNotDone } from '../../plan/taken-by.ts';
import type { PatchContent, PreviewInput } from './preview.ts';

/** The kits of a preview in the terms of one engine. */
export interface EngineKits {
  readonly engine: string;
  readonly can: EngineAbilities;
  /** What of the engine's abilities depends on the target, for people. */
  readonly doubts: (content: PatchContent) => readonly string[];
  /** A release as it is held here, by release digest; null: its kit is not there, or nothing of it can be here. */
  readonly held: (releaseDigest: Digest) => HeldRelease | null;
  /** A previewed patch as it is held here, or why it cannot be. */
  readonly taken: (content: PatchContent) => PatchContent | { readonly why: string };
  /** Bytes of documents of all these kits. */
  readonly bytesOf: (digest: Digest) => Uint8Array | null;
  /** What the previewed patches change here. */
  readonly names: readonly DocumentName[];
}

/** What a release leaves behind. */
interface HeldRelease {
  readonly documents: Inventory;
  /** Globals of which the kit does not tell the whole. */
  readonly loose: readonly DocumentName[];
}

/** Reads kits for an engine once, whatever the number of its sites. */
export function engineKits(
  engine: string,
  { patches, kits }: Pick<PreviewInput, 'patches' | 'kits'>,
): EngineKits {
  const can = abilitiesOf(engine);
  const bytes = new Map<Digest, Uint8Array>();
  const keep = (content: Uint8Array | null): Digest | null => {
    if (content === null) return null;
    const digest = digestOf(content);
    bytes.set(digest, content);
    return digest;
  };
  const taken = (content: PatchContent): PatchContent | { readonly why: string } => {
    const why = whyNotDone(content.manifest, { can, engine });
    return why === null ? takenBy({ can, engine }, content) : { why };
  };
  const leave = (content: PatchContent): HeldRelease | null => {
    const here = taken(content);
    if ('why' in here) return null;
    const intentions = intentionsOf(here.manifest, here.kit);
    const { install, backup } = here.manifest;
    const runs = install.run !== null;
    const loose = intentions.filter(({ name, merges }) => merges === true || (runs && name.startsWith('^')));
    return {
      documents: intentions.map(({ name, after }) => ({ name, digest: keep(after(null)) })),
      loose: [...loose.map(({ name }) => name), ...(runs ? backup.globals : [])],
    };
  };
  const left = new Map([...kits].map(([digest, content]) => [digest, leave(content)]));
  const previewed = patches.map(({ content }) => (content === null ? null : leave(content)));
  return {
    engine,
    can,
    doubts: ({ manifest }) => doubtsOf(engine, manifest),
    held: (digest) => left.get(digest) ?? null,
    taken,
    bytesOf: (digest) => bytes.get(digest) ?? null,
    names: previewed.flatMap((one) => one?.documents ?? []).map(({ name }) => name),
  };
}

/** An ability that depends on the target is taken for there; `doubtsOf` says so. */
function abilitiesOf(engine: string): EngineAbilities {
  const { directory } = engineAbilities;
  const whole = { ...directory, runs: 'restored', productions: true } as const;
  const known: Readonly<Record<string, Partial<EngineAbilities>>> = engineAbilities;
  return { ...whole, ...known[engine] };
}

function doubtsOf(engine: string, { install }: PatchContent['manifest']): readonly string[] {
  const known: Readonly<Record<string, Partial<EngineAbilities>>> = engineAbilities;
  const fixed = known[engine];
  if (fixed === undefined) return [`What its engine ${engine} can is not known here.`];
  const run =
    install.run !== null && fixed.runs === undefined
      ? [
          'Whether all that the run writes can be put back depends on the database; if not, an operator has to consent.',
        ]
      : [];
  const production =
    install.production !== 'none' && fixed.productions === undefined
      ? ['Whether the site has a production that can be held is not known here.']
      : [];
  return [...run, ...production];
}
