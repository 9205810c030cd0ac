import type { StudioBrowser } from './a-studio.ts';
import { keyIn } from './a-studio.ts';

/** Ticks these documents on the first page of the list. */
export async function pick(
  browser: StudioBrowser,
  draft: string,
  ...names: readonly string[]
): Promise<readonly string[]> {
  const { text } = await browser.get(`${draft}/documents`);
  const keys = names.map((name) => keyIn(text, name));
  await browser.send(`${draft}/documents`, { shown: keys, tick: keys, act: 'keep', back: '' });
  return keys;
}

/** A form of a patch in which nothing is wrong. */
export const aForm = {
  id: 'LAB-2026.014',
  title: 'Result routing',
  notes: '# Result routing\n',
  format: 'md',
  parameters: 'ward = W1\n',
};
