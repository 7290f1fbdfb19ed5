import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Ended, ladder } from '../support/desk.ts';
import { Middle } from '../support/middle.ts';

/* A plan takes no lock: it is made for a pull request while another one is applied. */

let desk: Desk;
let middle: Middle;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.journal();
  middle = await Middle.before(desk);
  await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
});
afterEach(async () => {
  await middle.close();
  await desk.close();
});

/** What `look` sees while the first order is on its way to the venue. */
async function meanwhile(look: () => Promise<Ended>): Promise<Ended> {
  const [isIn, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  middle.tricks = {
    instead: async ({ method, path }) => {
      if (method !== 'POST' || path !== '/trades/v2/order') return undefined;
      isIn.resolve();
      await goesOn.promise;
      return undefined;
    },
  };
  const { ended } = desk.start(['apply', '--yes', '--env', 'tcp']);
  await isIn.promise;
  const seen = await look();
  goesOn.resolve();
  expect((await ended).code).toBe(0);
  return seen;
}

describe('a plan while an apply sends', () => {
  it('says that, and sends nobody to resolve what is no doubt', async () => {
    const { code, stdout } = await meanwhile(() => desk.tcp('plan'));
    expect(stdout).toMatch(/\? dip-1 {2}is being sent: \S+ runs `apply` on \S+ \(process \d+\) since /);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'not sent dip-1 is being sent: plan again when that has ended',
    );
    expect(stdout).not.toContain('resolve');
    expect(stdout).not.toContain('person');
    expect(code).toBe(1);
    expect(await desk.tcp('plan')).toMatchObject({ code: 0 });
  });

  it('status says it too', async () => {
    const { code, stdout } = await meanwhile(() => desk.tcp('status'));
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('sending: is being sent: ');
    expect(code).toBe(1);
  });
});
