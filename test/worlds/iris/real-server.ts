import { documentName, kindOf } from '../../../src/document/document-name.ts';
import { openAtelierReach } from '../../../src/adapters/targets/iris/open-atelier-reach.ts';
import { openSessionReach } from '../../../src/adapters/targets/iris/open-session-reach.ts';
import type { Asking } from '../../../src/adapters/targets/iris/asking.ts';
import {
  applyChange,
  readDocument,
  readInventory,
} from '../../../src/adapters/targets/iris/iris-documents.ts';
import type { Reach } from '../../../src/adapters/targets/iris/reach.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Why no server is reached; null: one is named, and may be emptied. */
export function whyNoServer(env: Environment): string | null {
  const { PATCHFLEET_IRIS_NAMESPACE: namespace, PATCHFLEET_IRIS_MAY_EMPTY: leave } = env;
  if (env['PATCHFLEET_IRIS_URL'] === undefined && env['PATCHFLEET_IRIS_INSTANCE'] === undefined)
    return 'no server is named: `npm run test:iris` says how';
  if (namespace === undefined) return 'PATCHFLEET_IRIS_NAMESPACE names no namespace';
  return leave === namespace
    ? null
    : `everything in ${namespace} would be deleted: repeat its name in PATCHFLEET_IRIS_MAY_EMPTY to allow that`;
}

/** The reach that the variables name. */
export function realReach(env: Environment): Reach {
  const namespace = env['PATCHFLEET_IRIS_NAMESPACE'] ?? '';
  const url = env['PATCHFLEET_IRIS_URL'];
  if (url === undefined) {
    const instance = env['PATCHFLEET_IRIS_INSTANCE'] ?? '';
    const program = env['PATCHFLEET_IRIS_PROGRAM'] ?? 'iris';
    return openSessionReach({ address: { instance, namespace, program }, patience: { silence: 10_000 } });
  }
  const username = env['PATCHFLEET_IRIS_USERNAME'] ?? '_SYSTEM';
  const password = env['PATCHFLEET_IRIS_PASSWORD'] ?? '';
  return openAtelierReach({ address: { url, namespace, username, password }, lease: 10 });
}

/** Deletes every document of the namespace, and the register. */
export async function emptyNamespaceOf(reach: Reach): Promise<void> {
  const hold = await reach.hold('tests');
  if (hold.kind === 'busy') throw new Error(`in use by ${hold.holder}`);
  try {
    const asking: Asking = { ask: hold.ask, target: reach.target };
    for (const { name, digest } of await readInventory(asking, 'all')) {
      if (kindOf(name) === 'global') await emptyGlobal(asking, name);
      else if (digest !== null) await applyChange(asking, { kind: 'remove', name, expected: digest });
    }
    await emptyGlobal(asking, '^PatchFleet("register")');
    await emptyGlobal(asking, '^PatchFleet("put")');
  } finally {
    await hold.close();
  }
}

async function emptyGlobal(asking: Asking, text: string): Promise<void> {
  const name = documentName(text);
  const from = await readDocument(asking, name);
  if (from !== null) await applyChange(asking, { kind: 'edit', name, from, to: null });
}
