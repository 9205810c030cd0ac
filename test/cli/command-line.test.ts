import test from 'ava';
import { newFolder, runAsProcess, runPatchfleet } from './run-patchfleet.ts';

const commands = [
  'init',
  'kit',
  'preview',
  'release',
  'publish',
  'plan',
  'diff',
  'reconcile',
  'get',
  'explain',
  'history',
].concat([
  'approve',
  'hold',
  'resume',
  'suspend',
  'retry',
  'remove',
  'keep',
  'recall',
  'baseline',
  'doctor',
  'install',
  'consent',
  'settle',
  'accept-channel',
  'widen-backup',
]);

test('--help lists every command with what it is for, and an example', async (t) => {
  const { code, out, err } = await runAsProcess(['--help']);
  t.is(code, 0);
  t.is(err, '');
  for (const name of commands) t.regex(out, new RegExp(`^  ${name}\\b.* {2,}\\S`, 'm'), name);
  t.regex(out, /Exit codes: 0 .*1 .*2 /);
  t.regex(out, /Example:\n {2}\$ patchfleet /);
});

for (const name of commands) {
  test(`${name} --help describes it and gives an example of each command in it`, async (t) => {
    const { code, out } = await runPatchfleet([name, '--help']);
    t.is(code, 0);
    const inner = [...out.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, word = '']) => word);
    if (!out.includes('\nCommands:')) t.regex(out, /Examples?:\n {2}# .*\n {2}\$ patchfleet /);
    const below = out.includes('\nCommands:') ? inner.filter((word) => word !== 'help') : [];
    for (const word of below) {
      const help = await runPatchfleet([name, word, '--help']);
      t.is(help.code, 0);
      t.regex(help.out, /Examples?:\n {2}# .*\n {2}\$ patchfleet /, word);
      t.regex(help.out, /--json/, word);
    }
  });
}

test('--version prints the version of the package', async (t) => {
  const { code, out } = await runAsProcess(['--version']);
  t.is(code, 0);
  t.regex(out, /^\d+\.\d+\.\d+\n$/);
});

const mistakes: readonly (readonly [title: string, args: readonly string[]])[] = [
  ['an unknown command', ['sync']],
  ['an unknown option', ['kit', 'check', '--frob', 'X']],
  ['a missing argument', ['kit', 'check']],
  ['one argument too many', ['kit', 'check', 'A', 'B']],
  ['an unknown command inside a command', ['kit', 'frob']],
  ['no command at all inside a command', ['kit']],
  ['the help of an unknown command', ['frob', '--help']],
  ['the help of an unknown command, asked for first', ['help', 'frob']],
  ['the help of an unknown command inside a command', ['kit', 'frob', '-h']],
  ['the help of an unknown command inside a command, asked for first', ['kit', 'help', 'frob']],
];
for (const [title, args] of mistakes) {
  test(`${title} is an error with a hint and exit code 2, never a stack`, async (t) => {
    const { code, out, err } = await runPatchfleet(args);
    t.is(code, 2);
    t.is(out + err === '', false);
    t.notRegex(err, /\n\s+at /);
  });
}

test('the help of an unknown command names it, and where help is', async (t) => {
  const { out, err } = await runPatchfleet(['aprove', '--help']);
  t.is(out, '');
  t.regex(err, /unknown command 'aprove'[\s\S]*Did you mean approve\?[\s\S]*Hint: See `patchfleet --help`/);
});

test('with --json a mistake on the command line is one object of the kind error', async (t) => {
  const ran = await runAsProcess(['kit', 'check', '--json']);
  t.is(ran.code, 2);
  t.is(ran.err, '');
  t.like(ran.json(), { kind: 'error', code: 'USAGE' });
});

test('a failure names what happened, what to do, and its code', async (t) => {
  const { code, out, err } = await runAsProcess(['kit', 'check', 'LAB-1'], { cwd: newFolder() });
  t.is(code, 2);
  t.is(out, '');
  t.regex(err, /Error: There is no patch LAB-1 here/);
  t.regex(err, /Hint: /);
  t.regex(err, /Code: PATCH_NOT_FOUND/);
});

test('without a terminal nothing is coloured, and with FORCE_COLOR it is', async (t) => {
  const cwd = newFolder();
  const plain = await runAsProcess(['kit', 'check', 'LAB-1'], { cwd });
  t.false(plain.err.includes('\u001b'));
  const coloured = await runAsProcess(['kit', 'check', 'LAB-1'], { cwd, env: { FORCE_COLOR: '1' } });
  t.true(coloured.err.includes('\u001b'));
  const forbidden = await runAsProcess(['--help'], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
  t.false(forbidden.out.includes('\u001b'));
});
