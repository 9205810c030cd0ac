import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { foreignEnvironment } from '../../src/adapters/git/git-environment.ts';
import { openObjectReader } from '../../src/adapters/git/object-reader.ts';
import { usualPatience } from '../../src/adapters/git/patience.ts';
import { isObjectId } from '../../src/base/names.ts';
import { aHost } from './a-host.ts';
import type { SourceChange } from './a-source-repository.ts';
import { aSourceRepository } from './a-source-repository.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

const aClass = (name: string, quit = '1'): string =>
  `Class ${name}\n{\n\nClassMethod Version()\n{\n  quit ${quit}\n}\n\n}\n`;
const anExport = (time: string, ...names: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26" ts="${time}">\n${names.map((name) => `<Class name="${name}">\n<Super>%RegisteredObject</Super>\n<TimeChanged>${time}</TimeChanged>\n</Class>\n`).join('')}</Export>\n`;
const zwr = (...lines: readonly string[]): string => `x\nZWR\n${lines.join('\n')}\n`;

const first: SourceChange = {
  'src/Lab/Stays.cls': aClass('Lab.Stays'),
  'src/Lab/Changes.cls': aClass('Lab.Changes'),
  'src/Lab/Goes.cls': aClass('Lab.Goes'),
  'src/Lab/Old.cls': aClass('Lab.Old'),
  'src/Lab/Moves.cls': aClass('Lab.Moves'),
  'src/two.xml': anExport('1', 'Lab.A', 'Lab.B'),
  'src/touched.xml': anExport('1', 'Lab.Touched'),
  'src/LABX.mac': 'ROUTINE LABX [Type=MAC]\nLABX ;\n quit\n',
  'src/csp/lab/page.csp': '<p>1</p>\n',
  'data/codes.zwr': zwr('^LabCodes(1)="a"'),
};
const second: SourceChange = {
  'README.md': 'about\n',
  'src/Lab/Changes.cls': aClass('Lab.Changes', '2'),
  'src/Lab/Goes.cls': null,
  'src/Lab/Old.cls': null,
  'src/Lab/New.cls': aClass('Lab.New'),
  'src/Lab/Moves.cls': null,
  'lib/Moves.cls': aClass('Lab.Moves'),
  'src/two.xml': anExport('2', 'Lab.A'),
  'src/touched.xml': anExport('2', 'Lab.Touched'),
  'src/csp/lab/page.csp': '<p>2</p>\n',
  'src/csp/lab/page.js': 'let x;\n',
  'data/codes.zwr': null,
  'data/routes.zwr': zwr('^LabRoute(1)="a"'),
  'src/Broken.cls': 'no class\n',
  'src/Link.cls': '-> Lab/Stays.cls',
  'logo.png': 'x',
};

interface Made {
  readonly changes: readonly { readonly name: string; readonly effect: string }[];
  readonly keptGlobals: readonly string[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

test('what changed in a range of a source repository becomes a kit, whose diff at a site is exactly that, and which then goes in', async (t) => {
  const source = aSourceRepository({ 'README.md': 'x\n' }, first, second);
  const host = aHost();
  const make = (id: string, since: string, until: string) => {
    const words = ['--title', `Up to ${until}`, '--from-git', source, '--since', since, '--until', until];
    return host.run('kit', 'new', id, ...words, '--json');
  };
  const base = await make('LAB-1', 'v0', 'v1');
  t.is(base.code, 0, base.out + base.err);
  const made = await make('LAB-2', 'v1', 'v2');
  t.is(made.code, 1, 'a class that cannot be read is said');
  const { changes, keptGlobals, leftOut } = made.json() as unknown as Made;
  t.deepEqual(Object.fromEntries(changes.map(({ name, effect }) => [name, effect])), {
    'Lab.Changes.cls': 'changed',
    'Lab.New.cls': 'added',
    '^LabRoute': 'added',
    '/csp/lab/page.csp': 'changed',
    '/csp/lab/page.js': 'added',
    'Lab.B.cls': 'removed',
    'Lab.Goes.cls': 'removed',
    'Lab.Old.cls': 'removed',
  });
  t.deepEqual(keptGlobals, ['^LabCodes']);
  const why = Object.fromEntries(leftOut.map((one) => [one.path, one.why]));
  t.like(why, {
    'README.md': 'no known kind of source',
    'logo.png': 'no known kind of source',
    'lib/Moves.cls': 'its documents did not change',
    'src/touched.xml': 'its documents did not change',
    'src/two.xml': 'its documents did not change',
    'src/Link.cls': 'it is a link',
  });
  t.regex(why['src/Broken.cls'] ?? '', /^line 1: no line begins with `Class`/);
  const notes = readFileSync(join(host.work, 'patches/LAB-2/notes.md'), 'utf8');
  t.regex(
    notes,
    /## Removed\n\n- Lab\.Goes\.cls\n {2}- Step 2 &lt;img src=x\\> \\\[of\\\]\(http:\/\/x\) \([0-9a-f]{7,}\)/,
  );

  for (const id of ['LAB-1', 'LAB-2']) t.is((await host.run('kit', 'check', id)).code, 0, id);
  const rollout = (id: string) => ({
    [`rollouts/${id}.yaml`]: `id: ${id}\npolicy: { default: automatic }\n`,
  });
  host.merge(rollout('LAB-1'));
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const passed = await host.atSite('reconcile');
  t.is(passed.code, 0, passed.out + passed.err);
  host.merge(rollout('LAB-2'));
  t.is((await host.run('release', 'LAB-2', '--publish')).code, 0);
  const plan = (await host.atSite('plan', '--json')).json() as unknown as {
    readonly steps: readonly {
      readonly documents: readonly { readonly name: string; readonly effect: string }[];
    }[];
  };
  const effects = { added: 'add', changed: 'replace', removed: 'delete' } as const;
  t.deepEqual(
    (plan.steps[0]?.documents ?? []).map(({ name, effect }) => `${effect} ${name.replace('(1)', '')}`).sort(),
    changes.map(({ name, effect }) => `${effects[effect as keyof typeof effects]} ${name}`).sort(),
  );
  t.is((await host.atSite('reconcile')).code, 0);
  const classes = readdirSync(join(host.top, 'namespace/classes/Lab')).sort();
  t.deepEqual(classes, ['A.cls', 'Changes.cls', 'Moves.cls', 'New.cls', 'Stays.cls', 'Touched.cls']);
  t.regex(readFileSync(join(host.top, 'namespace/classes/Lab/Changes.cls'), 'utf8'), /quit 2/);
});

test('a range is read from the top of a local repository only, and a ref is never an option', async (t) => {
  const source = aSourceRepository({ 'README.md': 'x\n' }, first);
  const cwd = newFolder();
  const run = async (...more: string[]) =>
    (await runPatchfleet(['kit', 'new', 'LAB-1', '--title', 'x', ...more, '--json'], { cwd })).json();
  const marker = join(cwd, 'written');
  t.like(await run('--from-git', source, `--since=--output=${marker}`), { code: 'WRONG_ARGUMENT' });
  t.like(await run('--from-git', source, '--since', 'v0', `--until=--git-dir=${source}`), {
    code: 'WRONG_ARGUMENT',
  });
  t.false(existsSync(marker));
  t.like(await run('--from-git', source, '--since', 'v9'), { code: 'WRONG_ARGUMENT' });
  t.like(await run('--from-git', source, '--since', 'v1'), { code: 'WRONG_ARGUMENT' });
  t.like(await run('--from-git', source), { code: 'ARGUMENT_MISSING' });
  t.like(await run('--since', 'v0'), { code: 'WRONG_ARGUMENT' });
  t.like(await run('--from-git', join(source, 'src'), '--since', 'v0'), { code: 'FILE_UNREADABLE' });
  t.like(await run('--from-git', `file://${source}`, '--since', 'v0'), { code: 'FILE_MISSING' });
  t.like(await run('--from-git', 'ext::sh -c x', '--since', 'v0'), { code: 'FILE_MISSING' });
  t.like(await run('--from-git', source, '--since', 'v0', '--path', 'nope'), { code: 'WRONG_ARGUMENT' });
  t.like(await run('--from-git', source, '--since', 'v0', '--path', 'README.md'), { code: 'WRONG_ARGUMENT' });
  t.like(await run('--path', 'src'), { code: 'WRONG_ARGUMENT' });
  t.false(existsSync(join(cwd, 'patches')));
  t.like(await run('--from-git', source, '--since', 'v0', '--path', 'src'), {
    kind: 'kit-made',
    keptGlobals: [],
  });
  t.like(await run('--from-git', source, '--since', 'v0'), { code: 'FILE_EXISTS' });
});

test('a kit is refused where nobody can tell whether a document is to be removed, and one that cannot be written leaves nothing', async (t) => {
  const gone = { 'src/Lab/Goes.cls': `<<<<<<< HEAD\n${aClass('Lab.Goes')}` };
  const source = aSourceRepository({ 'README.md': 'x\n' }, first, gone);
  const cwd = newFolder();
  const make = (...more: string[]) => {
    const words = ['kit', 'new', 'LAB-1', '--title', 'x', '--from-git', source, '--since', ...more];
    return runPatchfleet([...words, '--json'], { cwd });
  };
  const refused = await make('v1');
  t.is(refused.code, 2);
  t.like(refused.json(), { code: 'REMOVAL_UNCERTAIN' });
  t.regex(refused.out, /Lab\.Goes\.cls \(stood in src\/Lab\/Goes\.cls\) may stand in src\/Lab\/Goes\.cls/);
  t.false(existsSync(join(cwd, 'patches')));

  mkdirSync(join(cwd, 'patches/LAB-1'), { recursive: true });
  t.like((await make('v0', '--until', 'v1')).json(), { code: 'FILE_EXISTS' });
  t.deepEqual(readdirSync(join(cwd, 'patches')), ['LAB-1']);
});

test('a repository that names programs in its configuration runs none of them, and a partial clone is refused before it is read', async (t) => {
  const source = aSourceRepository({ 'README.md': 'x\n' }, first, second);
  const marker = join(newFolder(), 'ran');
  const program = join(newFolder(), 'program');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >>${marker}\n`, { mode: 0o755 });
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: source, encoding: 'utf8' });
  const blob = git('rev-parse', 'v2:src/Lab/New.cls').trim();
  const settings = ['core.fsmonitor', 'core.pager', 'pager.log', 'core.sshCommand', 'core.askPass'];
  const more = ['diff.external', 'diff.x.command', 'diff.x.textconv', 'filter.x.clean', 'filter.x.smudge'];
  const rest = ['filter.x.process', 'gpg.program', 'credential.helper', 'core.alternateRefsCommand'];
  for (const name of [...settings, ...more, ...rest, 'core.gitProxy', 'uploadpack.packObjectsHook'])
    git('config', name, program);
  for (const name of ['alias.log', 'alias.cat-file', 'alias.ls-tree']) git('config', name, `!${program}`);
  git('config', 'log.showSignature', 'true');
  git('config', 'core.hooksPath', dirname(program));
  for (const hook of ['post-index-change', 'reference-transaction'])
    writeFileSync(join(dirname(program), hook), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  writeFileSync(join(source, '.git/info/attributes'), '* diff=x filter=x\n');

  const cwd = newFolder();
  const make = (id: string) =>
    runPatchfleet(['kit', 'new', id, '--title', 'x', '--from-git', source, '--since', 'v1', '--json'], {
      cwd,
    });
  t.like((await make('LAB-1')).json(), { kind: 'kit-made' });
  t.false(existsSync(marker));

  git('config', 'remote.origin.url', source);
  git('config', 'remote.origin.uploadpack', program);
  git('config', 'remote.origin.promisor', 'true');
  git('config', 'extensions.partialClone', 'origin');
  git('config', 'core.repositoryFormatVersion', '1');
  rmSync(join(source, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  const refused = await make('LAB-2');
  t.is(refused.code, 2);
  t.like(refused.json(), { code: 'PARTIAL_CLONE' });
  const { variables } = foreignEnvironment(usualPatience);
  const read = openObjectReader(source, { ...variables, GIT_NO_LAZY_FETCH: '0' });
  if (isObjectId(blob)) t.is(await read(blob).catch(() => null), null);
  t.false(existsSync(marker));
});
