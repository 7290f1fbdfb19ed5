import type { TradeformError } from '../lib/errors.ts';
import type { Annotation } from '../lib/workflow-command.ts';
import { annotationsOfProblems } from '../report/github/annotations.ts';
import { renderFailureMarkdown } from '../report/markdown/failure.ts';
import type { Invocation } from './invocation.ts';
import { publish } from './publish.ts';

/** Where nothing else says which environment is meant. */
const DEFAULT = 'paper';

/** The annotations of an end that is expected: each problem on its line, or the one message. */
function annotationsOf({ code, message, remedy, problems }: TradeformError): readonly Annotation[] {
  if (problems.length > 0) return annotationsOfProblems(problems);
  return [{ level: 'error', title: code, lines: [message, ...(remedy === undefined ? [] : [remedy])] }];
}

/** Tells a pull request why a command ended early: the comment of an earlier run would be out of date. */
export function publishFailure(inv: Invocation, command: string, error: TradeformError): void {
  const environment = inv.options.env ?? DEFAULT;
  publish(inv, {
    annotations: annotationsOf(error),
    markdown: renderFailureMarkdown({ command, environment }, error),
  });
}
