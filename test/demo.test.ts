import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { gtmMissing, withoutGtm } from './worlds/gtm-database.ts';

const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'tools', 'demo.js');

test('the demo plays the main job with the real programs, and checks what it promises, over what an earlier run left', async (t) => {
  t.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), 'patchfleet-demo-'));
  mkdirSync(join(folder, 'host', 'patches.git'), { recursive: true });
  writeFileSync(join(folder, 'host', 'patches.git', 'HEAD'), 'left by an earlier run');
  const { code, out } = await play(folder);
  t.is(code, 0, out);
  t.regex(out, /Everything was as promised/);
  t.regex(out, /^ {4}LAB-2026\.001 +installed +installed +installed +installed$/m);
  t.regex(out, /━━ git log status\/prod-lisbon\n[0-9a-f]+ /);
  rmSync(folder, { recursive: true, force: true });
});

const onGtm = gtmMissing === null ? test : test.skip;

onGtm(
  `the demo plays the same on GT.M databases, and undoes a run with undeclared writes${withoutGtm}`,
  async (t) => {
    t.timeout(600_000);
    const folder = mkdtempSync(join(tmpdir(), 'patchfleet-demo-'));
    const { code, out } = await play(folder, '--engine', 'mumps');
    t.is(code, 0, out);
    t.regex(out, /Everything was as promised/);
    t.regex(out, /LAB-2026\.006 rehearsed, and did not go well/);
    t.regex(out, /✔ the proof covers every write of its own code/);
    rmSync(folder, { recursive: true, force: true });
  },
);

function play(folder: string, ...args: readonly string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    env: { ...process.env, PATCHFLEET_DEMO: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (out += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out });
    });
  });
}
