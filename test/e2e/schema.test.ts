import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import spec from '../../schemas/spec.schema.json' with { type: 'json' };
import { Desk } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const DRIP = `{
  "type": "object",
  "required": ["sliceSize"],
  "properties": {
    "sliceSize": { "type": "number", "x-tradeform": { "kind": "size" } },
    "share": { "type": "number", "maximum": 0.30000000000000000001, "x-tradeform": { "kind": "number" } }
  }
}
`;

async function withTypes(drip = DRIP): Promise<void> {
  const project = await desk.read('tradeform.yaml');
  const account = 'accounts:\n  bybit-main: { venue: volven, id: "99998" }\n';
  await desk.write('tradeform.yaml', `strategyTypes: types\n${project.replace('accounts:\n', account)}`);
  await desk.write('types/DRIP.schema.json', drip);
}

const strategy = (fields: string): string =>
  `version: 1\nstrategies:\n  s: { type: DRIP, account: bybit-main, productCode: btcusdt_f, side: buy, size: 1, ${fields} }\n`;

describe('schema spec', () => {
  it('is what tradeform ships, where the project has no types of its own, and where there is no project', async () => {
    expect(JSON.parse((await desk.run('schema', 'spec')).stdout)).toEqual(spec);
    await desk.remove('tradeform.yaml');
    expect(JSON.parse((await desk.run('schema', 'spec')).stdout)).toEqual(spec);
  });

  it('has the types of the project, their limits digit for digit', async () => {
    await withTypes();
    const { code, stdout } = await desk.run('schema', 'spec');
    expect(code).toBe(0);
    expect(stdout).toContain('"maximum": 0.30000000000000000001');
    const { $defs } = JSON.parse(stdout) as { $defs: { strategy: { properties: object } } };
    expect(Object.keys($defs.strategy.properties)).toEqual(
      expect.arrayContaining(['sliceSize', 'orderMaxSize']),
    );
  });

  it('is not printed in part: a type that can not be read is told', async () => {
    await withTypes('{ "type": "object", "properties": { "x": { "$ref": "https://example.com/x.json" } } }');
    const { code, stdout, stderr } = await desk.run('schema', 'spec');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('types/DRIP.schema.json:1:44  unknown field `$ref`');
  });

  it.each(['strategy-type', 'tradeform'])('%s is printed whatever the project says', async (name) => {
    await withTypes('{');
    expect((await desk.run('schema', name)).code).toBe(0);
  });
});

describe('validate, with a strategy type of the project', () => {
  it('reads its entries', async () => {
    await withTypes();
    await desk.write('a.yaml', strategy('sliceSize: 0.1, share: 0.30000000000000000001'));
    expect(await desk.run('validate', '--env', 'paper')).toMatchObject({ code: 0 });
  });
  it('tells what is wrong with them, exactly', async () => {
    await withTypes();
    await desk.write('a.yaml', strategy('sliceSize: 0.1, share: 0.30000000000000000002'));
    const { code, stderr } = await desk.run('validate', '--env', 'paper');
    expect(code).toBe(3);
    expect(stderr).toContain(
      '`0.30000000000000000002` is out of range: share is at most 0.30000000000000000001',
    );
  });
});
