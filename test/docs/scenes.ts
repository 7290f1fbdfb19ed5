import { Stage } from './stage.ts';

/** What a reader is shown, by name: the text of `<!-- capture: NAME -->`. */
export type Captures = Readonly<Record<string, string>>;

export const LADDER = 'specs/treasury/btc-ladder.yaml';
const DIP_4 = `  btc-dip-4:
    side: buy
    receiveQuantity: 1.00 BTC
    priceLimit: 86000.00 USD
    labels: { ticket: TRE-131 }          # merged with the defaults: desk stays treasury

`;
export const APPLY = 'npx tradeform apply --yes --env paper';

/** What came of each change: what stands below the plan, and above the advice for a first run on paper. */
const outcomes = (text: string): string =>
  text.slice(text.indexOf('\n\n', text.indexOf('digest ')) + 2).replace(/\n\nNothing here was real[^]*$/, '');

async function on<T>(stage: Promise<Stage>, play: (stage: Stage) => Promise<T>): Promise<T> {
  const opened = await stage;
  try {
    return await play(opened);
  } finally {
    opened.close();
  }
}

/** A price is edited, an entry removed, another added; then the market moves. `added` is the README's own entry. */
const trader = (bin: string, added: string): Promise<Captures> =>
  on(Stage.open(bin), async (stage) => {
    await stage.run(APPLY);
    stage.edit(LADDER, '95000.00 USD', '95500.00 USD');
    stage.edit(LADDER, DIP_4, '');
    stage.append(LADDER, `\n${added}\n`);
    const change = await stage.type('npx tradeform plan');
    const { stdout } = await stage.run('npx tradeform plan', 0, { NO_COLOR: '' });
    const apply = await stage.type(APPLY, 0, outcomes);
    const moved = [
      await stage.type('npx tradeform paper price BTC-USD 90000'),
      await stage.type('npx tradeform plan'),
    ].join('\n');
    return { change, picture: `$ npx tradeform plan\n${stdout}`, apply, moved };
  });

const BREAKOUT_AND_CHASE = `
  btc-breakout:
    side: buy
    receiveQuantity: 0.10 BTC
    priceLimit: 103800.00 USD
    override: [{ limit: TF-L09, reason: "TRE-171, buys the breakout" }]

  btc-chase:
    side: buy
    receiveQuantity: 2.50 BTC
    priceLimit: 94000.00 USD
`;

/** A pull request that loosens a limit, asks for an exception from one, and runs into others. `limits` are the README's own. */
const reviewer = (bin: string, limits: string): Promise<Captures> =>
  on(Stage.open(bin, `\n${limits}\n`), async (stage) => {
    stage.remove('specs/treasury/settlement.yaml', 'specs/bybit/strategies.yaml');
    await stage.run(APPLY);
    // Those for all environments: what stands deeper is for live alone.
    const indent = `\n${' '.repeat(6)}`;
    stage.edit(
      'specs/tradeform.yaml',
      `${indent}maxOpenNotional: { USD: 600000 }`,
      `${indent}maxOpenNotional: { USD: 900000 }`,
    );
    stage.edit(LADDER, '95000.00 USD', '95500.00 USD');
    stage.edit(LADDER, DIP_4, '');
    stage.append(LADDER, BREAKOUT_AND_CHASE);
    stage.commit();
    return { review: await stage.type('npx tradeform plan', 4) };
  });

/** An order whose request is lost on the way. */
const doubt = (bin: string, added: string): Promise<Captures> =>
  on(Stage.open(bin), async (stage) => {
    await stage.run(APPLY);
    stage.append(LADDER, `\n${added}\n`);
    await stage.fault('drop-before');
    await stage.run(APPLY, 6);
    return { evidence: await stage.type('npx tradeform resolve btc-dip-5 --env paper', 6) };
  });

/** All captures, of the README's own examples. */
export async function everyCapture(
  bin: string,
  examples: Readonly<Record<string, string>>,
): Promise<Captures> {
  const { limits = '', entry = '' } = examples;
  const scenes = await Promise.all([trader(bin, entry), reviewer(bin, limits), doubt(bin, entry)]);
  return Object.fromEntries(scenes.flatMap((scene) => Object.entries(scene)));
}
