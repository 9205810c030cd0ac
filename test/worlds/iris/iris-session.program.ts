import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { helperName } from '../../../src/adapters/targets/iris/helper-class.ts';
import { perform } from './helper-stand-in.ts';
import { labProcess } from './lab-process.ts';
import { changeNamespace, readNamespace } from './namespace-store.ts';
import { endedRun, runJob } from './run-job.ts';
import { loadHelper } from './load-helper.ts';

/**
 * Stands in for `iris session`, `csession` and `iris run`: takes exactly their documented forms and at most three lines of standard
 * input; anything else is a breach of the protocol, printed, written down and ended with code 9. What it prints is invented, but for the forms of errors.
 * Arguments: the program's name, the folder of its namespace, then those of the program itself.
 */
const [name = '', folder = '', ...args] = process.argv.slice(2);

function breach(why: string): never {
  appendFileSync(join(folder, 'breaches.txt'), `${why}\n`);
  process.stdout.write(`PROTOCOL: ${why}\n`);
  process.exit(9);
}

async function main(): Promise<void> {
  if (args[0] === 'job-of-the-test') {
    await runJob(folder, args[1] ?? '', process.pid);
    writeFileSync(endedRun(folder), '');
    process.exit(0);
  }
  const lines = name.endsWith('.exe') ? linesOfArguments() : linesOfInput();
  for (const line of lines) {
    if (line === 'Halt') break;
    await execute(line);
  }
  // A script ends with code 0, whatever went wrong in it.
  process.exit(0);
}

function checkPlace(instance = '', namespace = ''): void {
  if (instance === 'TEST' && namespace === 'LAB') return;
  process.stdout.write(`Instance '${instance}' is not running, or has no namespace ${namespace}\n`);
  process.exit(1);
}

/** `iris session INST -U NS`, `csession INST -U NS`; what follows stands on standard input. */
function linesOfInput(): string[] {
  const rest = name === 'iris' && args[0] === 'session' ? args.slice(1) : name === 'csession' ? args : null;
  if (rest?.length !== 3 || rest[1] !== '-U') breach(`arguments ${JSON.stringify(args)}`);
  checkPlace(rest[0], rest[2]);
  const text = readFileSync(0, 'utf8');
  const lines = text.split('\n');
  if (lines.pop() !== '') breach('the last line has no end');
  if (lines.length > 3) breach(`${lines.length} lines of standard input`);
  if (lines.at(-1) !== 'Halt') breach('no HALT at the end: a session would loop');
  return lines.map((line) => {
    process.stdout.write('LAB>\n');
    if (line === 'Halt') return line;
    const [, call] = /^Do (##class\(.+)$/.exec(line) ?? [];
    return call ?? breach(`line ${line}`);
  });
}

/** `iris.exe run INST call NS`, `csession.exe INST -U NS call`: no DO, one call. */
function linesOfArguments(): string[] {
  if (readFileSync(0, 'utf8') !== '') breach('standard input beside a call among the arguments');
  const run = name === 'iris.exe' && args[0] === 'run' && args.length === 4;
  const session = name === 'csession.exe' && args[1] === '-U' && args.length === 4;
  if (!run && !session) breach(`arguments ${JSON.stringify(args)}`);
  checkPlace(run ? args[1] : args[0], run ? args[3] : args[2]);
  return [(run ? args[2] : args[3]) ?? ''];
}

async function execute(call: string): Promise<void> {
  const [, className, method, list = ''] = /^##class\(([\w%.]+)\)\.(\w+)\((.*)\)$/.exec(call) ?? [];
  const values = list.match(/"(?:[^"]|"")*"|\d+/g) ?? [];
  if (values.join(',') !== list) breach(`arguments of a method: ${list}`);
  const [first = '', second = '', third = ''] = values.map((value) =>
    value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value,
  );
  if (className === '%SYSTEM.OBJ' && method === 'Load') {
    if (second !== 'ck-d') breach(`flags ${second}`);
    process.stdout.write(loadHelper(folder, first));
  } else if (className === helperName && method === 'Serve') {
    if (readNamespace(folder).own.helper === null)
      process.stdout.write(`<CLASS DOES NOT EXIST> *${helperName}\n`);
    else await serve(first, second, Number(third));
  } else breach(`call ${call}`);
}

/** As the helper's method of this name. */
async function serve(exchange: string, nonce: string, limit: number): Promise<void> {
  const helper = labProcess(folder, () => process.exit(0));
  answer(
    exchange,
    0,
    `patchfleet-answer 1 ${nonce} ${readNamespace(folder).own.helper ?? ''}\nend ${nonce} ok 0 0\n`,
  );
  let [number, alive, heard] = [1, '', Date.now()];
  for (;;) {
    const path = `${exchange}request-${number}.txt`;
    if (existsSync(path)) {
      const text = readFileSync(path, 'latin1');
      rmSync(path);
      if (text.includes(` ${readNamespace(folder).server.dies ?? '(nothing)'}\n`)) process.exit(0);
      answer(exchange, number, await perform(helper, text, `${nonce}.${number}`));
      if (text.includes(' close\n')) break;
      [number, heard] = [number + 1, Date.now()];
      continue;
    }
    await sleep(5);
    const found = existsSync(`${exchange}alive.txt`) ? readFileSync(`${exchange}alive.txt`, 'latin1') : '';
    if (found !== '' && found !== alive) [alive, heard] = [found, Date.now()];
    if (Date.now() - heard > limit * 1000 || !existsSync(exchange)) break;
  }
  if (helper.held) changeNamespace(folder, ({ own }) => (own.holder = ''));
  await helper.freeLock();
}

function answer(exchange: string, number: number, text: string): void {
  if (!existsSync(exchange)) return;
  writeFileSync(`${exchange}answer-${number}.txt.new`, text, 'latin1');
  renameSync(`${exchange}answer-${number}.txt.new`, `${exchange}answer-${number}.txt`);
}

try {
  await main();
} catch (error) {
  breach(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
