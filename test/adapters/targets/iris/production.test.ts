import { protocolCase } from '../../../worlds/iris/both-reaches.ts';
import { changeNamespace, readNamespace } from '../../../worlds/iris/namespace-store.ts';
import { withSession } from '../engine-contract/engine-under-test.ts';

const state = (folder: string) => readNamespace(folder).server.production?.state;

protocolCase(
  'a production is stopped and started, and what is owed to it outlives who stopped it',
  async (t, s) => {
    await s.target.look();
    changeNamespace(s.folder, ({ server }) => (server.production = { name: 'Lab.Production', state: 1 }));
    t.true((await s.target.look()).can.productions);
    await withSession(s.target, async (session) => {
      t.is(await session.holdProduction?.('stop-start'), null);
    });
    t.is(state(s.folder), 2);
    t.true((await s.target.look()).productionOwed);
    await withSession(s.target, async (session) => {
      t.is(await session.resumeProduction?.(), null);
      t.is(await session.resumeProduction?.(), null);
    });
    t.is(state(s.folder), 1);
    t.false((await s.target.look()).productionOwed);
  },
);

protocolCase('a production that an operator had stopped is not started by a patch', async (t, s) => {
  await s.target.look();
  changeNamespace(s.folder, ({ server }) => (server.production = { name: 'Lab.Production', state: 2 }));
  await withSession(s.target, async (session) => {
    t.is(await session.holdProduction?.('stop-start'), null);
    t.is(await session.resumeProduction?.(), null);
  });
  t.is(state(s.folder), 2);
});

protocolCase('an update is owed as well, and leaves the production running', async (t, s) => {
  await s.target.look();
  changeNamespace(s.folder, ({ server }) => (server.production = { name: 'Lab.Production', state: 1 }));
  await withSession(s.target, async (session) => {
    t.is(await session.holdProduction?.('update'), null);
    t.is(state(s.folder), 1);
    t.true((await s.target.look()).productionOwed);
    t.is(await session.resumeProduction?.(), null);
  });
  t.false((await s.target.look()).productionOwed);
});

protocolCase('a namespace without productions says so where one is to be stopped', async (t, s) => {
  t.false((await s.target.look()).can.productions);
  await withSession(s.target, async (session) => {
    t.regex((await session.holdProduction?.('stop-start')) ?? '', /no productions/);
    t.is(await session.resumeProduction?.(), null);
  });
});
