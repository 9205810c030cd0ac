import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import type { Desk } from './desk.ts';

/** Makes the code among these documents ready to run; why some of it cannot be, or null. Of what may fail nothing is said. */
export async function compileChanges(
  desk: Desk,
  names: readonly DocumentName[],
  mayFail: readonly DocumentName[] = [],
): Promise<string | null> {
  const code = names.filter((name) => ['class', 'routine', 'include'].includes(kindOf(name)));
  if (code.length === 0) return null;
  const found = await (await desk.session()).compile(code);
  const problems = found.filter(({ name }) => !mayFail.includes(name));
  if (problems.length === 0) return null;
  const told = problems.slice(0, 5).map(({ name, why }) => `${name} (${why})`);
  const more = problems.length > told.length ? ` and ${problems.length - told.length} more` : '';
  return `It does not compile: ${told.join('; ')}${more}.`;
}
