import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../../src/specs/read-text.ts';
import { PROJECT, brief, entriesOf, folder, loadFrom, oneOrder, problemsOf } from '../../support/specs.ts';

const HEAD = 'version: 1\norders:\n';
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

const names = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await entriesOf(files)).map(({ place }) => place.file);
/** A file with one order of this name. */
const order = (name: string): string => oneOrder().replace('btc-1', name);

const problemsIn = async (dir: string): Promise<readonly string[]> => {
  const loaded = await loadFrom(dir);
  return loaded.ok ? [] : brief(loaded.problems);
};

const project = (): Promise<string> => folder({ 'tradeform.yaml': PROJECT, 'a.yaml': order('a') });

describe('what is a spec file', () => {
  it('every YAML file below the folder, in the order of their paths', async () =>
    expect(
      await names({
        'b.yaml': order('b'),
        'a/z.yml': order('c'),
        'a/b/c.yaml': order('d'),
        'C.YAML': order('e'),
      }),
    ).toEqual(['C.YAML', 'a/b/c.yaml', 'a/z.yml', 'b.yaml']));
  it('nothing in dot folders and node_modules, and nothing that is no YAML', async () =>
    expect(
      await names({
        'a.yaml': order('a'),
        '.git/x.yaml': ':',
        'node_modules/x/y.yaml': ':',
        'README.md': '#',
        'x.yaml.bak': ':',
      }),
    ).toEqual(['a.yaml']));
  it('a dot file too: it is not ignored', async () =>
    expect(brief(await problemsOf({ '.pre-commit-config.yaml': 'repos: []\n' }))).toEqual([
      '.pre-commit-config.yaml:1:1 spec/missing-field `version` is missing: every YAML file of a project is a spec file',
    ]));
  it('nothing that is excluded', async () => {
    const excluding = `${PROJECT}exclude: [drafts, "**/*.draft.yaml", .pre-commit-config.yaml]\n`;
    const files = {
      'a.yaml': order('a'),
      'drafts/b.yaml': ':',
      'x/c.draft.yaml': ':',
      '.pre-commit-config.yaml': 'a: b',
    };
    expect(await names({ 'tradeform.yaml': excluding, ...files })).toEqual(['a.yaml']);
  });
  it('what an environment selects, where it does', async () => {
    const files = {
      'tradeform.yaml': PROJECT.replace('paper: {}', 'paper: { specs: [paper, shared/*.yaml] }'),
      'paper/a.yaml': order('a'),
      'live/a.yaml': order('a'),
      'shared/b.yaml': order('b'),
    };
    expect(await names(files)).toEqual(['paper/a.yaml', 'shared/b.yaml']);
  });
  it('a glob of specs that fits no file is a problem, not an empty set', async () => {
    const selecting = PROJECT.replace('paper: {}', 'paper: { specs: [papre] }');
    expect(brief(await problemsOf({ 'tradeform.yaml': selecting, 'paper/a.yaml': order('a') }))).toEqual([
      'tradeform.yaml:1:1 project/specs `specs:` has the glob `papre`, which fits no file',
    ]);
  });
});

describe('text that is none', () => {
  it.each([
    ['a bad byte', bytes(HEAD, '# caf', [0xe9], ' x\n'), 3, 6],
    ['a bad byte after good ones', bytes('\ufeff# é\n', HEAD, '# é', [0xc3, 0x28], '\n'), 4, 4],
    ['a replacement character that is meant, and a bad byte', bytes(HEAD, '# \ufffd ', [0xff], '\n'), 3, 5],
    ['a surrogate', bytes(HEAD, '# ', [0xed, 0xa0, 0x80], '\n'), 3, 3],
    ['an end within a character', bytes(HEAD, '# ', [0xe2, 0x80]), 3, 3],
  ])('%s is told with its place', async (_, content, line, column) =>
    expect(await problemsOf({ 'a.yaml': content })).toMatchObject([
      { code: 'file/encoding', place: { file: 'a.yaml', line, column } },
    ]),
  );
  it.each([
    ['little', bytes([0xff, 0xfe], 'v\0e\0')],
    ['big', bytes([0xfe, 0xff], '\0v\0e')],
  ])('UTF-16, %s endian, is named', async (_, content) =>
    expect(await problemsOf({ 'a.yaml': content })).toMatchObject([
      { code: 'file/encoding', message: 'the file is UTF-16' },
    ]),
  );
});

describe('characters that nobody sees', () => {
  it.each([
    ['\0', 'U+0000'],
    ['\u001b', 'U+001B'],
    ['\u0085', 'U+0085'],
    ['\u200b', 'U+200B'],
    ['\u202e', 'U+202E'],
    ['\u2066', 'U+2066'],
    ['\u2028', 'U+2028'],
    ['\ufeff', 'U+FEFF'],
    ['\u{e0041}', 'U+E0041'],
    ['\r', 'U+000D'],
  ])('%j is a problem', async (character, name) =>
    expect(await problemsOf({ 'a.yaml': `${HEAD}# a${character}b\n` })).toMatchObject([
      {
        code: 'file/invisible',
        message: `an invisible character stands here (${name})`,
        place: { line: 3, column: 4 },
      },
    ]),
  );
  it.each(['é', '日本語', '👩\u200d💻', 'ن\u200cا', '\t'])('%s is none of them', async (text) =>
    expect(await entriesOf({ 'a.yaml': `# ${text}\n${oneOrder()}` })).toHaveLength(1),
  );
});

describe('files made to hurt', () => {
  const many = (line: string): string =>
    HEAD + line.repeat(Math.floor((MAX_FILE_BYTES - HEAD.length) / line.length));
  it.each([
    ['more than 5 MiB', `# ${'x'.repeat(78)}\n`.repeat(70_000), 'file/too-large'],
    ['one endless line', `${HEAD}#${'x'.repeat(1_000_000)}\n`, 'file/long-line'],
    ['100,000 brackets', `${HEAD} ${'[\n '.repeat(100_000)}`, 'yaml/too-deep'],
    ['100,000 dashes', `${HEAD}${`${'- '.repeat(1000)}\n`.repeat(100)}`, 'yaml/too-deep'],
    [
      'a stair of maps',
      Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
      'yaml/too-deep',
    ],
    ['millions of brackets', many('[\n'), 'yaml/too-large'],
    ['millions of documents', many('---\n'), 'yaml/too-large'],
    ['millions of keys', many(' a:\n'), 'yaml/too-large'],
    [
      '30,000 orders',
      HEAD + Array.from({ length: 30_000 }, (_, i) => ` a${i}: {}\n`).join(''),
      'yaml/too-large',
    ],
    [
      '2,000 labels',
      `${HEAD} a:\n  labels:\n${Array.from({ length: 2000 }, (_, i) => `   a${i}: b\n`).join('')}`,
      'yaml/too-large',
    ],
    ['2,000 former names', `${HEAD} a:\n  formerly:\n${'   - b\n'.repeat(2000)}`, 'yaml/too-large'],
  ])('%s: one clear problem', async (_, text, code) => {
    const problems = await problemsOf({ 'a.yaml': text });
    expect(problems).toMatchObject([{ code, place: { file: 'a.yaml' } }]);
    expect(problems[0]?.remedy).toBeDefined();
    expect(problems[0]?.excerpt?.length ?? 0).toBeLessThanOrEqual(4000);
  });
  it('a thousand laughs unfold to nothing', async () => {
    const laughs = Array.from(
      { length: 30 },
      (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]\n`,
    ).join('');
    const problems = await problemsOf({ 'a.yaml': `version: 1\nl0: &l0 [lol]\n${laughs}` });
    expect(problems.filter(({ code }) => code === 'yaml/alias')).toHaveLength(90);
  });
  it('as many keys twice as there can be give a thousand problems, not more', async () => {
    const problems = await problemsOf({ 'a.yaml': HEAD + ' a: {}\n'.repeat(15_000) });
    expect(problems.length).toBeLessThanOrEqual(1010);
    expect(problems.length).toBeGreaterThan(900);
  });
  it('as many wrong orders as there can be give a thousand problems, not many more', async () => {
    const problems = await problemsOf({
      'a.yaml': HEAD + Array.from({ length: 15_000 }, (_, i) => ` a${i}: {}\n`).join(''),
    });
    expect(problems.length).toBeLessThan(1020);
  });
});

describe('what is no plain file', () => {
  it('a link out of the folder is a problem', async () => {
    const [dir, other] = [await project(), await folder({ 'x.yaml': order('x'), 'sub/y.yaml': order('y') })];
    await symlink(join(other, 'x.yaml'), join(dir, 'file.yaml'));
    await symlink(join(other, 'sub'), join(dir, 'folder'));
    await symlink(join(other, 'x.yaml'), join(dir, 'not-yaml'));
    expect(await problemsIn(dir)).toEqual([
      "file.yaml:1:1 file/link a symbolic link that leads out of the project's folder",
      "folder:1:1 file/link a symbolic link that leads out of the project's folder",
    ]);
  });
  it('a link that is excluded is none of our business', async () => {
    const [dir, other] = [await project(), await folder({ 'x.yaml': ':' })];
    await symlink(join(other, 'x.yaml'), join(dir, 'file.yaml'));
    await writeFile(join(dir, 'tradeform.yaml'), `${PROJECT}exclude: [file.yaml]\n`);
    expect(await problemsIn(dir)).toEqual([]);
  });
  it('a link that leads nowhere, and one that leads to itself, are problems', async () => {
    const dir = await project();
    await symlink('nowhere.yaml', join(dir, 'gone.yaml'));
    await symlink('loop.yaml', join(dir, 'loop.yaml'));
    expect(await problemsIn(dir)).toEqual([
      'gone.yaml:1:1 file/link a symbolic link that leads nowhere',
      'loop.yaml:1:1 file/link a symbolic link that leads nowhere',
    ]);
  });
  it('a link to a folder of the project would read its files twice', async () => {
    const dir = await project();
    await symlink('.', join(dir, 'self'));
    expect(await problemsIn(dir)).toEqual([
      'self:1:1 file/link a symbolic link to a folder of the project: its files would be read twice',
    ]);
  });
  it('a link to a file of the project is read once', async () => {
    const dir = await project();
    await symlink('a.yaml', join(dir, '0-link.yaml'));
    await mkdir(join(dir, '.data'));
    await writeFile(join(dir, '.data', 'b.yaml'), order('b'));
    await symlink('.data/b.yaml', join(dir, 'b.yaml'));
    await symlink('.data/b.yaml', join(dir, 'c.yaml'));
    const loaded = await loadFrom(dir);
    expect(loaded.ok && loaded.entries.map(({ place }) => place.file)).toEqual(['a.yaml', 'b.yaml']);
  });
  it('a project behind a link is one', async () => {
    const [dir, other] = [await project(), await folder({})];
    await symlink(dir, join(other, 'link'));
    const loaded = await loadFrom(join(other, 'link'));
    expect(loaded.ok && loaded.entries).toHaveLength(1);
  });
  it('a named pipe is a problem, and is not waited for', async () => {
    const dir = await project();
    execFileSync('mkfifo', [join(dir, 'pipe.yaml')]);
    expect(await problemsIn(dir)).toEqual(['pipe.yaml:1:1 file/not-regular this is not a regular file']);
  });
  it('a folder that is called like a file is a folder', async () => {
    const dir = await folder({ 'tradeform.yaml': PROJECT, 'orders.yaml/a.yaml': order('a') });
    expect(await problemsIn(dir)).toEqual([]);
  });
  it.skipIf(process.getuid?.() === 0)('what may not be read is a problem', async () => {
    const dir = await folder({ 'tradeform.yaml': PROJECT, 'a.yaml': order('a'), 'shut/b.yaml': order('b') });
    await chmod(join(dir, 'a.yaml'), 0o000);
    await chmod(join(dir, 'shut'), 0o000);
    const problems = await problemsIn(dir);
    await chmod(join(dir, 'shut'), 0o700);
    expect(problems).toEqual([
      "a.yaml:1:1 file/unreadable the file can't be read (EACCES)",
      "shut:1:1 file/unreadable the folder can't be read (EACCES)",
    ]);
  });
});
