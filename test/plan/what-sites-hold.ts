import { digestOf } from '../../src/base/digest.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { PatchRecord } from '../../src/installed/installed-state.ts';
import type { SiteReport, Status } from '../../src/status/status.ts';
import { commit, contentOf, day, hour, noon, patch, siteName } from './plan-world.ts';
import { emptyStatus } from '../status/status-samples.ts';

export function aRecord(id: string, more: Partial<PatchRecord> = {}): PatchRecord {
  return {
    patch: patch(id),
    releaseDigest: contentOf(id),
    state: 'installed',
    since: noon - 10 * day,
    why: '',
    refused: false,
    proof: null,
    order: 1,
    documents: [],
    loose: [],
    interruptions: 0,
    leftEdited: [],
    failedRemoval: null,
    installedBy: null,
    attempts: [1],
    ...more,
  };
}

export function holding(...names: string[]): PatchRecord['documents'] {
  return names.map((name) => ({ name: documentName(name), digest: digestOf(name) }));
}

/** What a site says: these patches are installed, an hour ago it said so. */
export function aReport(site: string, more: Partial<Status> = {}): SiteReport {
  return {
    site: siteName(site),
    commit,
    status: {
      ...emptyStatus,
      site: siteName(site),
      at: noon - hour,
      ...more,
    },
  };
}

export const has = (id: string, since = noon - 2 * day): Status['installed'][number] => ({
  patch: patch(id),
  releaseDigest: contentOf(id),
  since,
  proof: null,
});

export const failed = (id: string): Status['failed'][number] => ({
  patch: patch(id),
  releaseDigest: contentOf(id),
  since: noon - day,
  outcome: 'rolled-back',
  why: 'verification failed',
});
