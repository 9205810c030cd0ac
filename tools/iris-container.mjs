// Starts InterSystems IRIS in a container and says in one line of JSON how it is reached; ends it when its standard input ends. Run by npm exec with
// the package testcontainers-iris, which is none of our dependencies: it is found where npm exec put it.
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';

const places = (process.env.PATH ?? '').split(delimiter).map((bin) => dirname(bin));
const modules = places.find((place) => existsSync(join(place, 'testcontainers-iris')));
if (modules === undefined) throw new Error('testcontainers-iris is not where npm exec puts packages');
const { IRISContainer } = createRequire(join(modules, 'x.js'))('testcontainers-iris');

const webPort = 52773;
const container = await new IRISContainer('intersystemsdc/iris-community:latest')
  .withNamespace('USER')
  .withExposedPorts(webPort)
  .start();
const url = `http://${container.getHost()}:${container.getMappedPort(webPort)}`;
console.log(JSON.stringify({ url, username: container.getUsername(), password: container.getPassword() }));
process.stdin.resume();
process.stdin.on('end', async () => {
  await container.stop();
  process.exit(0);
});
