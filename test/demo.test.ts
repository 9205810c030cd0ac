import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

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

function play(folder: string): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
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
