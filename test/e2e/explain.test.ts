import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const FILE = `version: 1
defaults:
  orders:
    account: treasury
    strategy: GTC
    labels: { desk: rates, ticket: "0118" }
orders:
  dip-1:
    ticker: BTC-USD
    side: buy
    receiveQuantity: 0.10 BTC
    priceLimit: 60000.00
    labels: { ticket: TRE-131 }
    description: "first: the near one"
    override: [{ limit: TF-L09, reason: agreed }]
  dip-2: { ticker: BTC-USD, side: buy, receiveQuantity: 0.20 BTC, priceLimit: 55000, generation: 2, formerly: [dip-0] }
`;

describe('plan --explain', () => {
  it('prints an entry with its defaults merged, each value with its place, and why it would be sent', async () => {
    await desk.write('treasury/a.yaml', FILE);
    await desk.journal();
    const ended = await desk.tcp('plan', '--explain', 'dip-1');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^The next one would carry the tag tf[a-z2-7]{19}\.$/m);
    expect(ended.stdout.replace(/tf[a-z2-7]{19}/, 'TAG')).toBe(`TCP  e2e-desk

dip-1:                                # treasury/a.yaml:8
  strategy: GTC                       # defaults, treasury/a.yaml:5
  account: treasury                   # defaults, treasury/a.yaml:4
  ticker: BTC-USD                     # treasury/a.yaml:9
  side: buy                           # treasury/a.yaml:10
  receiveQuantity: 0.10 BTC           # treasury/a.yaml:11
  priceLimit: 60000.00                # treasury/a.yaml:12
  labels:
    ticket: TRE-131                   # treasury/a.yaml:13
    desk: rates                       # defaults, treasury/a.yaml:6
  description: "first: the near one"  # treasury/a.yaml:14
  override: [{ limit: TF-L09, reason: agreed }]  # treasury/a.yaml:15
  generation: 1                       # not written: the default

+ submit: new-entry, row "new entry"
  GTC buy 0.10 BTC at ≤ 60000.00 USD = 6000.00 USD

Never sent.
The next one would carry the tag TAG.
`);
    expect(desk.ledger().requests.received).toBe(0);
  });

  it('tells what became of an order, and is the same entry when it is read as a spec', async () => {
    await desk.write('a.yaml', FILE);
    await desk.journal();
    await desk.tcp('apply', '--yes');
    const [first, second] = desk.ledger().orders;
    await desk.control('POST', 'fill', { orderId: second?.orderId, quantity: '0.05' });
    const ended = await desk.tcp('plan', '--explain', 'dip-2');
    expect(ended.stdout).toContain('nothing is done: resting, row "resting, target unchanged"');
    expect(ended.stdout).toContain('1 attempt so far:');
    expect(ended.stdout).toContain('generation 2, attempt 1: accepted, open, filled 0.05 of 0.20 BTC');
    expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `order ${second?.orderId ?? ''}, tag ${second?.usernameRef ?? ''}`,
    );
    const yaml = (await desk.tcp('plan', '--explain', 'dip-1')).stdout.split('\n\n')[1] ?? '';
    await desk.write(
      'a.yaml',
      `version: 1\norders:\n${yaml.replaceAll(/^/gm, '  ')}\n${FILE.slice(FILE.indexOf('  dip-2'))}`.replace(
        'dip-2: { ',
        'dip-2: { account: treasury, strategy: GTC, ',
      ),
    );
    expect((await desk.tcp('plan')).stdout).toContain('No changes. 2 unchanged.');
    expect(first?.status).toBe('AWAITING');
  });

  it('knows orders whose entries are gone, in text and as JSON', async () => {
    await desk.write('a.yaml', FILE);
    await desk.journal();
    await desk.tcp('apply', '--yes');
    await desk.write('a.yaml', FILE.replace(/ {2}dip-1:\n(?: {4}.*\n)+/, ''));
    expect((await desk.tcp('plan', '--explain', 'dip-1')).stdout).toContain(`dip-1 has no entry in the files.

- cancel: entry-removed, row "entry removed"
`);
    const { stdout } = await desk.tcp('plan', '--explain', 'dip-1', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      name: 'dip-1',
      rule: 'entry removed',
      line: { action: 'cancel' },
      attempts: [{ generation: 1, attempt: 1, state: 'accepted' }],
    });
  });

  it('says what was probably meant by a name that it does not know', async () => {
    await desk.write('a.yaml', FILE);
    const ended = await desk.run('plan', '--explain', 'dip1', '--env', 'paper');
    expect(ended).toMatchObject({ code: 64, stdout: '' });
    expect(ended.stderr).toContain('Did you mean dip-1?');
  });

  it('says why an account can’t be judged', async () => {
    await desk.write('a.yaml', FILE);
    await desk.journal();
    await desk.control('POST', 'faults', { fault: 'malformed-body', match: { method: 'GET' }, times: null });
    const ended = await desk.tcp('plan', '--explain', 'dip-1');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('treasury: the list of open orders');
    expect(ended.stdout).toContain('Never sent.');
  });
});
