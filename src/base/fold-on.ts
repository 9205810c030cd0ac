/** What a list was folded to, and the list: own copies, which nobody changes. */
export interface Folded<E, S> {
  readonly entries: readonly E[];
  readonly state: S;
}

/** Folds entries, oldest first, onto a state (null: the empty one), which it leaves as it is. */
export type Fold<E, S> = (entries: readonly E[], onto: S | null) => S;

/**
 * What `fold` makes of `entries`. What is `known` of the list as it once was is gone on from only where the list begins with exactly
 * these entries, which is looked at one by one (objects have to be the same); otherwise all is folded anew.
 */
export function foldOn<E, S>(
  entries: readonly E[],
  known: Folded<E, S> | null,
  fold: Fold<E, S>,
): Folded<E, S> {
  if (known === null || !beginsWith(entries, known.entries))
    return { entries: [...entries], state: fold(entries, null) };
  const more = entries.slice(known.entries.length);
  return more.length === 0 ? known : { entries: [...entries], state: fold(more, known.state) };
}

function beginsWith<E>(entries: readonly E[], former: readonly E[]): boolean {
  return entries.length >= former.length && former.every((entry, index) => entry === entries[index]);
}
