import { type LimitCheck, NO_LIMITS } from '../../model/limits.ts';
import { instrumentOf, strategyOf } from '../../model/terms.ts';
import { type Question, type Rule, instrumentField, strategyField } from '../question.ts';
import { judged, passed, refused } from '../verdict.ts';
import { limitFor, listed } from '../words.ts';

/* Who may send orders, of what, and by which strategies. Where nothing is said, nothing is allowed outside a paper venue. */

const hasNone = ({ world, denies }: Pick<Question, 'world' | 'denies'>): boolean =>
  denies && world.limits.text === NO_LIMITS.text;

/** TF-L00. */
export const environment: Rule = (question) =>
  hasNone(question)
    ? [
        refused('TF-L00', {
          limit: 'none',
          value: 'an order',
          message:
            'this environment has no limits, and without them no order is sent: add limits: to tradeform.yaml',
        }),
      ]
    : [];

/** TF-L01. */
export const account: Rule = (question) => {
  const { world, denies, change } = question;
  const { account: name } = change;
  const words = { limit: 'limits.accounts', value: name, field: 'account' };
  if (world.limits.accounts.has(name))
    return [passed('TF-L01', { ...words, message: `account ${name} has limits` })];
  const message = `account ${name} has no limits: add it under limits.accounts in tradeform.yaml`;
  return denies && !hasNone(question) ? [refused('TF-L01', { ...words, message })] : [];
};

interface Listed {
  readonly code: 'TF-L02' | 'TF-L03';
  readonly list: readonly string[] | undefined;
  /** `allow.instruments`. */
  readonly of: string;
  readonly name: string;
  readonly field: string;
  readonly account: string;
  readonly denies: boolean;
}

function onList({ code, list, of, name, field, account: owner, denies }: Listed): readonly LimitCheck[] {
  if (list === undefined) {
    const message = `account ${owner} has no ${of}: list ${name} there to allow it`;
    return denies ? [refused(code, { limit: 'none', value: name, message, field })] : [];
  }
  return [
    judged(code, list.includes(name), {
      ...{ limit: listed(list), value: name, field },
      good: `${name} is among ${of} of ${owner}`,
      bad: `${name} is not among ${of} of ${owner} (${listed(list)})`,
    }),
  ];
}

/** TF-L02. */
export const instrument: Rule = ({ own, denies, change: { wire, account: owner } }) =>
  onList({
    ...{ code: 'TF-L02', list: own.allow?.instruments, of: 'allow.instruments', denies },
    ...{ name: instrumentOf(wire), field: instrumentField(wire), account: owner },
  });

/** TF-L02: a currency that nothing bounds. */
export const currencies: Rule = ({ own, denies, change: { wire, account: owner }, of: { pair } }) => {
  if (!denies) return [];
  const missing = (limit: string, currency: string): LimitCheck =>
    refused('TF-L02', {
      ...{ limit: 'none', value: currency, field: instrumentField(wire) },
      message: `account ${owner} has no ${limit} for ${currency}: a currency without one takes no order`,
    });
  if (pair === undefined) {
    const message = `nobody tells in which currencies ${instrumentOf(wire)} is counted`;
    return [
      refused('TF-L02', { limit: 'none', value: instrumentOf(wire), message, field: instrumentField(wire) }),
    ];
  }
  return [
    ...(limitFor(own.maxQuantity, pair.base) === undefined ? [missing('maxQuantity', pair.base)] : []),
    ...(limitFor(own.maxNotional, pair.quote) === undefined ? [missing('maxNotional', pair.quote)] : []),
  ];
};

/** TF-L03. */
export const strategy: Rule = ({ own, denies, change: { wire, account: owner } }) =>
  onList({
    ...{ code: 'TF-L03', list: own.allow?.strategies, of: 'allow.strategies', denies },
    ...{ name: strategyOf(wire), field: strategyField(wire), account: owner },
  });
