import type { DocumentName } from '../document/document-name.ts';
import { documentName } from '../document/document-name.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { Ports } from '../ports/ports.ts';
import type { Objection, PlannedDocument } from '../ports/target.ts';
import type { StagedPatch } from './stage.ts';

/** What the target says of a patch before it is touched. */
export interface Preflight {
  /** Why the patch cannot go in here; null: nothing is against it. */
  readonly refusal: string | null;
  /** What an operator has to consent to. */
  readonly consents: readonly string[];
  /** Code that does not compile here, which is part of what is consented to. */
  readonly uncompilable: readonly DocumentName[];
}

/** Asks the target about every document that the patch puts or removes, and the code that it runs. */
export async function preflight(
  { target }: Pick<Ports, 'target'>,
  { manifest, kit }: Pick<StagedPatch, 'manifest' | 'kit'>,
): Promise<Preflight> {
  const removed = manifest.remove.map((name): PlannedDocument => ({ name, bytes: null, madeBy: null }));
  const documents = [...kit.map(plannedOf), ...removed];
  const objections = (await target.preflight?.(documents, manifest.install.run)) ?? [];
  const refusals = objections.filter(({ kind }) => kind === 'refusal');
  const uncompilable = objections.filter(({ kind }) => kind === 'uncompilable');
  return {
    refusal: refusals.length === 0 ? null : told(refusals),
    consents: [
      ...objections.filter(({ kind }) => kind === 'consent').map(asText),
      ...(uncompilable.length === 0 ? [] : [told(uncompilable)]),
    ],
    uncompilable: uncompilable.map(({ name }) => documentName(name)),
  };
}

function plannedOf({ document, madeBy }: KitDocument): PlannedDocument {
  return { name: document.name, bytes: document.bytes, madeBy: madeBy ?? null };
}

function told(objections: readonly Objection[]): string {
  const shown = objections.slice(0, mostShown).map(asText).join(' ');
  const more = objections.length - mostShown;
  return more > 0 ? `${shown} And ${more} more.` : shown;
}

const mostShown = 10;

function asText({ name, why }: Objection): string {
  return `${name}: ${why}`;
}
