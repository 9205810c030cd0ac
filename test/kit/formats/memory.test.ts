import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const program = join(dirname(fileURLToPath(import.meta.url)), 'read-export.program.js');

test('what is held while an export is read does not grow with the export', async (t) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, '16000000']);
  const { documents, start, most } = JSON.parse(stdout) as { documents: number; start: number; most: number };
  t.true(documents > 2000);
  t.true(most - start < 2_000_000, `grew by ${most - start} bytes`);
});
