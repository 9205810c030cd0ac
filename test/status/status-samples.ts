import { digestOf } from '../../src/base/digest.ts';
import type { ObjectId, PatchId, SiteName } from '../../src/base/names.ts';
import type { AttemptRecord, Status } from '../../src/status/status.ts';

export const at = Date.parse('2026-11-30T01:00:00Z');
export const patch = 'LAB-2026.014' as PatchId;
export const digest = digestOf('something');
export const site = 'prod-madrid' as SiteName;

/** A status in which every field holds something. */
export const sampleStatus: Status = {
  site,
  at,
  engine: 'directory',
  version: '1',
  observed: { commit: 'a'.repeat(40) as ObjectId, counter: 42, channel: 'default' },
  attempted: {
    attempt: 3,
    action: 'install',
    patch,
    releaseDigest: digest,
    outcome: 'installed',
    startedAt: at - 60_000,
    endedAt: at,
  },
  installed: [{ patch, releaseDigest: digest, since: at, proof: digest }],
  failed: [
    {
      patch: 'LAB-2026.015' as PatchId,
      releaseDigest: digest,
      since: at,
      outcome: 'rolled-back',
      why: '^LabSite(…) is not "HL7 2.5"',
    },
  ],
  waiting: [
    {
      patch: 'LAB-2026.016' as PatchId,
      action: 'install',
      reason: 'NotYet',
      message: 'Waits for its date.',
      until: at + 3_600_000,
    },
  ],
  conditions: [{ type: 'Drifted', reason: 'Edited', message: 'Lab.Router.cls was edited.', since: at }],
  next: { patch: 'LAB-2026.016' as PatchId, action: 'install', at: at + 3_600_000, why: 'its date' },
  journalHead: digest,
};

/** A status of a site that has done nothing yet. */
export const emptyStatus: Status = {
  ...sampleStatus,
  observed: null,
  attempted: null,
  installed: [],
  failed: [],
  waiting: [],
  conditions: [],
  next: null,
  journalHead: null,
};

export const sampleAttempt: AttemptRecord = {
  attempt: 3,
  action: 'install',
  patch,
  releaseDigest: digest,
  outcome: 'rolled-back',
  startedAt: at - 60_000,
  endedAt: at,
  site,
  trigger: 'policy',
  who: null,
  why: 'a check failed',
  steps: [
    { step: 'staged', at: at - 50_000, detail: '3 documents' },
    { step: 'rolled-back', at, detail: '' },
  ],
  proofBefore: digest,
  proofAfter: digest,
  scope: 'declared-documents',
  foreign: ['^LabConfig'],
  documents: [{ name: 'Lab.Router.cls', before: null, after: digest }],
  transcript: ['Load started', 'Load finished successfully.'],
};
