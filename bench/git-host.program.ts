import { startGitServer } from '../tools/git-server.ts';

// node git-host.program.js FOLDER: serves the repositories in the folder, prints the address, ends with its standard input.
const server = await startGitServer({ root: process.argv[2] ?? '.' });
console.log(server.url);
process.stdin.resume();
process.stdin.once('end', () => void server.close());
