import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import { documentName } from '../../src/document/document-name.ts';
import { kindOf } from '../../src/document/document-name.ts';
import type { KitDocument } from '../../src/kit/kit-document.ts';
import type { CheckedPatch } from '../../src/publish/check-patch.ts';
import type { EarlierPatch } from '../../src/publish/earlier/earlier-patches.ts';
import { staleRemarks } from '../../src/publish/earlier/stale-remarks.ts';
import { storageRemarks } from '../../src/publish/earlier/storage-remarks.ts';

type Held = Readonly<Record<string, string | null>>;

function documentsIn(held: Held, changed?: string): readonly KitDocument[] {
  return Object.entries(held).flatMap(([text, content]) => {
    const name = documentName(text);
    if (content === null) return [];
    return [
      {
        ...{ document: { name, bytes: Buffer.from(content) }, file: 'kit/x.xml', line: 7 },
        globals: kindOf(name) === 'global' ? ('merge' as const) : null,
        ...(changed !== undefined && { changed }),
      },
    ];
  });
}

/** What is remarked on these documents behind patches LAB-1, LAB-2 … with those; null: removed. */
function remarks(
  own: Held,
  earlier: readonly Held[],
  more: { readonly supersedes?: readonly string[]; readonly changed?: readonly [string, ...string[]] } = {},
): readonly string[] {
  const [changed, ...times] = more.changed ?? [];
  const patch = {
    path: 'patches/LAB-9',
    manifest: { supersedes: more.supersedes ?? [] },
    documents: documentsIn(own, changed),
  } as unknown as CheckedPatch;
  const before = earlier.map((held, index) => ({
    ...{ id: `LAB-${index + 1}` as PatchId, documents: documentsIn(held, times[index]) },
    removed: Object.keys(held)
      .filter((name) => held[name] === null)
      .map(documentName),
  })) as unknown as readonly EarlierPatch[];
  return [...staleRemarks(patch, before), ...storageRemarks(patch, before)].map(
    ({ file, line, message }) => `${file}:${line} ${message}`,
  );
}

const name = 'Lab.R.cls';
const aClass = (...lines: readonly string[]): string => `Class Lab.R\n{\n${lines.join('\n')}\n}\n`;
const [v1, v2] = [aClass('Parameter A = 1;'), aClass('Parameter A = 2;', 'Parameter B = 1;')];

test('a document that is what it was before the last patch would undo that patch', (t) => {
  const [remark = '', ...others] = remarks({ [name]: v1 }, [{ [name]: v1 }, {}, { [name]: v2 }]);
  t.deepEqual(others, []);
  t.regex(remark, /^patches\/LAB-9\/kit\/x\.xml:7 Lab\.R\.cls is what LAB-1 brought; LAB-3 changed it since/);
});

test('a document that goes back to before the last but one is told too, and one that a patch removed', (t) => {
  const v3 = aClass('Parameter A = 3;');
  t.regex(
    remarks({ [name]: v1 }, [{ [name]: v1 }, { [name]: v2 }, { [name]: v3 }])[0] ?? '',
    /LAB-3 changed/,
  );
  t.regex(remarks({ [name]: v1 }, [{ [name]: v1 }, { [name]: null }])[0] ?? '', /LAB-2 removed it since/);
});

test('a document with nothing of what the last patch changed is likely stale; one with a part of it is not', (t) => {
  const stale = aClass('Parameter A = 1;', 'Parameter C = 1;');
  t.regex(
    remarks({ [name]: stale }, [{ [name]: v1 }, { [name]: v2 }])[0] ?? '',
    /holds nothing of what LAB-2/,
  );
  const based = aClass('Parameter A = 5;', 'Parameter B = 1;');
  t.deepEqual(remarks({ [name]: based }, [{ [name]: v1 }, { [name]: v2 }]), []);
  const anew = aClass('Parameter C = 1;');
  t.deepEqual(remarks({ [name]: anew }, [{ [name]: v1 }, { [name]: v2 }]), [], 'what went did not come back');
  t.deepEqual(remarks({ [name]: stale }, [{ [name]: v2 }]), [], 'nobody knows what LAB-1 changed');
});

test('nothing is told of what is as in the last patch, is new, or is superseded', (t) => {
  t.deepEqual(remarks({ [name]: v2 }, [{ [name]: v1 }, { [name]: v2 }]), []);
  t.deepEqual(remarks({ [name]: v1 }, [{ 'Lab.S.cls': v2 }]), []);
  t.deepEqual(remarks({ [name]: v1 }, [{ [name]: v1 }, { [name]: v2 }], { supersedes: ['LAB-2'] }), []);
});

test('an export that was changed before the one of the last patch is told with both times', (t) => {
  const [remark = ''] = remarks({ [name]: v1 }, [{ [name]: v2 }], {
    changed: ['67000,3600', '67001,7265.5'],
  });
  t.regex(
    remark,
    /was last changed on 2024-06-09 01:00, before the one that LAB-1 brought \(2024-06-10 02:01\)/,
  );
  t.deepEqual(remarks({ [name]: v1 }, [{ [name]: v2 }], { changed: ['67002,1', '67001,7265.5'] }), []);
});

test('globals are compared node by node: other nodes of another patch undo nothing', (t) => {
  const [a, b] = ['^Lab("a")="1"\n', '^Lab("b")="1"\n'];
  t.deepEqual(remarks({ '^Lab': a }, [{ '^Lab': a }, { '^Lab': b }]), []);
  t.regex(
    remarks({ '^Lab': `${a}${b}` }, [{ '^Lab': a }, { '^Lab': '^Lab("a")="2"\n' }])[0] ?? '',
    /\^Lab holds one node with the value of before LAB-2/,
  );
  t.deepEqual(remarks({ '^Lab': '^Lab("a")="3"\n' }, [{ '^Lab': a }, { '^Lab': '^Lab("a")="2"\n' }]), []);
});

test('storage that differs from that of the last patch is told with the property that moves', (t) => {
  const stored = (...slots: readonly string[]): string =>
    `Class Lab.R Extends %Persistent\n{\n\nStorage Default\n{\n<Data name="D">\n${slots.map((slot, index) => `<Value name="${index + 1}">\n<Value>${slot}</Value>\n</Value>\n`).join('')}</Data>\n}\n\n}\n`;
  const [remark = ''] = remarks({ [name]: stored('Ward', 'Name') }, [{ [name]: stored('Name', 'Ward') }]);
  t.regex(remark, /stores its data otherwise than in LAB-1: Name moves from slot 1 to 2; Ward moves/);
});
