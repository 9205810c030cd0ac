import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { helperVersion } from '../../../src/adapters/targets/iris/helper-class.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { changeNamespace } from './namespace-store.ts';

/** A namespace of the stand-in, and a program that reaches it as `iris` or `csession` would. */
export interface SessionStandIn {
  readonly folder: string;
  readonly program: string;
}

/** An empty one in which the helper is already: a test that is not about putting it there starts fewer sessions. */
export function sessionWithHelper(t: ExecutionContext): SessionStandIn {
  const standIn = sessionStandIn(t);
  changeNamespace(standIn.folder, ({ own }) => (own.helper = helperVersion));
  return standIn;
}

/** Makes an empty one. The test fails at its end if the protocol was breached. */
export function sessionStandIn(t: ExecutionContext, name = 'iris'): SessionStandIn {
  const folder = temporaryFolder(t);
  const program = join(folder, name);
  const code = fileURLToPath(new URL('iris-session.program.js', import.meta.url));
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${code}" "${name}" "${folder}" "$@"\n`);
  chmodSync(program, 0o700);
  t.teardown(() => {
    const breaches = join(folder, 'breaches.txt');
    if (existsSync(breaches)) throw new Error(readFileSync(breaches, 'utf8'));
  });
  return { folder, program };
}
