import type { SiteName } from '../base/names.ts';
import type { Trust } from '../desired/trust.ts';

/** What the site's own configuration says to the reconciler. */
export interface SiteSetup {
  readonly site: SiteName;
  /** Channel without `channel/`. */
  readonly channel: string;
  readonly trust: Trust;
  /** Names this agent to others that find the target locked: `host:pid`. */
  readonly agent: string;
  /** Texts that must not appear in anything that leaves the site. */
  readonly secrets: readonly string[];
}
