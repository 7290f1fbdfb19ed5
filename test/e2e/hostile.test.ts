import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, ladder } from '../support/desk.ts';
import { COMMANDS, ESCAPES, HOSTILE, PADDED, dangers } from '../support/hostile.ts';
import { type Asked, Middle, type Told } from '../support/middle.ts';

/*
 * A spec, a venue, a command line or an environment may hold text that was made to deceive whoever reads our output. It arrives as
 * something that can be seen, on a line that we began; in JSON it is JSON.
 */

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const dangersOf = ({ stdout, stderr }: Ended): readonly string[] => [...dangers(stdout), ...dangers(stderr)];

/** JSON in whole or line by line, and without anything hidden in it. */
function expectJson({ stdout, stderr }: Ended): void {
  expect(dangers(stdout)).toEqual([]);
  expect(dangers(stderr)).toEqual([]);
  for (const line of stdout.trimEnd().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
}

describe('hostile text on the command line', () => {
  it('is shown and not obeyed', async () => {
    const lines: readonly (readonly string[])[] = [
      [HOSTILE],
      [`--${HOSTILE}`],
      ['plan', '--dir', HOSTILE],
      ['plan', '--format', HOSTILE],
      ['validate', HOSTILE],
      ['cancel', HOSTILE, '--env', 'paper'],
      ['cancel', '--account', HOSTILE, '--env', 'paper'],
      ['resolve', HOSTILE, '--env', 'paper'],
      ['schema', HOSTILE],
      ['paper', 'price', HOSTILE, '1'],
      ['paper', 'time', HOSTILE],
      ['paper', 'serve', '--port', HOSTILE],
      ['plan', '--env', HOSTILE, '--format', 'json'],
      ['status', HOSTILE, '--format', 'json'],
      ['cancel', HOSTILE, '--env', 'paper', '--format', 'json'],
      ['schema', HOSTILE, '--format', 'json'],
    ];
    const ended = await Promise.all(lines.map((args) => desk.run(...args)));
    expect(ended.map(({ code }) => code)).toEqual(lines.map(() => 64));
    expect(ended.flatMap(dangersOf)).toEqual([]);
    ended.slice(-4).forEach(expectJson);
  });

  it('is shown and not obeyed where a command works', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    const env = { TRADEFORM_ACTOR: HOSTILE };
    for (const args of [['apply', '--yes'], ['cancel', 'dip-1', '--env', 'paper'], ['history']]) {
      const ended = await desk.start(args, env).ended;
      expect(ended.code).toBe(0);
      expect(dangersOf(ended)).toEqual([]);
    }
  });
});

/** As a YAML text: escapes, so that the file itself is clean. */
const yaml = (text: string): string =>
  `"${Array.from(text, (c) => (/[\w .:#[\]-]/.test(c) ? c : `\\U${(c.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`)).join('')}"`;

const order = (name: string, fields: Readonly<Record<string, string>>): string =>
  [
    `  ${name}:`,
    ...Object.entries({
      ...{ strategy: 'GTC', account: 'treasury', ticker: 'BTC-USD', side: 'buy' },
      ...{ receiveQuantity: '0.10 BTC', priceLimit: '60000.00', ...fields },
    }).map(([name_, value]) => `    ${name_}: ${value}`),
    '',
  ].join('\n');

describe('hostile text in files', () => {
  it('is shown and not obeyed where it is a problem', async () => {
    const bad = yaml(HOSTILE);
    const orders = [
      order(bad, {}),
      order('a-1', { account: bad }),
      order('a-2', { ticker: bad }),
      order('a-3', { strategy: bad }),
      order('a-4', { side: bad }),
      order('a-5', { receiveQuantity: bad }),
      order('a-6', { priceLimit: bad, [bad]: 'x' }),
      order('a-7', { usernameRef: bad, generation: bad, notAfter: bad, formerly: `[${bad}]` }),
      order('a-8', { labels: `{ ${bad}: ${bad} }`, description: bad, protect: bad }),
    ];
    await desk.write('orders.yaml', `version: 1\norders:\n${orders.join('')}`);
    await desk.write('a\n::error::owned\u001B[31m\u202E.yaml', 'version: 1\norders: [');
    await desk.write('raw.yaml', `version: 1\n# ${ESCAPES}${COMMANDS}\norders: {}\n`);
    await desk.write('long.yaml', `version: 1\norders: { ${'x'.repeat(100_000)}: 1 }\n`);
    await desk.write(
      'broken.yaml',
      `version: 1\norders: &a ##[error]x ::error::y\n  ::error::z: *a ##vso[x]\n`,
    );
    const commands = [['validate'], ['plan'], ['status'], ['apply', '--yes']];
    for (const ended of await Promise.all(commands.map((command) => desk.run(...command)))) {
      expect(ended.code).toBe(3);
      expect(dangersOf(ended)).toEqual([]);
      expect(ended.stdout).toBe('');
    }
    const colored = await desk.start(['validate'], { FORCE_COLOR: '1' }).ended;
    expect(dangers(colored.stderr, { styled: true })).toEqual([]);
    const json = await desk.run('validate', '--format', 'json');
    expectJson(json);
    expect(json.stdout).not.toContain('\\x1b');
  });

  it('is shown and not obeyed where it is allowed', async () => {
    const bad = yaml(HOSTILE);
    await desk.write(
      'sub\n##[error]x/orders.yaml',
      `version: 1\norders:\n${order('a-1', { description: bad })}`,
    );
    expect(dangersOf(await desk.run('apply', '--yes'))).toEqual([]);
    const commands = [['validate'], ['plan'], ['status']];
    const shown = await Promise.all(commands.map((command) => desk.run(...command)));
    expect(shown.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(shown.flatMap(dangersOf)).toEqual([]);
    const json = await Promise.all(commands.map((command) => desk.run(...command, '--format', 'json')));
    json.forEach(expectJson);
  });

  it('is shown and not obeyed in tradeform.yaml', async () => {
    const bad = yaml(HOSTILE);
    const project = await desk.read('tradeform.yaml');
    for (const text of [
      project.replace('project: e2e-desk', `project: ${bad}`),
      project.replace('treasury:', `${bad}:`),
      project.replace('CA1264810R', bad),
      project.replace('  tcp:', `  ${bad}:`),
      project.replace('  # A venue', `  ${bad}: 1\n  # A venue`),
      project.replace('sqlite', bad),
      project.replace('200ms', bad),
      project.replace(/url: .*/, `url: ${bad}`),
      `${project}${bad}\n`,
    ]) {
      await desk.write('tradeform.yaml', text);
      const [ended, json] = await Promise.all([desk.run('validate'), desk.run('plan', '--format', 'json')]);
      expect(ended.code).toBe(3);
      expect(dangersOf(ended)).toEqual([]);
      expectJson(json);
    }
  });
});

describe('hostile text of a venue', () => {
  let middle: Middle;
  beforeEach(async () => {
    middle = await Middle.before(desk);
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    await desk.journal();
  });
  afterEach(() => middle.close());

  const isSubmit = ({ method, path }: Asked): boolean => method === 'POST' && path.endsWith('/order');
  const isList = ({ method, path }: Asked): boolean => method === 'GET' && path.includes('/trades/v2/order');
  const message = (status: number, text: string): Told => ({
    status,
    text: JSON.stringify({ message: text }),
  });

  /** What every command shows of what the venue said: apply, then plan, status and resolve. */
  async function showAll(): Promise<readonly Ended[]> {
    const applied = await desk.tcp('apply', '--yes', '--verbose');
    const commands = [['plan'], ['status'], ['resolve', 'dip-1']];
    const others = [['history'], ['import', '--all'], ['plan', '--explain', 'dip-1']];
    const shown = await Promise.all([...commands, ...others].map((command) => desk.tcp(...command)));
    expect([applied, ...shown].flatMap(dangersOf)).toEqual([]);
    const json = await Promise.all(commands.map((command) => desk.tcp(...command, '--format', 'json')));
    json.forEach(expectJson);
    return [applied, ...shown];
  }

  it('is shown and not obeyed in a refusal', async () => {
    const errors = { errors: [{ id: HOSTILE, message: HOSTILE }] };
    middle.tricks = {
      instead: (asked) => (isSubmit(asked) ? { status: 400, text: JSON.stringify(errors) } : undefined),
    };
    const [applied, planned] = await showAll();
    expect(applied?.stdout).toMatch(/dip-1 +refused [^✗]*\\x1b\[2J/);
    expect(planned?.stdout).toContain('\\x1b[2J');
  });

  it('is shown and not obeyed in an answer that nobody lists', async () => {
    middle.tricks = { instead: (asked) => (isSubmit(asked) ? message(503, HOSTILE) : undefined) };
    const [applied, , , resolved] = await showAll();
    expect(applied).toMatchObject({ code: 6 });
    expect(resolved?.stdout).toContain('\\x1b[2J');
  });

  it.each([
    ['text', { status: 400, text: JSON.stringify({ message: HOSTILE }) }],
    ['a page', { status: 200, text: `<html>${HOSTILE}</html>` }],
    ['a row', { status: 200, text: JSON.stringify({ data: [{ orderId: HOSTILE }], pagination: {} }) }],
  ])('is shown and not obeyed where a list should be (%s)', async (_, answer) => {
    middle.tricks = { instead: (asked) => (isList(asked) ? answer : undefined) };
    const commands = [['plan'], ['status'], ['cancel', '--all']];
    const ended = await Promise.all(commands.map((command) => desk.tcp(...command)));
    expect(ended.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(ended.flatMap(dangersOf)).toEqual([]);
  });

  it('is shown and not obeyed in ids and statuses of orders, ours and others’', async () => {
    const other = {
      ...{ accountId: 'CA1264810R', ticker: 'BTC-USD', tradeSide: 'buy', strategy: 'GTC' },
      ...{ receiveQuantity: '0.2', priceLimit: '50000' },
    };
    await desk.control('POST', 'order', other);
    const mark = `${ESCAPES}${COMMANDS}${PADDED}`;
    const quoted = JSON.stringify(mark).slice(1, -1);
    const encoded = new URLSearchParams({ a: mark }).toString().slice(2);
    middle.tricks = {
      ask: (text) => text.replaceAll(quoted, '').replaceAll(encoded, ''),
      tell: (told, asked) =>
        isList(asked)
          ? {
              ...told,
              text: told.text
                .replaceAll(/"orderId(Parent)?":"/g, (start) => `${start}${quoted}`)
                .replaceAll('AWAITING', `AWAITING ${quoted}`),
            }
          : told,
    };
    const ended = await showAll();
    expect(ended.slice(0, 4).map(({ code }) => code)).toEqual([0, 0, 0, 64]);
    const cancelled = await desk.tcp('cancel', 'dip-1', 'dip-2');
    expect(cancelled).toMatchObject({ code: 0 });
    expect(cancelled.stdout).toContain('2 orders ended.');
    expect(dangersOf(cancelled)).toEqual([]);
    expect(desk.ledger().orders.map(({ status }) => status)).toEqual(['AWAITING', 'CANCELLED', 'CANCELLED']);
  });
});
