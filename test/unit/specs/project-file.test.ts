import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TradeformError } from '../../../src/lib/errors.ts';
import type { Environment } from '../../../src/model/project.ts';
import { type ProjectOptions, loadProject } from '../../../src/specs/load.ts';
import { PROJECT, brief, folder, pointed } from '../../support/specs.ts';

const HEAD = 'version: 1\nproject: desk\naccounts:\n  treasury: { venue: aquanow, id: CA1264810R }\n';
const LIVE = `environments:
  live:
    venues:
      aquanow:
        url: https://api.aquanow.io
        marketUrl: https://market.aquanow.io
        apiKey: "\${AQUANOW_API_KEY}"
        apiSecret: "\${AQUANOW_API_SECRET}"
`;

const loadText = async (text: string, environment?: string) =>
  loadProject({
    cwd: await folder({ 'tradeform.yaml': text }),
    ...(environment === undefined ? {} : { environment }),
  });

async function environmentOf(text: string, environment?: string): Promise<Environment> {
  const loaded = await loadText(text, environment);
  if (!loaded.ok) throw new Error(brief(loaded.problems).join('\n'));
  return loaded.project.environment;
}
async function problemsOf(text: string, environment?: string) {
  const loaded = await loadText(text, environment);
  return loaded.ok ? [] : loaded.problems;
}
const messages = async (text: string, environment?: string): Promise<readonly string[]> =>
  brief(await problemsOf(text, environment)).map((line) => line.replace(/^tradeform\.yaml:/, ''));

async function refusal(options: ProjectOptions): Promise<TradeformError> {
  const error: unknown = await loadProject(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TradeformError) return error;
  throw new Error('nothing was refused');
}

const clock = (text: string): string => `${HEAD}environments: { paper: { clock: ${text} } }\n`;
const accounts = (text: string): string => `version: 1\nproject: desk\naccounts:\n${text}`;
const url = (text: string): string => HEAD + LIVE.replace('https://api.aquanow.io', text);
const secret = (value: string): string => HEAD + LIVE.replace('"${AQUANOW_API_SECRET}"', value);
const journal = (text: string): string =>
  (HEAD + LIVE).replace('    venues', `    journal: { type: postgres, url: ${text} }\n    venues`);
const settings = (text: string): string => `${HEAD}${LIVE}        ${text}\n`;

describe('looking for the project', () => {
  it('takes the folder itself first, then ./specs', async () => {
    const cwd = await folder({ 'specs/tradeform.yaml': HEAD });
    expect(await loadProject({ cwd })).toMatchObject({
      ok: true,
      project: { dir: join(cwd, 'specs'), file: 'specs/tradeform.yaml' },
    });
    await writeFile(join(cwd, 'tradeform.yaml'), HEAD.replace('desk', 'outer'));
    expect(await loadProject({ cwd })).toMatchObject({
      project: { name: 'outer', dir: cwd, file: 'tradeform.yaml' },
    });
  });
  it('looks in --dir alone where it is given', async () => {
    const cwd = await folder({ 'tradeform.yaml': HEAD, 'a/b/tradeform.yaml': HEAD });
    await mkdir(join(cwd, 'empty'));
    expect(await loadProject({ cwd, dir: 'a/b' })).toMatchObject({ project: { file: 'a/b/tradeform.yaml' } });
    expect(await loadProject({ cwd: join(cwd, 'a'), dir: '..' })).toMatchObject({
      project: { file: '../tradeform.yaml' },
    });
    expect(await refusal({ cwd, dir: 'empty' })).toMatchObject({
      code: 'usage/no-project',
      exitCode: 64,
      message: 'no tradeform.yaml in empty',
    });
  });
  it('says where it looked and what to do', async () => {
    const error = await refusal({ cwd: await folder({}) });
    expect(error).toMatchObject({ exitCode: 64, message: 'no tradeform.yaml in this folder or in specs' });
    expect(error.remedy).toContain('name its folder with `--dir`');
  });
  it('points at a file with the other ending', async () =>
    expect(await refusal({ cwd: await folder({ 'tradeform.yml': HEAD }) })).toMatchObject({
      message: 'tradeform.yml is not read',
      remedy: 'rename it to tradeform.yaml',
    }));
});

describe('environments', () => {
  it('paper is there without a word', async () =>
    expect(await loadText(HEAD)).toMatchObject({
      ok: true,
      project: {
        name: 'desk',
        environments: ['paper'],
        hasLive: false,
        environment: {
          name: 'paper',
          kind: 'paper',
          paper: {},
          requireUnits: false,
          journal: { type: 'sqlite' },
        },
      },
    }));
  it('any other is live', async () => {
    const loaded = await loadText(HEAD + LIVE, 'live');
    expect(loaded).toMatchObject({
      project: {
        environments: ['paper', 'live'],
        hasLive: true,
        environment: { kind: 'live', requireUnits: true },
      },
    });
  });
  it('an unknown one is wrong usage', async () => {
    const error = await refusal({
      cwd: await folder({ 'tradeform.yaml': HEAD + LIVE }),
      environment: 'lives',
    });
    expect(error).toMatchObject({
      code: 'usage/unknown-environment',
      exitCode: 64,
      message: 'no environment `lives` in tradeform.yaml',
    });
    expect(error.remedy).toBe('did you mean live? Environments: paper, live');
  });
  it('may have accounts, limits and specs of its own', async () => {
    const own =
      'accounts: { other: { venue: aquanow, id: X } }, limits: { maxSubmitsPerApply: 1 }, specs: [a]';
    const text = `${HEAD}limits: { maxSubmitsPerApply: 5 }\nspecs: [b]\nenvironments: { paper: { ${own} } }\n`;
    const paper = await environmentOf(text);
    expect([...paper.accounts.keys()]).toEqual(['other']);
    expect(paper).toMatchObject({ limits: { maxSubmitsPerApply: 1 }, specs: ['a'] });
    const project = await environmentOf(`${HEAD}limits: { maxSubmitsPerApply: 5 }\nspecs: [b]\n`);
    expect([...project.accounts.keys()]).toEqual(['treasury']);
    expect(project).toMatchObject({ limits: { maxSubmitsPerApply: 5 }, specs: ['b'] });
  });
  it('the clock of paper is a time with an offset', async () => {
    expect((await environmentOf(clock('"2026-12-01T14:00:00Z"'))).paper).toEqual({
      clock: Date.UTC(2026, 11, 1, 14),
    });
    expect(await messages(clock('2026-12-01'))).toEqual([
      '5:33 project/time `2026-12-01` is not a valid time',
    ]);
    expect(await messages(clock('2026-02-30T00:00:00Z'))).toEqual([
      '5:33 project/time there is no such time as `2026-02-30T00:00:00Z`',
    ]);
  });
  it('requireUnits may be turned off, for the project or for one', async () => {
    expect((await environmentOf(`requireUnits: false\n${HEAD}${LIVE}`, 'live')).requireUnits).toBe(false);
    expect((await environmentOf(`requireUnits: true\n${HEAD}`)).requireUnits).toBe(true);
    const own = (HEAD + LIVE).replace('    venues', '    requireUnits: false\n    venues');
    expect((await environmentOf(`requireUnits: true\n${own}`, 'live')).requireUnits).toBe(false);
  });
  it('a live one has settings for the venue of its accounts', async () =>
    expect(await messages(`${HEAD}environments: { live: {} }\n`, 'live')).toEqual([
      '5:17 project/missing-field environment `live` has aquanow accounts and no settings for aquanow',
    ]));
  it('has settings for every venue of its accounts', async () => {
    const both = accounts('  a: { venue: aquanow, id: X }\n  b: { venue: volven, id: Y }\n');
    expect(await messages(`${both}environments: { live: {} }\n`, 'live')).toEqual([
      '6:17 project/missing-field environment `live` has aquanow accounts and no settings for aquanow',
      '6:17 project/missing-field environment `live` has volven accounts and no settings for volven',
    ]);
    const [problem] = await problemsOf(`${both}${LIVE}`, 'live');
    expect(problem).toMatchObject({
      message: 'environment `live` has volven accounts and no settings for volven',
      remedy: 'add `venues: volven:` with url and token, or url, username and password',
    });
    expect(await messages(`${both}environments: { live: {} }\n`, 'paper')).toEqual([]);
  });
});

describe('accounts', () => {
  it('are aquanow or volven ones, with the place of each', async () => {
    const environment = await environmentOf(
      accounts(
        '  a: { venue: aquanow, id: 0118, tag: usernameRef }\n  b: { venue: volven, exchangeCode: BYB, name: 0118 }\n  c: { venue: volven, id: "99998" }\n  d: { venue: aquanow, id: X }\n',
      ),
    );
    const place = (line: number) => ({ file: 'tradeform.yaml', line, column: 3 });
    expect([...environment.accounts.values()]).toEqual([
      { name: 'a', venue: 'aquanow', id: '0118', tag: 'usernameRef', place: place(4) },
      {
        name: 'b',
        venue: 'volven',
        id: '',
        lookup: { exchangeCode: 'BYB', name: '0118' },
        tag: 'none',
        place: place(5),
      },
      { name: 'c', venue: 'volven', id: '99998', tag: 'none', place: place(6) },
      { name: 'd', venue: 'aquanow', id: 'X', place: place(7) },
    ]);
  });
  it('of an environment have the places there', async () => {
    const text = `${HEAD}environments:\n  paper:\n    accounts:\n      other: { venue: volven, id: 1 }\n`;
    expect([...(await environmentOf(text)).accounts.values()]).toMatchObject([
      { name: 'other', place: { line: 8, column: 7 } },
    ]);
  });
  it.each([
    ['  a: { venue: aquanow }\n', '4:3 project/missing-field `id` is missing'],
    ['  a: { id: X }\n', '4:3 project/missing-field `venue` is missing'],
    ['  a: { venue: binance, id: X }\n', '4:15 project/value `binance` is not a valid venue'],
    ['  a: { venue: aquanow, id: X, tag: yes }\n', '4:36 project/value `yes` is not a valid tag'],
    [
      '  a: { venue: aquanow, id: X, exchangeCode: BYB }\n',
      '4:31 project/not-here `exchangeCode` is for volven accounts',
    ],
    ['  a: { venue: volven, id: X, tag: none }\n', '4:30 project/not-here `tag` is for aquanow accounts'],
    ['  a: { venue: volven, name: X }\n', '4:3 project/account the account can not be found by this'],
    ['  a: { venue: volven }\n', '4:3 project/account the account can not be found by this'],
    ...['id: X, name: Y', 'id: X, exchangeCode: BYB', 'id: X, exchangeCode: BYB, name: Y'].map((both) => [
      `  a: { venue: volven, ${both} }\n`,
      '4:3 project/account an id, and a name to look it up by: one of them',
    ]),
    [
      '  a: { venue: volven, exchangeCode: bybit, name: X }\n',
      '4:37 project/exchange-code `bybit` is not a valid exchange code',
    ],
    ['  A: { venue: aquanow, id: X }\n', '4:3 project/name `A` is not a valid name'],
    ['  a: { venue: aquanow, id: "" }\n', '4:28 project/account-id `` is not a valid account id'],
    ['  a: { venue: aquanow, id: "a b" }\n', '4:28 project/account-id `a b` is not a valid account id'],
    ['  {}\n', '4:3 project/count `accounts` is empty'],
  ])('%j is a problem', async (text, message) => expect(await messages(accounts(text))).toEqual([message]));
  it('one account has one name', async () => {
    const [problem] = await problemsOf(
      accounts('  a: { venue: aquanow, id: X }\n  b: { venue: aquanow, id: X }\n'),
    );
    expect(problem).toMatchObject({
      message: '`b` and `a` are the same account',
      related: { place: { line: 4 } },
    });
  });
  it('one account that is looked up has one name', async () => {
    const byName = '{ venue: volven, exchangeCode: BYB, name: Bybit }';
    expect(await messages(accounts(`  a: ${byName}\n  b: ${byName}\n`))).toEqual([
      '5:3 project/account `b` and `a` are the same account',
    ]);
    expect(await messages(accounts(`  a: ${byName}\n  b: ${byName.replace('BYB', 'BIN')}\n`))).toEqual([]);
  });
});

describe('the top of the file', () => {
  it.each([
    ['', '1:1 yaml/empty the file is empty; an empty file is never read as "cancel everything"'],
    ['version: 1\n', '1:1 project/missing-field `project` is missing'],
    [
      HEAD.replace('version: 1', 'version: 3'),
      '1:10 project/version version `3` is not known to this tradeform',
    ],
    [HEAD.replace('desk', 'Treasury Desk'), '2:10 project/name `Treasury Desk` is not a valid name'],
    [`${HEAD}environment: {}\n`, '5:1 project/unknown-field unknown field `environment`'],
    ...['/etc', '../types', 'a/../b', '.types', 'C:\\\\types', '""', 'a//b'].map((text) => [
      `${HEAD}strategyTypes: ${text}\n`,
      `5:16 project/folder \`${text.replaceAll('"', '')}\` is not a valid folder`,
    ]),
    [`${HEAD}exclude: ["{a,b}"]\n`, '5:11 project/glob `{a,b}` is not a valid glob'],
    [`${HEAD}exclude: [/etc]\n`, '5:11 project/glob `/etc` is not a valid glob'],
    [`${HEAD}environments: { Live: {} }\n`, '5:17 project/name `Live` is not a valid name'],
    [`${HEAD}environments:\n  live:\n`, '6:3 project/no-value `live` has no value'],
    [`${HEAD}environments: { paper: { venues: {} } }\n`, '5:26 project/unknown-field unknown field `venues`'],
    [`${HEAD}a: &x b\n`, '5:4 yaml/anchor `&x` is an anchor; specs have none'],
  ])('%j is a problem', async (text, message) => expect(await messages(text)).toContain(message));
});

describe('references', () => {
  it('stay as they are written, and nothing is resolved', async () => {
    const { aquanow } = await environmentOf(url('"https://${HOST}"'), 'live');
    expect(aquanow).toMatchObject({
      url: 'https://${HOST}',
      apiKey: '${AQUANOW_API_KEY}',
      apiSecret: '${AQUANOW_API_SECRET}',
    });
  });
  it.each([
    ['${HOST}', '9:14 project/reference a reference without quotes'],
    ['"${host}"', '9:14 project/reference `${host}` is no reference'],
    ['"${HOST"', '9:14 project/reference a reference that is not closed'],
    ['"$HOST"', '9:14 project/reference `$HOST` would not be replaced'],
    ['http://api.aquanow.io', '9:14 project/url `http://` would send keys and orders in the open'],
    ['ftp://api.aquanow.io', '9:14 project/url `ftp://` is no way to a venue'],
    ['api.aquanow.io', '9:14 project/url this is not a URL'],
  ])('%s as a url is a problem, in whichever environment it stands', async (text, message) =>
    expect(await messages(url(text))).toEqual([message]),
  );
  it('http is for this machine', async () =>
    expect((await environmentOf(url('http://127.0.0.1:8787'), 'live')).aquanow?.url).toBe(
      'http://127.0.0.1:8787',
    ));
  it('are read in settings of venues and journals only', async () => {
    expect(await messages(HEAD.replace('id: CA1264810R', 'id: "${ID}"'))).toContain(
      '4:35 project/reference `${NAME}` is not read here',
    );
    expect(await messages(HEAD.replace('desk', '"${PROJECT}"'))).toContain(
      '2:10 project/reference `${NAME}` is not read here',
    );
  });
});

describe('secrets', () => {
  it('do not stand in the file, and no problem shows one', async () => {
    const [problem, ...rest] = await problemsOf(secret('s3cr3t'));
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ code: 'project/secret', place: { line: 12, column: 20 } });
    expect(JSON.stringify(problem)).not.toContain('s3cr3t');
  });
  it('are not shown by a problem beside them', async () => {
    const flow = `${HEAD}environments: { live: { venues: { aquanow: { urls: x, apiKey: k3y, apiSecret: "s3cr3t" } } } }\n`;
    const problems = await problemsOf(flow);
    expect(problems.length).toBeGreaterThan(1);
    expect(JSON.stringify(problems)).not.toMatch(/k3y|s3cr3t/);
    expect(
      pointed(
        problems.find(({ code }) => code === 'project/unknown-field') ?? {
          code: '',
          message: '',
          remedy: '',
        },
      ),
    ).toBe('urls');
  });
  it('are not shown by a syntax problem', async () =>
    expect(JSON.stringify(await problemsOf(`${HEAD}x: { apiSecret: s3cr3t, : }}\n`))).not.toContain(
      's3cr3t',
    ));
  it('of a venue on this machine are no secrets', async () =>
    expect(
      (await environmentOf(secret('test').replace('https://api.aquanow.io', 'http://127.0.0.1:1'), 'live'))
        .aquanow,
    ).toMatchObject({ apiSecret: 'test' }));
  it('do not stand in the url of a journal', async () => {
    expect(await messages(journal('postgres://me:pw@h/db'))).toEqual([
      '7:37 project/secret a secret stands in this file',
    ]);
    expect((await environmentOf(journal('"${TRADEFORM_JOURNAL_URL}"'), 'live')).journal).toEqual({
      type: 'postgres',
      url: '${TRADEFORM_JOURNAL_URL}',
    });
  });
});

describe('settings of a venue', () => {
  it('are read with their units', async () =>
    expect(
      (
        await environmentOf(
          settings(
            [
              'settle: 20s',
              'timeout: 500ms',
              'acceptanceHorizon: 5m',
              'rate: { perSecond: 2.5, burst: 10, perDay: 1000 }',
              'cancel: { method: POST, path: /trades/v2/cancel }',
              'quoteAttempts: 5',
              'quoteExpiryIsProof: true',
            ].join('\n        '),
          ),
          'live',
        )
      ).aquanow,
    ).toMatchObject({
      settle: 20_000,
      timeout: 500,
      acceptanceHorizon: 300_000,
      rate: { perSecond: 2.5, burst: 10, perDay: 1000 },
      cancel: { method: 'POST', path: '/trades/v2/cancel' },
      quoteAttempts: 5,
      quoteExpiryIsProof: true,
    }));
  it.each([
    ['settle: 10', '13:17 project/duration `10` is not a valid duration'],
    ['settle: 10 s', '13:17 project/duration `10 s` is not a valid duration'],
    ['rate: { perSecond: 0 }', '13:28 project/range `0` is out of range: perSecond is more than 0'],
    ['rate: { perSecond: fast }', '13:28 project/number `fast` is not a valid number'],
    ['rate: { burst: 1.5 }', '13:24 project/whole-number `1.5` is not a valid whole number'],
    ['cancel: { method: GET }', '13:27 project/value `GET` is not a valid method'],
    ['cancel: { path: trades }', '13:25 project/path `trades` is not a valid path'],
    ['cancel: { path: "/x?y=1" }', '13:25 project/path `/x?y=1` is not a valid path'],
    ['quoteAttempts: 0', '13:24 project/range `0` is out of range: quoteAttempts is at least 1'],
    ['quoteExpiryIsProof: yes', '13:29 project/value `yes` is neither true nor false'],
    ['states: {}', '13:9 project/unknown-field unknown field `states`'],
  ])('%s is a problem', async (text, message) => expect(await messages(settings(text))).toEqual([message]));
});

describe('settings of volven', () => {
  const volven = (...lines: readonly string[]): string =>
    HEAD +
    LIVE.replace(
      '    venues:\n',
      `    venues:\n      volven:\n${lines.map((line) => `        ${line}\n`).join('')}`,
    );
  const URL_LINE = 'url: "${VOLVEN_URL}"';
  const TOKEN = 'token: "${VOLVEN_TOKEN}"';

  it('are read with their units', async () => {
    const text = volven(
      'url: https://volven.example/api',
      'username: desk@example.com',
      'password: "${VOLVEN_PASSWORD}"',
      'totpSecret: "${VOLVEN_TOTP}"',
      'settle: 20s',
      'timeout: 500ms',
      'acceptanceHorizon: 5m',
      'rate: { perSecond: 2.5, burst: 10, perDay: 1000 }',
      'states: { field: status, map: { RUNNING: open, PAUSED_BY_USER: paused, "": pending } }',
      'filled: { field: executedSize }',
    ).replace(', "": pending', '');
    expect((await environmentOf(text, 'live')).volven).toEqual({
      url: 'https://volven.example/api',
      username: 'desk@example.com',
      password: '${VOLVEN_PASSWORD}',
      totpSecret: '${VOLVEN_TOTP}',
      settle: 20_000,
      timeout: 500,
      acceptanceHorizon: 300_000,
      rate: { perSecond: 2.5, burst: 10, perDay: 1000 },
      states: { field: 'status', map: { RUNNING: 'open', PAUSED_BY_USER: 'paused' } },
      filled: { field: 'executedSize' },
    });
  });
  it('may be a token alone', async () =>
    expect((await environmentOf(volven(URL_LINE, TOKEN), 'live')).volven).toEqual({
      url: '${VOLVEN_URL}',
      token: '${VOLVEN_TOKEN}',
    }));
  it('are unset where the environment has none', async () =>
    expect((await environmentOf(HEAD + LIVE, 'live')).volven).toBeUndefined());

  it.each([
    [[TOKEN], '8:7 project/missing-field `url` is missing'],
    [[URL_LINE], '8:7 project/login nothing to log in with'],
    [[URL_LINE, 'username: x'], '8:7 project/login `username` and `password` belong together'],
    [[URL_LINE, 'password: "${P}"'], '8:7 project/login `username` and `password` belong together'],
    [
      [URL_LINE, TOKEN, 'username: x', 'password: "${P}"'],
      '8:7 project/login a token, and a user to log in with: one of them',
    ],
    [
      [URL_LINE, TOKEN, 'totpSecret: "${T}"'],
      '8:7 project/login a token, and a user to log in with: one of them',
    ],
    [
      ['url: http://volven.example', TOKEN],
      '9:14 project/url `http://` would send keys and orders in the open',
    ],
    [[URL_LINE, 'token: s3cr3t'], '10:16 project/secret a secret stands in this file'],
    [[URL_LINE, 'username: x', 'password: s3cr3t'], '11:19 project/secret a secret stands in this file'],
    [
      [URL_LINE, 'username: x', 'password: "${P}"', 'totpSecret: JBSWY3DPEHPK3PXP'],
      '12:21 project/secret a secret stands in this file',
    ],
    [[URL_LINE, TOKEN, 'settle: 10'], '11:17 project/duration `10` is not a valid duration'],
    [[URL_LINE, TOKEN, 'filled: executed'], '11:17 project/type `filled` is a text; it must be a map'],
    [
      [URL_LINE, TOKEN, 'filled: { field: state.executed }'],
      '11:26 project/key-of-a-state `state.executed` is not a valid key of a state',
    ],
    [[URL_LINE, TOKEN, 'states: { field: status }'], '11:9 project/missing-field `map` is missing'],
    [[URL_LINE, TOKEN, 'states: { field: status, map: {} }'], '11:39 project/count `map` is empty'],
    [
      [URL_LINE, TOKEN, 'states: { field: status, map: { RUNNING: working } }'],
      '11:50 project/value `working` is not a valid state',
    ],
    [
      [URL_LINE, TOKEN, 'states: { field: status, map: { RUNNING: unknown } }'],
      '11:50 project/value `unknown` is not a valid state',
    ],
    [
      [URL_LINE, TOKEN, 'states: { field: status, map: { "": open } }'],
      '11:41 project/no-value an empty word',
    ],
    [
      [URL_LINE, TOKEN, 'states: { field: status, map: { __proto__: open, A: open } }'],
      '11:41 yaml/key `__proto__` is no key',
    ],
    [[URL_LINE, TOKEN, 'quoteAttempts: 3'], '11:9 project/unknown-field unknown field `quoteAttempts`'],
  ])('%j is a problem', async (lines, message) =>
    expect(await messages(volven(...lines))).toEqual([message]),
  );
  it('a venue on this machine may be reached over http, with its words written out', async () => {
    const text = volven('url: http://127.0.0.1:4010', 'token: test');
    expect((await environmentOf(text, 'live')).volven).toMatchObject({ url: 'http://127.0.0.1:4010' });
  });
  it('a word that means nothing here is told with those that do', async () => {
    const [problem] = await problemsOf(
      volven(URL_LINE, TOKEN, 'states: { field: status, map: { RUNNING: opne } }'),
    );
    expect(problem?.remedy).toBe(
      'did you mean open? Allowed here: pending, open, paused, cancelling, filled, ended-partly-filled, cancelled, expired, failed',
    );
  });
});

describe('limits', () => {
  /** The example of the design, as it is written there. */
  const EXAMPLE = `limits:
  referenceMaxAge: 5s
  maxSubmitsPerApply: 20
  maxSubmitsPerSecond: 2
  maxCancelShare: 30%
  consecutiveFailures: 3
  accounts:
    treasury:
      timezone: America/Toronto
      allow: { instruments: [BTC-USD, ETH-USD], strategies: [RFQ, LIMIT, GTC, GTD] }
      maxQuantity:      { BTC: 5, ETH: 50 }
      maxNotional:      { USD: 250000 }
      maxOpenOrders: 25
      maxOpenNotional:  { USD: 1000000 }
      maxDailyNotional: { USD: 2000000 }
      priceCollar: 2%
      maxDistance: 40%
      maxResting: 90d
      duplicateWindow: 24h
      selfCross: deny
      hours: { days: mon-fri, from: "08:00", to: "17:00" }
      requireLabels: [desk, ticket]
      balanceCheck: warn
    bybit-main:
      allow: { instruments: [btcusdt_f], strategies: [SMO] }
      maxQuantity: { BTC: 1 }
      maxNotional: { USDT: 100000 }
      reference: { btcusdt_f: aquanow/BTC-USDT }
      allowNoExpiry: true
`;
  it('of the design are valid', async () => {
    const { limits } = await environmentOf(PROJECT + EXAMPLE);
    expect(limits).toMatchObject({ maxCancelShare: '30', maxSubmitsPerApply: 20 });
    expect([...limits.accounts.keys()]).toEqual(['treasury', 'bybit-main']);
  });
  it.each([
    ['referenceMaxAge: 5s', 'referenceMaxAge: 5', 'project/duration `5` is not a valid duration'],
    ['maxCancelShare: 30%', 'maxCancelShare: 30', 'project/percentage `30` is not a valid percentage'],
    ['{ BTC: 5,', '{ BTC: 1e3,', 'project/amount `1e3` is not an amount'],
    ['{ BTC: 5,', '{ BTC: 5 BTC,', 'project/amount `5 BTC` is not an amount'],
    ['{ BTC: 5,', '{ btc: 5,', 'project/currency `btc` is not a valid currency'],
    ['    treasury:', '    treasry:', 'project/account limits for an unknown account, `treasry`'],
    ['America/Toronto', 'Toronto/America', 'project/timezone unknown time zone `Toronto/America`'],
    ['selfCross: deny', 'selfCross: maybe', 'project/value `maybe` is not a valid selfCross'],
    ['mon-fri', 'mon-friday', 'project/range-of-days `mon-friday` is not a valid range of days'],
    ['"08:00"', '"8:00"', 'project/time-of-day `8:00` is not a valid time of day'],
    ['balanceCheck', 'balancecheck', 'project/unknown-field unknown field `balancecheck`'],
    ['[SMO]', '[smo]', 'project/strategy unknown strategy `smo`'],
    ['[SMO]', '["S M"]', 'project/strategy `S M` is not a valid strategy'],
  ])('%s as %s is a problem', async (from, to, message) => {
    const found = await messages(PROJECT + EXAMPLE.replace(from, to));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
  it('may allow any type, where the project has types of its own', async () => {
    const own = PROJECT.replace('project: desk', 'project: desk\nstrategyTypes: types');
    expect(await messages(own + EXAMPLE.replace('[SMO]', '[SMO, DRIP]'))).toEqual([]);
  });
  it('say which strategy was probably meant', async () =>
    expect((await problemsOf(PROJECT + EXAMPLE.replace('[SMO]', '[smo]')))[0]).toMatchObject({
      remedy: 'did you mean SMO? Strategies: RFQ, MARKET, FOK, LIMIT, GTC, GTD, SMO',
      place: { line: 43 },
    }));
});
