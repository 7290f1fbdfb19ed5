import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, duplicates, ladder } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
});
afterEach(() => desk.close());

const SUBMITS = { method: 'POST', path: '/trades/v2/order' };
const fault = (name: string, more: object = {}): Promise<unknown> =>
  desk.control('POST', 'faults', { fault: name, match: SUBMITS, times: 1, ...more });

describe('when the answer to a submission is lost', () => {
  it.each(['drop-after', '5xx-after'])(
    'adopts the order by its tag and sends none twice (%s)',
    async (name) => {
      await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
      await fault(name);
      const applied = await desk.tcp('apply', '--yes');
      expect(applied).toMatchObject({ code: 0 });
      expect(desk.ledger().requests).toEqual({ received: 2, accepted: 2 });
      expect((await desk.tcp('apply', '--yes')).stdout).toContain('No changes. 2 unchanged.');
      expect(duplicates(desk.ledger())).toEqual([]);
    },
  );

  it.each(['drop-before', '5xx-before'])('holds the account until a person decides (%s)', async (name) => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    await desk.write('reserve.yaml', ladder(['res-1'], { account: 'reserve' }));
    await desk.control('POST', 'faults', { fault: name, match: SUBMITS, times: 1 });
    const applied = await desk.tcp('apply', '--yes');
    expect(applied.code).toBe(6);
    // The one in doubt held its own account; the other account went on.
    const { received, accepted } = desk.ledger().requests;
    expect({ received, accepted }).toSatisfy(
      (r: typeof desk extends never ? never : { received: number; accepted: number }) =>
        r.received === r.accepted + 1,
    );
    const doubtful = /\? (\S+)/.exec((await desk.tcp('plan')).stdout)?.[1] ?? '';
    expect(['dip-1', 'res-1']).toContain(doubtful);
    const before = desk.ledger().requests.received;
    expect((await desk.tcp('apply', '--yes')).code).toBe(6);
    expect(desk.ledger().requests.received).toBe(before);

    const shown = await desk.tcp('resolve', doubtful);
    expect(shown).toMatchObject({ code: 6 });
    expect(shown.stdout).toContain('That alone proves nothing');
    expect((await desk.tcp('resolve', doubtful, '--not-executed')).code).toBe(64);
    expect(
      (
        await desk.tcp(
          ...['resolve', doubtful, '--not-executed', '--reason', 'the venue’s desk says so'],
          ...['--approver', 'grace'],
        )
      ).code,
    ).toBe(0);
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
    expect(desk.ledger().orders).toHaveLength(3);
    expect(duplicates(desk.ledger())).toEqual([]);
  });
});

describe('when the venue is gone', () => {
  it('says so in one clear error and changes nothing', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await desk.unplug();
    for (const command of [['plan'], ['apply', '--yes'], ['status']]) {
      const ended = await desk.tcp(...command);
      expect(ended.code).toBe(1);
      expect(ended.stdout).toContain('could not connect');
    }
    await desk.plugIn();
    expect(desk.ledger().requests.received).toBe(0);
    expect((await desk.tcp('apply', '--yes')).code).toBe(0);
  });
});

describe('when the process is killed', () => {
  it('finds what was in flight, wherever the venue was with it', async () => {
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2', 'dip-3']));
    await fault('latency', { ms: 60_000 });
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await desk.submissions(1);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    await desk.control('DELETE', 'faults');
    const next = await desk.tcp('apply', '--yes');
    // Accepted before the kill: adopted, and all is well. Not accepted: in doubt, and nothing is sent on its account.
    const { orders } = desk.ledger();
    expect(duplicates(desk.ledger())).toEqual([]);
    if (next.code === 0) expect(orders).toHaveLength(3);
    else expect({ code: next.code, orders: orders.length }).toEqual({ code: 6, orders: 0 });
  });

  it('frees the lock with the process', async () => {
    await desk.write('orders.yaml', ladder(['dip-1']));
    await fault('latency', { ms: 60_000 });
    const { child } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await desk.submissions(1);
    const second = await desk.tcp('apply', '--yes');
    expect(second.code).toBe(5);
    expect(second.stderr).toMatch(/in use: .* runs `apply`/);
    child.kill('SIGKILL');
    await once(child, 'close');
    await desk.control('DELETE', 'faults');
    expect((await desk.tcp('apply', '--yes')).code).not.toBe(5);
  });
});
