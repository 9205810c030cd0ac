import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changeNamespace, readNamespace } from './namespace-store.ts';

/** The process of a run: does what the test says that its entry does, and leaves how it ended, unless it halts or hangs. */
export async function runJob(folder: string, pid: number): Promise<void> {
  let run = readNamespace(folder).own.run;
  for (let tries = 0; run?.job !== pid && tries < 500; tries += 1) {
    await sleep(10);
    run = readNamespace(folder).own.run;
  }
  if (run?.job !== pid) return;
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
