import type { Annotation } from '../../lib/workflow-command.ts';
import type { ApplyReport } from '../../execute/apply.ts';
import { nameOfKey } from '../../model/ids.ts';
import type { Level, Plan, PlanLine } from '../../model/plan.ts';
import { isChange } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { titleOf } from '../line-words.ts';
import { limitName } from '../markdown/risk.ts';
import { troubleOf } from '../markdown/attention.ts';
import { type Besides, type FieldFault, type Outcome, laterText } from '../outcome-text.ts';
import { describeTerms } from '../terms.ts';

/* What somebody has to look at, as GitHub shows it beside the lines of a pull request: the most urgent first. */

const WORDS: Readonly<Partial<Record<Level, string>>> = {
  person: 'needs a person',
  unknown: 'unknown',
  invalid: 'wrong',
  refused: 'refused',
  blocked: 'held back',
};

const at = ({ place }: Pick<PlanLine, 'place'>): Pick<Annotation, 'place'> =>
  place === undefined ? {} : { place };

function ofLine(line: PlanLine, environment: string): Annotation {
  const name = titleOf(line) || line.account;
  const held = line.submission === undefined ? [] : [`${describeTerms(line.submission.wire)}: not sent`];
  return {
    level: line.level === 'notice' ? 'notice' : 'error',
    title: [`${environment.toUpperCase()} ${name}`, WORDS[line.level] ?? '']
      .filter((it) => it !== '')
      .join(': '),
    lines: [...held, line.reason, ...(line.next === undefined ? [] : [`Next: ${line.next}`])],
    ...at(line),
  };
}

/** Limits that let a change through, and want to be seen. */
const ofChecks = (line: PlanLine, environment: string): readonly Annotation[] =>
  (line.checks ?? []).flatMap((check): readonly Annotation[] => {
    const { status, message, reason } = check;
    if (status !== 'warned' && status !== 'overridden') return [];
    return [
      {
        level: 'warning',
        title: `${environment.toUpperCase()} ${titleOf(line)}: ${limitName(check)} ${status}`,
        lines: [message, ...(reason === undefined ? [] : [`Because: ${reason}`])],
        ...at(line),
      },
    ];
  });

const ofLoosened = ({ environment, limits }: Plan): readonly Annotation[] =>
  (limits?.loosened ?? []).map((how) => ({
    level: 'warning',
    title: `${environment.toUpperCase()}: the limits are looser than before`,
    lines: [how],
  }));

export const annotationsOfPlan = (plan: Plan): readonly Annotation[] => [
  ...troubleOf(plan.lines).map((line) => ofLine(line, plan.environment)),
  ...ofLoosened(plan),
  ...plan.lines.filter(isChange).flatMap((line) => ofChecks(line, plan.environment)),
  ...plan.lines
    .filter((line) => line.level === 'notice' && !isChange(line))
    .map((line) => ofLine(line, plan.environment)),
];

const ofFault = ({ name, field, message, ...where }: FieldFault, environment: string): Annotation => ({
  level: 'error',
  title: `${environment.toUpperCase()} ${name}: ${field}`,
  lines: [message],
  ...at(where),
});

const ofLater = (later: readonly string[], environment: string): Annotation => ({
  level: 'error',
  title: `${environment.toUpperCase()}: came up meanwhile`,
  lines: [laterText(later)],
});

/** What was not done, and then what the plan of afterwards says of others. */
export function annotationsOfOutcomes(
  { plan, after }: ApplyReport,
  outcomes: readonly Outcome[],
  { faults, later }: Besides,
): readonly Annotation[] {
  const { environment } = plan;
  const lines = new Map(plan.lines.filter(isChange).map((line) => [line.key, line]));
  const failed = outcomes.filter(({ ok }) => !ok);
  const told = new Set(failed.map(({ key }) => key));
  return [
    ...failed.map(({ key, action, state, detail }): Annotation => ({
      level: 'error',
      title: `${environment.toUpperCase()} ${nameOfKey(key)}: ${state}`,
      lines: [detail === '' ? `${action}: ${state}` : detail],
      ...at(lines.get(key) ?? {}),
    })),
    ...faults.map((fault) => ofFault(fault, environment)),
    ...(later.length === 0 ? [] : [ofLater(later, environment)]),
    ...troubleOf(after.plan.lines)
      .filter(({ key }) => key === undefined || !told.has(key))
      .map((line) => ofLine(line, environment)),
  ];
}

export const annotationsOfProblems = (problems: readonly Problem[]): readonly Annotation[] =>
  problems.map(({ code, message, remedy, related, place, length }) => {
    const other =
      related === undefined
        ? []
        : [`${related.message}: ${related.place.file}:${related.place.line}:${related.place.column}`];
    return {
      level: 'error',
      title: code,
      lines: [message, ...other, ...(remedy === undefined ? [] : [remedy])],
      ...(place === undefined ? {} : { place }),
      ...(place === undefined || length === undefined ? {} : { length }),
    };
  });
