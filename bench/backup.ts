import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../src/adapters/files/node-disk.ts';
import { openVault } from '../src/adapters/vault/open-vault.ts';
import type { DocumentName } from '../src/document/document-name.ts';
import { documentName } from '../src/document/document-name.ts';
import type { VaultDocument } from '../src/ports/vault.ts';
import type { Thoroughness } from './main.ts';
import { runProgram, whyMissing } from './run-program.ts';
import { sideBySide } from './side-by-side.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** Where the files of a comparison lie. */
interface Places {
  /** The documents, a file each. */
  readonly source: string;
  readonly vault: string;
  readonly archive: string;
  readonly restored: string;
}

/** Backs up and restores documents that lie as files, against `tar`, flushed, which neither names, checks nor shares them. */
export async function benchBackup({ quick }: Thoroughness): Promise<void> {
  const count = quick ? 1_000 : 10_000;
  await inTemporaryFolder(async (folder) => {
    const at = (name: string): string => join(folder, name);
    const places = {
      source: at('source'),
      vault: at('vault'),
      archive: at('a.tar'),
      restored: at('restored'),
    };
    const names = Array.from({ length: count }, (_, index) => documentName(`Lab.Made.C${index}.cls`));
    mkdirSync(places.source);
    for (const name of names) writeFileSync(join(places.source, name), contentOf(name));
    await benchSave(places, names);
    await benchRestore(places, names);
  });
}

async function benchSave(places: Places, names: readonly DocumentName[]): Promise<void> {
  const { vault, archive } = places;
  const tar = { name: 'tar -c, flushed', run: () => packTar(places), missing: whyMissing('tar') };
  await sideBySide(`Backing up ${names.length} documents for the first time`, 3, [
    {
      name: 'patchfleet, saved and read back',
      prepare: () => {
        rmSync(vault, { recursive: true, force: true });
      },
      run: () => save(places, names, 1),
    },
    {
      ...tar,
      prepare: () => {
        rmSync(archive, { force: true });
      },
    },
  ]);
  let attempt = 1;
  await sideBySide(`Backing them up again, nothing changed`, 3, [
    { name: 'patchfleet, saved and read back', run: () => save(places, names, (attempt += 1)) },
    tar,
  ]);
}

async function benchRestore(places: Places, names: readonly DocumentName[]): Promise<void> {
  const { archive, restored } = places;
  const prepare = (): void => {
    rmSync(restored, { recursive: true, force: true });
    mkdirSync(restored);
  };
  await sideBySide(`Reading ${names.length} documents back into a folder`, 3, [
    { name: 'patchfleet, each digest checked', prepare, run: () => restore(places, names) },
    {
      name: 'tar -x',
      ...{
        prepare,
        run: () => runProgram('tar', ['-xf', archive, '-C', restored]),
        missing: whyMissing('tar'),
      },
    },
  ]);
}

async function save(
  { vault, source }: Places,
  names: readonly DocumentName[],
  attempt: number,
): Promise<void> {
  await openVault({ folder: vault, disk: nodeDisk() }).save(
    { attempt, kind: 'backup' },
    readAll(source, names),
  );
}

async function* readAll(source: string, names: readonly DocumentName[]): AsyncGenerator<VaultDocument> {
  for (const name of names) yield await Promise.resolve({ name, bytes: readFileSync(join(source, name)) });
}

async function restore({ vault, restored }: Places, names: readonly DocumentName[]): Promise<void> {
  const opened = openVault({ folder: vault, disk: nodeDisk() });
  const [first] = await opened.list();
  for (const name of names) {
    const bytes = await opened.read(first?.snapshot ?? '', name);
    if (bytes !== null) writeFileSync(join(restored, name), bytes);
  }
}

async function packTar({ source, archive }: Places): Promise<void> {
  await runProgram('tar', ['-cf', archive, '-C', source, '.']);
  await runProgram('sync', [archive]);
}

/** Some 12 kB of code with a third that no packer can squeeze; the same each time. */
function contentOf(name: string): string {
  const noise = Array.from({ length: 60 }, (_, index) =>
    createHash('sha256').update(`${name} ${index}`).digest('hex'),
  );
  return noise
    .map((text) => `${text}\n${' set x=$order(^LabConfig("in",x)) quit:x=""\n'.repeat(3)}`)
    .join('');
}
