import { Failure } from '../base/failure.ts';
import type { Instant } from '../base/instant.ts';
import { instantAsText } from '../base/instant.ts';
import type { ObjectId, SiteName } from '../base/names.ts';
import { plainText } from '../base/plain-text.ts';
import { gitNamespace } from '../base/signer.ts';
import { splitSignedCommit } from '../base/signed-object.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';
import { parseStatus, statusPath } from './status-file.ts';
import type { SiteReport, Status } from './status.ts';

/** The tip of a site's status branch as a repository hands it over: raw, nothing of it checked. */
export interface UnreadReport {
  readonly site: SiteName;
  readonly commit: ObjectId;
  readonly commitObject: Uint8Array;
  readonly statusFile: Uint8Array;
}

/** Nothing is known of the site, and why. Unknown is never success. */
export interface UnknownReport {
  readonly site: SiteName;
  readonly unknown: string;
}

/**
 * What a site says of itself, if it can be believed: the commit carries a signature by `key` (the site's key in
 * fleet.yaml; null: none is known), the status names this site, and neither time is later than `now` by more than five minutes.
 */
export function readSiteReport(
  tip: UnreadReport,
  key: string | null,
  now: Instant,
): SiteReport | UnknownReport {
  const { site, commit } = tip;
  const unknown = (why: string): UnknownReport => ({ site, unknown: why });
  const signed = signedPayload(tip.commitObject, key);
  if ('why' in signed) return unknown(signed.why);
  const status = readStatus(tip);
  if ('why' in status) return unknown(status.why);
  if (status.site !== site) return unknown(`its status speaks of site ${status.site}`);
  const committed = committerTime(signed.payload);
  if (committed === null) return unknown('its commit has no time');
  const latest = Math.max(committed, status.at);
  if (latest > now + tolerance) return unknown(`its status is dated ${instantAsText(latest)}, in the future`);
  return { site, commit, status };
}

/** By how much the clocks of two machines may differ. */
const tolerance = 5 * 60_000;

function signedPayload(
  commitObject: Uint8Array,
  key: string | null,
): { readonly payload: Uint8Array } | { readonly why: string } {
  if (key === null) return { why: 'fleet.yaml names no key for it' };
  const { payload, signature } = splitSignedCommit(commitObject);
  if (signature === null) return { why: 'its status is not signed' };
  const verdict = verifySshSignature(signature, gitNamespace, payload);
  if (verdict.kind === 'bad') return { why: `the signature of its status is not good: ${verdict.why}` };
  return verdict.key === key ? { payload } : { why: 'its status is signed by another key than its own' };
}

function readStatus({ site, statusFile }: UnreadReport): Status | { readonly why: string } {
  try {
    return parseStatus(`${site}:${statusPath}`, statusFile);
  } catch (error) {
    if (error instanceof Failure)
      return { why: plainText(`its status cannot be read: ${error.message}`, 500) };
    throw error;
  }
}

/** Time of the commit in its header; null where there is none. */
function committerTime(payload: Uint8Array): Instant | null {
  const text = new TextDecoder().decode(payload);
  const header = text.slice(0, text.indexOf('\n\n'));
  const seconds = /^committer .*> (\d{1,11}) [+-]\d{4}$/m.exec(header)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
