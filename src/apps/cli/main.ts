#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';
import type { TakenSignal } from './shell.ts';
import { terminalOver } from './terminal.ts';

leaveQuietlyOnClosedPipe(process.stdout);
leaveQuietlyOnClosedPipe(process.stderr);
let take: ((signal: TakenSignal) => void) | null = null;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    if (take === null) process.exit(code);
    take(signal);
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: terminalOver(process.stdout, process.stderr, process.env),
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
  takeSignals: (taker) => {
    take = taker;
    for (const signal of ['SIGHUP', 'SIGUSR2'] as const) process.on(signal, taker);
  },
});
await written(process.stdout);
await written(process.stderr);
// Everything is done. Left to itself the process would wait for timers of simple-git, three seconds after its last use of git.
process.exit();

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}

/** `patchfleet … | head` ends the reader first; that is no error. */
function leaveQuietlyOnClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}
