import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { failure } from '../base/failure.ts';
import { checkFormat } from '../base/format-version.ts';
import type { Issue } from '../base/issue.ts';
import type { SiteName } from '../base/names.ts';
import { openYaml } from '../base/read-yaml.ts';
import { schemaFindings } from '../base/schema-findings.ts';
import type { Trust } from '../desired/trust.ts';
import type { EngineConfig, ReadEngine } from './engine-schema.ts';
import { readEngine } from './engine-schema.ts';
import type { Limits } from '../reconcile/pass-options.ts';
import type { PageConfig } from './page-schema.ts';
import { readPage } from './page-schema.ts';
import type { RemoteConfig } from './site-remotes.ts';
import { readRemotes } from './site-remotes.ts';
import type { SiteFile } from './site-schema.ts';
import { siteFileSchema, siteSettings } from './site-schema.ts';

/** What a site's configuration says, as the program uses it: paths absolute, secrets read, defaults filled in. */
export interface SiteConfig {
  readonly site: SiteName;
  readonly patches: RemoteConfig;
  readonly status: RemoteConfig;
  readonly channel: string;
  readonly engine: EngineConfig;
  readonly trust: Trust;
  /** File of the private key that signs statuses; null: they are not signed, so that nobody counts them. */
  readonly keyFile: string | null;
  /** Milliseconds. */
  readonly poll: number;
  readonly state: string;
  readonly git: 'auto' | 'system' | 'embedded';
  /** Milliseconds between two looks for drift; null: never. */
  readonly drift: number | null;
  readonly limits: Limits;
  /** Null: the site has no page. */
  readonly page: PageConfig | null;
  /** What must not appear in anything that leaves this machine. */
  readonly secrets: readonly string[];
}

type SettingName = keyof typeof siteSettings;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `site.yaml`. A flag comes before the variable PATCHFLEET_<SETTING> (of the site's key: PATCHFLEET_SITE_KEY), that
 * before the file, that before the default. Paths are relative to the folder of the file. Failure INVALID_FILE names all
 * issues at once, also secrets that cannot be read; FILE_UNREADABLE; NEWER_FORMAT.
 */
export function readSiteConfig(
  path: string,
  env: Environment,
  flags: Readonly<Partial<Record<SettingName, string>>> = {},
): SiteConfig {
  const folder = dirname(resolve(path));
  const source = openYaml(path, readText(path));
  checkFormat(path, source.value);
  const checked = schemaFindings(siteFileSchema, overlaid(source.value, env, flags));
  if (checked.kind === 'wrong') throw source.invalid(checked.findings);
  const remotes = readRemotes(checked.value.remotes, { folder, env });
  const engine = readEngine(checked.value.engine, { folder, env });
  const page = readPage(checked.value.page, { folder, env });
  const findings = [...remotes.findings, ...engine.findings, ...page.findings];
  if (findings.length > 0) throw source.invalid(findings);
  return siteConfigOf(checked.value, folder, { remotes, engine, page });
}

interface ReadParts {
  readonly remotes: ReturnType<typeof readRemotes>;
  readonly engine: ReadEngine;
  readonly page: ReturnType<typeof readPage>;
}

function siteConfigOf(file: SiteFile, folder: string, { remotes, engine, page }: ReadParts): SiteConfig {
  const { site, channel, trust, poll, git, drift, retention } = file;
  return {
    site,
    patches: remotes.patches,
    status: remotes.status,
    channel,
    engine: engine.engine,
    trust,
    keyFile: file.key === undefined ? null : resolve(folder, file.key),
    poll,
    state: resolve(folder, file.state ?? `/var/lib/patchfleet/${site}`),
    git,
    drift,
    limits: { vault: retention.vault ?? null, journal: retention.journal ?? null },
    page: page.page,
    secrets: [...new Set([...remotes.secrets, ...engine.secrets, ...page.secrets])],
  };
}

/** The file's content with what flags and variables say instead. */
function overlaid(content: unknown, env: Environment, flags: Readonly<Partial<Record<SettingName, string>>>) {
  const names = Object.keys(siteSettings) as SettingName[];
  const said = names.flatMap((name) => {
    const variable = name === 'key' ? 'PATCHFLEET_SITE_KEY' : `PATCHFLEET_${name.toUpperCase()}`;
    const [text, from] = flags[name] === undefined ? [env[variable], variable] : [flags[name], `--${name}`];
    return text === undefined || text === '' ? [] : [{ name, text, from }];
  });
  const issues = said.flatMap(({ name, text, from }) => settingIssues(name, text, from));
  if (issues.length > 0) throw failure('INVALID_FILE', { issues });
  const base = typeof content === 'object' && content !== null && !Array.isArray(content) ? content : {};
  return said.length === 0
    ? content
    : { ...base, ...Object.fromEntries(said.map(({ name, text }) => [name, text])) };
}

function settingIssues(name: SettingName, text: string, from: string): Issue[] {
  const checked = schemaFindings(siteSettings[name] as (typeof siteSettings)['site'], text);
  if (checked.kind === 'ok') return [];
  return checked.findings.map(({ message }) => ({ file: from, line: 0, column: 0, path: '', message }));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw failure('FILE_UNREADABLE', { file: path, why: (error as Error).message }, error);
  }
}
