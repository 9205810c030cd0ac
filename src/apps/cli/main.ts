#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';
import { terminalOver } from './terminal.ts';

leaveQuietlyOnClosedPipe(process.stdout);
leaveQuietlyOnClosedPipe(process.stderr);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    process.exit(code);
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: terminalOver(process.stdout, process.stderr, process.env),
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
});

/** `patchfleet … | head` ends the reader first; that is no error. */
function leaveQuietlyOnClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}
