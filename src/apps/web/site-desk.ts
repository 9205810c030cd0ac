import type { SiteName } from '../../base/names.ts';
import type { ServedSite } from '../served-site.ts';
import type { ReadAgainst } from './against.ts';
import type { InTurn } from '../page/in-turn.ts';
import type { PageOptions } from './page-options.ts';
import type { ReadDetail } from './patch-detail.ts';
import type { Sessions } from '../page/sessions.ts';
import type { SiteLook } from './site-look.ts';

/** One site with what its pages share. */
export interface SiteDesk {
  readonly site: ServedSite;
  readonly look: SiteLook;
  readonly readDetail: ReadDetail;
  readonly readAgainst: ReadAgainst;
  /** What reads much of the target. */
  readonly inTurn: InTurn;
}

/** What every route works with. */
export interface Reception {
  readonly options: PageOptions;
  readonly sessions: Sessions;
  readonly desks: ReadonlyMap<SiteName, SiteDesk>;
}
