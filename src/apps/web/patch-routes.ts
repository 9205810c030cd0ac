import type { Hono } from 'hono';
import { html } from 'hono/html';
import { Failure } from '../../base/failure.ts';
import { foreseeRemoval } from '../../reconcile/foresee-removal.ts';
import { patchDifferences, stagePatch } from '../../reconcile/patch-differences.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { patchesAtSite } from '../../reconcile/patches-at-site.ts';
import type { PageContext, PageEnv } from '../page/guard.ts';
import type { ShownDifferences } from './changes-page.ts';
import { changesPageHtml, removalPageHtml, takeDifferences } from './changes-page.ts';
import type { Entered } from './enter-site.ts';
import { secretsOf } from './answer-page.ts';
import { answerSitePage, drawScene, enterSite, notHere } from './enter-site.ts';
import { headersOfNotes, notesDocument } from '../page/notes.ts';
import { patchPageHtml } from './patch-page.ts';
import type { Scene } from './scene.ts';
import type { Reception } from './site-desk.ts';
import type { Look } from './site-look.ts';
import { withoutSecrets } from '../page/without-secrets.ts';

/** A patch that was found, and all that its pages are drawn from. */
interface Found {
  readonly entered: Entered;
  readonly drawn: { readonly scene: Scene; readonly look: Look };
  readonly patch: PatchAtSite;
  readonly trail: readonly { readonly text: string; readonly href: string }[];
}

/** A patch: itself, its notes, what it would change, what its removal would come to. */
export function addPatchPages(app: Hono<PageEnv>, reception: Reception): void {
  const on = (path: string, answer: (c: PageContext, found: Found) => Promise<Response>): void => {
    app.get(`/sites/:site/patches/:patch${path}`, async (c) => {
      const found = await findPatch(c, reception);
      return found instanceof Response ? found : answer(c, found);
    });
  };
  on('', (c, found) => answerPatch(c, reception, found));
  on('/notes', (c, found) => answerNotes(c, reception, found));
  on('/changes', (c, found) => answerChanges(c, reception, found));
  on('/removal', (c, found) => answerRemoval(c, reception, found));
}

async function findPatch(c: PageContext, reception: Reception): Promise<Found | Response> {
  const entered = await enterSite(c, reception);
  if (entered instanceof Response) return entered;
  const drawn = await drawScene(c, reception, entered);
  if (drawn instanceof Response) return drawn;
  const { site, outlook } = drawn.scene;
  const patch = patchesAtSite(outlook).find((one) => one.patch === c.req.param('patch'));
  if (patch === undefined) return notHere(c, reception, 'The site knows of no such patch.');
  const trail = [{ text: patch.patch, href: `/sites/${site}/patches/${patch.patch}` }];
  return { entered, drawn, patch, trail };
}

function readDetail({ entered, drawn, patch }: Found) {
  const { desired } = drawn.scene.outlook;
  const { site, look, readDetail: read } = entered.desk;
  if (desired === null || patch.release === null) return Promise.resolve(null);
  return read(look.ports(), site.setup, desired, patch.release);
}

async function answerPatch(c: PageContext, reception: Reception, found: Found): Promise<Response> {
  const { entered, drawn, patch, trail } = found;
  const { look, readAgainst } = entered.desk;
  const against = await readAgainst(look.ports(), drawn.scene, patch);
  const content = patchPageHtml(drawn.scene, patch, { detail: await readDetail(found), against });
  return answerSitePage(c, reception, drawn, { title: patch.patch, trail, content, live: true });
}

async function answerNotes(c: PageContext, reception: Reception, found: Found): Promise<Response> {
  const detail = await readDetail(found);
  if (detail === null || 'why' in detail || detail.notes === null)
    return notHere(c, reception, 'There are no notes.');
  const { file, text } = detail.notes;
  return c.html(withoutSecrets(notesDocument(file, text), secretsOf(reception)), 200, headersOfNotes);
}

async function answerChanges(c: PageContext, reception: Reception, found: Found): Promise<Response> {
  const { entered, drawn, patch, trail } = found;
  const { scene } = drawn;
  const { site, look, inTurn } = entered.desk;
  const shown = await inTurn(() =>
    orWhy(async () => {
      const ports = look.ports();
      const staged = await stagePatch(ports, site.setup, scene.outlook, patch.patch);
      return takeDifferences(patchDifferences(ports, staged), placeOf(c));
    }),
  );
  if (shown === null) return tooMany(c);
  const place = { text: 'changes', href: `${trail[0]?.href ?? ''}/changes` };
  const content = changesPageHtml(scene, patch, shown);
  const title = `Changes of ${patch.patch}`;
  return answerSitePage(c, reception, drawn, { title, trail: [...trail, place], content, live: false });
}

async function answerRemoval(c: PageContext, reception: Reception, found: Found): Promise<Response> {
  const { entered, drawn, patch, trail } = found;
  const { scene } = drawn;
  const { desired, view } = scene.outlook;
  if (patch.state !== 'installed' || desired === null)
    return notHere(c, reception, `${patch.patch} is not installed here.`);
  const { site, look, inTurn } = entered.desk;
  const foreseen = await inTurn(async () => {
    const removal = await foreseeRemoval(look.ports(), site.setup, { desired, view }, patch.patch);
    return { removal, shown: await orWhy(() => takeDifferences(removal.differences(), placeOf(c))) };
  });
  if (foreseen === null) return tooMany(c);
  const place = { text: 'removal', href: `${trail[0]?.href ?? ''}/removal` };
  const content = removalPageHtml(scene, patch, foreseen.removal, foreseen.shown);
  const title = `Removal of ${patch.patch}`;
  return answerSitePage(c, reception, drawn, { title, trail: [...trail, place], content, live: false });
}

/** What could not be read is said in its place. */
async function orWhy(take: () => Promise<ShownDifferences>): Promise<ShownDifferences> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { documents: [html`<p class="notice bad">${error.message}</p>`], next: null };
  }
}

function tooMany(c: PageContext): Response {
  return c.text('Too many ask for this at once: try again in a moment.\n', 503);
}

/** Which part of many documents is asked for. */
function placeOf(c: PageContext): { readonly from: number; readonly only: number | null } {
  const read = (name: string): number | null => {
    const text = c.req.query(name) ?? '';
    return /^\d{1,7}$/.test(text) ? Number(text) : null;
  };
  return { from: read('from') ?? 0, only: read('only') };
}
