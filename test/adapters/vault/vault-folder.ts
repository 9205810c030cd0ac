import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openVault } from '../../../src/adapters/vault/open-vault.ts';

/** Opens the vault in a folder, as another process would. */
export const open = (folder: string) => openVault({ folder, disk: nodeDisk() });

/** Names of the packs in a vault; those of their indexes; how many bytes the packs have. */
export const packsOf = (folder: string) =>
  readdirSync(join(folder, 'objects', 'pack')).filter((name) => name.endsWith('.pack'));

export const indexesOf = (folder: string) =>
  readdirSafe(join(folder, 'objects', 'pack')).filter((name) => name.endsWith('.idx'));

const readdirSafe = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

export const sizeOf = (folder: string) =>
  packsOf(folder).reduce((sum, name) => sum + statSync(join(folder, 'objects', 'pack', name)).size, 0);

/** Bytes that do not compress. */
export function noise(seed: number, size: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: size }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  });
}
