import type { Digest } from '../../base/digest.ts';
import type { Instant } from '../../base/instant.ts';
import type { PatchId } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';
import { plainText } from '../../base/plain-text.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { parseDocumentName } from '../../document/parse-document-name.ts';
import type { ActFact } from '../../journal/journal-event.ts';
import { instantOfLocal, localAsText } from '../../policy/zoned-time.ts';
import { isConsented } from '../../plan/wanted-consent.ts';
import { effectOfKeep, effectOfResume } from '../../plan/effect-of-act.ts';
import type { Act } from './objection-to.ts';
import { refusedChannel } from './refused-channel.ts';
import type { FormFields } from '../page/form-fields.ts';
import type { Scene } from './scene.ts';

/** What a form asks for: an act, and what it leads to. */
type ReadAct =
  | { readonly kind: 'act'; readonly act: ActFact; readonly effect: string }
  | { readonly kind: 'refused'; readonly why: string; readonly hint: string };

type Ground = Pick<Scene, 'site' | 'setup' | 'outlook' | 'activity' | 'zone' | 'who' | 'acts' | 'now'>;

/** Reads an operator's form. Who acts is who is signed in, whatever the form says; what it is about has to be what was seen. */
export function readAct(ground: Ground, fields: FormFields): ReadAct {
  const why = plainText(fields['why'] ?? '', 500);
  if (why === '') return refused('Every act needs a reason: say why.');
  const read = readSiteAct(fields, ground) ?? readPatchActs(fields, ground);
  if (read.kind === 'refused') return read;
  const { who } = ground;
  return { kind: 'act', act: { ...read.act, who, why }, effect: read.effect };
}

type Read = { readonly kind: 'act'; readonly act: Act; readonly effect: string } | Refused;
type Refused = Extract<ReadAct, { kind: 'refused' }>;

function readSiteAct(fields: FormFields, ground: Ground): Read | null {
  const { site } = ground;
  const { kind = '' } = fields;
  switch (kind) {
    case 'accept-channel':
      return acceptance(fields, ground);
    case 'suspend':
      return acting(`${site} is suspended: nothing is installed or removed until it is resumed.`, { kind });
    case 'resume-site':
      return acting(`${site} goes on.`, { kind });
    default:
      return null;
  }
}

/** Nothing is let in that was not refused, or that is not what was seen. */
function acceptance({ seen }: FormFields, ground: Ground): Read {
  const commit = refusedChannel(ground);
  if (commit === null)
    return refused('The channel is not refused here (any more): there is nothing to let in.');
  if (seen !== commit)
    return refused('What the host offers is not what it was when this page was drawn: look at it again.');
  const { site, setup } = ground;
  const effect = `The next pass of ${site} takes commit ${commit.slice(0, 12)} of the channel.`;
  return acting(effect, { kind: 'accept-channel', channel: setup.channel, commit });
}

/** The patch that a form is about, as the site knows it. */
interface About {
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
}

function readPatchActs(fields: FormFields, ground: Ground): Read {
  const id = fields['patch'] ?? '';
  const record = isPatchId(id) ? ground.outlook.view.installed.patches.get(id) : undefined;
  if (record === undefined) return refused('The site knows of no such patch (yet).');
  if (fields['release'] !== record.releaseDigest)
    return refused('The patch is not what it was when this page was drawn: look at it again.');
  const { patch, releaseDigest } = record;
  return readPatchAct(fields, ground, { patch, releaseDigest });
}

function readPatchAct(fields: FormFields, ground: Ground, about: About): Read {
  const { patch } = about;
  const { kind = '' } = fields;
  switch (kind) {
    case 'install-now':
      return withConsent(fields, { ...ground, about }, (consent) =>
        acting(`${patch} is installed as soon as nothing stands against it.`, { kind, ...about, ...consent }),
      );
    case 'install-at':
      return withConsent(fields, { ...ground, about }, (consent) =>
        installAt(fields, ground, { ...about, ...consent }),
      );
    case 'retry':
      return withConsent(fields, { ...ground, about }, (consent) =>
        acting(`${patch} is tried again as soon as nothing else stands against it.`, {
          kind,
          ...about,
          ...consent,
        }),
      );
    case 'approve':
      return approval(ground, about);
    case 'hold':
      return hold(fields, ground, about);
    case 'resume':
      return acting(effectOfResume(patch, ground.site, ground.acts), { kind, patch });
    case 'keep':
      return acting(effectOfKeep(patch, ground.site, ground.outlook.desired?.recalls ?? []), { kind, patch });
    case 'remove':
      return acting(`${patch} is removed as soon as nothing stands against it.`, { kind, ...about });
    case 'widen-backup':
      return widening(fields, about);
    case 'settle':
      return settlement(fields, about);
    default:
      return refused('There is no such act.');
  }
}

/** A tick is part of the act that it is for, and covers what was shown; without one that is needed, nothing is recorded. */
function withConsent(
  fields: FormFields,
  { outlook, acts, about }: Ground & { readonly about: About },
  read: (consent: Ticked) => Read,
): Read {
  const { patch, releaseDigest } = about;
  const wanted = outlook.consents.get(patch);
  if (wanted === undefined || isConsented(acts.consents.get(patch), releaseDigest, wanted)) return read({});
  if (fields['consent'] !== 'yes')
    return refused('It would do what cannot be taken back: tick that you have seen it, or leave it.');
  if (fields['seen'] !== wanted.digest)
    return refused('What it would do is not what it was when this page was drawn: look at it again.');
  return read({ consent: wanted.digest });
}

/** What was ticked; nothing where no tick is wanted. */
interface Ticked {
  readonly consent?: Digest;
}

function installAt({ at = '' }: FormFields, { zone }: Ground, about: About & Ticked): Read {
  const from = instantOfLocal(at, zone);
  if (from === null)
    return refused('No date and time can be read there: give both, such as 2026-11-30 02:00.');
  return acting(`${about.patch} is installed from ${localAsText(from, zone)} on.`, {
    kind: 'install-at',
    ...about,
    from,
  });
}

function hold({ until = '' }: FormFields, { zone }: Ground, { patch }: About): Read {
  const end: Instant | null = until === '' ? null : instantOfLocal(until, zone);
  if (until !== '' && end === null)
    return refused('No date and time can be read there: give both, or neither.');
  const long = end === null ? 'until somebody resumes it' : `until ${localAsText(end, zone)}`;
  return acting(`${patch} is on hold ${long}.`, { kind: 'hold', patch, until: end });
}

function approval({ setup, who, site }: Ground, about: About): Read {
  const key = setup.trust.approver.find(({ name }) => name === who)?.key;
  if (key === undefined) return refused(`${who} is none of the approvers whom site.yaml trusts.`);
  return acting(`${about.patch} is approved at ${site}.`, { kind: 'approve', ...about, key });
}

/** Names that one form adds at most. */
const mostNames = 200;

function widening({ documents = '' }: FormFields, { patch }: About): Read {
  const words = documents.split(/\s*\n\s*/).filter((word) => word !== '');
  const names = words.map(parseDocumentName);
  const known = names.filter((name): name is DocumentName => name !== null);
  const unknown = words.find((_, index) => names[index] === null);
  if (unknown !== undefined)
    return refused(
      `“${plainText(unknown, 100)}” is no name of a document, such as Lab.Router.cls or ^LabConfig.`,
    );
  if (known.length === 0 || known.length > mostNames)
    return refused(`Name one document a line, ${mostNames} at most.`);
  const effect = `The next attempt of ${patch} backs up ${known.length} more.`;
  return acting(effect, { kind: 'widen-backup', patch, documents: known });
}

function settlement({ as, settles = '' }: FormFields, { patch }: About): Read {
  if (as !== 'installed' && as !== 'removed')
    return refused('Say what holds now: the old state, or the patch.');
  if (!/^[1-9]\d{0,8}$/.test(settles)) return refused('Say which attempt was looked at.');
  return acting(`${patch} counts as ${as}; the next pass goes on.`, {
    kind: 'settle',
    patch,
    as,
    settles: Number(settles),
  });
}

function acting(effect: string, act: Act): Read {
  return { kind: 'act', act, effect };
}

function refused(why: string): Refused {
  return { kind: 'refused', why, hint: 'Nothing was recorded.' };
}
