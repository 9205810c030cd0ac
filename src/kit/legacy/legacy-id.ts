import type { PatchId } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';

/** The id that a text from an old kit means, such as a folder's name; null where none can be made of it. */
export function legacyId(text: string): PatchId | null {
  const upper = text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toUpperCase();
  const word = upper.split(/[\s()_]+/).find((one) => isPatchId(one) && /\d/.test(one));
  const dashed = upper.replace(/[^A-Z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  if (dashed === '') return null;
  const candidates = [
    ...(word === undefined ? [] : [word]),
    dashed,
    dashed.replace(/\./g, '-').replace(/-+/g, '-'),
    `P-${dashed.replace(/\./g, '-')}`,
  ];
  return candidates.find(isPatchId) ?? null;
}
