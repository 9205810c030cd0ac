import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compiled } from './run-program.ts';
import type { LivedYear } from './years/live-years.program.ts';

// Many years of a site's life in memory, the test's own, in two processes.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: '2' },
  },
});
const [runs, first, processes] = [Number(values.runs), Number(values.seed), Number(values.processes)];
const begun = Date.now();
const sums = new Map<string, number>();
const broken: { readonly seed: number; readonly why: string }[] = [];
let [lived, next] = [0, first];

console.log(
  `${runs} years of 200 patches, seeds ${first} to ${first + runs - 1}, in ${processes} processes.`,
);
await Promise.all(Array.from({ length: processes }, liveOn));
const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
console.log(`${lived} years in ${minutes} minutes: ${sumsAsText()}.`);
for (const { seed, why } of broken) {
  console.error(`FAULT: ${why}`);
  console.error(`  Again: npm run years -- --seed ${seed} --runs 1`);
}
if (lived < runs) console.error(`FAULT: ${runs - lived} years were not lived to their end.`);
process.exitCode = broken.length === 0 && lived === runs ? 0 : 1;

/** One process, which lives one year after the other until there are no more. */
async function liveOn(): Promise<void> {
  const program = join(compiled, 'bench', 'years', 'live-years.program.js');
  const child = fork(program, { execArgv: ['--enable-source-maps'] });
  const ended = once(child, 'exit');
  const give = (): void => {
    const seed = next;
    next += 1;
    if (seed < first + runs) child.send(seed);
    else child.disconnect();
  };
  child.on('message', (year: LivedYear) => {
    take(year);
    give();
  });
  give();
  await ended;
}

function take({ seed, figures, why }: LivedYear): void {
  lived += 1;
  if (why !== null) broken.push({ seed, why });
  for (const [name, count] of Object.entries(figures)) sums.set(name, (sums.get(name) ?? 0) + count);
  if (why !== null) console.error(`Seed ${seed} failed.`);
  if (lived % 10 === 0) console.log(`${lived} years, ${sumsAsText()}`);
}

function sumsAsText(): string {
  return [...sums].map(([name, count]) => `${count} ${name}`).join(', ');
}
