import { documentName } from '../../src/document/document-name.ts';
import { readGlobal } from '../../src/document/global.ts';
import type { World } from '../worlds/a-world.ts';
import { patch } from './scenarios.ts';

export const stateOf = async (world: World) => (await world.installed()).patches.get(patch)?.state;
export const textOf = async (world: World, name: string): Promise<string | null> => {
  const bytes = await world.target.read(documentName(name));
  return bytes === null ? null : Buffer.from(bytes).toString();
};
export const valueOf = async (world: World, reference: string): Promise<string | null> => {
  const bytes = await world.target.read(documentName(reference));
  return readGlobal(bytes ?? new Uint8Array()).find((node) => node.reference === reference)?.value ?? null;
};

/** The conditions of which the site told last. */
export function conditionsTold(world: World): readonly { readonly type: string; readonly message: string }[] {
  const file = world.outbox.told.at(-1)?.files.get('status.json');
  if (file === undefined) return [];
  return (JSON.parse(Buffer.from(file).toString()) as { conditions: { type: string; message: string }[] })
    .conditions;
}
