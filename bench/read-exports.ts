import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { generatedExport } from './generated-export.ts';
import type { Thoroughness } from './main.ts';
import { compiled, runProgram } from './run-program.ts';
import type { Contender } from './side-by-side.ts';
import { sideBySide } from './side-by-side.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const megabyte = 1_000_000;
/** What fast-xml-parser needs for each byte of a file, with room to spare. */
const memoryPerByte = 20;

const sizes = [
  { megabytes: 1, rounds: 7 },
  { megabytes: 10, rounds: 5 },
  { megabytes: 100, rounds: 3 },
];

/**
 * Reads generated exports into documents with their digests, against fast-xml-parser's parse of the same file into its own
 * tree. Each run has a process of its own, whose start does not count, and both read the file.
 */
export async function benchReadExports({ quick }: Thoroughness): Promise<void> {
  for (const { megabytes, rounds } of sizes.filter((size) => !quick || size.megabytes <= 10)) {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'kit.xml');
      const bytes = megabytes * megabyte;
      await writeFile(path, generatedExport({ bytes, kind: 'mixed' }));
      const peaks = new Map<string, number>();
      const missing = freemem() < bytes * memoryPerByte ? 'too little memory is free' : null;
      await sideBySide(`Reading an export of ${megabytes} MB`, rounds, [
        reader('ours', path, peaks),
        { ...reader('peer', path, peaks), name: 'fast-xml-parser, into its own tree', missing },
      ]);
      const [ours, peer] = [peaks.get('ours') ?? 0, peaks.get('peer') ?? 0];
      if (missing === null) console.log(`  peak memory ${ours.toFixed(0)} and ${peer.toFixed(0)} MB`);
    });
  }
}

function reader(who: 'ours' | 'peer', path: string, peaks: Map<string, number>): Contender {
  const program = join(compiled, 'bench', 'read-export.program.js');
  return {
    name: 'patchfleet, read into documents',
    run: async () => {
      const told: unknown = JSON.parse(await runProgram(process.execPath, [program, who, path]));
      const { milliseconds, kilobytes } = told as { milliseconds: number; kilobytes: number };
      peaks.set(who, Math.max(peaks.get(who) ?? 0, (kilobytes * 1024) / megabyte));
      return milliseconds;
    },
  };
}

async function writeFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = createWriteStream(path);
  for await (const piece of pieces) if (!file.write(piece)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}
