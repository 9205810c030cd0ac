import test from 'ava';
import type { Approval } from '../../src/desired/desired-state.ts';
import type { Person } from '../../src/desired/fleet.ts';
import { approvalVerdict } from '../../src/policy/approvals.ts';
import {
  aPolicy,
  aRelease,
  aSite,
  atRing,
  atSite,
  automatic,
  contentOf,
  day,
  noon,
} from '../plan/plan-world.ts';
import { anApproval } from '../plan/what-people-said.ts';

const ask = (
  wanted: number,
  approvals: readonly Approval[],
  { signer = null, people = [] }: { signer?: string | null; people?: readonly Person[] } = {},
) =>
  approvalVerdict(noon, approvals, {
    release: aRelease('A', { policy: aPolicy(automatic, { approvals: wanted }) }),
    site: aSite('prod-a'),
    signer,
    people,
  });

const missing = test.macro({
  exec: (t, approval: Approval | null) => {
    t.deepEqual(ask(1, approval === null ? [] : [approval]).blockers, [
      {
        reason: 'AwaitingApproval',
        message: 'Waits for 1 more approval of 1; nobody has approved it yet.',
        until: null,
        who: 'approver',
      },
    ]);
  },
  title: (what = '') => `${what} does not count`,
});

test('no approval', missing, null);
test('an approval of another patch', missing, anApproval('B', 'anna'));
test(
  'an approval of another content of the same patch',
  missing,
  anApproval('A', 'anna', { releaseDigest: contentOf('A', 'other') }),
);
test('an approval for another site', missing, anApproval('A', 'anna', { place: atSite('prod-b') }));
test('an approval for another ring', missing, anApproval('A', 'anna', { place: atRing('uat') }));
test('an approval that has expired', missing, anApproval('A', 'anna', { expiresAt: noon }));

test('an approval for the site or for its ring counts', (t) => {
  t.deepEqual(ask(1, [anApproval('A', 'anna')]).blockers, []);
  t.deepEqual(ask(1, [anApproval('A', 'anna', { place: atRing('prod') })]).blockers, []);
});

test('approvals are counted by people: two of one name, or of one key, are one', (t) => {
  const again = anApproval('A', 'anna', { key: 'ssh-ed25519 second', place: atRing('prod') });
  const borrowed = anApproval('A', 'bert', { key: 'ssh-ed25519 anna' });
  const [blocker] = ask(2, [anApproval('A', 'anna'), again, borrowed]).blockers;
  t.is(blocker?.message, 'Waits for 1 more approval of 2; approved by anna.');
  t.deepEqual(ask(2, [anApproval('A', 'anna'), anApproval('A', 'bert')]).blockers, []);
});

test('who signed the release does not count, under any of that name', (t) => {
  const anna = { name: 'anna', title: 'Anna', key: 'ssh-ed25519 release' };
  t.is(ask(1, [anApproval('A', 'anna')], { signer: 'ssh-ed25519 anna' }).blockers.length, 1);
  t.is(ask(1, [anApproval('A', 'anna')], { signer: anna.key, people: [anna] }).blockers.length, 1);
  t.is(ask(1, [anApproval('A', 'bert')], { signer: anna.key, people: [anna] }).blockers.length, 0);
});

test('the verdict turns when an approval expires', (t) => {
  const expiresAt = noon + day;
  t.is(ask(1, [anApproval('A', 'anna', { expiresAt })]).changesAt, expiresAt);
  t.is(ask(1, [anApproval('A', 'anna')]).changesAt, null);
});
