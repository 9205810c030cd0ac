import { html } from 'hono/html';
import type { DocumentName } from '../../document/document-name.ts';
import { Failure } from '../../base/failure.ts';
import type { Ports } from '../../ports/ports.ts';
import { patchDifferences, stagePatch } from '../../reconcile/patch-differences.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { openConsent } from './consent.ts';
import { differenceHtml } from '../page/difference.ts';
import type { InTurn } from '../page/in-turn.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** Documents and lines of each that stand beside a tick; the page of changes has them all. */
const mostDocuments = 5;
const mostLines = 60;
/** So many are kept. */
const mostKept = 20;

/** What a tick would be for, line by line against what the target holds; null: no tick is wanted of who looks. */
export type ReadAgainst = (ports: Ports, scene: Scene, patch: PatchAtSite) => Promise<Html | null>;

/** Reads it in turn with all else that reads much; what was read is kept while the consent would be to the same. */
export function openAgainst(inTurn: InTurn): ReadAgainst {
  const kept = new Map<string, Html>();
  return async (ports, scene, patch) => {
    const wanted = openConsent(scene, patch);
    if (wanted === null || scene.role !== 'operator') return null;
    const key = `${patch.releaseDigest ?? ''} ${wanted.digest}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const read = await inTurn(() => readAgainst(ports, scene, patch));
    if (read === null) return allChangesHtml(scene, patch);
    kept.set(key, read);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return read;
  };
}

async function readAgainst(ports: Ports, scene: Scene, patch: PatchAtSite): Promise<Html> {
  const names = namesOf(scene, patch);
  const shown: Html[] = [];
  try {
    const staged = await stagePatch(ports, scene.setup, scene.outlook, patch.patch);
    for await (const difference of patchDifferences(ports, staged, names.slice(0, mostDocuments)))
      shown.push(differenceHtml(difference, mostLines));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    shown.push(html`<p>${error.message}</p>`);
  }
  return html`${shown} ${allChangesHtml(scene, patch)}`;
}

/** What was changed by hand; where nothing was, what the patch changes. */
function namesOf({ outlook }: Scene, { patch }: PatchAtSite): readonly DocumentName[] {
  const previews = outlook.previews.get(patch) ?? [];
  const edited = previews.filter(({ localEdit }) => localEdit);
  const changed = previews.filter(({ effect }) => effect !== 'unchanged');
  return (edited.length > 0 ? edited : changed).map(({ name }) => name);
}

function allChangesHtml({ site }: Scene, { patch }: PatchAtSite): Html {
  return html`<p><a href="/sites/${site}/patches/${patch}/changes">See every change of ${patch}</a></p>`;
}
