import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { helperName } from '../../adapters/targets/iris/helper-class.ts';
import { failure } from '../../base/failure.ts';
import { kindOf } from '../../document/document-name.ts';
import { chooseDocuments } from '../../publish/live/choose-documents.ts';
import { exportDocuments } from '../../publish/live/export-documents.ts';
import { openTargetToRead } from '../open-target-to-read.ts';
import type { KitSourceFile } from './kit-sources.ts';
import { configPath } from './open-site.ts';
import type { Shell } from './shell.ts';

/** Documents of a live target, exported into files, and what a person has to know of that. */
export interface LiveMaterial {
  readonly sources: readonly KitSourceFile[];
  /** What was asked for and is not among them, and why. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
  readonly remarks: readonly string[];
  /** Kit files that hold subtrees of a global only. */
  readonly subtrees: ReadonlySet<string>;
}

interface LiveWish {
  /** A site.yaml. */
  readonly from: string;
  readonly documents: readonly string[];
  /** Exports are written below it. */
  readonly scratch: string;
}

/**
 * Exports the documents of a live target that patterns choose. The target is only read, without its lock. Failure WRONG_ARGUMENT where nothing is found, and those of the
 * target.
 */
export async function exportLive(
  shell: Shell,
  { from, documents, scratch }: LiveWish,
): Promise<LiveMaterial> {
  const opened = await openTargetToRead(configPath(shell, from), shell.env, scratch);
  for (const secret of opened.secrets) shell.keepSecret(secret);
  shell.terminal.progress('Asking the target …');
  const { target: place, version } = await opened.target.look();
  const { names, unmatched } = await chooseDocuments(opened.target, documents);
  const leftOut = unmatched.map((name) => ({ name, why: `nothing in ${place} has such a name` }));
  const sources: KitSourceFile[] = [];
  const subtrees = new Set<string>();
  const madeBy = opened.engine === 'iris' ? version : null;
  for await (const one of exportDocuments(opened.target, names, madeBy)) {
    shell.terminal.progress(`Reading ${one.name} …`);
    if (one.kind === 'missing') leftOut.push({ name: one.name, why: `there is none in ${place}` });
    else if (one.kind === 'left-out') leftOut.push({ name: one.name, why: one.why });
    else {
      sources.push(keep(one.name, one.file, one.bytes));
      if (kindOf(one.name) === 'global' && !names.includes(one.name)) subtrees.add(one.file);
    }
  }
  if (sources.length === 0) {
    const expected = `documents that ${place} holds (${leftOut[0]?.why ?? 'there are none'})`;
    throw failure('WRONG_ARGUMENT', { what: '--documents', word: documents.join(' '), expected });
  }
  const remarks = opened.engine === 'iris' ? [helperStays(place)] : [];
  return { sources, leftOut, remarks, subtrees };

  function keep(name: string, file: string, bytes: Uint8Array): KitSourceFile {
    const absolute = join(scratch, 'exports', file);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, bytes, { mode: 0o600 });
    return { from: `${name} of ${place}`, absolute, file };
  }
}

function helperStays(place: string): string {
  return `To look into ${place}, patchfleet put its helper class ${helperName} there, if it was not there yet; it stays until somebody deletes it.`;
}
