import test from 'ava';
import { aHost } from './a-host.ts';
import { aGtmPatch } from './gtm-site.ts';

test('of a global with very many differing nodes diff shows the first, counts the rest, and shows all when asked', async (t) => {
  const nodes = Array.from({ length: 250 }, (_, index) => `^LabMany(${index + 1})="x"\n`).join('');
  const host = aHost();
  host.merge(aGtmPatch('LAB-1', { kit: { 'many.zwr': `a kit\nGT.M ZWR\n${nodes}` } }));
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const { code, out } = await host.atSite('diff', 'LAB-1');
  t.is(code, 1);
  t.regex(out, /^global \^LabMany \(added; nodes: 250 added\)$/m);
  t.is(out.match(/^\+ \^LabMany/gm)?.length, 200);
  t.regex(out, /50 more lines: --all shows them/);
  const all = await host.atSite('diff', 'LAB-1', '--all');
  t.is(all.out.match(/^\+ \^LabMany/gm)?.length, 250);
});

test('diff shows characters that turn text round by their number', async (t) => {
  const host = aHost();
  host.merge(aGtmPatch('LAB-1', { kit: { 'LABTURN.m': 'LABTURN ; ok \u202e dne\n quit\n' } }));
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const { out } = await host.atSite('diff', 'LAB-1');
  t.regex(out, /^\+ LABTURN ; ok <U\+202E> dne$/m);
  t.false(out.includes('\u202e'));
});
