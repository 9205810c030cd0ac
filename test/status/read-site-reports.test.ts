import test from 'ava';
import type { ObjectId } from '../../src/base/names.ts';
import type { Signer } from '../../src/base/signer.ts';
import { signedCommit } from '../../src/base/signed-object.ts';
import { readSiteReports } from '../../src/status/read-site-reports.ts';
import type { UnreadReport } from '../../src/status/read-site-report.ts';
import type { Status } from '../../src/status/status.ts';
import { writeStatus } from '../../src/status/status-file.ts';
import { testSigner } from '../worlds/a-release.ts';
import { at, sampleStatus, site } from './status-samples.ts';

const own = testSigner('the site');
const stranger = testSigner('stranger');

interface Said {
  readonly minute: number;
  readonly attempt?: number;
  readonly counter?: number;
  readonly signer?: Signer;
  readonly isLost?: boolean;
}

function aTip({ minute, attempt = 3, counter = 42, signer = own, isLost = false }: Said): UnreadReport {
  const { attempted, observed } = sampleStatus;
  if (attempted === null || observed === null) throw new Error('a sample with an attempt and a channel');
  const status: Status = {
    ...sampleStatus,
    at: at + minute * 60_000,
    attempted: { ...attempted, attempt },
    observed: { ...observed, counter },
    ...(isLost
      ? { conditions: [{ type: 'StateLost' as const, reason: 'StateLost', message: 'lost', since: at }] }
      : {}),
  };
  const author = { name: 'site', email: 'site@example.org', at };
  const tree = 'b'.repeat(40) as ObjectId;
  return {
    site,
    commit: 'c'.repeat(40) as ObjectId,
    commitObject: signedCommit({ tree, parents: [], author, message: 'status' }, signer),
    statusFile: writeStatus(status),
  };
}

/** The minute of the status that is believed, or why none is. */
function believed(...said: readonly Said[]): number | string {
  const [report] = readSiteReports([{ name: site, key: own.publicKey }], said.map(aTip), at + 3_600_000);
  if (report === undefined) return 'nothing';
  return 'unknown' in report ? report.unknown : (report.status.at - at) / 60_000;
}

const chooses = test.macro((t, said: readonly Said[], expected: number | RegExp) => {
  for (const one of [said, said.toReversed()]) {
    const found = believed(...one);
    if (typeof expected === 'number') t.is(found, expected);
    else t.regex(String(found), expected);
  }
});

test('one branch is read as it is', chooses, [{ minute: 1 }], 1);
test('a site without a branch has said nothing', chooses, [], /said nothing yet/);
test(
  'of two that the site signed the further one counts',
  chooses,
  [{ minute: 1 }, { minute: 2, attempt: 4 }],
  2,
);
test(
  'what a stranger signed never counts beside what the site signed, however far it says it is',
  chooses,
  [{ minute: 1 }, { minute: 9, attempt: 9, signer: stranger }],
  1,
);
test(
  'where both are signed by strangers nothing is known',
  chooses,
  [
    { minute: 1, signer: stranger },
    { minute: 2, signer: stranger },
  ],
  /another key/,
);
test(
  'two that contradict each other, later by the clock and behind by the attempts, tell nothing',
  chooses,
  [
    { minute: 1, attempt: 4 },
    { minute: 2, attempt: 3 },
  ],
  /contradict each other/,
);
test(
  'two that contradict each other, later by the clock and behind by the channel, tell nothing',
  chooses,
  [
    { minute: 1, counter: 43 },
    { minute: 2, counter: 42 },
  ],
  /contradict each other/,
);
test(
  'where a state directory was lost that is why nothing is known',
  chooses,
  [
    { minute: 1, attempt: 4 },
    { minute: 2, attempt: 3, isLost: true },
  ],
  /state directory was lost.*StateLost/,
);
