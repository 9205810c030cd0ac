import { kindOfDocument } from '../src/document/document.ts';
import type { Checked } from './corpus/check-file.ts';
import { checkFile } from './corpus/check-file.ts';
import { corpusFiles } from './corpus/corpus-files.ts';
import { volatileInText } from './corpus/text-view.ts';
import { volatileInXml } from './corpus/xml-view.ts';

interface Tally {
  readonly files: Map<string, number>;
  readonly documents: Map<string, number>;
  readonly rejects: Map<string, string[]>;
  readonly differences: string[];
}

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error(
    'npm run corpus -- FOLDER…: folders, or bare git repositories, of which the whole history is read',
  );
  process.exitCode = 2;
}
let differences = 0;
for (const folder of folders) differences += await checkFolder(folder);
if (folders.length > 0) {
  console.log(
    `\nNot compared:\n${[...volatileInXml, ...volatileInText].map((line) => `  ${line}`).join('\n')}`,
  );
  console.log(`\n${differences} differences`);
}
if (differences > 0) process.exitCode = 1;

async function checkFolder(folder: string): Promise<number> {
  const tally: Tally = { files: new Map(), documents: new Map(), rejects: new Map(), differences: [] };
  const missing: string[] = [];
  const files = corpusFiles(folder, (object) => missing.push(object));
  for await (const file of files) count(tally, file.path, await checkFile(file));
  console.log(`\n${folder}`);
  if (missing.length > 0)
    console.log(`  objects that this snapshot lacks, so not looked at: ${missing.length}`);
  print('files that were read, written and are the same', tally.files);
  print('documents in them', tally.documents);
  for (const [why, paths] of tally.rejects) {
    const shown = [...new Set(paths)].slice(0, 6);
    console.log(`  rejected, ${paths.length}: ${why}\n${shown.map((path) => `      ${path}`).join('\n')}`);
  }
  for (const difference of tally.differences) console.log(`  DIFFERENT ${difference}`);
  return tally.differences.length;
}

function count(tally: Tally, path: string, checked: Checked): void {
  switch (checked.kind) {
    case 'same':
      add(tally.files, checked.format);
      for (const document of checked.documents) add(tally.documents, kindOfDocument(document));
      return;
    case 'rejected': {
      const why = checked.why.replace(/^:?\d+:\d+: /, '').slice(0, 200);
      tally.rejects.set(why, [...(tally.rejects.get(why) ?? []), path]);
      return;
    }
    case 'different':
      tally.differences.push(...checked.differences.map((difference) => `${path}: ${difference}`));
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function print(title: string, counts: ReadonlyMap<string, number>): void {
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  const parts = [...counts].sort().map(([key, number]) => `${key} ${number}`);
  console.log(`  ${title}: ${total}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`);
}
