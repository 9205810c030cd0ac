// The operator's page over a site in memory, to work on it in a browser: `npm run pages -- [--port 8470] [--play]`. Acts are real, and so is the
// pass that follows each; with --play the events of one recorded pass are played into the open pages again and again.
import { parseArgs } from 'node:util';
import { aHospital } from './pages/a-hospital.ts';
import { playEvents, recordEvents } from './pages/play-events.ts';
import { serveHospital, token } from './pages/serve-hospital.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8470' }, play: { type: 'boolean' } },
});
const hospital = await aHospital();
const { site } = hospital;
if (values.play === true) {
  playEvents(site, await recordEvents(hospital), 700);
} else {
  const act = site.act.bind(site);
  site.act = async (fact) => {
    await act(fact);
    setTimeout(() => void site.pass(), 1500);
  };
}
const { url } = await serveHospital(hospital, Number(values.port));
console.log(`${url} (token: ${token}); Ctrl-C ends it.`);
