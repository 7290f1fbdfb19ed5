import type { Http, HttpRequest } from './client.ts';
import type { Outcome } from './outcome.ts';

export interface Route {
  readonly method: string;
  readonly path: string;
}

export interface Transport {
  call(request: HttpRequest, signal?: AbortSignal): Promise<Outcome>;
}

/**
 * A transport that lets the listed calls through and no others: what a plan is given, so that planning can't change
 * anything. A call that isn't listed is a bug of ours, and throws before anything is sent.
 */
export function onlyRoutes(http: Http, routes: readonly Route[]): Transport {
  return {
    async call(request, signal) {
      const listed = routes.some(
        ({ method, path }) =>
          method === request.method && path === request.path && request.body === undefined,
      );
      if (!listed) throw new Error(`bug: ${request.method} ${request.path} is not one of this venue's reads`);
      return http.call(request, signal);
    },
  };
}
