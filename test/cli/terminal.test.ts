import { PassThrough } from 'node:stream';
import test from 'ava';
import { terminalOver } from '../../src/apps/cli/terminal.ts';

interface Screen {
  readonly stream: NodeJS.WriteStream;
  text(): string;
}

function aScreen(isTTY: boolean, columns = 20): Screen {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    stream: Object.assign(stream, { isTTY, columns }) as unknown as NodeJS.WriteStream,
    text: () => text,
  };
}

test('progress is one line on a terminal that is gone before anything else is printed', (t) => {
  const [out, err] = [aScreen(true), aScreen(true)];
  const terminal = terminalOver(out.stream, err.stream, {});
  terminal.progress('fetching a kit that has a long name');
  terminal.print('done');
  t.is(err.text(), 'fetching a kit tha…\r\u001b[K');
  t.is(out.text(), 'done\n');
});

test('without a terminal there is no progress and no colour', (t) => {
  const [out, err] = [aScreen(false), aScreen(false)];
  const terminal = terminalOver(out.stream, err.stream, {});
  terminal.progress('fetching');
  t.is(err.text(), '');
  t.is(terminal.paint('bad', 'x'), 'x');
});

test('NO_COLOR wins over a terminal', (t) => {
  const out = aScreen(true);
  t.not(terminalOver(out.stream, out.stream, {}).paint('good', 'x'), 'x');
  t.is(terminalOver(out.stream, out.stream, { NO_COLOR: '1' }).paint('good', 'x'), 'x');
});
