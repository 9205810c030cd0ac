import test from 'ava';
import { parseManifest } from '../../src/kit/parse-manifest.ts';
import { fieldIssueOf } from '../../src/apps/studio/check-draft.ts';
import { readPatchFields } from '../../src/apps/studio/patch-fields.ts';
import {
  isPolicyField,
  policyLines,
  readPolicyFields,
  typedRules,
} from '../../src/apps/studio/policy-fields.ts';
import { pullRequestLink } from '../../src/apps/studio/pull-request-link.ts';

test('a form that is right is read as a patch, and one that is not says all at once', (t) => {
  const read = readPatchFields({
    id: ' LAB-1 ',
    title: 'T',
    requires: 'LAB-0, LAB-2',
    notes: 'a',
    'globals kit/a.zwr': 'replace',
  });
  t.like('wish' in read ? read.wish : null, { id: 'LAB-1', requires: ['LAB-0', 'LAB-2'], approvals: 0 });
  t.is('wish' in read ? read.wish.notes.text : '', 'a\n');
  t.deepEqual('wish' in read ? [...read.wish.globals] : [], [['kit/a.zwr', 'replace']]);
  const wrong = readPatchFields({ id: '../x', group: '..', requires: 'a/b', run: 'rm -rf', approvals: '21' });
  const fields = 'issues' in wrong ? wrong.issues.map(({ field }) => field) : [];
  t.deepEqual(fields, ['id', 'title', 'group', 'requires', 'run', 'approvals']);
});

test('the rules of a form are read as rules of patch.yaml', (t) => {
  const fields = {
    'rule default': 'operator',
    'rule ring:uat': 'automatic',
    'rule ring:prod': '',
    'rule site:prod-1': 'scheduled',
    'at site:prod-1': '2026-11-30T02:00',
    'zone site:prod-1': 'Europe/Madrid',
  };
  const { rules, issues } = readPolicyFields(fields, null);
  t.deepEqual(issues, []);
  const text = `id: LAB-1\ntitle: T\nremove: [Lab.A.cls]\n${policyLines(rules, 2).join('\n')}\n`;
  t.deepEqual(parseManifest('patch.yaml', text).policy, {
    default: { kind: 'operator' },
    approvals: 2,
    rules: [
      { place: { kind: 'ring', name: 'uat' as never }, install: { kind: 'automatic' } },
      {
        place: { kind: 'site', name: 'prod-1' as never },
        install: { kind: 'scheduled', at: '2026-11-30T02:00', timezone: 'Europe/Madrid' },
      },
    ],
  });
});

test('a moment without a time, a zone that is none and a place that the fleet does not have are said at their rule', (t) => {
  const fields = {
    'rule default': 'scheduled',
    'rule ring:uat': 'scheduled',
    'at ring:uat': '2026-11-30T02:00',
    'zone ring:uat': 'Mars/Base',
    'rule site:gone': 'automatic',
  };
  const { issues } = readPolicyFields(fields, {
    rings: [{ name: 'uat' as never, title: '', gate: null }],
    sites: [],
  });
  t.deepEqual(
    issues.map(({ field }) => field),
    ['rule default', 'rule ring:uat', 'rule site:gone'],
  );
  t.is(typedRules({}).length, 1);
});

test('names of fields are those of places, and nothing besides', (t) => {
  t.true(isPolicyField('rule site:prod-1'));
  for (const name of ['rule site:../x', 'rule', 'rule ring:"', 'id', '__proto__'])
    t.false(isPolicyField(name));
});

test('what kit check finds stands at the field that it is about', (t) => {
  const issue = { line: 3, column: 1, path: '', message: 'is wrong' };
  const field = (file: string, path = '') => fieldIssueOf({ ...issue, file, path }).field;
  t.is(field('patches/LAB-1/patch.ini'), 'parameters');
  t.is(field('patches/LAB-1/kit/a.xml'), 'documents');
  t.is(field('patches/LAB-1/patch.yaml', 'requires[0]'), 'requires');
  t.is(field('patches/LAB-1/patch.yaml', 'install.run'), 'run');
  t.is(field('patches/LAB-1/patch.yaml', 'policy.rules[0]'), 'policy');
  t.is(field('patches/LAB-1/notes.md'), 'notes');
});

test('the link of a pull request is that of a known host, by https and by ssh, without an account', (t) => {
  const link = 'https://github.com/lab/patches/compare/main...propose%2FLAB-1?expand=1';
  for (const remote of [
    'https://github.com/lab/patches.git',
    'https://ana:secret@github.com/lab/patches',
    'git@github.com:lab/patches.git',
    'ssh://git@github.com/lab/patches.git',
  ])
    t.is(pullRequestLink(remote, 'propose/LAB-1'), link);
  t.regex(
    pullRequestLink('git@gitlab.com:a/b/c.git', 'propose/LAB-1') ?? '',
    /^https:\/\/gitlab\.com\/a\/b\/c\/-\/merge_requests/,
  );
  for (const remote of [
    '/srv/patches.git',
    'https://git.example.org/a/b',
    'javascript:alert(1)',
    'https://github.com/a"b/c',
  ])
    t.is(pullRequestLink(remote, 'propose/LAB-1'), null);
});
