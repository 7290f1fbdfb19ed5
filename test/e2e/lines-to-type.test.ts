import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, ladder } from '../support/desk.ts';

/* What a person is told to type can be pasted: it begins as this call did. */

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  await desk.write('orders.yaml', ladder(['dip-1']));
});
afterEach(() => desk.close());

const STARTED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['tradeform', {}],
  ['npx tradeform', { npm_command: 'exec' }],
  ['npx tradeform', { npm_command: 'run-script' }],
];

describe.each(STARTED)('lines to type after %s, with %j', (program, env) => {
  const start = (...args: readonly string[]): ReturnType<Desk['run']> => desk.start(args, env).ended;

  it('begin with it, in texts and in documents', async () => {
    await start('halt', '--reason', 'r', '--env', 'paper');
    const line = `${program} unhalt --approver NAME --env paper`;
    expect((await start('plan', '--env', 'paper')).stdout).toContain(`\nNext:\n  ${line}\n`);
    expect((await start('apply', '--yes', '--env', 'paper')).stdout).toContain(`\nNext:\n  ${line}\n`);
    const document = await start('plan', '--env', 'paper', '--format', 'json');
    expect(JSON.parse(document.stdout)).toMatchObject({ lines: [{ next: line }] });
  });

  it('name what is new to a desk once: after its first apply on paper', async () => {
    const first = await start('apply', '--yes', '--env', 'paper');
    expect(first.stdout).toContain(`Try next:\n  ${program} status --env paper\n`);
    await desk.write('orders.yaml', ladder(['dip-1', 'dip-2']));
    const second = await start('apply', '--yes', '--env', 'paper');
    expect(second.stdout).toContain('1 change done.');
    expect(second.stdout).not.toContain('Try next');
  });

  it('name the plan that is not there', async () => {
    const { code, stderr } = await start('apply', 'my plan.json', '--env', 'paper');
    expect(stderr).toContain('There is no file my plan.json.');
    expect(stderr).toContain(`Make it with: ${program} plan --out 'my plan.json' --env paper`);
    expect(code).toBe(64);
  });
});
