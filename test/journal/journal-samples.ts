import type { Digest } from '../../src/base/digest.ts';
import { digestOf } from '../../src/base/digest.ts';
import type { ObjectId, PatchId, SiteName } from '../../src/base/names.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { JournalEvent } from '../../src/journal/journal-event.ts';
import type { RegisterEntry } from '../../src/journal/register-entry.ts';

const at = Date.parse('2026-11-30T01:00:00Z');
const patch = 'LAB-2026.014' as PatchId;
const digest: Digest = digestOf('something');
const release = { patch, releaseDigest: digest };
const act = { at, who: 'Ana Prieto', why: 'asked for by the laboratory' };
const tried = { at, attempt: 3 };
const documents = [
  { name: documentName('Lab.Router.cls'), digest },
  { name: documentName('^LabConfig'), digest: null },
];

/** One event of every kind: a kind that is missing here does not compile. */
export const journalSamples: { readonly [K in JournalEvent['kind']]: JournalEvent & { readonly kind: K } } = {
  started: {
    kind: 'started',
    ...tried,
    action: 'install',
    ...release,
    trigger: 'policy',
    who: null,
    why: '',
  },
  staged: { kind: 'staged', ...tried, documents: 12, bytes: 40_000 },
  refused: { kind: 'refused', ...tried, why: 'no room on disk' },
  abandoned: { kind: 'abandoned', ...tried, why: 'the agent was killed' },
  'backing-up': { kind: 'backing-up', ...tried, documents: 12 },
  'backed-up': { kind: 'backed-up', ...tried, backup: 'b1', intended: 'i1', proofBefore: digest },
  installing: { kind: 'installing', ...tried },
  running: { kind: 'running', ...tried, step: '##class(Lab.Patches).P014' },
  ran: { kind: 'ran', ...tried, step: '##class(Lab.Patches).P014', ok: true, detail: '1' },
  observed: {
    ...{ kind: 'observed', ...tried, scope: 'all-writes', nodes: 3, unknown: ['^LabLog("x")'], why: '' },
  },
  verifying: { kind: 'verifying', ...tried },
  committed: { kind: 'committed', ...tried, proof: digest, documents, foreign: [] },
  'rolling-back': { kind: 'rolling-back', ...tried, why: 'a check failed', interrupted: false },
  'rolled-back': { kind: 'rolled-back', ...tried, proof: digest, foreign: ['^LabConfig("a",1)'] },
  inconsistent: { kind: 'inconsistent', ...tried, why: 'the vault is gone', documents: ['Lab.Router.cls'] },
  snapshotted: { kind: 'snapshotted', ...tried, snapshot: 's1' },
  done: { kind: 'done', ...tried },
  told: { kind: 'told', ...tried, status: digest, conditions: [] },
  said: { kind: 'said', at, status: digest, conditions: [{ type: 'Suspended', since: at }] },
  drift: { kind: 'drift', at, documents: ['^LabConfig'], count: 1 },
  rehearsed: {
    kind: 'rehearsed',
    at,
    ...release,
    ok: false,
    why: 'P014^LABP failed',
    installing: 1200,
    undoing: null,
    undeclared: ['^LabLog'],
  },
  checked: {
    kind: 'checked',
    at,
    ...release,
    tag: 'a'.repeat(40) as ObjectId,
    signer: 'ssh-ed25519 AAAA',
    requires: [],
    supersedes: [patch],
    sites: { rings: null, sites: ['prod-madrid' as SiteName], except: [] },
  },
  suspend: { kind: 'suspend', ...act, forgotten: 2, forgottenAct: at },
  'resume-site': { kind: 'resume-site', ...act },
  hold: { kind: 'hold', ...act, patch, until: at + 1 },
  resume: { kind: 'resume', ...act, patch },
  keep: { kind: 'keep', ...act, patch },
  'install-now': { kind: 'install-now', ...act, ...release, consent: digest },
  'install-at': { kind: 'install-at', ...act, ...release, from: at },
  remove: { kind: 'remove', ...act, ...release },
  approve: { kind: 'approve', ...act, ...release, key: 'ssh-ed25519 AAAA' },
  consent: { kind: 'consent', ...act, ...release, seen: digest },
  retry: { kind: 'retry', ...act, ...release },
  'accept-channel': { kind: 'accept-channel', ...act, channel: 'default' },
  settle: { kind: 'settle', ...act, patch, as: 'installed', settles: 3 },
  'widen-backup': { kind: 'widen-backup', ...act, patch, documents: ['^LabConfig'] },
};

/** One entry of every kind: a kind that is missing here does not compile. */
export const registerSamples: {
  readonly [K in RegisterEntry['kind']]: RegisterEntry & { readonly kind: K };
} = {
  owner: { kind: 'owner', at, site: 'prod-madrid' as SiteName, target: '/srv/lab' },
  received: { kind: 'received', at, patches: [release] },
  attempting: { kind: 'attempting', ...tried, action: 'install', ...release, documents, proofBefore: digest },
  installed: { kind: 'installed', ...tried, ...release, proof: digest, documents },
  removed: { kind: 'removed', ...tried, ...release, proof: digest, foreign: ['^LabConfig'] },
  'rolled-back': {
    kind: 'rolled-back',
    ...tried,
    action: 'install',
    ...release,
    proof: digest,
    why: 'a check failed',
    interrupted: true,
    foreign: ['^LabConfig'],
  },
  abandoned: { kind: 'abandoned', ...tried, action: 'install', ...release, why: 'the agent was killed' },
  refused: { kind: 'refused', ...tried, action: 'remove', ...release, why: 'no room on disk' },
  inconsistent: {
    kind: 'inconsistent',
    ...tried,
    ...release,
    why: 'the vault is gone',
    documents: ['^LabConfig'],
  },
  settled: {
    kind: 'settled',
    at,
    patch,
    as: 'removed',
    documents,
    who: 'Ana Prieto',
    why: 'put back by hand',
  },
  baselined: { kind: 'baselined', at, ...release, proof: digest, documents, who: 'Ana Prieto' },
  retry: { kind: 'retry', at, patch, who: 'Ana Prieto', why: 'the disk was full' },
  channel: {
    kind: 'channel',
    at,
    name: 'default',
    counter: 12,
    commit: 'a'.repeat(40) as ObjectId,
  },
  forbade: { kind: 'forbade', at, said: at },
  'channel-accepted': { kind: 'channel-accepted', at, name: 'default', who: 'ines', why: 'restored host' },
};
