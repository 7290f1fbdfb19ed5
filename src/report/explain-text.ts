import { safeText } from '../lib/safe-text.ts';
import type { Attempt } from '../model/history.ts';
import type { Place } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import type { Tag } from '../model/tag.ts';
import { type Layout, count, paint, paintSymbol, symbolOf, hanging, wrap } from './style.ts';
import { describeEnd } from './tidy-text.ts';
import { describeTerms, minute } from './terms.ts';

/** A value of an entry as YAML, and where it stands. */
export interface ExplainedField {
  readonly field: string;
  readonly label?: string;
  /** On one line. */
  readonly yaml: string;
  /** `default`: the file says nothing, and this is what that means. */
  readonly from: 'entry' | 'defaults' | 'default';
  readonly place?: Place;
}

export interface Explanation {
  readonly environment: string;
  readonly project: string;
  readonly name: string;
  /** Undefined: no entry of this name is in the files. */
  readonly entry?: { readonly place: Place; readonly fields: readonly ExplainedField[] };
  /** What a plan says of it, and the row of the planner's table that does; undefined where its account can't be judged. */
  readonly line?: PlanLine;
  readonly rule?: string;
  /** Why its account can't be judged. */
  readonly unknown?: string;
  readonly attempts: readonly Attempt[];
  /** What the next submission would be tagged with. */
  readonly nextTag?: Tag;
}

const at = ({ file, line }: Place): string => `${safeText(file)}:${line}`;

function sourceOf({ from, place }: ExplainedField): string {
  const where = place === undefined ? '' : at(place);
  switch (from) {
    case 'entry':
      return where;
    case 'defaults':
      return `defaults, ${where}`;
    case 'default':
      return 'not written: the default';
  }
}

/** The entry as a file without defaults would say it, each line with where its value comes from. */
function entryYaml(
  name: string,
  { place, fields }: NonNullable<Explanation['entry']>,
  layout: Layout,
): readonly string[] {
  const rows = fields.flatMap((field, index): readonly (readonly [string, string])[] => {
    const { label, yaml } = field;
    if (label === undefined) return [[`  ${field.field}: ${safeText(yaml)}`, sourceOf(field)]];
    const head = fields[index - 1]?.label === undefined ? [[`  ${field.field}:`, ''] as const] : [];
    return [...head, [`    ${safeText(label)}: ${safeText(yaml)}`, sourceOf(field)]];
  });
  const all: readonly (readonly [string, string])[] = [[`${name}:`, at(place)], ...rows];
  // One long text doesn't push all sources out of sight.
  const width = Math.max(...all.map(([text]) => (text.length > 44 ? 0 : text.length)));
  return all.map(([text, source]) =>
    source === '' ? text : `${text.padEnd(width)}  ${paint(layout, 'dim', `# ${source}`)}`,
  );
}

/** `generation 1, attempt 2: final, filled 0.5 of 0.50 BTC; sent 2026-11-21 14:02Z, order 52a5…, tag tf…`. */
function attemptText(attempt: Attempt): string {
  const {
    generation,
    attempt: number,
    state,
    origin,
    message,
    orderId,
    tag,
    tagSent,
    final,
    observed,
  } = attempt;
  const reading = final ?? observed;
  const end =
    reading === undefined
      ? ''
      : `, ${describeEnd({ status: reading.status, fill: reading.fill, terms: attempt.wire })}`;
  const said = message === undefined ? '' : ` (${message})`;
  const how = origin === undefined ? 'sent' : origin;
  const id = orderId === undefined ? '' : `, order ${orderId}`;
  const facts = `${how} ${minute(attempt.intentAt)} to ${attempt.account}${id}, tag ${tag}${tagSent ? '' : ' (not sent)'}`;
  return `generation ${generation}, attempt ${number}: ${state}${said}${end}; ${facts}`;
}

function verdict({ line, rule, unknown }: Explanation, layout: Layout): readonly string[] {
  if (line === undefined) return unknown === undefined ? [] : [wrap(safeText(unknown), layout.width)];
  const symbol = paintSymbol(layout, symbolOf(line));
  const action = line.action === 'none' ? 'nothing is done' : line.action;
  const row = rule === undefined ? '' : `, row "${rule}"`;
  const terms = line.submission === undefined ? [] : [`  ${describeTerms(line.submission.wire)}`];
  return [
    `${symbol} ${action}: ${line.code}${row}`,
    ...terms,
    ...(line.reason === rule ? [] : [`  ${hanging(safeText(line.reason), layout.width, 2)}`]),
  ];
}

/** One entry: what it says, where from, what a plan makes of it, and what became of it so far. */
export function renderExplanation(explanation: Explanation, layout: Layout): string {
  const { environment, project, name, entry, attempts, nextTag } = explanation;
  const tried = attempts.map((attempt) => `  ${wrap(safeText(attemptText(attempt)), layout.width - 2, 4)}`);
  const history = attempts.length === 0 ? 'Never sent.' : `${count(attempts.length, 'attempt')} so far:`;
  return [
    `${paint(layout, 'bold', environment.toUpperCase())}  ${safeText(project)}`,
    '',
    ...(entry === undefined ? [`${name} has no entry in the files.`] : entryYaml(name, entry, layout)),
    '',
    ...verdict(explanation, layout),
    '',
    history,
    ...tried,
    ...(nextTag === undefined ? [] : [`The next one would carry the tag ${nextTag}.`]),
    '',
  ].join('\n');
}
