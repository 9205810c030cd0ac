import type { InstalledState } from '../../src/installed/installed-state.ts';
import type { AttemptStory } from '../../src/journal/journal-state.ts';
import type { World } from '../worlds/a-world.ts';
import type { HostLife } from './host-life.ts';

/** Only what was really published is obeyed, and nothing is done that it forbids. */
export function wrongOfHost(
  world: World,
  { published }: HostLife,
  installed: InstalledState,
  stories: readonly AttemptStory[],
): readonly string[] {
  const obeyed = installed.channels.get('default');
  if (obeyed === undefined) return stories.length === 0 ? [] : ['something was tried without a channel'];
  const said = published.get(obeyed.commit);
  if (said?.counter !== obeyed.counter)
    return [`channel ${obeyed.counter} that is obeyed was never published`];
  return stories.flatMap(({ attempt, patch, action, trigger, releaseDigest, startedAt, end }) => {
    const who = `attempt ${attempt}, ${action} of ${patch},`;
    const genuine = world.released.find(({ entry }) => entry.id === patch)?.entry.digest;
    const recall = said.recalls.get(patch);
    const until = said.holds.get(patch) ?? 0;
    const refused = end?.outcome === 'refused';
    return [
      ...(releaseDigest === genuine || refused ? [] : [`${who} is of another release than was published`]),
      ...(startedAt < until ? [`${who} was made though it was on hold`] : []),
      ...(action === 'install' && recall !== undefined ? [`${who} was made though it was recalled`] : []),
      ...(action === 'remove' && trigger === 'recall' && recall !== 'remove'
        ? [`${who} was made though nobody recalled it`]
        : []),
    ];
  });
}
