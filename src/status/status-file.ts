import { readJson } from '../base/read-json.ts';
import { withoutFormat } from '../base/without-format.ts';
import { readStatusText, statusBytes } from './status-bytes.ts';
import { statusFileSchema, statusFormat } from './status-schema.ts';
import type { Status } from './status.ts';

/** Where the status lies in the tree of a status branch. */
export const statusPath = 'status.json';

/**
 * `status.json` in canonical form: equal statuses have equal bytes. Texts are redacted (what looks like a secret, and
 * `secrets` themselves), without control characters, and cut to what readers accept.
 */
export function writeStatus(status: Status, secrets: readonly string[] = []): Uint8Array {
  return statusBytes(statusFileSchema, { format: statusFormat, ...status }, secrets);
}

/**
 * Reads a status that anybody may have written. Failure INVALID_FILE names every issue; NEWER_FORMAT where a newer
 * program wrote it.
 */
export function parseStatus(file: string, bytes: Uint8Array): Status {
  return withoutFormat(readJson(statusFileSchema, file, readStatusText(file, bytes), statusFormat));
}
