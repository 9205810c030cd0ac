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
