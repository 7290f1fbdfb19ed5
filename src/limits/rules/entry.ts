import type { Rule } from '../question.ts';
import { judged } from '../verdict.ts';

/** TF-L15. */
export const labels: Rule = ({ own, entry }) => {
  const { requireLabels: required } = own;
  if (required === undefined) return [];
  const given = entry?.labels ?? {};
  const missing = required.filter((name) => !Object.hasOwn(given, name) || given[name]?.trim() === '');
  const names = missing.join(', ');
  return [
    judged('TF-L15', missing.length === 0, {
      ...{
        limit: required.join(', '),
        value: missing.length === 0 ? 'all' : `without ${names}`,
        field: 'labels',
      },
      good: 'it has the labels that its account requires',
      bad: `its account requires ${missing.length === 1 ? 'the label' : 'the labels'} ${names}: add under labels`,
    }),
  ];
};
