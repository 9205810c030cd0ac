import { execFileSync } from 'node:child_process';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from '../../src/base/digest.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import { aHost } from '../../test/cli/a-host.ts';
import { newFolder } from '../../test/cli/run-patchfleet.ts';
import { aPrivateKey } from '../../test/publish/a-signer.ts';

/** A laboratory that makes patches: a working copy with a host that has a release, one site that has it, and exports of a development server. */
export interface Laboratory {
  /** Holds all of it; the exports are in `exports`. */
  readonly top: string;
  readonly work: string;
  /** Null: the working copy has no host. */
  readonly repository: string | null;
  /** Of who releases and publishes. */
  readonly publicKey: string;
}

const router = (version: number, more = ''): string => `Class Lab.Router Extends %RegisteredObject
{

/// Finds the ward that a result belongs to
ClassMethod Route(result As Lab.Result) As %Status
{
  set ward = ..WardOf(result)
  if ward = "" set ward = ^LabRoute("default")
${more}  quit ..Send(result, ward)
}

ClassMethod Version() As %Integer
{
  quit ${version}
}

}
`;

const fleet = (key: string): string => `rings:
  - { name: uat, title: Acceptance }
  - { name: prod, title: Production, gate: { soak: 2d } }
sites:
  - { name: uat-1, title: Acceptance north, ring: uat, timezone: Europe/Madrid, key: ${key} }
  - name: prod-madrid
    title: Hospital Central
    ring: prod
    timezone: Europe/Madrid
    windows: [{ days: [mon, tue, wed, thu], from: "22:00", to: "05:00" }]
  - name: prod-lisbon
    title: Hospital do Rio
    ring: prod
    timezone: Europe/Lisbon
    windows: [{ days: [tue, thu, sat], from: "23:00", to: "04:00" }]
freezes:
  - { from: "2026-12-19T00:00", until: "2027-01-07T00:00", reason: Christmas, rings: [prod] }
  - { from: "2026-12-10T08:00", until: "2026-12-11T20:00", reason: audit }
`;

/** Sources as a developer exports them: classes in UDL, routines in one XML export, globals. */
function exportsOf(): Readonly<Record<string, string>> {
  const classes = ['Analyser', 'Alert', 'Label', 'Print', 'Result', 'Ward'].map((name) => [
    `Lab/${name}.cls`,
    `Class Lab.${name} Extends %Persistent\n{\n\nProperty Code As %String;\n\n}\n`,
  ]);
  const billing = ['Account', 'Export', 'Tariff'].map((name) => [
    `Lab/Billing/${name}.cls`,
    `Class Lab.Billing.${name}\n{\n\n/// ${name}\nClassMethod Run() As %Status\n{\n  quit $$$OK\n}\n\n}\n`,
  ]);
  const patches =
    'Class Lab.Patches\n{\n\nClassMethod P014(ByRef parameters) As %Status\n{\n  set ^LabConfig("ward")=parameters("ward")\n  quit 1\n}\n\n}\n';
  const routine = (name: string, text: string): string =>
    `<Routine name="${name}" type="MAC" languagemode="0" timestamp="67888,${36_000 + name.length * 60}"><![CDATA[\n${text}]]></Routine>`;
  const routines = ['LABIN', 'LABOUT', 'LABNIGHT'].map((name) =>
    routine(name, `${name} ; laboratory\n quit\n ;\nRUN(day) ; every night\n set ^LabLog(day)=1\n quit\n`),
  );
  return {
    ...(Object.fromEntries([...classes, ...billing]) as Record<string, string>),
    'Lab/Patches.cls': patches,
    'Lab/Router.cls': router(
      14,
      '  if result.Analyser \'= "" set ward = ##class(Lab.Analyser).WardOf(result)\n',
    ),
    'routines.xml': `<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26" zv="IRIS 2026.1" ts="2026-11-20 10:21:07">\n${routines.join('\n')}\n</Export>\n`,
    'routes.zwr':
      'kit\nZWR\n^LabRoute("analyser",1)="W1"\n^LabRoute("analyser",2)="W7"\n^LabRoute("default")="W1"\n',
  };
}

/** Files of a patch that was released before. */
function formerPatch(): Readonly<Record<string, string>> {
  const kit = router(13);
  return {
    'patches/LAB-2026.013/patch.yaml': `id: LAB-2026.013\ntitle: Routing asks the ward list\nkit:\n  - file: kit/Lab/Router.cls\n    sha256: "${digestOf(kit)}"\nnotes: notes.md\npolicy: { default: automatic }\n`,
    'patches/LAB-2026.013/notes.md': '# Routing asks the ward list\n',
    'patches/LAB-2026.013/kit/Lab/Router.cls': kit,
  };
}

/** With a host that has a release, which one site has. */
export async function aLaboratory(): Promise<Laboratory> {
  const host = aHost();
  host.merge({ 'fleet.yaml': fleet(host.publicKey), ...formerPatch() });
  for (const ran of [await host.run('release', 'LAB-2026.013', '--publish'), await host.atSite('reconcile')])
    if (ran.code !== 0) throw new Error(ran.err);
  gitIn(host.work, 'fetch', '--quiet', 'origin');
  return finished(host);
}

/** The same without a host. */
export function aLoneLaboratory(): Laboratory {
  const top = newFolder();
  const work = join(top, 'work');
  const { publicKey } = signerOf(aPrivateKey());
  write(work, { 'fleet.yaml': fleet(publicKey), ...formerPatch() });
  gitIn(work, 'init', '--quiet', '--initial-branch=main');
  gitIn(work, 'add', '--all');
  gitIn(
    work,
    '-c',
    'user.name=Mara',
    '-c',
    'user.email=mara@example.org',
    'commit',
    '--quiet',
    '--message',
    'Begin',
  );
  return finished({ top, work, repository: null, publicKey });
}

function finished({ top, work, repository, publicKey }: Laboratory): Laboratory {
  gitIn(work, 'config', 'user.name', 'Mara Vidal');
  gitIn(work, 'config', 'user.email', 'mara@example.org');
  const exports = exportsOf();
  write(join(top, 'exports'), exports);
  for (const path of Object.keys(exports)) {
    const changed = new Date(Date.UTC(2026, 10, 3 + (path.length % 18), 9, path.length));
    utimesSync(join(top, 'exports', path), changed, changed);
  }
  return { top, work, repository, publicKey };
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What git says in a folder. */
export function gitIn(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
}
