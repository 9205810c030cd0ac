import type { PatchId, SiteName } from '../../base/names.ts';
import { silentAfter } from '../../policy/standing.ts';
import type { EngineKits } from './engine-kits.ts';
import { engineKits } from './engine-kits.ts';
import type { HeldDocuments } from './held-documents.ts';
import { readHeldDocuments } from './held-documents.ts';
import type { PreviewInput, SiteRecord } from './preview.ts';
import type { ToldSite } from './site-as-told.ts';
import { readToldSite } from './site-as-told.ts';
import type { Undoing } from './undoing.ts';
import { readUndoing } from './undoing.ts';

/** What is known of a site that has spoken. */
export interface KnownSite {
  readonly told: ToldSite;
  readonly held: HeldDocuments;
  readonly undoing: Undoing;
  readonly kits: EngineKits;
  readonly silent: boolean;
}

/** Nothing is known of a site, and why. */
export interface UnknownSite {
  readonly unknown: string;
}

interface Concerned {
  readonly relevant: ReadonlySet<PatchId>;
  /** Releases that a recall takes out, as published or as proposed. */
  readonly recalled: ReadonlySet<PatchId>;
  /** Patches that may be taken out. */
  readonly leaving: ReadonlySet<PatchId>;
}

/** Reads what each site told, once, for whatever channel is looked at. */
export function knownSites(
  input: PreviewInput,
  concerned: Concerned,
): (site: SiteName) => KnownSite | UnknownSite {
  const kits = kitsByEngine(input);
  const known = new Map<SiteName, KnownSite | UnknownSite>();
  return (site) => {
    const record = input.sites.get(site);
    const read = known.get(site) ?? readKnown(record, { input, concerned, kits });
    known.set(site, read);
    return read;
  };
}

interface Ground {
  readonly input: PreviewInput;
  readonly concerned: Concerned;
  readonly kits: (engine: string) => EngineKits;
}

function readKnown(
  record: SiteRecord | undefined,
  { input, concerned, kits }: Ground,
): KnownSite | UnknownSite {
  if (record === undefined) return { unknown: 'it has said nothing yet' };
  const { report, attempts } = record;
  if ('unknown' in report) return { unknown: report.unknown };
  const own = kits(report.status.engine);
  const telling = { status: report.status, attempts };
  const told = readToldSite(telling, { ...concerned, now: input.now, kits: own });
  const names = concerned.leaving.size > 0 || told.acts.remove.size > 0 ? own.names : [];
  return {
    ...{ told, kits: own },
    held: readHeldDocuments(telling, told.installed, own.names),
    undoing: readUndoing(attempts, told.installed, names),
    silent: input.now - report.status.at > silentAfter,
  };
}

function kitsByEngine(input: PreviewInput): (engine: string) => EngineKits {
  const known = new Map<string, EngineKits>();
  return (engine) => {
    const kits = known.get(engine) ?? engineKits(engine, input);
    known.set(engine, kits);
    return kits;
  };
}
