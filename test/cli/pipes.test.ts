import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { newFolder, runAsProcess } from './run-patchfleet.ts';

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
    const ran = await runAsProcess(['publish', '--unsigned', '--repository', url, ...json], {
      cwd: newFolder(),
      env,
    });
    t.is(ran.code, 2);
    t.false((ran.out + ran.err).includes(password));
  }
});

test('Ctrl-C in the middle of a request ends at once with 130, without a stack, and leaves nothing behind', async (t) => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const cwd = newFolder();
  const child = spawn(
    process.execPath,
    [main, 'publish', '--unsigned', '--repository', `http://127.0.0.1:${port}/patches.git`],
    { cwd, env: { PATH: process.env['PATH'], HOME: cwd, TMPDIR: cwd }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  await once(silent, 'request');
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  silent.closeAllConnections();
  silent.close();
  t.is(code, 130);
  t.is(err, '');
  t.deepEqual(readdirSync(cwd), []);
});
