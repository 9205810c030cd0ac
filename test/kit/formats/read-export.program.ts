import { generatedExport } from '../../../bench/generated-export.ts';
import { readKitFile } from '../../../src/kit/formats/read-kit-file.ts';

/** Reads an export of `argv[2]` bytes and prints what is still held while it reads, in bytes: at the start, at most. */
const collect = globalThis.gc ?? (() => undefined);
const held: number[] = [];
let documents = 0;
for await (const found of readKitFile(
  'kit/a.xml',
  generatedExport({ bytes: Number(process.argv[2]), kind: 'mixed' }),
)) {
  documents += found.line > 0 ? 1 : 0;
  if (documents % 200 !== 0) continue;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  held.push(heapUsed + arrayBuffers);
}
process.stdout.write(JSON.stringify({ documents, start: held[0], most: Math.max(...held) }));
