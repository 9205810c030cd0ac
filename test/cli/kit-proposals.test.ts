import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { aHost } from './a-host.ts';

const routine = (quit: string): string => `LABPATCH ;\n quit ${quit}\nPATCH3 ; of LAB-3\n quit\n`;

test('kit new proposes what a patch requires and runs, says why, and lists the documents in its notes', async (t) => {
  const host = aHost();
  const kit = (...words: string[]) => host.run('kit', ...words);
  const write = (text: string): string => {
    const file = join(host.top, 'LABPATCH.m');
    writeFileSync(file, text);
    return file;
  };
  t.is((await kit('new', 'LAB-2', write(routine('1')), '--title', 'x', '--run', 'none')).code, 0);
  host.merge({});
  const made = await kit('new', 'LAB-3', write(routine('2')), '--title', 'Ward <b>', '--notes', 'html');
  t.is(made.code, 0, made.err);
  t.regex(made.out, /It requires LAB-2, the last patch here that carries LABPATCH\.m \(/);
  t.regex(made.out, /It runs PATCH3\^LABPATCH, whose number is that of the release/);
  const manifest = readFileSync(join(host.work, 'patches/LAB-3/patch.yaml'), 'utf8');
  t.regex(manifest, /^requires: \[LAB-2\]$/m);
  t.regex(manifest, /^install:\n {2}run: "PATCH3\^LABPATCH"$/m);
  const notes = readFileSync(join(host.work, 'patches/LAB-3/notes.html'), 'utf8');
  t.regex(notes, /<h1>Ward &#60;b&#62;<\/h1>[^]*<li>LABPATCH\.m<\/li>/);
  const checked = await kit('check', 'LAB-3', '--json');
  t.is(checked.code, 0, checked.out);

  const plain = await kit(
    ...['new', 'LAB-4', write(routine('3')), '--title', 'x', '--no-requires', '--json'],
  );
  t.like(plain.json(), { requires: [], run: null });
  const named = await kit(
    'new',
    'LAB-5',
    write(routine('3')),
    '--title',
    'x',
    '--requires',
    'LAB-9',
    '--json',
  );
  t.like(named.json(), { requires: ['LAB-9', 'LAB-2'] }, 'LAB-3 is not on main yet');
  for (const words of [
    ['--run', 'x y'],
    ['--notes', 'pdf'],
    ['--requires', 'lab'],
  ])
    t.like((await kit('new', 'LAB-6', '--title', 'x', ...words, '--json')).json(), {
      code: 'WRONG_ARGUMENT',
    });
});

test('kit check finds an export of a server that lacks an earlier patch, and stops nothing for it', async (t) => {
  const host = aHost();
  const file = join(host.top, 'LABIN.m');
  for (const [id, quit] of [
    ['LAB-1', '1'],
    ['LAB-2', '2'],
    ['LAB-3', '1'],
  ] as const) {
    writeFileSync(file, `LABIN ;\n quit ${quit}\n`);
    t.is((await host.run('kit', 'new', id, file, '--title', 'x', '--run', 'none')).code, 0);
    if (id !== 'LAB-3') host.merge({});
  }
  const checked = await host.run('kit', 'check', 'LAB-3');
  t.is(checked.code, 0, checked.err);
  t.regex(checked.out, /^No mistake in LAB-3: 1 document in 1 kit file/);
  t.regex(checked.out, /kit\/LABIN\.m:1:1: LABIN\.m is what LAB-1 brought; LAB-2 changed it since/);
  t.notRegex((await host.run('kit', 'check', 'LAB-2')).out, /brought/);
});
