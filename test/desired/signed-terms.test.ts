import test from 'ava';
import type { PatchId, SiteName } from '../../src/base/names.ts';
import { readDesiredState } from '../../src/desired/read-desired-state.ts';
import type { Terms } from '../../src/desired/terms.ts';
import { signTerms, termsPath } from '../../src/desired/terms.ts';
import { writeTerms } from '../../src/desired/terms-file.ts';
import { anInput, approver, digestOfRelease, operator, stranger } from './a-channel.ts';

const at = Date.parse('2026-03-01T10:00:00Z');

const approval: Terms = {
  kind: 'approval',
  place: { kind: 'site', name: 'prod-1' as SiteName },
  patch: 'LAB-1' as PatchId,
  releaseDigest: digestOfRelease('LAB-1'),
  who: 'rita',
  why: 'Seen',
  at,
  expiresAt: null,
};

const hold: Terms = {
  kind: 'hold',
  site: 'prod-1' as SiteName,
  patch: null,
  releaseDigest: null,
  until: null,
  who: 'ben',
  why: 'Audit',
  at,
};

const recall: Terms = {
  kind: 'recall',
  patch: 'LAB-2' as PatchId,
  releaseDigest: digestOfRelease('LAB-2'),
  installed: 'keep',
  who: 'ben',
  why: 'Wrong codes',
  at,
};

function filesOf(...signed: readonly (readonly [Terms, typeof approver])[]): Record<string, string> {
  return Object.fromEntries(
    signed.map(([terms, signer]) => [termsPath(terms), writeTerms(signTerms(terms, signer))]),
  );
}

test('approvals, holds and recalls that a trusted person signed count', (t) => {
  const ringApproval: Terms = { ...approval, place: { kind: 'ring', name: 'prod' as never } };
  const policy = filesOf(
    [approval, approver],
    [ringApproval, approver],
    [hold, operator],
    [recall, operator],
  );
  const desired = readDesiredState(anInput({ policy }));
  t.deepEqual(desired.ignored, []);
  t.deepEqual(
    desired.approvals.map(({ place, who, key }) => [place.kind, who, key]),
    [
      ['site', 'rita', approver.publicKey],
      ['ring', 'rita', approver.publicKey],
    ],
  );
  t.like(desired.holds[0], { patch: null, who: 'ben', until: null });
  t.like(desired.recalls[0], { patch: 'LAB-2', installed: 'keep', why: 'Wrong codes' });
});

const tampered = (terms: Terms, from: string, to: string) => {
  const [[path, text]] = Object.entries(
    filesOf([terms, terms.kind === 'approval' ? approver : operator]),
  ) as [[string, string]];
  return { [path]: text.replace(from, to) };
};

const path = termsPath(approval);

const notCounted: readonly (readonly [what: string, policy: Record<string, string>, why: RegExp])[] = [
  ['signed by a stranger', filesOf([approval, stranger]), /does not trust as approver/],
  ['an approval signed by an operator', filesOf([approval, operator]), /does not trust as approver/],
  ['a hold signed by an approver', filesOf([hold, approver]), /does not trust as operator/],
  ['a recall signed by an approver', filesOf([recall, approver]), /does not trust as operator/],
  [
    'the key of another person',
    filesOf([{ ...approval, who: 'ana' }, approver]),
    /says ana, and its key is the one of rita/,
  ],
  [
    'another release digest',
    filesOf([{ ...approval, releaseDigest: digestOfRelease('LAB-9') }, approver]),
    /another release digest/,
  ],
  [
    'a release that the channel does not have',
    filesOf([{ ...approval, patch: 'LAB-9' as PatchId }, approver]),
    /LAB-9, which the channel does not have/,
  ],
  ['the reason changed after signing', tampered(approval, 'Seen', 'Sean'), /does not match/],
  [
    'the expiry added after signing',
    tampered(approval, 'signature:', 'expires: 2030-01-01T00:00:00Z\nsignature:'),
    /does not match/,
  ],
  ['a recall turned from keep to remove', tampered(recall, 'keep', 'remove'), /does not match/],
  [
    'moved to another place',
    { 'approvals/prod/LAB-1/rita.yaml': writeTerms(signTerms(approval, approver)) },
    /its place is approvals\/prod-1/,
  ],
  ['no YAML', { [path]: 'who: [' }, /:1:/],
  [
    'an alias bomb',
    {
      [path]: `a: &a [x]\n${Array.from({ length: 12 }, (_, n) => `${'b'.repeat(n + 1)}: &${'b'.repeat(n + 1)} [${`*${n === 0 ? 'a' : 'b'.repeat(n)}, `.repeat(10)}]`).join('\n')}\n`,
    },
    /too much/,
  ],
  ['bytes that are no text', { [path]: '\u0000\uffff' }, /./],
];

for (const [what, policy, why] of notCounted) {
  test(`what is not signed by who may, over exactly these terms, is listed and never obeyed: ${what}`, (t) => {
    const desired = readDesiredState(anInput({ policy }));
    t.deepEqual([desired.approvals, desired.holds, desired.recalls], [[], [], []]);
    t.is(desired.ignored.length, 1);
    t.is(desired.ignored[0]?.path, Object.keys(policy)[0]);
    t.regex(desired.ignored[0]?.why ?? '', why);
  });
}

test('terms for other sites are not looked at', (t) => {
  const policy = { 'approvals/uat-1/LAB-1/rita.yaml': 'nonsense', 'holds/uat-1/all.yaml': 'nonsense' };
  t.deepEqual(readDesiredState(anInput({ policy })).ignored, []);
});
