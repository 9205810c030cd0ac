import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { aLoneLaboratory } from '../../tools/studio/a-laboratory.ts';
import { runPatchfleet } from './run-patchfleet.ts';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'apps', 'cli', 'main.js');

test('the studio shows its address, lets a browser in, shows the next one, and ends with a signal', async (t) => {
  const { top, work } = aLoneLaboratory();
  const site = join(top, 'dev.yaml');
  mkdirSync(join(top, 'namespace'));
  mkdirSync(join(top, 'tmp'));
  writeFileSync(join(top, 'namespace', 'Lab.Own.cls'), 'Class Lab.Own\n{\n}\n');
  writeFileSync(site, `engine: { directory: { folder: ${join(top, 'namespace')} } }\n`);
  const child = spawn(process.execPath, [main, 'studio', '--from', site], {
    cwd: work,
    env: {
      PATH: process.env['PATH'],
      HOME: top,
      TMPDIR: join(top, 'tmp'),
      XDG_STATE_HOME: join(top, 'state'),
      GIT_CONFIG_GLOBAL: '/dev/null',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.timeout(90_000);
  t.teardown(() => child.kill('SIGKILL'));
  let out = '';
  const addresses = (): readonly string[] =>
    out.match(/http:\/\/127\.0\.0\.1:\d+\/sign-in\/[\w-]{32}(?=\s)/g) ?? [];
  let told: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    told();
  });
  const shown = async (count: number): Promise<void> => {
    while (addresses().length < count) await new Promise<void>((resolve) => (told = resolve));
  };
  await shown(1);
  const scratch = () => readdirSync(join(top, 'tmp')).filter((name) => name.startsWith('patchfleet-'));
  t.is(scratch().length, 1);
  const [address = ''] = addresses();
  const answer = await fetch(address, { redirect: 'manual' });
  t.is(answer.status, 303);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  t.regex(cookie, /^patchfleet-studio-\d+=/);
  t.is((await fetch(address)).status, 401);
  await shown(2);
  t.not(addresses()[1], address);
  const page = await fetch(new URL('/', address), { headers: { cookie } });
  t.regex(await page.text(), /namespace/);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  t.deepEqual((await ended)[0], 0);
  t.deepEqual(scratch(), []);
});

test('the studio wants a working copy and one source, and says which is missing', async (t) => {
  const { top, work } = aLoneLaboratory();
  const refused = async (cwd: string, ...args: readonly string[]): Promise<string> => {
    const { code, err } = await runPatchfleet(['studio', ...args], {
      cwd,
      env: { XDG_STATE_HOME: join(top, 'state') },
    });
    t.is(code, 2);
    return err;
  };
  t.regex(await refused(work), /There is no source of documents/);
  t.regex(await refused(work, '--exports', '../none'), /There is no file \.\.\/none/);
  t.regex(
    await refused(work, '--exports', '../exports', '--from', 'site.yaml'),
    /expected no --from beside it/,
  );
  t.regex(await refused(top, '--exports', 'exports'), /There is no patches repository around/);
  t.regex(await refused(work, '--exports', '../exports', '--port', '70000'), /--port is 70000/);
  mkdirSync(join(top, 'bare', 'patches'), { recursive: true });
  t.regex(
    await refused(join(top, 'bare'), '--exports', '../exports'),
    /expected the top folder of a git working copy/,
  );
});
