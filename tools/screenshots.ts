// Pictures of the operator's pages and of the studio for docs/: `npm run screenshots`. The pages are the real ones, over a site in memory and over a laboratory in a temporary folder; needs Chromium.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { aHospital } from './pages/a-hospital.ts';
import { openChromium } from './pages/open-chromium.ts';
import { serveHospital, token } from './pages/serve-hospital.ts';
import { takeStudio } from './studio/take-studio.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'operator-page');

const shots = [
  { name: 'site', path: '', dark: false, width: 1120, height: 760 },
  { name: 'patch', path: '/patches/LAB-2026.014', dark: false, width: 1120, height: 980 },
  { name: 'changes', path: '/patches/LAB-2026.014/changes', dark: true, width: 1120, height: 760 },
  { name: 'attempt', path: '/attempts/6', dark: true, width: 1120, height: 700 },
  { name: 'removal', path: '/patches/LAB-2026.012/removal', dark: false, width: 1120, height: 520 },
  { name: 'narrow', path: '', dark: true, width: 380, height: 760 },
] as const;

const browser = await openChromium();
if (browser === null) {
  console.error('There is no Chromium here: install it (Debian: apt-get install chromium).');
  process.exitCode = 2;
} else {
  const { url, close } = await serveHospital(await aHospital());
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByLabel('Token').fill(token);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Hospital' }).waitFor();
  for (const shot of shots) await take(page, url, shot);
  await takeStudio(page, join(folder, '..', 'studio'));
  await browser.close();
  await close();
}

async function take(
  page: Page,
  url: string,
  { name, path, dark, width, height }: (typeof shots)[number],
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.goto(`${url}/sites/prod-madrid${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
