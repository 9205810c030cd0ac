import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockAddress, takeProcessLock } from '../../../src/adapters/targets/directory/process-lock.ts';
import { changeNamespace, readNamespace } from './namespace-store.ts';

/**
 * The process of a run: takes the LOCK, says who it is, does what the test says that its entry does, and leaves how it ended, unless it halts or
 * hangs. One that was ended before it began does nothing.
 */
export async function runJob(folder: string, attempt: string, pid: number): Promise<void> {
  while (readNamespace(folder).server.jobWaits) await sleep(10);
  if ((await takeProcessLock(runLock(folder))) === null) return;
  const { run } = readNamespace(folder).own;
  if (run?.attempt !== attempt || run.ended) return;
  changeNamespace(folder, ({ own }) => {
    if (own.run !== null) own.run.job = pid;
  });
  const how = readNamespace(folder).server.code[run.entry];
  const end = (status: string, result: string): void => {
    const output = `parameters ${JSON.stringify(run.parameters)}\n`;
    writeFileSync(join(folder, `run-${pid}.json`), JSON.stringify({ status, result, output }));
  };
  switch (how) {
    case 'ok':
      changeNamespace(folder, ({ globals }) => (globals['["^LabRan"]'] = '1'));
      end('ok', '1');
      return;
    case 'fails':
      end('failed', 'ERROR #5001: no');
      return;
    case 'leaves a transaction':
      end('failed', 'left a transaction open 1');
      return;
    case 'hangs':
      await sleep(600_000);
      return;
    case 'halts':
      return;
    case undefined:
      end('failed', `<METHOD DOES NOT EXIST> ${run.entry}`);
  }
}

/** What the process of a run holds until it ends. */
export function runLock(folder: string): string {
  return lockAddress(join(folder, 'run-lock'), process.platform);
}

/** Is there once the process of a run has ended by itself. */
export function endedRun(folder: string): string {
  return join(folder, 'run-ended');
}
