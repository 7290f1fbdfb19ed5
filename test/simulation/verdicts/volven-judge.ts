/*
 * What an answer to the creation of a strategy proves, written from the page and the design alone: an id is proof; the door's 401 and
 * 429 stop a request before anything is made; a refusal has one of the two documented bodies, which repeats its status.
 */

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A number is as good as its text: the program reads every number as its digits. */
const isSaid = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value !== '');
const isSaidOrNone = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === 'number' || typeof value === 'string';

/** The quickstart's members, and the one that the API's description adds. */
const MEMBERS = new Set(['timestamp', 'status', 'error', 'message', 'path', 'errors', 'errorCode']);
const only = (value: Loose, names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

function isFieldError(value: unknown): boolean {
  if (!isLoose(value) || !isSaid(value['description'])) return false;
  if (isSaid(value['field'])) return only(value, ['field', 'description']);
  const fields = value['fields'];
  return (
    only(value, ['fields', 'description', 'rejectedValue', 'firstField']) &&
    Array.isArray(fields) &&
    fields.length > 0 &&
    fields.every(isSaid)
  );
}

function isRefusal(body: unknown, status: number): boolean {
  if (!isLoose(body) || !Object.keys(body).every((name) => MEMBERS.has(name))) return false;
  const { errors } = body;
  const isListed =
    errors === undefined || errors === null || (Array.isArray(errors) && errors.every(isFieldError));
  const isOfStatus = body['status'] === status || body['status'] === String(status);
  return (
    isListed &&
    isOfStatus &&
    isSaid(body['error']) &&
    isSaidOrNone(body['message']) &&
    isSaidOrNone(body['errorCode'])
  );
}

export function volvenJudge(status: number, text: string): readonly string[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (isLoose(body) && isSaid(body['strategyId'])) return ['accepted'];
  if (status === 401 || status === 429) return ['not-sent'];
  return [400, 403, 404, 422].includes(status) && isRefusal(body, status) ? ['rejected'] : ['in-doubt'];
}
