import { act, inChromium, scene, signIn } from './chromium-scene.ts';

inChromium(
  'an operator reads the notes, sees the changes, installs, and watches it happen without touching the page',
  scene,
  async (one, show) => {
    await signIn(one, show);
    await show.getByRole('link', { name: 'LAB-1' }).click();
    await show.frameLocator('iframe.notes').getByText('Results find their ward.').waitFor();
    await show.getByRole('link', { name: 'See every change, line by line' }).click();
    await show.locator('ins', { hasText: 'quit 14' }).waitFor();
    await show.locator('del', { hasText: 'quit 13' }).waitFor();
    await show.getByRole('link', { name: 'LAB-1' }).click();
    await act(show, 'Install now', 'the ward is ready');
    await show.getByText('Recorded: LAB-1 is installed').waitFor();
    one.writes.slow();
    const passing = one.page.site.pass();
    await show.locator('#steps li', { hasText: 'writing' }).waitFor();
    one.writes.release();
    await passing;
    await show.locator('#standing .state', { hasText: 'installed' }).waitFor();
    await show.locator('#attempts', { hasText: 'ana: the ward is ready' }).waitFor();
  },
);

inChromium(
  'an operator watches an attempt fail and be rolled back, and finds its proof',
  scene,
  async (one, show) => {
    await signIn(one, show);
    await show.getByRole('link', { name: 'LAB-2' }).click();
    await act(show, 'Install now', 'tonight');
    await show.getByText('Recorded: LAB-2').waitFor();
    one.writes.slow();
    const passing = one.page.site.pass();
    await show.locator('#steps li', { hasText: 'writing' }).waitFor();
    one.writes.release();
    await passing;
    await show.locator('#standing .state', { hasText: 'rolled back' }).waitFor();
    await show.locator('#attempts').getByRole('link', { name: '1', exact: true }).click();
    await show.getByText('The old state is back, by digest.').waitFor();
    await show.getByText('rolled back and proven').first().waitFor();
  },
);

inChromium('an operator holds a patch, resumes it, and removes one', scene, async (one, show) => {
  await signIn(one, show);
  await show.getByRole('link', { name: 'LAB-3' }).click();
  await show.locator('summary', { hasText: 'Hold' }).click();
  await act(show, 'Hold it', 'the ward moves');
  await show.locator('#standing', { hasText: 'the ward moves' }).waitFor();
  await show.locator('summary', { hasText: 'Resume' }).click();
  await act(show, 'End the hold', 'it has moved');
  await show.getByText('Recorded: LAB-3 is no longer held').waitFor();
  await act(show, 'Install now', 'go');
  await show.getByText('Recorded: LAB-3').waitFor();
  await one.page.site.pass();
  await show.locator('#standing .state', { hasText: 'installed' }).waitFor();
  await show.getByRole('link', { name: 'Remove …' }).click();
  await show.locator('del', { hasText: 'Class Lab.Late' }).waitFor();
  await act(show, 'Remove LAB-3', 'not wanted');
  await show.getByText('Recorded: LAB-3 is removed').waitFor();
  await one.page.site.pass();
  await show.locator('#standing .state', { hasText: 'removed' }).waitFor();
});

inChromium('what somebody types stays while the page around it is drawn again', scene, async (one, show) => {
  await signIn(one, show);
  await show.getByRole('link', { name: 'LAB-3' }).click();
  const form = show.locator('form', { has: show.getByRole('button', { name: 'Install now' }) });
  await form.getByLabel('Why').fill('half a rea');
  await one.page.signedIn('rita').then((rita) => rita.act('/sites/here', 'suspend', { why: 'server moves' }));
  await one.page.site.pass();
  await show.locator('#activity', { hasText: 'Suspended by rita' }).waitFor();
  await form.getByLabel('Why').pressSequentially('son');
  await form.getByRole('button').click();
  await show.locator('#said', { hasText: 'ana: half a reason' }).waitFor();
});

inChromium(
  'what becomes of an act that had to wait is said on the page that is open',
  scene,
  async (one, show) => {
    await signIn(one, show);
    await show.getByRole('link', { name: 'LAB-1' }).click();
    await act(show, 'Install now', 'go');
    await show.getByText('Recorded: LAB-1').waitFor();
    one.writes.slow();
    const passing = one.page.site.pass();
    await show.locator('#steps li', { hasText: 'writing' }).waitFor();
    await show.getByRole('link', { name: 'here', exact: true }).click();
    await show.locator('summary', { hasText: 'Suspend the site' }).click();
    await act(show, 'Nothing here until resumed', 'server moves');
    await show.getByText('A pass is under way: this is recorded when it has ended.').waitFor();
    await show.getByText('Not recorded yet: suspend by ana.').waitFor();
    one.writes.release();
    await passing;
    await one.page.site.pass();
    await show.getByText('Recorded: here is suspended').waitFor();
    await show.locator('#activity', { hasText: 'Suspended by ana' }).waitFor();
  },
);

inChromium(
  'without JavaScript everything but liveness works',
  scene,
  async (one, show) => {
    await signIn(one, show);
    await show.getByRole('link', { name: 'LAB-3' }).click();
    await act(show, 'Install now', 'go');
    await show.getByText('Recorded: LAB-3').waitFor();
    await one.page.site.pass();
    await show.reload();
    await show.locator('#standing .state', { hasText: 'installed' }).waitFor();
    await show.getByRole('button', { name: 'Sign out' }).click();
    await show.getByRole('heading', { name: 'Sign in' }).waitFor();
  },
  { javaScriptEnabled: false },
);
