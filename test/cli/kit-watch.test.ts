import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { digestOf } from '../../src/base/digest.ts';
import { aRoutine } from '../publish/a-patch.ts';
import { until } from '../worlds/until.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'apps', 'cli', 'main.js');

test('kit build --watch refreshes digests once files are quiet, tells broken halves, and ends on SIGINT with code 0', async (t) => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'fleet.yaml'), '');
  writeFileSync(join(cwd, 'A.xml'), aRoutine('LABX', 'QUIT'));
  t.is((await runPatchfleet(['kit', 'new', 'LAB-1', 'A.xml', '--title', 'x'], { cwd })).code, 0);
  const patch = join(cwd, 'patches/LAB-1');
  const manifest = (): string => readFileSync(join(patch, 'patch.yaml'), 'utf8');
  const before = manifest();
  const child = spawn(process.execPath, [main, 'kit', 'build', 'LAB-1', '--watch'], {
    cwd,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (out += text));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  t.teardown(() => child.kill('SIGKILL'));
  await until('it watches', () => out.includes('Watching patches/LAB-1/kit. Ctrl-C ends it.'));

  const whole = aRoutine('LABX', 'QUIT 2');
  const file = join(patch, 'kit/A.xml');
  writeFileSync(file, whole.slice(0, 60));
  await until('the half is told', () => /kit\/A\.xml:\d+:.*\(left as it was\)/.test(out));
  t.is(manifest(), before);
  appendFileSync(file, whole.slice(60));
  await until('the whole is taken', () => out.includes(`${digestOf(whole)}  kit/A.xml`));
  t.regex(manifest(), new RegExp(digestOf(whole)));
  mkdirSync(join(patch, 'kit/deep'));
  writeFileSync(join(patch, 'kit/deep/B.xml'), aRoutine('LABY', 'QUIT'));
  await until('the new file is named', () => out.includes('kit/deep/B.xml  (new)'));
  writeFileSync(join(patch, 'kit/Thumbs.db'), 'x');
  await until('the file of the desktop is told', () => out.includes('kit/Thumbs.db is no kit file'));
  rmSync(join(patch, 'kit/Thumbs.db'));
  rmSync(file);
  await until('the missing file is told', () => out.includes('kit/A.xml is gone'));
  child.kill('SIGINT');
  t.is(await closed, 0, out);
  t.is(out.split('(left as it was)').length, 2, 'told once');
  writeFileSync(file, whole);
  t.is((await runPatchfleet(['kit', 'check', 'LAB-1'], { cwd })).code, 0);
});
