import { failure } from '../../../base/failure.ts';
import { complaintsIn } from './complaints-in.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import type { MumpsEnd } from './start-process.ts';
import { startMumps } from './start-process.ts';

/** Extracting gigabytes takes minutes. */
const patience = 60 * 60_000;

/**
 * The lines of these journal files in the order in which they were written, some at a time, one character per byte. Times are in
 * UTC. Failure TARGET_UNREACHABLE, with the names of what `mupip` complains of, where it cannot read them to the end;
 * how it ended is told before. No line is handed out that was cut in the middle.
 */
export async function* extractJournals(
  database: MumpsDatabase,
  files: readonly string[],
  told: (end: MumpsEnd) => void,
): AsyncGenerator<readonly string[]> {
  const args = ['journal', '-extract=-stdout', '-forward', '-fences=none', files.join(',')];
  const started = startMumps(database, 'mupip', args, { timeLimit: patience, environment: { TZ: 'UTC' } });
  started.input.end();
  const complaint = textOf(started.errors);
  try {
    let rest = '';
    for await (const chunk of started.output as AsyncIterable<Buffer>) {
      const lines = `${rest}${chunk.toString('latin1')}`.split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
    const end = await started.ended;
    told(end);
    const { code } = end;
    if (code !== 0)
      throw failure('TARGET_UNREACHABLE', {
        target: database.globalDirectory,
        why: `the journal cannot be read: mupip journal ended with ${String(code)}${complaintsIn(await complaint)}.`,
      });
    yield [rest];
  } finally {
    started.stop();
  }
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const piece of stream) text = `${text}${String(piece)}`.slice(-4000);
  return text;
}
