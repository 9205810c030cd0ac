import type { PatchId } from '../base/names.ts';
import { failure } from '../base/failure.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import type { DocumentName } from '../document/document-name.ts';
import { equalBytes } from '../document/equal-bytes.ts';
import { intentionsOf } from '../plan/intended.ts';
import type { Ports } from '../ports/ports.ts';
import type { SiteView } from './look-at-site.ts';
import type { SiteSetup } from './site-setup.ts';
import type { StagedPatch } from './stage.ts';
import { stage } from './stage.ts';

/** One document that would be changed: as it is now, and as it would be; null: it does not exist. */
export interface Difference {
  readonly name: DocumentName;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** A release that the channel names, its every byte checked. Failures PATCH_UNKNOWN, KIT_UNSEEN. */
export async function stagePatch(
  ports: Ports,
  setup: SiteSetup,
  { desired, view }: { readonly desired: DesiredState | null; readonly view: SiteView },
  patch: PatchId,
): Promise<StagedPatch> {
  const release = desired?.releases.find(({ id }) => id === patch);
  if (desired === null || release === undefined) throw failure('PATCH_UNKNOWN', { patch, site: setup.site });
  const staging = await stage({ ports, setup }, { site: desired.site, facts: view.facts }, release);
  if (staging.kind !== 'staged') throw failure('KIT_UNSEEN', { patch, why: staging.why });
  return staging.patch;
}

/**
 * What installing would change, document by document as the target holds them now, in the order of the kit; deletions come last. `only`: no
 * other documents are read.
 */
export async function* patchDifferences(
  { target }: Pick<Ports, 'target'>,
  { manifest, kit }: StagedPatch,
  only: readonly DocumentName[] | null = null,
): AsyncGenerator<Difference> {
  for (const { name, after } of intentionsOf(manifest, kit)) {
    if (only?.includes(name) === false) continue;
    const before = await target.read(name);
    const difference = { name, before, after: after(before) };
    if (!equalBytes(before, difference.after)) yield difference;
  }
}
