import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'apps', 'cli', 'main.js');

test('a reader that goes away early is no error and leaves no message', async (t) => {
  const child = spawn(process.execPath, [main, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdout.destroy();
  await once(child, 'close');
  t.is(err, '');
});

test('a secret in the environment never reaches an error, whatever is printed', async (t) => {
  const password = 'planted-s3cret-token';
  const env = { PATCHFLEET_GIT_PASSWORD: password, PATCHFLEET_GIT_USERNAME: 'x' };
  const url = `http://127.0.0.1:1/${password}/patches.git`;
  for (const json of [[], ['--json']]) {
    const ran = await runPatchfleet(['publish', '--unsigned', '--repository', url, ...json], {
      cwd: newFolder(),
      env,
    });
    t.is(ran.code, 2);
    t.false((ran.out + ran.err).includes(password));
  }
});
