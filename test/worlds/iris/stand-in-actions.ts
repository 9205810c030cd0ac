import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelperProcess, Out, ParsedRequest } from './helper-stand-in.ts';
import { sortReferences } from './helper-stand-in.ts';
import type { Namespace } from './namespace-store.ts';
import { isAlive } from './namespace-store.ts';
import { ServerError } from './server-form.ts';
import type { Room } from './stand-in-documents.ts';
import { compileNamed, exists, put, readOne, stampNow } from './stand-in-documents.ts';

/** Does what the helper class does for an action; what it changes is kept by the caller, if nothing is thrown. */
export function act(namespace: Namespace, request: ParsedRequest, out: Out, process: HelperProcess): void {
  const work = actions[request.action];
  if (work === undefined) throw new ServerError(`action is not known: ${request.action}`);
  work({ namespace, request, out, process });
}

const actions: Readonly<Record<string, (room: Room) => void>> = {
  facts: ({ namespace, out }) => {
    const { server, own } = namespace;
    out.say('version', server.version);
    out.say('unicode', server.unicode ? '1' : '0');
    out.say('clock', '68000,36000.5');
    out.say('instance', 'stand-in:TEST');
    out.say('namespace', 'LAB');
    out.say('mirror', server.member ? '1' : '0');
    out.say('primary', server.primary ? '1' : '0');
    out.say('readonly', server.readonly ? '1' : '0');
    out.say('free', '1000000000000');
    out.say('productions', server.production === null ? '0' : '1');
    out.say('production', own.production);
    out.say('register', String(own.register.length));
  },
  register: ({ namespace, request, out }) => {
    const { register } = namespace.own;
    out.say('count', String(register.length));
    for (const pieces of register.slice(Number(request.find('from')))) {
      out.say('entry', String(pieces.length));
      for (const piece of pieces) out.say('text', piece);
    }
  },
  append: ({ namespace, request, out }) => {
    for (const [key, text = ''] of request.lines) {
      if (key === 'entry') namespace.own.register.push([]);
      if (key === 'text') namespace.own.register.at(-1)?.push(text);
    }
    out.say('count', String(namespace.own.register.length));
  },
  renew: ({ out }) => {
    out.say('renewed', '');
  },
  list: ({ namespace, out }) => {
    const globals = Object.keys(namespace.globals).map((key) => (JSON.parse(key) as string[])[0] ?? '');
    const names = [...Object.keys(namespace.documents), ...Object.keys(namespace.files), ...new Set(globals)];
    const { deployed, mapped } = namespace.server;
    for (const name of names)
      if (!deployed.includes(name) && mapped[name] === undefined) out.say('document', name);
  },
  read: ({ namespace, request, out }) => {
    for (const [key, name = ''] of request.lines) if (key === 'document') readOne(namespace, name, out);
  },
  check: ({ namespace, request, out }) => {
    const { deployed, mapped } = namespace.server;
    for (const [key, name = ''] of request.lines)
      if (key === 'document')
        out.say(
          ...(['document', name, exists(namespace, name) ? '1' : '0'] as const),
          deployed.includes(name) ? '1' : '0',
          mapped[name.replace(/\(.*$/s, '')] ?? '',
          (namespace.documents[name]?.element.match(/^<Storage [^]*?^<\/Storage>\n/gm) ?? []).join(''),
        );
  },
  put: (room) => {
    put(room);
  },
  remove: ({ namespace, request, out }) => {
    const name = request.find('document');
    if (stampNow(namespace, name) !== request.find('stamp')) {
      out.say('stale', '');
      return;
    }
    if (!/^p?-d-e$/.test(name.startsWith('/') ? '-d-e' : request.find('flags')))
      throw new Error('PROTOCOL: a deletion without its flags');
    Reflect.deleteProperty(name.startsWith('/') ? namespace.files : namespace.documents, name);
    Reflect.deleteProperty(namespace.own.put, name);
    out.say('done', '');
  },
  compile: ({ namespace, request, out }) => {
    if (!/^ckbylp?-d-e-u-r\/multicompile=0$/.test(request.find('flags')))
      throw new Error(`PROTOCOL: a compilation with the flags ${request.find('flags')}`);
    for (const [key, name = ''] of request.lines)
      if (key === 'document')
        for (const complaint of compileNamed(namespace, name)) out.say('failed', complaint);
  },
  compiled: ({ namespace, request, out }) => {
    for (const [key, name = ''] of request.lines)
      if (key === 'document' && name.endsWith('.cls') && namespace.documents[name]?.compiled === false)
        out.say('failed', `${name} is not compiled`);
  },
  nodes: (room) => {
    nodes(room);
  },
  values: ({ namespace, request, out }) => {
    for (const [, ...reference] of request.lines) {
      const value = namespace.globals[JSON.stringify(reference)];
      if (value !== undefined) out.say('node', value, ...reference);
    }
  },
  edit: ({ namespace, request, out }) => {
    const edits = request.lines.map(([, had = '', from = '', has = '', to = '', ...reference]) => ({
      ...{ had: had === '1', from, has: has === '1', to, key: JSON.stringify(reference) },
    }));
    const wrong = edits.some(({ had, from, key }) => namespace.globals[key] !== (had ? from : undefined));
    if (wrong) {
      out.say('conflict', '');
      return;
    }
    for (const { has, to, key } of edits) {
      if (has) namespace.globals[key] = to;
      else Reflect.deleteProperty(namespace.globals, key);
    }
    out.say('done', '');
  },
  state: ({ namespace, request, out, process }) => {
    const { run } = namespace.own;
    const result = join(process.folder, `run-${run?.job ?? 0}.json`);
    if (run?.attempt !== request.find('attempt')) out.say('state', 'none');
    else if (existsSync(result)) {
      const said = JSON.parse(readFileSync(result, 'utf8')) as Record<'status' | 'result' | 'output', string>;
      out.say('state', said.status);
      out.say('result', said.result);
      out.say('bytes', said.output);
    } else out.say('state', isAlive(run.job) ? 'running' : 'gone');
  },
  stop: ({ out }) => {
    out.say('stopped', '');
  },
  forget: ({ namespace, request }) => {
    if (namespace.own.run?.attempt === request.find('attempt')) namespace.own.run = null;
  },
  production: (room) => {
    production(room);
  },
};

function production({ namespace: { server, own }, request, out }: Room): void {
  if (server.production === null) {
    if (request.find('act') === 'hold') throw new ServerError('this namespace has no productions');
    return;
  }
  if (request.find('act') === 'hold') {
    if (server.production.state !== 1) {
      out.say('done', 'no production runs');
      return;
    }
    own.production = `${request.find('how')} ${server.production.name}`;
    if (request.find('how') === 'stop-start') server.production.state = 2;
  } else {
    if (own.production.startsWith('stop-start')) server.production.state = 1;
    own.production = '';
  }
  out.say('done', server.production.name);
}

function nodes({ namespace, request, out }: Room): void {
  const reference = (wanted: string) => request.lines.find(([key]) => key === wanted)?.slice(1);
  const [root = [], after] = [reference('root'), reference('after')];
  const below = sortReferences(Object.keys(namespace.globals)).filter((key) =>
    root.every((part, level) => key[level] === part),
  );
  const from =
    after === undefined ? 0 : below.findIndex((key) => JSON.stringify(key) === JSON.stringify(after)) + 1;
  const most = Number(request.find('most'));
  for (const key of below.slice(from, from + most))
    out.say('node', namespace.globals[JSON.stringify(key)] ?? '', ...key);
  if (below.length > from + most) out.say('more', '');
}
