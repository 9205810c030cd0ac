import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { fileSchemas } from '../../src/apps/schemas/file-schemas.ts';
import { readYaml } from '../../src/base/read-yaml.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import { aPrivateKey } from '../publish/a-signer.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'apps', 'cli', 'main.js');

interface Begun {
  readonly top: string;
  readonly lab: string;
}

/** A new folder with a repository that `init patches` wrote, on main of a host. */
async function begun(): Promise<Begun> {
  const { top, lab } = await written();
  shell(top, lab, ['git add --all && git commit --quiet --message Begin && git push --quiet origin main']);
  return { top, lab };
}

/** The same before anything was committed, beside a host that is empty. */
async function written(): Promise<Begun> {
  const top = newFolder();
  const ran = await runPatchfleet(['init', 'patches', 'lab', '--action', 'lab/patchfleet/action@v1'], {
    cwd: top,
  });
  if (ran.code !== 0) throw new Error(ran.err);
  const lab = join(top, 'lab');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', 'host.git'], { cwd: top });
  shell(top, lab, [
    'git init --quiet --initial-branch=main',
    `git remote add origin '${join(top, 'host.git')}'`,
  ]);
  return { top, lab };
}

/** Runs lines as a person would, with `patchfleet` on the path; returns what they print. */
function shell(top: string, cwd: string, lines: readonly string[]): string {
  const bin = join(top, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'patchfleet'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(join(bin, 'patchfleet'), 0o755);
  const who = { GIT_AUTHOR_NAME: 'Ana', GIT_AUTHOR_EMAIL: 'ana@example.org' };
  const same = { GIT_COMMITTER_NAME: 'Ana', GIT_COMMITTER_EMAIL: 'ana@example.org' };
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const env = { PATH: path, HOME: top, GIT_CONFIG_GLOBAL: '/dev/null', ...who, ...same };
  return execFileSync('sh', ['-eu', '-c', lines.join('\n')], { cwd, env, encoding: 'utf8' });
}

test('what the README of a new patches repository tells to type works as written, to the release', async (t) => {
  const { top, lab } = await written();
  const key = aPrivateKey();
  writeFileSync(join(top, 'release-key'), key, { mode: 0o600 });
  writeFileSync(join(top, 'release-key.pub'), `${signerOf(key).publicKey}\n`);
  const blocks = [...readFileSync(join(lab, 'README.md'), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)];
  t.is(blocks.length, 4);
  const [, ...printed] = blocks.map(([, block = '']) => shell(top, lab, [block]));
  t.regex(
    printed[0] ?? '',
    /No mistake in LAB-2026\.001: 1 document in 1 kit file, release digest \w+\.\n(?!Look)/,
  );
  t.regex(printed[1] ?? '', /^LAB-2026\.001 {2}Result routing for the new laboratory$/m);
  t.regex(printed[2] ?? '', /^released LAB-2026\.001, .*\npublished channel default, number 1/m);
});

test('the example is right where it lies, and what is meant for editors is there and says the same as the program', async (t) => {
  const { lab } = await begun();
  const checked = await runPatchfleet(['kit', 'check', 'examples/LAB-2026.001', '--json'], { cwd: lab });
  t.is(checked.code, 0, checked.out);
  t.deepEqual(checked.json()['remarks'], []);
  const schemaAt = (file: string): string => {
    const [, schema = ''] =
      /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
    return join(dirname(file), schema);
  };
  for (const [file, name] of [
    ['fleet.yaml', 'fleet'],
    ['examples/LAB-2026.001/patch.yaml', 'patch'],
  ] as const) {
    t.is(schemaAt(join(lab, file)), join(lab, 'schemas', `${name}.schema.json`));
    const schema = fileSchemas[name];
    if (schema === undefined) return t.fail(name);
    t.notThrows(() => readYaml(schema, file, readFileSync(join(lab, file), 'utf8')));
  }
  const settings = JSON.parse(readFileSync(join(lab, '.vscode/settings.json'), 'utf8')) as Record<
    string,
    object
  >;
  const own = join(dirname(main), '..', '..', '..', '..', 'schemas');
  for (const path of Object.keys(settings['yaml.schemas'] ?? {})) {
    const text = readFileSync(join(lab, path), 'utf8');
    t.is(text, readFileSync(join(own, path.replace('./schemas/', '')), 'utf8'), path);
  }
});

test('digests hold where git turns line ends', async (t) => {
  const { top, lab } = await begun();
  shell(top, lab, [
    'cp -R examples/LAB-2026.001 patches/',
    'git add --all && git commit --quiet --message Patch && git push --quiet origin main',
    `git -c core.autocrlf=true clone --quiet '${join(top, 'host.git')}' '${join(top, 'windows')}'`,
  ]);
  const digests = await Promise.all(
    [lab, join(top, 'windows')].map(
      async (cwd) =>
        (await runPatchfleet(['kit', 'check', 'LAB-2026.001', '--json'], { cwd })).json()['releaseDigest'],
    ),
  );
  t.is(typeof digests[0], 'string');
  t.is(digests[0], digests[1]);
  t.regex(readFileSync(join(top, 'windows', 'README.md'), 'utf8'), /\r\n/);
});

test('init patches writes over nothing, and takes no place of an Action that is none', async (t) => {
  const { top, lab } = await begun();
  const again = await runPatchfleet(['init', 'patches', 'lab', '--json'], { cwd: top });
  t.is(again.code, 2);
  t.like(again.json(), { kind: 'error', code: 'FILE_EXISTS' });
  t.regex(
    readFileSync(join(lab, '.github/workflows/patches.yml'), 'utf8'),
    /uses: lab\/patchfleet\/action@v1$/m,
  );
  const wrong = await runPatchfleet(['init', 'patches', 'x', '--action', 'a/b@c\n  run: x', '--json'], {
    cwd: top,
  });
  t.like(wrong.json(), { kind: 'error', code: 'WRONG_ARGUMENT' });
  const unnamed = await runPatchfleet(['init', 'patches', 'y'], { cwd: top });
  t.is(unnamed.code, 0);
  const workflow = readFileSync(join(top, 'y', '.github/workflows/patches.yml'), 'utf8');
  t.regex(workflow, /uses: your-organisation-\/patchfleet\/action@v1$/m);
});
