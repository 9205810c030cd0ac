import { generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import type { ObjectId, SiteName } from '../../src/base/names.ts';
import type { Signer } from '../../src/base/signer.ts';
import { signedCommit } from '../../src/base/signed-object.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import { readSiteReport } from '../../src/status/read-site-report.ts';
import { writeStatus } from '../../src/status/status-file.ts';
import { at, sampleStatus, site } from './status-samples.ts';

const own = aSigner();
const stranger = aSigner();
const minutes = 60_000;

interface Circumstances {
  readonly signer?: Signer | null;
  readonly key?: string | null;
  readonly now?: number;
  readonly committedAt?: number;
  readonly statusAt?: number;
  readonly speaksOf?: string;
  readonly statusFile?: Uint8Array;
  readonly change?: (commit: Uint8Array) => Uint8Array;
}

test('a status that the site signed, and that is not from the future, is believed', (t) => {
  t.deepEqual(read({}), { site, commit: 'c'.repeat(40) as ObjectId, status: sampleStatus });
});

test('a clock that differs by five minutes is believed', (t) => {
  t.true('status' in read({ now: at - 5 * minutes }));
});

const unknown = test.macro((t, circumstances: Circumstances, why: RegExp) => {
  const report = read(circumstances);
  t.regex('unknown' in report ? report.unknown : 'it is believed', why);
});

test('a status that nobody signed is unknown', unknown, { signer: null }, /not signed/);
test('a status that a stranger signed is unknown', unknown, { signer: stranger }, /another key/);
test('a status of a site whose key is not known is unknown', unknown, { key: null }, /no key/);
test(
  'a status whose commit was changed after signing is unknown',
  unknown,
  { change: (commit: Uint8Array) => replaced(commit, 'tree b', 'tree d') },
  /not good/,
);
test('a status that speaks of another site is unknown', unknown, { speaksOf: 'prod-lisbon' }, /prod-lisbon/);
test(
  'a status from six minutes ahead is unknown',
  unknown,
  { statusAt: at + 6 * minutes, now: at },
  /2026-11-30T01:06:00.000Z, in the future/,
);
test(
  'a commit from six minutes ahead is unknown, whatever its status says',
  unknown,
  { committedAt: at + 6 * minutes, now: at },
  /in the future/,
);
test('a status that cannot be read is unknown', unknown, { statusFile: Buffer.from('{') }, /cannot be read/);
test(
  'a status of a newer program is unknown, and says so',
  unknown,
  { statusFile: Buffer.from('{"format": 9}') },
  /format 9/,
);

function read(circumstances: Circumstances) {
  const { signer = own, key = own.publicKey, now = at, committedAt = at, statusAt = at } = circumstances;
  const { speaksOf = site, change = (commit: Uint8Array) => commit } = circumstances;
  const author = { name: 'site', email: 'site@example.org', at: committedAt };
  const fields = { tree: 'b'.repeat(40) as ObjectId, parents: [], author, message: 'status' };
  const status = { ...sampleStatus, at: statusAt, site: speaksOf as SiteName };
  const commitObject = change(signedCommit(fields, signer));
  const statusFile = circumstances.statusFile ?? writeStatus(status);
  return readSiteReport({ site, commit: 'c'.repeat(40) as ObjectId, commitObject, statusFile }, key, now);
}

function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');
}

function aSigner(): Signer {
  return signerOf(
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
}
