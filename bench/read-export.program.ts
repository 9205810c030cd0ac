import { createReadStream, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { XMLParser } from 'fast-xml-parser';
import { readKitFile } from '../src/kit/formats/read-kit-file.ts';

// node read-export.program.js ours|peer FILE: prints how long reading the file took and how large the process became.
const [who, path = ''] = process.argv.slice(2);
const start = performance.now();
if (who === 'ours') await readAll();
else parse();
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ milliseconds, kilobytes: process.resourceUsage().maxRSS }));

/** As a site reads a kit. */
async function readAll(): Promise<void> {
  let documents = 0;
  for await (const { line } of readKitFile('kit/made.xml', createReadStream(path))) documents += line;
  if (documents === 0) throw new Error(`${path} holds no document`);
}

function parse(): void {
  new XMLParser({ preserveOrder: true, ignoreAttributes: false, processEntities: false }).parse(
    readFileSync(path, 'utf8'),
  );
}
