import { failure } from '../../base/failure.ts';
import type { KitSourceFile } from './kit-sources.ts';
import { kitSources } from './kit-sources.ts';
import type { LiveMaterial } from './live-material.ts';
import { exportLive } from './live-material.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import type { Shell } from './shell.ts';

interface MaterialWish {
  /** Export files and folders of them. */
  readonly files: readonly string[];
  /** The same; or, where documents are named, one site.yaml. */
  readonly from?: readonly string[] | undefined;
  /** Patterns for documents of the target that the site.yaml names. */
  readonly documents?: readonly string[] | undefined;
}

/**
 * Works with the files that a person named, and with documents of a live target, which lie in a scratch folder until the work is done. Failures of kitSources and exportLive,
 * WRONG_ARGUMENT.
 */
export async function withKitMaterial<Result>(
  shell: Shell,
  { files, from = [], documents }: MaterialWish,
  work: (material: LiveMaterial) => Promise<Result>,
): Promise<Result> {
  if (documents === undefined)
    return work({ ...noLive, ...named(kitSources(shell.cwd, [...files, ...from])) });
  const [config, ...more] = from;
  if (config === undefined || more.length > 0)
    throw failure('WRONG_ARGUMENT', {
      what: '--from',
      word: from.join(' '),
      expected: 'with --documents, one site.yaml whose target holds them',
    });
  const material = named(kitSources(shell.cwd, files));
  return withScratchFolder(async (scratch) => {
    const live = await exportLive(shell, { from: config, documents, scratch });
    return work({
      ...live,
      sources: [...material.sources, ...apartFrom(material.sources, live.sources)],
      remarks: [...material.remarks, ...live.remarks],
    });
  });
}

const noLive = { leftOut: [], subtrees: new Set<string>() };

function named({ files, skipped }: ReturnType<typeof kitSources>): Pick<LiveMaterial, 'sources' | 'remarks'> {
  const remarks = skipped.map(
    (from) => `${from} is not in the kit: the desktop of Windows or macOS puts such files into folders.`,
  );
  return { sources: files, remarks };
}

/** Failure WRONG_ARGUMENT where a global that the kit holds in part would be replaced as a whole. */
export function checkSubtrees(
  { subtrees }: Pick<LiveMaterial, 'subtrees'>,
  items: readonly {
    readonly file: string;
    readonly globals: string | null;
    readonly names: readonly string[];
  }[],
): void {
  const wrong = items.find(({ file, globals }) => globals === 'replace' && subtrees.has(file));
  if (wrong === undefined) return;
  const expected = `merge: the kit holds a part of ${wrong.names.join(', ')}, and replace would take away the rest`;
  throw failure('WRONG_ARGUMENT', { what: '--globals', word: 'replace', expected });
}

function apartFrom(
  others: readonly KitSourceFile[],
  live: readonly KitSourceFile[],
): readonly KitSourceFile[] {
  const places = new Set(others.map(({ file }) => file.toLowerCase()));
  const twin = live.find(({ file }) => places.has(file.toLowerCase()));
  if (twin === undefined) return live;
  const expected = `another document, or another name for the file that is to be ${twin.file} too`;
  throw failure('WRONG_ARGUMENT', { what: 'The document', word: twin.from, expected });
}
