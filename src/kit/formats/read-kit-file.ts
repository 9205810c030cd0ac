import { documentKey } from '../../document/document-key.ts';
import type { KitFormat } from './kit-format.ts';
import { headSize, kitFormatOf } from './kit-format.ts';
import type { FoundDocument, KitReader } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { peek } from './peek.ts';
import { readGlobalOutput } from './read-global-output.ts';
import { readGtmRoutineOutput } from './read-gtm-routine-output.ts';
import { readMRoutine } from './read-m-routine.ts';
import { readPlainFile } from './read-plain-file.ts';
import { readRoutineOutput } from './read-routine-output.ts';
import { readUdlClass, readUdlRoutine } from './read-udl-file.ts';
import { readXmlFile } from './read-xml-file.ts';
import { readZwr } from './read-zwr.ts';

const readers: Readonly<Record<KitFormat, KitReader>> = {
  xml: readXmlFile,
  'udl-class': readUdlClass,
  'udl-routine': readUdlRoutine,
  'm-routine': readMRoutine,
  'routine-output': readRoutineOutput,
  'gtm-routine-output': readGtmRoutineOutput,
  zwr: readZwr,
  'global-output': readGlobalOutput,
  plain: readPlainFile,
};

/**
 * The documents of a kit file, in the file's order, each with the line at which it begins; the format is found by name
 * and content. Holds one document at a time. Failure INVALID_FILE, with line and column where they are known, for
 * whatever is wrong, also for a document that comes twice and for names that differ by case only (but for globals,
 * whose names M tells apart by case). A global is one document under its bare name, whichever nodes the file holds.
 */
export async function* readKitFile(
  path: string,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<FoundDocument & { readonly format: KitFormat }> {
  const { head, chunks } = await peek(content, headSize);
  const format = kitFormatOf(path, head);
  if (typeof format !== 'string') throw invalidFile(path, { line: 1, column: 1 }, format.wrong);
  const lines = new Map<string, { readonly name: string; readonly line: number }>();
  for await (const found of readers[format]({ path, chunks })) {
    const { name } = found.document;
    const key = documentKey(name);
    const twin = lines.get(key);
    if (twin !== undefined) {
      const same =
        twin.name === name ? `${name} stands` : `${name} and ${twin.name}, which differ by case only, stand`;
      throw invalidFile(
        path,
        { line: found.line, column: 1 },
        `${same} in one file, first at line ${twin.line}`,
      );
    }
    lines.set(key, { name, line: found.line });
    yield { ...found, format };
  }
}
