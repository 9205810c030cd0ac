import { digestOf } from '../src/base/digest.ts';
import type { Digest } from '../src/base/digest.ts';
import type { ObjectId, SiteName } from '../src/base/names.ts';
import type { Signer } from '../src/base/signer.ts';
import { signedCommit } from '../src/base/signed-object.ts';
import { readChannelContent } from '../src/desired/read-desired-state.ts';
import { parseManifest } from '../src/kit/parse-manifest.ts';
import { readKit } from '../src/kit/read-kit.ts';
import { readText } from '../src/kit/read-text.ts';
import type { PatchContent, PreviewInput } from '../src/fleet/preview/preview.ts';
import type { ArchivedTip } from '../src/ports/status-archive.ts';
import { attemptPath, writeAttempt } from '../src/status/attempt-file.ts';
import { writeStatus } from '../src/status/status-file.ts';
import type { AttemptRecord, Status } from '../src/status/status.ts';
import type { TestRelease } from '../test/worlds/a-release.ts';
import { aRelease, objectId, testSigner } from '../test/worlds/a-release.ts';
import { emptyStatus } from '../test/status/status-samples.ts';

const signers = new Map<SiteName, Signer>();

function signerOf(site: SiteName): Signer {
  const signer = signers.get(site) ?? testSigner(site);
  signers.set(site, signer);
  return signer;
}

export const now = Date.parse('2026-11-30T01:00:00Z');
const day = 24 * 60 * 60 * 1000;
const releaseCount = 20;

/** A fleet whose sites have installed the same twenty patches, and what a preview of one more is computed from. */
export interface ToldFleet {
  readonly input: Omit<PreviewInput, 'sites'>;
  readonly tips: readonly ArchivedTip[];
}

/** So many sites in two rings, of which so many hold something else of the documents concerned. */
export async function aToldFleet(sites: number, states: number): Promise<ToldFleet> {
  const releases = Array.from({ length: releaseCount }, (_, index) => theRelease(index));
  const contents = await Promise.all(releases.map(contentOf));
  const proposed = theRelease(releaseCount);
  const policyFiles = new Map([['fleet.yaml', Buffer.from(fleetOf(sites))]]);
  const entries = [...releases, proposed].map(({ entry }) => entry);
  const head = { name: 'default', counter: 2, publishedAt: now, expiresAt: now + day };
  return {
    input: {
      now,
      desired: readChannelContent({ ...head, releases: entries, policyFiles }, objectId('channel')),
      policyFiles,
      trust: { approver: [], operator: [] },
      published: null,
      patches: [
        { content: await contentOf(proposed), patch: proposed.entry.id, change: 'new', signer: null },
      ],
      kits: new Map(
        releases
          .map(({ entry }, index) => [entry.digest, contents[index] ?? contents[0]] as const)
          .filter(hasKit),
      ),
    },
    tips: Array.from({ length: sites }, (_, index) => tipOf(index, index % states, { releases, contents })),
  };
}

function hasKit(
  entry: readonly [Digest, PatchContent | undefined],
): entry is readonly [Digest, PatchContent] {
  return entry[1] !== undefined;
}

const siteName = (index: number): SiteName => `site-${String(index).padStart(4, '0')}` as SiteName;

function fleetOf(sites: number): string {
  const gate = { soak: '24h' };
  const all = Array.from({ length: sites }, (_, index) => ({
    ...{ name: siteName(index), title: 'A site', ring: index % 5 === 0 ? 'uat' : 'prod' },
    ...{ timezone: 'Europe/Madrid', key: signerOf(siteName(index)).publicKey },
    windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '22:00', to: '05:00' }],
  }));
  return JSON.stringify({ rings: [{ name: 'uat' }, { name: 'prod', gate }], sites: all });
}

/** Five of forty classes of three kilobytes. */
function theRelease(index: number): TestRelease {
  const names = Array.from({ length: 5 }, (_, place) => (index * 3 + place * 7) % 40);
  const kit = Object.fromEntries(names.map((name) => [`Lab.C${name}.cls`, classText(name, index)]));
  return aRelease(`LAB-${index + 1}`, index + 1, { kit }, testSigner('publisher'));
}

function classText(name: number, version: number): string {
  const methods = Array.from(
    { length: 40 },
    (_, index) =>
      `ClassMethod M${index}() As %Integer\n{\n  quit ${index === 0 ? version : index} ; of class ${name}\n}\n`,
  );
  return `Class Lab.C${name}\n{\n\n${methods.join('\n')}\n}\n`;
}

async function contentOf({ fetched }: TestRelease): Promise<PatchContent> {
  const file = fetched.files.find(({ path }) => path === 'patch.yaml');
  const manifest = parseManifest('patch.yaml', file === undefined ? '' : await readText(file.read()));
  return { manifest, kit: await readKit(manifest, fetched.files) };
}

interface History {
  readonly releases: readonly TestRelease[];
  readonly contents: readonly PatchContent[];
}

function tipOf(index: number, state: number, history: History): ArchivedTip {
  const site = siteName(index);
  const records = history.releases.map((release, place) =>
    recordOf(site, place, release, { content: history.contents[place], state }),
  );
  const status: Status = {
    ...{ ...emptyStatus, site, at: now - (index % 600) * 1000, attempted: records.at(-1) ?? null },
    installed: history.releases.map(({ entry: { id, digest } }, place) => ({
      ...{ patch: id, releaseDigest: digest, since: now - (releaseCount - place) * day, proof: digest },
    })),
  };
  const statusFile = writeStatus({ ...status, attempted: null });
  const attempts = new Map(records.map((record) => [attemptPath(record.attempt), writeAttempt(record)]));
  const commitObject = commitOf(site, objectId(`tree of ${site}`), status.at);
  return {
    site,
    commit: objectId(Buffer.from(commitObject).toString('latin1')),
    commitObject,
    statusFile,
    attempts,
  };
}

/** A status commit over a tree, signed. */
export function commitOf(site: SiteName, tree: ObjectId, at: number): Uint8Array {
  const author = { name: 'site', email: 'site@example.org', at };
  return signedCommit({ tree, parents: [], author, message: 'Status' }, signerOf(site));
}

/** At a state of its own, the last attempt left something else than the kit. */
function recordOf(
  site: SiteName,
  place: number,
  { entry }: TestRelease,
  { content, state }: { readonly content: PatchContent | undefined; readonly state: number },
): AttemptRecord {
  const startedAt = now - (releaseCount - place) * day;
  const seconds = 20 + ((site.length * 7 + state * 13 + place) % 50);
  return {
    ...{
      site,
      attempt: place + 1,
      action: 'install',
      patch: entry.id,
      releaseDigest: entry.digest,
    },
    ...{
      outcome: 'installed',
      startedAt,
      endedAt: startedAt + seconds * 1000,
      trigger: 'policy',
      who: null,
      why: '',
    },
    ...{ proofBefore: entry.digest, proofAfter: entry.digest, scope: 'declared-documents', foreign: [] },
    steps: [
      'started',
      'staged',
      'backing-up',
      'backed-up',
      'installing',
      'verifying',
      'committed',
      'done',
    ].map((step, index) => ({ step, at: startedAt + index * 1000, detail: '5 documents' })),
    documents: (content?.kit ?? []).map(({ document }) => ({
      name: document.name,
      before: null,
      after: state === 0 ? digestOf(document.bytes) : digestOf(`${document.name} as in state ${state}`),
    })),
    transcript: Array.from({ length: 8 }, (_, line) => `2026-11-30T01:00:0${line}Z a line of the transcript`),
  };
}
