import { Failure, isFailure } from '../../base/failure.ts';
import { objectionOfPlan } from '../../reconcile/objection-of-plan.ts';
import type { ServedSite } from '../served-site.ts';
import type { PageOptions } from './page-options.ts';
import type { FormFields } from '../page/form-fields.ts';
import { readAct } from './read-act.ts';
import type { Scene } from './scene.ts';
import type { Notice } from '../page/sessions.ts';

/** So long a form waits for the pass under way, before it says that the act waits. */
const patience = 1500;

/**
 * Records what a form asks for, and says what came of it. Where a pass is under way that takes longer, the answer says that the act is
 * not recorded yet, and `later` hears what becomes of it.
 */
export async function recordAct(
  { site, scene }: { readonly site: ServedSite; readonly scene: Scene },
  fields: FormFields,
  { note, later }: { readonly note: PageOptions['note']; readonly later: (notice: Notice) => void },
): Promise<Notice> {
  const read = readAct(scene, fields);
  if (read.kind === 'refused') return { kind: 'bad', text: read.why, hint: read.hint };
  const objection = objectionOfPlan(read.act, scene.outlook);
  if (objection !== null) return { kind: 'bad', text: objection.why, hint: 'Nothing was recorded.' };
  const recording = (async (): Promise<Notice> => {
    const { act } = read;
    const failure = await refusalOf(site.act(act));
    const patch = 'patch' in act ? act.patch : null;
    note({
      kind: 'acted',
      site: site.name,
      act: act.kind,
      patch,
      who: act.who,
      refused: failure?.code ?? null,
    });
    if (failure !== null) return refusalNotice(failure);
    return { kind: 'good', text: `Recorded: ${read.effect}`, hint: '' };
  })();
  const waits: Notice = {
    kind: 'wait',
    text: 'A pass is under way: this is recorded when it has ended.',
    hint: '',
  };
  const first = await within(patience, recording);
  if (first !== null) return first;
  void recording.then(later, (error: unknown) => {
    note({ kind: 'page-failed', error });
  });
  return waits;
}

async function refusalOf(recording: Promise<void>): Promise<Failure | null> {
  try {
    await recording;
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** The hint of a senseless act names commands of the terminal; here the page itself shows what else can be done. */
function refusalNotice(failure: Failure): Notice {
  const hint = isFailure(failure, 'ACT_SENSELESS') ? 'Nothing was recorded.' : failure.hint;
  return { kind: 'bad', text: failure.message, hint };
}

/** Null: it takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
