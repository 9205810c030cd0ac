import type { Instant } from '../../base/instant.ts';
import type { SiteName } from '../../base/names.ts';
import type { OperatorActs } from '../../plan/plan-input.ts';
import type { Progress } from '../../reconcile/pass-event.ts';
import type { Outlook } from '../../reconcile/look-ahead.ts';
import type { SiteSetup } from '../../reconcile/site-setup.ts';
import type { Role } from '../page-schema.ts';
import type { SiteActivity } from '../served-site.ts';
import type { FormFields } from '../page/form-fields.ts';
import type { Look } from './site-look.ts';

/** Everything that the pages of one site are drawn from: what is known of it, and who looks. */
export interface Scene {
  readonly site: SiteName;
  readonly setup: SiteSetup;
  readonly outlook: Outlook;
  /** Why the last look did not work, so that `outlook` is of an earlier one; null: it did. */
  readonly fault: Look['fault'];
  readonly activity: SiteActivity;
  /** How far the step under way has come; null: none is, or it does not tell. */
  readonly progress: Progress | null;
  readonly acts: OperatorActs;
  /** The site's IANA zone; UTC where no channel says it. */
  readonly zone: string;
  readonly now: Instant;
  readonly who: string;
  readonly role: Role;
  /** For the forms of this page. */
  readonly formToken: string;
  /** What was typed into a form of this page that was refused; null: nothing. */
  readonly typed: FormFields | null;
}
