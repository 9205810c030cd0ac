import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openLog } from '../../src/apps/agent/log.ts';
import { openLogFile } from '../../src/apps/agent/log-file.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

test('no line of the log holds a secret or a subscript, and every line is one JSON object', (t) => {
  const lines: string[] = [];
  const log = openLog({ write: (line) => void lines.push(line) });
  log.keepSecret('sword"fish-1');
  log.write('info', 'the host refused sword"fish-1 at https://reader:tok-123456@git.example.org', {
    site: 'here',
    hint: '^LabPatient("HN-4711-SECRET","name") and an open one ^LabPatient("HN-4711-SECRET',
  });
  log.write('fatal', `a stack\n  with lines and sword"fish-1`, { count: 3 });
  t.is(lines.length, 2);
  for (const line of lines) {
    t.notRegex(line, /fish-1|SECRET|tok-123456/);
    t.notThrows(() => JSON.parse(line) as unknown);
    t.is(line.trimEnd().split('\n').length, 1);
  }
});

const nowhere = (): void => undefined;

test('the log file and the one before it never take more than their limit', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'agent.log');
  const log = openLogFile(file, 10_000, nowhere);
  for (let line = 0; line < 1000; line += 1) log.write(`${'x'.repeat(90)} ${line}\n`);
  openLogFile(file, 10_000, nowhere).write('after a restart\n');
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  t.is(sizes.length, 2);
  t.true(sizes.reduce((a, b) => a + b, 0) <= 10_000);
  t.regex(readFileSync(file, 'utf8'), /999\nafter a restart\n$/);
});

test('a line that the log file cannot take, because its folder is gone, is written elsewhere, and throws nothing', (t) => {
  const folder = join(temporaryFolder(t), 'logs');
  const lines: string[] = [];
  const log = openLogFile(join(folder, 'agent.log'), 10_000, (line) => void lines.push(line));
  log.write('before\n');
  rmSync(folder, { recursive: true });
  log.write('after\n');
  t.deepEqual(lines, ['after\n']);
});

test('the log file can be read by its user and group, under whatever umask it was made', (t) => {
  const file = join(temporaryFolder(t), 'agent.log');
  const modes: number[] = [];
  for (const umask of ['000', '077']) {
    const made = spawnSync(process.execPath, ['--input-type=module', '-e', writing, file], {
      env: { UMASK: umask },
      encoding: 'utf8',
    });
    t.is(made.status, 0, made.stderr);
    modes.push(statSync(file).mode & 0o777);
    rmSync(file);
  }
  t.deepEqual(modes, [0o640, 0o640]);
});

/** A thread cannot set the umask: a process of its own does. */
const writing = `
process.umask(Number.parseInt(process.env.UMASK, 8));
const { openLogFile } = await import(${JSON.stringify(new URL('../../src/apps/agent/log-file.js', import.meta.url).href)});
openLogFile(process.argv[1], 1000, () => process.exit(3)).write('x');
`;
