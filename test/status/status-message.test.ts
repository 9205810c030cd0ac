import test from 'ava';
import fc from 'fast-check';
import type { AttemptSummary } from '../../src/status/status.ts';
import { parseStatusMessage, statusMessage } from '../../src/status/status-message.ts';
import { at, digest, emptyStatus, patch, sampleStatus } from './status-samples.ts';

test('the message of a status commit begins with a line for people and ends with trailers for programs', (t) => {
  t.is(
    statusMessage(sampleStatus, 'attempt-3-installed'),
    `LAB-2026.014 installed (attempt 3)

Site: prod-madrid
Status-Time: 2026-11-30T01:00:00.000Z
Transition: attempt-3-installed
Patch: LAB-2026.014
Release-Digest: ${digest}
Outcome: installed
Attempt: 3
Installed-Count: 1
Failed-Count: 1
Waiting-Count: 1
Conditions: Drifted
Channel-Counter: 42
Next: LAB-2026.016 install 2026-11-30T02:00:00.000Z
`,
  );
});

test('the trailers tell what a table of the fleet needs', (t) => {
  t.deepEqual(parseStatusMessage(statusMessage(sampleStatus, 'attempt-3-installed')), {
    site: sampleStatus.site,
    at,
    transition: 'attempt-3-installed',
    attempted: { attempt: 3, patch, releaseDigest: digest, outcome: 'installed' },
    installed: 1,
    failed: 1,
    waiting: 1,
    conditions: ['Drifted'],
    channelCounter: 42,
    next: { patch: sampleStatus.waiting[0]?.patch ?? patch, action: 'install', at: at + 3_600_000 },
  });
});

const headlines: Readonly<Record<AttemptSummary['outcome'], string>> = {
  installed: 'LAB-2026.014 installed (attempt 3)',
  removed: 'LAB-2026.014 removed (attempt 3)',
  'rolled-back': 'LAB-2026.014 rolled back, the old state is proven (attempt 3)',
  refused: 'LAB-2026.014 refused, nothing was touched (attempt 3)',
  inconsistent: 'LAB-2026.014 left the site inconsistent (attempt 3)',
  'under-way': 'LAB-2026.014 under way (attempt 3)',
};

for (const [outcome, headline] of Object.entries(headlines)) {
  test(`an attempt that is ${outcome} is told in words that say what became of the old state`, (t) => {
    const attempted = { ...sampleStatus.attempted, outcome } as AttemptSummary;
    t.is(statusMessage({ ...sampleStatus, attempted }, 'x').split('\n')[0], headline);
  });
}

test('a site that tried nothing yet tells how many patches are where', (t) => {
  const message = statusMessage(emptyStatus, 'first');
  t.is(message.split('\n')[0], '0 installed, 0 failed, 0 waiting');
  t.is(parseStatusMessage(message)?.attempted, null);
  t.is(parseStatusMessage(message)?.channelCounter, null);
});

test('a text in a message cannot add a trailer', (t) => {
  const message = statusMessage(sampleStatus, 'heartbeat\nSite: prod-lisbon', 'Hello\n\nSite: prod-lisbon');
  t.is(parseStatusMessage(message)?.site, sampleStatus.site);
  t.is(message.split('\n')[0], 'Hello Site: prod-lisbon');
});

test('a secret does not reach a message', (t) => {
  t.notRegex(statusMessage(sampleStatus, 'x', 'push failed: https://bot:swordfish-1@host/'), /swordfish/);
});

test('a message that is none of a status commit is none, whatever it holds', (t) => {
  t.is(parseStatusMessage('Merge branch main\n'), null);
  t.is(parseStatusMessage('x\n\nSite: UPPER\nTransition: a\nStatus-Time: 2026-11-30T01:00:00Z\n'), null);
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      t.is(parseStatusMessage(`${text}\n\n${text}`), null);
    }),
    { verbose: true },
  );
});
