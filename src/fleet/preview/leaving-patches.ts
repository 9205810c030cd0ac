import type { PatchId, SiteName } from '../../base/names.ts';
import { readTermsFiles } from '../../desired/read-terms-files.ts';
import type { ChannelWord, PreviewInput } from './preview.ts';

/** Releases that a recall takes out. */
export function takenOut({ policyFiles, desired, trust }: ChannelWord): readonly PatchId[] {
  const { recalls } = readTermsFiles({ files: policyFiles, releases: desired.releases, trust, site: null });
  return recalls.flatMap(({ patch, installed }) => (installed === 'remove' ? [patch] : []));
}

/** Patches that are still in at one of these sites and are on their way out: recalled by one of these words, or the site says that a removal of it waits. */
export function leavingAt(
  sites: readonly SiteName[],
  words: readonly ChannelWord[],
  records: PreviewInput['sites'],
): ReadonlySet<PatchId> {
  const recalled = new Set(words.flatMap(takenOut));
  const leaving = new Set<PatchId>();
  for (const site of sites) {
    const report = records.get(site)?.report;
    if (report === undefined || 'unknown' in report) continue;
    const { installed, waiting } = report.status;
    const asked = new Set(waiting.flatMap(({ action, patch }) => (action === 'remove' ? [patch] : [])));
    for (const { patch } of installed) if (recalled.has(patch) || asked.has(patch)) leaving.add(patch);
  }
  return leaving;
}
