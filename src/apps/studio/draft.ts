import { z } from 'zod';
import type { Instant } from '../../base/instant.ts';
import type { FormFields } from '../page/form-fields.ts';

/** A patch that somebody is making: what was picked, and the form as it was typed, right or wrong. */
export interface Draft {
  readonly id: DraftId;
  readonly begunAt: Instant;
  readonly changedAt: Instant;
  /** Keys of documents of the source, each once. */
  readonly picks: readonly string[];
  readonly fields: FormFields;
  /** The last commit that was made of it; null: none. */
  readonly committed: { readonly branch: string; readonly commit: string } | null;
}

declare const brand: unique symbol;
export type DraftId = string & { readonly [brand]: 'DraftId' };

const idPattern = /^[0-9a-f]{16}$/;
export const isDraftId = (text: string): text is DraftId => idPattern.test(text);

/** More documents are a kit for the command line. */
const mostPicks = 10_000;

const draftSchema = z.strictObject({
  id: z.custom<DraftId>((value) => typeof value === 'string' && isDraftId(value)),
  begunAt: z.int(),
  changedAt: z.int(),
  picks: z.array(z.string()).max(mostPicks),
  fields: z.record(z.string(), z.string()),
  committed: z.strictObject({ branch: z.string(), commit: z.string() }).nullable(),
});

/** Null: the text is none of a draft. */
export function readDraft(text: string): Draft | null {
  try {
    return draftSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export function newDraft(id: DraftId, now: Instant): Draft {
  return { id, begunAt: now, changedAt: now, picks: [], fields: {}, committed: null };
}

/** What is picked once a page of documents was sent: of those that it showed the ticked ones, and what was picked on other pages. */
export function foldPicks(
  draft: Draft,
  { shown, ticked }: { readonly shown: readonly string[]; readonly ticked: readonly string[] },
): Draft {
  const offered = new Set(shown);
  const kept = draft.picks.filter((key) => !offered.has(key));
  const added = ticked.filter((key) => offered.has(key));
  return { ...draft, picks: [...new Set([...kept, ...added])].slice(0, mostPicks) };
}

/** A form of the draft as it was sent: fields that it does not have stay as they are. */
export function foldFields(draft: Draft, sent: FormFields, isField: (name: string) => boolean): Draft {
  const own = Object.entries(sent).filter(([name]) => isField(name));
  return {
    ...draft,
    fields: {
      ...draft.fields,
      ...Object.fromEntries(own.map(([name, value]) => [name, withNewlines(value)])),
    },
  };
}

/** Browsers send every newline as two characters (HTML, "form data set": newline normalization). */
function withNewlines(value: string): string {
  return value.replaceAll('\r\n', '\n');
}
