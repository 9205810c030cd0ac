import type { Target } from '../../ports/target.ts';
import type { DocumentSource } from './document-source.ts';
import { keyOf } from './document-source.ts';

/** The documents of a server through its engine, as it holds them when they are asked for; no lock is taken. */
export function openTargetSource(
  title: string,
  target: Pick<Target, 'list' | 'read'>,
  madeBy: string | null,
): DocumentSource {
  return {
    title,
    list: async () => ({
      documents: (await target.list())
        .map(({ name, changedAt }) => ({ key: keyOf(name, ''), name, from: '', changedAt }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
      issues: [],
    }),
    whole: () => [],
    read: async ({ name }) => {
      const bytes = await target.read(name);
      return bytes === null ? null : { document: { name, bytes }, madeBy };
    },
  };
}
