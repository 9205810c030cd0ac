import type { PatchId, SiteName } from '../../base/names.ts';
import { readDriftText } from '../../status/drift-text.ts';
import type { SiteRecord } from '../../fleet/preview/preview.ts';
import type { ReleasedDocument } from './released-documents.ts';

/** What a site says of a document. */
export interface HoldingSite {
  readonly site: SiteName;
  readonly holds:
    /** What the latest release that carries it left there. */
    | { readonly kind: 'latest' }
    /** What an earlier release left there; null: no release that it tells of, as where it was changed by hand. */
    | { readonly kind: 'other'; readonly patch: PatchId | null }
    /** Nothing that counts was said. */
    | { readonly kind: 'unknown' };
}

/** Which sites have what of a document, as they told it; in the order of the map. */
export function sitesHolding(
  name: string,
  latest: ReleasedDocument,
  sites: ReadonlyMap<SiteName, SiteRecord>,
): readonly HoldingSite[] {
  return [...sites].map(([site, record]) => ({ site, holds: holdingOf(name, latest, record) }));
}

function holdingOf(
  name: string,
  latest: ReleasedDocument,
  { report, attempts }: SiteRecord,
): HoldingSite['holds'] {
  if (!('status' in report)) return { kind: 'unknown' };
  const installed = new Set(report.status.installed.map(({ patch }) => patch));
  const shown = name.replace(/\(.*$/su, '');
  const drifted = report.status.conditions.find(({ type }) => type === 'Drifted');
  const drift = readDriftText(drifted?.message ?? '');
  if (drift?.documents.includes(shown) === true) return { kind: 'other', patch: null };
  const last = attempts.findLast(
    ({ action, outcome, patch, documents }) =>
      action === 'install' &&
      outcome === 'installed' &&
      installed.has(patch) &&
      documents.some((one) => one.name === shown),
  );
  const hasLatest = last === undefined ? installed.has(latest.patch) : last.patch === latest.patch;
  if (hasLatest) return { kind: 'latest' };
  return { kind: 'other', patch: last?.patch ?? null };
}
