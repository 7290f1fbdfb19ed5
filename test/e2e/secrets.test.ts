import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, ladder } from '../support/desk.ts';
import { type Asked, Middle, type Told } from '../support/middle.ts';

/*
 * Every command, in every format, with and without success: no key, no secret and no signature in what it prints or in what it keeps,
 * whichever way a gateway writes them. The forms are made here, not by the program.
 */

const KEY = { apiKey: 'k/e2e+key=never-printed', apiSecret: 's3cr3t/"to"\\sign+with=é' };

let desk: Desk;
let middle: Middle;
beforeEach(async () => {
  desk = await Desk.open(KEY);
  middle = await Middle.before(desk);
  await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
});
afterEach(async () => {
  await middle.close();
  await desk.close();
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const unicode = (text: string): string =>
  Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const written = (secret: string): readonly string[] => [
  ...[secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), unicode(secret)],
  ...[hex(secret), hex(secret).toUpperCase(), base64(secret), Buffer.from(secret).toString('base64url')],
  // The middle of it, as it stands in the base64 of something longer.
  ...['', 'x', 'xx'].map((before) => base64(`${before}${secret}`).slice(4, -4)),
];

/** What is looked for in all that came out: keys, and every signature that was on the wire. */
const forbidden = (): readonly string[] => {
  const signatures = middle.seen.flatMap(({ headers }) => headers['x-signature'] ?? []);
  return [KEY.apiKey, KEY.apiSecret, ...new Set(signatures)].flatMap(written);
};
const found = (text: string): readonly string[] => forbidden().filter((form) => text.includes(form));
const printed = (ended: readonly Ended[]): string =>
  ended.map(({ stdout, stderr }) => stdout + stderr).join('\n');

async function kept(): Promise<string> {
  const folder = join(desk.dir, '.tradeform');
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  expect(files.map(({ name }) => name)).toContain('journal.sqlite');
  return texts.join('\n');
}

/** What shows the most of what the venue said; JSON comes with its text on stderr where it is an error. */
const readAll = (): Promise<readonly Ended[]> =>
  Promise.all(
    [
      ...[['plan'], ['status'], ['resolve', 'dip-2'], ['history'], ['plan', '--format', 'json']],
      ...[
        ['plan', '--format', 'markdown'],
        ['plan', '--format', 'github'],
        ['status', '--format', 'markdown'],
      ],
    ].map((args) => desk.tcp(...args, '--verbose')),
  );

/** Nonces are in the journal, and a JSON document may hold the same number as a time: looked for in texts alone. */
function noncesIn(ended: readonly Ended[]): readonly string[] {
  const texts = printed(ended.filter(({ stdout }) => !stdout.startsWith('{')));
  const nonces = new Set(middle.seen.flatMap(({ headers }) => headers['x-nonce'] ?? []));
  return [...nonces].filter((nonce) => texts.includes(nonce));
}

async function expectNoSecret(ended: readonly Ended[]): Promise<void> {
  expect(found(printed(ended))).toEqual([]);
  expect(noncesIn(ended)).toEqual([]);
  expect(found(await kept())).toEqual([]);
}

describe('no secret is printed or kept', () => {
  it('when all goes well', async () => {
    const ended = [
      await desk.tcp('journal', 'init', '--verbose'),
      await desk.tcp('apply', '--yes', '--verbose'),
      await desk.tcp('validate', '--verbose'),
      await desk.run('schema', 'tradeform', '--verbose'),
      ...(await readAll()),
      await desk.tcp('cancel', '--all', '--verbose', '--format', 'json'),
      await desk.run('paper', '--verbose'),
    ];
    expect(ended.slice(0, 2).map(({ code }) => code)).toEqual([0, 0]);
    expect(middle.seen.filter(({ headers }) => headers['x-api-key'] === KEY.apiKey).length).toBeGreaterThan(
      5,
    );
    await expectNoSecret(ended);
  });

  it('when the key is wrong, or the venue is gone', async () => {
    const other = { E2E_KEY: `${KEY.apiKey}-wrong`, E2E_SECRET: KEY.apiSecret };
    const ended = [await desk.tcp('journal', 'init')];
    for (const args of [
      ['apply', '--yes'],
      ['cancel', '--all'],
    ])
      ended.push(await desk.start([...args, '--verbose', '--env', 'tcp'], other).ended);
    ended.push(
      await desk.start(['plan', '--verbose', '--env', 'tcp'], { E2E_KEY: `${KEY.apiKey}\nx` }).ended,
    );
    expect(ended.map(({ code }) => code)).toEqual([0, 1, 1, 1]);
    expect(ended[1]?.stdout).toContain('401');
    await middle.close();
    ended.push(await desk.tcp('apply', '--yes', '--verbose'));
    expect(ended.at(-1)?.stdout).toContain('could not connect');
    middle = await Middle.before(desk);
    await expectNoSecret(ended);
  });

  it.each([
    ['in a message', (text: string) => `{"message":"${text}"}`],
    ['on a page', (text: string) => `<html>${text}</html>`],
  ])('when a gateway repeats our headers %s', async (_, page) => {
    await desk.tcp('journal', 'init');
    const tell =
      (status: number) =>
      ({ method, path, headers }: Asked): Told | undefined => {
        if (method !== 'POST' || !path.startsWith('/trades')) return undefined;
        const echo = `${headers['x-api-key']} ${headers['x-signature']} x-nonce: ${headers['x-nonce']} ${KEY.apiSecret}`;
        const forms = [unicode(echo), base64(`..${echo}`), base64(echo), hex(echo), encodeURIComponent(echo)];
        return { status, text: page(forms.join(' ')) };
      };
    middle.tricks = { instead: tell(400) };
    const refused = await desk.tcp('apply', '--yes', '--verbose');
    middle.tricks = { instead: tell(500) };
    await desk.write('more.yaml', ladder(['dip-3'], { account: 'reserve' }));
    const doubted = await desk.tcp('apply', '--yes', '--verbose', '--format', 'json');
    expect(doubted.code).toBe(6);
    await expectNoSecret([refused, doubted, ...(await readAll())]);
  });

  it('when a cancel is answered with them', async () => {
    await desk.tcp('journal', 'init');
    await desk.tcp('apply', '--yes');
    let refusals = 0;
    middle.tricks = {
      instead: ({ method, headers }) => {
        if (method !== 'DELETE' || refusals === 2) return undefined;
        refusals += 1;
        return { status: 400, text: JSON.stringify({ message: JSON.stringify(headers) }) };
      },
    };
    const cancelled = await desk.tcp('cancel', '--all', '--verbose');
    expect(cancelled).toMatchObject({ code: 0 });
    expect(cancelled.stderr).toContain('[redacted]');
    await expectNoSecret([cancelled]);
  });

  it('when one stands in a file that can’t be read', async () => {
    await desk.tcp('journal', 'init');
    const project = await desk.read('tradeform.yaml');
    const live = project.replace(/url: .*/, 'url: https://api.example.com');
    const secret = 'Zx81literalSecret77';
    const broken = [
      live.replace(/apiSecret: .*/, `apiSecret: ${secret}`),
      live.replace(/apiSecret: .*/, `apiSecret: "${secret}`),
      live.replace(/apiSecret: .*/, `apiSecret: "${secret}" x`),
      live.replace(/apiSecret: .*/, `apiSecret: '${secret}' # note`),
      live.replace(/apiSecret: .*/, `apiSecret: &a ${secret}`),
      live.replace(/apiSecret: .*/, `apiSecret: [${secret}]`),
      live.replace(/apiSecret: .*/, `apiSecret: |\n          ${secret}`),
      live.replace(/apiSecret: .*/, `apiSecret:\n          ${secret}: {`),
      live.replace(/apiSecret: .*/, `"apiSecret" : ${secret}`),
      live.replace(/apiSecret: .*/, `apisecret: ${secret}`),
      live.replace(/apiSecret: .*/, `api_secret: ${secret}`),
      live.replace(/apiSecret: .*/, `secret: ${secret}`),
      live.replace(/apiSecret: .*/, `apiSecret ${secret}`),
      live.replace(/apiSecret: .*/, `apiSecret: "\${E2E_SECRET}${secret}" x`),
      live.replace(/apiKey: .*\n.*apiSecret: .*/, `{ apiKey: a, apiSecret: ${secret} }`),
      live.replace(/aquanow:\n/, `aquanow: { apiSecret: ${secret},\n`),
    ];
    const leaks: string[] = [];
    for (const text of broken) {
      await desk.write('tradeform.yaml', text);
      const ended = await Promise.all([
        desk.tcp('validate'),
        desk.tcp('plan', '--format', 'json', '--verbose'),
      ]);
      expect(ended.map(({ code }) => code)).toEqual([3, 3]);
      if (printed(ended).includes(secret))
        leaks.push(text.split('\n').find((line) => line.includes(secret)) ?? '');
    }
    expect(leaks).toEqual([]);
  });
});
