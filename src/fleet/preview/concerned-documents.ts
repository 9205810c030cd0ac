import type { Digest } from '../../base/digest.ts';
import type { PatchId } from '../../base/names.ts';
import { intentionsOf } from '../../plan/intended.ts';
import type { PatchContent, PreviewInput, SiteRecord } from './preview.ts';

/** A document's name as statuses have it: a global without subscripts. */
export function shownName(name: string): string {
  return name.startsWith('^') ? name.replace(/\(.*$/su, '') : name;
}

/** The same, and routines as any engine calls them. */
function anyName(name: string): string {
  return shownName(name).replace(/\.(?:mac|int)$/, '.m');
}

function concernedNames(contents: readonly (PatchContent | null)[]): ReadonlySet<string> {
  return new Set(
    contents.flatMap((content) =>
      content === null ? [] : intentionsOf(content.manifest, content.kit).map(({ name }) => anyName(name)),
    ),
  );
}

/** A release by its id and digest. */
interface InstalledRelease {
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
}

/**
 * Releases that are installed somewhere and may have left a document that the previewed patches change: their kits tell what it holds. Of an
 * attempt that the site has told, its documents are known; of other releases (a baseline's) nothing is, so each of them may.
 */
export function kitsWanted({
  patches,
  sites,
}: Pick<PreviewInput, 'patches' | 'sites'>): readonly InstalledRelease[] {
  const names = concernedNames(patches.map(({ content }) => content));
  const wanted = new Map<Digest, InstalledRelease>();
  for (const { report, attempts } of sites.values()) {
    if (!('status' in report)) continue;
    const told = installingAttempts(attempts);
    for (const { patch, releaseDigest } of report.status.installed) {
      if (wanted.has(releaseDigest)) continue;
      const attempt = told.get(releaseDigest);
      if (attempt === undefined || attempt.documents.some(({ name }) => names.has(anyName(name))))
        wanted.set(releaseDigest, { patch, releaseDigest });
    }
  }
  return [...wanted.values()];
}

/** The last attempt that installed each release, by release digest. */
export function installingAttempts(
  attempts: SiteRecord['attempts'],
): ReadonlyMap<Digest, SiteRecord['attempts'][number]> {
  const installing = attempts.filter(
    ({ action, outcome }) => action === 'install' && outcome === 'installed',
  );
  return new Map(installing.map((record) => [record.releaseDigest, record]));
}
