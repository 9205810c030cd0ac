/**
 * The same function, which keeps its last answers, so many at most. Only for functions whose answer hangs on nothing but what `keyOf` says
 * of their arguments, and that nobody changes afterwards: then an answer that was kept is never wrong.
 */
export function remembering<A extends readonly unknown[], T>(
  keyOf: (...given: A) => string,
  most: number,
  compute: (...given: A) => T,
): (...given: A) => T {
  const kept = new Map<string, { readonly answer: T }>();
  return (...given) => {
    const key = keyOf(...given);
    const known = kept.get(key);
    if (known !== undefined) return known.answer;
    const answer = compute(...given);
    kept.set(key, { answer });
    if (kept.size > most) kept.delete(kept.keys().next().value ?? key);
    return answer;
  };
}
