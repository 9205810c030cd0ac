/** So many candidates are named; the rest is counted. */
const mostCandidates = 10;

/** Says of code that may be that of the release why it is not called, and how a person has it called. */
export function unsureCallAsText(what: string, candidates: readonly string[]): string {
  const named = candidates.slice(0, mostCandidates);
  const more = candidates.length - named.length;
  return `${what}: that ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')} is of this release is not sure; name it with --run if it is`;
}
