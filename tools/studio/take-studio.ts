import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { listenForPages } from '../../src/apps/page/listen-for-pages.ts';
import { aLaboratory } from './a-laboratory.ts';
import { pickInStudio, signIntoStudio, writePatch } from './play-story.ts';
import { serveLaboratory } from './serve-laboratory.ts';

/** Plays the making of a patch, and takes its pictures into a folder. */
export async function takeStudio(show: Page, folder: string): Promise<void> {
  const served = serveLaboratory(await aLaboratory());
  const { url, close } = await listenForPages(served.studio, { host: '127.0.0.1', port: 0, tls: null });
  mkdirSync(folder, { recursive: true });
  const take = async (name: string, dark: boolean): Promise<void> => {
    await show.setViewportSize({ width: 1120, height: 600 });
    await show.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await show.getByRole('heading', { level: 1 }).waitFor();
    await show.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', fullPage: true });
  };
  await signIntoStudio(show, url, served.keys.token());
  await show.getByRole('button', { name: 'Begin a patch' }).click();
  await pickInStudio(show, 'Lab.Router.cls', 'Lab.Analyser.cls', '^LabRoute');
  await take('documents', false);
  await show.getByRole('button', { name: 'Keep the ticks and see the changes' }).click();
  await show.getByRole('link', { name: 'Go on to the patch' }).click();
  await writePatch(show, { id: 'LAB-2026.014' });
  await show.getByRole('button', { name: 'Keep, and show the notes' }).click();
  await show.frameLocator('iframe.notes').getByRole('heading').waitFor();
  await take('patch', true);
  await show.getByRole('button', { name: 'Keep and go on' }).click();
  await show.getByRole('link', { name: 'Calendar of ring prod' }).click();
  await show.getByRole('link', { name: 'Month after' }).click();
  await show.getByRole('link', { name: 'Choose 2026-12-03' }).click();
  await show.getByRole('button', { name: 'Choose this moment' }).click();
  await show.locator('td.chosen').waitFor();
  await take('calendar', false);
  await show.getByRole('button', { name: 'Keep and check' }).click();
  await show.getByRole('link', { name: 'Go on to the commit' }).waitFor();
  await take('check', false);
  await close();
}
