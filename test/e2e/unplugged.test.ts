import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, ladder } from '../support/desk.ts';

/* A venue that goes away at the wrong moment: what is not known is said to be not known, and the exit code says whether a person is needed. */

let desk: Desk;
let isPlugged = true;
beforeEach(async () => {
  isPlugged = true;
  desk = await Desk.open();
  await desk.journal();
  await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
});
afterEach(async () => {
  if (!isPlugged) await desk.plugIn();
  await desk.close();
});
const unplug = async (): Promise<void> => {
  isPlugged = false;
  await desk.unplug();
};
const plugIn = async (): Promise<void> => {
  isPlugged = true;
  await desk.plugIn();
};

describe('a venue that is unplugged', () => {
  it('between plan and apply: nothing is sent, and the saved plan is not used up', async () => {
    expect((await desk.tcp('plan', '--out', 'plan.json')).code).toBe(0);
    await unplug();
    const gone = await desk.tcp('apply', 'plan.json');
    expect(gone.code).not.toBe(0);
    expect(gone.stdout).toContain('could not connect');
    expect(gone.stderr).toContain('Nothing was sent.');
    await plugIn();
    expect(await desk.tcp('apply', 'plan.json')).toMatchObject({ code: 0 });
    expect(desk.ledger().requests).toEqual({ received: 2, accepted: 2 });
  });

  it('status tells of the account once what to do, and does not count what it could not read', async () => {
    await desk.tcp('apply', '--yes');
    await unplug();
    const { code, stdout } = await desk.tcp('status');
    const said = stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain('treasury (aquanow CA1264810R) ? asking what venue this is: could not connect');
    expect(said).toMatch(
      /this machine's network; nothing is changed on it. Run it again once it can be reached. /,
    );
    expect(said).toMatch(/ 0 orders, without those of .*treasury.*: not read\. $/);
    expect(code).toBe(1);
  });

  it('in the middle of an apply: what was on its way is in doubt, nothing follows, and it exits 6', async () => {
    await desk.control('POST', 'faults', {
      ...{ fault: 'latency', ms: 60_000, match: { method: 'POST', path: '/trades/v2/order' } },
    });
    const { ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    await desk.submissions(1);
    await unplug();
    const { code, stdout } = await ended;
    expect(code).toBe(6);
    expect(stdout).toMatch(/^✗ dip-1 +in doubt +the connection to \S+ was lost/m);
    expect(stdout).toMatch(/^✗ dip-2 +not sent +dip-1 is in doubt, and its account takes no new order/m);
    expect(stdout).toContain('0 of 2 changes done, 2 not.');
    await plugIn();
    const after = await desk.tcp('apply', '--yes');
    expect(after.code).toBe(6);
    expect(desk.ledger().requests.received).toBe(1);
  });

  it('in the middle of a cancel: it is not said to be done', async () => {
    await desk.tcp('apply', '--yes');
    await desk.write('orders.yaml', ladder(['dip-2']));
    await desk.control('POST', 'faults', { fault: 'latency', ms: 60_000, match: { method: 'DELETE' } });
    const { child, ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
    // The plan is out, and what follows it is the cancel.
    child.stdout?.once('data', () => void unplug());
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ dip-1 +still live +\S/m);
    await plugIn();
    await desk.control('DELETE', 'faults');
    expect(await desk.tcp('apply', '--yes')).toMatchObject({ code: 0 });
    expect(desk.ledger().orders.map(({ status }) => status)).toEqual(['CANCELLED', 'AWAITING']);
  });

  it('before a status: a name that the files have is known all the same', async () => {
    await desk.tcp('apply', '--yes');
    await unplug();
    const known = await desk.tcp('status', 'dip-1');
    expect(known.code).toBe(1);
    expect(known.stdout).toContain('could not connect');
    expect(known.stdout).not.toContain('venue: nothing');
    const unknown = await desk.tcp('status', 'dip-9');
    expect(unknown).toMatchObject({ code: 64, stdout: '' });
    expect(unknown.stderr).toContain('No order is called dip-9.');
  });
});
