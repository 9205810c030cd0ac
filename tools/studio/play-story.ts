import type { Page } from 'playwright-core';

/** Opens the address that the terminal shows. */
export async function signIntoStudio(show: Page, url: string, token: string): Promise<void> {
  await show.goto(`${url}/sign-in/${token}`);
  await show.getByRole('button', { name: 'Begin a patch' }).waitFor();
}

/** Ticks documents that are shown. */
export async function pickInStudio(show: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await show.getByLabel(name, { exact: true }).check();
}

/** Fills in the form of a patch, and sends nothing yet. */
export async function writePatch(show: Page, { id }: { readonly id: string }): Promise<void> {
  const fields = {
    id,
    title: 'Result routing for the new laboratory',
    requires: 'LAB-2026.013',
    notes:
      '# Result routing\n\nResults of the new analysers carry the ward in segment `OBX-15`. This patch routes them there.\n\n- New class `Lab.Analyser`\n- The default ward is read from `^LabRoute("default")`\n',
    parameters: 'ward = W1\n[site:prod-lisbon]\nward = W7\n',
  };
  for (const [name, text] of Object.entries(fields)) await show.locator(`[name=${name}]`).fill(text);
}
