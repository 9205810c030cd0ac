import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { XMLParser } from 'fast-xml-parser';
import { readKitFile } from '../src/kit/formats/read-kit-file.ts';
import type { GeneratedExport } from './generated-export.ts';
import { generatedExport } from './generated-export.ts';

const megabyte = 1_000_000;
const sizes = [1, 10, 100];

/**
 * Prints how long reading generated exports takes, against fast-xml-parser's own parse of the same file on the same
 * machine right after, and how much the process grew while reading. The parse is left out where it would not fit in memory.
 */
export async function benchReadExports(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'patchfleet-bench-'));
  try {
    for (const size of sizes)
      await benchOne(join(folder, 'kit.xml'), { bytes: size * megabyte, kind: 'mixed' });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchOne(path: string, wish: GeneratedExport): Promise<void> {
  await writeFile(path, generatedExport(wish));
  const start = performance.now();
  const before = process.memoryUsage().rss;
  const read = await readAll(path);
  const ours = performance.now() - start;
  const parse = wish.bytes > 10 * megabyte ? null : await timeOfParse(path);
  const peer = parse === null ? '' : `, ${(ours / parse).toFixed(2)} of fast-xml-parser's parse`;
  const grown = `grew by ${((read.peak - before) / megabyte).toFixed(0)} MB at most`;
  console.log(
    `read ${wish.bytes / megabyte} MB, ${read.documents} documents: ${ours.toFixed(0)} ms${peer}, ${grown}`,
  );
}

/** Reads a file as a site does, and watches the size of the process. */
async function readAll(path: string): Promise<{ documents: number; peak: number }> {
  let documents = 0;
  let peak = 0;
  for await (const found of readKitFile('kit/made.xml', createReadStream(path))) {
    documents += found.line > 0 ? 1 : 0;
    if (documents % 200 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  return { documents, peak: Math.max(peak, process.memoryUsage().rss) };
}

async function timeOfParse(path: string): Promise<number> {
  const text = await readFile(path, 'utf8');
  const start = performance.now();
  new XMLParser({ preserveOrder: true, ignoreAttributes: false, processEntities: false }).parse(text);
  return performance.now() - start;
}

async function writeFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = createWriteStream(path);
  for await (const piece of pieces) if (!file.write(piece)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}
